"""`./run manage decide [FILE]`: say what the guidance answers, one JSON object a line in, one a line out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.guidance.management.lines import lines_from, read_lines
from seawall.guidance.rules.decision import decide, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHAPE = 'a line must be a JSON object such as {"triggers": {}, "facts": {}}'
_PARTS = ("triggers", "facts")


class Command(BaseCommand):
    """Explain the decision by the guidance, for support staff and tests. Nothing is kept."""

    help = (
        'Reads JSON lines {"triggers": {"adult": "yes|no|unknown", ...}, "facts": {"blackmail": true, ...}} from FILE or '
        'standard input and prints for each {"decision": "refer_now|may_manage_in_school|needs_answers", "reasons": [...], '
        '"needed": [...]}. A missing trigger counts as unknown. A line that cannot be read gives {"error": "..."} and a '
        "failing exit code at the end. The keys are in docs/decision.md."
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


def answers_to(lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """Give an answer for each line that is not blank, as soon as it is read. Raises nothing for any bytes."""
    for number, case, wrong in read_lines(lines):
        yield {"error": wrong} if wrong else _answer(number, case)


def _answer(number: int, case: object) -> dict[str, object]:
    if not isinstance(case, dict):
        return {"error": f"line {number}: {_SHAPE}"}
    given = {part: {} if case.get(part) is None else case[part] for part in _PARTS}
    for part, value in given.items():
        if not isinstance(value, dict):
            return {"error": f"line {number}: {part} must be an object"}
    strange = sorted(case.keys() - set(_PARTS))
    for key in strange:
        if isinstance(case[key], dict):
            return {"error": f"line {number}: {_SHAPE}; not {shown(key)}"}
    found = decide(given["triggers"], given["facts"])
    reasons = [*found.reasons, *(f"unknown_key:{shown(key)}" for key in strange)]
    return {"decision": found.decision.value, "reasons": reasons, "needed": list(found.needed)}
