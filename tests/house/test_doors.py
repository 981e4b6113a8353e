"""Every address, as everybody: nobody, a reporter with a code, staff, office, lead, head, governor, another school's lead.

The table below says who may come to each named page. An address that is not in it fails the test: whoever adds a page must
say here whom it is for.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.models import Case
from seawall.cases.rules import Part
from seawall.mailbox import actions as mailboxes
from seawall.reports.models import Report
from seawall.schools.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.test import Client

    from tests.world import World

LEADS = {"asha", "dev"}
RECORDERS = LEADS | {"hana", "olu", "tom"}
EVERYBODY = RECORDERS | {"gov"}
COUNTS = LEADS | {"hana", "gov"}
OFFICE = LEADS | {"olu"}
PUBLIC = "public"
NOT_THIS_WAY = 405
UUID_IN_IT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
SIGN_IN = "sign-in"

WHO: dict[str, object] = {
    **dict.fromkeys(
        ["start", "leave", "parents", "tell", "carry_on", "check_answers", "six_words", "word_card", "keep_words", "what_next",
         "question", "mailbox", "open_mailbox", "write_message", "throw_words_away", "words_thrown_away", "brand"],
        PUBLIC,
    ),
    **dict.fromkeys(
        ["account_login", "account_reauthenticate", "account_inactive", "mfa_login_webauthn", "mfa_authenticate",
         "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
         "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
         "mfa_edit_webauthn", "mfa_remove_webauthn", "account_logout", "mfa_index"],
        SIGN_IN,
    ),
    "home": EVERYBODY,
    "change_password": EVERYBODY,
    "open_vault": LEADS,
    **dict.fromkeys(["record", "record_home"], RECORDERS),
    "recorded": {"tom"},
    "overview": COUNTS,
    **dict.fromkeys(
        ["queue", "junk", "cases", "cases_closed", "report", "report_assign", "report_danger", "report_set_aside",
         "report_bring_back", "report_start_case", "report_gather", "report_reply", "report_status", "case", "case_note",
         "case_involve", "case_part", "case_take_out", "case_assign", "case_danger", "case_close", "case_reopen",
         "case_close_off", "case_open_to_team"],
        LEADS,
    ),
}


def patterns(found: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for each in found if found is not None else get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


NAMES = sorted({pattern.name or "" for pattern in patterns()})


@pytest.fixture
def addresses(world: World) -> Callable[[str], str]:
    """Return the address of a named page about things that are really there."""
    report, _ = world.tell("bramblewick")
    ring = world.ring(world.asha)
    in_case, _ = world.tell("second")
    case = cases.start(school=world.marram, title="A", report=in_case, seen=in_case.version, ring=ring, by=world.asha)
    involved = cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=ring, by=world.asha)
    recorded = Report.objects.get(pk=report.pk)
    recorded.recorded_by = world.tom
    recorded.save(update_fields=["recorded_by"])

    def address(name: str) -> str:
        pattern = next(p for p in patterns() if p.name == name)
        known = {"person": involved.pk, "report": in_case.pk, "key": "what", "slug": "what"}
        if name.startswith(("report", "recorded")):
            known["pk"] = report.pk
        elif name.startswith("case"):
            known["pk"] = case.pk
        elif name.startswith("mfa"):
            known["pk"] = 1  # type: ignore[assignment]
        else:
            known["pk"] = world.tom.pk
        return reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})

    return address


def sent_to_sign_in(response: HttpResponse) -> bool:
    """Whether a page sent somebody to sign in first (or the address takes no such request from anybody)."""
    return response.status_code == NOT_THIS_WAY or "/sign-in/" in response.headers.get("Location", "")


def let_in(response: HttpResponse) -> bool:
    """Whether a page answered somebody as one it is for: a page, a form with errors, a step on, or "use the form"."""
    to = response.headers.get("Location", "")
    return response.status_code in {200, 302, 303, 405, 409, 422} and "/sign-in/" not in to


def test_every_address_is_in_the_table() -> None:
    assert sorted(set(NAMES) ^ set(WHO)) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(WHO.get(name), set)])
def test_a_page_is_open_to_those_it_is_for_and_to_nobody_else(
    world: World,
    client_for: Callable[[Person | None], Client],
    addresses: Callable[[str], str],
    name: str,
    method: str,
) -> None:
    allowed, address = WHO[name], addresses(name)
    assert isinstance(allowed, set)
    before = Case.objects.count(), Report.objects.filter(state="junk").count(), Person.objects.filter(is_active=False).count()
    for who in sorted(EVERYBODY - allowed):
        response = getattr(client_for(world.people[who]), method)(address)
        assert response.status_code in {403, 404, NOT_THIS_WAY}, f"{who} {method} {address}: {response.status_code}"
        assert b"bramblewick" not in response.content
    assert sent_to_sign_in(getattr(client_for(None), method)(address))
    other = client_for(world.lena)
    there = getattr(other, method)(f"/at/marram-bay{address}", headers={"host": "elsewhere.example"})
    assert b"bramblewick" not in there.content
    assert there.status_code == NOT_THIS_WAY or not let_in(there), f"another school's lead {method} {address}"
    if UUID_IN_IT.search(address):
        here = getattr(other, method)(address, follow=True)
        assert b"bramblewick" not in here.content
        assert here.status_code == NOT_THIS_WAY or not let_in(here), f"another school's id {method} {address}"
    assert before == (
        Case.objects.count(),
        Report.objects.filter(state="junk").count(),
        Person.objects.filter(is_active=False).count(),
    ), "somebody who may not come changed something"
    once = method == "post" and name == "case_take_out"  # what the first one took out is not there for the second
    for who in sorted(allowed)[: 1 if once else None]:
        response = getattr(client_for(world.people[who]), method)(address)
        assert let_in(response), f"{who} {method} {address}: {response.status_code}"


@pytest.mark.parametrize("name", [name for name in NAMES if WHO.get(name) == PUBLIC])
def test_a_public_page_answers_anybody_and_shows_nothing_that_was_told(
    world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str], name: str
) -> None:
    address = addresses(name)
    for client in (client_for(None), client_for(world.tom), client_for(world.asha)):
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert response.status_code < 500, f"{method} {address}"
            assert b"bramblewick" not in b"".join(response)
            if name != "brand":
                assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", [name for name in NAMES if WHO.get(name) == SIGN_IN])
def test_a_sign_in_page_answers_everybody_without_breaking(
    world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str], name: str
) -> None:
    address = addresses(name)
    for who in (None, *world.people.values()):
        for method in ("get", "post"):
            response = getattr(client_for(who), method)(address)
            assert response.status_code < 500, f"{method} {address}"
            assert "no-store" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(WHO.get(name), set)])
def test_a_reporter_with_a_code_comes_no_further_than_the_mailbox(
    world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str], name: str
) -> None:
    _, code = world.tell("mine")
    client = client_for(None)
    client.post(reverse("open_mailbox"), {"words": " ".join(code.words)})
    for method in ("get", "post"):
        assert sent_to_sign_in(getattr(client, method)(addresses(name)))


def test_a_closed_off_case_is_not_there_for_anybody_else(
    world: World, client_for: Callable[[Person | None], Client]
) -> None:
    report, code = world.tell("bramblewick")
    ring = world.ring(world.asha)
    case = cases.start(school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    mailbox = mailboxes.find(school=world.marram, code=code)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="heatherwick", once=os.urandom(16))
    for name, pk in (("case", case.pk), ("report", report.pk)):
        theirs = client_for(world.dev).get(reverse(name, kwargs={"pk": pk}))
        assert theirs.status_code == 404
        mine = client_for(world.asha).get(reverse(name, kwargs={"pk": pk}))
        assert mine.status_code == 200
    for name in ("queue", "cases", "cases_closed", "junk"):
        page = client_for(world.dev).get(reverse(name)).content.decode()
        assert case.reference not in page
        assert report.reference not in page


def test_a_leaver_is_out_with_the_next_click(world: World, client_for: Callable[[Person | None], Client]) -> None:
    from seawall.schools.actions import remove_person  # noqa: PLC0415

    client = client_for(world.dev)
    assert client.get(reverse("queue")).status_code == 200
    remove_person(person=world.dev, by=world.asha)
    response = client.get(reverse("queue"))
    assert response.status_code == 302
    assert "/sign-in/" in response.headers["Location"]
