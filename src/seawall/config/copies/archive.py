"""A backup as a file: a zip of two files of age (age-encryption.org/v1), so that it opens without Seawall, too.

`key.age` is a key under the passphrase; `backup.age` is everything, under that key. Inside is a zip: `about.json`, `server.key`,
and a file of JSON lines for each table. Everything is streamed: memory stays flat however much there is. What is not locked
yet, or no longer, lies only in a nameless file of the data folder, beside the key: never where the backup is.
"""

from __future__ import annotations

import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

import pyrage
from django.conf import settings
from django.core.management.base import CommandError

from seawall.config.copies.tables import Digest, Table, line_of, row_of, rows
from seawall.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from django.db.backends.base.base import BaseDatabaseWrapper

    from seawall.config.copies.places import Migrations
    from seawall.config.copies.tables import Row

FORMAT: Final = 1
MIN_PASSPHRASE: Final = 12


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself: when it was made, the migrations it has, and each table with its digest."""

    made_at: str
    migrations: Migrations
    digests: dict[Table, str]

    def as_json(self) -> bytes:
        """As it is written."""
        told = {
            "format": FORMAT,
            "made_at": self.made_at,
            "migrations": self.migrations,
            "tables": [
                {"name": each.name, "columns": each.columns, "digest": digest} for each, digest in self.digests.items()
            ],
        }
        return json.dumps(told, indent=1).encode()

    @classmethod
    def of(cls, told: bytes) -> About:
        """Read it. Raises CommandError for another format."""
        read = json.loads(told)
        if read["format"] != FORMAT:
            raise CommandError("This backup was made by a newer Seawall. Install that version first.")
        found = {
            Table(each["name"], tuple((name, kind) for name, kind in each["columns"])): str(each["digest"])
            for each in read["tables"]
        }
        return cls(read["made_at"], [(app, name) for app, name in read["migrations"]], found)


def write(
    path: Path,
    *,
    connection: BaseDatabaseWrapper,
    tables: Sequence[Table],
    migrations: Migrations,
    key: str,
    words: str,
) -> About:
    """Write a backup, which must not be there yet. Raises FileExistsError, or OSError if the disk is full."""
    own = pyrage.x25519.Identity.generate()
    with TemporaryFile(dir=settings.DATA) as inside, path.open("xb") as out:
        about = _fill(inside, connection, tables, migrations, key)
        inside.seek(0)
        with zipfile.ZipFile(out, "w") as outer:
            outer.writestr("key.age", pyrage.passphrase.encrypt(str(own).encode(), words))
            with outer.open("backup.age", "w", force_zip64=True) as locked:
                pyrage.encrypt_io(inside, locked, [own.to_public()])
    return about


def _fill(
    inside: IO[bytes], connection: BaseDatabaseWrapper, tables: Sequence[Table], migrations: Migrations, key: str
) -> About:
    about = About(clock.now().isoformat(), migrations, {})
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("server.key", key)
        for table in tables:
            digest = Digest()
            with whole.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                for row in rows(table, connection):
                    line = line_of(table, row)
                    digest.add(line)
                    out.write(line + b"\n")
            about.digests[table] = digest.told
        whole.writestr("about.json", about.as_json())
    return about


class Opened:
    """A backup that was opened."""

    def __init__(self, whole: zipfile.ZipFile) -> None:
        self._whole = whole
        self.about = About.of(whole.read("about.json"))
        self.key = whole.read("server.key").decode("ascii")

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table. Raises CommandError at their end if they are not what the digest says."""
        digest = Digest()
        with self._whole.open(f"{table.name}.jsonl") as lines:
            for line in lines:
                digest.add(line.rstrip(b"\n"))
                yield row_of(table, line)
        if digest.told != self.about.digests[table]:
            raise CommandError(f"This backup is damaged: {table.name} is not as it was. Nothing was changed.")

    def check(self) -> int:
        """Read everything once; return how many rows there are. Raises CommandError for the first damage."""
        return sum(1 for table in self.about.digests for _row in self.rows(table))


@contextmanager
def opened(path: Path, words: str) -> Iterator[Opened]:
    """Open a backup with its passphrase. Raises CommandError with a sentence if that can't be."""
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    with TemporaryFile(dir=settings.DATA) as inside:
        try:
            _unlock(path, inside, words)
            found = Opened(zipfile.ZipFile(inside))
        except (zipfile.BadZipFile, KeyError, pyrage.DecryptError, ValueError, EOFError, OSError):
            raise CommandError("This is no backup of Seawall, or it is damaged. Nothing was changed.") from None
        yield found


def _unlock(path: Path, inside: IO[bytes], words: str) -> None:
    """Write what is in a backup where only this process sees it."""
    with zipfile.ZipFile(path) as outer:
        own = _own_key(outer.read("key.age"), words)
        with outer.open("backup.age") as locked:
            pyrage.decrypt_io(locked, inside, [own])
    inside.seek(0)


def _own_key(locked: bytes, words: str) -> Any:  # noqa: ANN401 - pyrage has no types
    try:
        return pyrage.x25519.Identity.from_str(bytes(pyrage.passphrase.decrypt(locked, words)).decode())
    except pyrage.DecryptError:
        raise CommandError("The passphrase does not open this backup.") from None


def passphrase_from(path: Path | None, asked: str) -> str:
    """Return the passphrase: the first line of a file, or what was typed. Raises CommandError if it is too short."""
    words = path.read_text("utf-8").splitlines()[0].strip() if path else asked
    if len(words) < MIN_PASSPHRASE:
        raise CommandError(f"A passphrase has {MIN_PASSPHRASE} characters or more; a few words are good.")
    return words
