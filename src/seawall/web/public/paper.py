"""The family's check-list on paper: what works where there is no network, and leaves nothing on a phone (ADR 0014)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from seawall.guidance.stopping import oldest, points
from seawall.kit.fallback import marking, told
from seawall.kit.pdf import TypstPrinter, tag_of
from seawall.web.public.templatetags.calls import calls_for
from seawall.web.public.templatetags.drafts import DRAFT, is_draft
from seawall.web.shared.languages import ENGLISH

if TYPE_CHECKING:
    from seawall.schools.models import School
    from seawall.web.shared.requests import SchoolRequest

_TEMPLATE: Final = Path(__file__).parent / "family_list.typ"
type Said = dict[str, object]
"""A sentence for the template: `words`, and whether they are `there` in the language of the page or in English."""


@require_safe
def family_list_pdf(request: SchoolRequest) -> HttpResponse:
    """The list as a PDF (PDF/UA-1, PDF/A-2a) in the language of the page."""
    scheme = "https" if settings.HTTPS else request.scheme
    with marking(on=False):
        given = sheet(request.school, f"{scheme}://{request.get_host()}{reverse('stop')}")
        made = _printed(json.dumps(given))
    return HttpResponse(made, "application/pdf", headers={"Content-Disposition": 'inline; filename="list.pdf"'})


def sheet(school: School, address: str) -> dict[str, Any]:
    """What is printed, as JSON."""
    language = get_language() or ENGLISH
    draft = [_said(DRAFT), _in_english(DRAFT)] if is_draft(school, language) else []
    return {
        "lang": tag_of(language),
        "title": _said("Keeping safe online: our list"),
        "draft": draft[:1] if not all(each["there"] for each in draft[:1]) else draft,
        "how": _said("Go through it together. Tick what you have done. Do it again every few months."),
        "rows": [_said(each.check) for each in points().values()],
        "promise": _said("Our promise at home: whoever tells is not in trouble."),
        "day": _said("The day we did it:"),
        "calls": _calls(school, language),
        "school": school.name,
        "reach": school.phone,
        "page": _said("How to stop it happening"),
        "address": address,
        "qr": segno.make(address, micro=False).svg_inline(border=2, dark="#000", light="#fff"),
        "looked": date_format(oldest(points().values()), "j F Y"),
    }


@lru_cache(maxsize=64)
def _printed(given: str) -> bytes:
    """One printing serves everybody who asks for the same list: there is nothing of any person in it."""
    return TypstPrinter().make(_TEMPLATE, json.loads(given))


def _calls(school: School, language: str) -> list[list[Said]]:
    """Who to call, a line for each; in another language in English, too, as on the pages."""
    calls = calls_for(school)
    now, talk = _said("In danger now?"), _said("Talk to %(name)s:", name=calls.talk.name if calls.talk else "")
    police = [_said("Call"), _number(calls.phone)] if calls.phone else [_said("Call the police or an ambulance.")]
    lines = [[now, *police]]
    if language != ENGLISH:
        said = f"Call {calls.phone}." if calls.phone else "Call the police or an ambulance."
        lines += [[_in_english(f"In danger now? {said}")]] if now["there"] else []
    return [*lines, [talk, _number(calls.talk.phone)]] if calls.talk else lines


def _said(sentence: str, **given: str) -> Said:
    words, there = told(sentence)
    return {"words": words % given if given else words, "there": there}


def _number(phone: str) -> Said:
    return _in_english(phone) | {"bold": True}


def _in_english(words: str) -> Said:
    return {"words": words, "there": False}
