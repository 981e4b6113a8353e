"""A visit: what a child has typed so far, kept on the server for an hour under a key that only the browser's cookie holds.

Nothing of it stands in an address, in the browser's storage or in the database in clear. Leaving throws it away.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from seawall.kit import clock
from seawall.reports.models import VISIT_LASTS, Visit
from seawall.vault.ring import WontOpenError
from seawall.vault.sealing import DataKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.schools.models import School

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class VisitKey:
    """The random key in the visitor's cookie. The row's name and the sealing key are derived from it."""

    secret: bytes

    @classmethod
    def new(cls) -> VisitKey:
        """Make a key."""
        return cls(os.urandom(_KEY_BYTES))

    @classmethod
    def from_cookie(cls, value: str | None) -> VisitKey | None:
        """Read a cookie's value; None if it is none of ours."""
        try:
            secret = base64.urlsafe_b64decode((value or "").encode("ascii"))
        except (binascii.Error, ValueError):
            return None
        return cls(secret) if len(secret) == _KEY_BYTES else None

    @property
    def cookie(self) -> str:
        """The cookie's value."""
        return base64.urlsafe_b64encode(self.secret).decode("ascii")

    @property
    def row_id(self) -> bytes:
        """The row's primary key: it does not tell the key."""
        return hashlib.blake2b(self.secret, digest_size=16, person=b"seawall.visit.id").digest()

    @property
    def data_key(self) -> DataKey:
        """The key of the contents."""
        return DataKey(hashlib.blake2b(self.secret, digest_size=32, person=b"seawall.visit.ke").digest())

    def __repr__(self) -> str:
        return "VisitKey(...)"


@dataclass(slots=True, repr=False)
class Contents:
    """What a visit holds: the road, the answers (coded and words together, by key), and the code once it was made or typed."""

    road: str = "child"
    answers: dict[str, Any] = field(default_factory=dict)
    code: tuple[str, ...] = ()
    sent: bool = False
    """The report was sent; the answers are gone from here, the code stays until the visit is left."""
    code_kept: bool = False
    """The reporter said they have kept the code; it is not shown again."""
    cut: int = 0
    """How many hidden pictures were cut out of what was typed so far (kit.text)."""
    just_cut: bool = False
    """Whether that happened on the page just sent: the next one says so, kindly."""
    box: bytes = field(default=b"", init=False, compare=False)
    """The box these contents were taken out of, which is not sealed into the next: `put` sees by it who came second."""


def _seal(key: VisitKey, contents: Contents) -> bytes:
    told = asdict(contents)
    del told["box"]
    return key.data_key.seal_bytes(json.dumps(told).encode(), b"visit/" + key.row_id)


def _unseal(key: VisitKey, box: bytes) -> Contents:
    value = json.loads(key.data_key.open_bytes(box, b"visit/" + key.row_id))
    contents = Contents(**{**value, "code": tuple(value["code"])})
    contents.box = box
    return contents


def _box_of(school: School, key: VisitKey) -> bytes | None:
    rows = Visit.objects.filter(pk=key.row_id, school=school, touched_at__gt=clock.now() - VISIT_LASTS)
    return next((bytes(box) for box in rows.values_list("box", flat=True)), None)


def begin(*, school: School, contents: Contents) -> VisitKey:
    """Start a visit and return the key for the cookie."""
    key = VisitKey.new()
    Visit.objects.create(id=key.row_id, school=school, box=_seal(key, contents))
    return key


def look(*, school: School, key: VisitKey | None) -> Contents | None:
    """Return what a visit holds; None if it is over, thrown away, another school's or never was."""
    box = _box_of(school, key) if key else None
    if key is None or box is None:
        return None
    try:
        return _unseal(key, box)
    except WontOpenError:
        return None


def change(
    *, school: School, key: VisitKey, how: Callable[[Contents], None], seen: Contents | None = None
) -> Contents | None:
    """Change what a visit holds; None if the visit is over. `seen` saves a reading: what `look` gave a moment ago.

    One change after another, even if two come at once: whoever comes second changes what the first one left.
    """
    contents = seen or look(school=school, key=key)
    while contents is not None:
        how(contents)
        if put(key=key, contents=contents):
            return contents
        contents = look(school=school, key=key)
    return None


def put(*, key: VisitKey, contents: Contents) -> bool:
    """Put changed contents in the place of the box they were taken out of; False if that box is not there any more."""
    rows = Visit.objects.filter(pk=key.row_id, box=contents.box)
    return bool(rows.update(box=_seal(key, contents), touched_at=clock.now()))


def leave(*, key: VisitKey | None) -> None:
    """Throw a visit away, now."""
    if key is not None:
        Visit.objects.filter(pk=key.row_id).delete()


def sweep() -> int:
    """Throw away visits that were not touched for an hour; return how many. The worker calls it every minute."""
    return Visit.objects.filter(touched_at__lte=clock.now() - VISIT_LASTS).delete()[0]
