"""Languages: chosen, never guessed; a draft says so; a sentence that is missing is in English, and safety is in English, too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from django.conf import settings

from seawall.guidance.actions import look_at
from seawall.guidance.catalogue import DRAFTS
from seawall.web.shared.languages import ENGLISH
from seawall.web.shared.sentences import every
from tests.public.road import at_heron, text_of

if TYPE_CHECKING:
    from tests.world import FormClient, World

pytestmark = pytest.mark.django_db
CATALOGUES = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))
DRAFT = "This translation is a draft, to be read by a speaker."


def speaking(language: str) -> FormClient:
    client = at_heron()
    assert client.get(f"/in/{language}/")["Location"] == "/"
    return client


def test_a_language_is_offered_if_and_only_if_there_is_a_catalogue() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == set(dict(settings.LANGUAGES)) - {ENGLISH} == set(DRAFTS)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_only_what_stands_on_a_page_and_keeps_its_places(path: Path) -> None:
    for entry in polib.pofile(str(path)):
        assert entry.msgid in every(), entry.msgid
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(forms), entry.msgid
        for form in forms:
            assert sorted(re.findall(r"%\(\w+\)s", entry.msgid)) == sorted(re.findall(r"%\(\w+\)s", form))
            numbers = r"\d+(?: \d+)*"
            assert sorted(re.findall(numbers, entry.msgid)) == sorted(re.findall(numbers, form)), entry.msgid


def test_the_browser_s_own_language_is_not_asked(world: World) -> None:
    assert "Tell us. We will help." in text_of(at_heron().get("/", headers={"accept-language": "pl"}))


@pytest.mark.parametrize(
    "path", ["/", "/tell/", "/parents/", "/help/", "/help/1/", "/help/1/1/", "/help/1/2/", "/help/3/2/"]
)
@pytest.mark.parametrize("language", sorted(DRAFTS))
def test_the_page_is_in_the_language_says_it_is_a_draft_and_keeps_safety_in_english(
    world: World, language: str, path: str
) -> None:
    response = speaking(language).get(path)
    html, page = response.content.decode(), text_of(response)
    rtl = language in settings.LANGUAGES_BIDI
    assert f'lang="{language}" dir="{"rtl" if rtl else "ltr"}"' in html
    assert ("govuk.rtl.css" in html) is rtl
    assert page.count(DRAFT) == 1
    assert "In danger now? Call 999." in page
    if path.endswith("/2/"):
        assert "Do not pay. Do not send money or gift cards" in page
        assert "Do not delete anything yet. The police" in page
    if path == "/help/1/1/":
        assert "If you are in danger now, call 999. Call 999 or 112" in page


@pytest.mark.parametrize("language", sorted(DRAFTS))
def test_the_way_a_child_takes_is_whole(world: World, language: str) -> None:
    """Start, help first, finder, and the steps for money and for a picture: no sentence of the page's own is left in English."""
    catalogue = {entry.msgid for entry in polib.pofile(str(next(p for p in CATALOGUES if language in p.parts)))}
    from seawall.guidance.situations import situations

    for number in (1, 2, 3):
        advice = situations()[number].advice("child", "england")
        for step in (*advice.danger_first, *advice.steps):
            assert {step.title, *step.lines} <= catalogue, step.key


def test_the_choice_ends_with_the_way_out_and_with_english(world: World) -> None:
    client = speaking("pl")
    assert client.cookies[settings.SEAWALL_LANGUAGE_COOKIE]["expires"] == ""
    assert client.cookies[settings.SEAWALL_LANGUAGE_COOKIE]["max-age"] == ""
    client.get("/leave")
    assert client.cookies[settings.SEAWALL_LANGUAGE_COOKIE].value == ""
    client = speaking("ar")
    client.get("/in/en-gb/")
    assert "Tell us. We will help." in text_of(client.get("/"))
    assert at_heron().get("/in/xx/").status_code == 404


def test_the_desks_stay_in_english(world: World, client_for) -> None:
    client = client_for(world.olu)
    client.cookies[settings.SEAWALL_LANGUAGE_COOKIE] = "pl"
    assert 'lang="en-gb"' in client.get("/office/").content.decode()


def test_once_the_office_confirms_a_language_it_is_no_draft_any_more_here(world: World) -> None:
    look_at(school=world.heron, fact="language.pl", values={}, by=world.lena)
    page = text_of(speaking("pl").get("/"))
    assert DRAFT not in page
    assert "Powiedz nam" in page
    assert DRAFT in text_of(speaking("ar").get("/"))
