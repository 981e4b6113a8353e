"""A mail bomb: so many mails at once in a real mailbox (Dovecot), while children send reports and somebody else writes."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

from bench import serving
from bench.processes import kilobytes
from bench.table import Row, percentile
from seawall.config.demo import postbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.server import Server
    from tests.world import World

_SENDERS, _SENDINGS = 8, 200
_URGENT_SECONDS = 120  # two turns, the worker's naps, a busy machine
_HEAD = (
    "From: {who}\r\nTo: safeguarding@school.example\r\nSubject: Safeguarding\r\nMessage-ID: <{number}@post.example>\r\n"
)
_BODY = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"


def measure(world: World, data: Path, count: int) -> list[Row]:
    """Fill a mailbox while the server runs; return what it did to everybody else, and how long the whole took."""
    why_not = postbox.why_not()
    if why_not:
        return [Row(f"{count:,} mails at once", "none lost", f"not measured: {why_not}")]
    spot = postbox.make_place(postbox.new_folder())
    dovecot = postbox.begin(spot)
    try:
        postbox.wait_for(spot.port)
        _set_up(world, spot.port)
        return _measure(spot, data, count)
    finally:
        dovecot.terminate()
        dovecot.wait(20)
        shutil.rmtree(spot.base, ignore_errors=True)


def _measure(spot: postbox.Place, data: Path, count: int) -> list[Row]:
    server = serving.serve(data)
    try:
        before = _pages(server)
        for number in range(count):
            _put(spot, "bomb@post.example", f"bomb-{number}", f"Number {number}. " * 20)
        _look_now()
        during = _pages(server)
        urgent = _until_urgent(spot)
    finally:
        server.stop()
    seconds, taken = _take_the_rest()
    reports, doubled = _kept()
    lost = count + 1 - reports
    said = f"{taken / max(seconds, 0.001):.0f} mails/s, {reports:,} reports, {lost} lost, {doubled} doubled, {_memory()} MB"
    return [
        Row(f"pages before: {_SENDERS} senders", "0 failed", _said(before), not before["failures"]),
        Row(f"pages while {count:,} mails are taken", "0 failed", _said(during), not during["failures"]),
        Row(
            f"an urgent mail after {count:,} others",
            "not behind them",
            f"a report after {urgent:.0f} s",
            urgent < _URGENT_SECONDS,
        ),
        Row(f"{count:,} mails at once", "none lost, none doubled", said, lost == doubled == 0),
    ]


def _pages(server: Server) -> dict[str, Any]:
    return serving.senders(server, _SENDERS, _SENDINGS)


def _said(done: dict[str, Any]) -> str:
    took = [seconds * 1000 for seconds in done["took"]]
    rate = len(took) / done["seconds"]
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    return f"{rate:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms, {done['failures']} of {_SENDINGS} failed"


def _put(spot: postbox.Place, who: str, number: str, words: str) -> None:
    """Let a mail arrive, as a mail server delivers it: written aside, then renamed."""
    home = spot.base / "mail" / postbox.USER
    if not (home / "new").exists():
        for each in (home, home / "cur", home / "new", home / "tmp"):
            each.mkdir(exist_ok=True)
            shutil.chown(each, "dovecot", "dovecot")
    aside = home / "tmp" / f"{time.time_ns()}.{number}.bench"
    aside.write_text(_HEAD.format(who=who, number=number) + _BODY.format(words=words), encoding="utf-8", newline="")
    shutil.chown(aside, "dovecot", "dovecot")
    aside.rename(home / "new" / aside.name)


def _set_up(world: World, port: int) -> None:
    from seawall.letterbox.actions import Settings, add  # noqa: PLC0415 - after place() has pointed the settings

    how = {"host": "127.0.0.1", "port": port, "security": "none", "sign_in": "password", "user": postbox.USER}
    where = {"secret": postbox.PASSWORD, "folder": "INBOX", "takes": "all", "afterwards": "leave", "moved_to": ""}
    told: dict[str, Any] = {"address": "safeguarding@school.example", **how, **where}
    add(school=world.marram, told=Settings(**told), by=world.olu)


def _look_now() -> None:
    from seawall.kit import clock  # noqa: PLC0415 - the same
    from seawall.letterbox.models import Box  # noqa: PLC0415 - the same

    Box.objects.update(next_at=clock.now())


def _until_urgent(spot: postbox.Place) -> float:
    from seawall.guidance.rules.danger import Level  # noqa: PLC0415 - the same
    from seawall.reports.models import Report  # noqa: PLC0415 - the same

    found = Report.objects.filter(channel="mail", danger=Level.IMMEDIATE)
    started = time.monotonic()
    _put(spot, "una@post.example", "urgent", "She says she will kill herself tonight.")
    while not found.exists() and time.monotonic() - started < 600:  # noqa: PLR2004 - far beyond what is hoped for
        time.sleep(0.2)
    return time.monotonic() - started


def _take_the_rest() -> tuple[float, int]:
    """Take what is left in this process, one turn after the other without the worker's pause between them."""
    from seawall.letterbox.models import Box  # noqa: PLC0415 - the same
    from seawall.post.jobs import look_into_boxes  # noqa: PLC0415 - the same

    Box.objects.update(lease_until=None)
    _look_now()
    started, taken = time.monotonic(), 0
    while more := look_into_boxes():
        taken += more
    return time.monotonic() - started, taken


def _kept() -> tuple[int, int]:
    from seawall.letterbox.models import Mail  # noqa: PLC0415 - the same
    from seawall.reports.models import Report  # noqa: PLC0415 - the same

    reports = Report.objects.filter(channel="mail").count()
    return reports, reports - Mail.objects.exclude(state="kept").values("report").distinct().count()


def _memory() -> int:
    return kilobytes(os.getpid(), "Rss") // 1024
