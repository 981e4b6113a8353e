"""The first day of a deputy, and her last: the office adds her, she sets up how she signs in, a lead lets her in, she leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.stories.sign_in_steps import Someone, code_of

if TYPE_CHECKING:
    from tests.stories.conftest import OpenPage
    from tests.stories.server import Server
    from tests.stories.sign_in_steps import Look, Take

pytestmark = pytest.mark.story

NIA: Final = "nia@marram-bay.example"
OWN: Final = "dune grass and rain"


def test_first_day_and_last(server: Server, open_page: OpenPage, axe: Look, picture: Take) -> None:
    office = Someone(open_page("desktop"), server, axe, picture)
    changes_the_schools_facts(office)
    first_password = adds_nia(office)
    nia = Someone(open_page("phone"), server, axe, picture)
    check_words = chooses_a_password(nia, first_password)
    codes = sets_up_an_app(nia)
    lets_nia_in(Someone(open_page("desktop"), server, axe, picture), check_words)
    nia.signs_out()
    nia.gives_password(NIA, OWN)
    nia.gives_code(codes[3])
    nia.is_at_the_desk()
    takes_nia_out(office)
    nia.page.reload()
    nia.sees("For people who work at the school.")


def changes_the_schools_facts(office: Someone) -> None:
    office.gives_password("olu")
    office.gives_code()
    office.sees("People", picture="office-1-school-and-people")
    office.clicks("Change these")
    office.sees("Your police force")
    office.fills(phone="call us", colour="#00cc66")
    office.clicks("Save")
    office.sees("Enter a phone number, such as 01632 960123")
    office.fills(phone="01632 960123")
    office.clicks("Save")
    office.sees("Saved.")


def adds_nia(office: Someone) -> str:
    office.clicks("Add a person")
    office.sees("What are they at the school?", shot="add-a-person")
    office.fills(name="Nia Brook", email=NIA)
    office.ticks("Deputy safeguarding lead")
    office.clicks("Add")
    office.sees("Nia Brook can sign in now", shot="person-added")
    return office.reads("first-password")


def chooses_a_password(nia: Someone, first_password: str) -> str:
    nia.gives_password(NIA, first_password)
    nia.sees("Choose a password of your own", shot="choose-a-password")
    nia.fills(old=first_password, new=OWN, again=OWN)
    nia.clicks("Save")
    nia.sees("You need a second factor besides your password", shot="second-factor-wanted")
    return nia.reads("check-words")


def sets_up_an_app(nia: Someone) -> list[str]:
    nia.clicks("Set up an authenticator app")
    expect(nia.page.get_by_role("img", name="A QR code")).to_be_visible()
    nia.page.get_by_text("I can't use the picture").click()
    nia.sees("called a key or a secret", picture="sign-in-3-set-up-an-app")
    secret = nia.reads("secret")
    nia.fills(code="12")
    nia.clicks("Set up")
    nia.sees("That did not match. Try again.")
    nia.page.get_by_text("I can't use the picture").click()
    assert nia.reads("secret") == secret, "a slip does not ask to read the picture again"
    nia.fills(code=code_of(secret))
    nia.clicks("Set up")
    nia.sees("Your recovery codes", picture="sign-in-4-recovery-codes")
    codes = nia.page.locator("[data-recovery-codes] li").all_inner_texts()
    assert len(codes) == 10
    nia.clicks("Go on")
    nia.sees("Keep your recovery codes first")
    nia.ticks("I have kept my recovery codes")
    nia.clicks("Go on")
    nia.is_at_the_desk()
    return codes


def lets_nia_in(lead: Someone, check_words: str) -> None:
    lead.gives_password("asha")
    lead.gives_code()
    lead.is_at_the_desk()
    lead.goes_to("/office/")
    lead.follows("Let in Nia Brook")
    lead.sees(check_words, picture="office-2-let-in")
    lead.ticks("I have asked them myself")
    lead.clicks("Let in")
    lead.sees("Nia Brook is in the safeguarding team.")


def takes_nia_out(office: Someone) -> None:
    office.goes_to("/office/")
    office.follows("Nia Brook leaves")
    office.sees("Does Nia Brook leave?", shot="somebody-leaves")
    office.clicks("Yes, they leave")
    office.sees("Nia Brook can't sign in any more.")
