"""The head's sign-off: sealed to them alone, signed once, sent back with a reason, and nothing else opened by it."""

from __future__ import annotations

import os

import pytest

from seawall.cases import closing_off
from seawall.cases.chronology import first_broken
from seawall.decisions import queries, sign_off
from seawall.decisions.models import SignOff
from seawall.guidance.rules.forms import Choice
from seawall.journal.models import Line
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.schools.actions import Hire, add_person, change_password, open_keys, remove_person
from seawall.schools.rules import Role
from seawall.vault.models import Share
from seawall.vault.ring import Ring, WontOpenError
from tests.decisions.helpers import another_report, ask, decide, kinds, managed, review, sheet_of, state_of
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def another_head(world, *, theirs=True):
    who = Hire("Iris Vane", "iris@school.example", Role.HEAD, PASSWORD)
    return add_person(school=world.marram, who=who, by=world.olu, password_is_theirs=theirs)


def sign(world, case, by=None):
    by = by or world.hana
    sign_off.sign(sheet=sheet_of(case), ring=world.ring(by), by=by)


def test_the_head_reads_the_sheet_and_signs(world):
    case = managed(world)
    sheet = ask(world, case, typed="Two friends, no pressure.")
    assert [notice.kind for notice in world.hana.notices.all()] == ["sheet"]
    opened = sign_off.read(sheet=sheet, ring=world.ring(world.hana), by=world.hana)
    assert opened.words == "Two friends, no pressure."
    assert Line.objects.filter(verb="sign_off.opened", by=world.hana.journal_name).count() == 1
    for _ in range(2):
        sign(world, case)
    assert state_of(case) == "signed"
    assert kinds(case)[-2:] == ["sign_off_asked", "signed_off"]
    assert [notice.kind for notice in world.asha.notices.all()] == ["answer"], "once, though it was pressed twice"
    assert case.lines.latest("number").author == world.hana
    assert first_broken(case) is None
    assert Line.objects.filter(verb="case.signed_off", by=world.hana.journal_name).count() == 1


def test_the_head_sends_it_back_and_the_leads_read_why(world):
    case = managed(world)
    sheet = ask(world, case)
    sign_off.send_back(sheet=sheet, typed="Who else has it?", ring=world.ring(world.hana), by=world.hana)
    sign_off.send_back(sheet=sheet_of(case), typed="Again", ring=world.ring(world.hana), by=world.hana)
    assert state_of(case) == "sent_back"
    key = world.ring(world.dev).data_key(case)
    read = queries.sheet_of(key, queries.standing_of(case).decision)
    assert read is not None
    assert (read.words, read.answer) == ("Nobody was pressed.", "Who else has it?")
    with pytest.raises(Clash, match="answered before"):
        sign(world, case)
    decide(world, case, Choice.MANAGE)
    assert state_of(case) == "waiting"


def test_the_head_opens_nothing_else(world):
    case = managed(world)
    ask(world, case)
    ring = world.ring(world.hana)
    assert not ring.held_keys()
    assert not Share.objects.filter(holder=world.hana.holder).exists()
    with pytest.raises(WontOpenError):
        ring.data_key(case)
    assert list(world.marram.cases.open_to(ring)) == []


def test_nobody_else_opens_or_signs_a_sheet(world):
    case = managed(world)
    sheet, iris = ask(world, case), another_head(world)
    for who in (world.asha, world.dev, world.lena):
        with pytest.raises(Refused, match="Only the head"):
            sign_off.sign(sheet=sheet, ring=world.ring(who), by=who)
    for verb in (sign_off.read, sign_off.sign):
        with pytest.raises(Gone):
            verb(sheet=sheet, ring=world.ring(iris), by=iris)
        with pytest.raises(Gone):
            verb(sheet=sheet, ring=world.ring(iris), by=world.hana)
    with pytest.raises(WontOpenError):
        queries.own_key(sheet, world.ring(world.asha))
    assert state_of(case) == "waiting"


def test_a_sheet_goes_to_a_head_with_keys_only(world):
    case = managed(world)
    waiting = another_head(world, theirs=False)
    for to, match in ((world.dev, "Only the head"), (world.tom, "Only the head"), (waiting, "no keys yet")):
        with pytest.raises(Refused, match=match):
            ask(world, case, to)
    change_password(person=waiting, old=PASSWORD, new="a long one of my own", by=waiting)
    ask(world, case, waiting)
    remove_person(person=waiting, by=world.olu)
    with pytest.raises(Refused, match="does not work here"):
        ask(world, case, waiting)


def test_sent_to_another_head_the_first_is_taken_back(world):
    case, iris = managed(world), another_head(world)
    first = ask(world, case)
    ask(world, case, iris)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    with pytest.raises(Clash, match="took this back"):
        sign_off.sign(sheet=first, ring=world.ring(world.hana), by=world.hana)
    sign(world, case, iris)
    assert state_of(case) == "signed"


def test_an_answer_changed_meanwhile_nothing_is_signed(world):
    case = managed(world)
    ask(world, case)
    review(world, case, changed={"adult": "yes"})
    with pytest.raises(Clash):
        sign(world, case)
    with pytest.raises(Clash):
        sign_off.send_back(sheet=sheet_of(case), typed="No", ring=world.ring(world.hana), by=world.hana)
    assert state_of(case) == "undecided"
    assert sheet_of(case).answer is None


def test_a_report_came_in_meanwhile_nothing_is_signed(world):
    case = managed(world)
    ask(world, case)
    another_report(world, case, what=["threats"])
    with pytest.raises(Clash, match="Something new came in"):
        sign(world, case)
    assert state_of(case) == "waiting"


def test_nothing_is_asked_of_the_head_before_a_decision(world):
    case = managed(world)
    decide(world, case, Choice.REFER)
    with pytest.raises(Refused, match="First decide"):
        ask(world, case)


def test_words_are_needed(world):
    case = managed(world)
    with pytest.raises(Refused, match="Write something"):
        ask(world, case, typed=" \n")
    sheet = ask(world, case)
    with pytest.raises(Refused, match="Write something"):
        sign_off.send_back(sheet=sheet, typed=" ", ring=world.ring(world.hana), by=world.hana)
    assert state_of(case) == "waiting"


def test_a_second_press_sends_one_sheet(world):
    case, once = managed(world), os.urandom(16)
    for _ in range(2):
        ask(world, case, seen=3, once=once)
    assert SignOff.objects.count() == 1


def test_closed_off_the_sheet_goes_with_the_case(world):
    case = managed(world)
    sheet = ask(world, case, typed="Nobody was pressed.")
    case.refresh_from_db()
    ring = world.ring(world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    case.refresh_from_db()
    with pytest.raises(WontOpenError):
        world.ring(world.dev).data_key(case)
    key = world.ring(world.asha).data_key(case)
    found = queries.sheet_of(key, sheet.decision)
    assert found is not None
    assert found.words == "Nobody was pressed."
    opened = sign_off.read(sheet=sheet_of(case), ring=world.ring(world.hana), by=world.hana)
    assert opened.words == "Nobody was pressed."


def test_a_new_password_still_opens_the_sheet(world):
    case = managed(world)
    sheet = ask(world, case)
    change_password(person=world.hana, old=PASSWORD, new="another long one", by=world.hana)
    world.hana.refresh_from_db()
    secret = open_keys(person=world.hana, password="another long one")
    assert secret is not None
    ring = Ring(world.hana.holder_id, secret)
    assert queries.open_sheet(sheet, queries.own_key(sheet, ring)).words == "Nobody was pressed."
