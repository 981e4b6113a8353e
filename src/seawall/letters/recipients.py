"""Who gets a letter: families of the roll, each once, in form order; and who does not, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from seawall.letters.rules.states import Way
from seawall.letters.rules.tongues import ENGLISH, OTHER, language_of
from seawall.roll import queries as roll
from seawall.roll.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from seawall.roll.models import Guardian, Pupil
    from seawall.roll.queries import Family
    from seawall.schools.models import School


class Left(StrEnum):
    """Why a family gets no letter."""

    PROTECTED = "protected"
    NO_CONTACT = "no_contact"
    BY_LEAD = "by_lead"


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """To whom a letter goes: year groups, ids of forms and pupils; and pupils whose families are left out, with why."""

    years: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, told: dict[str, Any]) -> Asked:
        """Read it from what a letter tells."""
        pairs = tuple((str(pk), str(why)) for pk, why in told.get("left_out", ()))
        return cls(tuple(told.get("years", ())), tuple(told.get("forms", ())), tuple(told.get("pupils", ())), pairs)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"years": self.years, "forms": self.forms, "pupils": self.pupils, "left_out": self.left_out}


@dataclass(frozen=True, slots=True, repr=False)
class Addressee:
    """One family's copy: how it goes, the name on it, its address, its e-mail addresses, the form, the children, the language.

    `lang` is a code of letters.rules.tongues, OTHER for a language without words here, or nothing where the roll tells none.
    """

    way: Way
    name: str
    address: str
    emails: tuple[str, ...]
    form: str
    children: str
    lang: str = ""

    def plain(self) -> dict[str, Any]:
        """As a copy keeps it."""
        return {name: getattr(self, name) for name in ("name", "address", "emails", "form", "children")}


@dataclass(frozen=True, slots=True, repr=False)
class LeftOut:
    """A family that gets none, why, and a lead's own words for it."""

    children: str
    why: Left
    reason: str = ""
    pupil: UUID | None = None


@dataclass(slots=True, repr=False)
class Recipients:
    """Everybody, in form order."""

    going: list[Addressee] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def by_mail(self) -> int:
        """How many copies go by e-mail."""
        return sum(each.way is Way.MAIL for each in self.going)

    @property
    def on_paper(self) -> int:
        """How many are printed."""
        return len(self.going) - self.by_mail


_LONGEST_NAME: Final = 200


def recipients(school: School, asked: Asked) -> Recipients:
    """Return who gets a letter and who does not. A risk that the roll knows of one child counts for the whole family."""
    wanted = {str(each.pk) for each in roll.on_roll(school) if _is_asked(each, asked)}
    found = [(family, _of(family, wanted)) for family in roll.families(school)] if wanted else []
    chosen = sorted(((family, pupils) for family, pupils in found if pupils), key=lambda each: _in_form(each[1][0]))
    reasons, made = dict(asked.left_out), Recipients()
    for family, pupils in chosen:
        why = _risk(family, reasons)
        if why is None:
            made.going.append(_addressee(family, pupils))
        else:
            own = next((each for each in family.pupils if str(each.pk) in reasons), None)
            reason = reasons[str(own.pk)] if own else ""
            made.left_out.append(LeftOut(_names(pupils), why, reason, own.pk if own else None))
    return made


def _is_asked(pupil: Pupil, asked: Asked) -> bool:
    return pupil.year in asked.years or str(pupil.group_id) in asked.forms or str(pupil.pk) in asked.pupils


def _of(family: Family, wanted: set[str]) -> list[Pupil]:
    return sorted((each for each in family.pupils if str(each.pk) in wanted), key=_in_form)


def _in_form(pupil: Pupil) -> tuple[int, str, tuple[str, str]]:
    order = roll.YEAR_ORDER
    return order.index(pupil.year) if pupil.year in order else len(order), fold(pupil.form), pupil.sort_key


def _risk(family: Family, reasons: dict[str, str]) -> Left | None:
    if any(str(each.pk) in reasons for each in family.pupils):
        return Left.BY_LEAD
    if family.protected:
        return Left.PROTECTED
    return Left.NO_CONTACT if family.guardians and not family.may_write else None


def _addressee(family: Family, pupils: list[Pupil]) -> Addressee:
    guardians = family.may_write
    emails = tuple(dict.fromkeys(each.email for each in guardians if each.email)) if settings.SEAWALL_MAIL else ()
    address = next((each.address for each in guardians if each.address), "")
    reached = [each for each in guardians if (each.email if emails else not address or each.address == address)]
    return Addressee(
        way=Way.MAIL if emails else Way.PAPER,
        name=_called(reached) or _("The family of %(children)s") % {"children": _names(pupils)},
        address="" if emails else address,
        emails=emails,
        form=pupils[0].form or pupils[0].year,
        children=_names(pupils),
        lang=_language(reached, pupils),
    )


def _language(reached: Iterable[Guardian], pupils: Iterable[Pupil]) -> str:
    """What those read whom the copy reaches; if the roll tells it of none, what the children speak. English comes last."""
    for people in (reached, pupils):
        told = [lang for each in people if (lang := language_of(each.language))]
        if told:
            return next(
                (lang for lang in told if lang not in {ENGLISH, OTHER}), max(told, key=lambda each: each == OTHER)
            )
    return ""


def _called(guardians: Iterable[Guardian]) -> str:
    return ", ".join(dict.fromkeys(each.name for each in guardians if each.name))[:_LONGEST_NAME]


def _names(pupils: Iterable[Pupil]) -> str:
    return ", ".join(each.name for each in pupils)
