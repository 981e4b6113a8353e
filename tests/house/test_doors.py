"""Every address, as everybody: nobody, a reporter with a code, staff, office, lead, head, governor, another school's lead.

The table below says who may come to each named page. An address that is not in it fails the test: whoever adds a page must
say here whom it is for.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.models import Case
from seawall.cases.rules import Part
from seawall.decisions import papers
from seawall.decisions.rules import Paper
from seawall.evidence import actions as evidence
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.letterbox.models import Box
from seawall.mailbox import actions as mailboxes
from seawall.referrals.actions import draft
from seawall.referrals.rules import Agency
from seawall.reports.models import Report
from seawall.schools import inviting, sign_ins
from seawall.schools.actions import Hire, add_person, remove_person
from seawall.schools.models import Person
from seawall.schools.rules import Role
from seawall.takedowns import actions as takedowns
from seawall.takedowns.actions import Seen
from tests.briefings.made import briefings_there
from tests.decisions.helpers import ask, managed, seizure
from tests.evidence.helpers import begun
from tests.letters.made import letters_there
from tests.retention.helpers import a_proposal
from tests.roll.test_roll import on_the_roll
from tests.series.helpers import a_case, a_series
from tests.support.made import supported
from tests.world import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.test import Client

    from tests.world import World

LEADS = {"asha", "dev"}
RECORDERS = LEADS | {"hana", "olu", "tom"}
EVERYBODY = RECORDERS | {"gov"}
NOTICED = LEADS | {"hana"}
COUNTS = LEADS | {"hana", "gov"}
HEAD = {"hana"}
OFFICE = LEADS | {"olu"}
PUBLIC = "public"
NOT_THIS_WAY = 405
UUID_IN_IT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
SIGN_IN = "sign-in"

WHO: dict[str, object] = {
    **dict.fromkeys(
        [
            "start",
            "leave",
            "parents",
            "language",
            "help",
            "help_what",
            "help_steps",
            "ask",
            "asked",
            "ask_tell",
            "ask_code",
            "stop",
            "stop_list",
            "stop_list_pdf",
            "stop_point",
            "stop_place",
            "tell",
            "carry_on",
            "check_answers",
            "six_words",
            "word_card",
            "keep_words",
            "what_next",
            "question",
            "mailbox",
            "open_mailbox",
            "write_message",
            "throw_words_away",
            "words_thrown_away",
            "brand",
        ],
        PUBLIC,
    ),
    **dict.fromkeys(
        [
            "account_login",
            "account_reauthenticate",
            "account_inactive",
            "mfa_login_webauthn",
            "school_account",
            "school_account_back",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "account_logout",
            "mfa_index",
            "join",
            "join_link",
        ],
        SIGN_IN,
    ),
    "home": EVERYBODY,
    "change_password": EVERYBODY,
    **dict.fromkeys(["sign_ins", "sign_ins_end_others"], EVERYBODY),
    "open_vault": LEADS | HEAD,
    "typed": LEADS | HEAD,
    **dict.fromkeys(["sign_offs", "sign_off", "sign_off_sign", "sign_off_send_back"], HEAD),
    **dict.fromkeys(["briefings", "briefing", "briefing_script", "briefing_handout"], LEADS | HEAD),
    **dict.fromkeys(["my_briefings", "office_posters", "office_poster"], RECORDERS),
    **dict.fromkeys(
        ["session", "session_absent", "session_take_back", "session_script", "session_handout", "absence_move"],
        LEADS | {"tom"},
    ),
    **dict.fromkeys(
        ["letters", "letter", "letter_approve", "letter_send_back", "letter_pdf", "letter_in"], LEADS | HEAD
    ),
    **dict.fromkeys(["journal", "journal_chain", "journal_file"], HEAD),
    **dict.fromkeys(
        [
            "office",
            "office_facts",
            "office_add_person",
            "office_checklist",
            "office_leave_out",
            "office_take_up",
            "office_invite",
            "office_renew",
            "office_withdraw",
            "office_leave",
            "office_guidance",
            "office_guidance_fact",
            "office_guidance_undo",
        ],
        OFFICE,
    ),
    **dict.fromkeys(
        [
            "office_boxes",
            "office_box_add",
            "office_box",
            "office_box_test",
            "office_box_pause",
            "office_box_remove",
            "office_rota",
            "office_rota_hours",
            "office_rota_dates",
            "office_rota_remove_dates",
            "office_rota_shift",
            "office_rota_away",
            "office_rota_remove_slot",
        ],
        OFFICE,
    ),
    **dict.fromkeys(
        [
            "office_roll",
            "office_roll_groups",
            "office_letterhead",
            "office_wordings",
            "office_wording",
            "office_wording_back",
            "office_keeping",
            "office_roll_pupil",
            "office_roll_import",
            "office_roll_preview",
            "office_roll_columns",
            "office_roll_drop",
            "office_roll_undo",
        ],
        OFFICE,
    ),
    **dict.fromkeys(["reach", "reach_add", "reach_test", "reach_remove"], NOTICED),
    **dict.fromkeys(["office_let_in", "office_kit", "office_new_kit"], LEADS),
    **dict.fromkeys(["record", "record_home", "hand_over"], RECORDERS),
    "recorded": {"tom"},
    "sign_in_end": {"tom"},
    **dict.fromkeys(["overview", "figures", "figures_of", "figures_file", "figures_paper"], COUNTS),
    "case_bundle_go_on": {"asha"},
    "case_bundle_take": {"asha"},
    **dict.fromkeys(
        [
            "queue",
            "junk",
            "cases",
            "cases_closed",
            "my_day",
            "pupils",
            "looked",
            "report",
            "report_assign",
            "report_danger",
            "report_contacted",
            "report_set_aside",
            "report_bring_back",
            "report_start_case",
            "report_gather",
            "report_reply",
            "report_ask",
            "report_status",
            "report_lead_add",
            "report_lead_confirm",
            "report_lead_correct",
            "report_lead_drop",
            "report_lead_undo",
            "report_link_reject",
            "report_link_take_back",
            "case",
            "case_note",
            "accounts",
            "case_accounts",
            "case_account",
            "case_account_step",
            "case_account_change",
            "case_account_looked",
            "case_account_take_back",
            "case_account_pack",
            "case_account_give",
            "case_name_impersonated",
            "case_name_not_this",
            "case_name_take_back",
            "case_series",
            "case_join_series",
            "series_all",
            "series",
            "series_join",
            "series_take_out",
            "series_split",
            "series_merge",
            "series_rename",
            "series_take_back",
            "series_evidence",
            "case_chronology",
            "case_add_line",
            "case_correct_line",
            "case_print_chronology",
            "case_chronology_pdf",
            "case_referrals",
            "case_refer",
            "case_referral",
            "case_referral_text",
            "case_referral_keep",
            "case_referral_made",
            "case_referral_answered",
            "case_referral_chased",
            "case_referral_finish",
            "case_referral_withdraw",
            "case_referral_take_up",
            "case_involve",
            "case_part",
            "case_take_out",
            "case_assign",
            "case_danger",
            "case_close",
            "case_reopen",
            "case_close_off",
            "case_open_to_team",
            "case_evidence",
            "case_evidence_make",
            "case_bundle",
            "case_plan",
            "case_child",
            "case_write_plan",
            "case_plan_check_in",
            "case_check_in",
            "case_set_task",
            "case_task",
            "case_hand_over",
            "case_task_done",
            "case_task_drop",
            "case_task_open",
            "case_parents",
            "case_add_contact",
            "case_not_tell",
            "case_not_told",
            "case_keep_not_told",
            "case_tell_parent",
            "case_looked",
            "case_keeping",
            "case_keeping_say",
            "case_hold",
            "case_hold_lift",
            "keeping",
            "keeping_propose",
            "shredding",
            "shredding_approve",
            "shredding_refuse",
            "shredding_take_back",
            "letter_write",
            "letter_translate",
            "letter_to",
            "letter_add_family",
            "letter_leave_out",
            "letter_put_back",
            "letter_ask",
            "letter_take_back",
            "letter_drop",
            "letter_make",
            "letter_copy_again",
            "letter_copy",
            "letter_print",
            "letter_send",
            "letter_given_out",
            "letter_recall",
            "case_letters",
            "case_briefings",
            "series_briefing",
            "briefing_extra",
            "briefing_move",
            "briefing_roll",
            "briefing_group",
            "briefing_hand_over",
            "questions",
            "question_asked",
            "question_set_aside",
            "question_take_back",
            "case_decision",
            "case_triggers",
            "case_questions",
            "case_decide_refer",
            "case_find_out",
            "case_manage",
            "case_ask_sign_off",
            "case_review_version",
            "case_new_paper",
            "case_paper",
        ],
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


def a_newcomer(world: World) -> Person:
    who = Hire("Noor Hale", "noor@school.example", Role.DEPUTY, PASSWORD)
    return add_person(school=world.marram, who=who, by=world.asha)


@pytest.fixture
def addresses(world: World) -> Callable[[str], str]:
    """Return the address of a named page about things that are really there."""
    return addresses_in(world)


def addresses_in(world: World) -> Callable[[str], str]:
    """The same, for other tests of every page."""
    report, _ = world.tell("bramblewick, he is kai_bramblewick9")
    ring = world.ring(world.asha)
    in_case, _ = world.tell("second", what=["other"])
    identifier = report.identifiers.get()
    case = cases.start(school=world.marram, title="A", report=in_case, seen=in_case.version, ring=ring, by=world.asha)
    involved = cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=ring, by=world.asha)
    line = case.lines.order_by("number")[0]
    account = takedowns.add(
        case=case, seen=Seen("instagram", "jess.m_07"), once=os.urandom(16), ring=ring, by=world.asha
    )
    referral = draft(
        case=case, agency=Agency.POLICE, staff_concerned=False, once=os.urandom(16), ring=ring, by=world.asha
    )
    bundle = begun(world, [case])
    evidence.go_on(bundle=bundle, ring=ring, by=world.asha)
    support = supported(world, case)
    sheet = ask(world, managed(world, case), typed="bramblewick")
    paper = papers.save(case=case, kind=Paper.SEIZURE, given=seizure(), once=os.urandom(16), ring=ring, by=world.asha)
    assert paper is not None
    box = Box.objects.create(school=world.marram, host="127.0.0.1", port=9, security="none")  # nobody listens there
    series = a_series(world, a_case(world, "bramblewick_9"), a_case(world, "heatherwick_9"), name="bramblewick")
    newcomer = a_newcomer(world)
    Report.objects.filter(pk=report.pk).update(recorded_by=world.tom)

    whole = on_the_roll(world)
    whole |= letters_there(world, case)
    briefings = briefings_there(world, case)
    invitation = inviting.invite(
        school=world.marram, name="Nia Brook", email="nia@school.example", role=Role.STAFF, by=world.olu
    ).invitation
    toms = sign_ins.begin(person=world.tom, session="0" * 40, browser="Firefox")
    whole |= {"sign_in_end": toms.pk, "office_renew": invitation.pk, "office_withdraw": invitation.pk}
    whole |= {
        "shredding": a_proposal(world).pk,
        "office_box": box.pk,
        "office_rota": 1,
        "office_let_in": newcomer.pk,
        "mfa": 1,
    }
    whole |= {"report": report.pk, "recorded": report.pk, "case": case.pk, "sign_off": sheet.pk, "series": series.pk}
    whole = {"series_briefing": series.pk, **briefings, **whole}

    def address(name: str) -> str:
        pattern = next(p for p in patterns() if p.name == name)
        known: dict[str, object] = {
            "person": involved.pk,
            "report": in_case.pk,
            "line": line.pk,
            "account": account.pk,
            "key": "incident" if name.startswith("office_wording") else "what",
            "lang": "pl",
            "fact": "route.childline",
            "slug": "what",
            "step": "mailbox",
            "secret": "bramblewick",
            "bundle": bundle.pk,
            "referral": referral.pk,
            "other": in_case.pk,
            "act": series.acts.get().pk,
        }
        known |= {name: row.pk for name, row in support.items()}
        known |= {
            "year": clock.now().year - 1,
            "term": 1,
            "number": 1,
            "order": 1,
            "part": 1,
            "kind": "viewing",
            "sheet": paper.sheet,
        }
        known |= {"situation": 2, "which": 1, "where": "snapchat", "language": "pl", "identifier": identifier.pk}
        known |= {"session": briefings["session"], "code": "K7M2PX"}
        if name == "office_poster":
            known |= {"kind": "poster"}
        known["pk"] = next((pk for start, pk in whole.items() if name.startswith(start)), world.tom.pk)
        return reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})

    return address


def sent_to_sign_in(response: HttpResponse) -> bool:
    """Whether a page sent somebody to sign in first (or the address takes no such request from anybody)."""
    return response.status_code == NOT_THIS_WAY or "/sign-in/" in response.headers.get("Location", "")


def let_in(response: HttpResponse) -> bool:
    """Whether a page answered somebody as one it is for: a page, a form with errors, a step on, or "use the form"."""
    to = response.headers.get("Location", "")
    return response.status_code in {200, 302, 303, 405, 409, 422} and "/sign-in/" not in to


def test_two_addresses_take_a_file() -> None:
    taking = [pattern.name for pattern in patterns() if getattr(pattern.callback, "takes_one_file", False)]
    assert sorted(map(str, taking)) == ["office_letterhead", "office_roll_import"]


def test_every_address_is_in_the_table() -> None:
    assert sorted(set(NAMES) ^ set(WHO)) == []


GUARDED = [name for name in NAMES if isinstance(WHO.get(name), set)]
METHODS = ("get", "post")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a visit to a page changed is taken back, so that the next page finds the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def visit(client: Client, method: str, address: str, **more: Any) -> Any:
    """Go to a page; return the answer with its whole content read."""
    with undone():
        response = getattr(client, method)(address, **more)
        response.read = response.getvalue() if response.streaming else response.content
    return response


def done() -> tuple[int, ...]:
    """Count what a page could have changed."""
    return (
        Case.objects.count(),
        Report.objects.filter(state="junk").count(),
        Person.objects.filter(is_active=False).count(),
        Line.objects.exclude(verb__contains="opened").count(),
    )


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_somebody_comes_to_their_pages_and_to_no_other(
    who: str, world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    client = client_for(world.people[who])
    for name in GUARDED:
        allowed, address = WHO[name], addresses(name)
        assert isinstance(allowed, set)
        for method in METHODS:
            if who in allowed:
                response = visit(client, method, address)
                assert let_in(response), f"{who} {method} {address}: {response.status_code}"
                if name == "hand_over":  # which signs them out
                    client = client_for(world.people[who])
                continue
            before = done()
            response = getattr(client, method)(address)
            assert response.status_code in {403, 404, NOT_THIS_WAY}, f"{who} {method} {address}: {response.status_code}"
            assert b"bramblewick" not in response.content
            assert done() == before, f"{who} may not come to {address} and changed something"


def test_nobody_is_sent_to_sign_in(
    client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    client = client_for(None)
    for name in GUARDED:
        for method in METHODS:
            response = visit(client, method, addresses(name))
            assert sent_to_sign_in(response), f"{method} {name}: {response.status_code}"


def test_a_reporter_with_a_code_comes_no_further_than_the_mailbox(
    world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    _, code = world.tell("mine")
    client = client_for(None)
    client.post(reverse("open_mailbox"), {"words": " ".join(code.words)})
    for name in GUARDED:
        for method in METHODS:
            assert sent_to_sign_in(visit(client, method, addresses(name))), f"{method} {name}"


def test_another_schools_lead_finds_nothing_of_this_school(
    world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    client = client_for(world.lena)
    for name in GUARDED:
        address = addresses(name)
        for method in METHODS:
            before = done()
            there = getattr(client, method)(f"/at/marram-bay{address}", headers={"host": "elsewhere.example"})
            assert there.status_code == NOT_THIS_WAY or not let_in(there), f"{method} {address}"
            if UUID_IN_IT.search(address):
                here = getattr(client, method)(address, follow=True)
                assert here.status_code == NOT_THIS_WAY or not let_in(here), f"{method} {address}"
                assert b"bramblewick" not in here.content
            assert b"bramblewick" not in there.content
            assert done() == before


@pytest.mark.parametrize("who", [None, "tom", "asha"])
def test_a_public_page_answers_anybody_and_shows_nothing_that_was_told(
    who: str | None, world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    client = client_for(world.people[who] if who else None)
    for name in NAMES:
        for method in METHODS:
            if WHO[name] == PUBLIC:
                response = visit(client, method, addresses(name))
                assert response.status_code < 500, f"{method} {name}"
                assert b"bramblewick" not in response.read
                assert name == "brand" or "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("who", [None, *sorted(EVERYBODY)])
def test_a_sign_in_page_answers_everybody_without_breaking(
    who: str | None, world: World, client_for: Callable[[Person | None], Client], addresses: Callable[[str], str]
) -> None:
    for name in NAMES:
        if WHO[name] == SIGN_IN:
            client = client_for(world.people[who] if who else None)  # anew: one of these pages signs out
            for method in METHODS:
                response = visit(client, method, addresses(name))
                assert response.status_code < 500, f"{method} {name}"
                assert "no-" in response.headers["Cache-Control"]


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
    for name in ("queue", "cases", "cases_closed", "junk", "my_day", "looked"):
        page = client_for(world.dev).get(reverse(name)).content.decode()
        assert case.reference not in page
        assert report.reference not in page


def test_a_leaver_is_out_with_the_next_click(world: World, client_for: Callable[[Person | None], Client]) -> None:
    client = client_for(world.dev)
    assert client.get(reverse("queue")).status_code == 200
    remove_person(person=world.dev, by=world.asha)
    response = client.get(reverse("queue"))
    assert response.status_code == 302
    assert "/sign-in/" in response.headers["Location"]
