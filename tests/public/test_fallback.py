"""A sentence that the catalogue lacks is in English, says so to a screen reader, and is one that a translator can translate."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import polib
import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override

from seawall.guidance.catalogue import DRAFTS
from seawall.guidance.platforms import platforms
from seawall.guidance.stopping import DEVICES
from seawall.kit import fallback
from seawall.web.shared.sentences import every, lacking
from tests.public.road import TITLES, at_heron, every_page, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import FormClient, World

pytestmark = pytest.mark.django_db
NAMES = {
    "Heron Hill School", "heron.example", "English", "Polski", "Română", "Cymraeg", "X (Twitter)", "abuse@telegram.org",
    *DEVICES.values(), *(app.name for app in platforms().values()),
}  # fmt: skip
"""What stands on a page in every language as it is: names, and addresses."""


def with_catalogue(settings: Any, folder: Path, language: str, **sentences: str) -> None:
    """A language that has these sentences only, and no others."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for msgid, msgstr in sentences.items():
        catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
    messages = folder / language / "LC_MESSAGES"
    messages.mkdir(parents=True)
    catalogue.save_as_mofile(str(messages / "django.mo"))
    settings.LOCALE_PATHS = [str(folder)]


def visitor(language: str) -> FormClient:
    client = at_heron()
    client.get(f"/in/{language}/")
    return client


def not_said_to_be_english(html: str) -> set[str]:
    """The words of a page that stand outside every element of English."""
    rest = re.sub(
        r'<bdi lang="en"[^>]*>.*?</bdi>|<(script|style)\b.*?</\1>', " ", html.partition("<body")[2], flags=re.DOTALL
    )
    rest = re.sub(r'<(\w+)[^>]*lang="en"[^>]*>.*?</\1>', " ", rest, flags=re.DOTALL)
    words = (" ".join(text.split()).rstrip(":") for text in re.split(r"<[^>]+>", f"<{rest}"))
    return {text for text in words if re.search("[A-Za-z]{2}", text)} - NAMES


def test_no_public_sentence_goes_round_the_catalogue_and_a_translator_knows_each(
    world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a catalogue that has nothing, every word but a name is said to be English, and the list has it."""
    asked, last = set[str](), fallback._InEnglish
    one, many = last.gettext, last.ngettext

    def gettext_of(self: Any, text: str) -> str:
        asked.add(text)
        return one(self, text)

    def ngettext_of(self: Any, text: str, other: str, n: int) -> str:
        asked.add(text)
        return many(self, text, other, n)

    monkeypatch.setattr(last, "gettext", gettext_of)
    monkeypatch.setattr(last, "ngettext", ngettext_of)
    with_catalogue(settings, tmp_path, "ar")
    for response in every_page(visitor("ar")):
        html = response.content.decode()
        assert not_said_to_be_english(re.sub(r"long (?:long )+", "", html)) == set()
        assert not re.search("[\ufdd0\ufdd1]", html)
    assert len(asked) > 600
    assert {text for text in asked if "\x04" not in text} <= every()


def test_one_sentence_that_is_missing_is_the_only_one_in_english(world: World, settings: Any, tmp_path: Path) -> None:
    whole = {text: f"«{text}»" for text in every() if text != "Who are you?"}
    with_catalogue(settings, tmp_path, "pl", **whole)
    html = visitor("pl").get("/help/").content.decode()
    assert re.findall(r"<bdi.*?</bdi>", html) == ['<bdi lang="en">Who are you?</bdi>']
    assert lacking("pl") == ["Who are you?"]
    assert set(lacking("ro")) < every()


def test_a_mark_never_stands_in_a_title_or_an_attribute(world: World, settings: Any, tmp_path: Path) -> None:
    with_catalogue(settings, tmp_path, "ar")
    html = visitor("ar").get("/").content.decode()
    assert TITLES.findall(html) == ["Help – Heron Hill School"]
    assert 'aria-label="Who are you?"' in html
    assert '<bdi lang="en" dir="ltr">I am a pupil</bdi>' in html


def test_danger_and_money_are_not_said_twice_in_english(world: World, settings: Any, tmp_path: Path) -> None:
    with_catalogue(settings, tmp_path, "pl")
    assert text_of(visitor("pl").get("/help/1/2/")).count("Do not send money or gift cards") == 1


def test_nothing_is_marked_outside_a_page_in_another_language(world: World, settings: Any, tmp_path: Path) -> None:
    with_catalogue(settings, tmp_path, "pl")
    visitor("pl").get("/")
    assert "<bdi lang" not in at_heron().get("/").content.decode()
    with override("pl"):
        assert gettext("Who are you?") == "Who are you?"
        assert fallback.told("Who are you?") == ("Who are you?", False)


@pytest.mark.parametrize("length", ["", "0"])
def test_what_somebody_typed_makes_no_element(world: World, length: str) -> None:
    typed = f"<b>\ufdd0{length}\ufdd1"
    assert fallback.spoken(f"<textarea>{typed}</textarea>", rtl=True) == f"<textarea><b>{length}</textarea>"


def test_how_far_each_language_is(world: World, client_for: Any) -> None:
    out = StringIO()
    call_command("languages", stdout=out)
    drafted = len(every()) - len(lacking("pl"))
    assert f"Polish: {drafted} of {len(every())} drafted" in out.getvalue()
    assert len(out.getvalue().splitlines()) == len(DRAFTS)
    out = StringIO()
    call_command("languages", missing="pl", stdout=out)
    assert out.getvalue().splitlines() == lacking("pl")
    page = text_of(client_for(world.olu).get("/office/guidance/"))
    assert f"Polish : {drafted} of {len(every())} sentences drafted, not read by a speaker" in page
