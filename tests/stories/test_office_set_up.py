"""The office goes through the list of the set-up, leaves a step out, and invites a deputy, who joins by her link on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.stories.sign_in_steps import Someone

if TYPE_CHECKING:
    from tests.stories.conftest import OpenPage
    from tests.stories.server import Server
    from tests.stories.sign_in_steps import Look, Take

pytestmark = pytest.mark.story

ADA: Final = "ada@marram-bay.example"
OWN: Final = "lantern tide and chalk"


def test_set_up_in_one_sitting_and_a_deputy_joins(
    fresh_server: Server, open_page: OpenPage, axe: Look, picture: Take
) -> None:
    office = Someone(open_page("desktop"), fresh_server, axe, picture)
    office.gives_password("olu")
    office.gives_code()
    office.follows("Setting up")
    office.sees("steps need nothing more", picture="office-3-setting-up")
    office.page.locator("a[href*='languages/not-needed']").click()
    office.clicks("Save")
    office.sees("Say why it is not needed here")
    office.fills(reason="Every family reads English.")
    office.clicks("Save")
    office.sees("Every family reads English.")
    office.page.locator("form[action*='languages/needed'] button").click()
    office.sees("Drafts that no speaker has read")
    link = invites_ada(office)
    ada = Someone(open_page("phone"), fresh_server, axe, picture)
    ada.page.goto(link)
    ada.sees("Welcome, Ada Lowe", picture="sign-in-5-join-phone")
    assert ada.page.url.endswith("/sign-in/join/"), "the secret does not stay in the address"
    ada.fills(new="marram bay 2026", again="marram bay 2026")
    ada.clicks("Keep this password")
    ada.sees("too much like your name or the school's")
    ada.fills(new=OWN, again=OWN)
    ada.clicks("Keep this password")
    ada.sees("Sign in with your e-mail address and this password now.")
    ada.gives_password(ADA, OWN)
    ada.sees("You need a second factor besides your password")
    ada.page.goto(link)
    ada.sees("You are signed in. Sign out first")
    stranger = Someone(open_page("phone"), fresh_server, axe, picture)
    stranger.page.goto(link)
    stranger.sees("was used already")
    looks_where_she_is_signed_in(Someone(open_page("phone"), fresh_server, axe, picture))


def invites_ada(office: Someone) -> str:
    office.goes_to("/office/people/invite/")
    office.fills(name="Ada Lowe", email=ADA)
    office.ticks("Deputy safeguarding lead")
    office.clicks("Make the link")
    office.sees("The link for Ada Lowe", picture="office-4-link")
    link = office.page.locator("[data-link]").input_value()
    office.goes_to("/office/")
    office.sees("Invited, and not here yet")
    return link


def looks_where_she_is_signed_in(asha: Someone) -> None:
    asha.gives_password("asha")
    asha.gives_code()
    asha.is_at_the_desk()
    asha.follows("Where you are signed in")
    asha.sees("This one", picture="sign-in-6-where-phone")
    asha.goes_to("/office/recovery-kit/")
    asha.fills(kit="these are not the words")
    asha.clicks("Check the words")
    asha.sees("These are not the words of this school's recovery kit.")
