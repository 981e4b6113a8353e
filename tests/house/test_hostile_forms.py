"""Every form of every page, with missing, absurd, huge, broken, emoji and right-to-left input: a page answers, never a crash."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.decisions import papers
from seawall.decisions.rules import Paper
from seawall.kit import clock
from seawall.letters import actions as letters
from seawall.referrals.actions import Telling, draft, make
from seawall.referrals.rules import Agency, How
from seawall.reports.questions import BY_KEY
from seawall.retention import keeping as keep
from seawall.roll.models import Pupil
from seawall.schools import inviting
from seawall.schools.rules import Role
from seawall.takedowns import actions as takedowns
from seawall.takedowns import imitation
from seawall.takedowns.actions import Seen
from tests.briefings.made import a_year, asked, begun, group, held
from tests.decisions.helpers import ask, deletion, managed, quiet_case, review, seizure, viewing
from tests.letters.made import drafted, year_seven
from tests.retention.helpers import a_proposal, closed
from tests.roll.test_roll import on_the_roll
from tests.series.helpers import a_case, a_series
from tests.support.made import supported
from tests.world import FORM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from seawall.cases.models import Case
    from seawall.schools.models import Person
    from tests.world import World

HOSTILE = {
    "nothing": "",
    "spaces": " \t\n ",
    "controls": "a\x00b\x07c\x1b[31m\u200bd\ufeff",
    "emoji": "😢👩‍👧🏽🫣" * 40,
    "right-to-left": "هم يهددونني \u202ereversed\u202c בבקשה",
    "markup": "<script>alert(1)</script>{{ settings.SECRET_KEY }}{% debug %}'\"--",
    "formula": '=HYPERLINK("https://x.example")',
    "path": "../../../../etc/passwd",
    "header": "a\r\nSet-Cookie: x=1",
    "number": "99999999999999999999999999",
    "negative": "-1",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "huge": "help me " * 4000,
    "picture": "data:image/png;base64," + "iVBORw0KGgo" * 200,
}

NOT_TYPED = {"hidden", "radio", "checkbox", "submit"}
MADE_UP = {name: HOSTILE[name] for name in ("nothing", "controls", "markup", "header", "number", "negative", "huge")}
"""For what a browser fills in by itself, which is read as a number, as a key or as one of the choices."""
ALL_OF_THEM = {"once", "seen", "reports"}
"""Hidden fields that stay as they are where all the others are sent at once: a form they refuse would test nothing else."""
ALONE = ("nothing", "number")
"""What each field is sent by itself, the rest of the form being right."""
NOT_READ = {"csrfmiddlewaretoken"}
"""What the test client lets pass whatever it says; tests/shared/test_pages.py has the tests of it."""


class Forms(HTMLParser):
    """The forms of a page: where each goes, its fields with what they hold, and which fields a person writes in."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.found: list[tuple[str, dict[str, str]]] = []
        self.written: set[str] = set()
        self.free: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a form, or a field of it."""
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.found.append((given.get("action") or self.here, {}))
        elif tag in {"input", "textarea", "select", "button"} and given.get("name") and self.found:
            self.found[-1][1].setdefault(str(given["name"]), given.get("value") or "")
            if tag == "textarea" or (tag == "input" and given.get("type") not in NOT_TYPED):
                self.written.add(str(given["name"]))
                if tag == "textarea" or given.get("inputmode") != "numeric":
                    self.free.add(str(given["name"]))


def forms_of(client: Client, address: str) -> Forms:
    page = client.get(address, follow=True)
    parser = Forms(page.redirect_chain[-1][0] if page.redirect_chain else address)
    parser.feed(page.content.decode())
    return parser


def sendings(forms: Forms, fields: dict[str, str], *, together: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Give what to send: together, each input in all fields; else in all that take free words, in turn in the others, and alone.

    In turn: the first sending has the first input in the first field and the second in the second, the next one is a step on,
    so that every field meets every input without a sending for each pair.
    """
    seen = sorted(fields.keys() - NOT_READ - (ALL_OF_THEM if together else set()))
    free = [name for name in seen if together or name in forms.free]
    for name, value in HOSTILE.items() if free else ():
        yield name, dict.fromkeys(free, value)
    if together:
        return
    inputs = list(HOSTILE.values())
    made_up = list(MADE_UP.values())
    others = [name for name in seen if name not in forms.free]
    for turn in range(max((len(inputs if name in forms.written else made_up) for name in others), default=0)):
        lists = [inputs if name in forms.written else made_up for name in others]
        yield (
            f"turn {turn}",
            {
                name: values[(turn + place) % len(values)]
                for place, (name, values) in enumerate(zip(others, lists, strict=True))
            },
        )
    for field in seen:
        for name in ALONE:
            yield f"{field}={name}", {field: HOSTILE[name]}


def shape(target: str, fields: dict[str, str]) -> str:
    """Give what a form has in common with the same form of another row: a list has it once a row, and one of each is enough."""
    return re.sub(r"[0-9a-f-]{8,}|\b\d+\b", "*", f"{target} {sorted(fields.items())}")


def try_everything(client: Client, address: str, *, together: bool = False) -> int:
    """Send each hostile input in each field; `together`: in all fields that somebody fills in at once (long forms)."""
    tried = 0
    forms = forms_of(client, address)
    one_of_each = {
        shape(target, fields): (target, fields) for target, fields in forms.found if "sign-out" not in target
    }
    for target, fields in one_of_each.values():
        for name, hostile in sendings(forms, fields, together=together):
            with transaction.atomic():
                answer = client.post(target, {**fields, **hostile})
                transaction.set_rollback(True)
            assert answer.status_code < 500, f"{target} {name}"
            assert b"<script>alert(1)" not in answer.content, f"{target} {name} is not escaped"
            assert "x=1" not in str(answer.headers), f"{target} {name} reaches a header"
            tried += 1
        with transaction.atomic():
            answer = client.generic("POST", target, b"%ff%fe=%ed%a0%bd&=&&a%00=%00", content_type=FORM)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{target} with broken bytes"
        tried += 1
    return tried


@pytest.fixture
def told(world: World) -> dict[str, str]:
    """A report, a set-aside report and a case to try the desk's forms on."""
    report, _ = world.tell("bramblewick, he is kai_skates09")
    in_case, code = world.tell("second, he is KaiSkates09")
    ring = world.ring(world.asha)
    case = cases.start(school=world.marram, title="A", report=in_case, seen=in_case.version, ring=ring, by=world.asha)
    cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=ring, by=world.asha)
    rows = [
        draft(case=case, agency=Agency.POLICE, staff_concerned=False, once=bytes([n] * 16), ring=ring, by=world.asha)
        for n in range(2)
    ]
    told = Telling(How.ONLINE, "Desk 4", "", "", clock.now().date() + timedelta(days=3))
    make(referral=rows[1], told=told, tell=False, seen=1, once=b"m" * 16, ring=ring, by=world.asha)
    return {
        "identifier": str(report.identifiers.get().pk),
        "report": str(report.pk),
        "case": str(case.pk),
        "words": " ".join(code.words),
        "drafted": str(rows[0].pk),
        "made": str(rows[1].pk),
        **addresses_of(case, world),
    }


def addresses_of(case: Case, world: World) -> dict[str, str]:
    """The pages of what supports the child of a case, each with its forms."""
    rows = supported(world, case)
    person = case.people.get().pk
    return {
        "case_plan": reverse("case_plan", args=[case.pk]),
        "case_child": reverse("case_child", args=[case.pk, person]),
        "case_check_in": reverse("case_check_in", args=[case.pk, rows["check_in"].pk]),
        "case_task": reverse("case_task", args=[case.pk, rows["task"].pk]),
        "case_parents": reverse("case_parents", args=[case.pk]),
        "case_not_tell": reverse("case_not_tell", args=[case.pk]),
        "case_not_told": reverse("case_not_told", args=[case.pk, rows["decision"].pk]),
    }


@pytest.mark.parametrize(
    "name",
    [
        "queue",
        "junk",
        "pupils",
        "record",
        "change_password",
        "sign_ins",
        "office",
        "office_facts",
        "office_add_person",
        "office_checklist",
        "office_invite",
        "office_kit",
        "office_new_kit",
        "office_roll",
        "office_roll_import",
        "office_boxes",
        "office_box_add",
        "office_rota",
        "office_rota_hours",
        "office_rota_dates",
        "office_rota_shift",
        "office_rota_away",
        "reach",
    ],
)
def test_the_desks_lists_and_forms(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    try_everything(client_for(world.asha), reverse(name))


@pytest.mark.parametrize("fact", ["route.childline", "age.x", "step.keep"])
def test_a_fact_of_the_help_pages(fact: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    assert try_everything(client_for(world.olu), reverse("office_guidance_fact", args=[fact]))


@pytest.mark.parametrize("name", ["report", "case", "case_evidence"])
def test_a_report_and_a_case(
    name: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    assert try_everything(client_for(world.asha), reverse(name, kwargs={"pk": told[name.partition("_")[0]]})) > len(
        HOSTILE
    )


@pytest.mark.parametrize(
    ("name", "which"),
    [
        ("case_referrals", ""),
        ("case_referral", "drafted"),
        ("case_referral", "made"),
        ("case_referral_text", "drafted"),
    ],
)
def test_referrals(
    name: str, which: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    args = [told["case"], told[which]] if which else [told["case"]]
    assert try_everything(client_for(world.asha), reverse(name, args=args)) > len(MADE_UP)


def test_a_text_that_is_kept(world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]) -> None:
    client, args = client_for(world.asha), [told["case"], told["drafted"]]
    shown = client.post(reverse("case_referral_text", args=args), {"order": "form"}).content.decode()
    assert "keep-text" in shown
    fields = {"seen": "1", "once": "0" * 32, "text": "x"}
    for field in fields:
        for value in HOSTILE.values():
            with transaction.atomic():
                answer = client.post(reverse("case_referral_keep", args=args), {**fields, field: value})
                transaction.set_rollback(True)
            assert answer.status_code < 500
            assert b"<script>alert(1)" not in answer.content


@pytest.mark.parametrize(
    "name",
    ["case_plan", "case_child", "case_check_in", "case_task", "case_parents", "case_not_tell", "case_not_told"],
)
def test_what_supports_a_child(
    name: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    assert try_everything(client_for(world.asha), told[name]) > len(HOSTILE)


@pytest.mark.parametrize(
    "name", ["case_decision", "case_triggers", "case_questions", "case_manage", "case_ask_sign_off"]
)
def test_the_steps_of_a_decision(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    case = managed(world)
    together = name in {"case_questions", "case_manage"}
    assert try_everything(client_for(world.asha), reverse(name, args=[case.pk]), together=together) >= len(HOSTILE)


def test_finding_out_first(world: World, client_for: Callable[[Person | None], Client]) -> None:
    case = quiet_case(world)
    review(world, case, changed={"sexual_under_13": "unknown"})
    assert try_everything(client_for(world.asha), reverse("case_find_out", args=[case.pk])) > len(HOSTILE)


@pytest.mark.parametrize("kind", list(Paper))
def test_the_forms_around_a_decision(kind: Paper, world: World, client_for: Callable[[Person | None], Client]) -> None:
    case, client, ring = managed(world), client_for(world.asha), world.ring(world.asha)
    address = reverse("case_new_paper", args=[case.pk, kind.value])
    assert try_everything(client, address, together=True) >= len(HOSTILE)
    given = {Paper.VIEWING: viewing, Paper.SEIZURE: seizure, Paper.DELETION: deletion}[kind]()
    row = papers.save(case=case, kind=kind, given=given, once=os.urandom(16), ring=ring, by=world.asha)
    assert row is not None
    address = reverse("case_paper", args=[case.pk, row.sheet])
    assert try_everything(client, address, together=True) >= len(HOSTILE)


def test_the_heads_page(world: World, client_for: Callable[[Person | None], Client]) -> None:
    sheet = ask(world, managed(world))
    assert try_everything(client_for(world.hana), reverse("sign_off", args=[sheet.pk])) > len(HOSTILE)


def test_whose_name_a_fake_account_may_hold(world: World, client_for: Callable[[Person | None], Client]) -> None:
    on_the_roll(world)
    case, ring = quiet_case(world), world.ring(world.asha)
    first, _second = (
        takedowns.add(case=case, seen=Seen("instagram", name), once=bytes([at] * 16), ring=ring, by=world.asha)
        for at, name in enumerate(("ela_bramblewick", "ela.b"))
    )
    imitation.impersonated(account=first, pupil=Pupil.objects.get(), ring=ring, by=world.asha)
    client, address = client_for(world.asha), reverse("case_accounts", args=[case.pk])
    assert {"pupil", "said"} <= {field for _, fields in forms_of(client, address).found for field in fields}
    assert try_everything(client, address) > len(HOSTILE)


@pytest.mark.parametrize("name", ["report_lead_add", "report_lead_correct"])
def test_an_identifier_added_or_corrected(
    name: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    more = {"identifier": told["identifier"]} if name == "report_lead_correct" else {}
    address = reverse(name, kwargs={"pk": told["report"], **more})
    assert try_everything(client_for(world.asha), address) > len(HOSTILE)


@pytest.mark.parametrize("name", ["series", "series_evidence", "case_series"])
def test_series(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    alone, *both, _elsewhere = [a_case(world, f"brook_stone{number}x") for number in range(4)]
    series = a_series(world, *both)
    address = reverse(name, args=[alone.pk if name == "case_series" else series.pk])
    assert try_everything(client_for(world.asha), address, together=name == "series_evidence") >= len(HOSTILE)


def test_a_step_that_is_not_needed(world: World, client_for: Callable[[Person | None], Client]) -> None:
    assert try_everything(client_for(world.olu), reverse("office_leave_out", args=["roll"])) > len(HOSTILE)


def test_joining_by_a_link(world: World, client_for: Callable[[Person | None], Client]) -> None:
    client = client_for(None)
    link = inviting.invite(
        school=world.marram, name="Nia Brook", email="nia@school.example", role=Role.STAFF, by=world.olu
    )
    assert try_everything(client, reverse("join_link", args=[link.secret])) > len(HOSTILE)


def test_signing_in(world: World, client_for: Callable[[Person | None], Client]) -> None:
    assert try_everything(client_for(None), reverse("account_login")) > len(HOSTILE)


@pytest.mark.parametrize("key", ["", *sorted(BY_KEY), "check"])
def test_every_question_a_child_is_asked(key: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    client = client_for(None)
    begun = client.post(reverse("tell"), {"about": "me"})
    assert begun.status_code == 303
    client.post(reverse("question", kwargs={"key": "what"}), {"what": ["threats", "money"]})
    address = {"": reverse("tell"), "check": reverse("check_answers")}.get(key) or reverse(
        "question", kwargs={"key": key}
    )
    tried = try_everything(client, address)
    assert tried or key in NOT_ALWAYS_ASKED, f"{key} showed no form"


NOT_ALWAYS_ASKED = {"about", "child_name", "said", "seen", "done", "promised", "contact_words", "when_words"}


def test_the_mailbox(world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]) -> None:
    client = client_for(None)
    assert try_everything(client, reverse("mailbox")) >= len(HOSTILE)
    client.post(reverse("open_mailbox"), {"words": told["words"]})
    assert try_everything(client, reverse("mailbox")) >= len(HOSTILE)


@pytest.mark.parametrize("which", ["begin", "plan", "group", "held", "session", "question"])
def test_briefings(which: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    a_year(world)
    made = held(world) if which in {"held", "session"} else begun(world)
    address = {
        "begin": reverse("briefings"),
        "group": reverse("briefing_group", args=[made.pk, group(made, "7A").pk]),
        "session": reverse("session", args=[group(made, "7A").pk]),
        "question": reverse("question_asked", args=[asked(world, "Why?", made).pk]),
    }.get(which) or reverse("briefing", args=[made.pk])
    assert try_everything(client_for(world.asha), address, together=which == "group") >= len(MADE_UP)


@pytest.mark.parametrize("code", ["", "K7M2PX"])
def test_the_question_box(code: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    client = client_for(None)
    assert try_everything(client, reverse("ask_code", args=[code]) if code else reverse("ask")) > len(HOSTILE)
    for value in HOSTILE.values():
        answer = client.post(reverse("ask_tell"), {"text": value})
        assert answer.status_code == 303


@pytest.mark.parametrize("which", ["draft", "asked", "begin"])
def test_letters(which: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    year_seven(world)
    letter = drafted(world)
    if which == "asked":
        ring = world.ring(world.asha)
        letters.ask(letter=letter, reader=world.dev, version=letter.version, ring=ring, by=world.asha)
    address = reverse("letters") if which == "begin" else reverse("letter", args=[letter.pk])
    assert try_everything(client_for(world.dev), address) >= len(MADE_UP)


@pytest.mark.parametrize("name", ["keeping", "shredding", "case_keeping", "office_keeping"])
def test_what_is_kept_how_long(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    held = closed(world)
    keep.hold(case=held, why="A trial", ring=world.ring(world.asha), by=world.asha)
    closed(world)
    args = {"shredding": [a_proposal(world).pk], "case_keeping": [held.pk]}.get(name, [])
    assert try_everything(client_for(world.dev), reverse(name, args=args)) >= len(HOSTILE)


def test_the_letterhead(world: World, client_for: Callable[[Person | None], Client]) -> None:
    assert try_everything(client_for(world.olu), reverse("office_letterhead")) > len(HOSTILE)


def test_the_words_of_letters(world: World, client_for: Callable[[Person | None], Client]) -> None:
    address = reverse("office_wording", args=["told_us", "ur"])
    assert try_everything(client_for(world.olu), address) > len(HOSTILE)
    year_seven(world)
    address = reverse("letter_in", args=[drafted(world).pk, "pl"])
    assert try_everything(client_for(world.asha), address) > len(HOSTILE)


@pytest.mark.parametrize("name", ["office_roll_pupil", "office_roll_preview", "office_roll_columns"])
def test_the_roll(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    address = reverse(name, args=[on_the_roll(world)[name]])
    assert try_everything(client_for(world.olu), address, together=name == "office_roll_columns")
