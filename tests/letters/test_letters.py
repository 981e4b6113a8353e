"""A letter's road: drafted, read by another, made, sent or recalled; who gets it; what a draft may not say."""

from __future__ import annotations

import io
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pdfua
import pikepdf
import pytest
from django.core import mail

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.letters import actions, making, queries, sending
from seawall.letters.models import Letter
from seawall.letters.printing import Press
from seawall.letters.recipients import Asked, Left, recipients
from seawall.roll.models import Guardianship, Pupil
from seawall.takedowns import actions as takedowns
from seawall.takedowns.actions import Seen
from tests.letters.made import FAMILIES, approved, drafted, made, year_seven
from tests.roll.test_roll import put_in
from tests.staff.helpers import a_case

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


@pytest.fixture(autouse=True)
def mails(settings: Any) -> None:
    settings.SEAWALL_MAIL = True


def test_from_draft_to_sent(world: World) -> None:
    year_seven(world)
    case, ring = a_case(world), world.ring(world.asha)
    letter = made(world, case)
    assert (letter.state, letter.reference) == ("ready", "LETTER1/av")
    counts = queries.counted(letter)
    assert (counts["all"], counts["mail"], counts["paper"]) == (5, 1, 4)
    assert [file.part for file in queries.print_files(letter)] == [1]
    sending.send(letter=letter, version=letter.version, ring=ring, by=world.asha)
    assert sending.send_waiting() == 1
    (message,) = mail.outbox
    assert message.to == ["rhona@families.example"]
    assert "Dear parent or carer" in str(message.body)
    copy = letter.copies.get(way="mail")
    assert copy.state == "sent"
    assert message.attachments[0][1] == copy.open_pdf()
    assert copy.sha256 == sha256(copy.open_pdf()).hexdigest()
    letter.refresh_from_db()
    assert letter.state == "sending"
    sending.given_out(letter=letter, version=letter.version, ring=ring, by=world.asha)
    assert letter.state == "sent"
    assert sending.send_waiting() == 0
    line = case.lines.get(kind="letter_sent")
    assert line.facts["reference"] == letter.reference
    with pytest.raises(Refused, match="sent now"):
        sending.recall(letter=letter, version=letter.version, ring=ring, by=world.asha)


def test_whoever_wrote_it_does_not_approve_it_and_only_who_was_asked_does(world: World) -> None:
    year_seven(world)
    letter, ring = drafted(world), world.ring(world.asha)
    with pytest.raises(Refused, match="Somebody else"):
        actions.ask(letter=letter, reader=world.asha, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    for other in (world.tom, world.olu, world.lena):
        with pytest.raises(Refused, match="Choose a safeguarding lead"):
            actions.ask(letter=letter, reader=other, version=letter.version, ring=ring, by=world.asha)
        letter.refresh_from_db()
    actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    with pytest.raises(Refused, match="You wrote this"):
        actions.approve(letter=letter, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="Only a draft"):
        actions.write(letter=letter, heading="x", body="y", version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="with its reader"):
        making.make(letter=letter, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    actions.send_back(letter=letter, typed="Say less", version=letter.version, ring=world.ring(world.dev), by=world.dev)
    assert letter.state == "draft"
    assert queries.opened(letter, ring.data_key(letter)).answer == "Say less"


def test_the_head_opens_only_the_letter_sent_to_them(world: World) -> None:
    year_seven(world)
    letter, other, ring = drafted(world), drafted(world), world.ring(world.asha)
    hana = world.ring(world.hana)
    actions.ask(letter=letter, reader=world.hana, version=letter.version, ring=ring, by=world.asha)
    found, key = queries.find(world.marram, letter.pk, hana, world.hana)
    assert "parent or carer" in queries.opened(found, key).body
    with pytest.raises(Gone):
        queries.find(world.marram, other.pk, hana, world.hana)
    actions.approve(letter=found, version=found.version, ring=hana, by=world.hana)
    assert found.state == "approved"
    actions.take_back(letter=found, version=found.version, ring=ring, by=world.asha)
    with pytest.raises(Gone):
        queries.find(world.marram, letter.pk, hana, world.hana)


def test_a_draft_that_gives_somebody_away_is_not_sent_on(world: World) -> None:
    year_seven(world)
    case, ring = a_case(world), world.ring(world.asha)
    cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=ring, by=world.asha)
    seen = Seen("instagram", "kai_skates09")
    takedowns.add(case=case, seen=seen, once=os.urandom(16), ring=ring, by=world.asha)
    letter = drafted(world, case, "incident")
    words = "Dear all,\n\nAsk JESS. It was @Kai_Skates09! In May, Nell and others will help.\n\n{children_count}"
    actions.write(letter=letter, heading="News", body=words, version=letter.version, ring=ring, by=world.asha)
    found = queries.findings(queries.opened(letter, ring.data_key(letter)), ring)
    assert [(each.word, each.why, each.line, each.sentence) for each in found] == [
        ("JESS", "in_case", 3, 3),
        ("kai_skates09", "detail", 3, 4),
        ("Nell", "pupil", 3, 5),
    ]
    with pytest.raises(Refused, match="must not learn"):
        actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    held = queries.values(world.marram, Asked(years=("7",)), case)
    assert (held["children_count"], held["accounts_count"], held["apps"]) == ("1 child", "1 fake account", "Instagram")


def test_a_name_that_comes_into_the_case_later_stops_an_approved_letter(world: World) -> None:
    year_seven(world)
    case, ring = a_case(world), world.ring(world.asha)
    letter = approved(world, case)
    cases.involve(case=case, part=Part.AFFECTED, name="Fear Marlow", detail="", ring=ring, by=world.asha)
    with pytest.raises(Refused, match="must not learn"):
        making.make(letter=letter, version=letter.version, ring=ring, by=world.asha)
    assert not Letter.objects.exclude(number=None).exists()


def test_families_at_risk_are_left_out_and_each_family_is_there_once(world: World) -> None:
    year_seven(world)
    everybody = recipients(world.marram, Asked(years=("7",)))
    assert [each.children for each in everybody.going] == [
        "Idris Quayle, Nell Quayle",
        "Odd Tarnside",
        "Zuhra Karimi",
        "Wim Longstreet",
        "Bo Noguardian",
    ]
    assert [each.name for each in everybody.going][-1] == "The family of Bo Noguardian"
    odd = next(each for each in Pupil.objects.all() if each.first == "Odd")
    odd.tell(protected=True)
    odd.save()
    zuhra = next(each for each in Pupil.objects.all() if each.first == "Zuhra")
    Guardianship.objects.filter(pupil=zuhra).update(contact=False)
    wim = next(each for each in Pupil.objects.all() if each.first == "Wim")
    asked = Asked(years=("7",), left_out=((str(wim.pk), "the father is the danger"),))
    found = recipients(world.marram, asked)
    assert {each.children: each.why for each in found.left_out} == {
        "Odd Tarnside": Left.PROTECTED,
        "Zuhra Karimi": Left.NO_CONTACT,
        "Wim Longstreet": Left.BY_LEAD,
    }
    assert recipients(world.marram, Asked(years=("13",))).going == []


def test_a_letter_to_nobody_or_with_an_unknown_field_goes_nowhere(world: World) -> None:
    year_seven(world)
    letter, ring = drafted(world), world.ring(world.asha)
    with pytest.raises(Refused, match="line 2 there is no field called childs_name"):
        actions.write(
            letter=letter, heading="A", body="b\nDear {childs_name}", version=letter.version, ring=ring, by=world.asha
        )
    letter.refresh_from_db()
    actions.address(letter=letter, years=["13"], forms=[], version=letter.version, ring=ring, by=world.asha)
    with pytest.raises(Refused, match="No family"):
        actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    actions.add_family(letter=letter, typed="Eli Other", version=letter.version, ring=ring, by=world.asha)
    with pytest.raises(Refused, match="Several pupils"):
        actions.add_family(letter=letter, typed="Quayle", version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    with pytest.raises(Clash):
        actions.drop(letter=letter, version=letter.version - 1, ring=ring, by=world.asha)
    world.marram.phone = ""
    world.marram.save()
    letter.refresh_from_db()
    letter = Letter.objects.get(pk=letter.pk)
    with pytest.raises(Refused, match="school_phone"):
        actions.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)


def test_making_goes_on_where_it_stopped_and_a_failed_copy_is_made_again_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    year_seven(world)
    letter, ring, real, tried = approved(world), world.ring(world.asha), Press.pdf_of, []

    def printer(press: Press, copies: Any) -> bytes:
        tried.append([each["name"] for each in copies])
        if len(tried) == 2:
            raise KeyboardInterrupt
        if copies[0]["name"] == "Sam Tarnside" and len(tried) < 4:
            raise ValueError("no")
        return real(press, copies)

    monkeypatch.setattr(Press, "pdf_of", printer)
    making.make(letter=letter, version=letter.version, ring=ring, by=world.asha)
    with pytest.raises(KeyboardInterrupt):
        making.make_waiting()
    assert letter.copies.filter(state="made").count() == 1
    making.make_waiting()
    assert tried.count(["Rhona Quayle"]) == 1
    letter.refresh_from_db()
    failed = letter.copies.get(state="failed")
    assert (letter.state, failed.trouble) == ("ready", "ValueError")
    with pytest.raises(Refused, match="could not be made"):
        sending.send(letter=letter, version=letter.version, ring=ring, by=world.asha)
    letter.refresh_from_db()
    making.make_again(letter=letter, copy=failed, version=letter.version, ring=ring, by=world.asha)
    before = len(tried)
    making.make_waiting()
    assert len(tried) == before + 2  # the copy, and the file to print
    letter.refresh_from_db()
    assert letter.state == "ready"


def test_a_mail_server_that_refuses_is_tried_again_and_at_last_the_copy_bounces(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    year_seven(world)
    letter, ring = made(world), world.ring(world.asha)
    sending.send(letter=letter, version=letter.version, ring=ring, by=world.asha)

    def refuse(*_args: object, **_more: object) -> int:
        raise OSError("secret")

    monkeypatch.setattr("seawall.letters.sending.EmailMessage.send", refuse)
    copies = letter.copies.filter(way="mail")
    tries = 0
    while sending.send_waiting():
        tries += 1
        copies.update(next_at=letter.at)
    assert (tries, copies.get().state, copies.get().trouble) == (5, "bounced", "OSError")
    sending.given_out(letter=letter, version=letter.version, ring=ring, by=world.asha)
    assert set(letter.copies.values_list("state", flat=True)) == {"sent"}


def test_recalling_stops_what_has_not_gone(world: World) -> None:
    year_seven(world)
    letter, ring = made(world), world.ring(world.asha)
    sending.recall(letter=letter, version=letter.version, ring=ring, by=world.asha)
    assert set(letter.copies.values_list("state", "pdf")) == {("recalled", None)}
    assert not letter.print_files.exists()
    assert sending.send_waiting() == 0
    assert mail.outbox == []


def test_two_letters_never_have_one_number(world: World) -> None:
    year_seven(world)
    assert [made(world).reference for _ in range(2)] == ["LETTER1/av", "LETTER2/av"]


def test_the_pdfs_are_for_everybody(world: World, tmp_path: Path) -> None:
    put_in(world, *FAMILIES, "18,Ivo,Unnamed,,2014-02-13,7,7C,,,07700 900118,8 Shingle Lane")
    letter = made(world)
    # nobody named, an address of 200 characters, a name in Arabic: each family's letter is as long as everybody's
    told = [copy.told for copy in letter.copies.filter(state="made", way="paper").order_by("order")]
    assert {"The family of Bo Noguardian", "The family of Ivo Unnamed", "محمد کریمی"} < {each["name"] for each in told}
    assert max(len(each["address"]) for each in told) >= 200
    assert letter.copies.count() == len(told) + 1
    file = queries.print_files(letter).get()
    with pikepdf.open(io.BytesIO(file.open_pdf())) as every, pikepdf.open(io.BytesIO(_plainest(letter))) as one:
        assert len(every.pages) == len(told) * len(one.pages)
    for name, data in (("print", file.open_pdf()), ("copy", letter.copies.get(way="mail").open_pdf())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        assert not pdfua.validate(str(path)).findings
        with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as about:
            assert document.Root["/Lang"] == "en-GB"
            assert about["dc:title"] == "Keeping your child safer online"
            assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "2", "A")


def _plainest(letter: Letter) -> bytes:
    return next(each.open_pdf() for each in letter.copies.all() if each.told["name"] == "Sam Tarnside")


def test_nothing_of_a_draft_or_a_family_lies_in_clear(world: World) -> None:
    year_seven(world)
    letter = made(world)
    row: Any = Letter.objects.filter(pk=letter.pk).values()[0]
    boxes: Any = [bytes(row["printed"]), row["told"].box, *map(bytes, letter.copies.values_list("facts", flat=True))]
    assert not any(word in box for box in boxes for word in (b"parent", b"Quayle", b"Shingle", b"families.example"))
