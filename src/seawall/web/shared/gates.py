"""Gates: who may come to a page. Every page of the desks stands behind one; a test walks all addresses to see that."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from allauth.mfa.adapter import get_adapter
from seawall.kit.refusal import Gone, Refusal, refuse_unless

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_FACTOR_KNOWN = "second_factor_set_up"

type Rule = Callable[[str], Refusal | None]
type View[**P] = Callable[Concatenate[Any, P], HttpResponse]


def gate[**P](rule: Rule, *, opens_vault: bool = False) -> Callable[[View[P]], View[P]]:
    """Let only people of this school through whose role `rule` allows; with `opens_vault`, only with their keys open.

    Nobody signed in: to the sign-in page. Another school's person: as if the page were not there. A role that needs a second
    factor and has none yet: to its set-up. Keys not open: to the page that opens them.
    """

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def inside(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if user.school_id != request.school.pk:  # type: ignore[attr-defined]
                raise Gone(_("There is no page at this address."))
            if user.must_have_second_factor and not _has_second_factor(request):
                return redirect("mfa_index")
            refuse_unless(rule(user.role))
            if opens_vault and request.ring is None:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path(), login_url="open_vault")
            return view(request, *args, **kwargs)

        inside.gate = rule  # type: ignore[attr-defined]
        return inside

    return around


def _has_second_factor(request: HttpRequest) -> bool:
    if not request.session.get(_FACTOR_KNOWN):
        if not get_adapter().is_mfa_enabled(request.user):
            return False
        request.session[_FACTOR_KNOWN] = True
    return True
