"""What must be true before the doors open, each with a sentence that says what to do if it is not."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from seawall.config import static_files
from seawall.schools.models import Person, School
from seawall.vault.ring import WontOpenError
from seawall.vault.server import read_key

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper

_THIS_MACHINE = frozenset(
    {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}
)  # the last is Django's name for none
NOT_SET_UP = "No school is set up on this server yet. Run this first: ./run manage set-up"


def check_set_up() -> None:
    """See that there is a key, a database and a school whose set-up was finished. Raises CommandError, saying what to do."""
    if not database_is_there():
        raise CommandError(NOT_SET_UP)
    check_key()
    check_key_fits()
    bring_tables_up_to_date()
    if not School.objects.exists():
        raise CommandError(NOT_SET_UP)
    if not School.objects.filter(kit_confirmed_at__isnull=False).exists():
        raise CommandError(
            "The set-up is not finished: nobody has typed words of the printed recovery kit back. If you have the kit: "
            "./run manage check-kit   If you do not: ./run manage new-kit"
        )


def check_https(host: str) -> None:
    """See that only this machine itself is served without HTTPS. Raises CommandError."""
    others = [name for name in (host, *settings.ALLOWED_HOSTS) if name not in _THIS_MACHINE]
    if others and not settings.HTTPS:
        raise CommandError(
            f"Without HTTPS, what a child types could be read on its way to {others[0]}. Put a web server with a certificate "
            "before Seawall and set SEAWALL_HTTPS=1 and SEAWALL_BEHIND_PROXY=1: docs/how-to/run-a-server.md says how."
        )


def database_is_there() -> bool:
    """Say whether the database exists and holds our tables. Raises CommandError if it does not answer."""
    if connection.vendor == "sqlite" and not _file_is_there():
        return False
    try:
        connection.ensure_connection()
        return School._meta.db_table in connection.introspection.table_names()
    except DatabaseError as error:
        raise CommandError(
            f"The database does not answer ({type(error).__name__}). Is it running, and is DATABASE_URL right?"
        ) from None


def _file_is_there() -> bool:
    name = str(connection.settings_dict["NAME"])
    return name.startswith("file:") or Path(name).exists()  # a file:... address is a test's database in memory


def check_key() -> None:
    """See that the server's key file can be read. Raises CommandError."""
    try:
        read_key(settings.SEAWALL_KEY_FILE)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"The server key at {settings.SEAWALL_KEY_FILE} cannot be read: {error.strerror}.") from None


def check_key_fits() -> None:
    """See that the key file is the one this database was made with: it opens somebody's name. Raises CommandError.

    With another key nothing that was told is lost, but nobody could sign in, and what is written under it would be lost later.
    """
    somebody = Person.objects.only("name").first()
    try:
        _ = somebody and somebody.name  # opened as it is read
    except WontOpenError:
        raise CommandError(
            f"The server key at {settings.SEAWALL_KEY_FILE} is not the one this database was made with. "
            "Put the right key file back from your backup. Nothing was changed."
        ) from None


def bring_tables_up_to_date() -> bool:
    """Run the migrations that were not run yet; return whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def check_port(host: str, port: int) -> None:
    """See that nobody else listens there. Raises CommandError."""
    try:
        with socket.create_server((host, port), reuse_port=False):
            return
    except OverflowError:
        raise CommandError(f"{port} is no port: it must be between 1 and 65535.") from None
    except OSError as error:
        raise CommandError(
            f"The server cannot listen at {host}:{port} ({error.strerror}). "
            f"Is it running already? Another port: --port {port + 1}"
        ) from None


def open_doors(*, host: str, port: int, stdout: OutputWrapper) -> NoReturn:
    """Gather the static files and become the server (config.serving). Does not return."""
    check_port(host, port)
    static_files.gather()
    name = f"[{host}]" if ":" in host else host
    stdout.write(f"Seawall is at http://{name}:{port}/   (Ctrl-C stops it)")
    stdout.flush()
    connections.close_all()
    command = [sys.executable, "-m", "seawall.config.serving", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 - ourselves
