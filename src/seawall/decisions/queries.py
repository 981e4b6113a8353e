"""Shapes that pages about a decision need. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seawall.decisions.models import Paper, Review, SignOff, Standing
from seawall.decisions.rules import Sheet, State
from seawall.decisions.told import Reviewed, taken_up
from seawall.decisions.wording import answered
from seawall.guidance.rules.decision import Course, facts_of
from seawall.guidance.rules.decision_data import reviews
from seawall.guidance.rules.forms import choices_for
from seawall.referrals import queries as referrals
from seawall.reports.models import Report
from seawall.schools.models import people_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from seawall.cases.models import Case
    from seawall.decisions.models import Decision
    from seawall.decisions.wording import Answered
    from seawall.guidance.rules.decision import Decision as Answer
    from seawall.guidance.rules.decision_data import Question
    from seawall.guidance.rules.forms import Choice
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True)
class Said:
    """What the reports of a case say: each fact with the references of those that say it; how many reports; the last to come."""

    facts: Mapping[str, list[str]]
    reports: int
    last: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """The decision on a case, opened. `news`: something came into the case since the review or the decision."""

    standing: Standing
    reviewed: Reviewed
    answer: Answer
    said: Said
    news: bool
    new_facts: list[str]

    @property
    def looked_at(self) -> datetime | None:
        """When somebody last looked at what the reports say."""
        return looked_at(self.standing)

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What may be chosen now."""
        return choices_for(self.answer.decision)


@dataclass(frozen=True, slots=True, repr=False)
class Decided:
    """A recorded decision, opened: why, the risk assessment, and who decided."""

    row: Decision
    reason: str
    risk: list[Answered]
    by: Person | None


@dataclass(frozen=True, slots=True, repr=False)
class OnSheet:
    """A sheet for the head, opened: what was written to them, and what they wrote back."""

    row: SignOff
    words: str
    answer: str


@dataclass(frozen=True, slots=True, repr=False)
class OnPaper:
    """A form, opened: its last version, what it holds, who saved it, and when each version was saved."""

    row: Paper
    given: dict[str, Any]
    by: Person | None
    saved: list[datetime]


def standing_of(case: Case) -> Standing:
    """Where the decision on a case stands; unsaved and undecided if nobody began. One query."""
    found = Standing.objects.select_related("review", "decision__review").filter(case=case).first()
    return found or Standing(case=case)


def said_in(case: Case) -> Said:
    """What the reports of a case say. One query, nothing sealed."""
    rows = Report.objects.filter(gathered__case=case).order_by("gathered__at")
    return _said(rows.values_list("reference", "coded", "gathered__at"))


def _said(rows: Iterable[tuple[str, dict[str, Any], datetime]]) -> Said:
    found = sorted(rows, key=lambda row: row[2])
    facts: defaultdict[str, list[str]] = defaultdict(list)
    for reference, coded, _at in found:
        for fact in facts_of(coded):
            facts[fact].append(reference)
    return Said(dict(facts), len(found), found[-1][2] if found else None)


def has_news(standing: Standing, said: Said) -> bool:
    """Whether a report came into the case since somebody last answered the triggers, or decided without."""
    looked = looked_at(standing)
    return looked is not None and said.last is not None and said.last > looked


def looked_at(standing: Standing) -> datetime | None:
    """When somebody last looked at what the reports say; None if nobody has yet."""
    if standing.review is not None and standing.review.looked_at is not None:
        return standing.review.looked_at
    return standing.decision.at if standing.decision else None


def opened(case: Case, key: DataKey, reports: Iterable[Any] | None = None) -> Opened:
    """Open where the decision on a case stands. Two queries; one for a page that has the case's `reports` (cases.queries)."""
    standing, said = standing_of(case), said_in(case) if reports is None else _said_by(reports)
    told = Reviewed.of(key.open(standing.review, "told")) if standing.review else Reviewed()
    new = [fact for fact in said.facts if fact not in told.reports_say]
    news = has_news(standing, said)
    return Opened(standing, told, told.answer(said.facts), said, news, new if news else [])


def _said_by(reports: Iterable[Any]) -> Said:
    return _said((report.reference, report.coded, report.gathered_at) for report in reports)


def decided(case: Case, key: DataKey, row: Decision) -> Decided:
    """Open a recorded decision. One query."""
    told = key.open(row, "told")
    risk = answered(reviews().risk_assessment, taken_up(reviews().risk_assessment, told["risk"]))
    return Decided(row, told["reason"], risk, people_by_id(case.school, [row.by_id]).get(row.by_id))


def sheet_of(key: DataKey, decision: Decision | None) -> OnSheet | None:
    """Open the last sheet about a decision with the key of its case. One query."""
    if decision is None:
        return None
    row = decision.sheets.select_related("to", "by").order_by("-at", "-pk").first()
    return open_sheet(row, key.open_key(row, "key_for_case")) if row else None


def open_sheet(row: SignOff, key: DataKey) -> OnSheet:
    """Open a sheet with its own key."""
    return OnSheet(row, key.open(row, "words"), key.open(row, "answer") or "")


def versions(case: Case) -> QuerySet[Review]:
    """The saved versions of a review, the last first."""
    return case.reviews.defer("told").select_related("by").order_by("-number")


def papers(case: Case) -> list[Paper]:
    """The forms of a case, each in its last version, the last saved first. One query, nothing opened."""
    last: dict[UUID, Paper] = {}
    for row in case.papers.defer("told").select_related("by").order_by("at", "number"):
        last[row.sheet] = row
    return sorted(last.values(), key=lambda row: row.at, reverse=True)


def paper(case: Case, key: DataKey, sheet: UUID) -> OnPaper | None:
    """Open a form; None if it is not in this case. One query."""
    rows = list(case.papers.filter(sheet=sheet).select_related("by").order_by("number"))
    if not rows:
        return None
    given = taken_up(questions_of(rows[-1].kind), key.open(rows[-1], "told"))
    return OnPaper(rows[-1], given, rows[-1].by, [row.at for row in rows])


def questions_of(kind: str) -> Mapping[str, Question]:
    """The questions of a form."""
    return {
        "viewing": reviews().viewing,
        "seizure": reviews().seizure,
        "deletion": reviews().deletion,
    }[kind]


def waiting_for(head: Person) -> QuerySet[SignOff]:
    """Sheets that wait for somebody's signature, the longest waiting first; nothing sealed."""
    return _sheets_of(head).filter(state=Sheet.WAITING).order_by("at")


def answered_by(head: Person) -> QuerySet[SignOff]:
    """Sheets somebody answered, or that were taken back, the last first; nothing sealed."""
    return _sheets_of(head).exclude(state=Sheet.WAITING).order_by("-at")


def _sheets_of(head: Person) -> QuerySet[SignOff]:
    return (
        head.school.sign_offs.filter(to=head)
        .select_related("by", "decision__case")
        .defer("words", "answer", "key_for_case")
    )


def own_key(sheet: SignOff, ring: Ring) -> DataKey:
    """Return the key of a sheet that was sealed to this head. Raises WontOpenError for anybody else's."""
    return ring.own_data_key(sheet, "key_for_head")


def guidance_on_deletion(case: Case, key: DataKey) -> Course:
    """What the guidance answers, for a request to delete: a case that is referred, or to be referred, is held."""
    found = opened(case, key)
    return Course.REFER_NOW if found.standing.state == State.REFERRED else found.answer.decision


def police_referral_open(case: Case) -> bool:
    """Whether the police or CEOP are being told of a case, or have not finished: then nothing is deleted without them."""
    return referrals.police_open(case)
