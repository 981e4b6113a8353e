"""What was measured, as one table with the machine's name on it."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import django


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing. `reached` is None for what could not be measured here, or has no budget."""

    what: str
    budget: str
    measured: str
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        """Pass, short, or nothing."""
        return "" if self.reached is None else "pass" if self.reached else "SHORT"


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of all values lies (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def machine(engine: str) -> str:
    """Name the machine: processor, cores, memory, versions, and how busy it was with other things."""
    busy = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}{busy}\n"
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, Django {django.__version__}, {engine}"
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GB"


def draw(rows: list[Row]) -> str:
    """Draw the table."""
    cells = [
        ("what", "must reach", "measured", ""),
        *((row.what, row.budget, row.measured, row.verdict) for row in rows),
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])
