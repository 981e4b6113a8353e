"""`./run manage verify-bundle FILE`: say whether an evidence bundle is as it was signed, and by whose key."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seawall.evidence import verify
from seawall.evidence.models import SigningKey

_LOCKED = b"age-encryption.org/v1\n"


class Command(BaseCommand):
    """The same as evidence/verify.py, which works anywhere; here it also knows the keys of this server's schools."""

    help = (
        "Verify an evidence bundle (the zip file, or the folder it was unpacked to): every file, the lists, the signature. "
        "Names the first file that is not as it was signed, with a failing exit code."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the bundle, and the number of the key it should be signed with."""
        parser.add_argument("bundle", type=Path, help="the zip file or its folder")
        parser.add_argument("--number", default="", help="the key number the school told you: thirty digits")

    def handle(self, *_args: object, bundle: Path, number: str, **_options: object) -> None:
        """Verify. Raises CommandError, with what is wrong, if anything is."""
        if _is_locked(bundle):
            raise CommandError(
                f"{bundle} is still locked. Open it first: age --decrypt -o bundle.zip {bundle}, and verify bundle.zip."
            )
        code, lines = verify.say(bundle, number)
        if code:
            raise CommandError("\n".join(lines), returncode=code)
        known = {key.number: key.school.name for key in SigningKey.objects.select_related("school")}
        signed_by = next((name for key, name in known.items() if any(key in line for line in lines)), "")
        self.stdout.write("\n".join(lines))
        if signed_by:
            self.stdout.write(f"On this server, this is the key of {signed_by}.")


def _is_locked(bundle: Path) -> bool:
    if not bundle.is_file():
        return False
    with bundle.open("rb") as file:
        return file.read(len(_LOCKED)) == _LOCKED
