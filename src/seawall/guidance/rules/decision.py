"""
What the guidance says about a case: refer now, answer more first, or the school may manage it.

The source is guidance reference 1.4 and 0.1 (UKCIS 2024, NCA 2024). Wherever it leaves room, the rule takes the side of
referring: more knowledge of harm never makes the answer milder, and what cannot be read counts as not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seawall.guidance.rules.decision_data import DECISION, DecisionDataError, DecisionTexts, TriggerText, decision_texts
from seawall.guidance.rules.facts import coded_facts


class Trigger(StrEnum):
    """The five triggers of immediate referral, in the order of the guidance."""

    ADULT = "adult"
    COERCED = "coerced"
    UNUSUAL_OR_VIOLENT = "unusual_or_violent"
    SEXUAL_UNDER_13 = "sexual_under_13"
    IMMEDIATE_RISK = "immediate_risk"


class Fact(StrEnum):
    """Facts of a case that refer on their own (guidance reference 0.1)."""

    BLACKMAIL = "blackmail"
    ADULT = "adult"
    UNKNOWN_PERSON = "unknown_person"


class Answer(StrEnum):
    """What can be answered to a trigger."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Course(StrEnum):
    """What the guidance answers, the mildest first."""

    MAY_MANAGE = "may_manage_in_school"
    NEEDS_ANSWERS = "needs_answers"
    REFER_NOW = "refer_now"


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What the guidance answers, and why.

    `reasons` are codes for the record, `reason_text` turns one into a sentence. `needed` are the keys not known yet, in the
    order of the guidance; a referral never waits for them.
    """

    decision: Course
    reasons: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, as the rule reads it. Two that are equal lead to the same decision, whatever way they were written."""

    triggers: tuple[tuple[Trigger, Answer], ...]
    facts: tuple[tuple[Fact, Answer], ...]
    unread: tuple[str, ...] = ()


def checked(texts: DecisionTexts) -> DecisionTexts:
    """Hold the data to the keys that the rule knows. Raises `DecisionDataError` naming the table."""
    for table, keys in (("triggers", Trigger), ("facts", Fact), ("courses", Course)):
        if {*getattr(texts, table)} != {*keys}:
            raise DecisionDataError(f"{DECISION.name}: {table} must be {', '.join(keys)}")
    return texts


_RULES: Final = checked(decision_texts()).triggers

_BLACKMAIL: Final = frozenset({"what=threats", "what=money", "paid=asked", "paid=paid"})
_STRANGER: Final = frozenset({"what=stranger"})


SENTENCES: Final = {
    "yes": ("triggers", "{}"),
    "fact": ("facts", "{}"),
    "not_known_counts_as_yes": ("triggers", "Not known yet counts as yes: {}"),
    "fact_not_known_counts_as_yes": ("facts", "Not known yet counts as yes: {}"),
    "not_known": ("triggers", "Not known yet: {}"),
    "every_trigger_no": ("", "Every trigger is answered with no, and nothing else asks for a referral."),
    "not_understood": ("key", "This answer could not be read, so it counts as not known yet: {}."),
    "unknown_key": ("key", "This is not a question of the guidance and was left out: {}."),
}
"""The kinds of reason codes (`kind:key`): where the key is looked up, and the sentence. A test holds docs/decision.md to it."""


def decide(triggers: Mapping[str, object], facts: Mapping[str, object]) -> Decision:
    """
    Say what the guidance answers (reference 1.4 and 0.1).

    In: `triggers`, each "yes", "no" or "unknown" (missing counts as unknown); `facts`, each true or false (missing counts as
    false: the triggers ask the same). Keys and values that cannot be read are named in the reasons; such a value counts as
    unknown. Out: the decision. Raises nothing.
    """
    return decide_on(read_answers(triggers, facts))


def decide_on(answers: Answers) -> Decision:
    """Say what the guidance answers, for answers read before. Raises nothing."""
    refer = [f"yes:{key}" for key, answer in answers.triggers if answer is Answer.YES]
    refer += [f"fact:{key}" for key, answer in answers.facts if answer is Answer.YES]
    unknown = [key for key, answer in answers.triggers if answer is Answer.UNKNOWN]
    unsure = [key for key, answer in answers.facts if answer is Answer.UNKNOWN]
    counted = [key for key in unknown if _RULES[key].not_known_counts_as_yes]
    refer += [f"not_known_counts_as_yes:{key}" for key in counted]
    refer += [f"fact_not_known_counts_as_yes:{key}" for key in unsure]
    needed = tuple(dict.fromkeys([*map(str, unknown), *map(str, unsure)]))
    if refer:
        return Decision(Course.REFER_NOW, (*refer, *answers.unread), needed)
    if unknown:
        return Decision(Course.NEEDS_ANSWERS, (*(f"not_known:{key}" for key in unknown), *answers.unread), needed)
    return Decision(Course.MAY_MANAGE, ("every_trigger_no", *answers.unread), ())


def read_answers(triggers: object, facts: object) -> Answers:
    """
    Read answers as they come from a form, a file or a database; keep the outcome beside the decision to compare with later.

    A decision is open again as soon as the answers read now differ from those it was made on (`read_answers(...) != kept`).
    Raises nothing.
    """
    given = triggers if isinstance(triggers, Mapping) else {}
    known = facts if isinstance(facts, Mapping) else {}
    unread = [name for name, value in (("triggers", triggers), ("facts", facts)) if not isinstance(value, Mapping)]
    read = {trigger: _read(given.get(trigger.value)) for trigger in Trigger}
    read_facts = {fact: _read_fact(known.get(fact.value)) for fact in Fact}
    unread += [f"triggers.{key}" for key, answer in read.items() if answer is None]
    unread += [f"facts.{key}" for key, answer in read_facts.items() if answer is None]
    strange = [f"triggers.{shown(key)}" for key in given if key not in set(Trigger)]
    strange += [f"facts.{shown(key)}" for key in known if key not in set(Fact)]
    return Answers(
        triggers=tuple((key, answer or Answer.UNKNOWN) for key, answer in read.items()),
        facts=tuple((key, answer or Answer.UNKNOWN) for key, answer in read_facts.items()),
        unread=(*(f"not_understood:{name}" for name in unread), *(f"unknown_key:{name}" for name in sorted(strange))),
    )


def facts_of(coded: Mapping[str, object]) -> dict[str, bool]:
    """
    Give the facts that a report's coded answers (docs/danger.md) already say. Raises nothing.

    Threats, or money or gift cards asked for or paid: blackmail. A stranger in contact: an unknown person. Only facts that are
    there are given, never false: that a child ticked nothing says nothing. Free words are for the lead to read.
    """
    said = coded_facts(coded) if isinstance(coded, Mapping) else frozenset()
    found = {Fact.BLACKMAIL: said & _BLACKMAIL, Fact.UNKNOWN_PERSON: said & _STRANGER}
    return {fact.value: True for fact, because in found.items() if because}


def reason_text(code: str) -> str:
    """Give the sentence for the desk behind a reason code; the code itself if it is of another version."""
    kind, _, key = code.partition(":")
    table, sentence = SENTENCES.get(kind, ("", code))
    if table in {"", "key"}:
        return sentence.format(key) if table else sentence
    texts = decision_texts()
    entry = texts.triggers.get(key) if table == "triggers" else texts.facts.get(key)
    if entry is None:
        return code
    asked = entry.question if isinstance(entry, TriggerText) else f"{entry.label}."
    return sentence.format(entry.reason if kind in {"yes", "fact"} else asked)


def _read(value: object) -> Answer | None:
    """Read an answer to a trigger; None if it cannot be read. False is no "no": a box left unticked is no answer."""
    if value is None:
        return Answer.UNKNOWN
    if value is True:
        return Answer.YES
    word = value.strip().lower() if isinstance(value, str) else None
    return next((answer for answer in Answer if answer.value == word), None)


def _read_fact(value: object) -> Answer | None:
    """Read a fact; None if it cannot be read. What is missing is not recorded as a fact."""
    if value is None or value is False:
        return Answer.NO
    word = value.strip().lower() if isinstance(value, str) else ""
    return {"true": Answer.YES, "false": Answer.NO}.get(word) or _read(value)


_LONGEST_KEY = 40


def shown(key: object) -> str:
    """Make a strange key fit to be shown."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(key)[:_LONGEST_KEY])
