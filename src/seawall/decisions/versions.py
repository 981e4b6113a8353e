"""Two leads at once: each change of where a decision stands takes the next version; the second is told what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.cases.opening import key_of
from seawall.cases.rules import Kind, may_change
from seawall.cases.wording import said
from seawall.decisions.models import SignOff, Standing
from seawall.decisions.queries import standing_of
from seawall.decisions.rules import Sheet, State
from seawall.kit import clock
from seawall.kit.refusal import Clash, refuse_unless
from seawall.schools.models import people_by_id

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey

_OURS: Final = frozenset(
    {Kind.REVIEWED, Kind.DECISION_REOPENED, Kind.DECIDED, Kind.SIGN_OFF_ASKED, Kind.SIGNED_OFF, Kind.SENT_BACK}
)


def open_to_change(case: Case, ring: Ring) -> DataKey:
    """Return the key of a case that may be changed. Raises Gone if it is closed off to this person, Refused if it is closed."""
    key = key_of(case, ring)
    refuse_unless(may_change(case.state))
    return key


def claim(case: Case, seen: int) -> Standing:
    """Take the next version of where the decision stands, or raise Clash if somebody else took it since `seen`."""
    Standing.objects.get_or_create(case=case)
    if not Standing.objects.filter(case=case, version=seen).update(version=F("version") + 1):
        raise Clash(came_second(case))
    return standing_of(case)


def came_second(case: Case) -> str:
    """The sentence of a `Clash`: what was done about the decision in the meantime, by whom and when."""
    line = case.lines.filter(kind__in=_OURS).order_by("-number").first()
    if line is None:
        return _("Somebody else was quicker. What you asked for was not done. Look again before you decide.")
    named = [line.author_id, *([line.facts["to"]] if line.facts.get("to") else [])]
    people = people_by_id(case.school, named)
    who = people[line.author_id].get_full_name() if line.author_id in people else _("Somebody")
    what = said(line.kind, line.facts, {str(pk): person for pk, person in people.items()})
    return _(
        "Somebody else was quicker. %(who)s, at %(when)s: “%(what)s”. What you asked for was not done. "
        "Look again before you decide."
    ) % {"who": who, "when": f"{timezone.localtime(line.written_at):%H:%M}", "what": what}


def move(standing: Standing, to: State) -> None:
    """Write where the decision stands now; a sheet that waits for the head is taken back unless this is about it."""
    if to is not State.WAITING:
        withdraw(standing)
    standing.state = to.value
    standing.save(update_fields=["state", "review", "decision"])


def withdraw(standing: Standing) -> None:
    """Take back what waits for a signature."""
    waiting = SignOff.objects.filter(decision__case_id=standing.case_id, state=Sheet.WAITING)
    waiting.update(state=Sheet.WITHDRAWN.value, answered_at=clock.now())
