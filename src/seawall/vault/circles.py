"""Circles: who is in, who joins, who leaves. Called by actions, inside their transaction; no journal line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.vault.keys import KeyPair, seal_to
from seawall.vault.models import Circle, CircleKey, Holder, Share
from seawall.vault.ring import share_context

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from seawall.vault.ring import Ring


def make_circle(school_id: UUID, members: Iterable[Holder]) -> Circle:
    """Make a circle with its first key, sealed to each member."""
    circle = Circle.objects.create(school_id=school_id)
    _turn_key(circle, list(members), number=1)
    return circle


def members_of(circle: Circle) -> list[Holder]:
    """Return those who hold a key of the circle, recovery kits included."""
    return list(Holder.objects.filter(shares__circle_key__circle=circle).distinct().order_by("pk"))


def join(circle: Circle, newcomer: Holder, *, through: Ring) -> None:
    """Let somebody in: a member (whose open ring is `through`) seals every key of the circle for them.

    Raises WontOpenError if `through` is not a member. Joining twice changes nothing.
    """
    held = set(Share.objects.filter(holder=newcomer, circle_key__circle=circle).values_list("circle_key_id", flat=True))
    Share.objects.bulk_create(
        _share(key, through.circle_pair(key.pk), newcomer)
        for key in circle.keys.order_by("number")
        if key.pk not in held
    )


def leave(circle: Circle, leaver: Holder) -> None:
    """Shut somebody out: their copies are deleted, and the circle gets a new key for what comes next.

    What they read while they were in, they have read; what comes after, they cannot open. Leaving twice changes nothing.
    """
    shares = Share.objects.filter(circle_key__circle=circle, holder=leaver)
    if not shares.exists():
        return
    shares.delete()
    last = circle.keys.order_by("-number")[:1].get()
    _turn_key(circle, members_of(circle), number=last.number + 1)


def _turn_key(circle: Circle, members: list[Holder], *, number: int) -> None:
    pair = KeyPair.new()
    key = CircleKey.objects.create(circle=circle, number=number, public=pair.public)
    Share.objects.bulk_create(_share(key, pair, member) for member in members)


def _share(key: CircleKey, pair: KeyPair, holder: Holder) -> Share:
    sealed = seal_to(holder.public, pair.secret, context=share_context(key.pk, holder.pk))
    return Share(circle_key=key, holder=holder, sealed=sealed)


def kits_of(school_id: UUID) -> list[Holder]:
    """Return the recovery kits of a school."""
    return list(Holder.objects.filter(school_id=school_id, kind=Holder.Kind.KIT))


def only_held_by(holder: Holder) -> list[Circle]:
    """Return the circles that no other person (a kit is none) holds a key of: they would be closed to all without them."""
    others = Share.objects.filter(holder__kind=Holder.Kind.PERSON).exclude(holder=holder)
    held = Circle.objects.filter(keys__shares__holder=holder)
    return list(held.exclude(keys__shares__in=others).distinct())


def dissolve(circle: Circle) -> None:
    """Delete every copy of a circle's keys, once nothing is sealed to it any more."""
    Share.objects.filter(circle_key__circle=circle).delete()


def circles_of(holder: Holder) -> list[Circle]:
    """Return the circles somebody holds a key of."""
    return list(Circle.objects.filter(keys__shares__holder=holder).distinct())


def forget(holder: Holder) -> None:
    """Delete a key pair nobody can open any more (its password is lost), with every copy of keys sealed to it."""
    Share.objects.filter(holder=holder).delete()
    holder.delete()
