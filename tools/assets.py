"""Fetch the front-end files and fonts and make them ours: `tools/assets.py` (./run does it), `tools/assets.py lock`.

govuk-frontend is never committed. Its fonts and its crest may be used on GOV.UK only, so both are cut out here, and the
style sheet is turned for right-to-left scripts. The fonts with which PDFs are printed are not committed either.
Node is needed for this step alone, never while Seawall runs.
Only the standard library: this runs before anything else is known to work.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tools" / "front-end"
NODE_LOCK = ROOT / "tools" / "node.txt"
SCRATCH = ROOT / ".assets"
STAMP = SCRATCH / "stamp"
STATIC = ROOT / "src" / "seawall" / "govuk" / "static" / "govuk"
MADE = ("govuk.css", "govuk.rtl.css", "govuk.js")
TYPEFACES = ROOT / "src" / "seawall" / "kit" / "fonts"
TYPEFACE_FILES = (
    "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
    "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
    "noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf",
    "noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf",
    "noto-nastaliq-urdu/700Bold/NotoNastaliqUrdu_700Bold.ttf",
    "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
)
"""In the packages of @expo-google-fonts: the only ones that carry TTF files, which Typst needs. SIL Open Font Licence."""

FONTS = 'system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif'
NOTICE = (
    "/*! govuk-frontend {version}, MIT licence, Crown copyright. Changed for Seawall: fonts and crest cut out. */\n"
)


class CannotError(Exception):
    """The front-end files cannot be made; the message is a sentence for whoever typed ./run."""


def main(arguments: list[str]) -> int:
    """Make what is missing; with `lock`, write the lock of npm packages anew. Returns the exit code."""
    try:
        if arguments == ["lock"]:
            lock()
        elif not up_to_date():
            make()
    except CannotError as reason:
        print(f"run: the front-end files could not be made. {reason}", file=sys.stderr)
        return 1
    return 0


def recipe() -> str:
    """Return what the files depend on: this script and the pins."""
    parts = (Path(__file__), PINS / "package.json", PINS / "package-lock.json")
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def up_to_date() -> bool:
    """Tell whether the files are there and were made by this recipe."""
    wanted = [STATIC / name for name in MADE] + [TYPEFACES / Path(name).name for name in TYPEFACE_FILES]
    return STAMP.is_file() and STAMP.read_text() == recipe() and all(file.is_file() for file in wanted)


def make() -> None:
    """Fetch the packages, whose integrity npm checks against the lock, and write the files we need of them."""
    print("run: fetching the front-end files", file=sys.stderr)
    folder = scratch_folder()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, folder / name)
    npm(folder, "ci")
    package = folder / "node_modules" / "govuk-frontend"
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    built = package / "dist" / "govuk"

    STATIC.mkdir(parents=True, exist_ok=True)
    css = without_marks((built / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    write("govuk.css", css, version)
    (folder / "ltr.css").write_text(css, encoding="utf-8")
    rtlcss = folder / "node_modules" / "rtlcss" / "bin" / "rtlcss.js"
    call(folder, "node", str(rtlcss), "--silent", "ltr.css", "rtl.css")
    write("govuk.rtl.css", (folder / "rtl.css").read_text(encoding="utf-8"), version)
    write("govuk.js", without_map((built / "govuk-frontend.min.js").read_text(encoding="utf-8")), version)
    take_typefaces(folder / "node_modules" / "@expo-google-fonts")
    clear_away(folder)
    STAMP.write_text(recipe())


def take_typefaces(packages: Path) -> None:
    """Copy the fonts we print with, each at once, and nothing else of their packages."""
    TYPEFACES.mkdir(parents=True, exist_ok=True)
    for name in TYPEFACE_FILES:
        draft = SCRATCH / f"{Path(name).name}.{os.getpid()}"
        shutil.copyfile(packages / name, draft)
        draft.replace(TYPEFACES / Path(name).name)


def scratch_folder() -> Path:
    """Return a new folder to work in: two starts at once do not tread on one another."""
    SCRATCH.mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="npm-", dir=SCRATCH))


def clear_away(folder: Path) -> None:
    """Delete what was only needed on the way, a fetched node with it."""
    for leftover in (folder, SCRATCH / "node"):
        shutil.rmtree(leftover, ignore_errors=True)


def write(name: str, text: str, version: str) -> None:
    """Write one file at once, so that a server that is running never reads half of it."""
    charset = '@charset "UTF-8";'
    head = charset if text.startswith(charset) else ""
    draft = SCRATCH / f"{name}.{os.getpid()}"
    draft.write_text(head + NOTICE.format(version=version) + text.removeprefix(charset), encoding="utf-8")
    draft.replace(STATIC / name)


def without_marks(css: str) -> str:
    """Return the style sheet with no font of GDS, no crest and no address in it.

    Raises CannotError when something of them is left, as it would be after a change in the package.
    """
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"(?:-webkit-)?(?:background|mask)-image:url\([^)]*\);?", "", css)
    css = re.sub(r"[^{}]+\{\}", "", css)
    left = [mark for mark in ("url(", "GDS Transport", "@font-face", "crest") if mark in css]
    if left:
        raise CannotError(f"The style sheet still holds {', '.join(left)}: tools/assets.py must learn the new version.")
    return css.strip() + "\n"


def without_map(script: str) -> str:
    """Return the script without its pointer to a source map, which is not served."""
    return re.sub(r"//# sourceMappingURL=.*", "", script).strip() + "\n"


def lock() -> None:
    """Resolve the pins of package.json anew and keep versions and integrity, no addresses."""
    folder = scratch_folder()
    shutil.copy(PINS / "package.json", folder)
    npm(folder, "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
    found = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    for package in found["packages"].values():
        for key in ("resolved", "funding"):
            package.pop(key, None)
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    (PINS / "package-lock.json").write_text(text, encoding="utf-8")
    clear_away(folder)


def npm(folder: Path, *arguments: str) -> None:
    """Run npm quietly in a folder; no script of any package is run."""
    call(folder, "npm", *arguments, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def call(folder: Path, program: str, *arguments: str) -> None:
    """Run node or npm. Raises CannotError with its own words when it fails."""
    places = node_places()
    path = shutil.which(program, path=places)
    if path is None:
        raise CannotError(f"There is no {program}, and none could be installed.")
    done = subprocess.run(
        [path, *arguments],
        cwd=folder,
        # A school's filter often signs the web with a certificate of its own, which only the system knows.
        env=os.environ | {"PATH": places, "NODE_USE_SYSTEM_CA": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise CannotError(f"Is there a network? `{program} {' '.join(arguments[:1])}` said:\n{words}")


def node_places() -> str:
    """Return the PATH on which node and npm are found: the machine's, or that of a throw-away environment."""
    machine = os.environ.get("PATH", os.defpath)
    if all(works(name, machine) for name in ("node", "npm")):
        return machine
    venv = SCRATCH / "node"
    places = f"{venv / 'bin'}{os.pathsep}{machine}"
    if not works("npm", places):
        print("run: no node here, fetching one for this step", file=sys.stderr)
        install_node(venv)
    return places


def works(program: str, places: str) -> bool:
    """Tell whether a program is on a path and starts (a shim may be there and lead nowhere)."""
    path = shutil.which(program, path=places)
    environment = os.environ | {"PATH": places}
    return (
        path is not None
        and not subprocess.run([path, "--version"], capture_output=True, env=environment, check=False).returncode
    )


def install_node(venv: Path) -> None:
    """Install the locked node from the Python package that carries it. Raises CannotError when that fails."""
    shutil.rmtree(venv, ignore_errors=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(NODE_LOCK)]
    for step in ([sys.executable, "-m", "venv", str(venv)], pip):
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotError(f"There is no node here, and it could not be installed:\n{done.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
