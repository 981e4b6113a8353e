"""What is due: a list that several rooms fill, each with small `Due`s; a room above adds its own to SOURCES."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from seawall.briefings import queries as briefings
from seawall.briefings.wording import year_name
from seawall.cases.wording import AGENCIES
from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.letters import queries as letters
from seawall.referrals import queries as referrals
from seawall.reports.queries import queue, told_by
from seawall.support import queries as support
from seawall.support.common import today
from seawall.takedowns import queries as takedowns
from seawall.takedowns.rules import is_chase
from seawall.vault.models import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from seawall.briefings.models import Absence, Session
    from seawall.cases.models import Case, Involved
    from seawall.support.models import NotTold, Task
    from seawall.takedowns.models import FakeAccount
    from seawall.vault.sealing import DataKey
    from seawall.web.shared.requests import LeadRequest

AHEAD: Final = timedelta(days=7)


class Group(IntEnum):
    """Under which heading something stands, in order of urgency."""

    WAITING = 0
    LATE = 1
    TODAY = 2
    SOON = 3


HEADINGS: Final[dict[Group, StrOrPromise]] = {
    Group.WAITING: _("Somebody waits for you"),
    Group.LATE: _("Overdue"),
    Group.TODAY: _("Today"),
    Group.SOON: _("The next seven days"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Due:
    """One thing that is due: what `kind` of thing, when, of which danger, and the page where it is done.

    `case` is what it belongs to, and `words` reads its own words with that case's key (a task's name, a child's). A report
    that is in no case yet has none; what may be said of it stands in `said`. `mine` is False for what nobody has.
    """

    kind: StrOrPromise
    group: Group
    at: datetime | date
    url: str
    danger: int
    mine: bool = True
    case: Case | None = None
    said: str = ""
    words: Callable[[DataKey], str] | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.group is Group.LATE

    @property
    def has_time(self) -> bool:
        """Whether `at` is a moment, not a day."""
        return isinstance(self.at, datetime)

    @property
    def order(self) -> tuple[int, int, str]:
        """Urgent first: by heading, then danger, then time."""
        return self.group, -self.danger, self.at.isoformat()


type Source = Callable[[LeadRequest], Iterable[Due]]


def what_is_due(request: LeadRequest) -> list[Due]:
    """Everything of theirs, or nobody's, that is due within seven days, the most urgent first. One query a source or so."""
    return sorted((due for source in SOURCES for due in source(request)), key=lambda due: due.order)


def group_of(day: date) -> Group:
    """The heading for a day."""
    return Group.LATE if day < today() else Group.TODAY if day == today() else Group.SOON


def _reports(request: LeadRequest) -> Iterable[Due]:
    for report in queue(request.school, mine=request.user).open_to(request.ring):
        url, said = reverse("report", args=[report.pk]), f"{told_by(report)} {report.reference}"
        yield Due(_("Report"), Group.WAITING, report.received_at, url, report.danger, said=said)


def _messages(request: LeadRequest) -> Iterable[Due]:
    """Unread messages in mailboxes of their reports and cases, or of cases that nobody has."""
    held = request.ring.held_keys()
    owned = Share.objects.filter(
        circle_key_id=OuterRef("circle_key_id"), holder_id=OuterRef("report__gathered__case__owner__holder_id")
    )
    rows = (
        request.school.mailboxes.with_news()
        .filter(circle_key_id__in=held)
        .annotate(owned=Exists(owned))
        .filter(
            Q(report__assigned_to=request.user)
            | Q(report__gathered__case__owner=request.user)
            | Q(report__gathered__isnull=False, owned=False)
        )
        .select_related("report__gathered__case__circle_key")
        .defer("report__told", "report__lowered_why", "report__key_for_circle", "report__key_for_reporter")
    )
    for row in rows:
        gathered = getattr(row.report, "gathered", None)
        case = gathered.case if gathered else None
        mine = request.user.pk in {row.report.assigned_to_id, case.owner_id if case else None}
        url, said = f"{reverse('report', args=[row.report_id])}#mailbox", row.report.reference
        danger = row.report.danger
        yield Due(_("Unread message"), Group.WAITING, row.unread_since or row.made_at, url, danger, mine, case, said)


def _tasks(request: LeadRequest) -> Iterable[Due]:
    for row in support.tasks_due(request.school, request.ring, request.user, today() + AHEAD):
        url = reverse("case_task", args=[row.case_id, row.pk])
        yield _of_case(request, row.case, _("Task"), row.due_on, url, owner_id=row.owner_id, words=_title(row))


def _check_ins(request: LeadRequest) -> Iterable[Due]:
    for row in support.check_ins_due(request.school, request.ring, request.user, today() + AHEAD):
        url = reverse("case_check_in", args=[row.case_id, row.pk])
        kind = _("Check-in missed") if row.is_missed(today()) else _("Check-in")
        yield _of_case(request, row.case, kind, row.planned_on, url, owner_id=row.owner_id, words=_name(row.involved))


def _reviews(request: LeadRequest) -> Iterable[Due]:
    for row in support.reviews_due(request.school, request.ring, request.user, today() + AHEAD):
        url = reverse("case_child", args=[row.case_id, row.involved_id])
        kind, owner_id = _("Look at the support plan again"), row.case.owner_id
        yield _of_case(request, row.case, kind, row.review_on, url, owner_id=owner_id, words=_name(row.involved))


def _decisions(request: LeadRequest) -> Iterable[Due]:
    for row in support.decisions_due(request.school, request.ring, request.user, today() + AHEAD):
        url, kind = reverse("case_not_told", args=[row.case_id, row.pk]), _("Parent not told: look again")
        yield _of_case(request, row.case, kind, row.review_on, url, owner_id=row.case.owner_id, words=_parent(row))


def _referrals(request: LeadRequest) -> Iterable[Due]:
    for due in referrals.due(request.school, request.ring, clock.now()):
        row, case = due.row, due.row.case
        if case.owner_id in {request.user.pk, None}:
            kind = _("Referral not made yet") if row.made_at is None else _("Referral: ask again")
            url = reverse("case_referral", args=[case.pk, row.pk])
            day = row.next_check or timezone.localdate(row.drafted_at)
            yield _of_case(request, case, kind, day, url, owner_id=case.owner_id, words=_said(AGENCIES[row.agency]))


def _accounts(request: LeadRequest) -> Iterable[Due]:
    for row in takedowns.to_look_at(request.school, request.ring, clock.now()):
        if row.look_at is not None and row.case.owner_id in {request.user.pk, None}:
            kind = _("Fake account: ask the platform again") if is_chase(row.state) else _("Fake account: look again")
            url, day = reverse("case_account", args=[row.case_id, row.pk]), timezone.localdate(row.look_at)
            yield _of_case(request, row.case, kind, day, url, owner_id=row.case.owner_id, words=_account(row))


def _absent(request: LeadRequest) -> Iterable[Due]:
    """Pupils who were absent from a briefing and are to be told: one line a group."""
    groups: dict[UUID, list[Absence]] = {}
    for row in briefings.absent_due(request.school, request.user, today() + AHEAD):
        groups.setdefault(row.session_id, []).append(row)
    for rows in groups.values():
        session, mine = rows[0].session, any(row.owner_id == request.user.pk for row in rows)
        url, said = f"{reverse('briefing', args=[session.briefing_id])}#absent", _absent_said(session, len(rows))
        kind, day = _("Absent from a briefing: tell them"), rows[0].due_on
        yield Due(kind, group_of(day), day, url, Level.ROUTINE.value, mine, said=said)


def _absent_said(session: Session, count: int) -> str:
    told = {"group": session.group_name, "year": year_name(session.briefing.year), "count": count}
    return ngettext("%(group)s, %(year)s: %(count)s pupil", "%(group)s, %(year)s: %(count)s pupils", count) % told


def _questions(request: LeadRequest) -> Iterable[Due]:
    """Questions without a name: each that sounds of danger by itself, the others in one line. They belong to every lead."""
    calm = []
    for row in request.school.questions.open_to(request.ring).waiting().defer("told"):
        if row.level > Level.ROUTINE:
            url = reverse("question_asked", args=[row.pk])
            said = str(_("it may be about danger"))
            yield Due(_("Question without a name"), Group.WAITING, row.received_at, url, row.danger, said=said)
        else:
            calm.append(row)
    if calm:
        said = ngettext("%(count)s waits", "%(count)s wait", len(calm)) % {"count": len(calm)}
        yield Due(
            _("Questions without a name"), Group.TODAY, today(), reverse("questions"), Level.ROUTINE.value, said=said
        )


def _letters(request: LeadRequest) -> Iterable[Due]:
    """Letters to families that wait for them: to be read, or to be gone on with. No word of a letter is opened here."""
    for row in letters.waiting_for(request.user):
        url, said = reverse("letter", args=[row.pk]), row.by.get_full_name()
        yield Due(_("A letter waits for your second pair of eyes"), Group.WAITING, row.moved_at, url, 0, said=said)
    for row, in_trouble in letters.of_writer(request.user, request.ring):
        kind = (
            _("Some copies of a letter could not be made or delivered")
            if in_trouble
            else {"draft": _("Your letter was sent back"), "approved": _("Your letter was approved")}.get(
                row.state, _("Your letter is made and not sent")
            )
        )
        yield Due(kind, Group.WAITING, row.moved_at, reverse("letter", args=[row.pk]), 0, said=row.reference)


SOURCES: Final[tuple[Source, ...]] = (
    _reports,
    _messages,
    _tasks,
    _check_ins,
    _reviews,
    _decisions,
    _referrals,
    _accounts,
    _absent,
    _questions,
    _letters,
)
"""Who fills the list."""


def _of_case(
    request: LeadRequest,
    case: Case,
    kind: StrOrPromise,
    day: date,
    url: str,
    *,
    owner_id: UUID | None,
    words: Callable[[DataKey], str],
) -> Due:
    return Due(kind, group_of(day), day, url, case.danger, owner_id == request.user.pk, case, words=words)


def _title(row: Task) -> Callable[[DataKey], str]:
    return lambda key: str(key.open(row, "words")["title"])


def _name(row: Involved) -> Callable[[DataKey], str]:
    return lambda key: str(key.open(row, "who")["name"])


def _parent(row: NotTold) -> Callable[[DataKey], str]:
    return lambda key: str(key.open(row, "words")["parent"])


def _said(words: StrOrPromise) -> Callable[[DataKey], str]:
    return lambda _key: str(words)


def _account(row: FakeAccount) -> Callable[[DataKey], str]:
    return lambda key: str(key.open(row, "told")["name"])
