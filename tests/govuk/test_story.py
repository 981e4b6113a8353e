"""Every part in a browser: accessible at every width, in both directions, in forced colours; leaving fast."""

import os
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.govuk.kitchen_sink import served

pytestmark = pytest.mark.story

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS: dict[str, ViewportSize] = {"narrow": {"width": 320, "height": 640}, "wide": {"width": 1280, "height": 900}}
SHOTS = os.environ.get("SEAWALL_SHOTS")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("static")) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("SEAWALL_CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport=WIDTHS["narrow"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("query", ["", "errors", "staff&errors", "lang=ar&errors", "lang=ar&staff"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colours", ["none", "active"])
def test_no_barrier(browser, address, query, width, colours):
    context = browser.new_context(viewport=WIDTHS[width], forced_colors=colours)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{address}/?{query}", wait_until="networkidle")

    found = Axe().run(page, options=AXE).response["violations"]
    if SHOTS:
        name = re.sub(r"\W+", "-", f"{query}-{width}-{colours}")
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert [(rule["id"], rule["nodes"][0]["html"], len(rule["nodes"])) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]["width"]
    assert page.evaluate("document.documentElement.dir") == ("rtl" if "ar" in query else "ltr")
    assert told == []
    context.close()


def test_nothing_scrolls_sideways_at_400_percent(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 256}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/?errors")
    page.screenshot(path=f"{SHOTS}/zoom.png", full_page=True) if SHOTS else None
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_text("You can enter up to 200 characters")).to_be_visible()
    context.close()


def test_staff_scripts_run_from_hashed_files(page: Page, address):
    page.goto(f"{address}/?staff", wait_until="networkidle")
    assert "govuk-frontend-supported" in (page.locator("body").get_attribute("class") or "")
    page.get_by_role("button", name="Show password").click()
    assert page.get_by_label("Password", exact=True).get_attribute("type") == "text"
    page.get_by_label("In your own words").fill("x" * 190)
    expect(page.get_by_text("You have 10 characters remaining").first).to_be_visible()
    addresses = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    scripts = [name for name in addresses if name.endswith(".js")]
    assert len(scripts) == 2
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in scripts)


def test_public_pages_load_little(page: Page, address):
    page.goto(f"{address}/", wait_until="networkidle")
    entries = page.evaluate(
        "performance.getEntriesByType('resource').map(entry => [entry.name, entry.transferSize || entry.encodedBodySize])"
    )
    names = [name for name, _ in entries]
    assert not any("govuk" in name and name.endswith(".js") for name in names)
    assert sum(size for _, size in entries) < 30_000


def test_an_error_takes_the_focus_and_leads_to_its_input(page: Page, address):
    page.goto(f"{address}/?errors")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="The date must include").click()
    assert page.url.endswith("#id_when-month")


def from_entry(page: Page, address: str) -> None:
    page.goto(f"{address}/entry")
    page.goto(f"{address}/")


def assert_left_for_good(page: Page, address: str) -> None:
    page.wait_for_url(f"{address}/elsewhere")
    page.go_back()
    assert page.url == f"{address}/entry"


def test_exit_by_click_replaces_history(page: Page, address):
    from_entry(page, address)
    page.get_by_role("button", name="Exit this page").click()
    assert_left_for_good(page, address)


def test_exit_by_escape_three_times(page: Page, address):
    from_entry(page, address)
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("Escape, press 2 more times to exit.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("Escape, press 1 more time to exit.")
    page.keyboard.press("Escape")
    assert_left_for_good(page, address)


def test_escape_is_forgotten_after_five_seconds(page: Page, address):
    page.clock.install()
    page.goto(f"{address}/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.clock.run_for(5_100)
    expect(page.get_by_role("status")).to_have_text("Exit this page expired.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_have_text("Escape, press 2 more times to exit.")
    assert page.url == f"{address}/"


def test_leaving_hides_the_page_at_once(page: Page, address):
    page.goto(f"{address}/")
    assert "What has happened?" in page.evaluate("document.body.innerText")
    page.evaluate("""addEventListener('pagehide', () => {
        sessionStorage.seen = document.body.innerText.trim() + '/' + document.title
    })""")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(f"{address}/elsewhere")
    assert page.evaluate("sessionStorage.seen") == "Loading./Loading."


def test_exit_without_javascript(browser: Browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    page.get_by_role("button", name="Exit this page").click()
    assert page.url == f"{address}/elsewhere"
    context.close()


def test_exit_by_keyboard_is_the_second_stop(page: Page, address):
    from_entry(page, address)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page")).to_be_focused()
    page.keyboard.press("Enter")
    assert_left_for_good(page, address)


def test_a_double_click_sends_once_and_a_retry_is_let_through(page: Page, address):
    page.goto(f"{address}/")
    page.evaluate("""addEventListener('submit', event => {
        if (!event.defaultPrevented) window.times = (window.times || 0) + 1
        event.preventDefault()
    })""")
    send = page.get_by_role("button", name="Send")
    send.dblclick()
    assert page.evaluate("window.times") == 1
    page.wait_for_timeout(1_100)
    send.click()
    assert page.evaluate("window.times") == 2


def test_none_of_these_clears_the_others(page: Page, address):
    page.goto(f"{address}/")
    page.get_by_label("Threats").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("Threats")).not_to_be_checked()
    page.get_by_label("Threats").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()
