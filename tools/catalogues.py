"""Compile the catalogues of translations: `catalogues.py` writes each .mo beside its .po, `--check` says which is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "src" / "seawall" / "locale"


def main() -> int:
    """Write, or check, every catalogue; return 1 if one is out of date."""
    checking = "--check" in sys.argv
    wrong = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        compiled, there = polib.pofile(str(source)).to_binary(), source.with_suffix(".mo")
        if checking and (not there.exists() or there.read_bytes() != compiled):
            wrong.append(str(source.relative_to(LOCALE)))
        elif not checking:
            there.write_bytes(compiled)
    for name in wrong:
        print(f"{name} is newer than its .mo: run tools/catalogues.py")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
