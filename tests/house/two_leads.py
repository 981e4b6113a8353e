"""Two leads who press at the same moment, each in a thread of their own over a real database: `python -m tests.house.two_leads`.

Prints a line of JSON for each pair of presses: what each got, what stands afterwards. tests/house/test_two_leads.py reads them.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from bench.place import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.world import World

ROUNDS = 4


def together(*presses: Callable[[], object]) -> list[str]:
    """Let them happen at once, each on a connection of its own; return "" for each that was done, else the refusal's kind."""
    from django.db import connection

    gate, got = threading.Barrier(len(presses)), [""] * len(presses)

    def press(at: int) -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            presses[at]()
        except Exception as error:  # noqa: BLE001 - which kind it is, is what the test asks
            got[at] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(at,)) for at in range(len(presses))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return got


def rounds(world: World, number: int) -> Iterator[dict[str, Any]]:
    """One round of each pair of presses; whose thread begins changes from round to round."""
    from seawall.journal.models import Line
    from seawall.links import actions as links
    from seawall.links.models import Identifier, Rejection
    from seawall.links.rules.states import Whose
    from seawall.series import actions as series
    from seawall.series.models import Move, Place, Series
    from tests.series.helpers import a_case, a_series, asking, told

    turn = slice(None, None, 1 if number % 2 else -1)
    asha, dev = world.asha, world.dev
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09")

    row = first.identifiers.get()
    mine, theirs = Identifier.objects.get(pk=row.pk), Identifier.objects.get(pk=row.pk)
    got = together(
        *[
            lambda: links.confirm(identifier=mine, whose=Whose.OFFENDER, seen=1, by=asha),
            lambda: links.drop(identifier=theirs, seen=1, by=dev),
        ][turn]
    )
    row.refresh_from_db()
    lines = list(Line.objects.filter(subject=f"identifier:{row.pk}").values_list("verb", flat=True))
    yield {"what": "confirm and drop", "got": got[turn], "state": row.state, "version": row.version, "lines": lines}

    got = together(*[lambda by=by: links.reject(report=first, other=second, by=by) for by in (asha, dev)])
    yield {"what": "reject twice", "got": got, "rows": Rejection.objects.count()}
    got = together(
        *[
            lambda: links.reject(report=second, other=first, by=asha),
            lambda: links.take_back_rejection(report=first, other=second, by=dev),
        ][turn]
    )
    yield {"what": "reject and take back", "got": got, "rows": Rejection.objects.count()}
    Rejection.objects.all().delete()

    two = [a_case(world, name) for name in ("kai_skates09", "KaiSkates")]
    asked = [asking(world, by) for by in (asha, dev)]
    got = together(
        *[
            lambda each=each: series.begin(school=world.marram, name="Kai", cases=two[turn], asked=each)
            for each in asked
        ]
    )
    stands = {str(place.series_id) for place in Place.objects.filter(case__in=two)}
    moves = Move.objects.filter(case__in=two).count()
    yield {"what": "begin twice", "got": got, "stands": sorted(stands), "moves": moves}

    one, other = Place.objects.filter(case__in=two)[0].series, a_series(world, *[a_case(world, "x_jess") for _ in "ab"])
    one, other = (Series.objects.select_related("school__team").get(pk=each.pk) for each in (one, other))
    asked = [asking(world, by) for by in (asha, dev)]
    seen = (one.version, other.version)
    got = together(
        lambda: series.merge(series=one, other=other, seen=seen[0], asked=asked[0]),
        lambda: series.merge(series=other, other=one, seen=seen[1], asked=asked[1]),
    )
    places = list(Place.objects.filter(series__in=(one, other)).values_list("series", flat=True))
    yield {"what": "merge both ways", "got": got, "stands": sorted(map(str, set(places))), "cases": len(places)}


def main(data: Path) -> None:
    """Make the schools in a database of this run's own, and press."""
    import django

    django.setup()
    from django.core.management import call_command

    from seawall.vault.server import make_key_file
    from tests.world import make_world

    make_key_file(data / "server.key")
    call_command("migrate", interactive=False, verbosity=0)
    world = make_world()
    for number in range(ROUNDS):
        for found in rounds(world, number):
            sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    with place(sys.argv[1]) as folder:
        main(folder)
