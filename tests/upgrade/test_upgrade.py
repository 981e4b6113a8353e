"""A database that early code made is brought up to date, and everything in it is read: by its lead, its codes, its chains."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.stories.server import manage

pytestmark = pytest.mark.served

HERE = Path(__file__).parent
PASSWORD = "three herons by the sea"
READ = """
import json
from django.test import Client
from urllib.parse import urlencode
from seawall.cases.models import Case, Line
from seawall.mailbox.models import Message
from seawall.reports.models import Report
from seawall.schools.actions import open_keys
from seawall.schools.models import Person
from seawall.support.models import Plan, Task
from seawall.takedowns.models import FakeAccount
from seawall.vault.fields import SealedField
from seawall.vault.ring import Ring

lead = next(person for person in Person.objects.all() if person.name == "Asha Verma")
ring = Ring(lead.holder_id, open_keys(person=lead, password=PASSWORD))

def opened(row, holder):
    key = ring.data_key(holder)
    fields = [each for each in row._meta.local_fields if isinstance(each, SealedField)]
    return sum(bool(key.open(row, each.attname)) for each in fields if getattr(row, each.attname) is not None)

def mailbox(words):
    browser = Client(headers={"host": "localhost"})
    form = "application/x-www-form-urlencoded"
    went = browser.post("/mailbox/open", urlencode({"words": words}), content_type=form)
    page = browser.get("/mailbox/")
    return [went.status_code, page.status_code]

print("read", json.dumps({
    "people": [bool(person.name) for person in Person.objects.all()],
    "reports": [opened(row, row) > 0 for row in Report.objects.all()],
    "cases": [opened(row, row) > 0 for row in Case.objects.all()],
    "lines": sum(opened(row, row.case) for row in Line.objects.select_related("case")),
    "accounts": [opened(row, row.case) > 0 for row in FakeAccount.objects.all()],
    "tasks": [opened(row, row.case) > 0 for row in Task.objects.all()],
    "codes": [mailbox(words) for words in CODES],
}))
"""
CODES = ("lantern harbor otter violin walnut tulip", "kettle anchor breeze banjo candle umbrella")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old database in a folder of its own, after the migrations of today."""
    data = tmp_path_factory.mktemp("early")
    (data / "server.key").write_bytes((HERE / "key.txt").read_bytes())
    with closing(sqlite3.connect(data / "seawall.sqlite3")) as database:
        database.executescript((HERE / "early.sql").read_text(encoding="utf-8"))
    done = manage(data, "migrate", "-v", "0")
    assert done.returncode == 0, done.stderr
    return data


def test_it_is_as_tables_made_today(migrated: Path, tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", "-v", "0").returncode == 0
    assert columns(migrated) == columns(tmp_path)


def columns(data: Path) -> dict[str, set[tuple[str, str]]]:
    """Every table's columns and their types."""
    with closing(sqlite3.connect(data / "seawall.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {(row[1], row[2]) for row in database.execute(f'PRAGMA table_info("{name}")')}
            for name in tables
            if not name.startswith("sqlite_")
        }


def test_everything_is_read(migrated: Path) -> None:
    whole = manage(migrated, "verify-chronology")
    assert whole.returncode == 0, whole.stdout
    script = f"PASSWORD = {PASSWORD!r}; CODES = {CODES!r}\n{READ}"
    done = manage(migrated, "shell", "-v", "0", "-c", script, SEAWALL_PLAIN_STATIC="1")
    assert "read " in done.stdout, done.stderr
    found = json.loads(done.stdout.split("read ")[1])
    assert found["lines"] > 10
    assert found["codes"] == [[303, 200]] * 2
    assert [len(found[name]) for name in ("people", "reports", "cases", "accounts", "tasks")] == [6, 10, 1, 2, 4]
    assert all(all(found[name]) for name in ("people", "reports", "cases", "accounts", "tasks"))
