"""A fake account in words: its states, what a lead does next, and who reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from seawall.guidance.platforms import Who
from seawall.links.rules.imitation import Reason, Strength
from seawall.takedowns.rules import Reporter, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: Final[dict[str, StrOrPromise]] = {
    Reason.FULL: _("first name and family name"),
    Reason.TURNED: _("family name, then first name"),
    Reason.BEGINNING: _("first name and the beginning of the family name"),
    Reason.INITIAL_LAST: _("first letter of the first name, and family name"),
    Reason.FIRST_INITIAL: _("first name and first letter of the family name"),
    Reason.FIRST: _("first name alone"),
    Reason.LAST: _("family name alone"),
    Reason.SHORT_FORM: _("a short form of the first name"),
    Reason.LOOK_ALIKES: _("digits or look-alikes written for letters"),
    Reason.ADDED: _("something added, such as real or backup"),
    Reason.YEAR: _("the number may be their year group"),
    Reason.BORN: _("the number may be their year of birth"),
    Reason.AGE: _("the number may be their age"),
    Reason.SCHOOL: _("the school's name is in it"),
}
"""Why an account may be built from a pupil's name."""

STRENGTHS: Final[dict[int, tuple[StrOrPromise, str]]] = {
    Strength.STRONG: (_("Strong hint"), "orange"),
    Strength.FAIR: (_("Fair hint"), "yellow"),
    Strength.WEAK: (_("Weak hint"), "grey"),
}
"""How strong such a hint is, and the colour of its tag."""

STATES: Final[dict[str, tuple[StrOrPromise, str]]] = {
    State.SEEN: (_("Seen"), "red"),
    State.PACK_GIVEN: (_("Steps given"), "orange"),
    State.REPORTED: (_("Reported"), "blue"),
    State.REFUSED: (_("Refused"), "red"),
    State.ESCALATED: (_("Escalated"), "purple"),
    State.REMOVED: (_("Gone"), "green"),
    State.BACK: (_("Back again"), "red"),
    State.NOT_FAKE: (_("No fake account"), "grey"),
}
"""Each state's name, and the colour of its tag."""

NEXT: Final[dict[str, StrOrPromise]] = {
    State.PACK_GIVEN: _("The steps were given to the family"),
    State.REPORTED: _("It was reported to the platform"),
    State.REFUSED: _("The platform refused"),
    State.ESCALATED: _("It was taken to somebody who can press the platform"),
    State.REMOVED: _("It is gone"),
    State.BACK: _("It is back"),
    State.NOT_FAKE: _("It is no fake account after all"),
    State.SEEN: _("It is a fake account after all"),
}
"""What a lead can write down next."""

REPORTERS: Final[dict[str, StrOrPromise]] = {
    Reporter.PERSON: _("The child it pretends to be"),
    Reporter.PARENT: _("A parent or carer"),
    Reporter.SCHOOL: _("The school"),
    Reporter.SOMEBODY: _("Somebody else"),
}

WHO: Final[dict[str, StrOrPromise]] = {
    Who.PERSON: _("the child"),
    Who.PARENT: _("a parent or carer"),
    Who.ANYONE: _("anyone, the school too"),
}
"""Who may report, as a platform allows it."""
