"""The summary of a bundle as a PDF: what a police officer reads first, and what is printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from seawall.evidence import wording
from seawall.evidence.told import clock_time
from seawall.kit.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.evidence.contents import Answer, Contents, Happening

_TEMPLATE: Final = Path(__file__).parent / "summary.typ"


def summary_pdf(cases: Sequence[Contents], *, school: str, facts: Sequence[Answer]) -> bytes:
    """Print the summary. `facts` say for whom the bundle was made, by whom, when and why."""
    references = ", ".join(case["reference"] for case in cases)
    return make_pdf(
        _TEMPLATE,
        title=_("Evidence bundle: %(references)s") % {"references": references},
        author=school,
        foot=f"{school} · {references}",
        about=[str(wording.AS_TOLD), str(wording.NOT_THE_SENDER)],
        facts=list(facts),
        heads=_heads(),
        cases=[_case(case) for case in cases],
    )


def _heads() -> dict[str, Any]:
    return {
        "people": _("People"),
        "nobody": _("Nobody has been named."),
        "people_columns": [_("Name"), _("Part"), _("Known about them")],
        "accounts": _("Accounts and other identifiers, as told"),
        "no_accounts": _("None was told."),
        "account_columns": [_("As told"), _("Looks like"), _("Apps named"), _("Told in, and when")],
        "chronology": _("Chronology"),
        "nothing": _("Nothing has been written down."),
        "chronology_columns": [_("When"), _("What"), _("Who, and in their words")],
    }


def _case(case: Contents) -> dict[str, Any]:
    return {
        "heading": _("Case %(reference)s: %(title)s") % {"reference": case["reference"], "title": case["title"]},
        "facts": case["facts"],
        "people": [[each["name"], each["part_name"], each["detail"]] for each in case["people"]],
        "accounts": [
            [each["as_told"], str(wording.KINDS[each["kind"]]), each["apps"], f"{each['told_in']}\n{_when(each['at'])}"]
            for each in case["accounts"]
        ],
        "sections": case["sections"],
        "happenings": [_line(each) for each in case["happenings"]],
    }


def _line(each: Happening) -> list[str]:
    what = f"{each['what']} ({each['where']})" if each["where"] else each["what"]
    return [_when(each["at"]), what, "\n".join(text for text in (each["who"], each["words"]) if text)]


def _when(at: str) -> str:
    return clock_time(datetime.fromisoformat(at))
