"""What every verb of this room begins with: the case opened and held, a second press noticed, two leads at once told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.cases.models import Case, Line
from seawall.cases.opening import key_of
from seawall.cases.queries import members_of
from seawall.cases.rules import may_change
from seawall.kit import clock
from seawall.kit.refusal import Clash, Refused, refuse_unless

if TYPE_CHECKING:
    from datetime import date

    from seawall.schools.models import Person
    from seawall.support.models import CheckIn, NotTold, Task
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


def today() -> date:
    """The day it is at the school."""
    return timezone.localdate(clock.now())


def begin(case: Case, once: bytes, ring: Ring) -> DataKey | None:
    """Open a case to work in it, and hold it until the transaction ends. None: this was done before, under the same `once`.

    Raises Gone if the case is closed off to this person, Refused if it is closed.
    """
    key = key_of(case, ring)
    now = Case.objects.select_for_update().only("pk", "state").get(pk=case.pk)
    if Line.objects.filter(sent_once=once).exists():
        return None
    refuse_unless(may_change(now.state))
    return key


def claim(row: Task | CheckIn | NotTold, seen: int, by: Person) -> None:
    """Take the next version of a row, or raise Clash with who changed it since `seen`."""
    rows: Any = type(row).objects
    taken = rows.filter(pk=row.pk, version=seen).update(version=F("version") + 1, changed_by=by, changed_at=clock.now())
    if not taken:
        last = rows.select_related("changed_by").get(pk=row.pk)
        raise Clash(came_second(last.changed_by, f"{timezone.localtime(last.changed_at):%H:%M}"))
    row.refresh_from_db()


def came_second(who: Person, when: str) -> str:
    """The sentence of a `Clash`."""
    return _(
        "Somebody else was quicker. %(who)s changed this at %(when)s. What you asked for was not done. "
        "Look again before you decide."
    ) % {"who": who.get_full_name(), "when": when}


def must_open(case: Case, person: Person | None) -> None:
    """Raise Refused if somebody is given work in a case that they can't open. Nobody (None) can be named later."""
    if person is not None and person not in members_of(case):
        raise Refused(_("This person can't open the case, so they can't take this."))
