"""What a report says, as a flat set of facts such as `what=threats`; anything unknown is left out, nothing is ever refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ONE = "one"
MANY = "many"

CODED: dict[str, tuple[str, tuple[str, ...]]] = {
    "about": (ONE, ("me", "friend", "my_child", "pupil", "someone")),
    "what": (MANY, ("stranger", "asked", "sent", "threats", "money", "fake_account", "passed_on", "other")),
    "paid": (ONE, ("no", "asked", "paid", "not_sure")),
    "still": (ONE, ("yes", "no", "not_sure")),
    "apps": (
        MANY,
        (
            "instagram", "snapchat", "tiktok", "whatsapp", "discord", "roblox", "facebook", "threads", "x", "youtube",
            "telegram", "reddit", "twitch", "omegle", "game", "video_chat", "text_message", "email", "other",
        ),
    ),
    "when": (ONE, ("today", "this_week", "this_month", "longer", "not_sure")),
    "adult_knows": (MANY, ("parent", "teacher", "police", "other_adult", "nobody")),
    "safe": (MANY, ("hurt_self", "meet", "coming", "home_unsafe", "safe")),
    "year": (ONE, ("7", "8", "9", "10", "11", "12", "13", "other")),
    "contact": (MANY, ("mailbox", "in_school", "phone", "email", "not_at_home")),
}  # fmt: skip
"""Every coded answer: its key, whether one or many may be chosen, and the choices. docs/danger.md is checked against it."""

FREE = ("words", "accounts", "when_words", "contact_words", "wish", "said", "seen", "done", "promised")
"""Free-word answers that are read for danger. Names (`name`, `child_name`) are not: a name is never a danger word."""

NAMES = ("name", "child_name")

_ANY_YEAR_GROUP = 100


def coded_facts(answers: Mapping[str, object]) -> frozenset[str]:
    """Give the coded answers as facts (`safe=coming`). Unknown keys and values are left out; wrong shapes never raise."""
    return frozenset(
        f"{key}={value}"
        for key, (_, choices) in CODED.items()
        for value in _values(answers.get(key))
        if value in choices
    )


def free_texts(answers: Mapping[str, object]) -> Iterator[str]:
    """Give every free-word answer that holds words, lists of strings included."""
    for key in FREE:
        given = answers.get(key)
        if isinstance(given, str):
            yield given
        elif isinstance(given, list | tuple | set | frozenset):
            yield from (each for each in given if isinstance(each, str))


def _values(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given.strip().lower()
    elif isinstance(given, bool):
        return
    elif isinstance(given, int):
        yield str(given) if abs(given) < _ANY_YEAR_GROUP else ""
    elif isinstance(given, list | tuple | set | frozenset):
        for each in given:
            if isinstance(each, str | int):
                yield from _values(each)
