"""`./run manage work`: the worker alone. `serve` and `demo` start one by themselves; more of them do no harm."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seawall.kit.processes import stop_with_parent
from seawall.worker.loop import Loop
from seawall.worker.timetable import TIMETABLE


class Command(BaseCommand):
    """Run the jobs of the timetable when they are due."""

    help = "Runs the recurring jobs until it is stopped (Ctrl-C or SIGTERM). `serve` starts one by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, and end")

    def handle(self, *_args: object, **options: Any) -> None:
        loop = Loop(TIMETABLE)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.stop())
        if options["once"]:
            self.stdout.write(f"{loop.run_due()} jobs were due.")
            return
        stop_with_parent()
        loop.run()
