"""Many senders at once, in a process of their own: `python -m bench.sender PORT SENDERS COUNT [--journal FILE] [--watch PID]`.

Prints one line of JSON; `cpu` in it is the processor time in milliseconds that the processes of the server (its PID) used for
one sending. With --journal, each visit is written to the file as it is prepared (its cookies) and as it is
acknowledged, so that a test can see afterwards what the server had promised when it was killed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bench.browser import Browser, WrongAnswerError
from bench.processes import processor_seconds

_GONE = (OSError, asyncio.IncompleteReadError)


@dataclass
class Run:
    """What came of it."""

    took: list[float] = field(default_factory=list)
    failures: int = 0
    codes: list[str] = field(default_factory=list)
    journal: IO[str] | None = None

    def note(self, what: str, browser: Browser) -> None:
        """Write to the journal at once, unbuffered."""
        if self.journal is not None:
            self.journal.write(json.dumps({"what": what, "cookies": browser.cookies, "token": browser.token}) + "\n")
            self.journal.flush()


async def prepare(port: int, count: int, run: Run) -> list[Browser]:
    """Prepare visits, a few at a time."""
    browsers = [Browser(port) for _ in range(count)]
    few = asyncio.Semaphore(8)

    async def one(browser: Browser) -> None:
        async with few:
            async with browser:
                await browser.prepare()
            run.note("prepared", browser)

    await asyncio.gather(*(one(browser) for browser in browsers))
    return browsers


async def send_all(browsers: list[Browser], senders: int, run: Run) -> float:
    """Let so many senders send all prepared visits as fast as they can; return the seconds it took."""
    waiting = iter(browsers)
    started = time.perf_counter()

    async def sender() -> None:
        async with Browser(browsers[0].port) as line:  # a sender keeps its connection from one visit to the next
            for visit in waiting:
                line.cookies, line.token = visit.cookies, visit.token
                begun = time.perf_counter()
                try:
                    await line.send()
                except _GONE:
                    run.failures += 1
                    return
                except WrongAnswerError:
                    run.failures += 1
                    continue
                run.took.append(time.perf_counter() - begun)
                run.note("acknowledged", visit)

    await asyncio.gather(*(sender() for _ in range(senders)))
    return time.perf_counter() - started


async def read_back(browsers: list[Browser], sample: int) -> int:
    """Open the mailboxes of some of what was sent; return how many did not open."""
    lost = 0
    for visit in browsers[:: max(1, len(browsers) // sample)]:
        async with visit, Browser(visit.port) as stranger:
            lost += not await stranger.opens(await visit.words())
    return lost


async def main(arguments: list[str]) -> None:
    """Prepare, send, read a sample back, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("senders", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--watch", type=int)
    given = parser.parse_args(arguments)
    run = Run(journal=given.journal.open("a", encoding="utf-8") if given.journal else None)
    browsers = await prepare(given.port, given.count, run)
    if run.journal is not None:
        run.journal.write('{"what": "sending"}\n')
        run.journal.flush()
    before = processor_seconds(given.watch) if given.watch else 0.0
    seconds = await send_all(browsers, given.senders, run)
    cpu = (processor_seconds(given.watch) - before if given.watch else 0.0) * 1000 / given.count
    lost = await read_back(browsers, 20) if not run.failures else 0
    told = {"seconds": seconds, "took": run.took, "failures": run.failures, "lost": lost, "cpu": cpu}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
