"""Verbs on notices: leaving one for somebody, and how somebody wants to be reached. Nothing is sent here (notices.jobs)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.journal.actions import record
from seawall.kit.ids import new_id
from seawall.kit.refusal import Refused, refuse_unless
from seawall.notices import rules
from seawall.notices.models import Notice, Reach, Target
from seawall.notices.rules import Digest, Kind
from seawall.notices.ways import service_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from seawall.journal.actions import Actor
    from seawall.schools.models import Person, School


@transaction.atomic
def notify(
    *,
    school: School,
    people: Iterable[Person],
    kind: Kind,
    about: str,
    step: int = 0,
    numbers: Mapping[str, int] | None = None,
    by: Actor,
) -> int:
    """Leave a notice for each of some people; return for how many. The same about the same to the same person is left once."""
    there = set(Notice.objects.filter(about=about, step=step).values_list("person_id", flat=True))
    new = [
        Notice(school=school, person=person, kind=kind.value, about=about, step=step, numbers=dict(numbers or {}))
        for person in people
        if person.pk not in there
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record("notices.left", subject=school, by=by, school_id=school.pk, kind=kind.value, people=len(new))
    return len(new)


@transaction.atomic
def send_test(*, person: Person) -> None:
    """Leave somebody a harmless test. A second press before it went out leaves no second one."""
    if not person.notices.waiting().filter(kind=Kind.TEST).exists():
        notify(school=person.school, people=[person], kind=Kind.TEST, about=f"test:{new_id()}", by=person)


@transaction.atomic
def set_reach(
    *,
    person: Person,
    by_mail: bool,
    quiet: tuple[int, int] | None,
    digest: tuple[Digest, int] = (Digest.NEVER, rules.DIGEST_AT),
    by: Actor,
) -> None:
    """Say whether somebody gets e-mail, when they are not to be rung for what can wait, and when the digest of the day comes.

    Raises Refused.
    """
    starts, ends = quiet or (None, None)
    refuse_unless(rules.may_be_quiet(starts, ends))
    days, at = digest
    if days is not Digest.NEVER:
        refuse_unless(rules.may_have_digest(at, quiet))
    told = {"by_mail": by_mail, "quiet_from": starts, "quiet_until": ends, "digest": days.value, "digest_at": at}
    Reach.objects.update_or_create(person=person, defaults=told)
    record("reach.changed", subject=person, by=by, by_mail=by_mail, quiet=quiet is not None, digest=days.value)


def add_target(*, person: Person, address: str, by: Actor) -> None:
    """Add an address with a service. The same one twice changes nothing. Raises Refused with the sentence.

    Slow the first time in a process (Apprise is loaded): call it outside a transaction.
    """
    address = address.strip()
    known = list(person.targets.all())
    if any(target.address == address for target in known):
        return
    refuse_unless(rules.may_add_address(address, known=len(known)))
    service = service_of(address)
    if not service:
        raise Refused(_("No service can use this address. Look at every part of it again."))
    with transaction.atomic():
        Target(person=person, service=service, address=address).save(force_insert=True)
        record("reach.target_added", subject=person, by=by)


@transaction.atomic
def remove_target(*, person: Person, pk: UUID, by: Actor) -> None:
    """Take an address out."""
    if person.targets.filter(pk=pk).delete()[0]:
        record("reach.target_removed", subject=person, by=by)
