"""What stands around every page: the school, headers, refusals as pages, files refused unread, the school's colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_script_prefix, path, reverse
from django.views.decorators.http import require_safe

from seawall.config import urls as house
from seawall.config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.schools.models import School
from seawall.web.shared import brand, errors
from tests.shared.signing import code_of, give_code, give_password, with_app
from tests.world import FormClient

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.test_pages")]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Jess Marlow wrote this")


def refused(request: HttpRequest) -> HttpResponse:
    raise {"refused": Refused, "gone": Gone, "clash": Clash}[request.GET["how"]]("That can't be done now.")


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("words", "nothing"))


def taking(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} {request.school.slug} {reverse('brand')}")  # type: ignore[attr-defined]


urlpatterns = [
    path("test/broken", broken, name="test_broken"),
    path("test/refused", refused),
    path("test/reading", reading),
    path("test/taking", taking),
    *house.urlpatterns,
]


def help_is_there(answer: Any) -> bool:
    page = answer.content.decode()
    return "call 999" in page and 'href="/' in page and "<h1" in page


@pytest.mark.parametrize(("how", "status"), [("refused", 403), ("gone", 404), ("clash", 409)])
def test_a_refusal_is_a_page_with_its_sentence_and_the_way_to_help(
    world: World, client: FormClient, how: str, status: int
) -> None:
    School.objects.filter(pk=world.marram.pk).update(phone="01632 960100")
    answer = client.get(f"/test/refused?how={how}")
    assert answer.status_code == status
    assert "That can&#x27;t be done now." in answer.content.decode()
    assert "01632 960100" in answer.content.decode()
    assert help_is_there(answer)


def test_a_refusal_to_somebody_signed_in_stands_on_the_desks_page(world: World, client_for) -> None:
    answer = client_for(world.asha).get("/test/refused?how=refused")
    assert "shared/desk.html" in [template.name for template in answer.templates]
    assert "govuk-exit-this-page" not in answer.content.decode()


def test_no_page_at_this_address(world: World, client: FormClient) -> None:
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert help_is_there(answer)


def test_our_own_fault_is_a_page_that_needs_no_database(world: World, client: FormClient, monkeypatch) -> None:
    client.raise_request_exception = False
    answer = client.get("/test/broken")
    assert answer.status_code == 500
    assert "it is not your fault" in answer.content.decode()
    assert "Jess Marlow" not in answer.content.decode()
    assert help_is_there(answer)
    request = RequestFactory().get("/")
    from django.db import connection

    def no_database(*args: object, **kwargs: object) -> None:
        raise AssertionError("the page asked the database")

    with connection.execute_wrapper(no_database):
        assert help_is_there(errors.broken(request))
        request.school = world.marram  # type: ignore[attr-defined]
        assert help_is_there(errors.broken(request))


def test_a_wrong_method_is_a_page(world: World, client: FormClient) -> None:
    answer = client.post("/test/reading", {"a": "1"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert help_is_there(answer)


def test_a_form_too_old_is_a_page(world: World) -> None:
    client = FormClient(enforce_csrf_checks=True)
    answer = client.post("/test/taking", {"a": "1"})
    assert answer.status_code == 403
    assert "open for a long time" in answer.content.decode()
    assert help_is_there(answer)


def test_a_form_far_too_long_is_a_page(world: World) -> None:
    client = FormClient(enforce_csrf_checks=True)
    client.get("/sign-in/")
    answer = client.post("/test/taking", {"words": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "make it shorter" in answer.content.decode()
    assert help_is_there(answer)
    assert FormClient().post("/test/taking", {"words": "x" * 900_000}).status_code == 200


def test_far_too_many_fields_is_a_page(world: World, client: FormClient) -> None:
    answer = client.post("/test/taking", {f"f{number}": "1" for number in range(300)})
    assert answer.status_code == 400
    assert help_is_there(answer)


def test_a_name_that_is_not_ours_is_a_page(world: World, settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = FormClient(headers={"host": "elsewhere.example"}).get("/")
    assert answer.status_code == 400
    assert "call 999" in answer.content.decode()


class Unreadable(io.BytesIO):
    """A body that must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("a byte was read")

    readline = read


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data; boundary=x", "image/jpeg", "text/plain", "application/json", "application/octet-stream"],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_anything_that_could_be_a_picture_is_refused_before_it_is_read(world: World, kind: str, method: str) -> None:
    body: dict[str, Any] = {"wsgi.input": Unreadable()}
    answer = Client(enforce_csrf_checks=True).generic(method, "/test/taking", b"x" * 40, content_type=kind, **body)
    assert answer.status_code == 415
    assert "a picture or a file" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    assert help_is_there(answer)


def test_were_a_file_ever_parsed_nothing_of_it_would_be_kept(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    request = RequestFactory().post("/", {"words": "w", "file": SimpleUploadedFile("a.jpg", b"\xff\xd8" * 100)})
    with pytest.raises(Exception, match=r"."):
        request.FILES  # noqa: B018 - parsed on the way


def test_headers_of_a_page(world: World, client: FormClient) -> None:
    for address in ("/sign-in/", "/nothing", "/test/refused?how=gone", "/test/reading"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "data:" not in policy


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(world: World, client: FormClient) -> None:
    with_app(world.asha)
    give_password(client, world.asha)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}


def test_the_only_school_without_a_host_name_and_its_short_name(world: World, client: FormClient) -> None:
    School.objects.filter(pk=world.marram.pk).update(host=None)
    assert client.get("/test/taking").content == b"0 marram-bay /brand.css"
    assert client.get("/at/marram-bay/test/taking").content == b"0 marram-bay /at/marram-bay/brand.css"
    assert client.get("/test/taking").content == b"0 marram-bay /brand.css", "nothing stays from the request before"
    assert get_script_prefix() == "/"


def test_a_name_nobody_has_leads_to_the_only_school_there_is(world: World) -> None:
    world.lena.delete()
    world.heron.delete()
    assert FormClient(headers={"host": "10.0.0.5"}).get("/test/taking").content == b"0 marram-bay /brand.css"


def test_a_school_with_its_own_host_name(world: World) -> None:
    at_heron = FormClient(headers={"host": "heron.example"})
    assert at_heron.get("/test/taking").content == b"0 heron-hill /brand.css"
    assert FormClient(headers={"host": "HERON.example:8000"}).get("/test/taking").content.startswith(b"0 heron-hill")
    assert at_heron.get("/at/marram-bay/test/taking").status_code == 404, "another school is not under this one's name"


def test_two_schools_of_which_none_is_meant(world: World, client: FormClient) -> None:
    School.objects.update(host=None)
    door = client.get("/")
    assert door.status_code == 200
    assert 'href="/at/marram-bay/"' in door.content.decode()
    assert 'href="/at/heron-hill/"' in door.content.decode()
    assert client.get("/sign-in/").status_code == 404
    assert client.get("/at/nowhere/").status_code == 404
    assert client.get("/at/heron-hill/test/taking").content.startswith(b"0 heron-hill")
    mounted = client.get("/at/heron-hill/sign-in/").content.decode()
    assert 'action="/at/heron-hill/sign-in/"' in mounted


def test_sign_in_under_a_short_name_stays_under_it(world: World, client: FormClient) -> None:
    School.objects.filter(pk=world.marram.pk).update(host=None)
    secret = with_app(world.asha)
    base = "/at/marram-bay"
    assert client.get(f"{base}/staff/")["Location"] == f"{base}/sign-in/?next={base}/staff/"
    answer = client.post(f"{base}/sign-in/", {"login": world.asha.email, "password": "three herons on the wall"})
    assert answer["Location"] == f"{base}/sign-in/second-factor/code/"
    answer = client.post(answer["Location"], {"code": code_of(secret)})
    assert answer["Location"] == f"{base}/staff/"


def test_no_school_yet(db: None, client: FormClient) -> None:
    answer = client.get("/")
    assert "There is no school at this address" in answer.content.decode()
    assert client.get("/sign-in/").status_code == 404


def test_the_schools_colour(world: World, client: FormClient) -> None:
    assert client.get("/brand.css").content == b""
    assert "brand.css" not in client.get("/sign-in/").content.decode()
    School.objects.filter(pk=world.marram.pk).update(colour="#1D5A74")
    assert 'href="/brand.css?1d5a74"' in client.get("/sign-in/").content.decode()
    answer = client.get("/brand.css?1d5a74")
    assert answer.content == b":root{--seawall-brand:#1d5a74}\n"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=600"


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#00ff00", "#808080", "#1d5a74", "#000000", "#ff0000"])
def test_a_colour_is_darkened_until_white_can_be_read_on_it(colour: str) -> None:
    made = brand.readable(colour)
    parts = [int(made[at : at + 2], 16) for at in (1, 3, 5)]
    assert brand.contrast_with_white(parts) >= 4.5
    assert (made == colour) is (brand.contrast_with_white([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) >= 4.5)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "#1d5a74}body{display:none}", "url(x)"])
def test_what_is_no_colour_is_left_out(colour: str) -> None:
    assert brand.readable(colour) == ""


@pytest.mark.parametrize(
    ("red", "contrast"), [([255, 255, 255], 1.0), ([0, 0, 0], 21.0), ([255, 0, 0], 3.998), ([118, 118, 118], 4.54)]
)
def test_contrast_is_wcags(red: list[int], contrast: float) -> None:
    assert brand.contrast_with_white(red) == pytest.approx(contrast, abs=0.01)


SIGN_IN_PAGES = [
    "account_login", "account_logout", "account_reauthenticate", "account_inactive", "mfa_index", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn", "open_vault", "change_password", "home",
]  # fmt: skip


@pytest.mark.parametrize("name", SIGN_IN_PAGES)
def test_no_page_of_signing_in_uses_a_template_that_is_not_ours_or_leads_in_circles(
    world: World, client: FormClient, name: str
) -> None:
    """In every state somebody can be in: nobody, half-way, signed in with and without second factor."""
    secret = with_app(world.asha)
    half = FormClient()
    give_password(half, world.asha)
    whole = FormClient()
    give_password(whole, world.asha)
    give_code(whole, code_of(secret))
    staff, new_lead = FormClient(), FormClient()
    give_password(staff, world.tom)
    give_password(new_lead, world.dev)
    for browser in (client, half, whole, staff, new_lead):
        for method in ("get", "post"):
            seen: list[str] = []
            where = reverse(name)
            answer = getattr(browser, method)(where)
            ours(answer)
            while answer.status_code == 302 and answer["Location"].startswith(("/sign-in/", "/staff/", "/sign-out/")):
                where = answer["Location"]
                assert where not in seen, f"{name} leads in circles: {seen}"
                seen.append(where)
                answer = browser.get(where)
                ours(answer)
            assert answer.status_code in {200, 302, 403, 404, 405, 422}
            if name == "account_logout" and method == "post":
                continue


def ours(answer: Any) -> None:
    """Every template that was used lies in our own rooms or is Django's form widgets."""
    for template in getattr(answer, "templates", []):
        assert "site-packages/allauth" not in str(getattr(template, "origin", ""))


@pytest.mark.parametrize(
    "gone", ["signup", "email", "password/reset", "password/change", "confirm-email", "login/code"]
)
def test_what_allauth_offers_besides_is_not_there(world: World, client: FormClient, gone: str) -> None:
    for base in ("/sign-in/", "/accounts/", "/"):
        assert client.get(f"{base}{gone}/").status_code == 404


def test_a_flood_at_the_login_page_gets_a_sentence_and_known_browsers_do_not(world: World, client: FormClient) -> None:
    give_password(client, world.tom)
    client.post(reverse("account_logout"))
    flood = FormClient()
    answers = [flood.post(reverse("account_login"), {"login": "", "password": ""}) for _ in range(121)]
    assert answers[-1].status_code == 429
    assert "too many tries" in answers[-1].content.decode()
    assert help_is_there(answers[-1])
    assert give_password(client, world.tom).status_code == 302
