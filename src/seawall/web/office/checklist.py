"""The set-up as a list: what is done, what is missing, why it matters, and where it is put right. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seawall.guidance.layer import layer_of
from seawall.kit import clock
from seawall.letters.queries import letterhead
from seawall.notices.models import Notice
from seawall.notices.queries import unreached
from seawall.roll.queries import on_roll
from seawall.rota.queries import rota, today
from seawall.schools.models import School
from seawall.schools.rules import CAN_BE_LEFT_OUT, Role, Step
from seawall.web.office.people import Keys, colleagues

if TYPE_CHECKING:
    from seawall.rota.rules.shifts import Rota
    from seawall.schools.models import NotNeeded, Person
    from seawall.web.office.people import Colleague

ROTA_AHEAD: Final = timedelta(days=14)
_ENOUGH_LEADS: Final = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One step: what it is, why it matters, what is missing (a sentence each; none: it is done), and where to go."""

    step: Step
    title: str
    why: str
    missing: list[str]
    href: str = ""
    link: str = ""
    left_out: NotNeeded | None = None
    can_be_left_out: bool = field(default=False)

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to do it."""
        return bool(self.missing) and self.left_out is None


def items(school: School) -> list[Item]:
    """Every step of a school's set-up, in order."""
    known, people, left_out = rota(school), colleagues(school), {row.step: row for row in school.steps_not_needed.all()}
    found = [
        *_about_the_school(school),
        _hours(known),
        *_whom_to_ring(school),
        _letterhead(school),
        *_people(school, people),
        _rota(known),
        *_reaching(school, people),
        _roll(school),
        *_facts(school),
    ]
    return [
        _with(item, left_out.get(item.step)) for item in sorted(found, key=lambda item: list(Step).index(item.step))
    ]


def _with(item: Item, row: NotNeeded | None) -> Item:
    return Item(item.step, item.title, item.why, item.missing, item.href, item.link, row, item.step in CAN_BE_LEFT_OUT)


def _sentences(found: dict[str, object]) -> list[str]:
    """Return the sentences of what is missing."""
    return [sentence for sentence, is_missing in found.items() if is_missing]


def _about_the_school(school: School) -> list[Item]:
    several = School.objects.count() > 1
    facts, change = reverse("office_facts"), _("Change these")
    server = _sentences(
        {
            _(
                "HTTPS is off, so only this machine itself may come here. Whoever looks after the server puts a web server with "
                "a certificate before it and sets SEAWALL_HTTPS=1."
            ): not settings.HTTPS,
            _(
                "The school has no host name of its own. Whoever looks after the server gives it one: ./run manage set-host"
            ): several and not school.host,
            _("Mails cannot name the address of your pages: no host name and no SEAWALL_SITE is set."): not several
            and not (school.host or settings.SEAWALL_SITE),
        }
    )
    missing = _sentences(
        {
            _("The phone number is missing."): not school.phone,
            _("It does not say when somebody reads what comes in."): not school.reads_when,
        }
    )
    return [
        Item(
            Step.SERVER,
            _("How browsers reach it"),
            _("Without HTTPS, what a child types could be read on its way. The address must stay the same for years."),
            server,
        ),
        Item(
            Step.SCHOOL,
            _("The school: name, nation, phone"),
            _("Children and families see the number on every page where something goes wrong."),
            missing,
            facts,
            change,
        ),
    ]


def _hours(known: Rota) -> Item:
    last = known.calendar.last_known()
    missing = _sentences(
        {
            _("The school's hours are not set."): not known.calendar.hours,
            _("No term is entered, so every weekday counts as a school day."): last is None,
            _("The last term that is entered is over."): last is not None and last < today(),
        }
    )
    why = _("Deadlines of a first contact count in school hours, and children are told when somebody reads.")
    return Item(Step.HOURS, _("Hours and holidays"), why, missing, reverse("office_rota"), _("Hours and holidays"))


def _whom_to_ring(school: School) -> list[Item]:
    facts, change = reverse("office_facts"), _("Change these")
    return [
        Item(
            Step.POLICE,
            _("Police force"),
            _("Children and leads are sent to your own force, not to a finder page."),
            _sentences(
                {
                    _("The name of your force is missing."): not school.police_force,
                    _("Its page to report online is missing."): not school.police_url,
                }
            ),
            facts,
            change,
        ),
        Item(
            Step.SOCIAL_CARE,
            _("Children's social care"),
            _("A lead who refers a child at night needs the number at once."),
            _sentences(
                {
                    _("Their phone by day is missing."): not school.social_care_phone,
                    _("Their phone out of hours is missing."): not school.social_care_night_phone,
                }
            ),
            facts,
            change,
        ),
        Item(
            Step.LADO,
            _("LADO: the local authority's designated officer"),
            _("An allegation about an adult who works with children goes there, and to nobody else first."),
            [] if school.lado_phone or school.lado_email else [_("Neither phone nor e-mail is filled in.")],
            facts,
            change,
        ),
    ]


def _letterhead(school: School) -> Item:
    told = letterhead(school).told
    missing = [] if told.get("signed_by") else [_("Nobody is named who signs the letters to families.")]
    why = _("Without it a letter to families has no sender and no reference.")
    return Item(Step.LETTERHEAD, _("Letterhead"), why, missing, reverse("office_letterhead"), _("The letterhead"))


def _people(school: School, people: list[Colleague]) -> list[Item]:
    ready = [each for each in people if each.keys is Keys.IN_TEAM and each.has_second_factor]
    waiting = [each for each in people if each.person.is_lead and each not in ready]
    leads = [_("%(name)s: %(what)s") % {"name": each.person.name, "what": _what_is_missing(each)} for each in waiting]
    if len(ready) < _ENOUGH_LEADS:
        leads.append(_("Fewer than two leads can open what was told."))
    kit = [] if school.kit_confirmed_at else [_("Its words have not been typed back.")]
    return [
        Item(
            Step.LEADS,
            _("Safeguarding leads with a second factor"),
            _("With one lead only, one illness or one forgotten password leaves children waiting."),
            leads,
            reverse("office_invite"),
            _("Invite a lead"),
        ),
        Item(
            Step.KIT,
            _("Recovery kit in the school's safe"),
            _("If every password is lost, only these twelve words open what was told."),
            kit,
            reverse("office_kit"),
            _("Type the kit's words back"),
        ),
        Item(
            Step.HEAD,
            _("Headteacher"),
            _("The last step when nobody answers, and the signature under a decision not to refer."),
            [] if any(each.person.role == Role.HEAD for each in people) else [_("Nobody has this role.")],
            reverse("office_invite"),
            _("Invite the head"),
        ),
    ]


def _what_is_missing(each: Colleague) -> str:
    if each.keys is Keys.NO_PASSWORD:
        return _("has not chosen a password yet")
    if each.waits_for_second_factor:
        return _("has no second factor yet")
    return _("waits to be let into the team by another lead")


def _rota(known: Rota) -> Item:
    now = clock.now().replace(second=0, microsecond=0)
    holes = known.holes(now, now + ROTA_AHEAD) if known.is_set else []
    if not known.is_set:
        missing = [_("Nobody is put down to read.")]
    elif holes:
        first = date_format(holes[0].span.start.astimezone(known.calendar.zone), "l j F, H:i")
        missing = [
            ngettext(
                "There is %(count)s gap in the next 14 days. The first begins on %(first)s.",
                "There are %(count)s gaps in the next 14 days. The first begins on %(first)s.",
                len(holes),
            )
            % {"count": len(holes), "first": first}
        ]
    else:
        missing = []
    why = _("A child who writes tonight is read before tomorrow night, in the holidays too.")
    return Item(Step.ROTA, _("A rota for the next 14 days"), why, missing, reverse("office_rota"), _("The rota"))


def _reaching(school: School, people: list[Colleague]) -> list[Item]:
    boxes = list(school.boxes.all())
    works = any(box.worked_at and not box.trouble and not box.paused_at for box in boxes)
    mailbox = (
        []
        if works
        else [_("No mailbox is set up.") if not boxes else _("No mailbox has been read without trouble yet.")]
    )
    team = [each.person for each in people if each.keys is Keys.IN_TEAM]
    return [
        Item(
            Step.MAILBOX,
            _("Mailbox for what families write"),
            _("A mail with “safeguarding” in its subject becomes a report, day and night."),
            mailbox,
            reverse("office_boxes"),
            _("Mailboxes"),
        ),
        Item(
            Step.NOTICES,
            _("Notices reach every lead"),
            _("An urgent report rings nobody whose phone was never tried."),
            _not_reached(school, team),
        ),
    ]


def _not_reached(school: School, team: list[Person]) -> list[str]:
    got = set(Notice.objects.filter(school=school, sent_at__isnull=False).values_list("person_id", flat=True))
    failed = {each.person.pk: each.why for each in unreached(school)}
    said = [
        _("%(name)s: the last notice did not arrive. %(why)s") % {"name": each.name, "why": failed[each.pk]}
        if each.pk in failed
        else _("%(name)s has not had one yet. They press “Send me a test” at “How to reach me”.") % {"name": each.name}
        for each in team
        if each.pk in failed or each.pk not in got
    ]
    return said or ([] if team else [_("There is nobody in the safeguarding team.")])


def _roll(school: School) -> Item:
    missing = [] if on_roll(school).exists() else [_("No pupil is on the roll.")]
    why = _("Letters to families and accounts in a pupil's name need to know who is at the school.")
    return Item(Step.ROLL, _("Pupils and families"), why, missing, reverse("office_roll"), _("The roll"))


def _facts(school: School) -> list[Item]:
    layer, day = layer_of(school), today()
    known = layer.known()
    due = [
        each
        for each in known
        if each.kind != "language" and (layer.must_confirm(each) or layer.is_missing(each) or layer.due_on(each) <= day)
    ]
    drafts = [each.name for each in known if each.kind == "language" and layer.must_confirm(each)]
    number = ngettext("%(count)s fact waits to be looked at.", "%(count)s facts wait to be looked at.", len(due)) % {
        "count": len(due)
    }
    names = _("Drafts that no speaker has read: %(names)s.") % {"names": ", ".join(drafts)}
    where, link = reverse("office_guidance"), _("What the help pages say")
    return [
        Item(
            Step.FACTS,
            _("Numbers, links and steps on the help pages"),
            _("A child who rings a wrong number may not try a second one."),
            [number] if due else [],
            where,
            link,
        ),
        Item(
            Step.LANGUAGES,
            _("Languages"),
            _(
                "A wrong word in another language may send a family the wrong way. Until confirmed, pages say they are drafts."
            ),
            [names] if drafts else [],
            where,
            link,
        ),
    ]
