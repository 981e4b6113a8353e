"""The stories' own tools: a server that answers, pages of three kinds, signing in."""

import pytest

from tests.stories.server import account

pytestmark = pytest.mark.story


@pytest.mark.parametrize("how", ["desktop", "phone", "phone, no scripts"])
def test_sign_in_page(server, open_page, axe, how):
    page = open_page(how)
    page.goto(server.url("/sign-in/"))
    assert page.locator("h1").count() == 1
    axe(page)


def test_lead_signs_in_with_second_factor(server, open_page, sign_in):
    page = open_page()
    sign_in(page, server, "asha")
    assert "/sign-in/" not in page.url


def test_codes_as_the_standard_says():
    """RFC 6238, appendix B (SHA-1), by the secret of a made-up account."""
    person = account("asha")
    assert len(person.code(59)) == 6
    assert person.code(59) == person.code(31)
    assert person.code(59) != person.code(60)
