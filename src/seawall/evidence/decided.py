"""The decision in a bundle: the review as it stands, what was decided and why, and what the head was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seawall.cases.wording import CHOICES
from seawall.decisions import queries as decisions
from seawall.decisions import wording as words
from seawall.decisions.rules import Sheet
from seawall.evidence.contents import Item, Section
from seawall.evidence.told import clock_time, fact, name_of

if TYPE_CHECKING:
    from seawall.decisions.models import Decision, Review
    from seawall.evidence.contents import Answer, Contents
    from seawall.evidence.told import Opened


def the_decision(opened: Opened, into: Contents) -> None:
    """The review as it was last answered, and every decision, the first first."""
    section = Section(heading=_("The decision"), empty=_("Nothing is decided yet."), items=[])
    found = decisions.opened(opened.case, opened.key)
    if found.standing.review is not None:
        section["items"].append(_review(found.standing.review, words.as_answered(found.reviewed)))
    section["items"] += [_decision(opened, row) for row in opened.case.decisions.order_by("number")]
    into["sections"].append(section)


def _review(row: Review, answers: list[words.Answered]) -> Item:
    heading = _("Review, version %(number)s, %(when)s") % {"number": row.number, "when": clock_time(row.at)}
    return Item(heading=heading, facts=[], words=_answers(answers))


def _decision(opened: Opened, row: Decision) -> Item:
    told = decisions.decided(opened.case, opened.key, row)
    sheet = decisions.sheet_of(opened.key, row)
    heading = f"{clock_time(row.at)}, {name_of(told.by)}: {CHOICES[row.choice]}"
    why = [fact(_("Why"), told.reason)] if told.reason else []
    return Item(heading=heading, facts=[], words=why + _answers(told.risk) + (_sheet(sheet) if sheet else []))


def _answers(answers: list[words.Answered]) -> list[Answer]:
    return [fact(each.question, "; ".join(filter(None, (each.said, each.words)))) for each in answers]


def _sheet(sheet: decisions.OnSheet) -> list[Answer]:
    became = str(words.SHEETS[Sheet(sheet.row.state)])
    if sheet.row.answered_at:
        became = f"{became} ({clock_time(sheet.row.answered_at)})"
    told = [(_("Written to %(name)s to be signed") % {"name": name_of(sheet.row.to)}, sheet.words)]
    told += [(_("What became of it"), became), (_("What they wrote back"), sheet.answer)]
    return [fact(asked, said) for asked, said in told if said]
