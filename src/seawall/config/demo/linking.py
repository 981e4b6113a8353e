"""What the demonstration's leads link: accounts confirmed, a second case of the same hand, and the series of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Final

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.config.demo.shapes import Done, Linking, Reached, Told, When
from seawall.links import actions as links
from seawall.links import queries
from seawall.links.rules.states import Whose
from seawall.series import actions as series

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.cases.models import Case
    from seawall.reports.models import Report
    from seawall.series.actions import Asked


@dataclass(frozen=True, slots=True)
class Confirm(Linking):
    """A lead confirms what was found in a report, each with whose it is."""

    report: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class OtherCase(Linking):
    """A lead makes a second case of a report, with the child in it."""

    report: str
    title: str
    child: str
    detail: str


@dataclass(frozen=True, slots=True)
class BeginSeries(Linking):
    """A lead says that the cases belong together."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, repr=False)
class Hands:
    """What linking needs of the week: its case, a report by its key, and who asks."""

    case: Case
    report: Callable[[str], Report]
    asked: Asked


@singledispatch
def happen(linked: Linking, hands: Hands) -> None:
    """Let one thing happen. Raises TypeError for a kind that is not known."""
    del hands
    raise TypeError(type(linked).__name__)


@happen.register
def _(linked: Confirm, hands: Hands) -> None:
    report = hands.report(linked.report)
    for each in queries.of_report(report, hands.asked.ring.data_key(report)):
        if each.value in linked.values:
            whose = Whose(linked.values[each.value])
            links.confirm(identifier=each.row, whose=whose, seen=each.row.version, by=hands.asked.by)


@happen.register
def _(linked: OtherCase, hands: Hands) -> None:
    report, ring, by = hands.report(linked.report), hands.asked.ring, hands.asked.by
    case = cases.start(
        school=hands.case.school, title=linked.title, report=report, seen=report.version, ring=ring, by=by
    )
    cases.involve(case=case, part=Part.AFFECTED, name=linked.child, detail=linked.detail, ring=ring, by=by)


@happen.register
def _(linked: BeginSeries, hands: Hands) -> None:
    all_ = list(hands.case.school.cases.select_related("circle_key", "school").order_by("opened_at"))
    series.begin(school=hands.case.school, name=linked.name, cases=all_, asked=hands.asked)


LINKED_TOLD: Final = (
    Told(
        "bryn",
        When(4, "16:05"),
        "child",
        {
            "about": "me",
            "what": ["other"],
            "still": "no",
            "apps": ["game", "instagram"],
            "when": "longer",
            "adult_knows": ["nobody"],
            "safe": ["safe"],
            "year": "9",
            "contact": ["mailbox"],
        },
        {
            "words": (
                "It is from before half term so maybe it is too late. Someone called kaiskates joined our raid and was sound "
                "with me, then he only wanted to know which of the year sevens I know. I gave him two first names before I "
                "thought about it. I took him off after. I keep thinking that is how he found them."
            ),
            "accounts": "kaiskates",
            "name": "Bryn Holloway",
            "wish": "That the little ones know it is not their fault",
        },
    ),
)
"""Told by somebody older, who met the same hand before."""

_KAI: Final = Whose.OFFENDER.value
_JESS: Final = Whose.FAKE.value

LINKED: Final[tuple[Done, ...]] = (
    Confirm(When(5, "08:45"), "asha", "callum", {"kai_skates09": _KAI, "KaiSkates09": _KAI}),
    Confirm(When(5, "13:12"), "asha", "friend", {"jess.m_07": _JESS}),
    Confirm(When(5, "13:13"), "asha", "tutor", {"JessM07": _JESS}),
    Confirm(When(3, "08:09"), "dev", "amara", {"JessM07": _JESS, "kai.skates_09": _KAI}),
    Reached(When(2, "09:15"), "bryn", "talk", "dev"),
    Confirm(When(2, "09:20"), "dev", "bryn", {"kaiskates": _KAI}),
    OtherCase(
        When(2, "09:25"),
        "dev",
        "bryn",
        "Asked for names before half term, year 9",
        "Bryn Holloway",
        "9A. Blames himself for two first names. Told: he is not at fault, and telling us helps the others.",
    ),
    BeginSeries(
        When(2, "09:40"),
        "dev",
        "One hand: Kai, years 7 and 9",
        "The same name in the same game, and he knew whom to ask for. Bryn met him before the others did.",
    ),
)
"""What is linked in Marram Bay's week, beside the story of story.py."""
