"""Real worker processes at one real mailbox: killed at any moment, two at once, on a full disk. Every mail is one report."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from bench.place import own_database
from seawall.config.demo.postbox import why_not
from tests.post.corpus import mail, with_head
from tests.post.dovecot import Dovecot, dovecot
from tests.post.house import House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.served,
    pytest.mark.skipif(bool(why_not()) and os.environ.get("SEAWALL_STRICT") != "1", reason=why_not()),
]

MAILS, ROUNDS = 80, 8
WITHIN = 60.0


@pytest.fixture(scope="module")
def place(django_db_setup, tmp_path_factory) -> Iterator[tuple[House, Dovecot, Callable[[str], str]]]:
    postgres = connection.vendor == "postgresql"
    data = tmp_path_factory.mktemp("workers")
    with own_database(os.environ["DATABASE_URL"]) if postgres else nullcontext() as address, dovecot() as mails:
        house = House(data, {"DATABASE_URL": address} if address else {})
        house.make(mails.port)
        with house.workers() as start:
            yield house, mails, start


def numbered(name: str, count: int) -> list[bytes]:
    return [
        mail(f"Number {n}.\r\n".encode(), head=with_head(b"<one@mail.example>", f"<{name}{n}@mail.example>".encode()))
        for n in range(count)
    ]


def until(true) -> None:
    """Wait for something, for as long as it may take on a busy machine."""
    end = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_killed_at_random_moments_every_mail_is_one_report(place):
    """Two workers at once, killed with SIGKILL again and again while both are at the same mailbox."""
    house, mails, start = place
    mails.put(*numbered("n", MAILS))
    chance, hit = random.Random(), 0  # noqa: S311 - moments, no secrets
    for _ in range(ROUNDS):
        done = house.count("letterbox_mail")
        pids = [int(start("run")) for _ in range(2)]
        until(lambda done=done: house.count("letterbox_mail") > done or not mails.count())
        house.free()  # as if the lease had run out: the other one comes in, too
        time.sleep(chance.uniform(0, 0.3))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        hit += bool(mails.count())
        house.free()
    assert hit > 1, "the workers were done before anything was killed"
    alone = house.worker()
    try:
        until(lambda: (mails.count(), house.count("letterbox_mail WHERE state = 'kept'")) == (0, 0))
    finally:
        alone.kill()
        alone.wait(10)
    assert house.count("letterbox_mail") == house.count("reports_report") == MAILS
    assert house.sql("SELECT count(DISTINCT report_id) FROM letterbox_mail") == [(MAILS,)]
    assert mails.count("Taken") >= MAILS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is not ours to fill")
def test_on_a_full_disk_mail_stays_where_it_is(place):
    """The worker's files may grow to nothing, then to a little and a little more, as on a disk that is full or nearly so."""
    house, mails, start = place
    before, there = house.count("reports_report"), house.count("letterbox_mail")
    mails.put(*numbered("full", 2))
    said: list[tuple[str, int]] = []
    new = 0
    for room in range(0, 5_000_000, 20_000):
        house.free()
        house.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        said.append((start(f"once {room}"), mails.count()))
        new = house.count("letterbox_mail") - there
        assert new + mails.count() >= 2, "neither here nor there"
        assert house.count("letterbox_mail WHERE state = 'kept'") + house.count("reports_report") - before == new
        if not mails.count():
            break
    assert said[0] == ("OperationalError", 2)
    assert len(said) > 3
    assert (said[-1][1], house.count("reports_report") - before, new) == (0, 2, 2)
