"""Missing, absurd, huge, control characters, emoji, right-to-left: every question answers well and never loses a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seawall.kit.text import LONGEST
from seawall.reports.models import Report
from seawall.reports.questions import BY_KEY, Kind
from seawall.web.public import path
from tests.public.road import at_heron, send, text_of, walk

if TYPE_CHECKING:
    from tests.world import World

ASKED = [q.key for q in path.pages("child", {"what": ["money"], "about": "friend"})]
CHOICES = [key for key in ASKED if BY_KEY[key].kind is not Kind.WORDS]
WORDS = [key for key in ASKED if BY_KEY[key].kind is Kind.WORDS]
ABSURD = ["", "nonsense", "me\x00", "🙂", "؀", "a" * 5000, "<script>", "../../etc", "-1", "None"]


def begun(world: World, about: str = "friend"):
    client = at_heron()
    client.post("/tell/", {"about": about})
    client.post("/tell/what", {"what": ["money"]})
    return client


@pytest.mark.parametrize("key", CHOICES)
def test_a_choice_that_is_not_offered_gets_a_sentence(world: World, key: str) -> None:
    client = begun(world)
    for value in ABSURD:
        response = client.post(f"/tell/{key}", {key: value})
        # An empty value is no answer at all, which is skipping; Django takes it so for one choice only.
        assert response.status_code == (303 if not value and BY_KEY[key].kind is Kind.ONE else 422), value
        if response.status_code == 422:
            assert "Choose from the answers on this page" in text_of(response)
            assert "<script>" not in response.content.decode().replace('<script src="', "")


@pytest.mark.parametrize("key", WORDS)
@pytest.mark.parametrize(
    "typed",
    [
        "👩\u200d👧 help 🙏",
        "لا أعرف ماذا",
        "שלום",
        "e\u0301te\u0301",
        "\u202etxt",
        "<b>bold</b> & 'quotes'",
        "x",
        "\ttab\nline",
        "%0a%00",
    ],
)
def test_any_words_come_back_as_they_were_written(world: World, key: str, typed: str) -> None:
    client = begun(world)
    assert client.post(f"/tell/{key}", {key: typed}).status_code == 303
    page = client.get(f"/tell/{key}")
    assert page.context["form"].initial[key] == typed.strip()
    if "<b>" in typed:
        assert b"<b>bold" not in page.content


@pytest.mark.parametrize("key", WORDS)
def test_control_characters_are_left_out_and_nothing_else(world: World, key: str) -> None:
    client = begun(world)
    assert client.post(f"/tell/{key}", {key: "one\x00two\x07\x1b three"}).status_code == 303
    assert client.get(f"/tell/{key}").context["form"].initial[key] == "onetwo three"


@pytest.mark.parametrize("key", WORDS)
def test_too_long_is_told_and_kept_whole(world: World, key: str) -> None:
    client = begun(world)
    limit = BY_KEY[key].limit
    typed = "ab cd" * (limit // 5) + "1234567"
    response = client.post(f"/tell/{key}", {key: typed})
    assert response.status_code == 422
    assert "This is 7 characters too long" in text_of(response)
    assert typed in response.content.decode()
    assert client.post(f"/tell/{key}", {key: typed[:-7]}).status_code == 303
    assert client.get(f"/tell/{key}").context["form"].initial[key] == typed[:-7]


def test_twenty_thousand_of_the_widest_characters_are_taken(world: World) -> None:
    client = begun(world)
    assert client.post("/tell/words", {"words": "🙂" * LONGEST}).status_code == 303


def test_more_than_the_server_takes_is_answered_with_a_sentence(world: World) -> None:
    client = begun(world)
    response = client.post("/tell/words", {"words": "x" * 1_100_000})
    assert response.status_code == 413
    assert "more than we can take" in text_of(response)


def test_hundreds_of_fields_are_answered_with_a_sentence(world: World) -> None:
    response = begun(world).post("/tell/what", {f"f{n}": "1" for n in range(300)})
    assert response.status_code == 400
    assert "Go back and try again" in text_of(response)


def test_a_file_is_refused_with_a_sentence(world: World) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="words"; filename="a.png"\r\n\r\n\x89PNG\r\n--b--\r\n'
    response = begun(world).post("/tell/words", body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 415
    assert "picture" in text_of(response)


def test_a_picture_hidden_in_the_words_is_cut_out_kindly(world: World) -> None:
    client = begun(world)
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 20
    following = client.post("/tell/words", {"words": f"before {picture} after"})["Location"]
    page = text_of(client.get(following))
    assert "It looked like a picture" in page
    assert "not in trouble" in page
    following = client.post(following, {"skip": "1"})["Location"]
    assert "It looked like a picture" not in text_of(client.get(following))
    walk(client, {}, about="friend")
    send(client)


def test_a_cut_out_picture_is_told_to_the_desk_as_a_number(world: World) -> None:
    client = at_heron()
    walk(client, {"words": "see data:image/png;base64,AAAA and this"})
    send(client)
    assert Report.objects.get().coded["cut"] == 1


def test_safe_beside_a_danger_never_sends_anybody_back(world: World) -> None:
    client = begun(world)
    assert client.post("/tell/safe", {"safe": ["coming", "safe"]}).status_code == 303
    assert client.get("/tell/safe").context["form"].initial["safe"] == ["coming"]


def test_nobody_and_somebody_knows_is_asked_again(world: World) -> None:
    assert begun(world).post("/tell/adult_knows", {"adult_knows": ["nobody", "parent"]}).status_code == 422


def test_a_question_that_is_not_there(world: World) -> None:
    client = begun(world, about="me")
    for key in ("child_name", "said", "contact_words", "nonsense", "x" * 300):
        assert client.get(f"/tell/{key}").status_code == 404


def test_an_absurd_beginning_begins_all_the_same(world: World) -> None:
    client = at_heron()
    for about in ("", "nonsense", "my_child", "\x00"):
        response = client.post("/tell/", {"about": about})
        assert response["Location"] == "/tell/safe"
