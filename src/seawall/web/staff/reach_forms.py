"""The forms of "How to reach me"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seawall.govuk.forms import Checkbox, Radios, TextInput
from seawall.notices import rules
from seawall.notices.rules import Digest
from seawall.notices.ways import service_of
from seawall.rota.rules.calendar import MIDNIGHT
from seawall.rota.rules.entries import clock_of, minutes_of
from seawall.web.staff.forms import DeskForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from seawall.notices.models import Reach

NO_TIME = _("Enter a time, such as 22:00 or 7 am")


class QuietTime(TextInput):
    """A time of day in minutes since midnight; midnight itself is 0."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's signature
        """The minutes, or None. Raises ValidationError for what is no time."""
        typed = super().clean(value)
        minutes = minutes_of(typed) if typed else None
        if typed and minutes is None:
            raise ValidationError(NO_TIME)
        return None if minutes is None else minutes % MIDNIGHT


class ReachForm(DeskForm):
    """E-mail or not, quiet hours, and for those who read, the digest of the day."""

    ident: ClassVar[str] = "reach"
    by_mail = Checkbox(label=_("Send me an e-mail to my address at school"), required=False)
    quiet_from = QuietTime(label=_("Quiet from"), hint=_("Such as 22:00"), width="5", required=False)
    quiet_until = QuietTime(label=_("Quiet until"), hint=_("Such as 7 am"), width="5", required=False)
    digest = Radios(
        label=_("When do you want it?"),
        choices=[
            (Digest.NEVER.value, _("Never")),
            (Digest.SCHOOL.value, _("On school days")),
            (Digest.EVERY.value, _("Every day")),
        ],
        missing=_("Choose when you want it"),
        required=False,
        size="s",
    )
    digest_at = QuietTime(label=_("At what time?"), hint=_("Such as 8:00"), width="5", required=False)

    def __init__(self, data: QueryDict | None = None, *, reach: Reach, reads: bool) -> None:
        starts, ends = ("" if each is None else clock_of(each) for each in (reach.quiet_from, reach.quiet_until))
        initial = {"by_mail": reach.by_mail, "quiet_from": starts, "quiet_until": ends, "digest": reach.digest}
        super().__init__(data, initial=initial | {"digest_at": clock_of(reach.digest_at)})
        if not reads:
            del self.fields["digest"], self.fields["digest_at"]

    def clean(self) -> dict[str, Any]:
        """Both ends of the quiet hours, or neither; a digest at a time that is not in them."""
        given = super().clean() or {}
        if self.errors:
            return given
        refusal = rules.may_be_quiet(given["quiet_from"], given["quiet_until"])
        if refusal is not None:
            self.add_error("quiet_from", str(refusal.reason))
            return given
        days, at = self.chosen_digest()
        refusal = rules.may_have_digest(at, self.quiet()) if days is not Digest.NEVER else None
        if refusal is not None:
            self.add_error("digest_at", str(refusal.reason))
        return given

    def chosen_digest(self) -> tuple[Digest, int]:
        """The digest that was asked for: on which days, and when."""
        at = self.cleaned_data.get("digest_at")
        return Digest(self.cleaned_data.get("digest") or Digest.NEVER), rules.DIGEST_AT if at is None else at

    def quiet(self) -> tuple[int, int] | None:
        """The quiet hours that were asked for."""
        starts, ends = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return None if starts is None else (starts, ends)


class TargetForm(DeskForm):
    """An address with a service."""

    ident: ClassVar[str] = "target"
    address = TextInput(
        label=_("Address"),
        hint=_("As Apprise writes it, such as ntfys://ntfy.example/a-long-secret-name or pover://user@token"),
        missing=_("Enter an address"),
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )

    def __init__(self, data: QueryDict | None = None, *, known: list[str]) -> None:
        super().__init__(data)
        self.known = known

    def clean_address(self) -> str:
        """An address that some service can use; one that is there already is left to the action."""
        address: str = self.cleaned_data["address"].strip()
        if address in self.known:
            return address
        refusal = rules.may_add_address(address, known=len(self.known))
        if refusal is not None:
            raise ValidationError(str(refusal.reason))
        if not service_of(address):
            raise ValidationError(_("No service can use this address. Look at every part of it again."))
        return address
