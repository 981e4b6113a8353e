"""Verbs on a case, without a browser: what they refuse, what they journal, what two leads do to one another."""

from __future__ import annotations

import secrets

import pytest
from django.db import IntegrityError, transaction

from seawall.cases import actions, chronology, closing_off, opening, queries
from seawall.cases.models import Case, Gathered
from seawall.cases.models import Line as CaseLine
from seawall.cases.rules import Outcome, Part, State
from seawall.guidance.rules.danger import Level
from seawall.journal.models import Line
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.reports.models import Report
from seawall.reports.rules import State as ReportState
from seawall.vault.ring import WontOpenError

pytestmark = pytest.mark.django_db


class Lead(dict):
    """`ring` and `by` of a lead; `anew` as their next request has them: a ring keeps the shares it has looked up."""

    def __init__(self, world, person):
        super().__init__(ring=world.ring(person), by=person)
        self.anew = lambda: Lead(world, person)


@pytest.fixture
def asha(world):
    return Lead(world, world.asha)


@pytest.fixture
def dev(world):
    return Lead(world, world.dev)


@pytest.fixture
def case(world, asha):
    report, _code = world.tell()
    return actions.start(school=world.marram, title="Kites", report=report, seen=1, **asha)


def verbs(subject):
    return list(Line.objects.about(subject).values_list("verb", flat=True))


def test_a_case_takes_the_danger_of_its_gravest_report(world, case, asha):
    assert case.level == Level.URGENT
    worse, _code = world.tell("Help", safe=["coming"])
    actions.add_report(case=case, report=worse, seen=1, **asha)
    assert case.level == Level.IMMEDIATE
    milder, _code = world.tell("Hm", what=["other"])
    actions.add_report(case=case, report=milder, seen=1, **asha)
    assert case.level == Level.IMMEDIATE


def test_a_report_is_in_one_case_at_most(world, case, asha):
    report = Report.objects.get(gathered__case=case)
    with pytest.raises(Refused):
        actions.start(school=world.marram, title="Again", report=report, seen=report.version, **asha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathered.objects.create(case=case, report=report, by=world.asha)


def test_what_is_refused_leaves_nothing(world, case, asha):
    report, _code = world.tell()
    lines = Line.objects.count()
    with pytest.raises(Clash):
        actions.start(school=world.marram, title="Late", report=report, seen=9, **asha)
    with pytest.raises(Refused):
        actions.start(school=world.marram, title=" ", report=report, seen=1, **asha)
    assert (Case.objects.count(), Line.objects.count()) == (1, lines)
    report.refresh_from_db()
    assert report.state == ReportState.NEW


def test_the_second_of_two_is_told_who_did_what(case, asha, dev):
    mine = Case.objects.get(pk=case.pk)
    theirs = Case.objects.get(pk=case.pk)
    actions.close(case=mine, outcome=Outcome.SUPPORTED, seen=mine.version, **asha)
    with pytest.raises(Clash, match="Asha Verma closed it at"):
        actions.set_danger(case=theirs, to=Level.SOON, seen=theirs.version, **dev)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.level) == (State.CLOSED, Level.URGENT)


def test_closing_off_while_somebody_else_decides(case, asha, dev):
    theirs = Case.objects.get(pk=case.pk)
    closing_off.close_off(case=case, to=[asha["by"]], seen=case.version, **asha)
    with pytest.raises(Clash):
        actions.close(case=theirs, outcome=Outcome.SUPPORTED, seen=theirs.version, **dev)
    fresh = Case.objects.get(pk=case.pk)
    for verb, more in (
        (actions.close, {"outcome": Outcome.SUPPORTED, "seen": fresh.version}),
        (chronology.note, {"typed": "x", "once": secrets.token_bytes(16)}),
        (actions.involve, {"part": Part.TOLD_US, "name": "x", "detail": ""}),
        (closing_off.open_to_team, {"seen": fresh.version}),
        (closing_off.close_off, {"to": [dev["by"]], "seen": fresh.version}),
    ):
        with pytest.raises(Gone):
            verb(case=fresh, **more, **dev)


def test_closed_off_cannot_be_decrypted_with_the_row_in_hand(case, asha, dev):
    person = actions.involve(case=case, part=Part.IMPERSONATED, name="Jess Marlowe", detail="", **asha)
    chronology.note(case=case, typed="Only for us", once=secrets.token_bytes(16), **asha)
    closing_off.close_off(case=case, to=[asha["by"]], seen=case.version, **asha)
    row = Case.objects.get(pk=case.pk)
    with pytest.raises(WontOpenError):
        dev["ring"].data_key(row)
    for sealed in (row.title, person.who, CaseLine.objects.get(kind="noted").text):
        assert b"Jess" not in sealed.box
        assert b"Only for us" not in sealed.box
    assert not queries.listed(row.school, dev["ring"], State.OPEN).exists()


def test_a_new_member_of_the_named_ones_opens_it(case, asha, dev):
    closing_off.close_off(case=case, to=[asha["by"]], seen=case.version, **asha)
    closing_off.close_off(case=case, to=[asha["by"], dev["by"]], seen=case.version, **asha.anew())
    row = Case.objects.get(pk=case.pk)
    assert dev.anew()["ring"].data_key(row).open(row, "title") == "Kites"


def test_the_owner_who_is_closed_out_hands_over(world, case, asha, dev):
    actions.assign(case=case, to=world.dev, seen=case.version, **asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha)
    assert Case.objects.get(pk=case.pk).owner == world.asha
    with pytest.raises(Refused):
        actions.assign(case=case, to=world.dev, seen=case.version, **asha.anew())


@pytest.mark.parametrize("who", ["tom", "hana", "olu", "gov"])
def test_only_the_team_can_be_named(world, case, asha, who):
    with pytest.raises(Refused):
        closing_off.close_off(case=case, to=[world.asha, world.people[who]], seen=case.version, **asha)


def test_nothing_is_added_to_a_closed_case(world, case, asha):
    actions.close(case=case, outcome=Outcome.NO_CONCERN, seen=case.version, **asha)
    report, _code = world.tell()
    for verb, more in (
        (chronology.note, {"typed": "x", "once": secrets.token_bytes(16)}),
        (actions.involve, {"part": Part.TOLD_US, "name": "x", "detail": ""}),
        (actions.add_report, {"report": report, "seen": 1}),
    ):
        with pytest.raises(Refused):
            verb(case=case, **more, **asha)
    with pytest.raises(Refused):
        actions.close(case=case, outcome=Outcome.NO_CONCERN, seen=case.version, **asha)


def test_every_verb_leaves_its_line(world, case, asha):
    person = actions.involve(case=case, part=Part.AFFECTED, name="Amara", detail="", **asha)
    actions.change_part(involved=person, part=Part.IMPERSONATED, seen=case.version, **asha)
    case.refresh_from_db()
    chronology.note(case=case, typed="Rang", once=secrets.token_bytes(16), **asha)
    actions.assign(case=case, to=world.dev, seen=case.version, **asha)
    actions.set_danger(case=case, to=Level.SOON, seen=case.version, **asha)
    actions.close(case=case, outcome=Outcome.REFERRED, seen=case.version, **asha)
    actions.reopen(case=case, seen=case.version, **asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha)
    closing_off.open_to_team(case=case, seen=case.version, **asha.anew())
    opening.open_page(case=case, **asha)
    assert verbs(f"case:{case.pk}") == [
        "case.started",
        "case.report_added",
        "case.person_added",
        "case.part_changed",
        "case.noted",
        "case.assigned",
        "case.danger_set",
        "case.closed",
        "case.reopened",
        "case.closed_off",
        "case.opened_to_team",
        "case.opened_page",
    ]
    assert "Amara" not in str(list(Line.objects.values_list("facts", flat=True)))


def test_a_second_press_writes_one_note(case, asha):
    token = secrets.token_bytes(16)
    for _ in range(3):
        chronology.note(case=case, typed="Once", once=token, **asha)
    assert CaseLine.objects.filter(kind="noted").count() == 1
    assert verbs(f"case:{case.pk}").count("case.noted") == 1


def test_names_in_a_list_are_opened_with_one_line(world, case, asha, dev):
    opened = opening.open_titles(school=world.marram, cases=[case], **dev)
    assert opened == [(case, "Kites")]
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha)
    with pytest.raises(Gone):
        opening.open_titles(school=world.marram, cases=[case], ring=world.ring(world.dev), by=world.dev)
    assert Line.objects.filter(verb="case.titles_shown").count() == 1
