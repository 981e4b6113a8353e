"""Passwords that are not taken: known from breaches, or made of names that everybody at the school knows. No network is asked."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seawall.schools.rules import may_be_password

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_LINE: Final = re.compile(rb"^([0-9A-Fa-f]{40})(?::\d+)?\r?$")
_AROUND: Final = "0123456789 .,:;!?*#@$%&+-_=()[]<>/\\|\"'"
_REPEATED: Final = re.compile(r"(.+?)\1+", re.DOTALL)
_SHORT: Final = 6
_LONGEST_LINE: Final = 120


class Common(CommonPasswordValidator):
    """The 20,000 commonest passwords of breaches, which Django brings; with figures and marks around them, or repeated, too."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ANN401 - a person, saved or not
        """Refuse a common one. Raises ValidationError."""
        repeated = _REPEATED.fullmatch(password.strip(_AROUND))
        for tried in (password, password.strip(_AROUND), repeated[1] if repeated else ""):
            super().validate(tried, user)
        if repeated and len(repeated[1]) < _SHORT:
            raise ValidationError(_("This password repeats a few letters. Use words."), code="password_too_common")


class Breached:
    """The school's own, larger list (SEAWALL_BREACHED), if there is one."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Refuse one that is on the list. Raises ValidationError."""
        del user
        if settings.SEAWALL_BREACHED and is_in(settings.SEAWALL_BREACHED, password):
            raise ValidationError(
                _("This password is known from a breach of another site. Choose one that you use nowhere else."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """Say what it asks."""
        return _("A password that is known from a breach is not taken.")


class OwnName:
    """Not made of the person's or the school's name."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ANN401 - a person, saved or not
        """Refuse one that is hardly more than these names. Raises ValidationError."""
        if user is None:
            return
        known = [str(user.name), str(user.email).partition("@")[0]]
        refusal = may_be_password(password, [*known, user.school.name, user.school.slug])
        if refusal:
            raise ValidationError(str(refusal.reason), code="password_own_name")

    def get_help_text(self) -> str:
        """Say what it asks."""
        return _("A password made of your name or the school's is not taken.")


def is_in(path: Path, password: str) -> bool:
    """Say whether a password's SHA-1 is in a file of hashes, one a line, sorted. Reads some thirty lines, whatever its size.

    SHA-1 is what the lists hold; nothing of ours is kept under it. Raises OSError if the file is gone.
    """
    wanted = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            start, line = _line_at(file, middle)
            if not line or line[:40].upper() > wanted:
                high = middle
            elif line[:40].upper() == wanted:
                return True
            else:
                low = start + len(line)
    return False


def _line_at(file: BinaryIO, position: int) -> tuple[int, bytes]:
    """Return the first line that begins at or after a position, and where it begins; an empty one at the end."""
    file.seek(max(0, position - 1))
    if position:
        file.readline(_LONGEST_LINE)
    return file.tell(), file.readline(_LONGEST_LINE)


def trouble(path: Path) -> str:
    """Say what is wrong with a file of hashes, from its first lines; nothing if it can be used."""
    try:
        with path.open("rb") as file:
            lines = [line for line in (file.readline(_LONGEST_LINE) for _number in range(100)) if line]
    except OSError as error:
        return error.strerror or type(error).__name__
    hashes = [found[1].upper() for line in lines if (found := _LINE.match(line.rstrip(b"\n")))]
    if not hashes or len(hashes) != len(lines):
        return "it has lines that are no SHA-1 hashes"
    return "" if hashes == sorted(hashes) else "it is not sorted"
