"""docs/help-matrix.md: situation x audience x nation. SEAWALL_DRAW=1 writes it anew; no cell is empty without a reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seawall.guidance.data_file import REGIONS
from seawall.guidance.routes import routes, routes_in
from seawall.guidance.rules.advice import AUDIENCES, UK
from seawall.guidance.situations import Situation, situations

if TYPE_CHECKING:
    from seawall.guidance.rules.advice import Audience

FILE = Path(__file__).resolve().parents[2] / "docs" / "help-matrix.md"
ELSEWHERE = [nation for nation in REGIONS if nation not in UK]
NAMES = {
    **{nation: nation.replace("_", " ").title() for nation in REGIONS},
    "us": "United States",
}
HEAD = """# Who finds what: situation, audience, nation

Made by `SEAWALL_DRAW=1 pytest tests/guidance/test_matrix.py`, from the data in `src/seawall/guidance/data/`; the test fails
when it is not as the data are. A cell lists the steps by their keys in `advice.toml`, in the order in which they are shown; what
stands before the bar comes before anything else on the page. Behind the arrow: the places to turn to (`routes/`), those left out
that cannot be reached as shipped. A cell without steps says why.
"""


def cell(situation: Situation, audience: Audience, nation: str) -> str:
    if audience not in situation.words:
        return f"*none: {situation.never[audience]}*"
    advice = situation.advice(audience, nation)
    there = routes_in(nation)
    first, then = [step.key for step in advice.danger_first], [step.key for step in advice.steps]
    keys = dict.fromkeys(key for step in (*advice.danger_first, *advice.steps) for key in step.route_keys)
    turn = [key for key in keys if key in there and there[key].reached]
    said = f"**{', '.join(first)}** \\| " if first else ""
    return said + ", ".join(then) + (f" → {', '.join(turn)}" if turn else "")


def table(nation):
    rows = [f"| situation | {' | '.join(AUDIENCES)} |", f"|---|{'---|' * len(AUDIENCES)}"]
    for each in situations().values():
        said = next(iter(each.words.values()))
        rows.append(f"| {each.number}. {said} | " + " | ".join(cell(each, who, nation) for who in AUDIENCES) + " |")
    return "\n".join(rows)


def missing():
    rows = ["| nation | left out until the office fills it in |", "|---|---|"]
    for nation in REGIONS:
        gone = [f"{route.name}: {route.note}" for route in routes_in(nation).values() if not route.reached]
        rows.append(f"| {NAMES[nation]} | {'<br>'.join(gone) or 'nothing'} |")
    return "\n".join(rows)


def drawn():
    parts = [HEAD, "## England, Wales, Scotland, Northern Ireland\n", table("england")]
    parts.append("\nThe four differ in one route only: Report Fraud is not for Scotland, where it is 101.")
    for nation in ELSEWHERE:
        parts += [f"\n## {NAMES[nation]}\n", table(nation)]
    parts += ["\n## What the reference does not carry\n", missing()]
    return "\n".join(parts) + "\n"


def test_the_matrix_is_as_the_data_are():
    if os.environ.get("SEAWALL_DRAW") == "1":
        FILE.write_text(drawn(), "utf-8")
    assert FILE.read_text("utf-8") == drawn()


@pytest.mark.parametrize("nation", REGIONS)
def test_no_cell_is_empty_without_a_reason(nation):
    for situation in situations().values():
        for audience in AUDIENCES:
            if audience in situation.words:
                assert situation.advice(audience, nation).steps
            else:
                assert len(situation.never[audience].split()) > 5


def test_the_four_nations_of_the_united_kingdom_have_the_same_steps():
    assert len({table(nation) for nation in UK}) == 1
    differing = {key for key, route in routes().items() if UK & set(route.nations) not in (set(), UK)}
    assert differing == {"report_fraud"}


@pytest.mark.parametrize("nation", REGIONS)
def test_every_route_that_a_step_names_is_somewhere_and_danger_says_whom_to_call(nation):
    for situation in situations().values():
        for audience in (each for each in AUDIENCES if each in situation.words):
            advice = situation.advice(audience, nation)
            named = {key for step in (*advice.danger_first, *advice.steps) for key in step.route_keys}
            assert named <= routes().keys()
            assert bool(advice.danger_first) is (situation.key == "danger")
