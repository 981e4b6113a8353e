"""Script and hand-out of a briefing as accessible PDFs: our words and the guidance, nothing of any case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seawall.briefings.rules.script import AGES, five, is_written_for, script
from seawall.briefings.wording import year_name
from seawall.guidance.layer import layer_of
from seawall.guidance.platforms import platforms
from seawall.kit.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.briefings.models import Briefing, Session
    from seawall.briefings.rules.script import Script
    from seawall.guidance.routes import Route
    from seawall.guidance.rules.advice import Step
    from seawall.schools.models import School

_FOLDER: Final = Path(__file__).parent
_EMERGENCY: Final = (
    "police_emergency",
    "emergency_ireland",
    "emergency_us",
    "emergency_canada",
    "emergency_australia",
    "emergency_new_zealand",
)
_TALK: Final = ("childline", "ispcc_childline", "lifeline_988", "kids_help_phone", "kids_helpline_au", "need_to_talk")
"""Who is rung in danger, and who listens to a child: the first that the nation has, with its number as the office sees it."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The school's page, and the question box of this briefing, as whole addresses."""

    page: str
    ask: str

    @property
    def short_page(self) -> str:
        """As it is typed."""
        return short(self.page)

    @property
    def short_ask(self) -> str:
        """The same for the box."""
        return short(self.ask)


def short(address: str) -> str:
    """Return an address as people type it: without the scheme and the slash at its end."""
    return address.partition("://")[2].rstrip("/") or address


def qr(address: str) -> str:
    """Return a QR code of an address as SVG, black on white, without an XML head."""
    return str(segno.make(address, micro=False, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff"))


def script_of(briefing: Briefing, addresses: Addresses) -> Script:
    """Return what is said to a briefing's year group."""
    school = briefing.school
    values = {
        "apps": ", ".join(_apps_from_13()),
        "page": addresses.short_page,
        "ask": addresses.short_ask,
        "reads_when": school.reads_when,
        "school": school.name,
    }
    return script(briefing.year, five(briefing.year, school.nation), values)


def _apps_from_13() -> list[str]:
    """Apps whose age, 13, was read on their own page."""
    ages = [(each.name, each.min_age) for each in platforms().values() if not each.closed]
    return [name for name, age in ages if age and age.age == 13 and age.confidence == "R"]  # noqa: PLR2004 - the age


def script_pdf(briefing: Briefing, addresses: Addresses, session: Session | None = None) -> bytes:
    """Print the script; for one group, with its room, time and who is at hand. Raises NoFontsError."""
    said, school = script_of(briefing, addresses), briefing.school
    checked = date_format(said.checked_on, "j F Y")
    notes = [
        _("Written for ages %(ages)s, about %(minutes)s minutes.") % {"ages": AGES[said.band], "minutes": said.minutes}
    ]
    if not is_written_for(briefing.year):
        notes.append(
            _("These words are not written for this year group. Read them first, and leave out what does not fit.")
        )
    return make_pdf(
        _FOLDER / "script.typ",
        title=_("Script: %(year)s, keeping safe online") % {"year": year_name(briefing.year)},
        author=school.name,
        foot=_("%(school)s. For whoever leads a group.") % {"school": school.name},
        notes=notes,
        group=_group(session) if session else [],
        parts=[
            {"title": part.title, "minutes": _("%(n)s min") % {"n": part.minutes}, "says": list(part.says)}
            for part in said.parts
        ],
        heads={
            "before": _("Before you begin"),
            "not_to_say": _("What not to say"),
            "if_told": _("If a child tells you something"),
            "if_upset": _("If a child is upset"),
            "say": _("What you say"),
            "page": _("Where the page is"),
        },
        before=list(said.before),
        not_to_say=list(said.not_to_say),
        if_told=list(said.if_told),
        if_upset=list(said.if_upset),
        numbers=[_called(each) for each in _numbers(school)],
        where=[
            _("To tell: %(address)s") % {"address": addresses.short_page},
            _("To ask without a name: %(address)s") % {"address": addresses.short_ask},
        ],
        checked=_("Last looked at on %(day)s.") % {"day": checked},
    )


def _group(session: Session) -> list[dict[str, str]]:
    when = date_format(timezone.localtime(session.starts_at), "l j F Y, H:i") if session.starts_at else ""
    rows = (
        (_("Group"), session.group_name),
        (_("Room"), session.room),
        (_("When"), when),
        (_("Who leads it"), session.led_by),
        (_("At hand for a child who is upset"), session.at_hand),
    )
    return [{"name": name, "words": words} for name, words in rows if words]


def handout_pdf(briefing: Briefing, addresses: Addresses) -> bytes:
    """Print the hand-out: one page for each pupil. Raises NoFontsError."""
    school = briefing.school
    steps = five(briefing.year, school.nation)
    return make_pdf(
        _FOLDER / "handout.typ",
        title=_("Five things to do if something online goes wrong"),
        author=school.name,
        foot=school.name,
        lead=_("You are not in trouble. It is not your fault. We believe you."),
        steps=[{"title": step.title, "lines": list(_lines(step))} for step in steps],
        extra=briefing.extra,
        danger=_("In danger now?"),
        numbers=[_called(each) for each in _numbers(school)],
        tell=_("Tell us, with or without your name"),
        page=addresses.short_page,
        page_qr=qr(addresses.page),
        page_alt=_("QR code of the school’s page: %(address)s") % {"address": addresses.short_page},
        ask_title=_("Ask us anything. Nobody sees who asks."),
        ask=addresses.short_ask,
        ask_qr=qr(addresses.ask),
        ask_alt=_("QR code of the page for questions: %(address)s") % {"address": addresses.short_ask},
        who_title=_("Who reads it"),
        who=" ".join(
            filter(
                None,
                (
                    _("Only the safeguarding leads of %(school_name)s.") % {"school_name": school.name},
                    school.reads_when,
                ),
            )
        ),
    )


def _lines(step: Step) -> tuple[str, ...]:
    return step.lines[:3]


def _numbers(school: School) -> list[Route]:
    """Who is rung in danger, and who listens: only what the nation has, with a number."""
    there: Mapping[str, Route] = layer_of(school).routes()
    found = [
        next((there[key] for key in keys if key in there and there[key].phone), None) for keys in (_EMERGENCY, _TALK)
    ]
    return [each for each in found if each]


def emergency_of(school: School) -> str:
    """Return the number to ring in danger in the school's nation; empty where the data have none."""
    there = layer_of(school).routes()
    return next((there[key].phone for key in _EMERGENCY if key in there and there[key].phone), "")


def _called(route: Route) -> dict[str, Any]:
    return {"phone": route.phone, "name": route.name}
