"""No key, token or password of a real service lies in the repository, and no address of a machine of ours."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.stories.server import ROOT

FOUND = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{50}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{50}|\bglpat-[\w-]{20}\b"
    r"|\bxox[abprs]-[\w-]{20,}|\bsk-[A-Za-z0-9]{32,}|\bsk_live_\w{20}"
    r"|\bAIza[\w-]{35}\b|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"
    r"|\bpypi-[A-Za-z0-9_-]{50,}|\bnpm_[A-Za-z0-9]{36}\b"
    r"|://[^\s/:@]+:[^\s/:@]+@(?!(?:localhost|127\.0\.0\.1|\[::1\]|[\w.-]*\.?example\b|host\b|db\b|server\b))[\w.-]+\.\w{2,}"
)
EXAMPLES = [
    "-----BEGIN PRIVATE " + "KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "ghp_" + "a" * 36,
    "https://somebody:word" + "@registry.internal.net/simple",
]


def kept() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a clone")
    return [name for name in done.stdout.split("\0") if name]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_secret_would_be_found(example: str) -> None:
    assert FOUND.search(example)


def test_no_secret_is_kept() -> None:
    names = kept()
    assert len(names) > 500
    found = {}
    for name in names:
        path = ROOT / name
        if not path.is_file() or path.is_symlink() or path.suffix in {".png", ".po", ".mo"}:
            continue
        match = FOUND.search(path.read_text(encoding="utf-8", errors="ignore"))
        if match:
            found[name] = match.group()[:60]
    assert found == {}
