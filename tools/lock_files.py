"""Refuse lock files that say where packages come from: `python tools/lock_files.py`.

A lock holds versions and hashes. Each school's machine asks the source it is set up with; the hashes hold it to the
files that were tested.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements*.txt", "tools/*.txt", "tools/front-end/package-lock.json", "uv.lock")
WHERE_FROM = re.compile(
    r"://|\bfile:|(?<=\s)@\s|--(?:index-url|extra-index-url|find-links|trusted-host)|^-[if]\s|\"resolved\"",
    re.MULTILINE,
)
PINNED = re.compile(r"^[a-z0-9][\w.\[\]-]*==", re.MULTILINE)


def main() -> int:
    """Print each line that must not be there; return 1 if there is one, or if a pin has no hash."""
    bad = []
    for path in sorted(path for pattern in LOCKS for path in ROOT.glob(pattern)):
        name = path.relative_to(ROOT)
        text = path.read_text(encoding="utf-8")
        bad += [f"{name}:{n}: {line}" for n, line in enumerate(text.splitlines(), 1) if WHERE_FROM.search(line)]
        if path.suffix == ".txt":
            pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
            bad += [f"{name}: no hash: {pin.split()[0]}" for pin in pins if PINNED.match(pin) and "--hash=" not in pin]
    for line in bad:
        print(line)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
