"""What a template may hold, what a draft may not say, and what is a logo."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.letters.printing import pdf_of
from seawall.letters.rules import logo
from seawall.letters.rules.check import Known, look
from seawall.letters.rules.logo import LogoError
from seawall.letters.rules.templates import TemplateError, blocks, fill, load, templates, unknown_field

if TYPE_CHECKING:
    from pathlib import Path

PUPILS = ("May Day", "Will Young", "Grace Łuk-O’Brien", "Jess Marlow", "李 雷")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("In May we meet. Will your child come? Say grace, may be.", []),
        ("This is about May Day celebrations.", ["May Day"]),
        ("We hope that will young people learn.", []),
        ("Will Young came.", ["Will Young"]),
        ("grace luk-obrien told us", ["Grace Łuk-O’Brien"]),
        ("Łuk’s mother rang.", ["Łuk"]),
        ("marlow is a town", []),
        ("JESS knows.", ["JESS"]),
        ("Instagram and Childline help.", []),
    ],
)
def test_names_of_the_roll(said: str, found: list[str]) -> None:
    assert [each.word for each in look("", said, Known(pupils=PUPILS))] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("will your child be safe", []),
        ("Will was told.", ["Will"]),
        ("the carver boy", ["carver"]),
        ("A boy in year 8 and his mother", []),
        ("Write to kai.skates_09 now", ["Kai.Skates_09"]),
        ("Ring 07700 900-123 today", ["07700900123"]),
        ("See HTTPS://WWW.chat.example/u/kai!", ["https://chat.example/u/kai"]),
        ("kaiskates is not it", []),
        ("the rose is red, @rose is not", ["rose"]),
    ],
)
def test_what_comes_from_the_case(said: str, found: list[str]) -> None:
    people = ("Will Carver", "A boy in year 8")
    details = ("Kai.Skates_09", "07700 900123", "https://chat.example/u/kai", "rose")
    assert [each.word for each in look("", said, Known(people=people, details=details))] == found


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_the_check_reads_anything(said: str, names: list[str]) -> None:
    told = Known(people=tuple(names), details=tuple(names), pupils=tuple(names))
    for each in look(said, said, told):
        assert each.said.strip()


def test_our_templates_are_whole_and_hold_no_ordinary_fault() -> None:
    assert list(templates()) == ["fake_account", "holidays", "how_to_stop_it", "incident", "told_us"]
    for each in templates().values():
        assert {block.kind for block in blocks(each.body)} == {"text", "heading", "list"}
        words = each.body.casefold()
        assert "do not pay" in words
        assert "delete" in words
        assert "not" in words[words.index("delete") - 30 : words.index("delete")]


@pytest.mark.parametrize("text", ["a\nb {child}", "a\n{", "a\nb } c", "a\n{{today}}"])
def test_an_unknown_field_is_named_with_its_line(text: str) -> None:
    wrong = unknown_field(text)
    assert wrong is not None
    assert wrong[0] == 2


def test_a_template_file_that_is_wrong_says_where(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('title = "T"\nbody = "Dear {child_name}"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"x\.toml, line 2: there is no field \{child_name\}"):
        load(file)
    file.write_text('title = "T"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="about is missing"):
        load(file)


def test_what_fills_a_field_is_not_filled_again() -> None:
    assert fill("{school_name} {today} {apps}", {"school_name": "{today}", "today": "1 May"}) == "{today} 1 May {apps}"


def png(wide: int = 4, high: int = 3, *, extra: bytes = b"", cut: int = 0, picture: bytes | None = None) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x40\x60" * wide for _row in range(high)))
    middle = chunk(b"tEXt", b"Author\0" + extra) if extra else b""
    made = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + middle
        + chunk(b"IDAT", rows if picture is None else picture)
        + chunk(b"IEND", b"")
    )
    return made[: len(made) - cut]


FORM_LINE, HEADING = 8.5, 14.0
"""Sizes of type, in points."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)">{}</svg>'
RECT = '<rect width="9" height="9" style="fill:#123456" onclick="x()"/>'


def test_a_logo_is_cleaned_and_printed() -> None:
    hostile = (
        "<script>alert(1)</script><image href='https://x.example/a.png'/><foreignObject><b>x</b></foreignObject>"
        "<use href='#a'/><a href='javascript:1'><text>hi</text></a><path d='M0 0L9 9' fill='url(https://x.example)'/>"
    )
    made = logo.clean(SVG.format(RECT + hostile).encode())
    assert 'fill="#123456"' in made
    for word in ("script", "example", "on", "href", "text", "style"):
        assert f"{word}=" not in made
        assert f"<{word}" not in made
    picture = logo.clean(png(extra=b"somebody"))
    assert "c29tZWJvZHk" not in picture
    for each in (made, picture):
        assert pikepdf.open(io.BytesIO(printed(each))).pages


def test_an_address_longer_than_its_place_moves_the_heading_down() -> None:
    with pikepdf.open(io.BytesIO(printed("", "Very Long Terrace\n" * 11 + "Marram"))) as pdf:
        size, height = 0.0, 0.0
        first: dict[float, float] = {}
        for step in pikepdf.parse_content_stream(pdf.pages[0]):
            match str(step.operator):
                case "Tf":
                    size = float(step.operands[1])
                case "cm":
                    height = float(step.operands[5])
                case "Tj" | "TJ":
                    first.setdefault(size, height)
    assert first[FORM_LINE] - first[HEADING] > HEADING


def printed(mark: str, address: str = "Very long " * 20) -> bytes:
    texts = {"title": "T", "author": "S", "lang": "en-GB", "school": "S", "address": "A", "reach": "", "heading": "H"}
    more = {
        "logo": mark,
        "logo_of": "Logo",
        "facts": ["1 May"],
        "body": [],
        "closing": "C",
        "foot": "F",
        "page": "{page}",
    }
    return pdf_of({**texts, **more}, [{"name": "محمد", "address": address, "form": "7B"}])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff\xe0 a photograph",
        b"<html><svg></html>",
        SVG.format("<script>1</script>").encode(),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<title>&a;</title>").encode(),
        SVG.format("<g>" * 60 + "</g>" * 60).encode(),
        SVG.format(RECT * 3000).encode(),
        png(cut=5),
        png(picture=b"not zlib"),
        png(picture=zlib.compress(b"\0" * 9_000_000)),
        png(wide=4_000),
        png() + b"\0" * logo.MOST_BYTES,
    ],
)
def test_what_is_no_logo_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(LogoError, match=r"\.$"):
        logo.clean(data)
