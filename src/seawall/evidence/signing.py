"""The school's signing keys: made on first use by a lead, the secret half sealed to the team as it is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from nacl.signing import SigningKey as Ed25519

from seawall.evidence.models import SigningKey
from seawall.evidence.verify import armoured, signed_bytes
from seawall.journal.actions import record
from seawall.vault.ring import current_key, lock

if TYPE_CHECKING:
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring


def keys_of(school: School) -> list[SigningKey]:
    """Every key with which the school signed, the newest first: bundles that were made earlier carry an earlier one."""
    return list(SigningKey.objects.filter(school=school).order_by("-made_at"))


def key_of(school: School) -> SigningKey | None:
    """The key with which the team signs now; None until a lead first signs, and again once somebody has left the team."""
    rows = SigningKey.objects.filter(school=school, circle_key=current_key(school.team_id))
    return rows.select_related("circle_key").first()


def make_key(*, school: School, by: Person) -> SigningKey:
    """Return the school's key, making it if there is none. Of two leads at once, one makes it and both use it."""
    found = key_of(school)
    if found is not None:
        return found
    pair, row = Ed25519.generate(), SigningKey(school=school, made_by=by)
    row.public = bytes(pair.verify_key)
    row.seed = lock(row, current_key(school.team_id)).seal(bytes(pair).hex(), row, "seed")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record("evidence.key_made", subject=row, by=by, number=row.number)
    except IntegrityError:
        return SigningKey.objects.select_related("circle_key").get(school=school, circle_key=row.circle_key)
    return row


def sign(message: bytes, key: SigningKey, ring: Ring) -> str:
    """Sign as `ssh-keygen -Y sign` would. Raises WontOpenError if this person is not in the school's team."""
    pair = Ed25519(bytes.fromhex(ring.data_key(key).open(key, "seed")))
    return armoured(bytes(pair.verify_key), pair.sign(signed_bytes(message)).signature)
