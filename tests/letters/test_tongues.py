"""Letters in other languages: translations hold what the English holds, what a roll calls a language, copies in two."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pdfua
import pikepdf
import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from seawall.kit.refusal import Refused
from seawall.letters import actions, making, queries, sending
from seawall.letters.rules.templates import blocks, templates
from seawall.letters.rules.tongues import BEFORE, BEHIND, digest, isolated, language_of, tongues, translations, unlike
from seawall.letters.wordings import keep_words
from seawall.roll.models import Pupil
from tests.letters.made import drafted, year_seven

if TYPE_CHECKING:
    from seawall.letters.models import Letter
    from tests.world import World

CODES = ("ar", "cy", "pl", "ro", "uk", "ur")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("key", sorted(templates()))
def test_a_translation_holds_the_fields_numbers_and_blocks_of_its_english(code: str, key: str) -> None:
    english, other = templates()[key], translations(key)[code]
    assert other.of == digest(english.heading, english.body), (
        "the English was changed: look at the translation, and its `of`"
    )
    assert unlike(f"{english.heading}\n{english.body}", f"{other.heading}\n{other.body}") == ""
    numbers = [sorted(re.findall(r"\d+", text)) for text in (english.body, other.body)]
    assert numbers[0] == numbers[1]
    assert shape(english.body) == shape(other.body)


def shape(body: str) -> list[tuple[str, int]]:
    return [(each.kind, len(each.words)) for each in blocks(body)]


def test_every_language_has_all_its_words() -> None:
    assert tuple(sorted(tongues())) == CODES
    for tongue in tongues().values():
        assert len(tongue.months) == 12
        assert "{reference}" in tongue.reference
        assert "{year}" in tongue.year


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Polish", "pl"),
        (" polski ", "pl"),
        ("ARA", "ar"),
        ("Arabic (Iraq)", "ar"),
        ("اردو", "ur"),
        ("Cymraeg", "cy"),
        ("English", "en"),
        ("Panjabi", "other"),
        ("", ""),
        ("?", ""),
    ],
)
def test_what_a_roll_calls_a_language(said: str, code: str) -> None:
    assert language_of(said) == code


@given(st.text(alphabet="ابت 0123456789abc@/.:()،", max_size=80))
def test_marks_are_all_that_is_put_in(text: str) -> None:
    marked = isolated(text)
    assert marked.replace(BEFORE, "").replace(BEHIND, "") == text
    assert marked.count(BEFORE) == marked.count(BEHIND)


def test_a_phone_number_keeps_its_order_among_words_from_the_right() -> None:
    assert isolated("اتصل 01632 960100.") == f"اتصل {BEFORE}01632 960100{BEHIND}."


def spoken(world: World) -> Letter:
    """A draft to year 7, with a family that reads Arabic by mail, one that reads Polish, and one that reads Dari, on paper."""
    year_seven(world)
    for last, language in {"Quayle": "Arabic", "Tarnside": "Polish", "Karimi": "Dari"}.items():
        for pupil in [each for each in Pupil.objects.all() if each.last == last]:
            pupil.tell(language=language)
            pupil.save()
    return drafted(world)


def make(world: World, letter: Letter) -> None:
    ring = world.ring(world.asha)
    actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    actions.approve(letter=letter, version=letter.version, ring=world.ring(world.dev), by=world.dev)
    making.make(letter=letter, version=letter.version, ring=ring, by=world.asha)
    making.make_waiting()
    letter.refresh_from_db()


def test_one_pdf_for_a_family_with_its_language_first_and_the_english_behind_it(
    world: World, settings: Any, tmp_path: Any
) -> None:
    settings.SEAWALL_MAIL = True
    letter = spoken(world)
    make(world, letter)
    told = {copy.told["children"]: (copy.told["lang"], copy.told["help"]) for copy in letter.copies.all()}
    assert told["Idris Quayle, Nell Quayle"] == ("ar", "")
    assert told["Odd Tarnside"] == ("pl", "")
    assert told["Zuhra Karimi"] == ("", "other")
    assert told["Wim Longstreet"] == ("", "")
    arabic = letter.copies.get(way="mail").open_pdf()
    file = tmp_path / "letter.pdf"
    file.write_bytes(arabic)
    valid(file)
    with pikepdf.open(io.BytesIO(arabic)) as pdf:
        assert langs(pdf) >= {"en-GB", "ar"}
        assert "/" in str(pdf.docinfo["/Title"])
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(embedded(font) for font in fonts(pdf))
    printed = letter.print_files.get().open_pdf()
    file.write_bytes(printed)
    valid(file)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert langs(pdf) >= {"en-GB", "pl"}
    sending.send(letter=letter, version=letter.version, ring=world.ring(world.asha), by=world.asha)
    sending.send_waiting()
    text = str(mail.outbox[0].body)
    assert tongues()["ar"].draft.split("،")[0] in text
    assert text.index("طفلكم") < text.index("Dear parent or carer")
    assert "Keeping your child safer online" in mail.outbox[0].subject


def valid(file: Any) -> None:
    assert not pdfua.validate(str(file)).findings


def langs(pdf: pikepdf.Pdf) -> set[str]:
    """The languages that the document and parts of its tag tree say they are in."""
    found = {str(pdf.Root.Lang)}
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/Lang" in each:
            found.add(str(each["/Lang"]))
        if isinstance(each, pikepdf.Dictionary) and "/A" in each and isinstance(each["/A"], pikepdf.Dictionary):
            found |= {str(each["/A"]["/Lang"])} if "/Lang" in each["/A"] else set()
    return found


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]


def embedded(font: Any) -> bool:
    return any(name in font for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_changed_words_go_in_english_unless_a_lead_has_them_in_the_language(world: World) -> None:
    letter, ring = spoken(world), world.ring(world.asha)
    words = {"heading": "Other words", "body": "Ring us: {school_phone}"}
    actions.write(letter=letter, **words, version=letter.version, ring=ring, by=world.asha)
    with pytest.raises(Refused, match="is in one of the two"):
        actions.translate(
            letter=letter,
            lang="pl",
            heading="A",
            body="B",
            read=False,
            version=letter.version,
            ring=ring,
            by=world.asha,
        )
    letter.refresh_from_db()
    other = {"heading": "Inne słowa", "body": "Telefon: {school_phone}"}
    actions.translate(letter=letter, lang="pl", **other, read=True, version=letter.version, ring=ring, by=world.asha)
    make(world, letter)
    told = {copy.told["children"]: (copy.told["lang"], copy.told["help"]) for copy in letter.copies.all()}
    assert told["Odd Tarnside"] == ("pl", "")
    assert told["Idris Quayle, Nell Quayle"] == ("", "ar")


def test_what_a_reader_approved_is_what_goes_whatever_the_office_changes_meanwhile(world: World) -> None:
    letter, ring = spoken(world), world.ring(world.asha)
    actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    found = queries.opened(letter, ring.data_key(letter))
    keep_words(
        school=world.marram,
        template=letter.template,
        lang="pl",
        heading="Inaczej",
        body=translations(letter.template)["pl"].body,
        read=True,
        seen=0,
        by=world.olu,
    )
    printed = making.printed_of(found, {"pl"})
    assert printed["others"]["pl"]["heading"] == translations(letter.template)["pl"].heading
