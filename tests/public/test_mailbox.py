"""The mailbox: right words always open, wrong ones are answered kindly; reading, writing, throwing the words away."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from seawall.kit import clock
from seawall.kit.codes import Code
from seawall.mailbox import actions
from seawall.mailbox.models import Mailbox, Message
from seawall.mailbox.rules import Status
from seawall.reports.models import Report
from seawall.web.public import limits
from tests.public.road import at_heron, text_of
from tests.world import FormClient

if TYPE_CHECKING:
    from tests.world import World


@pytest.fixture
def told(world: World):
    return world.tell("They said they will show it to my class")


def opened(code: Code, typed: str = "") -> FormClient:
    client = FormClient()
    response = client.post("/mailbox/open", {"words": typed or " ".join(code.words)})
    assert (response.status_code, response["Location"]) == (303, "/mailbox/"), text_of(response)
    return client


def token(client: FormClient) -> str:
    found = re.search(r'name="once" value="([0-9a-f]+)"', client.get("/mailbox/").content.decode())
    assert found
    return found.group(1)


@pytest.mark.parametrize("between", [" ", "-", ", ", "\n", ".", "  _  "])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_the_words_open_however_they_are_typed(world: World, told, between: str, case) -> None:
    client = opened(told[1], case(between.join(told[1].words)))
    assert "What you told us has arrived" in text_of(client.get("/mailbox/"))


def test_words_we_do_not_know_are_named_with_near_ones(world: World) -> None:
    page = text_of(FormClient().post("/mailbox/open", {"words": "monologeu gargle"}))
    assert "“monologeu” is not one of our words. Is it “monologue”" in page
    assert "You wrote 2 words. We need six." in page
    assert "gargle” is not" not in page


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "🙂", "مرحبا", "x" * 19_000, "a " * 5000, "one", "<b>", "data:image/png;base64,AAAA"],
)
def test_absurd_words_get_a_sentence(world: World, typed: str) -> None:
    response = FormClient().post("/mailbox/open", {"words": typed})
    assert response.status_code == 422
    assert "There is a problem" in text_of(response)


def test_a_wrong_code_is_told_kindly(world: World, told) -> None:
    response = FormClient().post("/mailbox/open", {"words": " ".join(Code.new().words)})
    assert response.status_code == 422
    assert "We could not find anything for these six words" in text_of(response)


def test_a_code_opens_at_its_own_school_only(world: World, told) -> None:
    response = at_heron().post("/mailbox/open", {"words": " ".join(told[1].words)})
    assert response.status_code == 422
    assert "We could not find anything" in text_of(response)


def test_no_number_of_wrong_tries_keeps_a_right_code_out(world: World, told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TRIES_FROM_AN_ADDRESS", 3)
    monkeypatch.setattr(limits, "TRIES_OF_A_CODE", 2)
    wrong = " ".join(Code.new().words)
    status = [FormClient().post("/mailbox/open", {"words": wrong}).status_code for _ in range(6)]
    assert status == [422, 422, 429, 429, 429, 429]
    opened(told[1])


def test_a_lead_s_answer_is_read_and_answered(world: World, told) -> None:
    report, code = told
    box = Mailbox.objects.get(report=report)
    typed = "We believe you.\nCome to room 4."
    actions.reply(mailbox=box, ring=world.ring(world.asha), typed=typed, once=b"1" * 16, by=world.asha)
    actions.tell_status(mailbox=box, status=Status.TOLD_POLICE, by=world.asha)
    client = opened(code)
    page = text_of(client.get("/mailbox/"))
    for said in ("We believe you.", "Come to room 4.", "Asha Verma, safeguarding lead", "We told the police."):
        assert said in page
    assert "They said they will show it" in page
    box.refresh_from_db()
    assert box.visited_at is not None
    response = client.post("/mailbox/write", {"text": "thank you <b> 🙂 شكرا", "once": token(client)})
    assert response["Location"] == "/mailbox/?sent=1"
    written = client.get(response["Location"])
    assert "We have got your message" in text_of(written)
    assert "thank you &lt;b&gt; 🙂 شكرا" in written.content.decode()
    box.refresh_from_db()
    assert box.unread_since is not None


def test_a_message_pressed_twice_is_written_once(world: World, told) -> None:
    client = opened(told[1])
    once = token(client)
    for _ in range(3):
        assert client.post("/mailbox/write", {"text": "please hurry", "once": once}).status_code == 303
    assert Message.objects.count() == 1
    client.post("/mailbox/write", {"text": "please hurry", "once": token(client)})
    assert Message.objects.count() == 2


def test_a_message_without_its_token_is_still_written(world: World, told) -> None:
    client = opened(told[1])
    client.post("/mailbox/write", {"text": "please hurry"})
    client.post("/mailbox/write", {"text": "please hurry", "once": "\x00"})
    assert Message.objects.count() == 2


def test_a_message_too_long_or_empty_is_told_and_kept(world: World, told) -> None:
    client = opened(told[1])
    response = client.post("/mailbox/write", {"text": "x" * 20_005, "once": "1"})
    assert response.status_code == 422
    assert "This is 5 characters too long" in text_of(response)
    assert "x" * 20_005 in response.content.decode()
    assert "Write something first" in text_of(client.post("/mailbox/write", {"text": " \x00 "}))
    picture = client.post("/mailbox/write", {"text": "data:image/png;base64,AAAA"})
    assert "We can take words only" in text_of(picture)
    assert not Message.objects.exists()


def test_a_picture_in_a_message_is_cut_out_and_told(world: World, told) -> None:
    client = opened(told[1])
    client.post("/mailbox/write", {"text": "look data:image/png;base64,AAAA here"})
    assert "looked like a picture" in text_of(client.get("/mailbox/"))


def test_danger_in_a_message_shows_help_and_raises_the_report(world: World, told) -> None:
    client = opened(told[1])
    where = client.post("/mailbox/write", {"text": "i want to die", "once": token(client)})["Location"]
    page = text_of(client.get(where))
    assert page.index("999") < page.index("0800 1111") < page.index("We have got your message")
    assert Report.objects.get().level.key == "immediate"


def test_words_thrown_away_open_nothing(world: World, told) -> None:
    client = opened(told[1])
    other = opened(told[1])
    assert "cannot be undone" in text_of(client.get("/mailbox/throw-away"))
    response = client.post("/mailbox/throw-away")
    assert response["Location"] == "/mailbox/thrown-away"
    assert client.get(response["Location"]).status_code == 200
    again = FormClient().post("/mailbox/open", {"words": " ".join(told[1].words)})
    assert "We could not find anything" in text_of(again)
    for page in ("/mailbox/", "/tell/next"):
        assert other.get(f"{page}").status_code == 404
    assert other.post("/mailbox/write", {"text": "still here?"}).status_code == 404


def test_a_closed_mailbox_can_be_read_and_not_written_to(world: World, told) -> None:
    actions.close_after(mailbox=Mailbox.objects.get(), by=world.asha)
    client = opened(told[1])
    assert "You can still read and write here for 30 days" in text_of(client.get("/mailbox/"))
    with clock.frozen(clock.now() + timedelta(days=31)):
        later = opened(told[1])
        page = text_of(later.get("/mailbox/"))
        assert "This mailbox is closed" in page
        response = later.post("/mailbox/write", {"text": "hello"})
    assert response.status_code == 403
    assert "tell us again" in text_of(response)


def test_wrong_and_right_words_of_a_stranger_look_alike_from_outside(world: World, told) -> None:
    """A code of another school and a code of nobody get the same page, byte for byte."""
    pages = [
        at_heron()
        .post("/mailbox/open", {"words": " ".join(code.words)})
        .content.replace(" ".join(code.words).encode(), b"")
        for code in (told[1], Code.new())
    ]
    assert re.sub(rb'value="\w{64}"', b"", pages[0]) == re.sub(rb'value="\w{64}"', b"", pages[1])
