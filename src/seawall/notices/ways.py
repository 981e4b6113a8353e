"""Ways out: e-mail, and the services of Apprise. Each is a small port: send a text, or raise NotSentError with a code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.conf import settings
from django.core.mail import EmailMessage

if TYPE_CHECKING:
    from seawall.notices.models import Reach, Target
    from seawall.notices.wording import Text
    from seawall.schools.models import Person

_HEADERS: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class NotSentError(Exception):
    """A notice did not go out. `code` is one of notices.rules.TROUBLES or the class of an error; never a message."""

    def __init__(self, code: str) -> None:
        self.code = code[:60]
        super().__init__(self.code)


class Way(Protocol):
    """One way to one person. `key` tells it from their others."""

    @property
    def key(self) -> str:
        """What stands in a notice's row once this way took it."""
        ...

    def send(self, text: Text) -> None:
        """Send a text. Raises NotSentError."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class ByMail:
    """E-mail to somebody's address at school, through the mail server of SEAWALL_MAIL_URL."""

    address: str
    key: str = "mail"

    def send(self, text: Text) -> None:
        """Send it. Raises NotSentError with the class of what went wrong."""
        message = EmailMessage(text.subject, text.body, settings.DEFAULT_FROM_EMAIL, [self.address], headers=_HEADERS)
        try:
            taken = message.send(using="default")
        except Exception as error:  # noqa: BLE001 - whatever a mail server does, the notice is tried again
            raise NotSentError(type(error).__qualname__) from None
        if not taken:
            raise NotSentError("refused")


@dataclass(frozen=True, slots=True, repr=False)
class ByService:
    """One of a person's own addresses with a service."""

    address: str
    key: str

    def send(self, text: Text) -> None:
        """Send it. Raises NotSentError: the service is not known, or did not take it."""
        plugin = _plugin(self.address)
        if plugin is None:
            raise NotSentError("unknown_service")
        try:
            taken = plugin.notify(title=text.subject, body=text.body)
        except Exception as error:  # noqa: BLE001 - the same, of a hundred services' code
            raise NotSentError(type(error).__qualname__) from None
        if not taken:
            raise NotSentError("refused")


def service_of(address: str) -> str:
    """Return the name of the service an address belongs to ("ntfy"); nothing if no service can use it."""
    plugin = _plugin(address)
    return "" if plugin is None else str(plugin.service_name)[:60]


def ways_of(person: Person, reach: Reach | None, targets: list[Target]) -> list[Way]:
    """Return every way to somebody, as far as this server has them."""
    by_mail = settings.SEAWALL_MAIL and person.email and (reach is None or reach.by_mail)
    mail: list[Way] = [ByMail(person.email)] if by_mail else []
    return [*mail, *(ByService(target.address, str(target.pk)) for target in targets)]


def _plugin(address: str) -> Any:  # noqa: ANN401 - Apprise's own classes, one a service
    """Return what sends to an address; None if there is no such service or something is missing in the address."""
    from apprise import Apprise  # noqa: PLC0415 - a second and 45 MB, which only who sends to a service should pay

    return Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)


@cache
def _asset() -> Any:  # noqa: ANN401 - the same
    """Apprise's settings: nothing is written to a disk, nothing loaded from one, and it signs as Seawall."""
    from apprise import AppriseAsset, PersistentStoreMode  # noqa: PLC0415 - the same

    return AppriseAsset(
        app_id="Seawall",
        app_desc="Seawall",
        app_url="",
        async_mode=False,
        storage_mode=PersistentStoreMode.MEMORY,
        secure_logging=True,
        plugin_paths=[],
    )
