"""The roll in words, for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seawall.govuk.parts import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.roll.models import Guardianship, Pupil
    from seawall.roll.rules.changes import Change, Plan
    from seawall.roll.rules.shapes import Child, Odd

MOST_SHOWN: Final = 200
MOST_ODD: Final = 1_000
_WHAT: Final = {
    "back": gettext_lazy("had left, and is back"),
    "id": gettext_lazy("another id"),
    "first": gettext_lazy("first name"),
    "last": gettext_lazy("family name"),
    "known_as": gettext_lazy("known as"),
    "born": gettext_lazy("date of birth"),
    "year": gettext_lazy("year group"),
    "form": gettext_lazy("form"),
    "language": gettext_lazy("language"),
    "protected": gettext_lazy("protected address"),
    "adults": gettext_lazy("guardians"),
}
_FROM_TO: Final = ("year", "form", "known_as", "first", "last")


def year(code: str) -> str:
    """Return a year group in words."""
    if code in {"R", "N"}:
        return _("Reception") if code == "R" else _("Nursery")
    return _("Year %(year)s") % {"year": code} if code else _("No year group")


def pupil_rows(pupil: Pupil, age: int | None) -> list[Row]:
    """Return a pupil's facts."""
    born = date_format(pupil.born, "j F Y") if pupil.born else _("Not on the roll")
    years = ngettext("%(age)d year old", "%(age)d years old", age) % {"age": age} if age is not None else ""
    left = [Row(_("Left on"), date_format(pupil.left_on, "j F Y"))] if pupil.left_on else []
    return [
        *left,
        Row(_("Name"), f"{pupil.first} {pupil.last}"),
        Row(_("Known as"), pupil.known_as or "–"),
        Row(_("Date of birth"), f"{born} ({years})" if years else born),
        Row(_("Year group"), year(pupil.year)),
        Row(_("Form"), pupil.form or "–"),
        Row(_("Language of the family"), pupil.language or "–"),
        Row(_("Address"), _("Protected: must not be told to anybody") if pupil.protected else _("Not protected")),
        Row(_("Id in the school’s system"), pupil.external_id or "–"),
    ]


def tie_rows(tie: Guardianship) -> list[Row]:
    """Return a guardian's facts."""
    who = tie.guardian
    said = {None: _("Not said"), True: _("Yes"), False: _("No")}
    return [
        Row(_("Relation"), tie.relation or "–"),
        Row(_("E-mail"), who.email or "–"),
        Row(_("Phone"), who.phone or "–"),
        Row(
            _("Address"),
            [who.address or "–", *([_("Protected: must not be told to anybody")] if who.protected else [])],
        ),
        Row(_("Language"), who.language or "–"),
        Row(_("Lives with the child"), said[tie.lives_with]),
        Row(_("May be written to"), said[tie.contact]),
    ]


@dataclass(frozen=True, slots=True)
class Some:
    """The first of many lines, and how many more there are."""

    total: int
    lines: Sequence[object]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


def of_plan(plan: Plan) -> dict[str, Some]:
    """Return the changes as lines."""
    return {
        "added": Some(len(plan.added), [_child(each) for each in plan.added[:MOST_SHOWN]]),
        "changed": Some(len(plan.changed), [(each.new.name, _what(each)) for each in plan.changed[:MOST_SHOWN]]),
        "left": Some(len(plan.left), [_child(each.child) for each in plan.left[:MOST_SHOWN]]),
        "out": _odd([each for each in plan.odd if each.left_out]),
        "odd": _odd([each for each in plan.odd if not each.left_out]),
    }


def _odd(found: list[Odd]) -> Some:
    return Some(len(found), found[:MOST_ODD])


def _child(child: Child) -> str:
    parts = (child.name, child.form or (year(child.year) if child.year else ""))
    return ", ".join(part for part in parts if part)


def _what(change: Change) -> str:
    return "; ".join(_one(change, name) for name in change.what)


def _one(change: Change, name: str) -> str:
    if name not in _FROM_TO:
        return str(_WHAT[name])
    old, new = (getattr(child, name) or "–" for child in (change.old, change.new))
    return _("%(what)s: %(old)s becomes %(new)s") % {"what": _WHAT[name], "old": old, "new": new}


def done(plan: Plan) -> str:
    """Return what an import did, in a sentence."""
    told = {"added": len(plan.added), "changed": len(plan.changed), "left": len(plan.left)}
    return _("Done: %(added)d added, %(changed)d changed, %(left)d left.") % told
