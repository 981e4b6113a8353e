"""The form of a mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkbox, EmailInput, PasswordInput, Radios, TextInput
from seawall.letterbox.actions import Settings
from seawall.letterbox.rules import Afterwards, Security, SignIn, Takes, may_add_box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.letterbox.models import Box

_PLAIN: Final = RegexValidator(r"^[^\x00-\x1f\x7f]*$", _("Leave out characters that cannot be seen"))
_MOST: Final = 65_535
NO_PORT: Final = _("Enter the port, mostly 993")
_KEPT: Final = (
    "address",
    "host",
    "port",
    "security",
    "sign_in",
    "user",
    "folder",
    "takes",
    "afterwards",
    "moved_to",
    "tagged",
)


class BoxForm(forms.Form):
    """One mailbox on a mail server."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, required=False)
    address = EmailInput(
        label=_("Which address do families write to?"), missing=_("Enter the address that families write to"), size="s"
    )
    takes = Radios(
        label=_("Which mails are taken?"),
        choices=[
            (Takes.SAFEGUARDING.value, _("Those with “safeguarding” in the subject, however it is typed")),
            (Takes.ALL.value, _("All of them: this address is for nothing else")),
        ],
        initial=Takes.SAFEGUARDING.value,
        missing=_("Choose which mails are taken"),
        size="s",
    )
    host = TextInput(
        label=_("Mail server (IMAP)"),
        hint=_("Such as imap.example.org"),
        missing=_("Enter the mail server"),
        max_length=253,
        size="s",
    )
    port = TextInput(
        label=_("Port"),
        initial="993",
        missing=NO_PORT,
        max_length=5,
        width="5",
        attrs={"inputmode": "numeric"},
        size="s",
    )
    security = Radios(
        label=_("How is the way there kept safe?"),
        choices=[
            (Security.TLS.value, _("TLS from the start (port 993)")),
            (Security.STARTTLS.value, _("STARTTLS (port 143)")),
            (Security.NONE.value, _("Not at all: only for a mail server on this machine itself")),
        ],
        initial=Security.TLS.value,
        missing=_("Choose how the way is kept safe"),
        size="s",
    )
    sign_in = Radios(
        label=_("How does Seawall sign in?"),
        choices=[
            (SignIn.PASSWORD.value, _("With a password; best an app password made for this alone")),
            (SignIn.TOKEN.value, _("With an OAuth2 access token")),
        ],
        initial=SignIn.PASSWORD.value,
        missing=_("Choose how Seawall signs in"),
        size="s",
    )
    user = TextInput(
        label=_("User name"), missing=_("Enter the user name"), max_length=254, validators=[_PLAIN], size="s"
    )
    secret = PasswordInput(
        label=_("Password or token"),
        hint=_("It is kept encrypted and never shown again. Leave it empty to keep the one there is."),
        attrs={"autocomplete": "new-password"},
        required=False,
        size="s",
    )
    folder = TextInput(
        label=_("Folder"), hint=_("A test shows which there are."), initial="INBOX", missing=_("Enter a folder, mostly INBOX"),
        max_length=200, validators=[_PLAIN], size="s",
    )  # fmt: skip
    afterwards = Radios(
        label=_("What happens to the original, once its report is safe?"),
        hint=_("Pictures that hang on a mail stay with the original. Ask the police before you delete any."),
        choices=[
            (Afterwards.LEAVE.value, _("It stays where it is")),
            (Afterwards.MOVE.value, _("It is moved to another folder")),
            (Afterwards.DELETE.value, _("It is deleted")),
        ],
        initial=Afterwards.LEAVE.value,
        missing=_("Choose what happens to the original"),
        size="s",
    )
    moved_to = TextInput(
        label=_("Moved to which folder?"), required=False, max_length=200, validators=[_PLAIN], size="s"
    )
    tagged = Checkbox(label=_("Mail to this address with +something before the @ arrives here, too"), required=False)

    def __init__(self, data: Any = None, *, box: Box | None = None) -> None:  # noqa: ANN401 - what was sent, or nothing
        initial = {name: getattr(box, name) for name in _KEPT} | {"seen": box.version} if box else {"seen": 0}
        super().__init__(data, initial=initial)
        self.box = box

    def clean_port(self) -> int:
        """Read the port."""
        typed = str(self.cleaned_data["port"])
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= _MOST):
            raise ValidationError(NO_PORT)
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """Ask the rule; a new box needs a password, and a move a folder."""
        given = super().clean() or {}
        if not self.box and not given.get("secret") and "secret" not in self.errors:
            self.add_error("secret", _("Enter the password or token"))
        if given.get("afterwards") == Afterwards.MOVE and not given.get("moved_to") and "moved_to" not in self.errors:
            self.add_error("moved_to", _("Enter the folder to move it to"))
        if "host" in given and "security" in given:
            refusal = may_add_box(known=0, host=given["host"], security=given["security"])
            if refusal:
                self.add_error("host", str(refusal.reason))
        return given


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Return what a valid form says."""
    return Settings(secret=given["secret"], **{name: given[name] for name in _KEPT})
