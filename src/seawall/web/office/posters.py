"""Posters and cards with the page's address, for toilet doors and planners. Harmless to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.briefings import posters
from seawall.kit.refusal import Gone
from seawall.letters.queries import letterhead
from seawall.schools.rules import may_record
from seawall.web.shared.gates import gate

if TYPE_CHECKING:
    from seawall.web.shared.requests import PersonRequest


@gate(may_record)
def posters_page(request: PersonRequest) -> HttpResponse:
    """Which there are, in which languages. Any member of staff may print one: there is nothing to hide in it."""
    names = dict(settings.LANGUAGES)
    rows = [(code, names[code]) for code in posters.languages(names)]
    page = request.build_absolute_uri(reverse("start"))
    return render(request, "office/posters.html", {"rows": rows, "page": page, "english": posters.ENGLISH})


@gate(may_record)
def poster(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """One of them as a PDF."""
    if kind not in posters.KINDS or language not in posters.languages(dict(settings.LANGUAGES)):
        raise Gone(_("There is no such poster."))
    page, logo = request.build_absolute_uri(reverse("start")), letterhead(request.school).logo
    data = posters.make(school=request.school, page=page, kind=kind, language=language, logo=logo)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{language}.pdf"'
    return response
