"""Choosing the language of the public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seawall.kit.refusal import Gone
from seawall.web.public.visitor import see_other
from seawall.web.shared.languages import ENGLISH

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import SchoolRequest


@require_safe
def choose(request: SchoolRequest, language: str) -> HttpResponse:
    """Show the pages in a language until the browser is closed or the way out is taken. English: forget the choice."""
    del request
    if language not in dict(settings.LANGUAGES):
        raise Gone(_("There is no page at this address."))
    back = see_other("start")
    name = settings.SEAWALL_LANGUAGE_COOKIE
    if language == ENGLISH:
        back.delete_cookie(name, samesite="Lax")
    else:
        back.set_cookie(name, language, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return back
