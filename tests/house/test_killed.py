"""A power cut in the middle of a busy evening loses no report that was acknowledged, and doubles none."""

import sqlite3
from contextlib import closing

import psycopg
import pytest

from bench import promises
from bench.serving import kill_while_sending
from tests.house.real import demonstration
from tests.stories.server import start

pytestmark = pytest.mark.served

COUNT = 60


@pytest.fixture
def folder(django_db_setup, tmp_path):
    return tmp_path / "demo"


def test_every_acknowledged_report_opens_after_a_kill(folder):
    journal = folder.parent / "journal.jsonl"
    with demonstration(folder) as (server, more):
        before = reports(folder, more)
        assert kill_while_sending(server, journal, count=COUNT, senders=8)
        again = start(folder, command=("demo",), **more)
        try:
            kept = promises.check(journal, again.port)
        finally:
            again.stop()
        assert kept.acknowledged == kept.opened > 0
        assert kept.acknowledged + kept.sent_again == COUNT
        assert reports(folder, more) - before == COUNT


def reports(folder, more) -> int:
    every = "SELECT id FROM reports_report"
    if "DATABASE_URL" in more:
        with psycopg.connect(more["DATABASE_URL"]) as postgres:
            return len(postgres.execute(every).fetchall())
    with closing(sqlite3.connect(folder / "seawall.sqlite3")) as file:
        return len(file.execute(every).fetchall())
