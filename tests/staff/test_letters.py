"""The pages of letters: a lead writes, somebody else reads, copies are made, printed, sent; what is typed wrong; the head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.letters import making
from seawall.letters.models import Letter, Letterhead
from seawall.notices.models import Notice
from seawall.roll.models import Pupil
from tests.letters.made import drafted, made, year_seven
from tests.staff.helpers import a_case, once, post, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World


@pytest.fixture
def there(world: World, settings: Any) -> None:
    settings.SEAWALL_MAIL = True
    year_seven(world)


@pytest.fixture
def asha(there: None, world: World, client_for: Callable[[Person | None], Client]) -> Client:
    return client_for(world.asha)


def shown_at(answer: Any) -> str:
    return text_of(answer)


def page(client: Client, letter: Letter) -> str:
    return shown_at(client.get(reverse("letter", args=[letter.pk])))


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_letter_from_a_case_to_a_file_to_print(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    world.marram.phone = "01632 960100"
    world.marram.save()
    case = a_case(world)
    cases.involve(
        case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=world.ring(world.asha), by=world.asha
    )
    for _press in range(2):
        asha.post(reverse("case_letters", args=[case.pk]), {"template": "incident", "once": "ab" * 16})
    letter = Letter.objects.get()
    post(asha, "letter_to", letter, years="7")
    shown = page(asha, letter)
    assert "5 families" in shown
    assert "1 child to whom" in shown
    post(asha, "letter_ask", fresh(letter), reader=world.dev.pk)
    dev = client_for(world.dev)
    assert "Approve" in page(dev, letter)
    assert "You were asked" not in page(asha, letter)
    post(dev, "letter_approve", fresh(letter))
    post(asha, "letter_make", fresh(letter))
    assert "made: 0 of 5" in page(asha, letter)
    making.make_waiting()
    assert "File to print (PDF)" in page(asha, letter)
    file = asha.get(reverse("letter_print", args=[letter.pk, 1]))
    assert file.content.startswith(b"%PDF")
    assert asha.get(reverse("letter_print", args=[letter.pk, 2])).status_code == 404
    assert asha.get(reverse("letter_copy", args=[letter.pk, 1])).content.startswith(b"%PDF")
    post(asha, "letter_send", fresh(letter))
    assert "Being sent" in page(asha, letter)
    post(asha, "letter_recall", fresh(letter))
    assert "Recalled" in page(asha, letter)
    assert letter.reference == "" != fresh(letter).reference
    assert fresh(letter).reference in shown_at(asha.get(reverse("letters")))


def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, asha: Client) -> None:
    letter = drafted(world)
    wrong = post(asha, "letter_write", letter, heading="A", body="One\nDear {child}, kept words")
    assert wrong.status_code == 422
    assert "Line 2 has {child}" in text_of(wrong)
    assert "kept words" in text_of(wrong)
    wrong = post(asha, "letter_add_family", letter, words="Quayle")
    assert (wrong.status_code, "Several pupils are called so" in text_of(wrong)) == (422, True)
    wrong = post(asha, "letter_leave_out", letter, words="Zuh", reason="")
    assert (wrong.status_code, "would be a risk" in text_of(wrong)) == (422, True)
    post(asha, "letter_leave_out", letter, words="Zuh", reason="a father who threatened them")
    assert "a father who threatened them" in page(asha, letter)
    post(asha, "letter_write", fresh(letter), heading="A", body="Nell is well. Will you ring us in May?")
    shown = page(asha, letter)
    assert "Line 1, sentence 2" in shown
    assert "is the name of a pupil" in shown
    refused = post(asha, "letter_ask", fresh(letter), reader=world.dev.pk)
    assert (refused.status_code, "must not learn" in text_of(refused)) == (422, True)
    assert post(asha, "letter_drop", letter).status_code == 409


def test_the_head_reads_what_was_sent_to_them_and_sends_it_back(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    letter, hana = drafted(world), client_for(world.hana)
    assert hana.get(reverse("letter", args=[letter.pk])).status_code == 404
    post(asha, "letter_ask", letter, reader=world.hana.pk)
    assert "Keeping your child safer online" in shown_at(hana.get(reverse("letters")))
    assert "Send it back" in page(hana, letter)
    assert hana.get(reverse("letter_pdf", args=[letter.pk])).content.startswith(b"%PDF")
    assert post(hana, "letter_send_back", fresh(letter), text="").status_code == 422
    post(hana, "letter_send_back", fresh(letter), text="More about holidays")
    assert "More about holidays" in page(asha, letter)


def test_a_closed_off_cases_letter_is_not_there_for_others(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    from seawall.cases import closing_off

    case, ring = a_case(world), world.ring(world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    case.refresh_from_db()
    asha.post(reverse("case_letters", args=[case.pk]), {"template": "told_us", "once": once()})
    letter = Letter.objects.get()
    dev = client_for(world.dev)
    assert dev.get(reverse("letter", args=[letter.pk])).status_code == 404
    assert "talked to us" not in shown_at(dev.get(reverse("letters")))
    assert "Your child has talked to us" in page(asha, letter)


def test_a_copy_that_was_made_is_for_this_school_only(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    letter, lena = made(world), client_for(world.lena)
    for name, args in (("letter", []), ("letter_copy", [1]), ("letter_print", [1])):
        assert lena.get(reverse(name, args=[letter.pk, *args])).status_code == 404


def test_the_office_sets_the_letterhead(world: World, client_for: Callable[[Person | None], Client]) -> None:
    olu, address = client_for(world.olu), reverse("office_letterhead")
    wrong: Any = olu.post(address, {"signed_by": "", "code": "st 1", "address": "4 Shingle Lane"})
    assert wrong.status_code == 422
    assert "4 Shingle Lane" in text_of(wrong)
    assert "capital letters" in text_of(wrong)
    photo = SimpleUploadedFile("logo.png", b"\xff\xd8\xff\xe0 a photograph")
    typed = {"signed_by": "Hana Cole", "post": "", "code": "STALET", "file": photo}
    wrong = olu.post(address, typed, content_type=MULTIPART_CONTENT)
    assert wrong.status_code == 422
    assert "Hana Cole" in text_of(wrong)
    assert "SVG" in str(wrong.context["form"].errors["file"])
    assert not Letterhead.objects.exists()
    assert olu.post(address, {"signed_by": "Hana Cole", "post": "Head", "code": "STALET"}).status_code == 302
    year_seven(world)
    assert made(world).reference == "STALET1/av"


def speaking(world: World, last: str, language: str) -> None:
    """Say which language the family of a pupil reads, as the office would."""
    pupil = next(each for each in Pupil.objects.all() if each.last == last)
    pupil.tell(language=language)
    pupil.save()


def test_a_letter_in_the_familys_language_and_what_a_change_does_to_it(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    for last, language in {"Tarnside": "Polish", "Longstreet": "Urdu", "Karimi": "Dari"}.items():
        speaking(world, last, language)
    letter = drafted(world)
    shown = page(asha, letter)
    assert "Polish: 1 family" in shown
    assert "Draft translation" in shown
    assert "Another language: 1 family gets English" in shown
    there = reverse("letter_in", args=[letter.pk, "ur"])
    assert "بچے" in shown_at(asha.get(there))
    assert asha.get(reverse("letter_pdf", args=[letter.pk]) + "?lang=ur").content.startswith(b"%PDF")
    post(asha, "letter_write", letter, heading="Other words", body="Ring {school_phone}.")
    assert "no longer fits" in page(asha, letter)
    assert "get English only" in shown_at(asha.get(there))
    write = reverse("letter_translate", args=[letter.pk, "ur"])
    typed = {"heading": "بات", "body": "فون: {school_phone} {today}", "read": "on"}
    wrong: Any = asha.post(write, {**typed, "seen": fresh(letter).version})
    assert (wrong.status_code, "today" in text_of(wrong), "بات" in text_of(wrong)) == (422, True, True)
    assert asha.post(write, {"seen": fresh(letter).version}).status_code == 422
    asha.post(write, {**typed, "body": "فون: {school_phone} Nell", "seen": fresh(letter).version})
    assert "In another language" in page(asha, letter)
    asha.post(write, {**typed, "body": "فون: {school_phone}", "seen": fresh(letter).version})
    assert "Read by a speaker" in page(asha, letter)
    post(asha, "letter_ask", fresh(letter), reader=world.dev.pk)
    dev = client_for(world.dev)
    assert "Read by a speaker" in page(dev, letter)
    assert "فون" in shown_at(dev.get(there))
    assert dev.get(reverse("letter_in", args=[letter.pk, "xx"])).status_code == 404
    post(asha, "letter_take_back", fresh(letter))
    asha.post(write, {"do": "none", "seen": fresh(letter).version})
    assert "get English only" in shown_at(asha.get(there))


def test_my_day_has_letters_that_wait_and_notices_say_nothing_of_them(
    world: World, asha: Client, client_for: Callable[[Person | None], Client]
) -> None:
    letter, dev = drafted(world), client_for(world.dev)
    post(asha, "letter_ask", letter, reader=world.dev.pk)
    assert "A letter waits for your second pair of eyes" in shown_at(dev.get(reverse("my_day")))
    assert "second pair of eyes" not in shown_at(asha.get(reverse("my_day")))
    post(dev, "letter_send_back", fresh(letter), text="More about May")
    assert "Your letter was sent back" in shown_at(asha.get(reverse("my_day")))
    post(asha, "letter_ask", fresh(letter), reader=world.dev.pk)
    post(dev, "letter_approve", fresh(letter))
    shown = shown_at(asha.get(reverse("my_day")))
    assert "Your letter was approved" in shown
    assert "safer online" not in shown
    post(asha, "letter_make", fresh(letter))
    letter.copies.filter(order=1).update(state="failed", trouble="ValueError")
    making.make_waiting()
    assert "could not be made or delivered" in shown_at(asha.get(reverse("my_day")))
    kinds = set(Notice.objects.values_list("kind", "person__email"))
    assert {kind for kind, _who in kinds} == {"letter", "letter_back", "letter_fail"}
