"""The school's own words of its letters: kept as versions, looked at first, taken back; what is wrong is said, and not kept."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from django.urls import reverse

from seawall.letters import queries, wordings
from seawall.letters.models import Wording
from seawall.letters.rules.templates import templates
from tests.letters.made import drafted, year_seven
from tests.staff.helpers import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.test import Client

    from seawall.schools.models import Person
    from tests.world import World

KEY = "how_to_stop_it"
EMPTY = 4_000
"""Bytes; a page with a letterhead and nothing else has fewer."""
EN = ("office_wording", KEY, "en")


def at(*args: str) -> str:
    return reverse(args[0], args=args[1:])


@pytest.fixture
def olu(world: World, client_for: Callable[[Person | None], Client]) -> Client:
    return client_for(world.olu)


def said(answer: Any) -> str:
    return text_of(answer)


def last() -> int:
    row = Wording.objects.last()
    return row.pk if row else 0


def test_a_schools_words_are_kept_and_letters_begin_with_them(world: World, olu: Client) -> None:
    assert "our words" in said(olu.get(at("office_wordings")))
    typed = {"heading": "Our own title", "body": "Ring {school_phone}.\n\n# Then\n- Keep it", "seen": "0"}
    look = olu.post(at(*EN), {**typed, "do": "look"})
    assert "not saved yet" in said(look)
    assert b"<li>Keep it</li>" in look.content
    assert olu.post(at(*EN), {**typed, "do": "pdf"}).content.startswith(b"%PDF")
    assert not Wording.objects.exists()
    assert olu.post(at(*EN), typed).status_code == 302
    shown = said(olu.get(at(*EN)))
    assert "Ring {school_phone}." in shown
    assert world.olu.get_full_name() in shown
    assert olu.post(at(*EN), typed).status_code == 409
    year_seven(world)
    letter = drafted(world)
    found = queries.opened(letter, world.ring(world.asha).data_key(letter))
    assert (found.heading, found.body) == ("Our own title", "Ring {school_phone}.\n\n# Then\n- Keep it")
    first = last()
    olu.post(at(*EN), {**typed, "heading": "A second", "seen": first})
    olu.post(at("office_wording_back", KEY, "en"), {"to": first, "seen": last()})
    assert queries.words_for(world.marram, KEY)[0] == "Our own title"
    olu.post(at("office_wording_back", KEY, "en"), {"to": 0, "seen": last()})
    assert queries.words_for(world.marram, KEY)[0] == templates()[KEY].heading
    assert [len(each.changed) > 0 for each in wordings.versions(world.marram, KEY, "en")] == [True] * 4
    assert queries.words_for(world.heron, KEY)[0] == templates()[KEY].heading


def test_what_is_wrong_is_said_with_its_line_and_nothing_is_kept(world: World, olu: Client) -> None:
    wrong: Any = olu.post(at(*EN), {"heading": "A", "body": "One\nDear {childs_name}, kept", "seen": "0"})
    assert wrong.status_code == 422
    assert "line 2 there is no field called childs_name" in text_of(wrong)
    assert "{childs_name}, kept" in text_of(wrong)
    assert olu.post(at(*EN), {"heading": "", "body": "", "seen": "0"}).status_code == 422
    polish = ("office_wording", KEY, "pl")
    wrong = olu.post(at(*polish), {"heading": "A", "body": "Bez numeru", "seen": "0"})
    assert "is in one of the two" in text_of(wrong)
    assert not Wording.objects.exists()
    for args in ((KEY, "xx"), ("nothing", "en")):
        assert olu.get(at("office_wording", *args)).status_code == 404
    assert olu.post(at("office_wording_back", KEY, "en"), {"to": "99", "seen": "0"}).status_code == 404
    assert olu.post(at("office_wording_back", KEY, "en"), {"to": "x", "seen": "0"}).status_code == 302


def test_a_speaker_has_read_it_until_the_english_is_other_words(world: World, olu: Client) -> None:
    polish = ("office_wording", KEY, "pl")
    assert "nobody who speaks the language has read it" in said(olu.get(at(*polish)))
    now = wordings.stands(world.marram, KEY, "pl")
    typed = {"heading": now.heading, "body": now.body, "seen": "0", "read": "on"}
    look: Any = olu.post(at(*polish), {**typed, "do": "pdf"})
    with pikepdf.open(io.BytesIO(look.content)) as pdf:
        pages = [len(page.Contents.read_bytes()) for page in pdf.pages]
    assert len(pages) > 1
    assert min(pages) > EMPTY  # the whole English letter of now stands behind it
    olu.post(at(*polish), typed)
    assert wordings.stands(world.marram, KEY, "pl").read
    olu.post(at(*EN), {"heading": "Other", "body": "Ring {school_phone}.", "seen": "0"})
    assert "is not used" in said(olu.get(at(*polish)))
    assert "not used: the English is other words now" in said(olu.get(at("office_wordings")))


def test_an_upgrade_leaves_a_schools_words_and_says_that_ours_changed(
    world: World, olu: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    olu.post(at(*EN), {"heading": "Our own", "body": "Ring {school_phone}.", "seen": "0"})
    assert "Ours have changed" not in said(olu.get(at(*EN)))
    newer: Mapping[str, Any] = {**templates(), KEY: replace(templates()[KEY], body="Newer words, {school_phone}.")}
    monkeypatch.setattr(queries, "templates", lambda: newer)
    assert "Ours have changed" in said(olu.get(at(*EN)))
    assert "ours changed since" in said(olu.get(at("office_wordings")))
    assert queries.words_for(world.marram, KEY)[0] == "Our own"
