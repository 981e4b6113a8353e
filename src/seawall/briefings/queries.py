"""Shapes the pages of briefings need: the plan with its pupils, who is to be told, what it is about, what it may not say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from seawall.briefings.models import Absence, Briefing, Session
from seawall.briefings.rules.states import AbsentState, State
from seawall.cases.queries import reports_of
from seawall.kit.refusal import Gone
from seawall.links.models import Identifier
from seawall.links.queries import value_of
from seawall.links.rules.states import State as Found
from seawall.roll import queries as roll
from seawall.roll.rules.given_away import Finding, Known, look
from seawall.roll.rules.names import fold
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from seawall.briefings.models import BriefingQuerySet
    from seawall.briefings.rules.states import Slot
    from seawall.cases.models import Case
    from seawall.roll.models import Pupil
    from seawall.schools.models import Person, School
    from seawall.series.models import Series
    from seawall.vault.ring import Ring

ON_THE_WAY: Final = (State.PLANNED, State.HELD, State.FOLLOWED_UP)
"""States in which those who lead a group see it."""
_NOBODY_FINDS: Final = "There is nothing here for you to see."


@dataclass(frozen=True, slots=True, repr=False)
class Planned:
    """A group of a briefing with its pupils today, and who was absent."""

    row: Session
    pupils: int
    absent: tuple[Absence, ...]

    @property
    def slot(self) -> Slot:
        """What the rules have to know of it."""
        return self.row.slot(self.pupils)

    @property
    def to_tell(self) -> list[Absence]:
        """Who is still to be told, and has not left the school."""
        return [each for each in self.absent if each.state == AbsentState.TO_TELL and each.pupil.left_on is None]


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """What a briefing comes from: one of the two."""

    case: Case | None = None
    series: Series | None = None


def find(school: School, pk: UUID) -> Briefing:
    """Return a briefing of this school. Raises Gone."""
    row = school.briefings.select_related("school__team", "by", "box", "circle_key", "changed_by").filter(pk=pk).first()
    if row is None:
        raise Gone(_(_NOBODY_FINDS))
    return row


def find_session(school: School, pk: UUID) -> Session:
    """Return a group of a briefing of this school. Raises Gone."""
    rows = Session.objects.filter(briefing__school=school).select_related(
        "briefing__school", "briefing__box", "group", "leader", "helper", "attended_by", "changed_by"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Gone(_(_NOBODY_FINDS))
    return row


def find_absence(school: School, pk: UUID) -> Absence:
    """Return a pupil who was absent. Raises Gone."""
    rows = Absence.objects.filter(session__briefing__school=school)
    row = rows.select_related("session__briefing__school", "pupil", "changed_by").filter(pk=pk).first()
    if row is None:
        raise Gone(_(_NOBODY_FINDS))
    return row


def listed(school: School) -> BriefingQuerySet:
    """Briefings of a school, the newest first."""
    return school.briefings.newest()


def pupils_of(session: Session) -> list[Pupil]:
    """Return the pupils of a group who are on the roll today, by name."""
    briefing = session.briefing
    rows = roll.on_roll(briefing.school).filter(year=briefing.year, group=session.group_id)
    return sorted(rows, key=lambda each: each.sort_key)


def planned(briefing: Briefing) -> list[Planned]:
    """Return the groups of a briefing by name, each with its pupils and who was absent. Three queries."""
    rows = list(briefing.sessions.select_related("group", "leader", "helper", "attended_by", "changed_by"))
    counts = _pupils_by_group(briefing)
    absent: dict[UUID, list[Absence]] = {}
    for each in Absence.objects.of_groups(rows):
        absent.setdefault(each.session_id, []).append(each)
    found = [
        Planned(row, counts[row.group_id], tuple(sorted(absent.get(row.pk, ()), key=lambda each: each.pupil.sort_key)))
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.row.group_id is None, fold(each.row.group_name)))


def absent_from(session: Session) -> list[Absence]:
    """Return who was absent from a group, by name."""
    return sorted(Absence.objects.of_groups([session]), key=lambda each: each.pupil.sort_key)


def _pupils_by_group(briefing: Briefing) -> Counter[UUID | None]:
    rows = roll.on_roll(briefing.school).filter(year=briefing.year).select_related(None)
    return Counter(rows.values_list("group_id", flat=True))


def outside(briefing: Briefing) -> int:
    """Return how many pupils of the year are in no group of the briefing: they came, or changed, since it was planned."""
    there = set(briefing.sessions.values_list("group_id", flat=True))
    return sum(count for group, count in _pupils_by_group(briefing).items() if group not in there)


def about(briefing: Briefing, ring: Ring) -> About | None:
    """Return what a briefing comes from, for whoever may open that; None if nothing, or if it is closed off to them."""
    if not ring.holds(briefing.circle_key_id):
        return None
    told = ring.data_key(briefing).open(briefing, "told")["about"]
    if not told:
        return None
    kind, pk = told["kind"], UUID(told["id"])
    school = briefing.school
    if kind == "series":
        row = school.series.open_to(ring).select_related("circle_key").filter(pk=pk).first()
        return About(series=row) if row else None
    case = school.cases.open_to(ring).select_related("circle_key", "school__team").filter(pk=pk).first()
    return About(case=case) if case else None


def of_case(case: Case, ring: Ring) -> list[Briefing]:
    """Return the briefings that come from a case, the newest first. Each that the ring opens is opened for it."""
    rows = case.school.briefings.newest().filter(circle_key_id__in=ring.held_keys()).select_related("circle_key")
    found = []
    for row in rows:
        told = ring.data_key(row).open(row, "told")["about"]
        if told and told["id"] == str(case.pk):
            found.append(row)
    return found


def led_by(person: Person) -> list[Session]:
    """Return the groups somebody leads or is at hand in, that are planned or were held, the newest first."""
    mine = Q(leader=person) | Q(helper=person)
    rows = Session.objects.filter(mine, briefing__school=person.school_id, briefing__state__in=ON_THE_WAY)
    return list(rows.select_related("briefing", "leader", "helper").order_by("-starts_at", "-pk"))


def owned_by(person: Person) -> list[Absence]:
    """Return the pupils somebody is to tell, the first due first."""
    rows = Absence.objects.to_tell().filter(owner=person, session__briefing__school=person.school_id)
    return list(rows.select_related("pupil", "session__briefing").order_by("due_on", "pk"))


def absent_due(school: School, person: Person, until: date) -> list[Absence]:
    """Return the pupils to be told until a day by this person, or by nobody who works here, the first due first."""
    mine = Q(owner=person) | Q(owner=None) | Q(owner__is_active=False)
    rows = Absence.objects.to_tell().filter(mine, session__briefing__school=school, due_on__lte=until)
    return list(rows.select_related("session__briefing").order_by("due_on", "pk"))


def findings(briefing: Briefing, text: str, ring: Ring) -> list[Finding]:
    """Return what words for pupils say that nobody may learn from them.

    Looked at: names on the roll; and what the briefing comes from, for whoever may open that.
    """
    people, details = _known_of(about(briefing, ring), ring)
    return look("", text, _known(briefing.school, people, details))


def findings_on_page(school: School, text: str) -> list[Finding]:
    """The same for words on a question box's page, which comes from no case: names on the roll."""
    return look("", text, _known(school))


def _known(school: School, people: Iterable[str] = (), details: Iterable[str] = ()) -> Known:
    staff = [each.get_full_name() for each in school.people.working()]
    names = tuple(_on_roll(school))
    return Known(tuple(people), tuple(details), names, (school.name, school.police_force, *staff))


def _on_roll(school: School) -> Iterator[str]:
    for each in roll.names(school):
        yield f"{each.first} {each.last}"
        if each.known_as:
            yield f"{each.known_as} {each.last}"


def _known_of(what: About | None, ring: Ring) -> tuple[list[str], list[str]]:
    if what is None:
        return [], []
    cases = [what.case] if what.case else []
    if what.series:
        places = what.series.places.select_related("case__circle_key", "case__school")
        cases = [place.case for place in places if ring.holds(place.case.circle_key_id)]
    people: list[str] = []
    details: list[str] = []
    for case in cases:
        theirs, found = _known_of_case(case, ring)
        people += theirs
        details += found
    return people, details


def _known_of_case(case: Case, ring: Ring) -> tuple[list[str], list[str]]:
    try:
        key = ring.data_key(case)
        people = [str(key.open(row, "who")["name"]) for row in case.people.all()]
        told = [key.open(account, "told") for account in case.fake_accounts.all()]
        held = {report.pk: ring.data_key(report) for report in reports_of(case)}
    except WontOpenError:
        raise Gone(_(_NOBODY_FINDS)) from None
    details = [str(each[name]) for each in told for name in ("name", "link")]
    there = Identifier.objects.filter(report__in=list(held)).exclude(state=Found.DROPPED)
    details += [value_of(row, held[row.report_id]) for row in there]
    return people, [each for each in details if each]
