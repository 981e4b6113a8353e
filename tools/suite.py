"""All tests: `./run test` runs them on SQLite, on PostgreSQL, with real servers and in a browser, and says what could not run.

With arguments it is pytest with these arguments, on SQLite: `./run test tests/vault -k seal`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("SEAWALL_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
STRICT = os.environ.get("SEAWALL_STRICT") == "1"
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NO_TESTS = 5  # pytest's exit code when nothing was collected
UNIT = ("-n", "auto", "--dist", "worksteal", "-m", "not story and not served")
STORIES = ("-n", "auto", "--dist", "loadfile", "-m", "story")
SERVED = ("-n", "auto", "--dist", "loadfile", "-m", "served")
ON_EITHER = "tests/house"  # the tests with real servers for which it matters which database is behind them


def main(arguments: list[str]) -> int:
    """Run the parts one after another, all of them even if one fails. Returns 0 when every part that ran passed."""
    if arguments:
        return subprocess.run(pytest(*arguments), cwd=ROOT, env=environment(), check=False).returncode
    parts = [
        part("SQLite", *UNIT),
        part("Served", *SERVED),
        *on_postgres(),
        in_browser(),
    ]
    print("\nAll parts of the tests:")
    for name, _, words in parts:
        print(f"  {name:<18} {words}", flush=True)
    return int(not all(fine for _, fine, _ in parts))


def on_postgres() -> list[tuple[str, bool, str]]:
    """Run the unit tests that use a database, and the whole house with real servers, on PostgreSQL if it answers."""
    names = ("PostgreSQL", "Served, PostgreSQL")
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error as reason:
        print(f"\nPostgreSQL does not answer at SEAWALL_TEST_POSTGRES: {reason}")
        return [not_run(name, "no PostgreSQL answers") for name in names]
    return [
        part(names[0], *UNIT, "--only-database", DATABASE_URL=POSTGRES),
        part(names[1], *SERVED, ON_EITHER, DATABASE_URL=POSTGRES),
    ]


def in_browser() -> tuple[str, bool, str]:
    """Run the browser stories if there is a Chromium."""
    chromium = find_chromium()
    if chromium is None:
        return not_run("Browser stories", "no Chromium found: install it, or name it in SEAWALL_CHROMIUM")
    return part("Browser stories", *STORIES, SEAWALL_CHROMIUM=chromium)


def find_chromium() -> str | None:
    """Return the browser for the stories."""
    named = os.environ.get("SEAWALL_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)


def not_run(name: str, why: str) -> tuple[str, bool, str]:
    """Say loudly that a part was not run; with SEAWALL_STRICT=1 this is a failure."""
    print(f"\n=== {name}: NOT RUN, {why} ===", flush=True)
    return name, not STRICT, f"NOT RUN: {why}"


def part(name: str, *arguments: str, **extra: str) -> tuple[str, bool, str]:
    """Run pytest once, letting it speak; returns its name, whether it passed, and its closing line."""
    print(f"\n=== {name} ===", flush=True)
    command = pytest(*arguments)
    with subprocess.Popen(command, cwd=ROOT, env=environment(**extra), stdout=subprocess.PIPE) as process:
        said = b""
        while chunk := os.read(process.stdout.fileno(), 65536) if process.stdout else b"":
            sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
            said = (said + chunk)[-4000:]
    if process.returncode == NO_TESTS:
        return not_run(name, "there are no such tests")
    lines = said.decode(errors="replace").strip().splitlines() or ["pytest said nothing"]
    return name, process.returncode == 0, lines[-1].strip("= ")


def pytest(*arguments: str) -> list[str]:
    """Return the command for pytest in this environment."""
    return [sys.executable, "-m", "pytest", *arguments]


def environment(**extra: str) -> dict[str, str]:
    """Return the environment for a part: never the database of a school that may be set up on this machine."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | extra


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
