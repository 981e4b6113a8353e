"""Verify an evidence bundle: `python3 verify.py BUNDLE.zip`. This file is all that is needed, anywhere Python 3.9 runs.

It reads the bundle (a zip file, or the folder it was unpacked to) and says whether every file is as the school signed it;
if not, it names the first one that is not. Nothing is unpacked, changed or sent. The signature is checked with PyNaCl if it
is installed, else with `ssh-keygen`, which comes with Windows, macOS and Linux.

The bundle is a BagIt bag (RFC 8493): manifest-sha256.txt lists what is in data/, tagmanifest-sha256.txt lists that list and
the other files beside it, and tagmanifest-sha256.txt.sig is an OpenSSH signature (Ed25519) over the latter.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
NAMESPACE = "seawall-evidence"
"""What the key signs; a signature by the same key over anything else does not count (OpenSSH, PROTOCOL.sshsig)."""

MOST_BYTES = 2_000_000_000
KEY_TYPE = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_CHUNK = 1 << 16
_GOOD, _BAD, _UNREADABLE, _UNCHECKED = 0, 1, 2, 3


class WrongError(Exception):
    """Something is not as it was signed; the message is a sentence that names the file."""


class CannotCheckError(Exception):
    """Nothing here can check an Ed25519 signature."""


# --- the key's names -----------------------------------------------------------------------------------------------------------


def wire(*parts: bytes) -> bytes:
    """Return strings as OpenSSH writes them one after the other: each with its length before it."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def public_line(public: bytes) -> str:
    """Return a public key as OpenSSH writes it in one line."""
    return f"{KEY_TYPE.decode()} {base64.b64encode(wire(KEY_TYPE, public)).decode()}"


def fingerprint(public: bytes) -> str:
    """Return the key's fingerprint as OpenSSH shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(wire(KEY_TYPE, public)).digest()).decode().rstrip("=")


def key_number(public: bytes) -> str:
    """Return thirty digits of the key's fingerprint in groups of five, to read out on the telephone."""
    digest = hashlib.sha256(wire(KEY_TYPE, public)).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**30:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, 30, 5))


# --- the signature -------------------------------------------------------------------------------------------------------------


def signed_bytes(message: bytes) -> bytes:
    """Return the bytes that the key signs for a message."""
    return _MAGIC + wire(NAMESPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())


def armoured(public: bytes, signature: bytes) -> str:
    """Return a signature as the text OpenSSH writes: the same bytes for the same key and message."""
    inside = wire(wire(KEY_TYPE, public), NAMESPACE.encode(), b"", b"sha512", wire(KEY_TYPE, signature))
    coded = base64.b64encode(_MAGIC + struct.pack(">I", 1) + inside).decode()
    lines = [coded[at : at + 70] for at in range(0, len(coded), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def read_signature(text: bytes) -> tuple[bytes, bytes]:
    """Return the public key and the signature in such a text. Raises WrongError unless it is just as `armoured` writes it."""
    try:
        coded = b"".join(text.split(b"\n")[1:-2])
        inside = base64.b64decode(coded, validate=True)[len(_MAGIC) + 4 :]
        key, _namespace, _reserved, _kind, signed = _parts(inside)
        public, signature = _parts(key)[1], _parts(signed)[1]
        if text.decode("ascii") == armoured(public, signature) and (len(public), len(signature)) == (32, 64):
            return public, signature
    except (ValueError, IndexError, struct.error):
        pass
    raise WrongError(f"{SIGNATURE} is not a signature as the school makes it, or it was changed.")


def _parts(data: bytes) -> list[bytes]:
    found = []
    while data:
        (size,) = struct.unpack_from(">I", data)
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def check_signature(message: bytes, text: bytes) -> bytes:
    """Return the public key that signed a message. Raises WrongError, or CannotCheckError where nothing can check it."""
    public, signature = read_signature(text)
    try:
        from nacl.exceptions import BadSignatureError  # noqa: PLC0415 - it may not be there
        from nacl.signing import VerifyKey  # noqa: PLC0415 - the same
    except ImportError:
        good = _ssh_keygen_agrees(message, text)
    else:
        try:
            VerifyKey(public).verify(signed_bytes(message), signature)
            good = True
        except (BadSignatureError, ValueError):
            good = False
    if not good:
        raise WrongError(f"{TAG_MANIFEST} is not what was signed: the signature does not fit it.")
    return public


def _ssh_keygen_agrees(message: bytes, text: bytes) -> bool:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise CannotCheckError
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "signature"
        file.write_bytes(text)
        command = [program, "-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(file)]
        return subprocess.run(command, input=message, capture_output=True, check=False).returncode == 0  # noqa: S603


# --- the files -----------------------------------------------------------------------------------------------------------------


class ZipBag:
    """A bundle in its zip file. Raises WrongError for what is no zip file, or one that hides something."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise WrongError(f"{path.name} is not a zip file that can be read, or it was changed.") from error
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise WrongError(f"{path.name} is larger inside than any bundle of a school.")
        self._entries = {_inside(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries) or len({_top(entry.filename) for entry in entries}) != 1:
            raise WrongError(f"{path.name} holds a file twice, or more than one bundle.")

    def names(self) -> set[str]:
        """Return the files below the bundle's folder."""
        return set(self._entries)

    def sha256(self, name: str) -> str:
        """Return a file's sum. Raises WrongError if it can't be read."""
        digest = hashlib.sha256()
        try:
            with self._zip.open(self._entries[name]) as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except Exception as error:  # zipfile and zlib raise a dozen kinds for damaged bytes
            raise WrongError(f"{name} cannot be read: the zip file was changed there.") from error
        return digest.hexdigest()

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises WrongError if it can't be read."""
        self.sha256(name)
        return self._zip.read(self._entries[name])


class FolderBag:
    """A bundle that was unpacked to a folder."""

    def __init__(self, path: Path) -> None:
        inside = [each for each in path.iterdir() if each.name == TAG_MANIFEST or (each / TAG_MANIFEST).is_file()]
        self._root = inside[0] if len(inside) == 1 and inside[0].is_dir() else path

    def names(self) -> set[str]:
        """Return the files below the bundle's folder."""
        files = (each for each in self._root.rglob("*") if not each.is_dir())
        return {each.relative_to(self._root).as_posix() for each in files}

    def sha256(self, name: str) -> str:
        """Return a file's sum."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises WrongError if it can't be read."""
        try:
            return (self._root / name).read_bytes()
        except OSError as error:
            raise WrongError(f"{name} cannot be read.") from error


def _top(name: str) -> str:
    return PurePosixPath(name).parts[0]


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) == 1 or "\\" in name:
        raise WrongError(f"{name!r} stands where no file of a bundle stands.")
    return str(PurePosixPath(*path.parts[1:]))


# --- the whole -----------------------------------------------------------------------------------------------------------------


def open_bag(path: Path) -> ZipBag | FolderBag:
    """Open a bundle. Raises OSError if there is nothing to read, and WrongError."""
    return FolderBag(path) if path.is_dir() else ZipBag(path)


def verify(bag: ZipBag | FolderBag) -> tuple[bytes | None, int]:
    """Check everything; return the public key that signed (None: nothing here can tell) and how many files are in data/.

    Raises WrongError, naming the first file that is not as it was signed.
    """
    names = bag.names()
    for name in (SIGNATURE, TAG_MANIFEST, MANIFEST):
        if name not in names:
            raise WrongError(f"{name} is missing.")
    public: bytes | None = None
    try:
        public = check_signature(bag.read(TAG_MANIFEST), bag.read(SIGNATURE))
    except CannotCheckError:
        read_signature(bag.read(SIGNATURE))
    tags, payload = _listed(bag, TAG_MANIFEST), _listed(bag, MANIFEST)
    for listed in (tags, payload):
        for name, wanted in listed.items():
            if name not in names:
                raise WrongError(f"{name} is missing.")
            if bag.sha256(name) != wanted:
                raise WrongError(f"{name} is not the file that was signed.")
    strange = sorted(names - set(tags) - set(payload) - {TAG_MANIFEST, SIGNATURE})
    if strange:
        raise WrongError(f"{strange[0]} was put into the bundle afterwards.")
    return public, len(payload)


def _listed(bag: ZipBag | FolderBag, manifest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in bag.read(manifest).decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or (manifest == MANIFEST) != match[2].startswith("data/"):
            raise WrongError(f"{manifest} is not a list as the school makes it.")
        found[match[2]] = match[1]
    return found


def say(path: Path, number: str = "") -> tuple[int, list[str]]:
    """Verify a bundle; return the exit code and what to tell. `number` is the key number the school said, if it was asked."""
    try:
        public, files = verify(open_bag(path))
    except WrongError as wrong:
        return _BAD, [f"NOT AS SIGNED. {wrong}"]
    except OSError as error:
        return _UNREADABLE, [f"{path} cannot be read: {error.strerror or type(error).__name__}."]
    if public is None:
        told = (
            "but WHO SIGNED IT COULD NOT BE CHECKED: install PyNaCl (pip install pynacl) or ssh-keygen, and try again."
        )
        return _UNCHECKED, [f"{files} files are as listed, {told}"]
    if number and _digits(number) != _digits(key_number(public)):
        said = f"It is {key_number(public)}, and you were told {number}."
        return _BAD, [f"NOT SIGNED WITH THE KEY YOU WERE TOLD. {said}"]
    lines = [f"AS SIGNED. {files} files, each as it was when the school signed it."]
    lines.append(f"Key number: {key_number(public)}")
    lines.append(f"Fingerprint: {fingerprint(public)}")
    if not number:
        lines.append(
            "Anybody can sign. Ring the school on a number you know already, and ask whether this is its key number."
        )
    return _GOOD, lines


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def main(arguments: list[str]) -> int:
    """Verify what is named on the command line; 0: as signed, 1: not, 2: cannot be read, 3: signature not checked."""
    parser = argparse.ArgumentParser(description="Verify an evidence bundle of Seawall (a zip file, or its folder).")
    parser.add_argument("bundle", type=Path, help="the zip file, or the folder it was unpacked to")
    parser.add_argument("--number", default="", help="the key number the school told you: thirty digits")
    given = parser.parse_args(arguments)
    code, lines = say(given.bundle, given.number)
    print("\n".join(lines))  # noqa: T201 - it talks to a person at a terminal
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
