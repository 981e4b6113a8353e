"""`./run manage readmail FILE [--json]`: how Seawall reads one mail. Nothing is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.post.parse import Letter, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 64_000_000


class Command(BaseCommand):
    """Explain one mail, for support staff and tests."""

    help = (
        "Reads one whole mail from FILE (or standard input) the way the mail door does, and shows what a report of it would "
        "say. Attachments are counted, never opened. Nothing is kept, and nothing is sent."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a file."""
        parser.add_argument("file", nargs="?", default="-", help="a mail as it came; - or nothing for standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_args: object, **options: Any) -> None:
        """Show the reading. Raises CommandError if the file cannot be read or is larger than 64 MB."""
        told = as_json(read_file(_bytes_of(options["file"])))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=True))
            return
        for line in _lines(told):
            self.stdout.write(line)


def as_json(letter: Letter) -> dict[str, object]:
    """Return a reading with exactly the keys that are documented."""
    return {
        "subject": letter.subject,
        "from": letter.sender,
        "date": letter.date.isoformat() if letter.date else None,
        "text": letter.text,
        "quoted": letter.quoted,
        "attachments": [{"type": each.type, "size": each.size} for each in letter.attachments],
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "automatic": letter.automatic,
        "safeguarding": letter.safeguarding,
        "danger": letter.level.key,
        "problems": [*letter.problems, *_cut(letter.pictures)],
    }


def _cut(pictures: int) -> list[str]:
    return [f"Cut out of its text, because it could hold a picture: {pictures}."] if pictures else []


def _lines(told: Mapping[str, Any]) -> list[str]:
    hanging = ", ".join(f"{each['type']} ({each['size']:,} bytes)" for each in told["attachments"]) or "none"
    return [
        *(f"{key}: {told[key]}" for key in ("subject", "from", "date", "message_id", "in_reply_to")),
        *(f"{key}: {'yes' if told[key] else 'no'}" for key in ("automatic", "safeguarding")),
        f"danger: {told['danger']}",
        f"attachments: {hanging}",
        *(f"problem: {each}" for each in told["problems"]),
        "",
        told["text"],
        *(["", "[Folded away:]", told["quoted"]] if told["quoted"] else []),
    ]


def _bytes_of(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES)
        path = Path(name)
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror or type(error).__name__}") from error
