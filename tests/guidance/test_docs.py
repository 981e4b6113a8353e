"""docs/danger.md says what the code does. `SEAWALL_DRAW=1` writes its tables anew."""

import os
from pathlib import Path

from seawall.guidance.rules.danger import Level
from seawall.guidance.rules.danger_table import ALL_RULES
from seawall.guidance.rules.facts import CODED, FREE
from tests.guidance.corpus import measure, sentences

DOC = Path(__file__).parents[2] / "docs" / "danger.md"


def parts():
    return {
        "levels": table("level | first contact", (f"`{level.key}` | {level.promise}" for level in reversed(Level))),
        "coded": table(
            "key | how many | values", (f"`{key}` | {many} | {', '.join(all_)}" for key, (many, all_) in CODED.items())
        ),
        "free": ", ".join(f"`{key}`" for key in FREE),
        "rules": table("code | level | what the desk reads | facts | source or reason", map(row, ALL_RULES)),
        "measured": table("set | sentences | level or higher | recall | precision", figures()),
    }


def table(head, rows):
    return "\n".join(f"| {line} |" for line in [head, " | ".join("---" for _ in head.split(" | ")), *rows])


def row(rule):
    facts = "; and ".join(" or ".join(f"`{fact}`" for fact in sorted(group)) for group in rule.when)
    return f"`{rule.code}` | {rule.level.key} | {rule.sentence} | {facts} | {rule.because}"


def figures():
    for name in ("corpus_known", "corpus_unseen"):
        for level in (Level.IMMEDIATE, Level.URGENT, Level.SOON):
            got = measure(name, level)
            yield f"{name} | {len(sentences(name))} | {level.key} | {got.recall:.0%} | {got.precision:.0%}"


def test_the_tables_are_those_of_the_code():
    text = written = DOC.read_text("utf-8")
    for name, part in parts().items():
        before, _, rest = written.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        written = f"{before}<!-- {name} -->\n\n{part}\n\n<!-- /{name} -->{after}"
    if os.environ.get("SEAWALL_DRAW"):
        DOC.write_text(written, "utf-8")
        text = written
    assert text == written
