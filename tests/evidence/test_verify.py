"""The verifying program: any byte changed in any file is found, and the signature is one OpenSSH knows."""

from __future__ import annotations

import builtins
import io
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from seawall.evidence import verify
from seawall.evidence.bag import pack
from seawall.evidence.verify import (
    SIGNATURE,
    TAG_MANIFEST,
    armoured,
    fingerprint,
    key_number,
    say,
    signed_bytes,
)
from tests.evidence.helpers import files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KEY = SigningKey(bytes(range(32)))
PUBLIC = bytes(KEY.verify_key)
AT = datetime(2026, 7, 13, 9, 30, tzinfo=UTC)
PAYLOAD = {"summary.pdf": b"%PDF" + bytes(range(256)), "accounts.csv": b"a,b\r\n" * 40, "case.jsonld": b"{}"}
FOLDER = "evidence-K7RM2Q"

BY_SSH_KEYGEN = """\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAQc2Vhd2FsbC1ldmlkZW5jZQAAAAAAAAAGc2hhNTEyAAAAUwAA
AAtzc2gtZWQyNTUxOQAAAEDP0yVgZeL6O6qbnUXTzox384SrGTBdoXfTHRCjpXib13eQEE
R6mIxR/9iPU50UA0HQKXWa6bpYKSBEK5DyMoEP
-----END SSH SIGNATURE-----
"""
"""What `ssh-keygen -Y sign -n seawall-evidence` made of "seawall\\n" with the same key."""

FINGERPRINT_BY_SSH_KEYGEN = "SHA256:lbmsoA0yIEcEiVDRnMWuzm+nV+3ZEEpVIURqFoeSspg"


def sign(message: bytes, key: SigningKey = KEY) -> str:
    return armoured(bytes(key.verify_key), key.sign(signed_bytes(message)).signature)


def a_bag(key: SigningKey = KEY) -> bytes:
    beside = {"READ-ME.txt": b"read me"}
    return pack(name=FOLDER, payload=PAYLOAD, beside=beside, at=AT, sign=lambda message: sign(message, key)).zipped


def zipped(inside: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in inside.items():
            archive.writestr(f"{FOLDER}/{name}", content)
    return packed.getvalue()


@pytest.fixture(scope="module")
def bag() -> bytes:
    return a_bag()


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[int, str]]:
    """Verify bytes as a file; return the exit code and what is told."""
    file = tmp_path_factory.mktemp("bundle") / "bundle.zip"

    def judge(content: bytes, number: str = "") -> tuple[int, str]:
        file.write_bytes(content)
        code, lines = say(file, number)
        return code, "\n".join(lines)

    return judge


def test_a_bundle_as_it_was_signed(bag: bytes, judge: Any) -> None:
    code, told = judge(bag)
    assert code == 0
    assert key_number(PUBLIC) in told
    assert fingerprint(PUBLIC) in told
    assert "Ring the school" in told


def test_the_number_that_was_told_on_the_telephone(bag: bytes, judge: Any) -> None:
    number = key_number(PUBLIC)
    assert len(number.replace(" ", "")) == 30
    assert judge(bag, number.replace(" ", "-"))[0] == 0
    code, told = judge(a_bag(SigningKey(b"x" * 32)), number)
    assert code == 1
    assert "NOT SIGNED WITH THE KEY YOU WERE TOLD" in told


@pytest.mark.parametrize("name", sorted(files(a_bag())))
def test_every_changed_byte_of_every_file_is_found_and_named(name: str, bag: bytes, judge: Any) -> None:
    inside = files(bag)
    for at in range(len(inside[name])):
        changed = bytearray(inside[name])
        changed[at] ^= 1
        code, told = judge(zipped({**inside, name: bytes(changed)}))
        assert code == 1, f"{name}, byte {at}"
        assert name in told or name == SIGNATURE, told


@pytest.mark.parametrize("name", sorted(files(a_bag())))
@pytest.mark.parametrize(
    "change", [lambda old: b"", lambda old: old + b"\n", lambda old: old[:-1], lambda old: old * 2]
)
def test_a_file_made_shorter_longer_or_empty(
    name: str, change: Callable[[bytes], bytes], bag: bytes, judge: Any
) -> None:
    inside = files(bag)
    code, told = judge(zipped({**inside, name: change(inside[name])}))
    assert code == 1
    assert name in told


@pytest.mark.parametrize("name", sorted(files(a_bag())))
def test_a_missing_file_is_named(name: str, bag: bytes, judge: Any) -> None:
    inside = files(bag)
    del inside[name]
    assert judge(zipped(inside)) == (1, f"NOT AS SIGNED. {name} is missing.")


@pytest.mark.parametrize("name", ["data/more.csv", "more.txt", "data/sub/summary.pdf", "Manifest-sha256.txt"])
def test_a_file_put_in_is_named(name: str, bag: bytes, judge: Any) -> None:
    code, told = judge(zipped({**files(bag), name: b"x"}))
    assert (code, name in told) == (1, True)


def test_whoever_changes_a_file_and_every_list_still_cannot_sign(bag: bytes, judge: Any) -> None:
    inside = files(bag)
    forged = files(
        pack(name=FOLDER, payload={**PAYLOAD, "case.jsonld": b"[]"}, beside={}, at=AT, sign=lambda _: "").zipped
    )
    code, told = judge(zipped({**forged, SIGNATURE: inside[SIGNATURE]}))
    assert code == 1
    assert TAG_MANIFEST in told


def test_two_files_swapped(bag: bytes, judge: Any) -> None:
    inside = files(bag)
    one, other = "data/accounts.csv", "data/case.jsonld"
    code, told = judge(zipped({**inside, one: inside[other], other: inside[one]}))
    assert code == 1
    assert one in told or other in told


def test_a_signature_over_something_else_does_not_count(bag: bytes, judge: Any) -> None:
    assert judge(zipped({**files(bag), SIGNATURE: sign(b"something else").encode()}))[0] == 1


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_byte_of_the_zip_itself(data: st.DataObject, bag: bytes, judge: Any) -> None:
    """What is changed around the files (a time, a comment) changes nothing that is read; everything else is found."""
    at = data.draw(st.integers(0, len(bag) - 1))
    changed = bytearray(bag)
    changed[at] ^= data.draw(st.integers(1, 255))
    code, _told = judge(bytes(changed))
    assert code == 1 or files(bytes(changed)) == files(bag)


@settings(max_examples=60, deadline=None)
@given(garbage=st.binary(max_size=400))
def test_garbage_is_refused_with_a_sentence(garbage: bytes, judge: Any) -> None:
    assert judge(garbage)[0] == 1


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/passwd", "evidence-K7RM2Q/../../out", "alone.txt", "other/file.txt"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, bag: bytes, judge: Any) -> None:
    packed = io.BytesIO(bag)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, b"x")
    assert judge(packed.getvalue())[0] == 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_is_refused(bag: bytes, judge: Any) -> None:
    packed = io.BytesIO(bag)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(f"{FOLDER}/data/summary.pdf", b"x")
    assert judge(packed.getvalue())[0] == 1


def test_what_would_fill_the_disk_is_refused(monkeypatch: pytest.MonkeyPatch, bag: bytes, judge: Any) -> None:
    monkeypatch.setattr(verify, "MOST_BYTES", 1000)
    code, told = judge(bag)
    assert (code, "larger inside" in told) == (1, True)


def test_the_folder_it_was_unpacked_to(bag: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        archive.extractall(tmp_path)
    assert say(tmp_path)[0] == 0
    assert say(tmp_path / FOLDER)[0] == 0
    (tmp_path / FOLDER / "data" / "case.jsonld").write_bytes(b"[]")
    assert say(tmp_path)[1] == ["NOT AS SIGNED. data/case.jsonld is not the file that was signed."]
    shutil.rmtree(tmp_path / FOLDER / "data")
    assert say(tmp_path)[0] == 1


def test_nothing_there(tmp_path: Path) -> None:
    assert say(tmp_path / "none.zip")[0] == 2


def test_the_program_works_alone_anywhere(bag: bytes, tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    shutil.copy(str(verify.__file__), program)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(bag)
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(bundle)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("AS SIGNED. 3 files")
    bundle.write_bytes(bag[:-40])
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(bundle)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1


@pytest.fixture
def no_nacl(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without PyNaCl."""
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("nacl"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)


def test_without_anything_that_checks_a_signature_it_says_so(
    no_nacl: None, monkeypatch: pytest.MonkeyPatch, bag: bytes, judge: Any
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    code, told = judge(bag)
    assert code == 3
    assert "COULD NOT BE CHECKED" in told
    inside = files(bag)
    assert judge(zipped({**inside, "data/case.jsonld": b"[]"}))[0] == 1


@pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="needs OpenSSH; the test below holds the same without it"
)
def test_openssh_agrees(no_nacl: None, bag: bytes, judge: Any) -> None:
    assert judge(bag)[0] == 0
    inside = files(bag)
    assert judge(zipped({**inside, TAG_MANIFEST: inside[TAG_MANIFEST][:-1] + b" "}))[0] == 1


def test_the_signature_is_byte_for_byte_that_of_openssh() -> None:
    assert sign(b"seawall\n") == BY_SSH_KEYGEN
    assert verify.check_signature(b"seawall\n", BY_SSH_KEYGEN.encode()) == PUBLIC
    assert fingerprint(PUBLIC) == FINGERPRINT_BY_SSH_KEYGEN
