"""Small words for the desk's templates: `{% load desk %}`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from seawall.govuk.templatetags.govuk import tag
from seawall.guidance.rules.danger import Level
from seawall.kit import clock
from seawall.links import wording as links
from seawall.mailbox import wording
from seawall.reports import queries
from seawall.reports.questions import label_of
from seawall.web.staff import words

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from seawall.cases.models import Line
    from seawall.cases.queries import Entry
    from seawall.links.models import Identifier
    from seawall.links.queries import Hint
    from seawall.reports.models import Report

_LATE: Final = timedelta(minutes=15)

register = template.Library()


@register.inclusion_tag("govuk/tag.html")
def level_tag(level: int) -> dict[str, Any]:
    """A danger level as a tag: its name, and a colour."""
    name, colour, _promise = words.LEVELS[Level(level)]
    return tag(name, colour)


@register.inclusion_tag("govuk/tag.html")
def part_tag(part: str) -> dict[str, Any]:
    """What part somebody has in a case; an impersonated pupil is marked "not the sender" wherever they stand."""
    return tag(words.PARTS[part], "purple" if part == "impersonated" else "blue" if part == "affected" else "grey")


@register.filter
def level_name(level: int) -> StrOrPromise:
    """A danger level's name."""
    return words.level_name(level)


@register.filter
def promise(level: int) -> StrOrPromise:
    """What is promised at a level: "first contact within 1 hour"."""
    return words.LEVELS[Level(level)][2]


@register.filter
def waited(since: datetime) -> str:
    """How long ago something was, in its largest unit: "3 hours"; "less than a minute"."""
    said = timesince(since, clock.now(), depth=1)
    return _("less than a minute") if said.startswith("0") else said


@register.filter
def kinds(report: Report) -> list[StrOrPromise]:
    """What a report is about, in the desk's short words."""
    return [words.KINDS.get(str(value), str(value)) for value in report.coded.get("what") or ()]


@register.filter
def apps(report: Report) -> list[StrOrPromise]:
    """The apps a report names."""
    return [label_of("apps", value) for value in report.coded.get("apps") or () if value != "other"]


@register.filter
def year(report: Report) -> StrOrPromise:
    """The school year a report names; empty if it names none."""
    value = report.coded.get("year")
    return label_of("year", value) if value and value != "other" else ""


@register.filter
def channel(report: Report) -> StrOrPromise:
    """The door a report came through."""
    return words.CHANNELS[report.channel]


@register.filter
def state(report: Report) -> StrOrPromise:
    """Where a report is."""
    return words.STATES[report.state]


@register.filter
def told_by(report: Report) -> str:
    """Who told, and about whom."""
    return queries.told_by(report)


@register.filter
def reasons(report: Report) -> list[str]:
    """Why a report stands at its level."""
    return queries.reasons(report)


@register.filter
def days_left(report: Report) -> int:
    """For how many more days a set-aside report can be brought back."""
    return queries.days_left(report)


@register.filter
def outcome(value: str) -> StrOrPromise:
    """How a case ended."""
    return words.OUTCOMES[value]


@register.filter
def said_to_reporter(status: str) -> StrOrPromise:
    """A status line as the reporter reads it."""
    return wording.said(status)


@register.filter
def late(entry: Entry) -> bool:
    """Whether a line was written well after what it tells of, so that both times are shown."""
    return entry.row.written_at - entry.row.happened_at > _LATE


@register.filter
def mark(line: Line) -> str:
    """A line's mark as people read it out: hexadecimal, in groups of eight."""
    text = bytes(line.mark).hex()
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


@register.filter
def lead_kind(kind: str) -> StrOrPromise:
    """What an identifier is."""
    return links.KINDS[kind]


@register.filter
def platform(key: str) -> StrOrPromise:
    """A platform's name."""
    return links.platform_name(key)


@register.filter
def whose(value: str) -> StrOrPromise:
    """Whose an identifier is."""
    return links.WHOSE[value]


@register.filter
def lead_state(row: Identifier) -> str:
    """What has become of an identifier, and by whom."""
    said = str(links.STATES[row.state])
    return _("%(said)s by %(who)s") % {"said": said, "who": row.decided_by.get_full_name()} if row.decided_by else said


@register.inclusion_tag("govuk/tag.html")
def sure_tag(sure: str) -> dict[str, Any]:
    """How sure a suggestion is."""
    return tag(*links.SURE[sure])


@register.filter
def reason(hint: Hint) -> str:
    """Why a report is suggested."""
    return links.reason(hint)


@register.filter
def of(found: dict[UUID, Any], pk: UUID) -> Any:  # noqa: ANN401 - whatever the table holds
    """What a table holds for a row; None if nothing."""
    return found.get(pk)


@register.simple_block_tag
def typed(content: str) -> SafeString:
    """What somebody wrote: its own line breaks, its own direction, set apart from our words."""
    return SafeString(f'<div class="desk-typed" dir="auto">{content.strip()}</div>')
