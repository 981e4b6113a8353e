"""The recovery kit as it is printed, once, and typed back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from seawall.schools.actions import confirm_kit

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper

    from seawall.config.asking import Asker
    from seawall.journal.actions import Actor
    from seawall.schools.models import School

_ASKED = 2


def show(stdout: OutputWrapper, school: School, words: tuple[str, ...]) -> None:
    """Print the words, numbered, with what to do with them."""
    rows = [
        "   ".join(f"{at + 1:>2} {words[at]:<12}" for at in range(start, min(start + 3, len(words)))).rstrip()
        for start in range(0, len(words), 3)
    ]
    stdout.write(
        "\n".join(
            [
                "",
                f"THE RECOVERY KIT of {school.name}",
                "",
                *(f"    {row}" for row in rows),
                "",
                "With these words the safeguarding team gets back to what children told, if every password is lost.",
                "Write them down or print them now: they are shown this once and kept nowhere else. Put the paper into",
                "the school's safe. Do not photograph it, and do not keep it on a computer. Whoever holds it, and this",
                "server, can read everything.",
                "",
            ]
        )
    )


def type_back(asker: Asker, school: School, words: tuple[str, ...], by: Actor) -> None:
    """Ask for two of the words, until they are right. Raises CommandError if the answers end."""
    asked = sorted(secrets.SystemRandom().sample(range(len(words)), _ASKED))
    for at in asked:
        asker.ask(f"Look at your paper: word {at + 1}", lambda typed, at=at: _the_word(words, at, typed))  # type: ignore[misc]
    confirm_kit(school=school, kit_words=words, typed={at: words[at] for at in asked}, by=by)


def _the_word(words: tuple[str, ...], at: int, typed: str) -> str:
    if typed.strip().casefold() != words[at]:
        raise ValueError("That is not the word on the printed kit. Look at the number beside it and try again.")
    return typed
