"""Backup, restore and move, as a school's IT does them: commands over real databases, and what goes wrong on the way."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from tests.stories.server import manage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.served

POSTGRES = os.environ.get("SEAWALL_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
OPEN_ONE = """
from seawall.config.demo.cast import PASSWORD
from seawall.reports.models import Report
from seawall.schools.actions import open_keys
from seawall.schools.models import Person
from seawall.vault.ring import Ring
lead = next(person for person in Person.objects.filter(role="lead") if person.name == "Asha Verma")
ring = Ring(lead.holder_id, open_keys(person=lead, password=PASSWORD))
print("opened", sum(1 for report in Report.objects.all() if ring.data_key(report).open(report, "told")))
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "passphrase"
    path.write_text("four herons by the sea\n")
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demo")
    made = manage(data, "demo", "--no-serve")
    assert made.returncode == 0, made.stderr
    return data


@pytest.fixture(scope="module")
def backup(demo: Path, words: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "monday.seawall"
    done = manage(demo, "backup", str(path), "--passphrase-file", str(words))
    assert done.returncode == 0, done.stderr
    assert "every row is as it was" in done.stdout
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return path


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    name = f"seawall_copy_{uuid4().hex[:12]}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.Error:
        if os.environ.get("SEAWALL_STRICT") == "1":
            raise
        pytest.skip("no PostgreSQL answers")
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def restore(data: Path, backup: Path, words: Path, **more: str):
    return manage(data, "restore", str(backup), "--passphrase-file", str(words), **more)


def reads_everything(data: Path, **more: str) -> None:
    whole = manage(data, "verify-chronology", **more)
    assert whole.returncode == 0, whole.stdout
    opened = manage(data, "shell", "-v", "0", "-c", OPEN_ONE, **more)
    assert int(opened.stdout.split("opened ")[1]) > 5, opened.stderr


def test_on_a_clean_machine_everything_opens_again(backup, words, tmp_path):
    done = restore(tmp_path / "new", backup, words)
    assert done.returncode == 0, done.stderr
    reads_everything(tmp_path / "new")
    again = restore(tmp_path / "new", backup, words)
    assert again.returncode != 0
    assert "There is something in this database already, and nothing was changed" in again.stderr


def test_a_backup_of_sqlite_opens_on_postgresql(backup, words, tmp_path, postgres):
    done = restore(tmp_path / "new", backup, words, DATABASE_URL=postgres)
    assert done.returncode == 0, done.stderr
    reads_everything(tmp_path / "new", DATABASE_URL=postgres)


def test_a_move_proves_that_nothing_changed(demo, backup, words, tmp_path, postgres):
    school = tmp_path / "school"
    assert restore(school, backup, words).returncode == 0
    done = manage(school, "move", postgres)
    assert done.returncode == 0, done.stderr
    assert "differs" not in done.stdout
    assert "same     reports_report" in done.stdout
    reads_everything(school, DATABASE_URL=postgres)
    assert "something in this database already" in manage(school, "move", postgres).stderr


def test_what_is_in_it_reads_nobody_without_the_passphrase(backup, demo, words, tmp_path):
    with zipfile.ZipFile(backup) as outer:
        assert outer.namelist() == ["key.age", "backup.age"]
        assert all(outer.read(name).startswith(b"age-encryption.org/v1") for name in outer.namelist())
    other = tmp_path / "other"
    other.write_text("quite another passphrase\n")
    wrong = restore(tmp_path / "new", backup, other)
    assert "The passphrase does not open this backup" in wrong.stderr
    other.write_text("short\n")
    assert "12 characters or more" in restore(tmp_path / "new", backup, other).stderr
    assert not (tmp_path / "new" / "server.key").exists()


@pytest.mark.parametrize("harm", ["cut", "flipped", "another file"])
def test_a_damaged_backup_changes_nothing(backup, words, tmp_path, harm):
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 2] ^= 1
    harmed = {"cut": bytes(whole[: len(whole) // 2]), "flipped": bytes(whole), "another file": b"hello"}[harm]
    path = tmp_path / "harmed.seawall"
    path.write_bytes(harmed)
    done = restore(tmp_path / "new", path, words)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "Nothing was changed" in done.stderr
    assert not (tmp_path / "new" / "server.key").exists()


def test_another_servers_key_is_never_written_over(backup, words, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "server.key").write_text("ab" * 32 + "\n")
    done = restore(tmp_path / "new", backup, words)
    assert "lies another key than that of the backup" in done.stderr
    assert (tmp_path / "new" / "server.key").read_text() == "ab" * 32 + "\n"


def test_nothing_is_written_over_and_a_missing_folder_is_said(demo, backup, words):
    there = manage(demo, "backup", str(backup), "--passphrase-file", str(words))
    assert "is there already" in there.stderr
    nowhere = manage(demo, "backup", str(backup.parent / "no" / "folder"), "--passphrase-file", str(words))
    assert "could not be written" in nowhere.stderr
    assert not list(demo.glob("backup-*"))


def test_what_is_written_meanwhile_waits_for_nothing(demo, words, tmp_path):
    """A writer holds the database in the middle of its transaction: the backup is made all the same, without it."""
    with closing(sqlite3.connect(demo / "seawall.sqlite3")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE schools_school SET phone = '01632 960999'")
        done = manage(demo, "backup", str(tmp_path / "b"), "--passphrase-file", str(words))
        writer.rollback()
    assert done.returncode == 0, done.stderr
