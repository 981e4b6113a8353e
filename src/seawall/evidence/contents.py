"""What a bundle tells of one case, as plain data: gathered once, then written as a PDF, as tables and as linked data.

Everything is JSON, because what was gathered waits sealed between two steps (evidence.actions). Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import TypedDict


class Answer(TypedDict):
    """A question, and what was answered: choices or words."""

    asked: str
    told: str


class Item(TypedDict):
    """One thing in a section: a report, a note, a decision."""

    heading: str
    facts: list[Answer]
    """Short: when, by whom, through which door."""
    words: list[Answer]
    """As they were told; `asked` may be empty."""


class Section(TypedDict):
    """A part of the summary. `empty` is said when there is nothing in it."""

    heading: str
    empty: str
    items: list[Item]


class Someone(TypedDict):
    """Somebody in the case. `part` is the coded one (cases.rules.Part), `part_name` how it is printed."""

    name: str
    part: str
    part_name: str
    detail: str


class Account(TypedDict):
    """An account or other identifier, exactly as it was told."""

    as_told: str
    kind: str
    """evidence.rules.Kind, a guess by its look."""
    apps: str
    told_in: str
    """The reference of the report, or where else it stands."""
    at: str
    sure: str
    """Who says so: as it was told, written down by the school, or confirmed by a lead and whose it is."""


class Happening(TypedDict):
    """A line of the chronology."""

    at: str
    what: str
    who: str
    words: str
    where: str
    """The reference of the report it belongs to; empty for the case itself."""


class Contents(TypedDict):
    """Everything a bundle tells of one case."""

    reference: str
    title: str
    facts: list[Answer]
    people: list[Someone]
    accounts: list[Account]
    happenings: list[Happening]
    sections: list[Section]
