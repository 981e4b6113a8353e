"""The made-up sentences and what is measured on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from seawall.guidance.rules.danger import Level, assess


@dataclass(frozen=True)
class Measured:
    """Recall: of those at a level or above, the part raised so far. Precision: of those raised so far, the part that is right."""

    recall: float
    precision: float


def sentences(name: str) -> list[tuple[Level, str]]:
    """Read a set: level and sentence."""
    rows = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    pairs = [row.split(" | ", 1) for row in rows if row and not row.startswith("#")]
    return [(Level[level.upper()], sentence) for level, sentence in pairs]


def measure(name: str, level: Level) -> Measured:
    """Measure one set at one level."""
    pairs = [(wanted, assess({}, sentence).level) for wanted, sentence in sentences(name)]
    right = sum(wanted >= level and got >= level for wanted, got in pairs)
    return Measured(
        recall=right / sum(wanted >= level for wanted, _ in pairs),
        precision=right / sum(got >= level for _, got in pairs),
    )
