"""The pages of what supports a child: tasks, plan, check-ins, parents."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases.models import Case
from seawall.guidance.rules.forms import Choice
from seawall.kit import clock
from seawall.mailbox.models import StatusLine
from seawall.reports.models import Report
from seawall.schools.actions import remove_person
from seawall.support.models import CheckIn, Contact, NotTold, Plan, Task
from tests.decisions.helpers import decide
from tests.staff.helpers import a_case, once, text_of
from tests.support.made import child_of, contact, day, not_told, plan_check_in, set_task, write_plan

pytestmark = pytest.mark.django_db

MOST = 20


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def asha(world, client_for):
    return client_for(world.asha)


def typed_day(name, ahead=1):
    when = day(ahead)
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


def page(client, name, *args):
    return text_of(client.get(reverse(name, args=[arg.pk for arg in args])))


def send(client, name, /, *rows, **data):
    return client.post(reverse(name, args=[row.pk for row in rows]), {"once": once(), **data})


def test_a_task_is_set_done_and_opened_again(world, case, asha):
    told = {"title": "Ring the tutor", "text": "After 3", "to": world.dev.pk, **typed_day("due")}
    assert send(asha, "case_set_task", case, **told).status_code == 303
    assert "Ring the tutor" in page(asha, "case_plan", case)
    task = Task.objects.get()
    assert task.owner == world.dev
    assert send(asha, "case_task_done", case, task, seen=1, text="She knows").status_code == 303
    assert "Done and dropped: 1" in page(asha, "case_plan", case)
    assert "She knows" in page(asha, "case_task", case, task)
    assert send(asha, "case_task_open", case, task, seen=2).status_code == 303
    assert send(asha, "case_hand_over", case, task, seen=3, to=world.asha.pk).status_code == 303
    task.refresh_from_db()
    assert (task.state, task.owner) == ("open", world.asha)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": ""}, "Write what is to be done"),
        ({"title": "x" * 201}, "200 characters or fewer"),
        ({"due-day": "31", "due-month": "2"}, "must be a real date"),
        ({"due-day": "", "due-month": "", "due-year": ""}, "Enter the day by which"),
        ({"due-year": "2020"}, "That day has passed"),
        ({"due-year": "2199"}, "more than two years away"),
        ({"to": "nobody-at-all"}, "valid choice"),
        ({"once": "x"}, "too old"),
    ],
)
def test_a_task_that_cannot_be_is_given_back_whole(case, asha, data, said):
    answer = send(asha, "case_set_task", case, **{"title": "Ring home", "text": "kept", **typed_day("due"), **data})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "kept" in text_of(answer)
    assert Task.objects.count() == 0


def test_dropping_asks_why(world, case, asha):
    task = set_task(world, case)
    assert "Say why it need not be done" in text_of(send(asha, "case_task_drop", case, task, seen=1, reason=" "))
    assert send(asha, "case_task_drop", case, task, seen=1, reason="He told her himself").status_code == 303
    assert "He told her himself" in page(asha, "case_task", case, task)


def test_two_leads_at_once_and_nothing_typed_is_lost(world, client_for, case, asha):
    task = set_task(world, case)
    send(client_for(world.dev), "case_task_done", case, task, seen=1)
    answer = send(asha, "case_task_drop", case, task, seen=1, reason="My long reason")
    assert answer.status_code == 409
    assert "Dev Osei changed this at" in text_of(answer)
    assert "My long reason" in text_of(answer)


def test_an_overdue_task_is_red_and_a_leavers_is_nobodys(world, case, asha):
    set_task(world, case, to=world.dev)
    remove_person(person=world.dev, by=world.asha)
    Task.objects.update(due_on=day(-2))
    shown = page(asha, "case_plan", case)
    assert "Overdue" in shown
    assert "Nobody has it: Dev Osei can't open this case any more" in shown
    assert "1 overdue" in page(asha, "case", case)


def test_a_plan_with_the_childs_wishes_and_its_versions(world, case, asha):
    child = child_of(world, case)
    assert "no plan yet" in page(asha, "case_plan", case)
    told = {"helps": "A seat by the door", "does": "Tutor", "wishes": "Not to miss art", "agreed": "yes"}
    assert send(asha, "case_write_plan", case, child, seen=0, **told, **typed_day("review", 7)).status_code == 303
    told["helps"] = "A word at break"
    assert send(asha, "case_write_plan", case, child, seen=1, **told, **typed_day("review", 7)).status_code == 303
    shown = page(asha, "case_child", case, child)
    for words in ("Not to miss art", "A word at break", "A seat by the door", "Version 2", "Agreed with the child"):
        assert words in shown
    late = send(asha, "case_write_plan", case, child, seen=1, **told, **typed_day("review", 7))
    assert late.status_code == 409
    assert "Not to miss art" in text_of(late)
    assert Plan.objects.count() == 2
    assert "Write what helps" in text_of(send(asha, "case_write_plan", case, child, seen=2, wishes="Art"))


def test_a_check_in_planned_missed_and_written_down(world, case, asha):
    child = child_of(world, case)
    assert send(asha, "case_plan_check_in", case, child, to="", **typed_day("on", 0)).status_code == 303
    CheckIn.objects.update(planned_on=day(-1))
    assert "Missed" in page(asha, "case_plan", case)
    assert "Check-in missed on" in page(asha, "case", case)
    check_in = CheckIn.objects.get()
    asked = send(asha, "case_check_in", case, check_in, seen=1, held="yes")
    assert "Write what was said" in text_of(asked)
    told = {"held": "yes", "own_words": "a bit better", **typed_day("next", 5)}
    assert send(asha, "case_check_in", case, check_in, seen=1, **told).status_code == 303
    shown = page(asha, "case_child", case, child)
    assert "a bit better" in shown
    assert CheckIn.objects.filter(state="planned", planned_on=day(5)).count() == 1
    assert "is written down" in page(asha, "case_check_in", case, check_in)


def test_a_talk_with_a_parent_and_the_line_for_the_child(case, asha):
    told = {"name": "Mrs Marlowe", "way": "phone", "text": "She cried", "agreed": "I ring on Friday", "told": "yes"}
    assert "Tell the child in their mailbox" not in page(asha, "case_parents", case), "nobody told about themselves"
    Report.objects.update(coded={"about": "me"})
    shown = page(asha, "case_parents", case)
    assert "Tell the child in their mailbox" in shown
    assert "To be confirmed by you" in shown
    mailbox = case.gathered.get().report.mailbox
    assert send(asha, "case_add_contact", case, **told, tell=mailbox.pk).status_code == 303
    assert StatusLine.objects.filter(mailbox=mailbox, status="told_parents").count() == 1
    shown = page(asha, "case_parents", case)
    assert "Knows what happened" in shown
    assert "Tell the child in their mailbox" not in shown, "it was said"


def test_nobody_is_told_what_is_not_so(case, asha):
    Report.objects.update(coded={"about": "me"})
    mailbox = case.gathered.get().report.mailbox
    told = {"name": "Mrs Marlowe", "way": "phone", "text": "She was out", "told": "no", "tell": mailbox.pk}
    answer = send(asha, "case_add_contact", case, **told)
    assert answer.status_code == 422
    assert "They do not know what happened" in text_of(answer)
    assert Contact.objects.count() == 0
    empty = text_of(send(asha, "case_add_contact", case))
    for asked in ("Write who it was", "Choose how you talked", "Write what was said", "Say whether they know"):
        assert asked in empty


def test_not_telling_stands_on_the_case_until_it_is_ended(case, asha):
    told = {"name": "Mr Marlowe", "reason": "He shouts", "taken_with": "social_care", "detail": "P. Lund"}
    assert "say with whom" in text_of(send(asha, "case_not_tell", case, **{**told, "taken_with": ""}))
    assert "has passed" in text_of(send(asha, "case_not_tell", case, **told, **typed_day("review", -1)))
    assert send(asha, "case_not_tell", case, **told, **typed_day("review", 2)).status_code == 303
    shown = page(asha, "case", case)
    until = f"{day(2):%-d %B %Y}"
    for words in ("Do not tell: ", "Mr Marlowe", "He shouts", "Children's social care", "P. Lund", until):
        assert words in shown
    row = NotTold.objects.get()
    NotTold.objects.update(review_on=day(-1))
    assert "Look at it again: was due" in page(asha, "case", case)
    assert (
        send(asha, "case_keep_not_told", case, row, seen=1, reason="Still", **typed_day("review", 5)).status_code == 303
    )
    assert send(asha, "case_tell_parent", case, row, seen=1, reason="Safe now").status_code == 409
    assert send(asha, "case_tell_parent", case, row, seen=2, reason="Safe now").status_code == 303
    assert "Do not tell" not in page(asha, "case", case)
    assert "Safe now" in page(asha, "case_parents", case)


def test_rows_of_another_case_are_not_here(world, case, asha):
    other = a_case(world, title="Other")
    child = child_of(world, other)
    rows = {
        "case_task": set_task(world, other),
        "case_child": child,
        "case_check_in": plan_check_in(world, child),
        "case_not_told": not_told(world, other),
    }
    for name, row in rows.items():
        assert asha.get(reverse(name, args=[case.pk, row.pk])).status_code == 404, name


def test_a_closed_case_offers_no_form(world, case, asha):
    child = child_of(world, case)
    task, check_in, decision = set_task(world, case), plan_check_in(world, child), not_told(world, case)
    decide(world, case, Choice.REFER)
    case.refresh_from_db()
    asha.post(reverse("case_close", args=[case.pk]), {"seen": case.version, "outcome": "supported"})
    for name, rows in (
        ("case_plan", ()),
        ("case_task", (task,)),
        ("case_child", (child,)),
        ("case_check_in", (check_in,)),
        ("case_parents", ()),
        ("case_not_told", (decision,)),
    ):
        shown = page(asha, name, case, *rows).partition("<main")[2]
        assert "<form" not in shown, name
    refused = send(asha, "case_set_task", case, title="Late", **typed_day("due"))
    assert refused.status_code == 403
    assert "Late" in text_of(refused)


def test_odd_words_are_kept_and_escaped(world, case, asha):
    odd = "مرحبا \u202eevil\u202c 👩‍👩‍👧 <b>&amp;"
    send(asha, "case_set_task", case, title=odd, **typed_day("due"))
    raw = asha.get(reverse("case_plan", args=[case.pk])).content.decode()
    assert "<b>" not in raw
    assert odd in page(asha, "case_plan", case)


def test_the_number_of_queries_does_not_grow(world, case, asha):
    child = child_of(world, case)
    addresses = [reverse(name, args=[case.pk]) for name in ("case", "case_plan", "case_parents")]
    addresses.append(reverse("case_child", args=[case.pk, child.pk]))

    def more():
        set_task(world, case)
        write_plan(world, child)
        plan_check_in(world, child)
        contact(world, case)
        not_told(world, case)
        write_plan(world, child_of(world, case, "Callum Reyes"))

    def queries():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert asha.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    more()
    queries()
    before = queries()
    for _ in range(3):
        more()
    assert queries() == before
    assert max(before) <= MOST, dict(zip(addresses, before, strict=True))


def test_a_long_log_has_pages(world, case, asha):
    for number in range(30):
        contact(world, case, f"Parent number {number} of many")
    first = page(asha, "case_parents", case)
    assert first.count("of many") == 25
    assert "page=2" in first
    assert Case.objects.get().contacts.filter(happened_at__lte=clock.now()).count() == 30
