"""The pictures of the states in docs/states are drawn from the tables that decide. SEAWALL_DRAW=1 draws them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seawall.briefings.rules import states as briefings
from seawall.cases import rules as cases
from seawall.decisions import rules as decisions
from seawall.evidence import rules as evidence
from seawall.letterbox import rules as letterbox
from seawall.letters.rules import states as letters
from seawall.links.rules import states as identifiers
from seawall.questionbox import rules as questions
from seawall.referrals import rules as referrals
from seawall.reports import rules as reports
from seawall.retention import rules as retention
from seawall.schools import rules as schools
from seawall.support import rules as support
from seawall.takedowns import rules as takedowns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

DOCS = Path(__file__).parents[2] / "docs" / "states"
TABLES: list[tuple[str, Mapping[StrEnum, frozenset[StrEnum]]]] = [
    ("report", reports.MOVES),  # type: ignore[list-item]
    ("case", cases.MOVES),  # type: ignore[list-item]
    ("fake-account", takedowns.MOVES),  # type: ignore[list-item]
    ("referral", referrals.MOVES),  # type: ignore[list-item]
    ("bundle", evidence.MOVES),  # type: ignore[list-item]
    ("task", support.TASK_MOVES),  # type: ignore[list-item]
    ("check_in", support.CHECK_IN_MOVES),  # type: ignore[list-item]
    ("decision", decisions.MOVES),  # type: ignore[list-item]
    ("mail", letterbox.MOVES),  # type: ignore[list-item]
    ("letter", letters.MOVES),  # type: ignore[list-item]
    ("letter-copy", letters.COPY_MOVES),  # type: ignore[list-item]
    ("briefing", briefings.MOVES),  # type: ignore[list-item]
    ("absence", briefings.ABSENT_MOVES),  # type: ignore[list-item]
    ("question", questions.MOVES),  # type: ignore[list-item]
    ("invitation", schools.INVITATION_MOVES),  # type: ignore[list-item]
    ("identifier", identifiers.MOVES),  # type: ignore[list-item]
    ("shredding", retention.MOVES),  # type: ignore[list-item]
    ("shredding-case", retention.ITEM_MOVES),  # type: ignore[list-item]
]


def drawn(name: str, moves: Mapping[StrEnum, frozenset[StrEnum]]) -> str:
    first = next(iter(moves))
    arrows = [f"    {start} --> {end}" for start, ends in moves.items() for end in sorted(ends)]
    lines = [
        f"# States of {'an' if name[0] in 'aeiou' else 'a'} {name.replace('_', '-')}",
        "",
        "Drawn from the table in the code (tests/house/test_states.py).",
        "",
        "```mermaid",
    ]
    return "\n".join([*lines, "stateDiagram-v2", f"    [*] --> {first}", *arrows, "```", ""])


@pytest.mark.parametrize(("name", "moves"), TABLES)
def test_the_picture_is_true(name: str, moves: Mapping[StrEnum, frozenset[StrEnum]]) -> None:
    file = DOCS / f"{name}.md"
    if os.environ.get("SEAWALL_DRAW"):
        file.write_text(drawn(name, moves), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn(name, moves), "run it once with SEAWALL_DRAW=1"


@pytest.mark.parametrize(("name", "moves"), TABLES)
def test_every_state_can_be_left_and_reached(name: str, moves: Mapping[StrEnum, frozenset[StrEnum]]) -> None:
    states = set(type(next(iter(moves))))
    reached = {end for ends in moves.values() for end in ends} | {next(iter(moves))}
    assert set(moves) == states == reached, name
