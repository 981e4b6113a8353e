"""A letter in another language: what a family will read, and a lead's own words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.kit.refusal import Gone, Refused
from seawall.letters import actions, queries
from seawall.letters.preview import blocks_in
from seawall.letters.rules.states import State
from seawall.letters.rules.templates import fill
from seawall.letters.rules.tongues import tongues, translations
from seawall.letters.tongues import in_languages, latest, values_in
from seawall.schools.rules import LEADS, may_hold_keys, may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.letters import TranslationForm
from seawall.web.staff.views.common import by_post, done

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.letters.queries import Opened
    from seawall.letters.rules.tongues import Tongue
    from seawall.web.shared.requests import LeadRequest


@gate(may_hold_keys, opens_vault=True)
def letter_in(request: LeadRequest, pk: UUID, lang: str) -> HttpResponse:
    """Show a letter in another language."""
    return _page(request, pk, _tongue(lang))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_translate(request: LeadRequest, pk: UUID, lang: str) -> HttpResponse:
    """Keep a lead's words in another language, or say that it goes in English only."""
    tongue, form = _tongue(lang), TranslationForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, tongue, form)
    there, given = queries.find(request.school, pk, request.ring, request.user)[0], form.cleaned_data
    plain = given["do"] == "none"
    try:
        actions.translate(
            letter=there,
            lang=lang,
            heading="" if plain else given["heading"],
            body="" if plain else given["body"],
            read=given["read"] and not plain,
            version=given["seen"],
            ring=request.ring,
            by=request.user,
        )
    except Refused as refused:
        form.add_error("body", str(refused.refusal.reason))
        return _page(request, pk, tongue, form)
    return done(request, _("Saved."), "letter_in", pk, lang)


def _tongue(lang: str) -> Tongue:
    tongue = tongues().get(lang)
    if tongue is None:
        raise Gone(_("There is no such language."))
    return tongue


def _page(request: LeadRequest, pk: UUID, tongue: Tongue, wrong: TranslationForm | None = None) -> HttpResponse:
    letter, key = queries.find(request.school, pk, request.ring, request.user)
    actions.note_opened(letter=letter, by=request.user)
    found = queries.opened(letter, key)
    words, lang = in_languages(found).get(tongue.code), tongue.code
    held = queries.values(request.school, found.asked, letter.case)
    facts = values_in(tongue, held, school=request.school, asked=found.asked, case=letter.case)
    heading, body = queries.filled(found, held)
    may_write = letter.state == State.DRAFT and request.user.role in LEADS
    shown = {
        "letter": letter,
        "tongue": tongue,
        "words": words,
        "heading": fill(words.heading, facts) if words else "",
        "blocks": blocks_in(fill(words.body, facts), tongue) if words else (),
        "english_heading": heading,
        "english": blocks_in(body),
        "form": wrong or (TranslationForm(now=_begin_with(found, lang)) if may_write else None),
        "wrong": wrong,
    }
    return render(request, "staff/letter_in.html", shown, status=422 if wrong is not None else 200)


def _begin_with(found: Opened, lang: str) -> tuple[str, str, bool]:
    """What stands in the form: the words there are, or those that come nearest, to be put right."""
    words = in_languages(found).get(lang)
    if words is not None:
        return words.heading, words.body, words.read
    own, schools = found.others.get(lang), latest(found.row.school, found.row.template).get(lang)
    if own is not None and own["heading"]:
        return own["heading"], own["body"], False
    if schools is not None:
        return schools.heading, schools.body, False
    ours = translations(found.row.template).get(lang)
    return (ours.heading, ours.body, False) if ours is not None else ("", "", False)
