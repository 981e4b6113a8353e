"""What somebody sent while what was told was closed: kept sealed to their own key until they have opened it again."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from seawall.vault.ring import WontOpenError, seal_own
from seawall.web.shared import given_back

if TYPE_CHECKING:
    from django.http import HttpResponse

    from seawall.web.shared.requests import LeadRequest, PersonRequest

LONGEST: Final = 100_000
"""Characters of a form that are kept. Nobody types more; what is longer is lost, and the page says so."""
_SLOT: Final = "typed"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent too late: where to, from which page, its fields, and which words of it somebody typed."""

    to: str
    back: str
    fields: list[tuple[str, str]]
    words: list[str]


def to_the_lock(request: PersonRequest) -> HttpResponse:
    """Send somebody to the page that opens what was told, and from there to where they were, with what they had typed."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), login_url="open_vault")
    if not _keep(request):
        messages.warning(
            request, _("What you sent was too long to be kept. Use your browser's Back button to get it back.")
        )
    return redirect_to_login(reverse("typed"), login_url="open_vault")


def _keep(request: PersonRequest) -> bool:
    holder = request.user.holder
    if holder is None or request.content_type != _FORM:
        return False
    fields = [
        (name, str(each)) for name, sent in request.POST.lists() if name != "csrfmiddlewaretoken" for each in sent
    ]
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return False
    told = [request.get_full_path(), given_back.came_from(request), fields, given_back.typed(request)]
    parts = seal_own(holder.public, json.dumps(told).encode(), at=_place(request))
    request.session[_SLOT] = [base64.b64encode(part).decode() for part in parts]
    return True


def _place(request: PersonRequest) -> bytes:
    return f"typed/{request.user.pk}".encode()


def _kept(request: LeadRequest) -> Kept | None:
    held = request.session.get(_SLOT)
    if not held:
        return None
    key, box = (base64.b64decode(part) for part in held)
    try:
        to, back, fields, words = json.loads(request.ring.open_own(key, box, at=_place(request)))
    except WontOpenError:
        return None
    return Kept(to, back, [(name, value) for name, value in fields], words)


def show(request: LeadRequest) -> HttpResponse:
    """Show what was sent too late, to be sent now or thrown away."""
    if request.method == "POST":
        forget(request)
        messages.success(request, _("Thrown away."))
        return redirect("home")
    kept: Any = _kept(request)
    return render(request, "shared/typed.html", {"kept": kept}) if kept else redirect("home")


def forget(request: PersonRequest) -> None:
    """Throw what was kept away."""
    request.session.pop(_SLOT, None)
