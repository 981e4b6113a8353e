"""Taking a report in: sealed, written down and committed before anybody is told it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from seawall.journal.actions import REPORTER
from seawall.kit.codes import Code
from seawall.links import actions as links
from seawall.mailbox import actions as mailboxes
from seawall.reports import visits
from seawall.reports.actions import Telling, file_report, weigh
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road
from seawall.vault.ring import ReporterKeys, current_key
from seawall.vault.server import blind

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.guidance.rules.danger import Danger
    from seawall.journal.actions import Actor
    from seawall.links.rules.kinds import Find
    from seawall.reports.visits import Contents, VisitKey
    from seawall.schools.models import Person, School
    from seawall.vault.sealing import DataKey

_TRIES = 4


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What taking in gave: the report, whether it was there already (a second press of Send), and the code if one was made."""

    report: Report
    again: bool
    code: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Weighed:
    """What reading a report gave, before anything is written: how dangerous it is, and the identifiers found in it."""

    danger: Danger
    finds: tuple[Find, ...]

    def offer(self, report: Report, key: DataKey) -> None:
        """Write the identifiers down with the report."""
        links.offer(report=report, key=key, finds=self.finds)


def read(school: School, telling: Telling) -> Weighed:
    """Read what is told: a millisecond or two, and therefore before the transaction."""
    apps = telling.coded.get("apps") or ()
    return Weighed(weigh(telling), links.look(school=school, words=telling.words, apps=apps))


def once(name: str, school: School) -> bytes:
    """Return the blind name under which one sending is known, so that a second press makes no second report."""
    return blind("sent-once", name, school.pk)


def receive(
    *,
    school: School,
    telling: Telling,
    sent_once: bytes,
    by: Actor = REPORTER,
    code: Code | None = None,
    weighed: Weighed | None = None,
) -> Receipt:
    """Take in a report from somebody outside; `code` (a new one unless given) opens its mailbox.

    When it returns, the report is committed. A report sent before under the same `sent_once` is returned instead, and then
    without its code, which nobody but the sender has. Give the same `code` at each try, and a lost answer loses nothing.
    Inside a transaction, give what was `weighed` before it.
    """
    code, found = code or Code.new(), weighed or read(school, telling)
    keys = ReporterKeys(code, school.pk)

    def write() -> Report:
        circle_key = current_key(school.team_id)
        report = file_report(
            school=school,
            telling=telling,
            danger=found.danger,
            circle_key=circle_key,
            sent_once=sent_once,
            by=by,
            reporter_public=keys.public,
            also=found.offer,
        )
        mailboxes.open_for(report=report, keys=keys, circle_key=circle_key)
        return report

    report, again = _once(write, school, sent_once)
    return Receipt(report, again, None if again else code)


def record_concern(*, school: School, telling: Telling, sent_once: bytes, by: Person) -> Receipt:
    """Take in a concern that a member of staff writes down. There is no mailbox: they are spoken to."""
    found = read(school, telling)

    def write() -> Report:
        circle_key = current_key(school.team_id)
        return file_report(
            school=school,
            telling=telling,
            danger=found.danger,
            circle_key=circle_key,
            sent_once=sent_once,
            by=by,
            recorded_by=by,
            also=found.offer,
        )

    report, again = _once(write, school, sent_once)
    return Receipt(report, again, None)


def send_visit(*, school: School, key: VisitKey, coded: dict[str, Any], words: dict[str, str]) -> Receipt | None:
    """Send what a visitor told. The report, its mailbox, its code in the visit and the end of the writing are one commit.

    None if the visit is over. A second press finds the first one's report; the visit still holds the code to show, so an
    answer lost on the way loses nothing.
    """
    weighed = read(
        school, Telling(Road.CHILD, Channel.PAGE, coded, words)
    )  # the road does not weigh: it stands in the visit
    with transaction.atomic():
        contents = visits.change(school=school, key=key, how=_sent)
        if contents is None:
            return None
        return receive(
            school=school,
            telling=Telling(Road(contents.road), Channel.PAGE, coded, words),
            sent_once=once(key.row_id.hex(), school),
            code=Code(contents.code),
            weighed=weighed,
        )


def _sent(contents: Contents) -> None:
    contents.code = contents.code or Code.new().words
    contents.answers, contents.sent = {}, True


def _once(write: Callable[[], Report], school: School, sent_once: bytes) -> tuple[Report, bool]:
    """Write in one transaction; if it was sent before, return that report. A taken reference is drawn again."""
    for _ in range(_TRIES - 1):
        try:
            with transaction.atomic():
                return write(), False
        except IntegrityError:
            there = Report.objects.filter(school=school, sent_once=sent_once).first()
            if there is not None:
                return there, True
    with transaction.atomic():
        return write(), False
