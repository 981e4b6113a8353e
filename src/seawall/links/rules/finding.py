"""
Finding identifiers in what was told: `find(words, apps)`.

Bounded: the time grows with the length of the text and no faster, and no report offers more than `MOST`. Nothing found is ever
certain: a lead confirms, corrects or drops it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.facts import FREE
from seawall.links.rules import names, patterns
from seawall.links.rules.canon import forms
from seawall.links.rules.clauses import Named
from seawall.links.rules.kinds import Find, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from seawall.links.rules.patterns import Found

MOST: Final = 40
"""Identifiers offered of one report. The page says when there may be more."""

AROUND: Final = 60
"""Characters of the words around that are kept with an identifier, on either side."""

ANSWER: Final = "accounts"
"""The answer that asks for account names: it is read as a list of them."""

CONTACT: Final = "contact_words"
"""The answer that says how to reach whoever told: what is found there is most likely the child's or the family's own."""

MESSAGE: Final = "message"
"""A later message of whoever told."""

_MOST_LOOKED_AT: Final = 400
_ORDER: Final = (ANSWER, *(key for key in FREE if key != ANSWER), MESSAGE)


def find(words: Mapping[str, str], apps: Iterable[str] = (), not_these: Iterable[str] = ()) -> tuple[Find, ...]:
    """
    Find identifiers in the answers of a report.

    In: the answers in words by key (those not read for danger are left alone: a person's name is no identifier); the apps named
    in the answer about apps; numbers and addresses that are the school's own. Out: at most `MOST`, each once, those of the
    answer about accounts first. Raises nothing.
    """
    own = {forms(kind, value).exact for value in not_these if value for kind in (Kind.PHONE, Kind.EMAIL)}
    found: dict[tuple[str, str], Find] = {}
    named_apps = tuple(apps)
    for where in _ORDER:
        for each in _in_text(words.get(where) or "", where, named_apps if where != CONTACT else ()):
            exact = forms(each.kind, each.value).exact
            if exact and exact not in own:
                _keep(found, exact, each)
    return tuple(found.values())[:MOST]


def _keep(found: dict[tuple[str, str], Find], exact: str, new: Find) -> None:
    """Keep one of each; a second with a platform tells more than the first without one."""
    there = found.get((exact, "")) or found.get((exact, new.platform))
    if there is None and new.platform == "" and any(known == exact for known, _ in found):
        return
    if there is None:
        found[exact, new.platform] = new
    elif not there.platform and new.platform:
        found[exact, ""] = replace(there, platform=new.platform)


def _in_text(text: str, where: str, apps: tuple[str, ...]) -> Iterator[Find]:
    named, taken = Named(text, apps), bytearray(len(text))
    for kind, platform, start, end in islice(_taken(text, where, named), _MOST_LOOKED_AT):
        if not any(taken[start:end]):  # the name inside an e-mail address is no account
            taken[start:end] = b"x" * (end - start)
            yield Find(kind, platform, text[start:end], start, end, where, _before(text, start), _after(text, end))


def _taken(text: str, where: str, named: Named) -> Iterator[Found]:
    yield from patterns.links(text)
    yield from patterns.reddit_names(text)
    yield from patterns.emails(text)
    yield from patterns.coins(text)
    yield from patterns.banks(text)
    yield from patterns.phones(text, named)
    yield from patterns.cash_tags(text)
    yield from patterns.gift_cards(text)
    ways = (names.after_at, names.in_answer) if where == ANSWER else (names.after_at,)
    for way in (*ways, names.after_cues, names.by_shape):
        for start, end in way(text):
            yield _account(start, end, named)


def _account(start: int, end: int, named: Named) -> Found:
    paid = named.near(start, end, pays=True)
    platform = named.near(start, end, pays=False)
    nearer = paid and (not platform or named.near(start, end) == paid)
    return (Kind.PAYMENT, paid, start, end) if nearer else (Kind.ACCOUNT, platform, start, end)


def _before(text: str, start: int) -> str:
    cut = text[max(0, start - AROUND) : start]
    return cut.partition(" ")[2] if start > AROUND and " " in cut.strip() else cut


def _after(text: str, end: int) -> str:
    cut = text[end : end + AROUND]
    return cut.rpartition(" ")[0] if len(text) > end + AROUND and " " in cut.strip() else cut
