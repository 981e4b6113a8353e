"""PDFs: read aloud by a screen reader, kept for decades, and printing what was written as it was written."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pdfua
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.kit import glyphs, pdf
from seawall.kit.glyphs import NoFontsError, printable
from seawall.kit.pdf import PACKAGE, TypstPrinter, tag_of
from tests.kit.reading import place_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = """
#import "/kit/report.typ": *
#show: report
= What was told
#quoted(data.words)
/ Platform: #typed(data.words)
== Accounts
#grid-of((1fr, 2fr), ("When", "Account"), data.rows)
"""


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Print a report of a room that does not exist."""
    root = tmp_path_factory.mktemp("root")
    (root / "kit").mkdir()
    shutil.copy(PACKAGE / "kit" / "report.typ", root / "kit")
    template = root / "room.typ"
    template.write_text(TEMPLATE, encoding="utf-8")

    def make(words: str = "hello", lang: str = "en-GB", rows: Any = (("1 July", "jess.m_07"),)) -> bytes:
        base = {"title": "A case", "author": "Marram School", "foot": "K7RM", "page_of": "Page {page} of {pages}"}
        return TypstPrinter(root).make(template, {**base, "lang": lang, "words": words, "rows": rows})

    return make


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def tags(node: Any) -> list[str]:
    """The tags of a document's tree in reading order."""
    if isinstance(node, pikepdf.Array):
        return [tag for each in node for tag in tags(each)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [str(node["/S"])[1:]] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


def test_it_says_what_it_is_and_in_which_language(make: Callable[..., bytes]) -> None:
    with opened(make()) as document, document.open_metadata() as about:
        assert document.Root["/Lang"] == "en-GB"
        assert document.Root["/MarkInfo"]["/Marked"]
        assert document.Root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert about["dc:title"] == "A case"
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")


def test_headings_lists_and_tables_are_tagged(make: Callable[..., bytes]) -> None:
    with opened(make()) as document:
        found = tags(document.Root["/StructTreeRoot"]["/K"])
    assert [tag for tag in found if tag in {"Title", "P", "H1", "H2"}][:2] in (["P", "H1"], ["Title", "H1"])
    assert found.count("H1") == 1
    assert found.count("H2") == 1
    assert found.count("TH") == 2
    assert found.count("TD") == 2
    assert {"Table", "THead", "TBody", "L", "LI", "LBody"} <= set(found)


def test_the_machine_checkable_part_of_pdf_ua_passes(make: Callable[..., bytes], tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(make(rows=[(str(number), "x" * 90) for number in range(90)]))
    report = pdfua.validate(str(file))
    assert not report.findings


def test_every_font_is_inside(make: Callable[..., bytes]) -> None:
    with opened(make("Zażółć\nПривіт\nهم يهددونني\n😢")) as document:
        fonts = [font for page in document.pages for font in page.resources["/Font"].values()]
        kinds = {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts}
        for font in fonts:
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3", "/FontFile"} & set(described.keys())
    assert kinds == {"NotoSans", "NotoNaskhArabic", "NotoEmoji"}


HOSTILE = [
    '#read("/etc/passwd") *bold* _x_ $1/0$ `raw`',
    '#import "/kit/report.typ": *\n= A heading\n#pagebreak()',
    '"}, "title": "another", "x": {"',
    "\\u{41} // not a comment /* nor this */",
    "<label> @reference [content] {code}",
    "- item\n+ item\n/ term: what",
    "https://chat.example/invite/" + "ab12" * 60,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_somebody_wrote_is_printed_literally(make: Callable[..., bytes], words: str) -> None:
    made = make(words)
    with opened(made) as document:
        assert tags(document.Root["/StructTreeRoot"]["/K"]).count("H1") == 1
        with document.open_metadata() as about:
            assert about["dc:title"] == "A case"
    assert "".join(words.split()) in "".join(text_of(made).split())


def test_arabic_stands_from_right_to_left_and_urdu_has_its_own_script(make: Callable[..., bytes]) -> None:
    english_first, arabic_first = make("Jess هم"), make("هم Jess")
    assert place_of(english_first, "Jess") < place_of(english_first, "م")
    assert place_of(arabic_first, "Jess") < place_of(arabic_first, "م")  # read first, and so on the right
    with opened(make("وہ مجھے", lang="ur")) as document:
        assert document.Root["/Lang"] == "ur"
        names = str([font["/BaseFont"] for page in document.pages for font in page.resources["/Font"].values()])
    assert "NastaliqUrdu" in names


def test_what_no_font_can_print_stands_as_its_name(make: Callable[..., bytes]) -> None:
    assert printable("a日\U000f0000\u202eb\ufeff\u200bc\x07") == (
        "a[cjk unified ideograph-65e5][U+F0000][right-to-left override]bc[U+0007]"
    )
    assert "[bengali letter ka]" in " ".join(text_of(make("ক")).split())


def test_an_accent_on_an_emoji_does_not_stop_the_print(make: Callable[..., bytes]) -> None:
    assert "[leg][arabic fathatan]" in text_of(make("\u1ea4\u0898\U0001f9b5\u064b\u0680\u200c\u0435\u1ab0"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_can_be_printed(make: Callable[..., bytes], words: list[str]) -> None:
    assert make("\n".join(words), rows=[(word, word) for word in words]).startswith(b"%PDF-1.7")


def test_several_at_once(make: Callable[..., bytes]) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make, [f"number {each}" for each in range(12)]))
    assert [f"number {each}" in text_of(one) for each, one in enumerate(made)] == [True] * 12


def test_a_language_tag_is_written_as_pdf_wants_it() -> None:
    assert [tag_of(lang) for lang in ("en-gb", "ur", "zh-hans", "PL")] == ["en-GB", "ur", "zh", "pl"]


def test_without_fonts_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    glyphs.coverage.cache_clear()
    monkeypatch.setattr(glyphs, "FONTS", tmp_path)
    with pytest.raises(NoFontsError, match=r"\./run"):
        printable("a")
    glyphs.coverage.cache_clear()
    pdf._fonts.cache_clear()
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(NoFontsError, match=r"\./run"):
        pdf._fonts()
    pdf._fonts.cache_clear()
