"""Where the demonstration is kept, and that it never gets into a real school's data."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from seawall.config import starting
from seawall.config.demo.build import build
from seawall.vault.server import make_key_file, read_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTE = "A demonstration of Seawall: invented people, known passwords. ./run demo --fresh throws it away.\n"


def _marker() -> Path:
    data: Path = settings.DATA
    return data / "demonstration"


def ensure(*, fresh: bool, second_school: bool) -> bool:
    """Have the demonstration stand in its data folder; return whether it was made just now.

    It is made anew if `fresh`, or if another version of the story or of the tables made it. Raises CommandError if there is
    something else in the folder or the database.
    """
    wanted = _NOTE + _version(second_school=second_school) + "\n"
    marker = _marker()
    made = marker.read_text(encoding="utf-8") if marker.exists() else None
    if made is None and starting.database_is_there():
        raise CommandError(
            f"There is a database already, and it is not a demonstration ({settings.DATA}). Nothing was changed. "
            "Take SEAWALL_DATA and DATABASE_URL out of the environment, or point them somewhere empty."
        )
    if made == wanted and not fresh and starting.database_is_there():
        return False
    if made is not None:
        _throw_away()
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker.write_text(_NOTE, encoding="utf-8")  # a run that is cut short here is begun anew next time
    if not settings.SEAWALL_KEY_FILE.exists():
        make_key_file(settings.SEAWALL_KEY_FILE)
    call_command("migrate", interactive=False, verbosity=0)
    build(second_school=second_school)
    marker.write_text(wanted, encoding="utf-8")
    return True


def _throw_away() -> None:
    """Delete the demonstration's files. The marker says they are ours."""
    if connection.vendor != "sqlite":
        raise CommandError(
            "This demonstration is in a database of its own. Drop and create that database, then try again."
        )
    connections.close_all()
    read_key.cache_clear()
    database = Path(connection.settings_dict["NAME"])
    for each in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))):
        each.unlink(missing_ok=True)
    if settings.SEAWALL_KEY_FILE.parent == settings.DATA:
        settings.SEAWALL_KEY_FILE.unlink(missing_ok=True)


def _version(*, second_school: bool) -> str:
    made_by = hashlib.blake2b(digest_size=12)
    for path in _sources():
        made_by.update(path.read_bytes())
    return f"{made_by.hexdigest()} {'two schools' if second_school else 'one school'}"


def _sources() -> Iterator[Path]:
    yield from sorted(Path(__file__).parent.glob("*.py"))
    for app in sorted(apps.get_app_configs(), key=lambda each: each.name):
        if app.name.startswith("seawall."):
            yield from sorted(Path(app.path).glob("migrations/*.py"))
