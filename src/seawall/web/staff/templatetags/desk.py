"""Small words for the desk's templates: `{% load desk %}`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from seawall.briefings import wording as briefings
from seawall.evidence.wording import RECEIVERS
from seawall.govuk.templatetags.govuk import tag
from seawall.guidance.platforms import Who, platforms
from seawall.guidance.rules.danger import Level
from seawall.guidance.rules.decision_data import reviews
from seawall.kit import clock
from seawall.letters import wording as letters
from seawall.links import wording as links
from seawall.mailbox import wording
from seawall.referrals import wording as referrals
from seawall.reports import queries
from seawall.reports.questions import label_of
from seawall.takedowns import wording as takedowns
from seawall.web.staff import words

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from seawall.cases.looked import Look
    from seawall.cases.models import Line
    from seawall.cases.queries import Entry
    from seawall.guidance.platforms import Way
    from seawall.links.models import Identifier
    from seawall.links.queries import Hint
    from seawall.reports.models import Report
    from seawall.support.queries import OpenTask

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


@register.inclusion_tag("govuk/tag.html")
def bundle_tag(state: str) -> dict[str, Any]:
    """Where an evidence bundle is."""
    name, colour = words.BUNDLE_STATES[state]
    return tag(name, colour)


@register.inclusion_tag("govuk/tag.html")
def letter_tag(state: str) -> dict[str, Any]:
    """Where a letter to families is."""
    name, colour = letters.STATES[state]
    return tag(name, colour)


@register.inclusion_tag("govuk/tag.html")
def briefing_tag(state: str) -> dict[str, Any]:
    """Where a briefing is."""
    return tag(*briefings.STATES[state])


@register.inclusion_tag("govuk/tag.html")
def absent_tag(state: str) -> dict[str, Any]:
    """What has become of a pupil who was absent."""
    return tag(*briefings.ABSENT[state])


@register.filter
def receiver(value: str) -> StrOrPromise:
    """Whom an evidence bundle is for."""
    return RECEIVERS[value]


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


@register.inclusion_tag("govuk/tag.html")
def due_tag(report: Report) -> dict[str, Any]:
    """Until when whoever told must be reached, as a tag: red once it is too late."""
    if report.contacted_at is not None:
        return tag(_("Reached"), "green")
    late = report.due_at < clock.now()
    return tag(due_words(report), "red" if late else "grey")


@register.simple_tag
def due_words(report: Report) -> str:
    """Until when whoever told must be reached: "first contact due in 40 minutes", "overdue by 2 hours"."""
    now = clock.now()
    if report.due_at < now:
        return _("overdue by %(time)s") % {"time": waited(report.due_at)}
    return _("first contact due in %(time)s") % {"time": timesince(now, report.due_at, depth=1)}


@register.filter
def contact_how(how: str) -> StrOrPromise:
    """How whoever told was reached."""
    return words.CONTACTS[how]


@register.filter
def at(numbers: dict[int, int], key: int) -> int:
    """A number by its key; 0 if it has none."""
    return numbers.get(int(key), 0)


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
def agency(value: str) -> StrOrPromise:
    """Whom a case is referred to."""
    return referrals.AGENCIES[value]


@register.filter
def referral_how(value: str) -> StrOrPromise:
    """How they were told."""
    return referrals.HOWS[value]


@register.inclusion_tag("govuk/tag.html")
def referral_tag(state: str) -> dict[str, Any]:
    """Where a referral is."""
    return tag(*referrals.STATES[state])


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


@register.inclusion_tag("govuk/tag.html")
def account_tag(state: str) -> dict[str, Any]:
    """Where a fake account is, as a tag."""
    name, colour = takedowns.STATES[state]
    return tag(name, colour)


@register.filter
def account_next(state: str) -> StrOrPromise:
    """What happened with a fake account, by the state it came to."""
    return takedowns.NEXT[state]


@register.filter
def account_reporter(value: str) -> StrOrPromise:
    """Who reported a fake account."""
    return takedowns.REPORTERS[value]


@register.filter
def lead_kind(kind: str) -> StrOrPromise:
    """What an identifier is."""
    return links.KINDS[kind]


@register.filter
def platform(key: str) -> StrOrPromise:
    """A platform's name."""
    found = platforms().get(key)
    return found.name if found else links.platform_name(key)


@register.filter
def in_order(who: frozenset[Who]) -> list[Who]:
    """Who may report, always in one order."""
    return [each for each in Who if each in who]


@register.filter
def may_report(who: Who) -> StrOrPromise:
    """Who may report, in words."""
    return takedowns.WHO[who]


@register.filter
def is_due_for_a_check(way: Way) -> bool:
    """Whether a person should look at a way to report again before it is given away."""
    return way.is_due(clock.now().date())


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


@register.filter
def level_key(level: int) -> str:
    """A danger level's key, for the colour of a line."""
    return Level(level).key


@register.inclusion_tag("govuk/tag.html")
def task_tag(task: OpenTask) -> dict[str, Any]:
    """Where a task is: late, open, done or dropped."""
    state = "late" if task.late else task.row.state
    return tag(*words.TASKS[state])


@register.filter
def way(value: str) -> StrOrPromise:
    """How somebody talked with a parent."""
    return words.WAYS[value]


@register.filter
def taken_with(value: str) -> StrOrPromise:
    """With whom it was decided not to tell a parent."""
    return dict(reviews().parents["taken_with"].choices).get(value, value)


@register.filter
def looked_at(look: Look) -> StrOrPromise:
    """What was opened: a report, or a page of a case."""
    if look.verb in words.LOOKED:
        return words.LOOKED[look.verb]
    return words.CASE_PAGES.get(look.page, look.page.replace("_", " "))
