"""Two leads do anything to cases, in any order: whatever is done or refused, the chains hold and no report is lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from seawall.cases import actions as cases
from seawall.cases import chronology, closing_off
from seawall.cases.models import Case, Gathered
from seawall.cases.models import Line as CaseLine
from seawall.cases.rules import MOVES, Outcome, State
from seawall.journal.models import Line
from seawall.kit.refusal import RefusedError
from seawall.mailbox import queries as mailboxes
from seawall.referrals import actions as referrals
from seawall.referrals.rules import Agency
from seawall.reports.models import Report
from seawall.reports.rules import State as ReportState
from seawall.series import actions as series
from seawall.series.actions import Asked
from seawall.series.models import Place, Series

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.kit.codes import Code
    from seawall.schools.models import Person
    from tests.world import World

EXAMPLES, STEPS = 8, 15
NUMBER = st.integers(min_value=0, max_value=20)
WHO = st.sampled_from(["asha", "dev"])


class Leads(RuleBasedStateMachine):
    """A school with reports; every rule is a lead's action on whichever report, case or series the number falls on."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.codes: dict[Any, Code] = {}
        self.were: dict[Any, str] = {}
        for number, urgent in enumerate((True, False, False)):
            self.tell(urgent=urgent)
            if number < 2:
                self.start("asha", number)

    def teardown(self) -> None:
        for report, code in self.codes.items():
            found = mailboxes.found(school=self.world.marram, code=code)
            assert found, "a code opens nothing any more"
            assert Report.objects.filter(pk=report).exists()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def try_(self, action: Callable[..., object], who: str, **more: Any) -> None:
        """Do something as a lead; what is refused changes nothing."""
        before = self.counted()
        person: Person = self.world.people[who]
        try:
            action(ring=self.world.ring(person), by=person, **more)
        except RefusedError:
            assert self.counted() == before, "refused, and something changed"

    def counted(self) -> tuple[int, ...]:
        rows = (Case, CaseLine, Gathered, Series, Place, Line)
        return tuple(each.objects.count() for each in rows)

    def a(self, model: Any, number: int) -> Any:
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)]

    @rule(urgent=st.booleans())
    def tell(self, urgent: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        report, code = self.world.tell("He is kai_9", what=["threats" if urgent else "other"])
        self.codes[report.pk] = code

    @rule(who=WHO, number=NUMBER)
    def start(self, who: str, number: int) -> None:
        report = self.a(Report, number)
        self.try_(cases.start, who, school=self.world.marram, title="A", report=report, seen=report.version)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER, other=NUMBER, stale=st.booleans())
    def join(self, who: str, number: int, other: int, stale: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        report = self.a(Report, other)
        self.try_(cases.add_report, who, case=self.a(Case, number), report=report, seen=report.version - stale)

    @precondition(lambda self: Gathered.objects.exists())
    @rule(who=WHO, number=NUMBER)
    def take_out(self, who: str, number: int) -> None:
        row = self.a(Gathered, number)
        self.try_(cases.take_out, who, case=row.case, report=row.report)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER, outcome=st.sampled_from(Outcome))
    def close(self, who: str, number: int, outcome: Outcome) -> None:
        case = self.a(Case, number)
        self.try_(cases.close, who, case=case, outcome=outcome, seen=case.version)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER)
    def reopen(self, who: str, number: int) -> None:
        case = self.a(Case, number)
        self.try_(cases.reopen, who, case=case, seen=case.version)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER, named=st.sets(WHO))
    def close_off(self, who: str, number: int, named: set[str]) -> None:
        case = self.a(Case, number)
        to = [self.world.people[each] for each in sorted(named)]
        self.try_(closing_off.close_off, who, case=case, to=to, seen=case.version)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER)
    def open_to_team(self, who: str, number: int) -> None:
        case = self.a(Case, number)
        self.try_(closing_off.open_to_team, who, case=case, seen=case.version)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER, agency=st.sampled_from(Agency))
    def refer(self, who: str, number: int, agency: Agency) -> None:
        case, once = self.a(Case, number), os.urandom(16)
        self.try_(referrals.draft, who, case=case, agency=agency, staff_concerned=False, once=once)

    @precondition(lambda self: Case.objects.exists())
    @rule(who=WHO, number=NUMBER)
    def note(self, who: str, number: int) -> None:
        self.try_(chronology.note, who, case=self.a(Case, number), typed="Rang", once=os.urandom(16))

    @precondition(lambda self: Case.objects.count() > 1)
    @rule(who=WHO, number=NUMBER, other=NUMBER)
    def link(self, who: str, number: int, other: int) -> None:
        together = list({self.a(Case, each) for each in (number, other)})
        self.asked(series.begin, who, school=self.world.marram, name="Kai", cases=together)

    @precondition(lambda self: Series.objects.exists())
    @rule(who=WHO, number=NUMBER, other=NUMBER)
    def merge(self, who: str, number: int, other: int) -> None:
        into = self.a(Series, number)
        self.asked(series.merge, who, series=into, other=self.a(Series, other), seen=into.version)

    @precondition(lambda self: Place.objects.exists())
    @rule(who=WHO, number=NUMBER)
    def unlink(self, who: str, number: int) -> None:
        place = self.a(Place, number)
        self.asked(series.take_out, who, series=place.series, case=place.case, seen=place.series.version)

    def asked(self, action: Callable[..., object], who: str, **more: Any) -> None:
        self.try_(lambda ring, by, **given: action(asked=Asked(os.urandom(16), ring, by), **given), who, **more)

    @invariant()
    def every_chain_is_whole(self) -> None:
        assert list(chronology.broken_in(self.world.marram)) == []

    @invariant()
    def no_report_is_lost_or_in_two_cases(self) -> None:
        assert set(Report.objects.values_list("pk", flat=True)) == set(self.codes)
        gathered = set(Gathered.objects.values_list("report", flat=True))
        assert gathered == set(Report.objects.filter(state=ReportState.IN_CASE).values_list("pk", flat=True))

    @invariant()
    def only_allowed_moves(self) -> None:
        for case in Case.objects.all():
            now, was = State(case.state), self.were.get(case.pk)
            assert was in {None, now} or now in MOVES[State(was)]
            assert (now == State.CLOSED) == bool(case.outcome) == (case.closed_at is not None)
            self.were[case.pk] = now

    @invariant()
    def what_is_closed_off_opens_for_the_named_and_its_reports_with_it(self) -> None:
        for case in Case.objects.all():
            for row in Report.objects.filter(gathered__case=case):
                assert row.circle_key.circle_id == case.circle_key.circle_id


def test_whatever_two_leads_do(world: World) -> None:
    machine = type("AtMarramBay", (Leads,), {"world": world})
    quick = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
    run_state_machine_as_test(machine, settings=settings(quick, suppress_health_check=list(HealthCheck)))
