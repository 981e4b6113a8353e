"""`./run manage danger [FILE]`: say how grave each report is, one JSON object a line in, one a line out."""

from __future__ import annotations

import io
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.guidance.rules.danger import assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHAPE = 'a line must be a JSON object such as {"answers": {}, "words": ""}'


class Command(BaseCommand):
    """Explain the danger level of reports, for support staff and tests. Nothing is kept."""

    help = (
        'Reads JSON lines {"answers": {...}, "words": "..."} from FILE or standard input and prints for each '
        '{"level": "immediate|urgent|soon|routine", "reasons": [...]}. A line that cannot be read gives {"error": "..."} '
        "and a failing exit code at the end. The answer keys are in docs/danger.md."
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
            with _lines_from(options["file"]) as lines:
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
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            report = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield {"error": f"line {number} is not UTF-8"}
        except (ValueError, RecursionError):
            yield {"error": f"line {number} is not JSON"}
        else:
            yield _answer(number, report)


def _answer(number: int, report: object) -> dict[str, object]:
    if not isinstance(report, dict):
        return {"error": f"line {number}: {_SHAPE}"}
    answers, words = report.get("answers") or {}, report.get("words") or ""
    if not isinstance(answers, dict):
        return {"error": f"line {number}: answers must be an object"}
    if not isinstance(words, str):
        return {"error": f"line {number}: words must be a text"}
    danger = assess(answers, words)
    return {"level": danger.level.key, "reasons": list(danger.reasons)}


def _lines_from(name: str) -> AbstractContextManager[IO[bytes]]:
    if name == "-":
        return nullcontext(_standard_input())
    return Path(name).open("rb")


def _standard_input() -> IO[bytes]:
    buffer = getattr(sys.stdin, "buffer", None)
    return buffer if buffer is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "replace"))
