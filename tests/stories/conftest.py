"""Fixtures of the browser stories: a real server, and pages as a desktop, a small phone, and without JavaScript.

    pytestmark = pytest.mark.story

    def test_child_tells(server, open_page, axe):
        page = open_page("phone, no scripts")
        page.goto(server.url("/"))
        axe(page)

`server` is fresh for each test file, `fresh_server` for each test, `two_schools` has Heron Hill School beside it.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.stories.server import PASSWORD, ROOT, Server, account, keep_sessions, running, seeded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium")
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIGNED_IN = ("asha", "dev", "hana", "grace", "olu", "tom")
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
PICTURES = ROOT / "docs" / "pictures"
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
_STEP = 30
expect.set_options(timeout=45_000)


class OpenPage(Protocol):
    """Opens a page in a new, empty browser window."""

    def __call__(self, how: str = "desktop", **more: Any) -> Page:
        """`how`: "desktop" or "phone", with ", no scripts" if wanted; `more` goes to Playwright's new_context."""
        ...


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """The demonstration, seeded once for each process, with everybody signed in once, the way they do."""
    template = tmp_path_factory.mktemp("made")
    shutil.copytree(seeded(_shared(tmp_path_factory)), template, dirs_exist_ok=True)
    with running(template, tmp_path_factory.mktemp("signing-in")) as started:
        for who in SIGNED_IN:
            context = browser.new_context(viewport=DESKTOP)
            _sign_in(context.new_page(), started, who)
            started.cookies[who] = context.cookies()
            context.close()
        keep_sessions(started, template)
    return template


@pytest.fixture(scope="session")
def shared_server(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server behind `fresh_server`: starting one costs more than most stories."""
    with running(demo_template, tmp_path_factory.mktemp("shared")) as started:
        yield started


@pytest.fixture(scope="module")
def server(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this file's own, with the demonstration as it was made."""
    with running(demo_template, tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def fresh_server(demo_template: Path, shared_server: Server) -> Server:
    """A server with the demonstration as it was made. What processes count in memory (limits of trying) goes on counting."""
    shared_server.as_made(demo_template)
    return shared_server


@pytest.fixture(scope="session")
def only_seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, with nobody signed in: for stories that start a server with settings of their own."""
    return seeded(_shared(tmp_path_factory))


@pytest.fixture(scope="module")
def two_schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two schools; its addresses begin with /at/marram-bay, the other's with /at/heron-hill."""
    template = seeded(_shared(tmp_path_factory), two=True)
    with running(template, tmp_path_factory.mktemp("server"), two=True) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This machine's Chromium."""
    named = os.environ.get("SEAWALL_CHROMIUM")
    chromium = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if chromium is None:
        pytest.skip("no Chromium found: install it, or name it in SEAWALL_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages; at the end, no script may have complained in any of them."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(how: str = "desktop", **more: Any) -> Page:
        size = PHONE if how.startswith("phone") else DESKTOP
        scripts = "no scripts" not in how
        context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="en-GB", **more)
        context.set_default_timeout(45_000)  # for what never comes: a busy machine takes its time
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note(said.type, said.text, complaints))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(kind: str, text: str, complaints: list[str]) -> None:
    if kind == "error" and not _REFUSED.match(text):
        complaints.append(text)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desktop page."""
    return open_page("desktop")


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page 320 px wide."""
    return open_page("phone")


@pytest.fixture
def no_scripts(open_page: OpenPage) -> Page:
    """A page 320 px wide in a browser without JavaScript."""
    return open_page("phone, no scripts")


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on a page, and that the page does not scroll sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        expect(page.locator("h1")).to_be_visible()
        scripts_off = page.evaluate("matchMedia('(scripting: none)').matches")
        if not scripts_off:
            found = Axe().run(page, options=AXE).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], page.url
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], f"{page.url} scrolls sideways: {wide}"

    return check


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Save a picture for the documentation, when SEAWALL_PICTURES=1."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("SEAWALL_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """Sign somebody in (`sign_in(page, server, "asha")`); they end on their own first page.

    The second time on the same server their cookies are used again, unless `anew`: a code is good for one use in 30 seconds.
    """

    def through(page: Page, server: Server, who: str, *, anew: bool = False) -> None:
        if not anew and who in server.cookies:
            page.context.add_cookies(server.cookies[who])  # type: ignore[arg-type]
            page.goto(server.url("/staff/"))
            return
        _sign_in(page, server, who)
        server.cookies[who] = page.context.cookies()

    return through


def _sign_in(page: Page, server: Server, who: str) -> None:
    person = account(who)
    page.goto(server.url("/sign-in/"))
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form:has(input[name=password]) button:not([type=button])").first.click()
    if not person.second_factor:
        return
    for _ in range(2):
        page.locator("input[name=code]").first.fill(person.code())
        with page.expect_navigation():
            page.locator("main form:has(input[name=code]) button:not([type=button])").first.click()
        if page.locator("input[name=code]").count() == 0:
            return
        time.sleep(_STEP - time.time() % _STEP + 0.5)  # the code was used a moment ago: wait for the next
    raise AssertionError(f"{who} could not sign in: {page.url}")
