"""The bundle as a BagIt bag (RFC 8493) in a zip file: files, lists of their sums, and a signature over the lists."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from seawall.evidence.verify import MANIFEST, SIGNATURE, TAG_MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

_BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True, repr=False)
class Bag:
    """A packed bundle, and the SHA-256 of its outermost list: by it a bundle is known for ever."""

    zipped: bytes
    sha256: str


def pack(
    *, name: str, payload: Mapping[str, bytes], beside: Mapping[str, bytes], at: datetime, sign: Callable[[bytes], str]
) -> Bag:
    """Pack the files of `payload` below data/ and those `beside` it into one folder called `name`; `sign` the lists."""
    inside = {f"data/{file}": content for file, content in payload.items()}
    oxum = f"{sum(map(len, inside.values()))}.{len(inside)}"
    info = f"Bagging-Date: {at:%Y-%m-%d}\nExternal-Identifier: {name}\nPayload-Oxum: {oxum}\n".encode()
    tags = {"bagit.txt": _BAGIT, "bag-info.txt": info, **beside, MANIFEST: _list(inside)}
    outermost = _list(tags)
    signature = sign(outermost).encode()
    return Bag(
        _zip(name, {**tags, TAG_MANIFEST: outermost, SIGNATURE: signature, **inside}, at),
        hashlib.sha256(outermost).hexdigest(),
    )


def _list(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def _zip(folder: str, files: Mapping[str, bytes], at: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=at.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
