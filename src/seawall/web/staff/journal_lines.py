"""The journal as the head may see it: who, when, a plain sentence; of what is closed off to named people only that it was there.

What reporters did is left out: when somebody told is a trace of who it was. The chain holds those lines all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.decisions.models import SignOff
from seawall.evidence.models import Bundle
from seawall.journal.actions import REPORTER, SERVER, WORKER
from seawall.journal.models import Mark
from seawall.letters.models import Letter
from seawall.links.models import Identifier
from seawall.schools.models import people_by_id
from seawall.vault.models import Locked
from seawall.web.staff import journal_words as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from seawall.schools.models import School

_BATCH = 1_000
"""Lines read at a time for a file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; empty is everything. `who` as the journal names them."""

    who: str = ""
    kind: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the journal, in words."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    mark: str


def found(school: School, asked: Asked) -> QuerySet[Mark]:
    """Return the lines that were asked for, the last first; those without a mark yet are not among them."""
    rows = Mark.objects.filter(school_id=school.pk).exclude(line__by=REPORTER.journal_name).select_related("line")
    if asked.who:
        rows = rows.filter(line__by=asked.who)
    if asked.day:
        rows = rows.filter(line__at__gte=_start(asked.day), line__at__lt=_start(asked.day + timedelta(days=1)))
    if asked.kind == words.CLOSED:
        rows = rows.filter(line__subject__in=closed_off(school))
    elif asked.kind:
        rows = rows.filter(line__verb__in=words.verbs_of(asked.kind)).exclude(line__subject__in=closed_off(school))
    return rows.order_by("-number")


def closed_off(school: School) -> list[str]:
    """Return, as the journal names them, whatever lies under another key than the team's, and what belongs to it."""
    found: dict[str, list[Any]] = {}
    for model in (each for each in apps.get_models() if issubclass(each, Locked)):
        name = str(model._meta.model_name)
        rows = _rows_of(model, school).exclude(circle_key__circle=school.team_id)
        found[name] = list(rows.values_list("pk", flat=True))
    cases, reports = found["case"], found["report"]
    found["identifier"] = list(Identifier.objects.filter(report__in=reports).values_list("pk", flat=True))
    found["signoff"] = list(SignOff.objects.filter(decision__case__in=cases).values_list("pk", flat=True))
    found["letter"] += Letter.objects.filter(case__in=cases).values_list("pk", flat=True)
    found["bundle"] = list(Bundle.objects.filter(cases__in=cases).values_list("pk", flat=True))
    return [f"{name}:{pk}" for name, pks in found.items() for pk in pks]


def _rows_of(model: type[Any], school: School) -> QuerySet[Any]:
    """Rows of one school, whichever way they belong to it."""
    names = {field.name for field in model._meta.get_fields()}
    rows: QuerySet[Any] = model.objects.filter(
        **({"school": school} if "school" in names else {"report__school": school})
    )
    return rows


def read(school: School, rows: list[Mark]) -> list[Shown]:
    """Put lines into words. As many queries whatever their number."""
    hidden = set(closed_off(school))
    names = {**people(school), **_references(school, rows)}
    return [_shown(row, names, closed=row.line.subject in hidden) for row in rows]


def read_all(school: School, asked: Asked) -> Iterator[Shown]:
    """Put every line that was asked for into words, the first first, without holding them all."""
    rows, after = found(school, asked).order_by("number"), 0
    while some := list(rows.filter(number__gt=after)[:_BATCH]):
        yield from read(school, some)
        after = some[-1].number


def people(school: School) -> dict[str, str]:
    """Return everybody who can stand in the journal, as it names them, with their name; leavers too."""
    ids = school.people.values_list("pk", flat=True)
    named = {f"person:{pk}": each.get_full_name() for pk, each in people_by_id(school, ids).items()}
    return {
        **dict(sorted(named.items(), key=lambda each: each[1].casefold())),
        WORKER.journal_name: _("Seawall, by itself"),
        SERVER.journal_name: _("The server's command line"),
    }


def _references(school: School, rows: list[Mark]) -> dict[str, str]:
    pks: dict[str, set[UUID]] = {"case": set(), "report": set()}
    for row in rows:
        kind, _colon, pk = row.line.subject.partition(":")
        if kind in pks:
            pks[kind].add(UUID(pk))
    cases = school.cases.filter(pk__in=pks["case"]).values_list("pk", "reference")
    reports = school.reports.filter(pk__in=pks["report"]).values_list("pk", "reference")
    return {f"{kind}:{pk}": name for kind, each in (("case", cases), ("report", reports)) for pk, name in each}


def _shown(row: Mark, names: dict[str, str], *, closed: bool) -> Shown:
    line = row.line
    who = names.get(line.by) or _("Somebody")
    mark = bytes(row.mark).hex()
    if closed:
        return Shown(row.number, line.at, who, str(words.CLOSED_OFF), "", mark)
    what = str(words.WORDS.get(line.verb, words.UNKNOWN))
    about = "" if line.subject == line.by else names.get(line.subject, "")
    return Shown(row.number, line.at, who, what, about, mark)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
