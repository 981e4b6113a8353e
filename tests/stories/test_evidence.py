"""A safeguarding lead makes an evidence bundle for the police, and the officer opens and verifies it elsewhere."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyrage
import pytest
from playwright.sync_api import Page, expect

from seawall.evidence import verify
from tests.stories.test_lead import press, the_case

if TYPE_CHECKING:
    from tests.stories.server import Server

pytestmark = pytest.mark.story

HOWS = ["desktop", "phone, no scripts"]
NARROW = 400


def to_the_form(page: Page, server: Server) -> str:
    the_case(page, server)
    page.get_by_role("link", name="Evidence bundles", exact=True).click()
    expect(page.get_by_role("heading", name="Make a bundle")).to_be_visible()
    return page.url


@pytest.fixture
def look(axe, picture):
    """Check a page with axe, and keep a picture of it for the documentation."""

    def check(page: Page, name: str = "") -> None:
        axe(page)
        if name:
            width = page.viewport_size["width"] if page.viewport_size else 0
            picture(page, f"evidence-{name}-{'desktop' if width > NARROW else 'phone'}")

    return check


@pytest.fixture
def asha(fresh_server, open_page, sign_in):
    """Asha's browser, signed in."""

    def opened(how: str) -> Page:
        page: Page = open_page(how)
        page.set_default_timeout(90_000)  # age takes its time over a passphrase, and a busy machine more
        sign_in(page, fresh_server, "asha")
        return page

    return opened


@pytest.mark.parametrize("how", HOWS)
def test_a_bundle_for_the_police(fresh_server, asha, look, tmp_path, how):
    server, page = fresh_server, asha(how)
    form = to_the_form(page, server)
    look(page, "1-form")

    press(page, "Make the bundle")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    page.get_by_label("The police", exact=True).check()
    page.get_by_label("Who exactly, and their reference").fill("DC Morgan, Saltmarsh Police, 42/1187")
    page.get_by_label("Why are you giving it?").fill("The officer asked for what we hold.")
    page.get_by_label("Passphrase", exact=True).fill("password")
    press(page, "Make the bundle")
    expect(page.locator(".govuk-error-summary").get_by_role("link")).to_contain_text("too easy to guess")
    expect(page.get_by_label("Why are you giving it?")).to_have_value("The officer asked for what we hold.")

    passphrase = "heron marsh lantern oatcake ribbon"
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Make the bundle")
    expect(page.get_by_role("heading", name="Take it now")).to_be_visible()
    number = page.locator(".desk-number").inner_text()
    look(page, "2-ready")
    with page.expect_download() as waiting:
        press(page, "Download the locked file")
    locked = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename.endswith(".zip.age")

    page.reload()
    expect(page.get_by_text("It is not kept here.")).to_be_visible()
    look(page)
    page.goto(form)
    expect(page.get_by_text("Downloaded", exact=True)).to_be_visible()
    look(page)
    the_officer_verifies(pyrage.passphrase.decrypt(locked, passphrase), number, tmp_path)


def the_officer_verifies(bundle: bytes, number: str, folder: Path) -> None:
    file = folder / "bundle.zip"
    file.write_bytes(bundle)
    program = [sys.executable, "-I", str(verify.__file__), str(file), "--number", number]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        summary = next(name for name in archive.namelist() if name.endswith("summary.pdf"))
        assert archive.read(summary).startswith(b"%PDF")
