"""Shapes the pages of letters need: a letter opened, its fields filled, what its draft may not say, its copies counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seawall.cases.queries import reports_of
from seawall.guidance.routes import routes
from seawall.kit import clock
from seawall.kit.refusal import Gone
from seawall.letters.models import Copy, Letter, Letterhead, PrintFile
from seawall.letters.recipients import Asked
from seawall.letters.rules.check import Finding, Known, look
from seawall.letters.rules.templates import Template, fields_in, fill, templates
from seawall.letters.rules.tongues import ENGLISH, words_of
from seawall.letters.tongues import Whose, counts_of_case, in_languages, latest
from seawall.links.models import Identifier
from seawall.links.queries import value_of
from seawall.links.rules.states import State as Found
from seawall.roll import queries as roll
from seawall.vault.ring import WontOpenError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from seawall.cases.models import Case
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """One letter opened: its words, to whom, and what its reader wrote back."""

    row: Letter
    heading: str
    body: str
    asked: Asked
    answer: str
    others: dict[str, Any]
    """A lead's own words in other languages: heading, body, of (what they translate), read."""
    frozen: dict[str, Any] | None
    """The words in other languages as somebody was asked to read them."""


def find(school: School, pk: UUID, ring: Ring, by: Person) -> tuple[Letter, DataKey]:
    """Return a letter and its key for somebody who may open it: in its circle, or asked to read it. Raises Gone."""
    rows = school.letters.select_related("school__team", "case__circle_key", "case__closed_circle", "by", "reader")
    letter = rows.filter(pk=pk).first()
    if letter is not None and (letter.reader_id == by.pk or _case_is_open_to(letter, ring)):
        try:
            return letter, key_of(letter, ring, by)
        except WontOpenError:
            pass
    raise Gone(_("There is nothing here for you to see."))


def _case_is_open_to(letter: Letter, ring: Ring) -> bool:
    """A letter about a case that was closed off since is not there for others either."""
    return letter.case is None or ring.holds(letter.case.circle_key_id)


def key_of(letter: Letter, ring: Ring, by: Person) -> DataKey:
    """Return a letter's key. Raises WontOpenError for whoever may not open it."""
    if letter.reader_id == by.pk and letter.key_for_reader is not None:
        return ring.own_data_key(letter, "key_for_reader")
    return ring.data_key(letter)


def opened(letter: Letter, key: DataKey) -> Opened:
    """Open a letter with its key."""
    told = key.open(letter, "told")
    answer = key.open(letter, "answer") or ""
    others, frozen = told.get("others", {}), told.get("frozen")
    return Opened(letter, told["heading"], told["body"], Asked.of(told), answer, others, frozen)


def listed(school: School, ring: Ring) -> QuerySet[Letter]:
    """Letters of a school that this ring opens, the newest first."""
    open_case = Q(case=None) | Q(case__circle_key_id__in=ring.held_keys())
    rows = school.letters.open_to(ring).filter(open_case)
    return rows.select_related("by", "reader", "case").order_by("-at", "-pk")


def waiting_for(person: Person) -> QuerySet[Letter]:
    """Letters that somebody was asked to read, and has not answered."""
    return Letter.objects.filter(school=person.school_id, reader=person, state="asked").select_related("by")


def of_writer(person: Person, ring: Ring) -> list[tuple[Letter, bool]]:
    """Letters that somebody wrote and has to go on with: sent back, approved, made and not sent, or with copies in trouble.

    With each, whether copies of it could not be made or delivered.
    """
    trouble = Exists(Copy.objects.filter(letter=OuterRef("pk"), state__in=["failed", "bounced"]))
    rows = Letter.objects.filter(school=person.school_id, by=person).open_to(ring)
    rows = rows.filter(Q(case=None) | Q(case__circle_key_id__in=ring.held_keys())).annotate(trouble=trouble)
    back = Q(state="draft", answer__isnull=False)
    goes_on = Q(state__in=["approved", "ready"]) | Q(trouble=True, state__in=["making", "sending", "sent"])
    return [(row, bool(getattr(row, "trouble", False))) for row in rows.filter(back | goes_on)]


def template_for(key: str) -> Template:
    """Return a template. Raises Gone."""
    ours = templates().get(key)
    if ours is None:
        raise Gone(_("There is no such letter."))
    return ours


def words_for(school: School, template: str) -> tuple[str, str]:
    """Return heading and body with which a school's letter begins: its own words, or ours. Raises Gone."""
    ours, own = template_for(template), latest(school, template).get(ENGLISH)
    return (own.heading, own.body) if own is not None else (ours.heading, ours.body)


def letterhead(school: School) -> Letterhead:
    """Return a school's letterhead, an empty one if the office has made none."""
    return Letterhead.objects.filter(school=school).first() or Letterhead(school=school)


def values(school: School, asked: Asked, case: Case | None) -> dict[str, str]:
    """Return what the fields of a letter hold. Counts and kinds of a case are in clear in its rows: nothing is opened."""
    known, ways = routes(), _years(school, asked)
    facts = {
        "school_name": school.name,
        "school_phone": school.phone,
        "school_email": school.email,
        "police_force": school.police_force,
        "police_page": school.police_url or known["police"].url,
        "emergency_phone": known["police_emergency"].phone,
        "police_phone": known["police"].phone,
        "ceop_page": known["ceop"].url,
        "report_remove_page": known["report_remove"].url,
        "childline_phone": known["childline"].phone,
        "today": date_format(timezone.localdate(clock.now()), "j F Y"),
        "year_group": ways,
    }
    return {**facts, **_of_case(case)}


def _years(school: School, asked: Asked) -> str:
    forms = [each.name for each in school.groups.filter(pk__in=asked.forms)]
    years = [_("year %(year)s") % {"year": year} if year.isdecimal() else year for year in asked.years if year]
    return ", ".join([*years, *sorted(forms)]) or _("our school")


def _of_case(case: Case | None) -> dict[str, str]:
    children, accounts, apps = counts_of_case(case)
    said = ngettext("%(count)s child", "%(count)s children", children) % {"count": children}
    seen = ngettext("%(count)s fake account", "%(count)s fake accounts", accounts) % {"count": accounts}
    return {
        "children_count": said if children else _("some children"),
        "accounts_count": seen if accounts else _("some fake accounts"),
        "apps": ", ".join(apps) or _("several apps"),
    }


def unfilled(found: Opened, held: dict[str, str]) -> list[str]:
    """Return the names of fields for which the school has told nothing."""
    return sorted(name for name in fields_in(f"{found.heading}\n{found.body}") if not held.get(name))


def filled(found: Opened, held: dict[str, str]) -> tuple[str, str]:
    """Return heading and body as they will be printed."""
    return fill(found.heading, held), fill(found.body, held)


def findings(found: Opened, ring: Ring) -> list[Finding]:
    """Return what a draft says that its readers must not learn, in any language. Needs the ring of a lead, who opens the case.

    Shipped translations are not looked through: they know of nobody, and in them other words are ordinary.
    """
    known = _known(found.row, ring)
    said = look(found.heading, found.body, known)
    for lang, words in in_languages(found).items():
        if words.whose != Whose.OURS:
            said += look(words.heading, words.body, replace(known, foreign=words_of(lang)), lang=lang)
    return said


def _known(letter: Letter, ring: Ring) -> Known:
    people, details = _known_of_case(letter.case, ring) if letter.case is not None else ((), ())
    head = letterhead(letter.school).told
    staff = [each.get_full_name() for each in letter.school.people.working()]
    harmless = (letter.school.name, letter.school.police_force, *staff, *(str(each) for each in head.values()))
    return Known(tuple(people), tuple(details), tuple(_on_roll(letter.school)), harmless)


def _on_roll(school: School) -> Iterator[str]:
    for pupil in roll.on_roll(school):
        yield f"{pupil.first} {pupil.last}"
        if pupil.known_as:
            yield pupil.name


def _known_of_case(case: Case, ring: Ring) -> tuple[list[str], list[str]]:
    key = ring.data_key(case)
    people = [str(key.open(row, "who")["name"]) for row in case.people.all()]
    details = []
    for account in case.fake_accounts.all():
        told = key.open(account, "told")
        details += [told["name"], told["link"]]
    held = {report.pk: ring.data_key(report) for report in reports_of(case)}
    there = Identifier.objects.filter(report__in=list(held)).exclude(state=Found.DROPPED)
    details += [value_of(row, held[row.report_id]) for row in there]
    return people, [each for each in details if each]


def counted(letter: Letter) -> dict[str, int]:
    """How many copies are in each state, and how many go each way ("mail", "paper", "all"). One query."""
    rows: Any = letter.copies.values("state", "way").annotate(n=Count("pk"))
    found: dict[str, int] = {"all": 0}
    for row in rows:
        for name in ("all", row["state"], row["way"], f"{row['way']}_{row['state']}"):
            found[name] = found.get(name, 0) + row["n"]
    return found


def troubled(letter: Letter) -> QuerySet[Copy]:
    """Copies that could not be made, or that no mail server took."""
    return letter.copies.filter(state__in=["failed", "bounced"]).defer("pdf").order_by("order")


def print_files(letter: Letter) -> QuerySet[PrintFile]:
    """The files to print, in order, without their PDFs."""
    return letter.print_files.defer("pdf").order_by("part")
