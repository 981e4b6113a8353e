"""Making every key of a school anew, when the forms have changed or the server has a new key: in batches that go on.

Only somebody who may open the words can do it. Each row carries the version of its keys, so a run that was killed loses nothing;
`Reindex` says how far it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from seawall.journal.actions import record
from seawall.kit import clock
from seawall.links.actions import make_some_keys
from seawall.links.models import Reindex
from seawall.links.rules.canon import CANON_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

BATCH: Final = 500
"""Rows in one transaction: memory stays flat, and others wait no longer than that."""

NEVER: Final = 0
"""The version of rows that have to be done whatever their keys were made by."""


@transaction.atomic
def begin(*, school: School, all_rows: bool, by: Person) -> Reindex:
    """Begin a run, or find the one that was not finished. `all_rows`: also rows whose keys are of this version."""
    run = Reindex.objects.select_for_update().filter(school=school).first()
    if run is not None and run.finished_at is None and run.version == CANON_VERSION and not all_rows:
        return run
    if all_rows:
        school.identifiers.update(canon_version=NEVER)
    total = school.identifiers.of_old_version().count()
    fresh = {
        "version": CANON_VERSION,
        "total": total,
        "done": 0,
        "begun_at": clock.now(),
        "finished_at": None,
        "by": by,
    }
    run, _new = Reindex.objects.update_or_create(school=school, defaults=fresh)
    record("identifiers.reindex_begun", subject=school, by=by, school_id=school.pk, total=total)
    return run


def go_on(*, run: Reindex, ring: Ring, by: Person) -> Iterator[Reindex]:
    """Do batch after batch until none is left that this person can open, and give the run after each. It may be killed."""
    while _batch(run, ring):
        yield run
    with transaction.atomic():
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at"])
        left = run.school.identifiers.of_old_version().count()
        record("identifiers.reindexed", subject=run.school, by=by, school_id=run.school_id, done=run.done, left=left)
    yield run


@transaction.atomic
def _batch(run: Reindex, ring: Ring) -> int:
    done = make_some_keys(school=run.school, ring=ring, most=BATCH)
    run.done += done
    run.beat_at = clock.now()
    run.save(update_fields=["done", "beat_at"])
    return done
