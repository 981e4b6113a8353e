"""`./run bench`: prints one table. Only loopback is used, but by --lighthouse, which fetches Lighthouse first."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from bench.place import place
from bench.table import Row, draw, machine

if TYPE_CHECKING:
    from pathlib import Path

_SENDS = {"school": {8: 600, 32: 600, 128: 640}, "small": {8: 80, 32: 96, 128: 256}}
_KILLED = {"school": 300, "small": 90}


def main(arguments: list[str]) -> int:
    """Measure and print. Returns 1 if a report was lost or refused; a slow machine is no failure."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Measures Seawall against its budgets.")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--size", choices=["school", "small"], default="school")
    parser.add_argument("--identifiers", type=int, default=100_000, help="how many identifiers are kept for links")
    parser.add_argument(
        "--lighthouse", action="store_true", help="fetch Lighthouse from npm and measure with it, nothing else"
    )
    parser.add_argument("--mails", type=int, default=0, help="a mail bomb of so many, and nothing else")
    parser.add_argument("--faults", type=int, default=0, help="kills and power cuts, so many of each, and nothing else")
    given = parser.parse_args(arguments)
    head, started = machine(given.engine), time.monotonic()
    with place(given.engine) as data:
        if given.lighthouse:
            rows = _lighthouse(data)
        elif given.faults:
            rows = _faults(data, given.engine, given.faults)
        elif given.mails:
            rows = _bomb(data, given.mails)
        else:
            rows = _measure(data, given.size, given.identifiers)
    print(f"\nSeawall, {given.size} size, {time.monotonic() - started:.0f} s\n{head}\n\n{draw(rows)}")
    return int(any(row.reached is False for row in rows if row.what.startswith("kill") or " 0 of" not in row.measured))


def _measure(data: Path, size_name: str, identifiers: int) -> list[Row]:
    """Fill the school, time the desk in this process, then start a real server over the same data."""
    import django  # noqa: PLC0415 - after place() has pointed the settings

    django.setup()
    from bench import desk, fill, letters, links, serving  # noqa: PLC0415
    from bench.school import make  # noqa: PLC0415

    size = fill.SIZES[size_name]
    _say(f"keeping {size.reports:,} reports")
    world = make(data)
    fill.keep_reports(world, size)
    case = fill.keep_case(world, size)
    _say("the desk")
    rows = desk.measure(world, case, size)
    _say(f"links among {identifiers:,} identifiers")
    rows += links.measure(world, identifiers)
    _say("letters")
    rows += letters.measure(world)
    server = serving.serve(data)
    try:
        rows += serving.first_page(server)
        rows += serving.memory(server)
        _say("sending")
        rows += serving.sending(server, _SENDS[size_name])
        _say("killing")
        row, server = serving.killed(server, data, _KILLED[size_name])
        rows.append(row)
    finally:
        server.stop()
    _say("starting the demonstration twice")
    return rows + serving.second_start(data / "demo")


def _lighthouse(data: Path) -> list[Row]:
    """Public pages of a real server, by Lighthouse; their weight beside it."""
    import django  # noqa: PLC0415 - after place() has pointed the settings

    django.setup()
    from bench import lighthouse, serving  # noqa: PLC0415
    from bench.school import make  # noqa: PLC0415

    make(data)
    server = serving.serve(data)
    try:
        _say("fetching Lighthouse, three runs of each page")
        return serving.first_page(server) + lighthouse.measure(server, data / "lighthouse")
    finally:
        server.stop()


def _faults(data: Path, engine: str, rounds: int) -> list[Row]:
    """Break a real server, so many times."""
    import django  # noqa: PLC0415 - after place() has pointed the settings

    django.setup()
    from bench import faults  # noqa: PLC0415
    from bench.school import make  # noqa: PLC0415

    make(data)
    _say(f"{rounds} kills, {rounds} power cuts")
    return faults.measure(data, engine, rounds)


def _bomb(data: Path, count: int) -> list[Row]:
    """Measure what so many mails at once do to everybody else."""
    import django  # noqa: PLC0415 - after place() has pointed the settings

    django.setup()
    from bench import mails  # noqa: PLC0415
    from bench.school import make  # noqa: PLC0415

    world = make(data)
    _say(f"{count:,} mails at once")
    return mails.measure(world, data, count)


def _say(what: str) -> None:
    print(f"bench: {what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
