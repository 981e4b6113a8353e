"""`./run bench --lighthouse`: Google's Lighthouse over three public pages, as an old phone on a slow line meets them.

Lighthouse is no part of Seawall: it is fetched from npm for this run, and thrown away with its folder. It needs a network, and
Chromium.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Final

from bench.browser import Browser
from bench.table import Row
from tests.stories.conftest import BROWSERS
from tools import assets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.server import Server

VERSION: Final = "13.5.0"
_NODE: Final = 22
_AT_LEAST: Final = 98
_RUNS: Final = 3
_FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
_PAGES: Final = {"start page": "/", "help steps": "/help/1/2/", "first question": "/tell/safe"}
_SHOWN: Final = {
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}


class CannotMeasureError(Exception):
    """Lighthouse or a browser is not to be had; the message says which."""


def measure(server: Server, folder: Path) -> list[Row]:
    """Fetch Lighthouse into a folder and weigh each page. Raises CannotMeasureError, assets.CannotError."""
    chromium = next(filter(None, map(shutil.which, [os.environ.get("SEAWALL_CHROMIUM", ""), *BROWSERS])), None)
    if chromium is None:
        raise CannotMeasureError("There is no Chromium here: install it, or name it in SEAWALL_CHROMIUM.")
    folder.mkdir()
    places = _node(folder)
    _run(places, folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"lighthouse@{VERSION}")
    cookies = asyncio.run(_begun(server.port))
    return [_row(name, _best(places, folder, server.url(at), chromium, cookies)) for name, at in _PAGES.items()]


def _node(folder: Path) -> str:
    """Return a PATH with a node that Lighthouse runs on: the machine's, or the one of our own lock."""
    machine = os.environ.get("PATH", os.defpath)
    node = shutil.which("node")
    if node and assets.works("node", machine) and assets.works("npm", machine):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        if int(said.lstrip("v").partition(".")[0]) >= _NODE:
            return machine
    assets.install_node(folder / "node")
    return f"{folder / 'node' / 'bin'}{os.pathsep}{machine}"


async def _begun(port: int) -> str:
    """Begin to tell, as the first question is for nobody else; return the cookies."""
    async with Browser(port) as child:
        await child.request("/tell/")
        await child.request("/tell/", {"about": "me"})
        return "; ".join(f"{name}={value}" for name, value in child.cookies.items())


def _best(places: str, folder: Path, address: str, chromium: str, cookies: str) -> dict[str, Any]:
    """The middle of some runs by performance: a busy machine makes one run slow."""
    runs = sorted(
        (_audit(places, folder, address, chromium, cookies) for _run in range(_RUNS)),
        key=lambda found: found["categories"]["performance"]["score"] or 0,
    )
    return runs[_RUNS // 2]


def _audit(places: str, folder: Path, address: str, chromium: str, cookies: str) -> dict[str, Any]:
    said = folder / "said.json"
    arguments = [address, "--quiet", "--form-factor=mobile", "--only-categories=performance,accessibility"]
    arguments += ["--output=json", f"--output-path={said}", f"--chrome-flags={_FLAGS}"]
    arguments += [f"--extra-headers={json.dumps({'Cookie': cookies})}"]
    program = str(folder / "node_modules" / "lighthouse" / "cli" / "index.js")
    _run(places, folder, "node", program, *arguments, CHROME_PATH=chromium)
    found: dict[str, Any] = json.loads(said.read_text("utf-8"))
    if found["finalDisplayedUrl"] != address:
        raise CannotMeasureError(f"{address} led to {found['finalDisplayedUrl']}")
    return found


def _row(name: str, found: dict[str, Any]) -> Row:
    scores = [round((found["categories"][kind]["score"] or 0) * 100) for kind in ("performance", "accessibility")]
    shown = ", ".join(f"{short} {found['audits'][key]['displayValue']}" for key, short in _SHOWN.items())
    failed = [
        key for key, audit in found["audits"].items() if audit["score"] == 0 and audit["scoreDisplayMode"] == "binary"
    ]
    said = f"{scores[0]} and {scores[1]}; {shown}" + (f"; not passed: {', '.join(failed)}" if failed else "")
    budget = f">= {_AT_LEAST} performance, {_AT_LEAST} accessibility"
    return Row(f"Lighthouse, mobile: {name}", budget, said, min(scores) >= _AT_LEAST)


def _run(places: str, folder: Path, program: str, *arguments: str, **more: str) -> None:
    path = shutil.which(program, path=places)
    environment = os.environ | {"PATH": places, "NODE_USE_SYSTEM_CA": "1"} | more
    done = subprocess.run(
        [path or program, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise CannotMeasureError(f"{program} {arguments[0]} said:\n{(done.stderr or done.stdout).strip()[-2000:]}")
