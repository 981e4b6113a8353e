"""The ready text: what stands in it, in which order, only what was chosen; each opening journalled, nothing kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seawall.cases import actions as cases
from seawall.cases import chronology, closing_off
from seawall.cases.models import Line
from seawall.cases.opening import key_of
from seawall.journal.models import Line as JournalLine
from seawall.kit.refusal import Gone
from seawall.referrals.opening import Choice, ready_text
from seawall.referrals.ready import as_text
from seawall.referrals.rules import Agency
from seawall.reports.models import Report

pytestmark = pytest.mark.django_db


def text(hand, row, *, people=None, reports=None, notes=False, telephone=False):
    case = row.case
    choice = Choice(
        {each.pk for each in case.people.all()} if people is None else people,
        {each.report_id for each in case.gathered.all()} if reports is None else reports,
        notes,
        telephone,
    )
    return ready_text(referral=row, choice=choice, key=key_of(case, hand.lead["ring"]), **hand.lead)


def note(case, hand, typed="Rang home"):
    chronology.note(case=case, typed=typed, once=b"n" * 16, **hand.lead)


def test_everything_a_police_officer_needs(case, asha):
    asha.make(asha.draft(case, Agency.CEOP), reference="SC-7", tell=True)
    note(case, asha)
    said = as_text(text(asha, asha.draft(case), notes=True))
    for words in (
        "Asha Verma, safeguarding lead, Marram Bay School",
        f"Our reference: {case.reference}",
        "“He says he will show it to my class”",
        "“It is on my friend's phone, too”",
        "Where: TikTok",
        "It is still going on.",
        "Affected children: 1",
        "Impersonated, not the sender: 1",
        "Jess Marlow. Impersonated: not the sender. 7B",
        "CEOP online",
        "reference SC-7",
        "Told the reporter of",
        "Rang home",
        "The crime or incident number",
        "no picture and no video",
    ):
        assert words in said
    assert said.index("IN DANGER NOW") < said.index("WHAT IT IS ABOUT") < said.index("THE CHILDREN")
    assert said.index("Callum Reyes") < said.index("Jess Marlow") < said.index("Marie Marlow")


def test_on_the_telephone_danger_comes_first_and_the_asking_last(case, asha):
    said = as_text(text(asha, asha.draft(case), telephone=True))
    order = ["SAY WHO YOU ARE", "DANGER NOW", "WHAT IT IS ABOUT", "NAME THE CHILDREN", "READ OUT", "ASK, AND WRITE"]
    assert sorted(order, key=said.index) == order
    assert "meet the person" in said
    assert "He says he will show it" in said


def test_nobody_told_of_danger(world, asha):
    report, _code = world.tell("It is over", safe=["safe"])
    case = cases.start(school=world.marram, title="Over", report=report, seen=1, **asha.lead)
    row = asha.draft(case)
    assert "Nobody told us of danger at this moment." in as_text(text(asha, row, telephone=True))
    assert "IN DANGER NOW" not in as_text(text(asha, row))


def test_only_what_was_chosen_stands_in_it(case, asha):
    first = Report.objects.filter(gathered__case=case).order_by("received_at")[0]
    child = case.people.get(part="affected")
    note(case, asha, "A note of our own")
    said = as_text(text(asha, asha.draft(case), people={child.pk}, reports={first.pk}))
    assert "Callum Reyes" in said
    assert "He says he will show it" in said
    for left_out in ("Jess Marlow", "Marie Marlow", "friend's phone", "A note of our own"):
        assert left_out not in said


def test_nothing_of_another_case_or_school_can_be_chosen(world, case, asha):
    other, _code = world.tell("Of another case")
    cases.start(school=world.marram, title="Other", report=other, seen=1, **asha.lead)
    elsewhere, _code = world.tell_at(world.heron, "Of another school")
    said = as_text(text(asha, asha.draft(case), reports={other.pk, elsewhere.pk}, people={other.pk}))
    assert "another" not in said
    assert not JournalLine.objects.filter(verb="report.opened", subject=f"report:{elsewhere.pk}").exists()


def test_each_opened_report_is_journalled_and_nothing_is_kept(case, asha):
    row = asha.draft(case)
    lines, words = Line.objects.count(), row.words
    before = JournalLine.objects.filter(verb="report.opened").count()
    text(asha, row)
    assert JournalLine.objects.filter(verb="report.opened", by=asha.lead["by"].journal_name).count() == before + 2
    row.refresh_from_db()
    assert (Line.objects.count(), row.words) == (lines, words)


def test_a_case_with_nothing_in_it_has_a_text_all_the_same(case, asha):
    said = as_text(text(asha, asha.draft(case), people=set(), reports=set()))
    assert "Our reference" in said
    assert "What you will do next, and by when." in said


def test_a_case_closed_off_to_others_gives_no_text(world, case, asha, dev):
    row = asha.draft(case)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **asha.lead)
    row.refresh_from_db()
    with pytest.raises(Gone):
        text(dev, row)


def test_as_many_queries_for_two_reports_as_for_thirty(world, case, asha):
    def count():
        row = asha.draft(case)
        row.case.refresh_from_db()
        with CaptureQueriesContext(connection) as asked:
            text(asha, row, notes=True)
        return len(asked)

    few = count()
    for number in range(28):
        report, _code = world.tell(f"Told {number}")
        cases.add_report(case=case, report=report, seen=report.version, **asha.lead)
    assert count() == few
