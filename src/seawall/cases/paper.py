"""A case's chronology as a PDF that a screen reader reads and that keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seawall.kit.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from seawall.cases.chronology import Broken
    from seawall.cases.models import Case
    from seawall.cases.queries import Entry

_TEMPLATE: Final = Path(__file__).parent / "chronology.typ"


def chronology_pdf(
    case: Case, title: str, entries: Sequence[Entry], broken: Broken | None, *, printed_by: str
) -> bytes:
    """Print a chronology. `entries` in the order in which they stand on paper; `broken` from chronology.first_broken.

    Raises NoFontsError when ./run has not fetched the fonts.
    """
    name = _("Chronology of case %(reference)s") % {"reference": case.reference}
    return make_pdf(
        _TEMPLATE,
        title=name,
        author=case.school.name,
        foot=f"{case.school.name} · {name}",
        about=[title, _("Printed by %(who)s") % {"who": printed_by}, _proof(entries, broken)],
        columns=[_("Line"), _("Happened"), _("Written"), _("By"), _("What")],
        lines=[_row(entry) for entry in entries],
    )


def _proof(entries: Sequence[Entry], broken: Broken | None) -> str:
    if broken is not None:
        return _("This chronology is not as it was written: line %(number)s %(what)s.") % {
            "number": broken.number,
            "what": broken.what,
        }
    last = max((entry.row for entry in entries), key=lambda row: row.number, default=None)
    if last is None:
        return _("There is no line yet.")
    return _("All %(lines)s lines are as they were written. Mark of the last line: %(mark)s") % {
        "lines": last.number,
        "mark": bytes(last.mark).hex(),
    }


def _row(entry: Entry) -> list[str]:
    what = entry.said
    if entry.corrected_by:
        what += " " + _("(corrected in line %(number)s)") % {"number": entry.corrected_by}
    who = entry.author.get_full_name() if entry.author else ""
    words = "\n".join(part for part in (what, entry.text) if part)
    return [str(entry.row.number), _when(entry.row.happened_at), _when(entry.row.written_at), who, words]


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")
