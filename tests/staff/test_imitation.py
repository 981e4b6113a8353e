"""The pages on which a lead sees whose name a fake account may hold, and whose home to ring."""

from __future__ import annotations

import re
import secrets
from datetime import date

import pytest
from django.urls import reverse

from seawall.config.demo import roll as made_up
from seawall.intake import actions as intake
from seawall.journal.models import Line
from seawall.links import actions as links
from seawall.links.rules.states import Whose
from seawall.reports.actions import Telling
from seawall.reports.rules import Channel, Road
from seawall.roll.models import Guardianship, Pupil
from seawall.takedowns import actions
from seawall.takedowns.actions import Seen
from seawall.takedowns.models import Likeness
from tests.staff.helpers import a_case, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    made_up.enrol(world.marram, count=4, by=world.olu, today=date(2026, 11, 24))
    return a_case(world)


@pytest.fixture
def account(world, case):
    seen = Seen("instagram", "jess.m_07")
    return actions.add(case=case, seen=seen, once=secrets.token_bytes(16), ring=world.ring(world.asha), by=world.asha)


@pytest.fixture
def jess(case):
    return next(each for each in Pupil.objects.all() if each.name == "Jess Marlowe")


def press(client, account, what, **sent):
    return client.post(reverse(f"case_name_{what}", args=[account.case_id, account.pk]), sent)


def page(client, case, name="case_accounts"):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(client.get(reverse(name, args=[case.pk])))).split()).replace(
        " ,", ","
    )


def test_from_hint_to_the_home_to_ring_and_back(world, client_for, case, account, jess):
    client = client_for(world.asha)
    seen = page(client, case)
    for words in (
        "May be built from the name of Jess Marlowe",
        "Fair hint",
        "Year 7",
        "7B",
        "first letter of the family",
    ):
        assert words in seen
    assert "Callum" not in seen
    assert Line.objects.filter(verb="roll.pupil_seen", subject=f"pupil:{jess.pk}", by=world.asha.journal_name).exists()
    assert "Homes to ring" not in page(client, case, "case_parents")

    for _ in range(2):
        assert press(client, account, "impersonated", pupil=jess.pk).status_code == 303
    seen = page(client, case)
    assert "Impersonated: not the sender" in seen
    assert "May be built from" not in seen
    assert "pretends to be Jess Marlowe, who is not the sender" in seen
    home = page(client, case, "case_parents")
    assert "Marie Marlowe, mother: 07700 900412" in home

    Guardianship.objects.filter(pupil=jess).update(contact=False)
    home = page(client, case, "case_parents")
    assert "must not get in touch about this child" in home
    assert "07700 900412" not in home

    assert press(client, account, "take_back", said=Likeness.objects.get().pk).status_code == 303
    assert "Homes to ring" not in page(client, case, "case_parents")
    assert press(client, account, "not_this", pupil=jess.pk).status_code == 303
    seen = page(client, case)
    assert "Not this pupil" in seen
    assert "May be built from" not in seen


@pytest.mark.parametrize("what", ["impersonated", "not_this", "take_back"])
def test_an_id_that_is_none_or_of_another_school_is_not_there(world, client_for, case, account, what):
    made_up.enrol(world.heron, count=1, by=world.lena, today=date(2026, 11, 24))
    theirs = world.heron.pupils.get()
    client = client_for(world.asha)
    for sent, status in (("", 409), ("x" * 9_000, 409), ("\x00", 409), (str(theirs.pk), 404)):
        assert press(client, account, what, pupil=sent, said=sent).status_code == status
    assert not Likeness.objects.exists()


def test_what_was_said_of_another_case_is_not_there(world, client_for, case, account, jess):
    client = client_for(world.asha)
    press(client, account, "not_this", pupil=jess.pk)
    other = actions.add(
        case=a_case(world),
        seen=Seen("x", "y"),
        once=secrets.token_bytes(16),
        ring=world.ring(world.asha),
        by=world.asha,
    )
    assert press(client, other, "take_back", said=Likeness.objects.get().pk).status_code == 404
    assert Likeness.objects.get().taken_back_at is None


def told_of(world, accounts, **coded):
    telling = Telling(Road.CHILD, Channel.PAGE, {"what": ["other"], **coded}, {"accounts": accounts})
    return intake.receive(school=world.marram, telling=telling, sent_once=secrets.token_bytes(16)).report


def report_page(client, report):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(client.get(reverse("report", args=[report.pk])))).split())


def test_beside_an_account_of_a_report_in_no_case_asked_about_and_marked_nowhere(world, client_for, case, jess):
    client, report = client_for(world.asha), told_of(world, "jess.m_07 and kai_skates09")
    seen = report_page(client, report)
    for words in ("Whose names these may be", "May be built from the name of Jess Marlowe", "Year 7", "make a case"):
        assert words in seen
    assert "Callum Reyes" not in seen, "nobody stands beside the other account"
    shown = Line.objects.filter(verb="roll.pupil_seen", by=world.asha.journal_name)
    assert [line.subject for line in shown] == [f"pupil:{jess.pk}"]
    assert not Likeness.objects.exists()
    html = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "impersonated/" not in html, "no button marks anybody here"

    row = report.identifiers.get(platform="", number=0)
    links.confirm(identifier=row, whose=Whose.OWN, seen=row.version, by=world.asha)
    assert "Whose names these may be" not in report_page(client, report), "a pupil who owns it is left alone"
    row.refresh_from_db()
    links.undo(identifier=row, seen=row.version, ring=world.ring(world.asha), by=world.asha)
    assert "Jess Marlowe" in report_page(client, report)
    links.drop(identifier=row, seen=row.version, by=world.asha)
    assert "Jess Marlowe" not in report_page(client, report)


def test_in_a_case_or_without_an_account_the_roll_stays_closed(world, client_for, case):
    client = client_for(world.asha)
    gathered = case.gathered.get().report
    for report in (gathered, told_of(world, "nothing"), told_of(world, "07700 900733")):
        assert "Whose names" not in report_page(client, report)
    assert not Line.objects.filter(verb="roll.pupil_seen").exists()


@pytest.mark.parametrize(
    "accounts",
    [
        "jess m 07",
        "jess.m_07 \U0001f92b",
        "je\u200bss.m_07",
        "jess.m_07" + "x" * 500,
        "https://nowhere.example/jess.m_07",
    ],
)
def test_any_account_of_a_report_is_taken(world, client_for, case, accounts):
    assert "Report" in report_page(client_for(world.asha), told_of(world, accounts))
