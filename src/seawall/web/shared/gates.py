"""Gates: who may come to a page. Every page of the desks stands behind one; a test walks all addresses to see that."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from seawall.kit.refusal import Gone, Refusal, refuse_unless
from seawall.web.shared.typed import to_the_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from seawall.schools.models import Person
    from seawall.web.shared.requests import PersonRequest

_GIVEN: Final = "second_factor_set_up"

type Rule = Callable[[str], Refusal | None]
type View[**P] = Callable[Concatenate[Any, P], HttpResponse]


def anyone(role: str) -> None:
    """Everybody who works here."""
    del role


def gate[**P](rule: Rule, *, opens_vault: bool = False, while_starting: bool = False) -> Callable[[View[P]], View[P]]:
    """Let only people of this school through whose role `rule` allows; with `opens_vault`, only with their keys open.

    Nobody signed in: to the sign-in page. Another school's person: as if the page were not there. A lead who has no password
    of their own yet: to choose one. A role that needs a second factor and has given none: to its set-up. Keys not open: to
    the page that opens them, with what was typed kept. `while_starting` is for the pages on that way.
    """

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def inside(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:  # noqa: ANN401 - the view's own kind
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.school_id != request.school.pk:
                raise Gone(_("There is no page at this address."))
            missing = None if while_starting else _missing_at_sign_in(request)
            if missing:
                return missing
            refuse_unless(rule(request.user.role))
            if opens_vault and request.ring is None:
                return to_the_lock(request)
            return view(request, *args, **kwargs)

        inside.gate = rule  # type: ignore[attr-defined]
        return cast("View[P]", inside)

    return around


def second_factor_given(request: HttpRequest) -> None:
    """Note that this session has shown a second factor (by setting one up; signing in notes it by itself)."""
    request.session[_GIVEN] = True


def _missing_at_sign_in(request: PersonRequest) -> HttpResponse | None:
    if request.user.chooses_password:
        return redirect("change_password")
    if not request.user.must_have_second_factor or _has_given_second_factor(request):
        return None
    page = _page_for_second_factor(request.user)
    return redirect(page) if page == "mfa_index" else redirect_to_login(request.get_full_path(), login_url=page)


def _has_given_second_factor(request: PersonRequest) -> bool:
    if request.session.get(_GIVEN):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def _page_for_second_factor(user: Person) -> str:
    """Where to set one up; or, when another session has set one up since, where to give it."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in kinds else "mfa_index"
