"""The question box: anybody asks, nobody is known; danger is answered with help at once; nothing is lost, nothing kept twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from seawall.questionbox import queries
from seawall.questionbox.models import Question
from tests.briefings.made import a_year, begun
from tests.staff.helpers import text_of as words_of

if TYPE_CHECKING:
    from tests.world import FormClient, World

pytestmark = pytest.mark.django_db
CALM = "Is it safe to play with people I do not know?"


def text_of(page: Any) -> str:
    return words_of(page)


def test_a_question_is_kept_once_and_sealed(world: World, client: FormClient) -> None:
    a_year(world)
    made = begun(world)
    page = client.get(reverse("ask_code", args=[made.box.code.lower()]))
    assert "Only the safeguarding leads" in text_of(page)
    for _press in range(2):
        answer = client.post(reverse("ask_code", args=[made.box.code.lower()]), {"text": CALM, "once": "a" * 32})
        assert (answer.status_code, answer["Location"]) == (303, reverse("asked"))
    row = Question.objects.get()
    assert row.box == made.box
    assert settings.SEAWALL_VISIT_COOKIE not in client.cookies
    (opened,) = queries.opened([row], world.ring(world.asha))
    assert opened.text == CALM
    assert queries.counted(made.box) == (1, 1)


def test_a_slip_in_the_code_loses_nothing(world: World, client: FormClient) -> None:
    client.post(reverse("ask_code", args=["nosuchcode"]), {"text": CALM})
    client.post(reverse("ask"), {"text": CALM})
    assert [each.box for each in Question.objects.all()] == [None, None]


def test_danger_is_answered_with_help_and_a_way_to_tell(world: World, client: FormClient) -> None:
    said = "He says he will show my picture to everyone if I do not pay"
    page = client.post(reverse("ask"), {"text": said, "once": "b" * 32})
    assert page.status_code == 200
    assert "Tell us now" in text_of(page)
    assert "Do not pay" in text_of(page)
    assert Question.objects.get().danger > 0
    told = client.post(reverse("ask_tell"), {"text": said})
    assert told.status_code == 303
    words = client.get(reverse("question", kwargs={"key": "words"}))
    assert said in text_of(words)
    alarm = client.post(reverse("ask"), {"text": "I want to kill myself", "once": "c" * 32})
    assert "seawall-danger" in text_of(alarm)
    assert "999" in text_of(alarm)


def test_a_visit_under_way_is_not_thrown_away(world: World, client: FormClient) -> None:
    client.post(reverse("tell"), {"about": "me"})
    client.post(reverse("question", kwargs={"key": "words"}), {"words": "First part."})
    client.post(reverse("ask_tell"), {"text": "Second part."})
    kept = text_of(client.get(reverse("question", kwargs={"key": "words"})))
    assert "First part." in kept
    assert "Second part." in kept


def test_no_picture_and_nothing_too_long(world: World, client: FormClient) -> None:
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 60
    page = client.post(reverse("ask"), {"text": f"Look {picture}"})
    assert "It looked like a picture" in text_of(page)
    assert "iVBORw0" not in text_of(page)
    long = client.post(reverse("ask"), {"text": "help " * 500})
    assert long.status_code == 422
    assert "too long" in text_of(long)
    assert "help help" in text_of(long)
    assert client.post(reverse("ask"), {"text": " \n "}).status_code == 422
    assert Question.objects.count() == 1


def test_nobody_is_locked_out(world: World, client: FormClient) -> None:
    for number in range(40):
        assert client.post(reverse("ask"), {"text": CALM, "once": f"{number:032}"}).status_code == 303
    assert Question.objects.count() == 40
    assert max(Question.objects.values_list("burst", flat=True)) == 30
