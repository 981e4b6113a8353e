"""A ready text for whoever is told, made from a case: for reading out on the telephone, or for pasting into a form.

It is made when it is opened and kept nowhere, unless a lead keeps it as what was said. What children and families told stands
in it in their own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seawall.cases.rules import Kind, Part
from seawall.cases.wording import AGENCIES, HOWS, PARTS
from seawall.referrals.rules import MADE
from seawall.referrals.wording import ASKS
from seawall.reports.queries import answers, told_by
from seawall.reports.questions import BY_KEY, label_of, voice_of
from seawall.schools.rules import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from seawall.cases.queries import Entry, Somebody
    from seawall.referrals.queries import Opened
    from seawall.reports.models import Report
    from seawall.reports.queries import Answer
    from seawall.reports.wording import Voice
    from seawall.schools.models import Person, School

_DONE: Final = frozenset({Kind.REPORTER_TOLD})
_SPOKEN: Final = frozenset({"words", "said", "seen", "done", "promised", "when", "when_words", "paid"})
"""Answers that are read out on the telephone: what happened, in the words of those who told it."""

_NOTES: Final = frozenset({Kind.NOTED, Kind.CORRECTED})


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A heading with its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Material:
    """What a text is made from: the case's reference, the reports and people that were chosen, what was done, who else was told.

    `with_notes`: the notes of the case stand in it, too.
    """

    school: School
    by: Person
    reference: str
    agency: str
    reports: Sequence[tuple[Report, dict[str, str]]]
    people: Sequence[Somebody]
    done: Sequence[Entry]
    others: Sequence[Opened]
    with_notes: bool = False


def written(of: Material) -> list[Section]:
    """The text for a form or an e-mail: everything in the order in which it is read."""
    return _filled(
        Section(_("Who we are"), _who_we_are(of)),
        Section(_("In danger now, as told"), _danger(of)),
        Section(_("What it is about"), _about(of)),
        Section(_("The children and others in it"), _people(of)),
        *_told(of),
        Section(_("Accounts and links, as told"), _accounts(of)),
        Section(_("Who else was told"), _others(of)),
        Section(_("What has been done"), _done(of)),
        Section(_("What we ask of you"), tuple(str(line) for line in ASKS[of.agency])),
        Section(_("Evidence"), (_("This record holds words only: no picture and no video."),)),
    )


def spoken(of: Material) -> list[Section]:
    """The text for the telephone: danger first, short, and at the end what to ask and write down."""
    return _filled(
        Section(_("1. Say who you are"), _who_we_are(of)),
        Section(
            _("2. Say whether somebody is in danger now"),
            _danger(of) or (_("Nobody told us of danger at this moment."),),
        ),
        Section(_("3. Say what it is about"), _about(of)),
        Section(_("4. Name the children, and who is not at fault"), _people(of)),
        Section(_("5. Spell the accounts, letter by letter"), _accounts(of)),
        *_told(of, _("6. Read out: "), _SPOKEN),
        Section(_("7. Say who was told already, and what was done"), (*_others(of), *_done(of))),
        Section(_("8. Ask, and write the answers down"), tuple(str(line) for line in ASKS[of.agency])),
    )


def as_text(sections: Iterable[Section]) -> str:
    """The sections as one plain text."""
    return "\n\n".join("\n".join([section.title.upper(), *section.lines]) for section in sections)


def _filled(*sections: Section) -> list[Section]:
    return [section for section in sections if section.lines]


def _who_we_are(of: Material) -> tuple[str, ...]:
    role = _("safeguarding lead") if of.by.role == Role.LEAD else _("deputy safeguarding lead")
    reach = ", ".join(filter(None, (of.school.phone, of.school.email)))
    return tuple(
        filter(
            None,
            (
                _("%(name)s, %(role)s, %(school)s")
                % {"name": of.by.get_full_name(), "role": role, "school": of.school},
                _("Reach us: %(reach)s") % {"reach": reach} if reach else "",
                _("Our reference: %(reference)s") % {"reference": of.reference},
            ),
        )
    )


def _danger(of: Material) -> tuple[str, ...]:
    return tuple(
        f"{report.reference}: {label_of('safe', value, voice_of(report.road, report.coded))}"
        for report, _words in of.reports
        for value in report.coded.get("safe") or ()
        if value != "safe"
    )


def _about(of: Material) -> tuple[str, ...]:
    reports = [report for report, _words in of.reports]
    affected = sum(1 for each in of.people if each.row.part == Part.AFFECTED)
    impersonated = sum(1 for each in of.people if each.row.part == Part.IMPERSONATED)
    first = min((report.received_at for report in reports), default=None)
    found = (
        "; ".join(_labels(reports, "what")),
        _("Where: %s") % ", ".join(_labels(reports, "apps")) if _labels(reports, "apps") else "",
        _("It is still going on.") if any(report.coded.get("still") == "yes" for report in reports) else "",
        _("Affected children: %s") % affected if affected else "",
        _("Impersonated, not the sender: %s") % impersonated if impersonated else "",
        _("We were first told on %s") % _when(first) if first else "",
    )
    return tuple(filter(None, found))


def _labels(reports: Iterable[Report], key: str) -> list[str]:
    values = dict.fromkeys(value for report in reports for value in report.coded.get(key) or ())
    return [str(label_of(key, value)) for value in values]


def _people(of: Material) -> tuple[str, ...]:
    return tuple(
        f"{each.name}. {PARTS[each.row.part]}." + (f" {each.detail}" if each.detail else "")
        for each in sorted(of.people, key=lambda each: list(Part).index(Part(each.row.part)))
    )


def _told(of: Material, before: str = "", only: frozenset[str] | None = None) -> Iterable[Section]:
    for report, words in of.reports:
        voice = voice_of(report.road, report.coded)
        given = [
            each for each in answers(report, words) if each.key != "accounts" and (only is None or each.key in only)
        ]
        title = _("Report %(reference)s, %(who)s, %(when)s") % {
            "reference": report.reference,
            "who": told_by(report),
            "when": _when(report.received_at),
        }
        yield Section(before + title, tuple(_answer(answer, voice) for answer in given))


def _answer(answer: Answer, voice: Voice) -> str:
    asked = str(BY_KEY[answer.key].heading(voice)) if answer.key in BY_KEY else answer.key
    told = "; ".join(str(label_of(answer.key, value, voice)) for value in answer.values) or f"“{answer.words}”"
    return f"{asked} {told}" if asked.endswith("?") else f"{asked}: {told}"


def _accounts(of: Material) -> tuple[str, ...]:
    return tuple(
        f"{line.strip()} ({report.reference})"
        for report, words in of.reports
        for line in words.get("accounts", "").splitlines()
        if line.strip()
    )


def _others(of: Material) -> tuple[str, ...]:
    return tuple(
        f"{AGENCIES[each.row.agency]} {HOWS[each.row.how]}, {_when(each.row.made_at)}"
        + (_(", reference %s") % each.reference if each.reference else "")
        for each in of.others
        if each.row.state in MADE and each.row.made_at
    )


def _done(of: Material) -> tuple[str, ...]:
    kinds = _DONE | _NOTES if of.with_notes else _DONE
    return tuple(
        f"{_when(entry.row.happened_at)}: {entry.said}" + (f". {entry.text}" if entry.text else "")
        for entry in of.done
        if entry.row.kind in kinds
    )


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
