"""The shredding itself, in the worker: first every key, then every row. Killed at any line, the next turn goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from seawall.cases.models import Case, Purge
from seawall.evidence.rules import State as BundleState
from seawall.journal.actions import WORKER, record
from seawall.kit import clock
from seawall.retention.hanging import delete, delete_rows, destroy_keys, rows_of
from seawall.retention.models import Item, Shredding
from seawall.retention.queries import standings, today
from seawall.retention.rules import ItemState, State
from seawall.series.models import Act, Move, Place, Series
from seawall.vault import circles

if TYPE_CHECKING:
    from uuid import UUID


def shred_waiting() -> int:
    """Shred what is approved and whose pause is over; return how many cases went. The worker calls it every few minutes."""
    gone = 0
    for shredding in Shredding.objects.to_run(clock.now()).select_related("school"):
        for pk in shredding.items.filter(state__in=[ItemState.WAITING, ItemState.KEY_GONE]).values_list(
            "pk", flat=True
        ):
            if _begin(shredding, pk):
                gone += _finish(shredding, pk)
        _close(shredding)
    return gone


@transaction.atomic
def _begin(shredding: Shredding, pk: int) -> bool:
    """Destroy the keys of a case, if it may still go; say whether its rows are to go now. A lead may have been quicker."""
    approved = Shredding.objects.select_for_update().filter(pk=shredding.pk, state=State.APPROVED).exists()
    item = Item.objects.select_for_update().get(pk=pk)
    if item.state == ItemState.KEY_GONE:
        return True
    if not approved or item.state != ItemState.WAITING:
        return False
    case = Case.objects.select_for_update().filter(pk=item.case).first()
    if case is None or not all(each.may_go(today()) for each in standings(shredding.school, [item.case])):
        _move(item, ItemState.KEPT)
        record("retention.stayed", subject=shredding, by=WORKER, reference=item.reference)
        return False
    if case.bundles.filter(state__in=[BundleState.MAKING, BundleState.READY]).exists():
        return False  # somebody is making evidence of it this hour: the next turn looks again
    rows = rows_of(item.case)
    destroy_keys(rows)
    item.reports = len(rows.reports)
    _seal_to_nobody(case)
    _move(item, ItemState.KEY_GONE)
    record("retention.key_destroyed", subject=case, by=WORKER, shredding=str(shredding.pk))
    return True


def _seal_to_nobody(case: Case) -> None:
    """Put the case into a circle without members, so that no list offers what does not open any more."""
    if case.closed_circle is not None:
        circles.dissolve(case.closed_circle)
    empty = circles.make_circle(case.school_id, [])
    Case.objects.filter(pk=case.pk).update(circle_key=empty.keys.get(), closed_circle=None)


@transaction.atomic
def _finish(shredding: Shredding, pk: int) -> bool:
    """Delete the rows of a case whose keys are gone."""
    item = Item.objects.select_for_update().get(pk=pk)
    case = Case.objects.select_related("circle_key__circle").filter(pk=item.case).first()
    if item.state != ItemState.KEY_GONE or case is None:
        return False
    series = set(Move.objects.filter(case=case).values_list("act__series_id", flat=True))
    Purge.objects.create(case_id=case.pk)
    item.rows = delete_rows(rows_of(case.pk))
    Purge.objects.filter(case_id=case.pk).delete()
    empty = case.circle_key.circle
    empty.keys.all().delete()
    empty.delete()
    _clear_series(series)
    _move(item, ItemState.GONE)
    record("retention.shredded", subject=case, by=WORKER, school_id=shredding.school_id, rows=item.rows)
    return True


def _clear_series(series: set[UUID]) -> None:
    """Delete the series that no case stands in or ever moved through any more, with their acts; any other stays as it is."""
    for pk in series:
        acts = Act.objects.filter(series=pk) | Act.objects.filter(other=pk)
        touched = Move.objects.filter(act__in=acts).exists() or acts.exclude(series__in=series).exists()
        if not touched and not Place.objects.filter(series=pk).exists():
            delete(acts)
            delete(Series.objects.filter(pk=pk))


def _move(item: Item, to: ItemState) -> None:
    item.state, item.moved_at = to.value, clock.now()
    item.save(update_fields=["state", "moved_at", "reports", "rows"])


@transaction.atomic
def _close(shredding: Shredding) -> None:
    """Write the certificate once every case went or stayed."""
    if shredding.items.filter(state__in=[ItemState.WAITING, ItemState.KEY_GONE]).exists():
        return
    mine = Shredding.objects.filter(pk=shredding.pk, state=State.APPROVED)
    if mine.update(state=State.DONE.value, done_at=clock.now()):
        went = shredding.items.filter(state=ItemState.GONE).count()
        record("retention.done", subject=shredding, by=WORKER, cases=went)
