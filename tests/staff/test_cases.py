"""A case on the desk: people, notes, closing, closing off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.models import Case
from seawall.cases.models import Line as CaseLine
from seawall.cases.rules import Outcome, State
from seawall.guidance.rules.danger import Level
from seawall.guidance.rules.forms import Choice
from seawall.journal.models import Line
from seawall.mailbox import actions as mailboxes
from seawall.reports.models import Report
from seawall.reports.rules import State as ReportState
from seawall.schools.actions import remove_person
from seawall.vault.ring import WontOpenError
from tests.decisions.helpers import decide
from tests.staff.helpers import a_case, once, post, text_of

pytestmark = pytest.mark.django_db


def open_page(client, case):
    return client.get(reverse("case", args=[case.pk]))


def test_the_page_is_opened_with_a_line_in_the_journal(world, client_for):
    case = a_case(world)
    page = open_page(client_for(world.dev), case)
    assert "Kites, year 7" in text_of(page)
    assert "Dev Osei: on" in text_of(page)
    assert Line.objects.filter(subject=f"case:{case.pk}", verb="case.opened_page").count() == 1


def test_the_list_shows_names_with_a_line_in_the_journal(world, client_for):
    case = a_case(world)
    page = client_for(world.dev).get(reverse("cases"))
    assert "Kites, year 7" in text_of(page)
    assert case.reference in text_of(page)
    assert Line.objects.filter(verb="case.titles_shown", subject=f"school:{world.marram.pk}").count() == 1


def test_a_note_is_written_once_and_stays(world, client_for):
    case, token = a_case(world), once()
    client = client_for(world.dev)
    for _ in range(2):
        assert post(client, "case_note", case, text="Rang home.\nMum knows.", once=token).status_code == 303
    assert CaseLine.objects.filter(kind="noted").count() == 1
    assert "Rang home.\nMum knows." in text_of(open_page(client, case))


@pytest.mark.parametrize("typed", ["", "  \n ", "\x00\x07"])
def test_an_empty_note_is_asked_for_again(world, client_for, typed):
    case = a_case(world)
    page = post(client_for(world.asha), "case_note", case, text=typed, once=once())
    assert page.status_code == 422
    assert "Write something first" in text_of(page)


def test_absurd_notes_are_kept_or_given_back_whole(world, client_for):
    case, client = a_case(world), client_for(world.asha)
    odd = "مرحبا \u202eevil\u202c 👩‍👩‍👧 <b>&amp;"
    assert post(client, "case_note", case, text=odd, once=once()).status_code == 303
    assert odd in text_of(open_page(client, case))
    page = post(client, "case_note", case, text="x" * 20_005, once=once())
    assert page.status_code == 422
    assert "5 characters too long" in text_of(page)
    assert "x" * 20_005 in text_of(page)


def test_people_with_their_part_and_another_part(world, client_for):
    case, client = a_case(world), client_for(world.asha)
    assert post(client, "case_involve", case, name="", part="affected").status_code == 422
    assert post(client, "case_involve", case, name="Jess Marlowe", part="culprit").status_code == 422
    assert post(client, "case_involve", case, name="Jess Marlowe", part="affected", detail="7B").status_code == 303
    somebody = case.people.get()
    case.refresh_from_db()
    assert post(client, "case_part", case, somebody.pk, part="impersonated").status_code == 303
    text = text_of(open_page(client, case))
    assert "Jess Marlowe" in text
    assert "Impersonated: not the sender" in text
    assert post(client, "case_part", case, somebody.pk, part="").status_code == 422
    assert post(client, "case_part", case, somebody.pk, part="received").status_code == 409


def test_a_person_of_another_case_is_not_there(world, client_for):
    one, two, client = a_case(world), a_case(world), client_for(world.asha)
    post(client, "case_involve", one, name="Jess Marlowe", part="affected")
    assert post(client, "case_part", two, one.people.get().pk, part="told_us").status_code == 404


def test_close_with_an_outcome_and_open_again(world, client_for):
    report, code = world.tell()
    case = cases.start(
        school=world.marram, title="Kites", report=report, seen=1, ring=world.ring(world.asha), by=world.asha
    )
    client = client_for(world.asha)
    first = post(client, "case_close", case, outcome="referred")
    assert first.status_code == 403
    assert "Decide on this case before you close it" in text_of(first)
    assert "Decide on this case before you close it" in text_of(open_page(client, case))
    decide(world, case, Choice.REFER)
    assert post(client, "case_close", case).status_code == 422
    assert post(client, "case_close", case, outcome="referred").status_code == 303
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.REFERRED)
    mailbox = mailboxes.find(school=world.marram, code=code)
    assert mailbox.closes_at is not None
    assert "Kites" in text_of(client.get(reverse("cases_closed")))
    assert "Kites" not in text_of(client.get(reverse("cases")))
    refused = post(client, "case_note", case, text="A late thought", once=once())
    assert refused.status_code == 403
    assert "A late thought" in text_of(refused)
    assert post(client, "case_reopen", case).status_code == 303
    case.refresh_from_db()
    assert case.state == State.OPEN
    mailbox.refresh_from_db()
    assert mailbox.closes_at is None


def test_assign_and_danger(world, client_for):
    case, client = a_case(world), client_for(world.asha)
    assert post(client, "case_assign", case, to=world.dev.pk).status_code == 303
    case.refresh_from_db()
    assert case.owner == world.dev
    assert post(client, "case_danger", case, level="immediate").status_code == 303
    case.refresh_from_db()
    assert case.level == Level.IMMEDIATE
    assert post(client, "case_danger", case, level="pink").status_code == 422
    assert post(client, "case_assign", case, to=world.tom.pk).status_code == 422


def test_take_a_report_out_again(world, client_for):
    case = a_case(world)
    report = Report.objects.get(gathered__case=case)
    assert post(client_for(world.asha), "case_take_out", case, report.pk).status_code == 303
    report.refresh_from_db()
    assert report.state == ReportState.READ
    assert case.gathered.count() == 0


def test_two_leads_at_once(world, client_for):
    case = a_case(world)
    decide(world, case, Choice.REFER)
    seen = case.version
    post(client_for(world.dev), "case_close", case, outcome="supported")
    page = post(client_for(world.asha), "case_assign", case, to=world.dev.pk, seen=seen)
    assert page.status_code == 409
    assert "Dev Osei closed it at" in text_of(page)
    case.refresh_from_db()
    assert case.owner == world.asha


def test_closed_off_it_is_not_there_for_the_other_deputy(world, client_for):
    case = a_case(world, title="About a colleague", words="It is Mr Hale")
    report = Report.objects.get(gathered__case=case)
    asha, dev = client_for(world.asha), client_for(world.dev)
    assert "It is Mr Hale" in text_of(dev.get(reverse("report", args=[report.pk])))
    report.refresh_from_db()
    assert post(asha, "case_close_off", case, people=[world.asha.pk]).status_code == 303
    case.refresh_from_db()

    assert open_page(dev, case).status_code == 404
    assert dev.get(reverse("report", args=[report.pk])).status_code == 404
    lists = "".join(text_of(dev.get(reverse(name))) for name in ("cases", "cases_closed", "queue", "junk"))
    assert case.reference not in lists
    assert report.reference not in lists
    for name, data in (
        ("case_note", {"text": "x", "once": once()}),
        ("case_assign", {"to": world.dev.pk}),
        ("case_close", {"outcome": "supported"}),
        ("case_close_off", {"people": [world.dev.pk]}),
        ("case_open_to_team", {}),
    ):
        assert post(dev, name, case, **data).status_code == 404, name
    assert post(dev, "report_reply", report, text="x", once=once()).status_code == 404

    ring = world.ring(world.dev)
    for row, column in ((Case.objects.get(pk=case.pk), "title"), (Report.objects.get(pk=report.pk), "told")):
        with pytest.raises(WontOpenError):
            ring.data_key(row).open(row, column)
    assert "About a colleague" in text_of(open_page(asha, case))


def test_news_from_a_closed_off_mailbox_is_for_the_named_only(world, client_for):
    report, code = world.tell()
    case = cases.start(
        school=world.marram, title="Kites", report=report, seen=1, ring=world.ring(world.asha), by=world.asha
    )
    post(client_for(world.asha), "case_close_off", case, people=[world.asha.pk])
    mailbox = mailboxes.find(school=world.marram, code=code)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="One more thing", once=b"2" * 16)
    assert "Somebody wrote" in text_of(client_for(world.asha).get(reverse("queue")))
    assert "Somebody wrote" not in text_of(client_for(world.dev).get(reverse("queue")))


def test_nobody_closes_themselves_out(world, client_for):
    case = a_case(world)
    page = post(client_for(world.asha), "case_close_off", case, people=[world.dev.pk])
    assert page.status_code == 403
    assert "Keep yourself among the named people" in text_of(page)
    assert post(client_for(world.asha), "case_close_off", case, people=[]).status_code == 422
    case.refresh_from_db()
    assert case.closed_circle_id is None


def test_opened_to_the_team_again(world, client_for):
    case = a_case(world)
    asha, dev = client_for(world.asha), client_for(world.dev)
    post(asha, "case_close_off", case, people=[world.asha.pk])
    case.refresh_from_db()
    assert post(asha, "case_open_to_team", case).status_code == 303
    assert open_page(dev, case).status_code == 200


def test_a_closed_off_case_takes_the_next_report_with_it(world, client_for):
    case = a_case(world)
    asha = client_for(world.asha)
    post(asha, "case_close_off", case, people=[world.asha.pk])
    report, _code = world.tell("A second voice")
    assert post(asha, "report_gather", report, case=case.pk).status_code == 303
    assert client_for(world.dev).get(reverse("report", args=[report.pk])).status_code == 404
    case.refresh_from_db()
    assert post(asha, "case_take_out", case, report.pk).status_code == 403


def test_a_leaver_reads_nothing_new(world, client_for):
    case = a_case(world)
    dev_ring = world.ring(world.dev)
    remove_person(person=world.dev, by=world.asha)
    later, _code = world.tell("Told after Dev left")
    with pytest.raises(WontOpenError):
        dev_ring.data_key(later).open(later, "told")
    assert case.pk is not None
    with pytest.raises(WontOpenError):
        world.ring(world.dev).data_key(case)
    client = client_for(world.asha)
    assert "Dev Osei" not in text_of(open_page(client, case))
