"""A letter in other languages: whose words it has in each, whether they still fit the English, and what fills their fields."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from seawall.guidance.platforms import platforms
from seawall.kit import clock
from seawall.letters.rules.states import State
from seawall.letters.rules.tongues import digest, tongues, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from seawall.cases.models import Case
    from seawall.letters.models import Wording
    from seawall.letters.queries import Opened
    from seawall.letters.recipients import Asked
    from seawall.letters.rules.tongues import Tongue
    from seawall.schools.models import School


class Whose(StrEnum):
    """Who wrote the words that a letter has in another language."""

    LETTER = "letter"
    SCHOOL = "school"
    OURS = "ours"


@dataclass(frozen=True, slots=True, repr=False)
class InLanguage:
    """A letter in another language: its words (fields in braces), whether a speaker has read them, and whose they are."""

    heading: str
    body: str
    read: bool
    whose: str


def latest(school: School, template: str) -> dict[str, Wording]:
    """Return a school's own words of a template as they stand, by language; what went back to ours has none. One query."""
    rows = {row.lang: row for row in school.wordings.filter(template=template)}
    return {lang: row for lang, row in rows.items() if row.heading}


def in_languages(found: Opened) -> dict[str, InLanguage]:
    """Return what a letter will be sent as in each language for which words fit it. What somebody was asked to read stays so."""
    if found.row.state != State.DRAFT and found.frozen is not None:
        return {lang: InLanguage(**told) for lang, told in found.frozen.items()}
    of = digest(found.heading, found.body)
    schools, ours = latest(found.row.school, found.row.template), translations(found.row.template)
    made = {}
    for lang in tongues():
        own, theirs, shipped = found.others.get(lang), schools.get(lang), ours.get(lang)
        if own is not None and own["of"] == of:
            words = InLanguage(own["heading"], own["body"], own["read"], Whose.LETTER.value)
        elif theirs is not None and theirs.of == of:
            words = InLanguage(theirs.heading, theirs.body, theirs.read, Whose.SCHOOL.value)
        elif shipped is not None and shipped.of == of:
            words = InLanguage(shipped.heading, shipped.body, read=False, whose=Whose.OURS.value)
        else:
            continue
        if words.heading:
            made[lang] = words
    return made


def frozen(found: Opened) -> dict[str, Any]:
    """Return the same as JSON keeps it, from the moment on in which somebody is asked to read it."""
    return {lang: asdict(words) for lang, words in in_languages(found).items()}


@dataclass(frozen=True, slots=True, repr=False)
class Needed:
    """A language that families of a letter read: how many families, and its words; None where they get English only."""

    tongue: Tongue
    families: int
    words: InLanguage | None


def needed(found: Opened, langs: Iterable[str]) -> list[Needed]:
    """Return the languages of ours among those of the families (one each), with the words there are."""
    asked, words = list(langs), in_languages(found)
    return [Needed(tongue, asked.count(code), words.get(code)) for code, tongue in tongues().items() if code in asked]


def counts_of_case(case: Case | None) -> tuple[int, int, list[str]]:
    """Return how many children, how many fake accounts, and on which apps: in clear in the rows of the case."""
    if case is None:
        return 0, 0, []
    children = case.people.filter(part__in=["affected", "impersonated"]).count()
    up = list(case.fake_accounts.exclude(state="not_fake").values_list("platform", flat=True))
    known = platforms()
    return children, len(up), sorted({known[each].name for each in up if each in known})


def values_in(
    tongue: Tongue, held: Mapping[str, str], *, school: School, asked: Asked, case: Case | None
) -> dict[str, str]:
    """Return what fills the fields in another language: counts as figures, for grammar differs. The rest is as in English."""
    children, accounts, apps = counts_of_case(case)
    forms = [each.name for each in school.groups.filter(pk__in=asked.forms)]
    years = [tongue.year.format(year=year) for year in asked.years if year]
    return {
        **held,
        "today": tongue.day(timezone.localdate(clock.now())),
        "year_group": ", ".join([*years, *sorted(forms)]) or tongue.our_school,
        "children_count": str(children) if children else tongue.some_children,
        "accounts_count": str(accounts) if accounts else tongue.some_accounts,
        "apps": ", ".join(apps) or tongue.several_apps,
    }
