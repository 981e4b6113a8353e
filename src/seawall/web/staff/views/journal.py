"""The journal, for the head: who did what, when; filtered; as a file; and whether its chain is whole."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, cast

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.evidence.sheets import safe_cell
from seawall.journal.actions import record, record_once_a_day
from seawall.journal.chaining import chain_waiting, check
from seawall.kit import clock
from seawall.schools.rules import may_read_journal
from seawall.web.shared.gates import gate
from seawall.web.staff import journal_lines
from seawall.web.staff.journal_form import FilterForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from seawall.schools.models import School
    from seawall.web.shared.requests import PersonRequest
    from seawall.web.staff.journal_lines import Asked

PAGE: Final = 50
_LONGEST_NUMBER: Final = 15


class _Echo:
    """Where the writer of CSV writes: gives each row back."""

    def write(self, row: str) -> str:
        return row


@gate(may_read_journal)
def journal(request: PersonRequest) -> HttpResponse:
    """The journal, the last line first. That somebody read it is a line of its own, once a day."""
    school, form = request.school, FilterForm(request.GET, people=journal_lines.people(request.school))
    record_once_a_day("journal.read", subject=school, by=request.user, school_id=school.pk)
    chain_waiting(batches=1)
    before = _number(request.GET.get("before"))
    rows = journal_lines.found(school, form.asked())
    some = list((rows.filter(number__lt=before) if before else rows)[: PAGE + 1])
    shown = {
        "form": form,
        "lines": journal_lines.read(school, some[:PAGE]),
        "older": some[PAGE - 1].number if len(some) > PAGE else None,
        "not_newest": bool(before),
        "query": form.query(),
    }
    return render(request, "staff/journal.html", shown, status=422 if form.errors else 200)


@gate(may_read_journal)
def journal_chain(request: PersonRequest) -> HttpResponse:
    """Compute the chain anew, so many lines at a time, and say whether it is whole."""
    chain_waiting(batches=1)
    first = _number(request.GET.get("from")) or 1
    return render(request, "staff/journal_chain.html", {"checked": check(request.school.pk, first=first)})


@gate(may_read_journal)
def journal_file(request: PersonRequest) -> HttpResponse:
    """The lines that are shown, as comma-separated values with the marks of the chain, the first first."""
    school, form = request.school, FilterForm(request.GET, people=journal_lines.people(request.school))
    record("journal.taken", subject=school, by=request.user, school_id=school.pk)
    chain_waiting(batches=1)
    answer = StreamingHttpResponse(_rows(school, form.asked()), content_type="text/csv; charset=utf-8")
    name = timezone.localdate(clock.now()).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="journal-{name}.csv"'
    return cast("HttpResponse", answer)  # streamed: no HttpResponse, and all that a gate asks of one


def _rows(school: School, asked: Asked) -> Iterator[bytes]:
    out = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff".encode()
    yield str(out.writerow([_("line"), _("at"), _("who"), _("what"), _("about"), _("mark")])).encode()
    for line in journal_lines.read_all(school, asked):
        at = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
        cells = [str(line.number), at, line.who, line.what, line.about, line.mark]
        yield str(out.writerow([safe_cell(cell) for cell in cells])).encode("utf-8", "replace")


def _number(typed: str | None) -> int:
    """A line's number out of an address; zero for anything else."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0
