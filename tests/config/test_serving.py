"""The server's processes: the worker comes back, and nobody outlives the parent."""

import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.stories.server import environment, manage, seeded, start

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = seeded(tmp_path_factory.mktemp("served"))
    started = start(data, command=("demo",))
    yield started
    started.stop()


def children(pid):
    """Return the process ids below a process."""
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(maxsplit=2) for line in found.splitlines())
    return {int(row[0]): row[2] for row in rows if int(row[1]) == pid}


def the_worker(server):
    assert server.process.poll() is None, server.log.read_text(encoding="utf-8")
    return next((pid for pid, what in children(server.process.pid).items() if what.endswith("manage work")), None)


def until(true, within=90.0):
    """Wait for something to become true; the limit is only for what never does, on a machine that is busy, too."""
    end = time.monotonic() + within
    while not (answer := true()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return answer


def alive(pids):
    def is_alive(pid):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True

    return [pid for pid in pids if is_alive(pid)]


def test_the_worker_is_started_again_when_it_dies(server):
    first = until(lambda: the_worker(server))
    os.kill(first, signal.SIGKILL)
    try:
        until(lambda: the_worker(server) not in {None, first})
    except AssertionError:
        told = server.log.read_text(encoding="utf-8")[-500:]
        pytest.fail(f"no worker but {first} in {children(server.process.pid)}; it said: {told}")


def test_a_page_is_served_and_nothing_of_it_kept(server):
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/sign-in/") as answer:
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_taken_port_gets_a_sentence(server):
    done = manage(server.data, "demo", "--port", str(server.port))
    assert done.returncode == 1
    assert "Is it running already?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_running_demonstration_is_not_thrown_away(server):
    before = (server.data / "server.key").read_bytes()
    done = manage(server.data, "demo", "--fresh", "--port", str(server.port))
    assert done.returncode == 1
    assert "Is it running already?" in done.stderr
    assert (server.data / "server.key").read_bytes() == before


def test_nobody_outlives_a_killed_parent(server):
    below = list(children(server.process.pid))
    assert len(below) >= 3
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: not alive(below))


def test_sigterm_stops_everybody_in_good_order(server):
    again = start(server.data, command=("demo",))
    below = until(lambda: len(children(again.process.pid)) >= 3 and list(children(again.process.pid)))
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(20) == 0
    assert alive(below) == []
    assert "Traceback" not in again.log.read_text(encoding="utf-8")


def test_a_child_whose_parent_is_gone_already_stops_at_once(tmp_path):
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            "from seawall.kit.processes import stop_with_parent as stop; stop(); import time; time.sleep(9)",
        ],
        env=environment(tmp_path, SEAWALL_PARENT="1"),
        timeout=8,
        check=False,
    )
    assert child.returncode == -signal.SIGTERM
