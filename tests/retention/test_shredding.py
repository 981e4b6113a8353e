"""A case goes whole and alone: two people, a pause, keys first, every table; killed half way, it goes on."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.models import Case, Purge
from seawall.evidence import actions as evidence
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.letters.models import Letter
from seawall.referrals.actions import draft
from seawall.referrals.rules import Agency
from seawall.reports.models import Report
from seawall.retention import actions, jobs, keeping
from seawall.retention.hanging import LET_GO, TABLES, key_columns, rows_of
from seawall.retention.models import Item, Shredding
from seawall.retention.queries import standings
from seawall.retention.rules import PAUSE, ItemState, State
from seawall.series.models import Series
from seawall.takedowns import actions as takedowns
from seawall.takedowns.actions import Seen
from seawall.vault.models import Circle
from tests.decisions.helpers import ask, managed
from tests.evidence.helpers import a_told_case, begun
from tests.letters.made import drafted
from tests.retention.helpers import WHY, approved, closed, proposed
from tests.series.helpers import a_case, a_series
from tests.support.made import supported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import World


def full(world: World) -> Case:
    """A case with something in most tables that can hang on one."""
    case, ring = managed(world), world.ring(world.asha)
    ask(world, case)
    report = world.tell("second, he is kai_bramblewick9")[0]
    cases.add_report(case=case, report=report, seen=report.version, ring=ring, by=world.asha)
    takedowns.add(case=case, seen=Seen("instagram", "jess.m_07"), once=os.urandom(16), ring=ring, by=world.asha)
    draft(case=case, agency=Agency.POLICE, staff_concerned=False, once=os.urandom(16), ring=ring, by=world.asha)
    supported(world, case)
    bundle = begun(world, [case])
    evidence.go_on(bundle=bundle, ring=ring, by=world.asha)
    evidence.take(bundle=bundle, ring=ring, by=world.asha)
    case.refresh_from_db()
    return case


def run_later() -> int:
    """The worker's turn once the pause is over."""
    with clock.frozen(clock.now() + PAUSE + timedelta(minutes=1)):
        return jobs.shred_waiting()


def left_of(case: Case, reports: list[Any]) -> dict[str, int]:
    """How many rows of each table still name the case or its reports, asked of the models, not of our list."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.related_model in {Case, Report}:
                among = [case.pk] if field.related_model is Case else reports
                found[f"{model._meta.label}.{field.name}"] = model._default_manager.filter(
                    **{f"{field.name}__in": among}
                ).count()
    return found


def hanging() -> Iterator[tuple[str, str]]:
    """Walk the models from cases and reports upwards: whatever points at one that goes, goes (or is let go of)."""
    reached: set[type[models.Model]] = {Case, Report}
    grew = True
    while grew:
        grew = False
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_concrete_fields:
                if field.related_model not in reached or field.related_model is model:
                    continue
                lets_go = getattr(field.remote_field, "on_delete", None) is models.SET_NULL
                yield ("let_go" if lets_go else "goes"), f"{model._meta.label}.{field.name}"
                if not lets_go and model not in reached:
                    reached.add(model)
                    grew = True


def test_no_table_is_forgotten() -> None:
    found = set(hanging())
    names = {name.rpartition(".")[0].casefold() for kind, name in found if kind == "goes"} | {
        "cases.case",
        "reports.report",
    }
    assert {label.casefold() for label, _ways in TABLES} == names
    assert {f"{label}.{column}" for label, column in LET_GO} == {name for kind, name in found if kind == "let_go"}


def test_every_way_leads_there_and_children_go_before_parents(db: None) -> None:
    order = [apps.get_model(label) for label, _ways in TABLES]
    for at, (label, ways) in enumerate(TABLES):
        assert rows_of(Case().pk).of(label, ways).count() == 0
        for field in order[at]._meta.local_concrete_fields:
            if field.related_model in order and field.related_model is not order[at]:
                assert order.index(field.related_model) > at, f"{label} goes after {field.name}"


def test_a_case_goes_whole_and_nothing_else(world: World) -> None:
    case, other = full(world), full(world)
    drafted(world, case)
    letters = Letter.objects.count()
    case.refresh_from_db()
    closed(world, case)
    reports = list(Report.objects.filter(gathered__case=case).values_list("pk", flat=True))
    others = list(Report.objects.filter(gathered__case=other).values_list("pk", flat=True))
    before = left_of(other, others)
    assert sum(bool(count) for count in left_of(case, reports).values()) > 15
    row = approved(world, case)
    assert jobs.shred_waiting() == 0, "the pause"
    assert run_later() == 1
    assert {name: count for name, count in left_of(case, reports).items() if count} == {}
    assert not Case.objects.filter(pk=case.pk).exists()
    assert left_of(other, others) == before
    assert Letter.objects.count() == letters
    assert not Purge.objects.exists()
    row.refresh_from_db()
    item = row.items.get()
    assert (row.state, item.state, item.reports) == (State.DONE, ItemState.GONE, 2)
    assert item.rows > 25
    assert Line.objects.filter(subject=f"case:{case.pk}", verb="case.started").exists(), "the journal stands apart"
    assert Line.objects.filter(subject=f"case:{case.pk}", verb="retention.shredded").count() == 1
    assert run_later() == 0


@pytest.mark.parametrize("in_step", ["_finish", "_clear_series", "_close"])
def test_killed_half_way_it_goes_on(world: World, monkeypatch: pytest.MonkeyPatch, in_step: str) -> None:
    case = closed(world)
    report = Report.objects.get(gathered__case=case)
    row, ring = approved(world, case), world.ring(world.asha)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, in_step, killed)
        with pytest.raises(KeyboardInterrupt):
            run_later()
    if in_step != "_close":
        held = Case.objects.get(pk=case.pk)
        assert not ring.holds(held.circle_key_id)
        report.refresh_from_db()
        copies = [
            bytes(getattr(each, column.name) or b"") for each in (held, report) for column in key_columns(type(each))
        ]
        assert copies == [b"", b"", b""], "every sealed copy of a key is gone before a row goes"
        with pytest.raises(Clash):
            actions.take_back(shredding=row, seen=row.version, by=world.asha)
    circles = Circle.objects.count()
    run_later()
    row.refresh_from_db()
    assert row.state == State.DONE
    assert not Case.objects.filter(pk=case.pk).exists()
    assert Circle.objects.count() == circles - (in_step != "_close")


def test_two_people_and_each_may_say_no(world: World) -> None:
    case = closed(world)
    row, dev = proposed(world, case), world.ring(world.dev)
    with pytest.raises(Refused, match="You proposed this"):
        actions.approve(shredding=row, seen=1, ring=world.ring(world.asha), by=world.asha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shredding.objects.update(state=State.APPROVED, answered_by=world.asha)
    with pytest.raises(Clash, match="in a proposal"):
        proposed(world, case)
    with pytest.raises(Refused, match="Write something"):
        actions.refuse(shredding=row, why=" ", seen=1, ring=dev, by=world.dev)
    row.refresh_from_db()
    actions.refuse(shredding=row, why="The trial is not over", seen=row.version, ring=dev, by=world.dev)
    assert dev.data_key(row).open(row, "answer") == "The trial is not over"
    assert dev.data_key(row).open(row, "why") == WHY
    again = approved(world, case)
    with pytest.raises(Clash, match="Somebody else"):
        actions.take_back(shredding=again, seen=1, by=world.dev)
    actions.take_back(shredding=again, seen=again.version, by=world.dev)
    assert run_later() == 0
    assert set(Item.objects.values_list("state", flat=True)) == {ItemState.KEPT}
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("what", ["held", "reopened", "longer"])
def test_what_may_not_go_any_more_stays(world: World, what: str) -> None:
    case, ring = closed(world), world.ring(world.asha)
    row = approved(world, case)
    if what == "held":
        keeping.hold(case=case, why="A letter from a solicitor", ring=ring, by=world.asha)
    elif what == "reopened":
        cases.reopen(case=case, seen=case.version, ring=ring, by=world.asha)
    else:
        years = {"school": world.marram, "why": "Our board said so", "by": world.olu}
        keeping.set_years(kind=standings(world.marram)[0].kind, years=100, **years)  # type: ignore[arg-type]
    assert run_later() == 0
    row.refresh_from_db()
    assert (row.state, row.items.get().state) == (State.DONE, ItemState.KEPT)
    assert ring.data_key(Case.objects.get(pk=case.pk)).open(case, "title")


def test_a_closed_off_case_is_for_its_people(world: World) -> None:
    case, ring = a_told_case(world), world.ring(world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    closed(world, case)
    with pytest.raises(Gone):
        actions.propose(
            school=world.marram, cases=[case.pk], why=WHY, once=os.urandom(16), ring=world.ring(world.dev), by=world.dev
        )
    row = proposed(world, case)
    with pytest.raises(Refused, match="closed off to you"):
        actions.approve(shredding=row, seen=1, ring=world.ring(world.dev), by=world.dev)


def test_a_series_keeps_its_other_cases_and_goes_with_its_last(world: World) -> None:
    one, two = a_case(world, "brook_9"), a_case(world, "brook_9x")
    a_series(world, one, two)
    closed(world, one)
    approved(world, one)
    assert run_later() == 1
    assert list(Series.objects.get().places.values_list("case_id", flat=True)) == [two.pk]
    two.refresh_from_db()
    closed(world, two)
    approved(world, two)
    assert run_later() == 1
    assert not Series.objects.exists()
