"""Tables as CSV: for a spreadsheet, and safe to open in one.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"): account names often
begin with @. What was told exactly stands in the linked data and in the summary.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.evidence import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seawall.evidence.contents import Contents

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def accounts_csv(cases: Sequence[Contents]) -> bytes:
    """Every account and other identifier that was told, one a row."""
    heads = [_("case"), _("report"), _("told at"), _("looks like"), _("apps named"), _("how sure"), _("as told")]
    rows = (
        [
            case["reference"],
            each["told_in"],
            local(each["at"]),
            str(wording.KINDS[each["kind"]]),
            each["apps"],
            each["sure"],
            each["as_told"],
        ]
        for case in cases
        for each in case["accounts"]
    )
    return _csv(heads, rows)


def chronology_csv(cases: Sequence[Contents]) -> bytes:
    """What happened, in order of time, one a row."""
    heads = [_("at"), _("case"), _("report"), _("what"), _("who"), _("words")]
    found = [(line["at"], case["reference"], line) for case in cases for line in case["happenings"]]
    found.sort(key=lambda each: each[:2])
    return _csv(
        heads,
        ([local(at), case, line["where"], line["what"], line["who"], line["words"]] for at, case, line in found),
    )


def local(at: str) -> str:
    """A kept time by the school's clock, with its distance from UTC: a spreadsheet and a person can read it."""
    return timezone.localtime(datetime.fromisoformat(at)).isoformat(sep=" ", timespec="seconds")


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def _csv(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")  # the mark by which Excel knows UTF-8
