"""Script, hand-out, posters and cards: accessible PDFs that say what the guidance says at that age, and nothing of any case."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfua
import pikepdf
import pytest

from seawall.briefings import posters
from seawall.briefings.printing import Addresses, handout_pdf, script_of, script_pdf
from seawall.briefings.rules import script
from seawall.briefings.rules.script import Band, ScriptError, band_of, five, load
from seawall.briefings.rules.states import LONGEST_EXTRA
from tests.briefings.made import a_year, begun, group, planned
from tests.kit.reading import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

WHERE = Addresses("https://tell.marram-bay.example/", "https://tell.marram-bay.example/ask/K7M2PX")


def pages_of(data: bytes, tmp_path: Path, *, lang: str = "en-GB") -> int:
    """Assert that a PDF is tagged, titled, in a language, and as PDF/UA-1 asks; return how many pages it has."""
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    assert not pdfua.validate(str(path)).findings
    found = pikepdf.open(io.BytesIO(data))
    assert found.Root.MarkInfo.Marked
    assert str(found.Root.Lang) == lang
    with found.open_metadata() as about:
        assert about["dc:title"]
        assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "2", "A")
    return len(found.pages)


def test_the_script_is_for_the_age(world: World) -> None:
    a_year(world)
    younger = script_of(begun(world), WHERE)
    older = script_of(begun(world, year="10"), WHERE)
    said = [" ".join(word for part in each.parts for word in part.says) for each in (younger, older)]
    assert (younger.band, older.band) == (Band.YOUNGER, Band.OLDER)
    assert "Many apps ask you to be 13: Instagram" in said[0]
    assert "Many apps ask you to be 13" not in said[1]
    assert "Report Remove" in said[1]
    for words in said:
        assert "1. Stop replying. 2. Do not pay." in words
        assert "tell.marram-bay.example/ask/K7M2PX" in words
        assert "{" not in words
    assert 15 <= younger.minutes <= 40
    assert [band_of(year) for year in ("7", "9", "10", "13", "R", "")] == [
        *["younger"] * 2,
        *["older"] * 2,
        *["younger"] * 2,
    ]


@pytest.mark.parametrize("nation", ["england", "scotland", "ireland", "usa", "australia"])
@pytest.mark.parametrize("year", ["7", "10", "R", ""])
def test_there_are_five_things_everywhere(nation: str, year: str) -> None:
    assert [step.key.removesuffix("_elsewhere") for step in five(year, nation)] == list(script.FIVE)


def test_no_word_of_ours_blames_a_child() -> None:
    told = load(script.FILE)
    said = [text for part in told["part"] for key in ("says", *Band) for text in part.get(key, ())]
    said += [text for name in ("if_told", "if_upset", "before") for text in told[name]]
    for never in ("sexting", "self-generated", "alleged", "why did you", "victim", "indecent", "naughty", "careful"):
        assert not [text for text in said if never in text.casefold()]


def test_a_wrong_file_is_refused(tmp_path: Path) -> None:
    whole = script.FILE.read_text(encoding="utf-8")
    for number, (old, new) in enumerate(
        [("{steps}", "{stops}"), ("minutes = 3", 'minutes = "3"'), ("before = [", "after = [")]
    ):
        file = tmp_path / f"{number}.toml"
        file.write_text(whole.replace(old, new), encoding="utf-8")
        with pytest.raises(ScriptError, match="missing or wrong"):
            load(file)


def test_script_and_handout_are_accessible(world: World, tmp_path: Path) -> None:
    a_year(world)
    made = planned(world)
    data = script_pdf(made, WHERE, group(made, "7A"))
    assert pages_of(data, tmp_path) <= 3
    words = text_of(data)
    for wanted in ("If a child tells you something", "Room 7A", "Tom Reed", "The school nurse", "Childline"):
        assert wanted in words
    made.extra = "Room H4 is open at lunch. " * (LONGEST_EXTRA // 26)
    world.marram.reads_when = (
        "A safeguarding lead reads this on school days from 7:30 to 18:00, and looks in every evening."
    )
    made.school = world.marram
    sheet = handout_pdf(made, WHERE)
    assert pages_of(sheet, tmp_path) == 1
    words = text_of(sheet)
    for wanted in ("Stop replying", "999", "0800 1111", "Room H4", "tell.marram-bay.example", "every evening"):
        assert wanted in words


def test_posters_and_cards(world: World, tmp_path: Path) -> None:
    codes = posters.languages(["en-gb", "pl", "ar", "uk", "ro", "fr"])
    assert codes[0] == "en-gb"
    assert "fr" not in codes
    assert {"pl", "ar"} <= set(codes)
    for code in codes:
        for kind in posters.KINDS:
            data = posters.make(
                school=world.marram, page="https://tell.marram-bay.example/", kind=kind, language=code, logo=""
            )
            assert pages_of(data, tmp_path, lang="en-GB" if code == "en-gb" else code) == 1
            assert "tell.marram-bay.example" in text_of(data)
    english = posters.make(school=world.marram, page="https://x.example/", kind="poster", language="en-gb")
    assert "Worried about something online? We listen." in text_of(english)
