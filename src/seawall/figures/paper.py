"""The figures of a term as a PDF that a screen reader reads and that keeps: number for number what the page shows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from seawall.figures import wording
from seawall.figures.rules import FLOOR
from seawall.kit.pdf import make_pdf

if TYPE_CHECKING:
    from seawall.figures.queries import Figures, Line, Table
    from seawall.schools.models import School

_TEMPLATE: Final = Path(__file__).parent / "figures.typ"
_WIDE, _HIGH = 480, 100


def figures_pdf(school: School, found: Figures) -> bytes:
    """Print the figures of a term. Raises NoFontsError when ./run has not fetched the fonts."""
    name = _("Figures, %(term)s") % {"term": wording.name_of(found.period)}
    return make_pdf(
        _TEMPLATE,
        title=name,
        author=school.name,
        foot=f"{school.name} · {name}",
        about=[f"{school.name}, {wording.days_of(found.period, timedelta(days=1))}.", _about()],
        facts=[list(each) for each in wording.facts(found)],
        tables=[_table(each) for each in found.tables],
    )


def _about() -> str:
    return _(
        "Numbers only. Counts below %(most)s are hidden, and others beside them where they could be worked out. What was set "
        "aside is not counted."
    ) % {"most": FLOOR}


def _table(table: Table) -> dict[str, object]:
    heads = [table.title, _("Reports")]
    told = {"title": table.title, "heads": heads, "rows": [list(row) for row in wording.rows(table)]}
    if table.key != "week":
        return {**told, "chart": ""}
    alt = _("Reports by week as bars; the same numbers stand in the table below.")
    return {**told, "chart": _chart(table), "alt": alt, "caption": _("A light mark: hidden.")}


def _chart(table: Table) -> str:
    step = _WIDE / max(len(table.lines), 1)
    bars = "".join(_bar(line, number * step, step, table.tallest) for number, line in enumerate(table.lines))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH + 2}">{bars}</svg>'


def _bar(line: Line, at: float, step: float, tallest: int) -> str:
    if line.count == 0:
        return ""
    high = 4.0 if line.count is None else max(1.0, _HIGH * line.count / tallest)
    fill = "#b1b4b6" if line.count is None else "#1a65a6"
    wide = step * 0.75
    return f'<rect x="{at:.1f}" y="{_HIGH + 2 - high:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"/>'
