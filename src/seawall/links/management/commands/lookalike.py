"""`./run manage lookalike [FILE]`: say whether two identifiers are the same, one JSON object a line in, one a line out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.guidance.management.lines import lines_from, read_lines
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHAPE = 'a line must be a JSON object such as {"kind": "account", "a": "jess.m_07", "b": "JessM07"}'
_KINDS = ", ".join(Kind)


class Command(BaseCommand):
    """Compare identifiers, for support staff and tests. Nothing is kept."""

    help = (
        'Reads JSON lines {"kind": "...", "a": "...", "b": "..."} from FILE or standard input and prints for each '
        '{"same": "exact|skeleton|near|no", "why": "..."}. A line that cannot be read gives {"error": "..."} '
        f"and a failing exit code at the end. Kinds: {_KINDS}. docs/links.md tells what each word means."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an optional file."""
        parser.add_argument(
            "file", nargs="?", default="-", help="a file of JSON lines; - or nothing for standard input"
        )

    def handle(self, *_args: object, **options: str) -> None:
        """Answer line by line; raises CommandError at the end if any line was bad, or at once if the file cannot be read."""
        bad = 0
        try:
            with lines_from(options["file"]) as lines:
                for answer in answers_to(lines):
                    bad += "error" in answer
                    self.stdout.write(json.dumps(answer))
                    self.stdout.flush()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror or type(error).__name__}") from error
        if bad:
            raise CommandError(f"{bad} line{'s' if bad > 1 else ''} could not be read")


def answers_to(lines: Iterable[bytes]) -> Iterator[dict[str, str]]:
    """Give an answer for each line that is not blank, as soon as it is read. Raises nothing for any bytes."""
    for number, asked, wrong in read_lines(lines):
        yield {"error": wrong} if wrong else _answer(number, asked)


def _answer(number: int, asked: object) -> dict[str, str]:
    if not isinstance(asked, dict):
        return {"error": f"line {number}: {_SHAPE}"}
    kind, a, b = (asked.get(key) for key in ("kind", "a", "b"))
    if not isinstance(kind, str) or kind not in list(Kind):
        return {"error": f"line {number}: kind must be one of {_KINDS}"}
    if not isinstance(a, str) or not isinstance(b, str):
        return {"error": f"line {number}: a and b must be texts"}
    found = same(Kind(kind), a, b)
    return {"same": found.same.value, "why": found.why}
