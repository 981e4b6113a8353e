"""A school's own words of the templates: kept as versions, never changed; back to an earlier one or to ours is a version, too."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.cases.typed import needed
from seawall.journal.actions import record
from seawall.kit.refusal import Clash, Gone
from seawall.letters.actions import refuse_unknown_field, refuse_unlike
from seawall.letters.models import Wording
from seawall.letters.queries import template_for, words_for
from seawall.letters.rules.states import LONGEST_BODY, LONGEST_TITLE
from seawall.letters.rules.tongues import ENGLISH, digest, tongues, translations
from seawall.letters.tongues import latest
from seawall.schools.models import School

if TYPE_CHECKING:
    from seawall.schools.models import Person


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands for a template in a language: its words, the school's own row for it (if any), and how it fits.

    `ours_changed`: the shipped words are other words than on the day the school wrote its own. `misfit`: a translation that is
    not of the English words that stand, so that letters do not use it.
    """

    heading: str
    body: str
    own: Wording | None
    ours_changed: bool
    misfit: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version that was kept, and what changed from what stood before: lines that came ("+") and went ("-")."""

    row: Wording
    changed: tuple[tuple[str, str], ...]


def ours(template: str, lang: str) -> tuple[str, str]:
    """Return the shipped words, empty if there are none in this language. Raises Gone."""
    shipped = template_for(template)
    if lang == ENGLISH:
        return shipped.heading, shipped.body
    if lang not in tongues():
        raise Gone(_("There is no such language."))
    found = translations(template).get(lang)
    return (found.heading, found.body) if found is not None else ("", "")


def stands(school: School, template: str, lang: str) -> Stands:
    """Return what stands for a template in a language. Raises Gone."""
    own, shipped = latest(school, template).get(lang), ours(template, lang)
    heading, body = (own.heading, own.body) if own is not None else shipped
    english = digest(*words_for(school, template))
    if lang == ENGLISH:
        return Stands(heading, body, own, own is not None and own.of != digest(*shipped), misfit=False, read=True)
    of = own.of if own is not None else digest(*ours(template, ENGLISH))
    return Stands(heading, body, own, ours_changed=False, misfit=of != english, read=bool(own and own.read))


def versions(school: School, template: str, lang: str) -> list[Version]:
    """Return what a school kept, the newest first, each with what changed."""
    before, found = ours(template, lang), []
    for row in school.wordings.filter(template=template, lang=lang).select_related("by"):
        now = (row.heading, row.body) if row.heading else ours(template, lang)
        found.append(Version(row, changes("\n".join(before), "\n".join(now))))
        before = now
    return found[::-1]


def changes(before: str, now: str) -> tuple[tuple[str, str], ...]:
    """Return the lines that went ("-") and came ("+"), in their order."""
    lines = difflib.ndiff(before.split("\n"), now.split("\n"))
    return tuple((line[0], line[2:]) for line in lines if line[0] in "+-" and line[2:].strip())


def check_words(*, school: School, template: str, lang: str, heading: str, body: str) -> tuple[str, str]:
    """Return words as they would be kept. Raises Refused with the field that is not known, or missing."""
    ours(template, lang)
    heading, body = needed(heading, LONGEST_TITLE), needed(body, LONGEST_BODY)
    text = f"{heading}\n{body}"
    if lang == ENGLISH:
        refuse_unknown_field(text)
    else:
        refuse_unlike("\n".join(words_for(school, template)), text)
    return heading, body


@transaction.atomic
def keep_words(
    *, school: School, template: str, lang: str, heading: str, body: str, read: bool, seen: int, by: Person
) -> Wording:
    """Keep a school's own words of a template; letters begin with them from now on. Raises Refused, Clash or Gone."""
    school = _claim(school, template, lang, seen)
    heading, body = check_words(school=school, template=template, lang=lang, heading=heading, body=body)
    return _keep(school, template, lang, (heading, body), read=read, by=by)


@transaction.atomic
def go_back(*, school: School, template: str, lang: str, to: int, seen: int, by: Person) -> Wording:
    """Go back to an earlier version, or (0) to the shipped words. Raises Refused, Clash or Gone."""
    school = _claim(school, template, lang, seen)
    if to == 0:
        ours(template, lang)
        return _keep(school, template, lang, ("", ""), read=False, by=by)
    row = school.wordings.filter(template=template, lang=lang, pk=to).first()
    if row is None:
        raise Gone(_("There is no such version."))
    if not row.heading:
        return _keep(school, template, lang, ("", ""), read=False, by=by)
    words = check_words(school=school, template=template, lang=lang, heading=row.heading, body=row.body)
    return _keep(school, template, lang, words, read=row.read, by=by)


def _claim(school: School, template: str, lang: str, seen: int) -> School:
    school = School.objects.select_for_update().get(pk=school.pk)
    last = school.wordings.filter(template=template, lang=lang).last()
    if (last.pk if last else 0) != seen:
        raise Clash(_("Somebody else has changed these words. What you asked for was not done. Look at them again."))
    return school


def _keep(school: School, template: str, lang: str, words: tuple[str, str], *, read: bool, by: Person) -> Wording:
    of = digest(*(ours(template, ENGLISH) if lang == ENGLISH else words_for(school, template)))
    row = Wording.objects.create(
        school=school, template=template, lang=lang, heading=words[0], body=words[1], of=of, read=read, by=by
    )
    record("letter.template_kept", subject=row, by=by, template=template, lang=lang, ours=not words[0], read=read)
    return row
