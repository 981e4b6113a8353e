"""What fails, and what is still there: the power, the disk, the database, the key, the clock. A killed server: test_killed.py."""

from __future__ import annotations

import asyncio
import os
import resource
import secrets
import shutil
import socket
import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.urls import reverse

from bench import faults
from bench.browser import Browser
from bench.processes import family
from seawall.cases import actions as cases
from seawall.cases import chronology
from seawall.kit import clock
from seawall.worker.loop import Loop
from seawall.worker.models import Turn
from seawall.worker.timetable import Job
from tests.house.real import demonstration
from tests.stories.server import manage, start
from tests.world import FormClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stories.server import Server

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
CUTS, COUNT = 2, 24


@dataclass(frozen=True, slots=True)
class House:
    """The demonstration's server, and the environment with which it can be started again."""

    server: Server
    more: dict[str, str]


@pytest.fixture(scope="module")
def house(django_db_setup, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with demonstration(tmp_path_factory.mktemp("house") / "demo") as (server, more):
        yield House(server, more)


@pytest.mark.served
def test_the_power_goes_while_children_send(house: House, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a copy of SQLite's files")
    cuts = faults.cuts_while_sending(house.server, tmp_path, count=COUNT, senders=4, cuts=CUTS)
    found = [faults.opens(cut, house.server) for cut in cuts]
    assert len(found) == CUTS
    assert all(each.fine for each in found), found
    assert 0 < found[0].kept.acknowledged < COUNT
    assert all(each.kept.acknowledged + each.kept.sent_again == COUNT for each in found)


@pytest.mark.served
def test_another_key_is_refused_before_anything_is_written(house: House, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the same on every engine: a name that does not open")
    key, database = tmp_path / "server.key", tmp_path / "seawall.sqlite3"
    with closing(sqlite3.connect(house.server.data / database.name)) as now, closing(sqlite3.connect(database)) as mine:
        now.backup(mine)
    before = dump(database)
    for wrong, said in ((secrets.token_hex(32), "is not the one"), ("ab" * 31, "damaged"), ("", "damaged")):
        key.write_text(wrong)
        done = manage(tmp_path, "serve")
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert key.read_text() == wrong
    key.unlink()
    gone = manage(tmp_path, "serve")
    assert "Put the key file back" in gone.stderr
    assert not key.exists()
    assert dump(database) == before
    shutil.copy(house.server.data / "server.key", key)
    start(tmp_path).stop()


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as file:
        return list(file.iterdump())


class Cable:
    """What lies between the house and PostgreSQL, and can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self.behind, self.whole = (host, port), True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(self.behind)
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(one, other), daemon=True).start()

    def cut(self) -> None:
        """Everything that is on its way is lost, and nobody comes through."""
        self.whole = False
        while self._ends:
            end = self._ends.pop()
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.whole = True

    def close(self) -> None:
        self.cut()
        self._listening.close()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@pytest.mark.served
def test_postgresql_goes_and_comes_back(house: House, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file; a full disk is tried below")
    there = urlsplit(house.more["DATABASE_URL"])
    cable = Cable(there.hostname or "127.0.0.1", there.port or 5432)
    address = there._replace(netloc=f"{there.netloc.rpartition(':')[0]}:{cable.port}").geturl()
    shutil.copytree(house.server.data, tmp_path / "demo")
    server = start(tmp_path / "demo", command=("demo",), DATABASE_URL=address)
    try:
        asyncio.run(gone_and_back(server.port, cable))
    finally:
        server.stop()
        cable.close()
    whole = manage(tmp_path / "demo", "verify-chronology", **house.more)
    assert whole.returncode == 0, whole.stdout


async def gone_and_back(port: int, cable: Cable) -> None:
    """A child is at the last button as the database goes: told so in a sentence; presses again when it is back."""
    async with Browser(port) as child, Browser(port) as stranger:
        await child.prepare()
        cable.cut()
        for _ in range(3):
            await told_to_try_again(child)
        cable.mend()
        await child.send()
        words = await child.words()
        assert await stranger.opens(words)
        await child.send()
        assert await child.words() == words, "pressed once more: the same report"


async def told_to_try_again(child: Browser) -> None:
    answer = await child.request("/tell/check", {})
    assert answer.status == 503
    assert b"it is not your fault" in answer.body


@pytest.mark.served
def test_a_full_disk_loses_nothing_that_was_written_before(house: House) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is PostgreSQL's: to us it is a database that does not take it, as above")
    asyncio.run(full_and_emptied(house.server))


async def full_and_emptied(server: Server) -> None:
    async with Browser(server.port) as child, Browser(server.port) as other, Browser(server.port) as stranger:
        await child.prepare()
        with full(server):
            for _ in range(3):
                await told_to_try_again(child)
            assert (await other.request("/")).status == 200, "what only reads goes on"
        await child.send()
        assert await stranger.opens(await child.words())


@contextmanager
def full(server: Server) -> Iterator[None]:
    """No file of the server's grows, and none can be written beyond its first page."""
    pids = list(family(server.process.pid))
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def test_a_clock_that_jumps_leaves_the_chronology_whole_and_in_order(world) -> None:
    report, _ = world.tell()
    ring, now = world.ring(world.asha), clock.now()
    case = cases.start(school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.asha)
    for jump in (-3 * DAY, 400 * DAY, timedelta(0)):
        with clock.frozen(now + jump):
            chronology.note(case=case, typed=f"{jump}", once=os.urandom(16), ring=ring, by=world.asha)
    assert list(chronology.broken_in(world.marram)) == []
    lines = list(case.lines.order_by("number"))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert [line.text is not None for line in lines[-3:]] == [True] * 3


def test_a_child_tells_whatever_the_clock_says(world) -> None:
    for jump in (-400 * DAY, 400 * DAY):
        with clock.frozen(clock.now() + jump):
            _, code = world.tell("My words")
        opened = FormClient().post(reverse("open_mailbox"), {"words": " ".join(code.words)})
        assert opened.status_code == 303, jump


@pytest.mark.parametrize("ahead", [DAY, 400 * DAY])
def test_a_job_planned_while_the_clock_was_wrong_runs_at_once_when_it_is_right(db, ahead: timedelta) -> None:
    ran = []
    loop, now = Loop([Job("count", MINUTE, lambda: ran.append(clock.now()))]), clock.now()
    with clock.frozen(now + ahead):
        assert loop.run_due() == 1
        Turn.objects.update(lease_until=clock.now() + MINUTE, holder="killed")
    with clock.frozen(now):
        assert loop.run_due() == 1
        assert Turn.objects.get().due_at == now + MINUTE
    assert len(ran) == 2
