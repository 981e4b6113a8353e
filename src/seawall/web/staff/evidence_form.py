"""The form with which a lead asks for an evidence bundle: for whom, why, and what locks it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.evidence import wording
from seawall.evidence.actions import Asked, may_lock
from seawall.evidence.rules import LONGEST_WHO, LONGEST_WHY, Lock, Receiver, tidy_passphrase
from seawall.govuk.forms import Radios, TextArea, TextInput
from seawall.kit.codes import Code
from seawall.web.staff.forms import OnceForm, Typed


def _six_words() -> str:
    return " ".join(Code.new().words)


class EvidenceForm(OnceForm):
    """What is asked before a bundle is made. All of it is kept with the record of the bundle, but what locks it."""

    ident = "evidence"
    receiver = Radios(
        label=_("Who is it for?"),
        choices=[(receiver.value, wording.RECEIVERS[receiver]) for receiver in Receiver],
        missing=_("Choose who it is for"),
        size="s",
    )
    who = TextInput(
        label=_("Who exactly, and their reference"),
        hint=_("Such as: DC Morgan, Saltmarsh Police, reference 42/1187"),
        max_length=LONGEST_WHO,
        missing=_("Enter who it is for"),
        attrs={"autocomplete": "off"},
    )
    why = Typed(
        label=_("Why are you giving it?"),
        hint=_("Such as: the officer asked for what we hold."),
        limit=LONGEST_WHY,
        rows=3,
        missing=_("Say why you are giving it"),
    )
    lock = Radios(
        label=_("What should open it?"),
        choices=[
            (Lock.PASSPHRASE.value, _("A passphrase")),
            (Lock.AGE_KEY.value, _("A key that the receiver gave you")),
        ],
        hints={
            Lock.PASSPHRASE.value: _("You tell it to them on the telephone, never in the same message as the file."),
            Lock.AGE_KEY.value: _("It starts with age1. Nobody else can open the file then, you neither."),
        },
        initial=Lock.PASSPHRASE.value,
        missing=_("Choose what should open it"),
        size="s",
    )
    passphrase = TextArea(
        label=_("Passphrase"),
        hint=_(
            "We made one up. Write it down now: it is not kept, and nobody can find it again. You can type another."
        ),
        rows=2,
        required=False,
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    age_key = TextInput(
        label=_("The receiver's age key (only if you chose a key)"),
        required=False,
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"passphrase": _six_words()})

    def clean(self) -> dict[str, Any]:
        """Refuse a passphrase that is easy to guess, and what is no age key."""
        given = super().clean() or {}
        if given.get("lock"):
            field = "passphrase" if given["lock"] == Lock.PASSPHRASE else "age_key"
            refusal = may_lock(Lock(given["lock"]), self._secret(given))
            if refusal is not None:
                self.add_error(field, ValidationError(str(refusal.reason)))
        return given

    def asked(self) -> Asked:
        """What was asked, once the form is valid."""
        given = self.cleaned_data
        return Asked(Receiver(given["receiver"]), given["who"], given["why"], Lock(given["lock"]), self._secret(given))

    def _secret(self, given: dict[str, Any]) -> str:
        if given["lock"] == Lock.PASSPHRASE:
            return tidy_passphrase(given.get("passphrase") or "")
        return (given.get("age_key") or "").strip()
