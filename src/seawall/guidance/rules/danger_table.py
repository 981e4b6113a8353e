"""
The danger rules as one table. To change how danger is judged, change a row here.

A rule speaks when, for each of its groups, at least one fact of the group is there; facts that are missing are never asked for,
so more facts can only raise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class Level(IntEnum):
    """How soon a person must make first contact (product B2)."""

    ROUTINE = 0
    SOON = 1
    URGENT = 2
    IMMEDIATE = 3

    @property
    def key(self) -> str:
        """Give the name used in data, pages and the explain command."""
        return self.name.lower()

    @property
    def promise(self) -> str:
        """Give the first-contact promise in plain words."""
        return _PROMISES[self]


_PROMISES = {
    Level.IMMEDIATE: "at once",
    Level.URGENT: "within 1 hour",
    Level.SOON: "within 4 school hours",
    Level.ROUTINE: "by the next school day",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: `when` are groups of facts, one of each group must be there; `because` is the source or the reason."""

    code: str
    level: Level
    sentence: str
    because: str
    when: tuple[frozenset[str], ...]

    def speaks(self, facts: AbstractSet[str]) -> bool:
        """Say whether every group has a fact."""
        return all(not group.isdisjoint(facts) for group in self.when)


def _any(*facts: str) -> frozenset[str]:
    return frozenset(facts)


_BLACKMAIL = _any("what=threats", "what=money", "paid=asked", "paid=paid", "words:threat", "words:money", "words:more")
_STRANGER = _any("what=stranger", "words:stranger", "words:older")
_ASKED = _any("what=asked", "words:asked", "words:more")
_NOW = _any("still=yes")

_T5 = "UKCIS 2024 trigger 5: a child at immediate risk of harm, for example suicidal or self-harming [M]"
_T12 = "UKCIS 2024 triggers 1 and 2: an adult, or blackmail or grooming; not known counts as yes (guidance 1.4) [M]"
_NCA = "NCA alert, 29 April 2024: a disclosure of blackmail is referred at once [S]"
_999 = "999 is for immediate risk to life or of harm (guidance 4.1) [R]"

_IMMEDIATE = (
    Rule("hurt_self", Level.IMMEDIATE, "Says they may hurt themselves.", _T5, (_any("safe=hurt_self"),)),
    Rule("coming", Level.IMMEDIATE, "Says that somebody is coming to them.", _999, (_any("safe=coming"),)),
    Rule("meet", Level.IMMEDIATE, "Says that they are to meet the person.", _999, (_any("safe=meet"),)),
    Rule("home_unsafe", Level.IMMEDIATE, "Says that home is not safe.", _999, (_any("safe=home_unsafe"),)),
    Rule("words:suicide", Level.IMMEDIATE, "The words speak of dying or of suicide.", _T5, (_any("words:suicide"),)),
    Rule("words:self_harm", Level.IMMEDIATE, "The words speak of self-harm.", _T5, (_any("words:self_harm"),)),
    Rule(
        "words:medical",
        Level.IMMEDIATE,
        "The words speak of an overdose or an injury now.",
        _999,
        (_any("words:medical"),),
    ),
    Rule(
        "words:coming", Level.IMMEDIATE, "The words say that somebody is near or coming.", _999, (_any("words:coming"),)
    ),
    Rule("words:weapon", Level.IMMEDIATE, "The words speak of a weapon.", _999, (_any("words:weapon"),)),
    Rule(
        "words:violence", Level.IMMEDIATE, "The words speak of a threat of violence.", _999, (_any("words:violence"),)
    ),
    Rule("words:meet", Level.IMMEDIATE, "The words speak of meeting the person.", _999, (_any("words:meet"),)),
    Rule(
        "words:home_unsafe", Level.IMMEDIATE, "The words say that home is not safe.", _999, (_any("words:home_unsafe"),)
    ),
    Rule("words:touched", Level.IMMEDIATE, "The words may speak of an assault.", _T12, (_any("words:touched"),)),
    Rule(
        "words:missing",
        Level.IMMEDIATE,
        "The words speak of having run away, or of a missing child.",
        _999,
        (_any("words:missing"),),
    ),
    Rule(
        "blackmail_alone",
        Level.IMMEDIATE,
        "Blackmail is going on now and no adult knows.",
        "Our decision: nobody else is there to keep the child safe, so first contact is the protection. " + _NCA,
        (_any("what=threats"), _NOW, _any("adult_knows=nobody")),
    ),
    Rule(
        "blackmail_clock",
        Level.IMMEDIATE,
        "Blackmail with a time limit.",
        "Our decision: a promise of one hour is no help when the threat runs out sooner. " + _NCA,
        (_BLACKMAIL, _any("words:deadline")),
    ),
    Rule(
        "blackmail_near",
        Level.IMMEDIATE,
        "Blackmail by somebody who knows where the child lives or goes to school.",
        "Our decision: a threat that can be carried out in person. " + _999,
        (_BLACKMAIL, _any("words:knows_home")),
    ),
)

_URGENT = (
    Rule(
        "threats",
        Level.URGENT,
        "Threats or blackmail.",
        _NCA + ". First contact within the hour; the referral does not wait for more.",
        (_any("what=threats"),),
    ),
    Rule("money", Level.URGENT, "Money or gift cards have been asked for.", _NCA, (_any("what=money", "paid=asked"),)),
    Rule(
        "paid",
        Level.URGENT,
        "Money or gift cards have been paid.",
        _NCA + "; who pays is asked again",
        (_any("paid=paid"),),
    ),
    Rule("sent", Level.URGENT, "A picture or video was sent or recorded.", _T12, (_any("what=sent"),)),
    Rule(
        "passed_on",
        Level.URGENT,
        "A picture or video is being passed on.",
        "Report Remove can block a picture before it spreads (guidance 4.1) [R]",
        (_any("what=passed_on"),),
    ),
    Rule("groomed", Level.URGENT, "A stranger asks for pictures.", _T12, (_STRANGER, _ASKED)),
    Rule("asked_now", Level.URGENT, "Somebody is asking for pictures now.", _T12, (_any("what=asked"), _NOW)),
    Rule(
        "maybe_under_13",
        Level.URGENT,
        "May be under 13, and there is a picture.",
        "UKCIS 2024 trigger 4: any child in it under 13 [M]; years 7 and 8 may be",
        (_any("year=7", "year=8"), _any("what=sent", "what=passed_on", "words:sent", "words:passed_on")),
    ),
    Rule("words:threat", Level.URGENT, "The words speak of threats or blackmail.", _NCA, (_any("words:threat"),)),
    Rule(
        "words:money",
        Level.URGENT,
        "The words speak of money or gift cards being asked for.",
        _NCA,
        (_any("words:money"),),
    ),
    Rule(
        "words:more", Level.URGENT, "The words speak of being pressed for more pictures.", _T12, (_any("words:more"),)
    ),
    Rule("words:sent", Level.URGENT, "The words say that a picture was sent or recorded.", _T12, (_any("words:sent"),)),
    Rule(
        "words:passed_on",
        Level.URGENT,
        "The words say that a picture is being passed on.",
        _T12,
        (_any("words:passed_on"),),
    ),
    Rule(
        "words:knows_home",
        Level.URGENT,
        "The words say that somebody knows where the child lives.",
        _999,
        (_any("words:knows_home"),),
    ),
    Rule("words:hurt_by", Level.URGENT, "The words say that somebody hits the child.", _999, (_any("words:hurt_by"),)),
    Rule("words:despair", Level.URGENT, "The words speak of despair.", _T5, (_any("words:despair"),)),
    Rule(
        "words:wants_to_meet",
        Level.URGENT,
        "The words say that somebody wants to meet the child.",
        _T12,
        (_any("words:wants_to_meet"),),
    ),
)

_SOON = (
    Rule(
        "stranger",
        Level.SOON,
        "A stranger is in contact.",
        "UKCIS 2024 trigger 1: an adult may pose as a child [M]",
        (_any("what=stranger"),),
    ),
    Rule(
        "asked",
        Level.SOON,
        "Somebody asked for a picture.",
        "NCA: asking comes before blackmail, within an hour at times [R]",
        (_any("what=asked"),),
    ),
    Rule(
        "fake_account",
        Level.SOON,
        "There is a fake account.",
        "The letter: fake accounts are a tool of blackmail",
        (_any("what=fake_account"),),
    ),
    Rule(
        "still", Level.SOON, "It is still going on.", "Our decision: what goes on is not left to the next day", (_NOW,)
    ),
    Rule(
        "not_at_home",
        Level.SOON,
        "Asks not to be contacted at home.",
        "Our decision: ask whether home is safe",
        (_any("contact=not_at_home"),),
    ),
    Rule(
        "words:fake_account",
        Level.SOON,
        "The words speak of a fake account.",
        "The letter",
        (_any("words:fake_account"),),
    ),
    Rule(
        "words:stranger",
        Level.SOON,
        "The words speak of a stranger in contact.",
        "UKCIS 2024 trigger 1 [M]",
        (_any("words:stranger"),),
    ),
    Rule(
        "words:older",
        Level.SOON,
        "The words speak of an adult in contact.",
        "UKCIS 2024 trigger 1 [M]",
        (_any("words:older"),),
    ),
    Rule(
        "words:asked",
        Level.SOON,
        "The words say that somebody asked for a picture.",
        "NCA 2024 [R]",
        (_any("words:asked"),),
    ),
    Rule(
        "words:bullied",
        Level.SOON,
        "The words speak of bullying.",
        "KCSIE: child-on-child harm [S]",
        (_any("words:bullied"),),
    ),
    Rule(
        "words:distress",
        Level.SOON,
        "The words speak of fear or distress.",
        "NCA 2024: sudden distress is a sign [S]",
        (_any("words:distress"),),
    ),
    Rule(
        "words:trouble",
        Level.SOON,
        "Is afraid of being in trouble at home.",
        "Thorn 2022: fear of trouble at home keeps children silent [R]",
        (_any("words:trouble"),),
    ),
)

ALL_RULES: tuple[Rule, ...] = _IMMEDIATE + _URGENT + _SOON
"""Every rule, the gravest first."""
