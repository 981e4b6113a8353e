"""What only a running server shows: sending, a kill in the middle of it, the first page on the wire, memory, starting."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

from bench import promises
from bench.processes import family, kilobytes
from bench.table import Row, percentile
from tests.stories.server import ROOT, Server, environment, free_port, start

_PAGE_KB, _PAGE_REQUESTS, _REST_MB, _START_SECONDS = 60, 5, 300, 5
_RATE, _P99_MS = 200, 100
_LINK: Final = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>""")
_NO_FETCH: Final = re.compile(r'rel="(?:canonical|alternate|manifest)"')


def serve(data: Path) -> Server:
    """Start a real server over the bench's data."""
    kept = {name: os.environ[name] for name in ("DATABASE_URL", "SEAWALL_HOSTS") if name in os.environ}
    return start(data, **kept)


def sending(server: Server, counts: dict[int, int]) -> list[Row]:
    """Let 8, 32, 128 senders send over loopback, from a process of their own."""
    rows = []
    for at_once, count in counts.items():
        done = senders(server, at_once, count)
        took = [seconds * 1000 for seconds in done["took"]]
        rate, p50, p99 = len(took) / done["seconds"], percentile(took, 0.5), percentile(took, 0.99)
        said = f"{rate:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms, {done['failures']} of {count} failed, CPU {done['cpu']:.1f} ms"
        if at_once == min(counts):
            budget, reached = f"{_RATE}/s, p99 < {_P99_MS} ms, 0 failed", rate >= _RATE and p99 < _P99_MS
        else:
            budget, reached = "0 failed", True
        rows.append(Row(f"sending, {at_once} at once", budget, said, reached and not done["failures"] + done["lost"]))
    return rows


def senders(server: Server, at_once: int, count: int) -> dict[str, Any]:
    """Let so many send reports, from a process of their own; return what it measured."""
    command = [sys.executable, "-m", "bench.sender", str(server.port), str(at_once), str(count)]
    command += ["--watch", str(server.process.pid)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=300)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def killed(server: Server, data: Path, count: int) -> tuple[Row, Server]:
    """Kill every process of the server while 16 send; start it again and ask for what it had promised."""
    journal = data / "journal.jsonl"
    kept = kill_while_sending(server, journal, count=count, senders=16)
    again = serve(data)
    found = promises.check(journal, again.port)
    fine = kept and found.acknowledged == found.opened and found.acknowledged + found.sent_again == count
    said = f"{found.opened} of {found.acknowledged} acknowledged open, {found.sent_again} sent again"
    return Row("kill -9 while 16 send", "every acknowledged one opens", said, fine), again


def kill_while_sending(server: Server, journal: Path, *, count: int, senders: int) -> bool:
    """Start senders, kill the server when a third of the reports is acknowledged. Return whether some were still to come."""
    command = [
        sys.executable,
        "-m",
        "bench.sender",
        str(server.port),
        str(senders),
        str(count),
        "--journal",
        str(journal),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while acknowledged(journal) < count // 3 and process.poll() is None:
            time.sleep(0.01)
        server.kill()
    return 0 < acknowledged(journal) < count


def acknowledged(journal: Path) -> int:
    """Count what was acknowledged so far."""
    return journal.read_text(encoding="utf-8").count('"acknowledged"') if journal.exists() else 0


_PAGES = {
    "public first page": "/",
    "help: a child's steps": "/help/1/2/",
    "help: a fake account, every app": "/help/3/4/",
}


def first_page(server: Server) -> list[Row]:
    """Weigh the school's first page, and two of the help finder, as a browser fetches each: compressed, with all it loads."""
    return [_weighed(server, name, address) for name, address in _PAGES.items()]


def _weighed(server: Server, name: str, at: str) -> Row:
    page, weight = _fetch(server.url(at))
    wanted = {link[1] for link in _LINK.finditer(page) if not _NO_FETCH.search(link[0])}
    addresses = sorted(address for address in wanted if not address.startswith("data:"))
    foreign = [address for address in addresses if not address.startswith("/")]
    if not any("icon" in link[0] for link in _LINK.finditer(page)):
        addresses.append("/favicon.ico")
    total = weight + sum(_fetch(server.url(address))[1] for address in addresses if address not in foreign)
    kb, requests = total / 1000, 1 + len(addresses)
    fine = kb < _PAGE_KB and requests <= _PAGE_REQUESTS and not foreign
    budget = f"< {_PAGE_KB} KB, <= {_PAGE_REQUESTS} requests"
    return Row(name, budget, f"{kb:.1f} KB, {requests} requests, {len(foreign)} to others", fine)


def _fetch(address: str) -> tuple[str, int]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            body, headers = answer.read(), answer.headers
    except urllib.error.HTTPError as answer:
        body, headers = answer.read(), answer.headers
    text = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
    return text.decode(errors="replace"), len(body) + len(str(headers))


def memory(server: Server) -> list[Row]:
    """Add up the memory of the parent, the web processes and the worker."""
    if not Path("/proc/self/smaps_rollup").exists():
        return [Row("memory at rest, web and worker", f"< {_REST_MB} MB RSS", "not measured on this system")]
    time.sleep(2)
    pids = list(family(server.process.pid))
    rss, pss = (sum(kilobytes(pid, field) for pid in pids) / 1024 for field in ("Rss", "Pss"))
    said = f"{rss:.0f} MB RSS ({pss:.0f} PSS), {len(pids)} processes"
    return [Row("memory at rest, web and worker", f"< {_REST_MB} MB RSS", said, rss < _REST_MB)]


def second_start(data: Path) -> list[Row]:
    """Start the demonstration with ./run, once to make it, and once more; time the second until a page comes."""
    _until_a_page(data)
    seconds = _until_a_page(data)
    budget = f"a page within {_START_SECONDS} s"
    return [Row("./run demo, second start", budget, f"{seconds:.1f} s", seconds < _START_SECONDS)]


def _until_a_page(data: Path) -> float:
    port = free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        [str(ROOT / "run"), "demo", "--port", str(port)],
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.monotonic() - started < 120 and process.poll() is None:  # noqa: PLR2004 - far beyond any budget
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
            except OSError:
                time.sleep(0.02)
            else:
                return time.monotonic() - started
        raise RuntimeError("the demonstration did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
