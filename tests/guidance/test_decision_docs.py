"""docs/decision.md says what the code and the data do. `SEAWALL_DRAW=1` writes its tables anew."""

import os
from itertools import product
from pathlib import Path

from seawall.guidance.rules.decision import SENTENCES, Course, Trigger, decide
from seawall.guidance.rules.decision_data import FORMS, decision_texts, reviews

DOC = Path(__file__).parents[2] / "docs" / "decision.md"
WORDS = {"yes": "any is yes", "unknown": "any is not known", "no": "all are no"}


def parts():
    texts = decision_texts()
    return {
        "triggers": table(
            "number | key | question | not known yet | source",
            (
                f"{each.number} | `{each.key}` | {each.question} | "
                f"{'counts as yes' if each.not_known_counts_as_yes else 'has to be answered'} | {source(each)}"
                for each in texts.triggers.values()
            ),
        ),
        "facts": table(
            "key | what it says | its trigger | source",
            (f"`{each.key}` | {each.label} | `{each.trigger}` | {source(each)}" for each in texts.facts.values()),
        ),
        "rule": table("adult, coerced, immediate_risk | unusual_or_violent, sexual_under_13 | a fact | answer", rule()),
        "courses": table(
            "answer | title | source",
            (f"`{key.value}` | {texts.courses[key].title} | {source(texts.courses[key])}" for key in reversed(Course)),
        ),
        "reasons": table(
            "code | sentence",
            (f"`{kind}{':KEY' if where else ''}` | {text.format('…')}" for kind, (where, text) in SENTENCES.items()),
        ),
        **{
            form: table(
                "key | question | answered with | source",
                (f"`{key}` | {each.question} | {answered(each)} | {source(each)}" for key, each in form_of(form)),
            )
            for form in FORMS
        },
        "referrals": table(
            "key | name | routes | source",
            (
                f"`{each.key}` | {each.name} | {', '.join(f'`{key}`' for key in each.routes) or 'the school’s own setting'}"
                f" | {source(each)}"
                for each in reviews().referrals.values()
            ),
        ),
        "clocks": table(
            "key | name | hours | source",
            (f"`{each.key}` | {each.name} | {each.hours or 'none runs'} | {source(each)}" for each in reviews().clocks.values()),
        ),
    }  # fmt: skip


def form_of(form):
    return getattr(reviews(), form).items()


def rule():
    """Ask the code, not the reference: each kind of case is tried with every member of its group."""
    grave, other = [Trigger.ADULT, Trigger.COERCED, Trigger.IMMEDIATE_RISK], list(Trigger)[2:4]
    for (first, second), fact in product(product(WORDS, repeat=2), (True, False)):
        found = {
            decide(
                dict.fromkeys(map(str, Trigger), "no") | {one.value: first, two.value: second}, {"blackmail": fact}
            ).decision.value
            for one, two in product(grave, other)
        }
        assert len(found) == 1
        yield f"{WORDS[first]} | {WORDS[second]} | {'yes' if fact else 'none'} | `{found.pop()}`"


def answered(each):
    kind = each.kind.replace("_", ", ") if each.kind.startswith("yes") else each.kind
    return kind + (": " + ", ".join(f"`{key}`" for key, _ in each.choices) if each.choices else "") + (
        " (needed)" if each.needed else ""
    )  # fmt: skip


def source(each):
    return f"{each.source} [{each.confidence}]"


def table(head, rows):
    return "\n".join(f"| {line} |" for line in [head, " | ".join("---" for _ in head.split(" | ")), *rows])


def test_the_tables_are_those_of_the_code():
    text = written = DOC.read_text("utf-8")
    for name, part in parts().items():
        assert f"<!-- {name} -->" in text, name
        before, _, rest = written.partition(f"<!-- {name} -->")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        written = f"{before}<!-- {name} -->\n\n{part}\n\n<!-- /{name} -->{after}"
    if os.environ.get("SEAWALL_DRAW"):
        DOC.write_text(written, "utf-8")
        text = written
    assert text == written
