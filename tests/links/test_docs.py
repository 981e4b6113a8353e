"""docs/links.md says what the code does. `SEAWALL_DRAW=1` writes its table anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seawall.links.rules import phrases, strength
from seawall.links.rules.canon import SHORTEST
from seawall.links.rules.finding import MOST
from seawall.links.rules.kinds import Kind
from seawall.links.rules.names import LONGEST
from seawall.links.rules.same import same
from tests.links.pairs import PAIRS, PHRASES

DOC = Path(__file__).parents[2] / "docs" / "links.md"


def drawn() -> str:
    rows = []
    for kind, a, b, _answer in PAIRS:
        found = same(kind, a, b)
        rows.append(f"| `{kind}` | {code(a)} | {code(b)} | {found.same} | {found.why} |")
    return "\n".join(["| kind | one | the other | answer | why |", "| --- | --- | --- | --- | --- |", *rows])


def phrases_drawn() -> str:
    rows = []
    for one, other, _found in PHRASES:
        run = phrases.shared(phrases.folded([one]), phrases.rows_of(phrases.folded([other])))
        sure = strength.sure(phrases.weight(run)) if run else "-"
        rows.append(f"| {code(one)} | {code(other)} | {code(' '.join(run)) if run else 'nothing'} | {sure} |")
    return "\n".join(["| one | the other | what tells | how sure |", "| --- | --- | --- | --- |", *rows])


def code(value: str) -> str:
    return f"`{value.replace('\u200b', '[zero-width space]').replace('|', '\\|')}`"


@pytest.mark.parametrize(("name", "drawn"), [("pairs", drawn), ("phrases", phrases_drawn)])
def test_the_table_is_that_of_the_code(name, drawn):
    text = DOC.read_text("utf-8")
    before, _, rest = text.partition(f"<!-- {name} -->")
    written = f"{before}<!-- {name} -->\n\n{drawn()}\n\n<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    if os.environ.get("SEAWALL_DRAW"):
        DOC.write_text(written, "utf-8")
        text = written
    assert text == written


def test_the_numbers_and_kinds_are_those_of_the_code():
    text = DOC.read_text("utf-8")
    assert f"At most {MOST} identifiers" in text
    assert f"longer than {LONGEST} characters" in text
    assert f"fewer than {SHORTEST} letters" in text
    assert all(f"`{kind}`" in text for kind in Kind)
