"""The parts of a series' page: what is known, its picture with the same as a table, and the forms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from seawall.cases import opening as case_opening
from seawall.kit.refusal import Gone
from seawall.reports.questions import label_of
from seawall.series import queries
from seawall.series.meeting import met
from seawall.series.opening import open_series
from seawall.series.picture import draw
from seawall.web.staff.series import ActForm, JoinForm, MergeForm, RenameForm, SplitForm, TakeOutForm

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from seawall.reports.models import Report
    from seawall.series.models import Series
    from seawall.series.picture import Meeting
    from seawall.series.queries import Opened
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.forms import DeskForm
    from seawall.web.staff.series import Named

MOST_CASES: Final = 200
MOST_WAITING: Final = 20


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A line of the table beside the picture: on a day, through an account, these children."""

    day: date
    account: str
    children: tuple[str, ...]


def find_series(request: LeadRequest, pk: UUID) -> Series:
    """Return a series of this school. Raises Gone."""
    rows = request.school.series.open_to(request.ring).select_related("school__team", "circle_key")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


def cases_without(request: LeadRequest) -> list[Named]:
    """Cases that stand in no series, open ones first, with their names."""
    rows = request.school.cases.open_to(request.ring).filter(place=None).select_related("circle_key", "school")
    found = list(rows.order_by("-state", "-opened_at")[:MOST_CASES])
    return case_opening.open_titles(school=request.school, cases=found, ring=request.ring, by=request.user)


def cases_in(request: LeadRequest, series: Series) -> list[Named]:
    """Cases of a series that this lead may open, with their names."""
    rows = request.school.cases.open_to(request.ring).filter(place__series=series)
    found = list(rows.select_related("circle_key", "school").order_by("place__at"))
    return case_opening.open_titles(school=request.school, cases=found, ring=request.ring, by=request.user)


def other_series(request: LeadRequest, series: Series | None = None) -> list[tuple[Series, str]]:
    """Series with cases in them, but this one."""
    rows = queries.listed(request.school, request.ring)
    return [(row, name) for row, name in rows if row != series and row.cases]  # type: ignore[attr-defined]


def series_parts(request: LeadRequest, series: Series, wrong: DeskForm | None) -> dict[str, Any]:
    """Everything a series' page shows. `wrong` is the form that was sent with errors, with what was typed in it."""
    found = open_series(series=series, ring=request.ring, by=request.user)
    forms = _forms(request, found)
    if wrong is not None:
        forms[wrong.ident] = wrong
    return {
        "series": series,
        "found": found,
        "picture": draw(found.meetings, _("No account confirmed")),
        "table": _table(found.meetings),
        "years": [(label_of("year", key), n) for key, n in sorted(found.years.items())],
        "apps": [(label_of("apps", key), n) for key, n in found.apps.most_common()],
        "waiting": _waiting(request, series),
        "history": queries.history(series, request.ring),
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "wrong": wrong,
    }


def _forms(request: LeadRequest, found: Opened) -> dict[str, DeskForm]:
    inside = [(each.case, each.title) for each in found.cases]
    forms: dict[str, DeskForm] = {"rename": RenameForm(initial={"name": found.name}), "act": ActForm()}
    if without := cases_without(request):
        forms["join"] = JoinForm(cases=without)
    if others := other_series(request, found.series):
        forms["merge"] = MergeForm(series=others)
    if inside:
        forms["take-out"] = TakeOutForm(cases=inside)
    if len(inside) > 1:
        forms["split"] = SplitForm(cases=inside)
    return forms


def _table(meetings: list[Meeting]) -> list[Line]:
    found: dict[tuple[date, str], list[str]] = defaultdict(list)
    for each in meetings:
        found[each.day, each.account] += each.children
    return [Line(day, account, tuple(dict.fromkeys(children))) for (day, account), children in sorted(found.items())]


def _waiting(request: LeadRequest, series: Series) -> list[Report]:
    """Reports that wait and meet this series: they are in no case yet."""
    waiting = request.school.reports.open_to(request.ring).waiting().filter(reasons__icontains="met_series")
    rows = list(waiting.defer("told", "lowered_why", "key_for_reporter", "key_for_circle")[: MOST_WAITING * 5])
    found = met(request.school, [row.pk for row in rows]) if rows else {}
    return [row for row in rows if row.pk in found and series.pk in found[row.pk].series][:MOST_WAITING]
