"""A thousand letters, from approved to made, by a worker of its own: seconds, and the most memory that it ever had."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.table import Row

if TYPE_CHECKING:
    from tests.world import World

FAMILIES: Final = 1_000
_SECONDS, _MB = 10.0, 150.0


def measure(world: World) -> list[Row]:
    """Put families on the roll, have a letter approved, and let another process make it. Half of them go on paper."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup

    from seawall.letters import making  # noqa: PLC0415
    from tests.letters.made import approved  # noqa: PLC0415
    from tests.roll.test_roll import put_in  # noqa: PLC0415

    settings.SEAWALL_MAIL = True
    put_in(world, *(_row(number) for number in range(FAMILIES)))
    letter = approved(world)
    making.make(letter=letter, version=letter.version, ring=world.ring(world.asha), by=world.asha)
    said = subprocess.run([sys.executable, "-m", "bench.letters"], check=True, capture_output=True, text=True).stdout
    told = json.loads(said.splitlines()[-1])
    seconds, mb = told["seconds"], told["mb"]
    if told["made"] != FAMILIES:
        raise RuntimeError(f"{told['made']} letters were made")
    what = f"{FAMILIES:,} letters as PDF/UA-1 and PDF/A-2a, sealed, and {told['files']} files to print"
    return [
        Row(
            what,
            f"< {_SECONDS:.0f} s",
            f"{seconds:.1f} s (CPU {told['cpu']:.1f}), {told['kb']:.0f} KB each",
            seconds < _SECONDS,
        ),
        Row("  the most memory of the worker", f"< {_MB:.0f} MB", f"{mb:.0f} MB", mb < _MB),
    ]


def _row(number: int) -> str:
    mail = f"p{number}@families.example" if number % 2 else ""
    form = f"7{'ABCDEFGH'[number % 8]}"
    return f"{number},Pupil{number},Family{number},,2014-01-09,7,{form},Adult {number},{mail},,{number} Cockle Row"


def _work() -> dict[str, float]:
    import django  # noqa: PLC0415 - this process is the worker

    django.setup()
    from seawall.letters import making  # noqa: PLC0415
    from seawall.letters.models import Copy, PrintFile  # noqa: PLC0415

    started = time.perf_counter()
    while making.make_waiting():
        pass
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text(
        encoding="utf-8"
    )  # getrusage would tell the most of whoever started it
    mb = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    first = Copy.objects.exclude(pdf=None)[0]
    made = Copy.objects.filter(state="made").count()
    files, kb = PrintFile.objects.count(), len(first.open_pdf()) / 1000
    return {"cpu": time.process_time(), "seconds": seconds, "mb": mb, "made": made, "files": files, "kb": kb}


if __name__ == "__main__":
    print(json.dumps(_work()))
