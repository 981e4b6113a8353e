"""What a killed server had promised, and whether the next one keeps it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.browser import Browser

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """How many were acknowledged before the kill, how many of them open, and how many were sent again afterwards."""

    acknowledged: int
    opened: int
    sent_again: int


def visits(journal: Path) -> tuple[list[Browser], list[Browser]]:
    """Return the visits whose report was acknowledged, and those that were prepared only (port 0: set it)."""
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    known = {json.dumps(line["cookies"], sort_keys=True): line for line in lines if line["what"] == "prepared"}
    sent = {json.dumps(line["cookies"], sort_keys=True) for line in lines if line["what"] == "acknowledged"}
    there = {name: Browser(0, dict(line["cookies"]), line["token"]) for name, line in known.items()}
    return [there[name] for name in sent], [browser for name, browser in there.items() if name not in sent]


def check(journal: Path, port: int) -> Kept:
    """Ask the new server for every acknowledged report by its code, and press Send again in every other visit."""
    return asyncio.run(_check(journal, port))


async def _check(journal: Path, port: int) -> Kept:
    acknowledged, others = visits(journal)
    few = asyncio.Semaphore(8)

    async def opens(visit: Browser) -> bool:
        visit.port = port
        async with few, visit, Browser(port) as stranger:
            return await stranger.opens(await visit.words())

    async def again(visit: Browser) -> bool:
        visit.port = port
        async with few, visit, Browser(port) as stranger:
            await visit.send()
            return await stranger.opens(await visit.words())

    opened = await asyncio.gather(*(opens(visit) for visit in acknowledged))
    resent = await asyncio.gather(*(again(visit) for visit in others))
    return Kept(len(acknowledged), sum(opened), sum(resent))
