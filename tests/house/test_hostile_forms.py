"""Every form of every page, with missing, absurd, huge, broken, emoji and right-to-left input: a page answers, never a crash."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.reports.questions import BY_KEY
from tests.world import FORM

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

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


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its fields with what they hold."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a form, or a field of it."""
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.found.append((given.get("action") or self.here, {}))
        elif tag in {"input", "textarea", "select", "button"} and given.get("name") and self.found:
            self.found[-1][1].setdefault(str(given["name"]), given.get("value") or "")


def forms_of(client: Client, address: str) -> list[tuple[str, dict[str, str]]]:
    page = client.get(address, follow=True)
    parser = Forms(page.redirect_chain[-1][0] if page.redirect_chain else address)
    parser.feed(page.content.decode())
    return parser.found


def try_everything(client: Client, address: str) -> int:
    tried = 0
    for target, fields in forms_of(client, address):
        if "sign-out" in target:
            continue
        for field in fields:
            for name, value in HOSTILE.items():
                with transaction.atomic():
                    answer = client.post(target, {**fields, field: value})
                    transaction.set_rollback(True)
                assert answer.status_code < 500, f"{target} {field}={name}"
                assert b"<script>alert(1)" not in answer.content, f"{target} {field} is not escaped"
                assert "x=1" not in str(answer.headers), f"{target} {field} reaches a header"
                tried += 1
        with transaction.atomic():
            answer = client.generic("POST", target, b"%ff%fe=%ed%a0%bd&=&&a%00=%00", content_type=FORM)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{target} with broken bytes"
    return tried


@pytest.fixture
def told(world: World) -> dict[str, str]:
    """A report, a set-aside report and a case to try the desk's forms on."""
    report, _ = world.tell("bramblewick, he is kai_skates09")
    in_case, code = world.tell("second, he is KaiSkates09")
    ring = world.ring(world.asha)
    case = cases.start(school=world.marram, title="A", report=in_case, seen=in_case.version, ring=ring, by=world.asha)
    cases.involve(case=case, part=Part.AFFECTED, name="Jess Marlow", detail="", ring=ring, by=world.asha)
    row = report.identifiers.get()
    return {"identifier": str(row.pk), "report": str(report.pk), "case": str(case.pk), "words": " ".join(code.words)}


@pytest.mark.parametrize(
    "name", ["queue", "junk", "record", "change_password", "office", "office_facts", "office_add_person"]
)
def test_the_desks_lists_and_forms(name: str, world: World, client_for: Callable[[Person | None], Client]) -> None:
    try_everything(client_for(world.asha), reverse(name))


@pytest.mark.parametrize("name", ["report", "case"])
def test_a_report_and_a_case(
    name: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    assert try_everything(client_for(world.asha), reverse(name, kwargs={"pk": told[name]})) > len(HOSTILE)


@pytest.mark.parametrize("name", ["report_lead_add", "report_lead_correct"])
def test_an_identifier_added_or_corrected(
    name: str, world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]
) -> None:
    more = {"identifier": told["identifier"]} if name == "report_lead_correct" else {}
    address = reverse(name, kwargs={"pk": told["report"], **more})
    assert try_everything(client_for(world.asha), address) > len(HOSTILE)


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


NOT_ALWAYS_ASKED = {"about", "child_name", "said", "seen", "done", "contact_words", "when_words"}


def test_the_mailbox(world: World, client_for: Callable[[Person | None], Client], told: dict[str, str]) -> None:
    client = client_for(None)
    assert try_everything(client, reverse("mailbox")) >= len(HOSTILE)
    client.post(reverse("open_mailbox"), {"words": told["words"]})
    assert try_everything(client, reverse("mailbox")) >= len(HOSTILE)
