"""The page “Where you are signed in”: which browsers, since when, and ending one or all others at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from seawall.kit.refusal import Refused
from seawall.schools import sign_ins
from seawall.web.shared import in_use
from seawall.web.shared.gates import anyone, gate

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.web.shared.requests import PersonRequest


@gate(anyone)
def where(request: PersonRequest) -> HttpResponse:
    """Where somebody is signed in now."""
    here = in_use.here(request)
    rows = list(sign_ins.alive(request.user))
    if all(row.session != here for row in rows):
        in_use.began(request, request.user)
        rows = list(sign_ins.alive(request.user))
    told = {"rows": [(row, row.session == here) for row in rows], "minutes": request.school.lock_minutes}
    return render(request, "shared/sign_in/where.html", told)


@gate(anyone)
@require_POST
def end(request: PersonRequest, pk: UUID) -> HttpResponse:
    """End one of them. The one in use is ended by signing out."""
    if request.user.sign_ins.filter(pk=pk, session=in_use.here(request)).exists():
        raise Refused(_("This is the browser you are using now. To end it, sign out."))
    sign_ins.end(person=request.user, pk=pk, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("sign_ins")


@gate(anyone)
@require_POST
def end_others(request: PersonRequest) -> HttpResponse:
    """End all but the one in use."""
    count = sign_ins.end_all(person=request.user, but=in_use.here(request), by=request.user)
    said = ngettext("%(count)s other browser is signed out.", "%(count)s other browsers are signed out.", count)
    messages.success(request, said % {"count": count})
    return redirect("sign_ins")
