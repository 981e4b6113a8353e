"""The words for identifiers and suggested links, as the desk says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from seawall.links.rules import strength
from seawall.links.rules.data import platforms
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import Answer
from seawall.links.rules.states import State, Whose
from seawall.links.rules.strength import Sure
from seawall.reports.questions import label_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from seawall.links.finer import Near, Phrase
    from seawall.links.queries import Hint

type Words = dict[str, StrOrPromise]

KINDS: Final[Words] = {
    Kind.ACCOUNT: gettext_lazy("Account"),
    Kind.PHONE: gettext_lazy("Phone number"),
    Kind.EMAIL: gettext_lazy("E-mail address"),
    Kind.PAYMENT: gettext_lazy("Payment tag"),
    Kind.BANK: gettext_lazy("Bank account"),
    Kind.CRYPTO: gettext_lazy("Crypto address"),
    Kind.WEB: gettext_lazy("Web address"),
    Kind.GIFT_CARD: gettext_lazy("Gift card asked for"),
}
WHOSE: Final[Words] = {
    Whose.UNKNOWN: gettext_lazy("Not known whose"),
    Whose.OFFENDER: gettext_lazy("The offender's"),
    Whose.FAKE: gettext_lazy("A fake account"),
    Whose.OWN: gettext_lazy("A child's or family's own"),
}
STATES: Final[Words] = {
    State.OFFERED: gettext_lazy("Found by machine"),
    State.CONFIRMED: gettext_lazy("Confirmed"),
    State.CORRECTED: gettext_lazy("Corrected"),
    State.DROPPED: gettext_lazy("Dropped"),
}
SURE: Final[dict[str, tuple[StrOrPromise, str]]] = {
    Sure.STRONG: (pgettext_lazy("link", "Very likely the same"), "red"),
    Sure.LIKELY: (pgettext_lazy("link", "Likely the same"), "orange"),
    Sure.WEAK: (pgettext_lazy("link", "May be chance"), "grey"),
}
_PAYS: Final[Words] = {"paypal": "PayPal", "cashapp": "Cash App", "revolut": "Revolut", "monzo": "Monzo"}


def platform_name(key: str) -> StrOrPromise:
    """Return a platform's name; empty for none."""
    return _PAYS.get(key) or (label_of("apps", key) if key else "")


def platform_choices() -> list[tuple[str, StrOrPromise]]:
    """The platforms to choose from, and none of them."""
    return [("", _("Not known, or another")), *((key, platform_name(key)) for key in platforms())]


def reason(hint: Hint) -> str:
    """Say why a report is suggested: how the identifier is met there, in how many others it is, whether it may be chance."""
    how = _("the same there") if hint.how is Answer.EXACT else _(_ALIKE.get(hint.mine.row.kind, "looks the same there"))
    places = ", ".join(str(platform_name(key)) for key in hint.platforms)
    on = _(" (on %(places)s)") % {"places": places} if places else ""
    many = ngettext("in %(n)s other report", "in %(n)s other reports", hint.reports) % {"n": hint.reports}
    return f"{how}{on}; {many}; {_(strength.by_chance(hint.weight))}"


_ALIKE: Final[dict[str, str]] = {
    Kind.PHONE: "the same last nine digits there",
    Kind.WEB: "the same site there",
}


def near_reason(near: Near) -> str:
    """Say why two identifiers are nearly the same, and whether it may be chance."""
    said = {"mine": near.mine, "other": near.other, "why": near.why}
    return _("“%(other)s” there, “%(mine)s” here. %(why)s") % said + f" {_sentence(near.weight)}"


def phrase_reason(phrase: Phrase, compared: int) -> str:
    """Say which words in a row two reports share, in how many of those compared they stand, and whether it may be chance."""
    said = {"words": phrase.words, "n": phrase.reports, "all": compared}
    return (
        _("The same words: “%(words)s”, in %(n)s of %(all)s reports compared.") % said + f" {_sentence(phrase.weight)}"
    )


def _sentence(weight: float) -> str:
    words = _(strength.by_chance(weight))
    return f"{words[:1].upper()}{words[1:]}."
