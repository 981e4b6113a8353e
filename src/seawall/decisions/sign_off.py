"""The head's sign-off (product.md B4): a lead writes a sheet for the head, who signs it or sends it back, and opens no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.cases.chronology import write
from seawall.cases.rules import Kind
from seawall.cases.typed import needed
from seawall.decisions import queries, rules
from seawall.decisions.models import SignOff, Standing
from seawall.decisions.rules import LONGEST_ANSWER, Sheet, State
from seawall.decisions.versions import claim, move, open_to_change, withdraw
from seawall.guidance.rules.forms import may_sign_off
from seawall.journal.actions import record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.notices.actions import notify
from seawall.notices.rules import Kind as Notice
from seawall.vault.ring import WontOpenError, seal_key_to
from seawall.vault.sealing import DataKey

if TYPE_CHECKING:
    from seawall.cases.models import Case
    from seawall.decisions.queries import OnSheet
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring


@transaction.atomic
def ask(*, case: Case, to: Person, typed: str, seen: int, once: bytes, ring: Ring, by: Person) -> None:
    """Write the sheet for a head, sealed to them and under the key of the case; one that waits elsewhere is taken back.

    The head is left a notice, which says nothing of it. A second press writes nothing. Raises Clash, Refused or Gone.
    """
    key = open_to_change(case, ring)
    if SignOff.objects.filter(sent_once=once).exists():
        return
    works_here = to.is_active and to.school_id == case.school_id
    refuse_unless(rules.may_send_to(role=to.role, works_here=works_here, has_keys=to.holder is not None))
    standing = claim(case, seen)
    if standing.state != State.WAITING or standing.decision is None or to.holder is None:
        raise Refused(_("Nothing waits for a sign-off here. First decide to manage it in school."))
    withdraw(standing)
    own, sheet = DataKey.new(), SignOff(school=case.school, decision=standing.decision, to=to, by=by, sent_once=once)
    sheet.key_for_case = key.seal_key(own, sheet, "key_for_case")
    seal_key_to(bytes(to.holder.public), sheet, own, "key_for_head")
    sheet.words = own.seal(needed(typed, LONGEST_ANSWER), sheet, "words")
    sheet.save(force_insert=True)
    write(case=case, key=key, kind=Kind.SIGN_OFF_ASKED, by=by, to=str(to.pk))
    notify(school=case.school, people=[to], kind=Notice.SHEET, about=f"sheet:{sheet.pk}", by=by)


@transaction.atomic
def read(*, sheet: SignOff, ring: Ring, by: Person) -> OnSheet:
    """Open a sheet for the head it was written to; the opening is journalled. Raises Refused, or Gone if it is another's."""
    opened = queries.open_sheet(sheet, _key(sheet, ring, by))
    record("sign_off.opened", subject=sheet, by=by, school_id=sheet.school_id)
    return opened


@transaction.atomic
def sign(*, sheet: SignOff, ring: Ring, by: Person) -> None:
    """The head agrees that this is not referred. Signing twice changes nothing.

    Raises Clash if it was taken back, or something came in that the leads have not looked at yet; Refused; or Gone.
    """
    _key(sheet, ring, by)
    case = sheet.decision.case
    if sheet.state == Sheet.WAITING and queries.has_news(queries.standing_of(case), queries.said_in(case)):
        raise Clash(
            _(
                "Something new came in since this was written. The safeguarding team has to look at it first. Nothing was signed."
            )
        )
    if _take(sheet, Sheet.SIGNED):
        write(case=sheet.decision.case, kind=Kind.SIGNED_OFF, by=by)
        _tell_the_team(sheet, by)


@transaction.atomic
def send_back(*, sheet: SignOff, typed: str, ring: Ring, by: Person) -> None:
    """The head does not sign, and says why; the leads read it. Twice changes nothing. Raises Clash, Refused or Gone."""
    sheet.answer = _key(sheet, ring, by).seal(needed(typed, LONGEST_ANSWER), sheet, "answer")
    if _take(sheet, Sheet.SENT_BACK):
        sheet.save(update_fields=["answer"])
        write(case=sheet.decision.case, kind=Kind.SENT_BACK, by=by)
        _tell_the_team(sheet, by)


def _tell_the_team(sheet: SignOff, by: Person) -> None:
    """Leave a notice for the lead who wrote the sheet, and for the one who has the case by now."""
    people = {person.pk: person for person in (sheet.by, sheet.decision.case.owner) if person and person.is_active}
    about = f"answer:{sheet.pk}"
    notify(school=sheet.school, people=people.values(), kind=Notice.ANSWER, about=about, by=by)


def _key(sheet: SignOff, ring: Ring, by: Person) -> DataKey:
    """Return the key of a sheet, for the head it was written to."""
    refuse_unless(may_sign_off(by.role))
    try:
        if sheet.to_id == by.pk:
            return queries.own_key(sheet, ring)
    except WontOpenError:
        pass
    raise Gone(_("There is nothing here for you to see."))


def _take(sheet: SignOff, to: Sheet) -> bool:
    """Answer a sheet that waits; False if it was answered so before. Raises Clash if it does not wait any more."""
    standing = Standing.objects.select_for_update().get(case=sheet.decision.case_id)
    sheet.refresh_from_db(fields=["state"])
    if sheet.state == to:
        return False
    if sheet.state != Sheet.WAITING:
        raise Clash(
            _(
                "The safeguarding team took this back, or it was answered before: nothing was done now. Look at it again."
            )
        )
    sheet.state, sheet.answered_at = to.value, clock.now()
    sheet.save(update_fields=["state", "answered_at"])
    standing.version += 1
    standing.save(update_fields=["version"])
    move(standing, State(to.value))
    return True
