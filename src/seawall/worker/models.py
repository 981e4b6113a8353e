"""Whose turn it is: one row for each recurring job, claimed with a lease."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q

from seawall.kit import clock

if TYPE_CHECKING:
    from datetime import datetime

LEASE: Final = timedelta(seconds=60)
"""How long a claimed turn is left alone. Whoever works on it keeps the lease alive; a killed worker's runs out."""


class Turn(models.Model):
    """When a job is due, and who is at it. An error is its class and line of code: a message may quote what a child wrote."""

    name = models.CharField(primary_key=True, max_length=60)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


def claim(name: str, holder: str, *, every: timedelta | None = None) -> bool:
    """Take a turn if it is due and nobody holds it. Of several workers at once exactly one gets True.

    No turn of a job that runs `every` so often lies two such times ahead, and no lease two leases: one that does was written
    while the clock was wrong, and is not waited for.
    """
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * LEASE)
    due = Q(due_at__lte=now) | (Q(due_at__gt=now + 2 * max(every, LEASE)) if every else Q())
    return bool(Turn.objects.filter(free, due, name=name).update(lease_until=now + LEASE, holder=holder))


def keep(name: str, holder: str) -> bool:
    """Keep a lease alive; False if it was lost to another worker."""
    return bool(Turn.objects.filter(name=name, holder=holder).update(lease_until=clock.now() + LEASE))


def done(name: str, holder: str, *, next_at: datetime) -> None:
    """Give a turn back after the job went well."""
    mine = Turn.objects.filter(name=name, holder=holder)
    mine.update(lease_until=None, holder="", due_at=next_at, last_ok_at=clock.now(), last_error="")


def failed(name: str, holder: str, *, error: str, next_at: datetime) -> None:
    """Give a turn back after the job failed."""
    Turn.objects.filter(name=name, holder=holder).update(lease_until=None, holder="", due_at=next_at, last_error=error)
