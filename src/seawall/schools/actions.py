"""Setting up a school, its people and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from seawall.journal.actions import SERVER, record
from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.kit.ids import new_id
from seawall.kit.refusal import Refused, refuse_unless
from seawall.schools import rules, sign_ins
from seawall.schools.models import Person, School, sign_in_key
from seawall.vault import circles
from seawall.vault.keys import KeyPair, WontOpenError, unwrap, wrap
from seawall.vault.models import Holder
from seawall.vault.ring import Ring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from seawall.journal.actions import Actor

_KIT_PURPOSE = b"seawall.kit"
_KIT_CODES = 2


@dataclass(frozen=True, slots=True, repr=False)
class NewSchool:
    """What set-up made: the school, its first lead with an open ring, and the kit's words, to be printed once."""

    school: School
    lead: Person
    ring: Ring
    kit_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hire:
    """Who somebody is: name, address, role and the password they chose."""

    name: str
    email: str
    role: rules.Role
    password: str


def _wrap_context(holder_id: UUID) -> bytes:
    return f"holder/{holder_id}".encode()


def _new_holder(school_id: UUID, password: str) -> tuple[Holder, KeyPair]:
    """Make a person's key pair. Slow on purpose (keys.wrap): call it outside a transaction."""
    pair, holder_id = KeyPair.new(), new_id()
    wrapped = wrap(pair.secret, password, context=_wrap_context(holder_id))
    return Holder(id=holder_id, school_id=school_id, kind=Holder.Kind.PERSON, public=pair.public, wrapped=wrapped), pair


def _new_person(school: School, who: Hire, holder: Holder | None) -> Person:
    key = sign_in_key(who.email)
    if Person.objects.filter(username=key).exists():
        raise Refused("Somebody with this e-mail address is there already.")
    person = Person(school=school, role=who.role, username=key, name=who.name, email=who.email.strip(), holder=holder)
    person.set_password(who.password)
    return person


def _kit_pair(words: tuple[str, ...], school_id: UUID) -> KeyPair:
    return KeyPair.from_words(" ".join(words).encode(), purpose=_KIT_PURPOSE, salt=school_id.bytes)


def set_up_school(*, slug: str, name: str, lead: Hire, by: Actor = SERVER, **facts: str | None) -> NewSchool:
    """Make a school with its first lead, its team circle and the recovery kit. `facts` are School's own fields.

    Raises Refused if the slug or the address is taken. The kit's words are nowhere but in the answer.
    """
    school_id = new_id()
    holder, pair = _new_holder(school_id, lead.password)
    kit_words = _draw_kit_words()
    kit = Holder(school_id=school_id, kind=Holder.Kind.KIT, public=_kit_pair(kit_words, school_id).public)
    school = School(id=school_id, slug=slug, name=name, **facts)
    person = _new_person(school, lead, holder)
    if School.objects.filter(slug=slug).exists():
        raise Refused("A school with this short name is there already.")
    with transaction.atomic():
        holder.save(force_insert=True)
        kit.save(force_insert=True)
        school.team = circles.make_circle(school_id, [holder, kit])
        school.save(force_insert=True)
        person.save(force_insert=True)
        record("school.set_up", subject=school, by=by, school_id=school.pk)
    return NewSchool(school, person, Ring(holder.pk, pair.secret), kit_words)


def confirm_kit(*, school: School, kit_words: tuple[str, ...], typed: dict[int, str], by: Actor) -> None:
    """Note that the printed kit is in hand: the asked words (by position from 0) were typed back.

    Raises Refused if one is wrong.
    """
    if not typed or any(kit_words[at] != word.strip().casefold() for at, word in typed.items()):
        raise Refused("That is not the word on the printed kit. Look at the number beside it and try again.")
    with transaction.atomic():
        school.kit_confirmed_at = clock.now()
        school.save(update_fields=["kit_confirmed_at"])
        record("school.kit_confirmed", subject=school, by=by, school_id=school.pk)


def check_kit(*, school: School, kit_words: tuple[str, ...], by: Actor) -> None:
    """Note that all words of the kit are in hand: what the safe holds is this school's kit. Raises Refused if it is not."""
    _kit_holder(school.pk, kit_words)
    with transaction.atomic():
        school.kit_confirmed_at = clock.now()
        school.save(update_fields=["kit_confirmed_at"])
        record("school.kit_confirmed", subject=school, by=by, school_id=school.pk)


def new_kit(*, school: School, through: Ring, by: Actor) -> tuple[str, ...]:
    """Make a new recovery kit and return its words; the old one opens nothing any more. It has to be confirmed again.

    It is let into the team, and into those closed-off cases that `through` opens (into others when their people are named again).
    Raises Refused if `through` is not the ring of somebody in the safeguarding team.
    """
    words = _draw_kit_words()
    kit = Holder(school_id=school.pk, kind=Holder.Kind.KIT, public=_kit_pair(words, school.pk).public)
    with transaction.atomic():
        olds = circles.kits_of(school.pk)
        closed_off = [each for old in olds for each in circles.circles_of(old) if each.pk != school.team_id]
        for old in olds:
            circles.forget(old)
        kit.save(force_insert=True)
        try:
            circles.join(school.team, kit, through=through)
        except WontOpenError:
            raise Refused("Only somebody who is in the safeguarding team can make a new kit.") from None
        for circle in closed_off:
            if through.holder_id in {member.pk for member in circles.members_of(circle)}:
                circles.join(circle, kit, through=through)
        school.kit_confirmed_at = None
        school.save(update_fields=["kit_confirmed_at"])
        record("school.kit_made", subject=school, by=by, school_id=school.pk)
    return words


def _draw_kit_words() -> tuple[str, ...]:
    return tuple(word for _ in range(_KIT_CODES) for word in Code.new().words)


def _kit_holder(school_id: UUID, kit_words: tuple[str, ...]) -> tuple[Holder, KeyPair]:
    pair = _kit_pair(tuple(word.casefold() for word in kit_words), school_id)
    kit = Holder.objects.filter(school_id=school_id, kind=Holder.Kind.KIT, public=pair.public).first()
    if kit is None:
        raise Refused("These are not the words of this school's recovery kit.")
    return kit, pair


@transaction.atomic
def change_facts(*, school: School, facts: Mapping[str, str | int | None], by: Actor) -> None:
    """Write what the school says of itself (School's own fields, checked by the caller). Only what is new is written."""
    new = {name: value for name, value in facts.items() if getattr(school, name) != value}
    for name, value in new.items():
        setattr(school, name, value)
    if new:
        school.save(update_fields=list(new))
        record("school.changed", subject=school, by=by, school_id=school.pk, fields=" ".join(sorted(new)))


def add_person(
    *, school: School, who: Hire, by: Actor, through: Ring | None = None, password_is_theirs: bool = True
) -> Person:
    """Add somebody. A lead or deputy gets a key pair, and is let into the team at once if `through` (a member's ring) is given.

    A head gets a key pair, too, but is never in the team. A password that somebody else made up is not theirs
    (`password_is_theirs=False`): it signs in once, and keys are made only when they choose their own (`change_password`), so
    that whoever added them can never open anything. Raises Refused if the address is taken.
    """
    person = make_person(school=school, who=who, password_is_theirs=password_is_theirs)
    with transaction.atomic():
        save_person(person=person, by=by)
        if person.holder is not None and through is not None and person.is_lead:
            let_into_team(person=person, through=through, by=by)
    return person


def make_person(*, school: School, who: Hire, password_is_theirs: bool) -> Person:
    """Return somebody who is not saved yet, with their keys if they chose the password. Raises Refused if the address is taken.

    Slow on purpose: call it outside a transaction, then `save_person` in one.
    """
    holder = _new_holder(school.pk, who.password)[0] if who.role in rules.HOLDERS and password_is_theirs else None
    return _new_person(school, who, holder)


def save_person(*, person: Person, by: Actor) -> None:
    """Save somebody new (`make_person`) with their keys. Call it in a transaction."""
    if person.holder is not None:
        person.holder.save(force_insert=True)
    person.save(force_insert=True)
    record("person.added", subject=person, by=by, role=person.role)


@transaction.atomic
def let_into_team(*, person: Person, through: Ring, by: Actor) -> None:
    """Seal the team's keys for a newcomer. Raises Refused if they can't hold them or `through` can't open them."""
    refuse_unless(rules.may_let_into_team(person.role))
    if person.holder is None:
        raise Refused("They have to sign in and choose a password of their own first.")
    try:
        circles.join(person.school.team, person.holder, through=through)
    except WontOpenError:
        raise Refused("Only somebody who is in the safeguarding team can let others in.") from None
    record("team.joined", subject=person, by=by)


@transaction.atomic
def remove_person(*, person: Person, by: Actor) -> None:
    """Somebody leaves: their sign-in stops this second, their copies of keys are deleted, the circles get new keys.

    Raises Refused if they are the last who can open reports, or a case that is closed off.
    """
    others = (
        person.school.people.leads().exclude(pk=person.pk).filter(holder__shares__circle_key__circle=person.school.team)
    )
    alone = len(circles.only_held_by(person.holder)) if person.holder is not None else 0
    refuse_unless(rules.may_leave(role=person.role, leads_left=others.distinct().count(), opens_alone=alone))
    person.is_active, person.left_at = False, clock.now()
    person.save(update_fields=["is_active", "left_at"])
    if person.holder is not None:
        for circle in circles.circles_of(person.holder):
            circles.leave(circle, person.holder)
    sign_ins.end_all(person=person, by=by)
    record("person.left", subject=person, by=by)


def open_keys(*, person: Person, password: str) -> bytes | None:
    """Return the secret key of a person who holds one, opened by their password; None if they hold none or it does not open.

    Slow on purpose: call it outside a transaction.
    """
    if person.holder is None or person.holder.wrapped is None:
        return None
    try:
        return unwrap(person.holder.wrapped, password, context=_wrap_context(person.holder.pk))
    except WontOpenError:
        return None


def change_password(*, person: Person, old: str, new: str, here: str = "", by: Actor) -> None:
    """Change a password and wrap the person's key under the new one; a lead or head who had no keys yet gets them now.

    All their sign-ins end but the one whose session is named `here`.
    Raises Refused if the old one is wrong. Slow on purpose: call it outside a transaction.
    """
    if not person.check_password(old):
        raise Refused("That is not your password now.")
    holder = _rewrapped(person, old, new) if person.holder else None
    if person.chooses_password:
        holder = _new_holder(person.school_id, new)[0]
    person.set_password(new)
    with transaction.atomic():
        if holder is not None:
            holder.save()
            person.holder = holder
        person.save(update_fields=["password", "holder"])
        sign_ins.end_all(person=person, but=here, by=by)
        record("person.password_changed", subject=person, by=by)


def _rewrapped(person: Person, old: str, new: str) -> Holder | None:
    secret = open_keys(person=person, password=old)
    if person.holder is not None and secret is not None:
        person.holder.wrapped = wrap(secret, new, context=_wrap_context(person.holder.pk))
    return person.holder


def recover_with_kit(*, person: Person, kit_words: tuple[str, ...], new_password: str, by: Actor) -> None:
    """Give a lead whose password is lost a new one, and let them in again with the recovery kit.

    Raises Refused if the words are not this school's kit, or the person is no lead.
    """
    refuse_unless(rules.may_let_into_team(person.role))
    kit, pair = _kit_holder(person.school_id, kit_words)
    holder, _ = _new_holder(person.school_id, new_password)
    old = person.holder
    person.set_password(new_password)
    with transaction.atomic():
        holder.save(force_insert=True)
        through = Ring(kit.pk, pair.secret)
        for circle in {person.school.team, *(circles.circles_of(old) if old else [])}:
            circles.join(circle, holder, through=through)
        person.holder = holder
        person.save(update_fields=["holder", "password"])
        if old is not None:
            circles.forget(old)
        sign_ins.end_all(person=person, by=by)
        record("team.recovered_with_kit", subject=person, by=by)
