"""Everything that is wrong without running a test: `./run check` goes through all of it and sums up at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "-m", "seawall.config.manage")

CHECKS: dict[str, tuple[str, ...]] = {
    "format (ruff)": (str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."),
    "style (ruff)": (str(BIN / "ruff"), "check", "--output-format", "concise", "."),
    "walls (import-linter)": (str(BIN / "lint-imports"), "--no-cache", "--no-logo"),
    "types (mypy)": (str(BIN / "mypy"),),
    "templates (djlint)": (str(BIN / "djlint"), "--lint", "--quiet", "src"),
    "Django": (*MANAGE, "check", "--fail-level", "WARNING"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "catalogues": (sys.executable, str(ROOT / "tools" / "catalogues.py"), "--check"),
    "lock files": (sys.executable, str(ROOT / "tools" / "lock_files.py")),
}


def main() -> int:
    """Run every check, show what the failing ones say, and return 1 if any failed."""
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    print(f"\ncheck: {', '.join(failed)} failed." if failed else "\ncheck: everything passes.")
    return int(bool(failed))


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one check; tell whether it passed."""
    started = time.monotonic()
    # A database in memory: a check must neither need nor touch a school's own.
    environment = {**os.environ, "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    word = "FAILED" if done.returncode else "ok"
    print(f"{name:<24}{word:<8}{time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
