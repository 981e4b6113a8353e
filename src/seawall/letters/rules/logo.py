"""A school's logo: an SVG of which only safe elements are kept, or a PNG rebuilt from its own picture data. Never anything else.

Both become one SVG text that the printer takes. Nothing in it can run, fetch, or name a file.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from typing import Final
from xml.etree import ElementTree as ET

MOST_BYTES: Final = 100_000
_MOST_WIDE, _MOST_HIGH = 2_000, 1_000
_MOST_PARTS: Final = 2_000
_SVG: Final = "http://www.w3.org/2000/svg"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ELEMENTS: Final = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop title desc".split()  # noqa: SIM905
)
_ATTRIBUTES: Final = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox fill fill-rule fill-opacity stroke "  # noqa: SIM905
    "stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-opacity opacity offset "
    "stop-color stop-opacity gradientUnits gradientTransform spreadMethod preserveAspectRatio clip-rule".split()
)
_VALUE: Final = re.compile(r"[\w\s#%.,+()-]{0,60000}")
_OWN: Final = re.compile(r"url\(\s*#[\w-]{1,80}\s*\)")


class LogoError(Exception):
    """This is no logo that can be taken; the message says why."""


def clean(data: bytes) -> str:
    """Return a logo as SVG text. Raises LogoError."""
    if len(data) > MOST_BYTES:
        message = f"The logo is too big: {MOST_BYTES // 1000} KB are the most."
        raise LogoError(message)
    if data.startswith(_PNG):
        return _from_png(data)
    if b"<svg" in data[:4_000]:
        return _from_svg(data)
    raise LogoError("This is neither an SVG nor a PNG. Save the logo as one of them, and try again.")


def _from_svg(data: bytes) -> str:
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.IGNORECASE):
        data = re.sub(rb"<!DOCTYPE[^\[<>]*>", b"", data, flags=re.IGNORECASE)
        if b"<!ENTITY" in data.upper() or b"<!DOCTYPE" in data.upper():
            raise LogoError("This SVG declares entities. Save it as a plain SVG, and try again.")
    try:
        root = ET.fromstring(data)  # noqa: S314 - no entities: refused above, and 100 KB at most
    except (ET.ParseError, ValueError, LookupError):
        raise LogoError("This SVG cannot be read: it is broken or cut off.") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise LogoError("This is not an SVG picture.")
    kept = _kept(root, [0])
    if kept is None or not any(True for each in kept.iter() if each.tag.rpartition("}")[2] not in {"svg", "g", "defs"}):
        raise LogoError("Nothing of this SVG can be used: words and pictures in it have to be turned into paths first.")
    if "viewBox" not in kept.attrib and not {"width", "height"} <= kept.attrib.keys():
        raise LogoError("This SVG does not say how big it is.")
    ET.register_namespace("", _SVG)
    return ET.tostring(kept, encoding="unicode")


def _kept(node: ET.Element, count: list[int], depth: int = 0) -> ET.Element | None:
    """A copy of a node with what is safe in it; None if the node itself is not."""
    count[0] += 1
    if count[0] > _MOST_PARTS or depth > 30:  # noqa: PLR2004 - deeper than any drawing
        raise LogoError("This SVG has too many parts for a letter. Make it simpler, or save it as a PNG.")
    space, _end, name = node.tag.rpartition("}") if isinstance(node.tag, str) else ("", "", "")
    if space != f"{{{_SVG}" or name not in _ELEMENTS:
        return None
    safe = {key: value for key, value in _styled(node).items() if key in _ATTRIBUTES and _is_safe(value)}
    made = ET.Element(node.tag, safe)
    for child in node:
        inside = _kept(child, count, depth + 1)
        if inside is not None:
            made.append(inside)
    return made


def _styled(node: ET.Element) -> dict[str, str]:
    """A node's attributes, with what its style says as attributes of its own (programs that draw write both)."""
    rules = (rule.partition(":") for rule in node.attrib.get("style", "").split(";"))
    return {**node.attrib, **{key.strip(): value.strip() for key, _colon, value in rules if value}}


def _is_safe(value: str) -> bool:
    return ("url" not in value.lower() and _VALUE.fullmatch(value) is not None) or _OWN.fullmatch(value) is not None


def _from_png(data: bytes) -> str:
    chunks = list(_chunks(data))
    wide, high = _size(chunks)
    kept = b"".join(_chunk(kind, body) for kind, body in chunks if kind in _KEPT_CHUNKS)
    held = base64.b64encode(_PNG + kept).decode("ascii")
    return (
        f'<svg xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}"><image width="{wide}" height="{high}" xlink:href="data:image/png;base64,{held}"/></svg>'
    )


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        mark = data[at + 8 + length : at + 12 + length]
        if len(mark) != 4 or zlib.crc32(kind + body) != int.from_bytes(mark, "big"):  # noqa: PLR2004 - a CRC's bytes
            break
        found.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            return found
    raise LogoError("This PNG cannot be read: it is broken or cut off.")


def _size(chunks: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    kind, head = chunks[0]
    if kind != b"IHDR" or len(head) != 13:  # noqa: PLR2004 - a header's bytes
        raise LogoError("This PNG cannot be read: it does not say how big it is.")
    wide, high, depth, colour, _zip, _filter, laced = struct.unpack(">IIBBBBB", head)
    if not 0 < wide <= _MOST_WIDE or not 0 < high <= _MOST_HIGH:
        message = f"The logo is {wide} by {high}: {_MOST_WIDE} by {_MOST_HIGH} is the most."
        raise LogoError(message)
    if depth not in _DEPTHS.get(colour, ()) or laced:
        raise LogoError("This kind of PNG cannot be taken. Save it as a plain PNG (not interlaced), and try again.")
    if colour == 3 and not any(kind == b"PLTE" and body and len(body) % 3 == 0 for kind, body in chunks):  # noqa: PLR2004
        raise LogoError("This PNG cannot be read: its colours are missing.")
    wanted = high * (1 + (wide * _CHANNELS[colour] * depth + 7) // 8)
    opener = zlib.decompressobj()
    try:
        drawn = opener.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"), wanted + 1)
    except zlib.error:
        drawn = b""
    if len(drawn) != wanted:
        raise LogoError("This PNG cannot be read: its picture is broken.")
    return wide, high


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
