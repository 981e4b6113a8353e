"""The form of a mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkbox, EmailInput, PasswordInput, Radios, TextInput
from seawall.letterbox.actions import Settings
from seawall.letterbox.rules import Afterwards, Security, SignIn, Takes, may_add_box, may_renew_at

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
    "token_url",
    "client_id",
    "scope",
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
            (SignIn.RENEWED.value, _("With OAuth2: Seawall asks for each access token itself, with a refresh token")),
            (SignIn.TOKEN.value, _("With an OAuth2 access token that you renew here by hand")),
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
        hint=_(
            "The password; or with OAuth2 the refresh token. It is kept encrypted and never shown again. Leave it empty to keep "
            "the one there is."
        ),
        attrs={"autocomplete": "new-password"},
        required=False,
        size="s",
    )
    token_url = TextInput(
        label=_("OAuth2: address for tokens"),
        hint=_("The provider calls it token endpoint. Only for OAuth2 with a refresh token, as are the next three."),
        required=False,
        max_length=500,
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "inputmode": "url"},
        size="s",
    )
    client_id = TextInput(
        label=_("OAuth2: client ID"),
        hint=_("Of the app that your school registered with the provider"),
        required=False,
        max_length=500,
        validators=[_PLAIN],
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
        size="s",
    )
    client_secret = PasswordInput(
        label=_("OAuth2: client secret"),
        hint=_("Some apps have none. Kept as the password is; empty keeps the one there is."),
        attrs={"autocomplete": "new-password"},
        required=False,
        size="s",
    )
    scope = TextInput(
        label=_("OAuth2: scope"),
        hint=_("Leave it empty unless the provider asks for one"),
        required=False,
        max_length=500,
        validators=[_PLAIN],
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
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
        """Ask the rules; a new box needs a password, a move a folder; what is kept goes to no other server than before."""
        given = super().clean() or {}
        self._clean_secrets(given)
        if given.get("sign_in") == SignIn.RENEWED:
            self._clean_tokens(given)
        if given.get("afterwards") == Afterwards.MOVE and not given.get("moved_to") and "moved_to" not in self.errors:
            self.add_error("moved_to", _("Enter the folder to move it to"))
        if "host" in given and "security" in given:
            refusal = may_add_box(known=0, host=given["host"], security=given["security"])
            if refusal:
                self.add_error("host", str(refusal.reason))
        return given

    def _clean_secrets(self, given: dict[str, Any]) -> None:
        box = self.box
        if "secret" not in given or given["secret"]:
            return
        if box is None or box.sign_in != given.get("sign_in"):
            self.add_error("secret", _("Enter the password or token"))
        elif any(getattr(box, name) != given.get(name, "") for name in ("host", "token_url")):
            self.add_error("secret", _("Enter it again: it would go to another server than before"))

    def _clean_tokens(self, given: dict[str, Any]) -> None:
        refusal = may_renew_at(given.get("token_url", ""))
        if refusal and "token_url" not in self.errors:
            self.add_error("token_url", str(refusal.reason))
        if not given.get("client_id") and "client_id" not in self.errors:
            self.add_error("client_id", _("Enter the client ID"))
        moved = self.box is not None and self.box.token_url != given.get("token_url", "")
        if moved and self.box and self.box.client_secret and not given.get("client_secret"):
            self.add_error("client_secret", _("Enter it again: it would go to another server than before"))


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Return what a valid form says. Blanks around a token come from copying it."""
    secret = given["secret"] if given["sign_in"] == SignIn.PASSWORD else given["secret"].strip()
    return Settings(
        secret=secret, client_secret=given["client_secret"].strip(), **{name: given[name] for name in _KEPT}
    )
