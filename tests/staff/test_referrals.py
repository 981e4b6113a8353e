"""The pages of referrals: bad input is given back whole, nothing is invented, need to know, the clock in red."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.models import Line
from seawall.cases.rules import Outcome
from seawall.guidance.rules.forms import Choice
from seawall.journal.models import Line as JournalLine
from seawall.kit import clock
from seawall.mailbox.models import StatusLine
from seawall.referrals.models import Referral
from tests.decisions.helpers import decide
from tests.staff.helpers import a_case, once, text_of

pytestmark = pytest.mark.django_db

MOST = 20


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def client(world, client_for):
    return client_for(world.asha)


def day(name, days):
    on = timezone.localtime(clock.now()).date() + dt.timedelta(days=days)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def begin(client, case, agency="police", staff="no", **more):
    typed = {"once": once(), "agency": agency, "staff": staff, **more}
    return client.post(reverse("case_refer", args=[case.pk]), typed)


def begun(client, case, agency="police", staff="no"):
    begin(client, case, agency, staff)
    return Referral.objects.latest("drafted_at")


def press(client, verb, row, **typed):
    given = {"seen": row.version, "once": once(), **day("next_check", 1), **typed}
    answer = client.post(reverse(f"case_referral_{verb}", args=[row.case_id, row.pk]), given)
    row.refresh_from_db()
    return answer


def made(client, case, agency="police", **typed):
    row = begun(client, case, agency)
    how = {"police": "101"}.get(agency, "online")
    assert press(client, "made", row, **{"how": how, "name": "Desk 4", "text": "All of it", **typed}).status_code == 303
    return row


def shown(client, row):
    return text_of(client.get(reverse("case_referral", args=[row.case_id, row.pk])))


def all_of(client, case):
    return text_of(client.get(reverse("case_referrals", args=[case.pk])))


def test_nobody_was_told_yet(client, case):
    assert "Nobody outside the school was told of this case yet." in all_of(client, case)
    assert "Nobody outside the school was told yet." in text_of(client.get(reverse("case", args=[case.pk])))


def test_begun_made_answered_finished(client, case):
    row = begun(client, case)
    assert "Not made yet" in shown(client, row)
    press(client, "made", row, how="999", name="Desk 4", text="All of it", reference="MC-1", tell="on")
    page = shown(client, row)
    for words in ("Waits for an answer", "by 999", "Desk 4", "All of it", "MC-1"):
        assert words in page
    press(client, "answered", row, text="They have it", reference="MC-2")
    press(client, "chased", row, text="Rang again")
    page = shown(client, row)
    for words in ("Answered", "They have it", "MC-2", "Rang again"):
        assert words in page
    press(client, "finish", row, text="Charged")
    assert "Finished" in shown(client, row)
    press(client, "take_up", row)
    assert "look again now" in shown(client, row)
    chronology = text_of(client.get(reverse("case_chronology", args=[case.pk])))
    assert "Made a referral: Police, by 999" in chronology
    assert "Charged" in chronology
    assert StatusLine.objects.filter(status="told_police").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"how": ""}, "Choose how you told them"),
        ({"how": "email"}, "Select a valid choice"),
        ({"name": " "}, "Say whom you spoke or wrote to"),
        ({"name": "x" * 201}, "200 characters"),
        ({"reference": "x" * 101}, "100 characters"),
        (day("day", 3), "in the future"),
        ({"day-day": 31, "day-month": 2, "day-year": 2026}, "real date"),
        ({"time": "soon"}, "Enter a time"),
        (day("next_check", -1), "has passed"),
        (day("next_check", 900), "more than a year"),
        (
            {"next_check-day": "", "next_check-month": "", "next_check-year": ""},
            "Enter the day on which somebody looks again",
        ),
    ],
)
def test_what_cannot_be_is_given_back_whole(client, case, typed, said):
    row = begun(client, case)
    answer = press(client, "made", row, **{"how": "101", "name": "Desk 4", "text": "We told them of the kite", **typed})
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert "We told them of the kite" in page
    assert row.state == "drafted"


@pytest.mark.parametrize("verb", ["answered", "withdraw", "keep"])
def test_empty_words_are_asked_for_again(client, case, verb):
    row = made(client, case) if verb == "answered" else begun(client, case)
    answer = press(client, verb, row, text=" ")
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)


def test_pressing_twice(client, case):
    token = once()
    for _ in range(2):
        assert begin(client, case, once=token).status_code == 303
    row = Referral.objects.get()
    again = {"once": once(), "how": "101", "name": "Desk 4", "tell": "on"}
    for _ in range(2):
        assert press(client, "made", row, seen=1, **again).status_code == 303
    assert Line.objects.filter(kind="referral_made").count() == 1


def test_the_second_lead_is_told_and_keeps_their_words(world, client_for, client, case):
    row = begun(client, case)
    press(client, "withdraw", row, text="The police do it")
    answer = press(
        client_for(world.dev), "made", row, seen=1, how="101", name="Desk 9", text="Said a lot", reference="R-5"
    )
    assert answer.status_code == 409
    page = text_of(answer)
    for words in ("Asha Verma", "Withdrew a referral", "Desk 9", "Said a lot", "R-5"):
        assert words in page


def test_the_lado_only_where_staff_are_concerned_and_then_close_it_off(world, client, case):
    assert begin(client, case, "lado", "no").status_code == 422
    assert begin(client, case, "lado", "").status_code == 422
    row = begun(client, case, "lado", "yes")
    assert "Close it off to named people before you write more." in shown(client, row)
    case.refresh_from_db()
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    assert "before you write more" not in shown(client, row)


def test_no_number_is_invented_and_999_stands(client, case):
    page = shown(client, begun(client, case, "social_care"))
    assert "Your office has not filled this in. Ring 101, or 999" in page
    assert re.findall(r"tel:(\d+)", page) == []
    page = shown(client, begun(client, case, "police"))
    assert re.findall(r"tel:(\d+)", page) == ["999", "101"]
    assert "To be confirmed by you." in page
    assert "checked 1 November 2026" in page


def test_what_the_office_set_is_shown(world, client, case):
    world.marram.social_care_phone = "01632 960150"
    world.marram.save()
    page = shown(client, begun(client, case, "social_care"))
    assert "tel:01632960150" in page
    assert "Set by your office." in page
    assert "Out of hours" in page


def test_choosing_what_goes_into_the_text(world, client, case):
    ring = world.ring(world.asha)
    second, _code = world.tell("About the kite shop")
    cases.add_report(case=case, report=second, seen=second.version, ring=ring, by=world.asha)
    row = begun(client, case)
    address = reverse("case_referral_text", args=[case.pk, row.pk])
    opened = JournalLine.objects.filter(verb="report.opened")
    before, page = opened.count(), text_of(client.get(address))
    assert "About the kite shop" not in page
    assert opened.count() == before
    page = text_of(client.post(address, {"order": "form", "reports": [second.pk]}))
    assert "About the kite shop" in page
    assert "They frighten me" not in page
    assert opened.count() == before + 1
    looks = JournalLine.objects.filter(verb="case.opened_page", facts__page="referral_text")
    assert looks.count() == 2


def test_a_text_is_kept_only_when_somebody_keeps_it(client, case):
    row = begun(client, case)
    address = reverse("case_referral_text", args=[case.pk, row.pk])
    client.post(address, {"order": "telephone", "reports": [case.gathered.get().report_id]})
    assert "They frighten me" not in shown(client, row)
    press(client, "keep", row, text="Read out: they frighten her")
    assert "they frighten her" in shown(client, row)


@pytest.mark.parametrize(
    "typed", [{}, {"order": "sing"}, {"order": "form", "reports": "x"}, {"order": "form", "people": "x"}]
)
def test_a_choice_that_cannot_be(client, case, typed):
    row = begun(client, case)
    answer = client.post(reverse("case_referral_text", args=[case.pk, row.pk]), {"notes": "on", **typed})
    assert answer.status_code in {200, 422}
    assert answer.status_code == 422 or "people" in typed
    assert "They frighten me" not in text_of(answer)


def test_the_clock_of_the_duty(world, client, case):
    assert "To be confirmed by you." in all_of(client, case)
    row = begun(client, case)
    assert "Late" not in all_of(client, case)
    world.marram.duty_within_days, world.marram.duty_source = 1, "The Act, section 1"
    world.marram.save()
    assert "at the latest by" in all_of(client, case)
    report = case.gathered.get().report
    report.received_at = clock.now() - dt.timedelta(days=2)
    report.save(update_fields=["received_at"])
    for page in (all_of(client, case), shown(client, row), text_of(client.get(reverse("case", args=[case.pk])))):
        assert "Late" in page
    assert "The Act, section 1" in all_of(client, case)
    press(client, "made", row, how="101", name="Desk 4")
    assert "That was too late: write down why." in all_of(client, case)


def test_closing_a_case_says_that_a_referral_waits(world, client, case):
    decide(world, case, Choice.REFER)
    warned = "Once the case is closed nobody is asked to look again"
    assert warned not in text_of(client.get(reverse("case", args=[case.pk])))
    row = begun(client, case)
    assert warned in text_of(client.get(reverse("case", args=[case.pk])))
    press(client, "withdraw", row, text="Not needed")
    assert warned not in text_of(client.get(reverse("case", args=[case.pk])))


def test_a_closed_case_takes_nothing(world, client, case):
    row = made(client, case)
    cases.close(case=case, outcome=Outcome.REFERRED, seen=case.version, ring=world.ring(world.asha), by=world.asha)
    assert "Open it again to tell somebody" in all_of(client, case)
    assert "Open it again to change this" in shown(client, row)
    assert press(client, "answered", row, text="x").status_code == 403
    assert begin(client, case).status_code == 403


def test_a_referral_of_another_case_or_school_is_not_here(world, client_for, client, case):
    row, other = begun(client, case), a_case(world)
    for name in ("case_referral", "case_referral_text"):
        assert client.get(reverse(name, args=[other.pk, row.pk])).status_code == 404
        assert client_for(world.lena).get(reverse(name, args=[case.pk, row.pk])).status_code == 404
    answer = client.post(
        reverse("case_referral_withdraw", args=[other.pk, row.pk]), {"seen": 1, "once": once(), "text": "x"}
    )
    assert answer.status_code == 404


def test_as_many_queries_for_one_as_for_thirty(world, client, case):
    world.marram.duty_within_days = 7
    world.marram.save()
    row = made(client, case)
    pages = [
        reverse("case", args=[case.pk]),
        reverse("case_referrals", args=[case.pk]),
        reverse("case_referral", args=[case.pk, row.pk]),
        reverse("case_referral_text", args=[case.pk, row.pk]),
    ]

    def count():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    count()  # shows what was said of the last press, which is kept in the session until then
    few = count()
    for number in range(14):
        begun(client, case)
        made(client, case, "ceop", reference=f"R-{number}")
        press(client, "answered", row, text=f"Answer {number}")
    count()
    assert count() == few
    assert max(few) <= MOST
