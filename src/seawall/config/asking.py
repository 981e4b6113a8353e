"""Asking somebody at a terminal, in plain sentences; the same answers can be piped in, one a line."""

from __future__ import annotations

import getpass
import re
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email

from seawall.kit.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.management.base import OutputWrapper

    from seawall.schools.models import Person

type Check = Callable[[str], str]
"""Takes what was typed and returns what is kept. Raises ValueError with a sentence for the person."""

_SHORT_NAME: Final = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,38}[a-z0-9])?")
_LONGEST_PASSWORD: Final = 1_000
KIT_LENGTH: Final = 12


class Asker:
    """Asks. At a terminal a wrong answer is asked for again; piped in, it ends the command with the sentence."""

    def __init__(self, stdout: OutputWrapper) -> None:
        self._stdout = stdout
        self._terminal = sys.stdin.isatty()

    @property
    def at_terminal(self) -> bool:
        """Whether somebody sits there."""
        return self._terminal

    def ask(self, question: str, check: Check, given: str | None = None) -> str:
        """Return a checked answer; `given` is one that came as an option. Raises CommandError."""
        if given is not None:
            return self._checked(given, check)
        return self._repeat(lambda: check(self._line(question)))

    def password(self, question: str, of: Person | None = None) -> str:
        """Return a new password, typed twice and never shown; `of` whom, saved or not. Raises CommandError."""
        return self._repeat(lambda: self._twice(question, of))

    def known_password(self, question: str) -> str:
        """Return a password that is there already, never shown. Raises CommandError."""
        return self._secret(question)

    def _twice(self, question: str, of: Person | None) -> str:
        first = self._secret(question)
        try:
            if len(first) > _LONGEST_PASSWORD:
                raise ValueError("That is too long: a thousand characters are enough.")
            validate_password(first, of)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None
        if self._secret("The same password once more") != first:
            raise ValueError("The two are not the same.")
        return first

    def _repeat(self, once: Callable[[], str]) -> str:
        while True:
            try:
                return once()
            except ValueError as error:
                if not self._terminal:
                    raise CommandError(str(error)) from None
                self._stdout.write(f"  {error}")

    @staticmethod
    def _checked(given: str, check: Check) -> str:
        try:
            return check(given)
        except ValueError as error:
            raise CommandError(str(error)) from None

    def _line(self, question: str) -> str:
        self._stdout.write(f"{question}: ", ending="")
        self._stdout.flush()
        line = sys.stdin.readline()
        if not line:
            _ended(question)
        if not self._terminal:
            self._stdout.write("")
        return line.rstrip("\r\n")

    def _secret(self, question: str) -> str:
        if not self._terminal:
            return self._line(question)
        try:
            return getpass.getpass(f"{question} (it is not shown): ")
        except EOFError:
            _ended(question)


def _ended(question: str) -> NoReturn:
    raise CommandError(f"The answers ended before this was answered: {question}")


def a_name(longest: int) -> Check:
    """Return a check for a name that is shown on pages."""

    def check(typed: str) -> str:
        name = " ".join(clean(typed).text.split())
        if not name:
            raise ValueError("This cannot be empty.")
        if len(name) > longest:
            raise ValueError(f"That is too long: {longest} characters are the most.")
        return name

    return check


def a_short_name(typed: str) -> str:
    """Check a school's short name, which stands in addresses."""
    name = typed.strip().lower()
    if not _SHORT_NAME.fullmatch(name):
        raise ValueError("A short name has small letters, digits and hyphens only, such as marram-bay (40 at most).")
    return name


def an_address(typed: str) -> str:
    """Check an e-mail address."""
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("That does not look like an e-mail address.") from None
    return address


def kit_words(typed: str) -> str:
    """Check that twelve words were typed; return them with one space between."""
    words = re.findall(r"[a-z]+", typed.casefold())
    if len(words) != KIT_LENGTH:
        raise ValueError(
            f"The kit has {KIT_LENGTH} words; these are {len(words)}. Leave the numbers out or in, as you like."
        )
    return " ".join(words)
