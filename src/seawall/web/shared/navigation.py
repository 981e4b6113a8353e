"""The parts of the desks that somebody's role may open: asked of the same rules as the gates, never written into a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seawall.govuk.parts import Link
from seawall.guidance.rules import forms
from seawall.kit.refusal import Refusal
from seawall.schools import rules
from seawall.schools.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def _leads_groups(role: str) -> Refusal | None:
    """Any member of staff may lead a group of a briefing. Who sees all briefings finds their own there."""
    if rules.may_hold_keys(role) is None:
        return Refusal("Your groups are on the page of briefings.")
    return rules.may_record(role)


PARTS: Final[tuple[tuple[str, str, Callable[[str], Refusal | None], frozenset[str]], ...]] = (
    ("queue", gettext_noop("Waiting"), rules.may_open_desk, frozenset({"queue", "report"})),
    ("my_day", gettext_noop("My day"), rules.may_open_desk, frozenset({"my_day"})),
    ("cases", gettext_noop("Cases"), rules.may_open_desk, frozenset({"cases", "cases_closed", "case", "pupils"})),
    ("series_all", gettext_noop("Series"), rules.may_open_desk, frozenset({"series_all", "series"})),
    ("accounts", gettext_noop("Fake accounts"), rules.may_open_desk, frozenset({"accounts"})),
    ("letters", gettext_noop("Letters"), rules.may_hold_keys, frozenset({"letters", "letter"})),
    (
        "briefings",
        gettext_noop("Briefings"),
        rules.may_hold_keys,
        frozenset({"briefings", "briefing", "briefing_group", "questions", "question_asked"}),
    ),
    ("junk", gettext_noop("Set aside"), rules.may_open_desk, frozenset({"junk"})),
    ("overview", gettext_noop("Overview"), rules.may_see_counts, frozenset({"overview"})),
    ("sign_offs", gettext_noop("Waiting for your sign-off"), forms.may_sign_off, frozenset({"sign_offs", "sign_off"})),
    ("journal", gettext_noop("Journal"), rules.may_read_journal, frozenset({"journal", "journal_chain"})),
    ("record", gettext_noop("Record a concern"), rules.may_record, frozenset({"record", "recorded"})),
    ("record_home", gettext_noop("What I recorded"), rules.may_record, frozenset({"record_home"})),
    ("my_briefings", gettext_noop("Briefings I lead"), _leads_groups, frozenset({"my_briefings", "session"})),
    ("office", gettext_noop("Office"), rules.may_run_office, frozenset({"office", "office_rota", "office_roll"})),
)
"""Each part: the name of its address, what it is called, who may open it, and on which pages it is the current one."""


def links(request: HttpRequest) -> list[Link]:
    """The links for who is signed in at this school, and the way out; none for anybody else."""
    user, school = request.user, getattr(request, "school", None)
    if not isinstance(user, Person) or school is None or user.school_id != school.pk:
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    may = [part for part in PARTS if part[2](user.role) is None]
    parts = [Link(_(text), _reverse(name), here in pages) for name, text, _rule, pages in may]
    return [*(link for link in parts if link.href), Link(_("Sign out"), reverse("account_logout"))]


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
