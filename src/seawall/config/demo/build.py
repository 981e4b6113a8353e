"""Making the demonstration's school and living its week, through the same actions that the pages call."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, cast

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from seawall.cases import actions as cases
from seawall.cases import chronology, opening
from seawall.cases.queries import open_people
from seawall.cases.rules import Part
from seawall.config.demo import briefing, deciding, lettering, linking, roll, shapes, supporting
from seawall.config.demo.cast import ACCOUNTS, HERON, MARRAM, PASSWORD, SECOND_ACCOUNTS, SECOND_SLUG, SLUG, Account
from seawall.config.demo.plan import plan
from seawall.config.demo.story import SECOND_STORY, STORY
from seawall.intake import actions as intake
from seawall.journal.actions import SERVER
from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.mailbox import actions as mailboxes
from seawall.mailbox.models import Mailbox
from seawall.mailbox.rules import Status
from seawall.referrals import actions as referrals
from seawall.referrals.actions import Heard as Answer
from seawall.referrals.actions import Telling
from seawall.referrals.rules import Agency, How
from seawall.reports import actions as reports
from seawall.reports.actions import Telling as ToldUs
from seawall.reports.rules import Channel, Contact, Road
from seawall.schools.actions import Hire, add_person, confirm_kit, open_keys, set_up_school
from seawall.schools.rules import Role
from seawall.series.actions import Asked
from seawall.takedowns import actions as takedowns
from seawall.takedowns.actions import Done, Seen
from seawall.takedowns.rules import Reporter
from seawall.takedowns.rules import State as AccountState
from seawall.vault.ring import Ring

if TYPE_CHECKING:
    from datetime import date, datetime

    from seawall.cases.models import Case, Involved
    from seawall.config.demo.shapes import Done as Happened
    from seawall.config.demo.shapes import Story, Told, When
    from seawall.reports.models import Report
    from seawall.schools.models import Person, School
    from seawall.takedowns.models import FakeAccount


def build(*, second_school: bool = False) -> None:
    """Make Marram Bay School and its week, and Heron Hill School if wanted, in an empty database."""
    week = Week(_school(SLUG, "Marram Bay School", ACCOUNTS, MARRAM))
    plan(week.school, week.people)
    roll.enrol(week.school, by=week.people["olu"], today=timezone.localdate(clock.now()))
    week.live(STORY)
    briefing.brief(school=week.school, people=week.people, case=week.case, ring=week.ring("asha"))
    lettering.write(school=week.school, people=week.people, case=week.case, ring=week.ring)
    if second_school:
        Week(_school(SECOND_SLUG, "Heron Hill School", SECOND_ACCOUNTS, HERON)).live(SECOND_STORY)


def _school(slug: str, name: str, accounts: tuple[Account, ...], facts: dict[str, str | None]) -> dict[str, Person]:
    first, *others = accounts
    made = set_up_school(slug=slug, name=name, lead=_hire(first), by=SERVER, **facts)
    confirm_kit(school=made.school, kit_words=made.kit_words, typed={0: made.kit_words[0]}, by=made.lead)
    people = {first.key: made.lead}
    for account in others:
        people[account.key] = add_person(school=made.school, who=_hire(account), by=made.lead, through=made.ring)
    for account in accounts:
        if account.second_factor:
            TOTP.activate(people[account.key], account.secret)
    return people


def _hire(account: Account) -> Hire:
    return Hire(account.name, account.email, Role(account.role), PASSWORD)


def _once(*parts: str) -> bytes:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16, person=b"seawall.demo").digest()


class Week:
    """One school's week, being lived."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.school: School = next(iter(people.values())).school
        self.now, self.zone = clock.now(), timezone.get_default_timezone()
        self._reports: dict[str, Report] = {}
        self._codes: dict[str, Code] = {}
        self._rings: dict[str, Ring] = {}
        self._accounts: dict[str, FakeAccount] = {}
        self._case: Case | None = None

    def live(self, story: Story) -> None:
        """Let everything happen, in the order of its time."""
        happenings: list[Told | Happened] = sorted((*story.told, *story.done), key=lambda each: self._at(each.at))
        for each in happenings:
            with clock.frozen(self._at(each.at)):
                self.happen(each)

    def _at(self, when: When) -> datetime:
        return when.resolve(self.now, self.zone)

    def ring(self, key: str) -> Ring:
        """The open ring of a lead."""
        if key not in self._rings:
            person = self.people[key]
            secret = open_keys(person=person, password=PASSWORD)
            if secret is None or person.holder_id is None:
                raise LookupError(key)
            self._rings[key] = Ring(person.holder_id, secret)
        return self._rings[key]

    def _report(self, key: str) -> Report:
        report = self._reports[key]
        report.refresh_from_db()
        return report

    def _mailbox(self, key: str) -> Mailbox:
        return Mailbox.objects.select_related("report").get(report=self._reports[key])

    @property
    def case(self) -> Case:
        """The week's one case."""
        if self._case is None:
            raise LookupError("case")
        self._case.refresh_from_db()
        return self._case

    @singledispatchmethod
    def happen(self, what: object) -> None:
        """Let one thing happen."""
        raise TypeError(what)

    @happen.register
    def _(self, told: shapes.Told) -> None:
        once = _once(str(self.school.pk), told.key)
        if told.by:
            telling = ToldUs(Road(told.road), Channel.STAFF, cast("dict[str, Any]", told.coded), told.words)
            receipt = intake.record_concern(
                school=self.school, telling=telling, sent_once=once, by=self.people[told.by]
            )
        else:
            code = Code(told.code) if told.code else None
            telling = ToldUs(Road(told.road), Channel.PAGE, cast("dict[str, Any]", told.coded), told.words)
            receipt = intake.receive(school=self.school, telling=telling, sent_once=once, code=code)
        self._reports[told.key] = receipt.report
        if receipt.code is not None:
            self._codes[told.key] = receipt.code
            mailboxes.confirm_code(mailbox=self._mailbox(told.key))

    @happen.register
    def _(self, read: shapes.Read) -> None:
        opening.read_report(report=self._report(read.report), ring=self.ring(read.by), by=self.people[read.by])

    @happen.register
    def _(self, take: shapes.Take) -> None:
        report = self._report(take.report)
        reports.assign(report=report, to=self.people[take.to], seen=report.version, by=self.people[take.by])

    @happen.register
    def _(self, reached: shapes.Reached) -> None:
        report = self._report(reached.report)
        how = Contact(reached.how)
        reports.note_contact(report=report, how=how, seen=report.version, by=self.people[reached.by])

    @happen.register
    def _(self, junk: shapes.Junk) -> None:
        report = self._report(junk.report)
        reports.set_aside(report=report, seen=report.version, by=self.people[junk.by])

    @happen.register
    def _(self, reply: shapes.Reply) -> None:
        cases.reply(
            report=self._report(reply.report),
            mailbox=self._mailbox(reply.report),
            ring=self.ring(reply.by),
            typed=reply.text,
            once=_once(str(self.school.pk), reply.report, reply.text),
            by=self.people[reply.by],
        )

    @happen.register
    def _(self, message: shapes.Message) -> None:
        mailbox = self._mailbox(message.report)
        mailboxes.note_visit(mailbox=mailbox)
        intake.take_message(
            mailbox=mailbox,
            code=self._codes[message.report],
            typed=message.text,
            once=_once(str(self.school.pk), message.report, message.text),
        )

    @happen.register
    def _(self, status: shapes.Status) -> None:
        cases.tell_status(
            report=self._report(status.report),
            mailbox=self._mailbox(status.report),
            status=Status(status.status),
            ring=self.ring(status.by),
            by=self.people[status.by],
        )

    @happen.register
    def _(self, made: shapes.MakeCase) -> None:
        report = self._report(made.report)
        self._case = cases.start(
            school=self.school,
            title=made.title,
            report=report,
            seen=report.version,
            ring=self.ring(made.by),
            by=self.people[made.by],
        )

    @happen.register
    def _(self, added: shapes.AddToCase) -> None:
        report = self._report(added.report)
        cases.add_report(
            case=self.case, report=report, seen=report.version, ring=self.ring(added.by), by=self.people[added.by]
        )

    @happen.register
    def _(self, involved: shapes.Involve) -> None:
        cases.involve(
            case=self.case,
            part=Part(involved.part),
            name=involved.name,
            detail=involved.detail,
            ring=self.ring(involved.by),
            by=self.people[involved.by],
        )

    @happen.register
    def _(self, told: shapes.Decide) -> None:
        deciding.decide(
            told,
            case=self.case,
            press=lambda what: _once(str(self.school.pk), what, told.reason),
            ring=self.ring(told.by),
            by=self.people[told.by],
        )

    @happen.register
    def _(self, refer: shapes.Refer) -> None:
        ring, by, begun = self.ring(refer.by), self.people[refer.by], self._press("begin", refer)
        row = referrals.draft(
            case=self.case, agency=Agency(refer.to), staff_concerned=False, once=begun, ring=ring, by=by
        )
        told = Telling(How(refer.how), refer.whom, refer.said, refer.reference, self._in_days(refer.look_again))
        made = self._press("make", refer)
        referrals.make(referral=row, told=told, tell=True, seen=row.version, once=made, ring=ring, by=by)

    @happen.register
    def _(self, heard: shapes.Heard) -> None:
        row = self.case.referrals.get(agency=heard.to)
        answer = Answer(heard.text, self._in_days(heard.look_again), heard.reference)
        referrals.answer(
            referral=row,
            heard=answer,
            seen=row.version,
            once=self._press("heard", heard),
            ring=self.ring(heard.by),
            by=self.people[heard.by],
        )

    def _press(self, what: str, happening: shapes.Refer | shapes.Heard) -> bytes:
        return _once(str(self.school.pk), what, happening.to)

    def _in_days(self, days: int) -> date:
        return timezone.localtime(clock.now()).date() + timedelta(days=days)

    @happen.register
    def _(self, note: shapes.Note) -> None:
        once = _once(str(self.school.pk), note.text)
        chronology.note(case=self.case, typed=note.text, once=once, ring=self.ring(note.by), by=self.people[note.by])

    @happen.register
    def _(self, account: shapes.Account) -> None:
        seen = Seen(account.platform, account.name, pretends_to_be=self._involved(account), age=account.age)
        once = _once(str(self.school.pk), account.platform, account.name)
        self._accounts[account.name] = takedowns.add(
            case=self.case, seen=seen, once=once, ring=self.ring(account.by), by=self.people[account.by]
        )

    def _involved(self, account: shapes.Account) -> Involved | None:
        people = open_people(self.case, self.ring(account.by).data_key(self.case))
        return next((person.row for person in people if person.name == account.pretends_to_be), None)

    @happen.register
    def _(self, step: shapes.AccountStep) -> None:
        account = self._accounts[step.name]
        account.refresh_from_db()
        done = Done(Reporter(step.reporter) if step.reporter else None, step.number, step.words)
        takedowns.move(
            account=account,
            to=AccountState(step.to),
            done=done,
            version=account.version,
            ring=self.ring(step.by),
            by=self.people[step.by],
        )

    @happen.register
    def _(self, supported: shapes.Supporting) -> None:
        once = _once(str(self.school.pk), supported.by, repr(supported))
        pressed = {"once": once, "ring": self.ring(supported.by), "by": self.people[supported.by]}
        today = timezone.localdate(self.now)
        hands = supporting.Hands(self.case, self.people, lambda days: today + timedelta(days=days), pressed)
        supporting.happen(supported, hands)

    @happen.register
    def _(self, linked: shapes.Linking) -> None:
        once = _once(str(self.school.pk), linked.by, repr(linked))
        why = linked.why if isinstance(linked, linking.BeginSeries) else ""
        asked = Asked(once, self.ring(linked.by), self.people[linked.by], why)
        linking.happen(linked, linking.Hands(self.case, self._report, asked))
