"""Fetching: the structure is asked first, then only headers and text, bounded. No attachment or picture leaves its server.

Everything is peeked at: the school's own mail program shows a mail as unread until a person reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from seawall.letterbox.connect import TroubleError
from seawall.letterbox.rules import Afterwards
from seawall.post import headers
from seawall.post.parts import MOST_ALL, MOST_TEXT, TOO_LONG, Part, to_fetch
from seawall.post.structure import UnreadableError, parts_of

if TYPE_CHECKING:
    import imaplib

    from imap_tools import BaseMailBox

    from seawall.letterbox.models import Box

UNKNOWN_PARTS: Final = "The mail server could not say what it is made of, so only its headers were fetched."
_EARLIER: Final = timedelta(days=1)
"""How long before a box was set up a mail may have come and still be taken."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_VALIDITY: Final = re.compile(rb"\d+")
_UID: Final = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_STRUCTURE: Final = re.compile(rb"BODYSTRUCTURE\s*(?=\()", re.IGNORECASE)


@dataclass(slots=True, repr=False)
class Fetched:
    """What was fetched of one mail. `where` says where the original lies, for whoever looks for it."""

    uid: int
    where: str
    headers: bytes
    root: Part
    problems: list[str] = field(default_factory=list)

    def as_it_came(self) -> dict[str, Any]:
        """Return what is sealed, as JSON."""
        texts = {part.section: part.body.decode("latin-1") for part in to_fetch(self.root) if part.body is not None}
        inner = {
            f"{part.section}.HEADER": part.headers.decode("latin-1") for part in to_fetch(self.root) if part.headers
        }
        return {"where": self.where, "headers": self.headers.decode("latin-1"), "parts": texts | inner}


class Folder:
    """One folder of a mail server, signed in to. Everything raises what `connect.connected` turns into a TroubleError."""

    def __init__(self, server: BaseMailBox, box: Box) -> None:
        self.box = box
        self.client: imaplib.IMAP4 = server.client
        self.validity = self._validity()
        told = self.client.capability()[1] or []
        self._can = {word.decode("ascii", "replace").upper() for line in told if line for word in line.split()}

    def _validity(self) -> int:
        found = self.client.response("UIDVALIDITY")[1]
        number = _VALIDITY.search(found[0] or b"") if found and found[0] else None
        return int(number.group()) if number else 0

    def waiting(self, after: int) -> list[int]:
        """The numbers of mails that came after one, oldest first."""
        since = self.box.made_at - _EARLIER
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        status, data = self.client.uid("SEARCH", f"UID {after + 1}:* SINCE {day}")
        if status != "OK":
            raise TroubleError("unreadable")
        numbers = b" ".join(each for each in data if isinstance(each, bytes)).split()
        return sorted({int(each) for each in numbers if each.isdigit() and int(each) > after})

    def heads(self, uid: int) -> bytes:
        """The few headers by which a mail is chosen."""
        return self._literal(uid, "BODY.PEEK[HEADER.FIELDS (SUBJECT IN-REPLY-TO REFERENCES TO CC DELIVERED-TO FROM)]")

    def many_heads(self, uids: list[int]) -> dict[int, bytes]:
        """Who sent what about what, of many mails in one answer: enough to know each again by its mark (deliver.mark_of)."""
        status, data = self.client.uid(
            "FETCH", ",".join(map(str, uids)), "(UID BODY.PEEK[HEADER.FIELDS (FROM MESSAGE-ID DATE SUBJECT)])"
        )
        found: dict[int, bytes] = {}
        answer = list(data or []) if status == "OK" else []
        for each, below in zip(answer, [*answer[1:], b""], strict=True):
            if isinstance(each, tuple):
                uid = _UID.search(each[0]) or _UID.search(below if isinstance(below, bytes) else b"")
                found |= {int(uid.group(1)): bytes(each[1])} if uid else {}
        return found

    def fetch(self, uid: int) -> Fetched | None:
        """Fetch a mail's headers and texts. None if it is gone: somebody moved it a moment ago."""
        if not any(self._fetch(uid, "FLAGS")):
            return None
        where = f"{self.box.folder}, {uid} ({self.validity})"
        head = self._literal(uid, f"BODY.PEEK[HEADER]<0.{headers.MOST_BYTES}>")
        try:
            root, problems = parts_of(self._structure(uid))
        except UnreadableError:
            return Fetched(uid, where, head, Part(kind="application/octet-stream", size=0), [UNKNOWN_PARTS])
        left = MOST_ALL
        for part in to_fetch(root):
            if part.is_message:
                part.headers = self._literal(uid, f"BODY.PEEK[{part.section}.HEADER]<0.{headers.MOST_BYTES}>")
                continue
            most = min(MOST_TEXT, left)
            body = self._literal(uid, f"BODY.PEEK[{part.section}]<0.{most}>")
            part.body = None if part.octets and not body else body
            part.cut = part.octets > len(body)
            left -= len(body)
        if any(part.cut for part in to_fetch(root)):
            problems.append(TOO_LONG)
        return Fetched(uid, where, head, root, problems)

    def put_away(self, uid: int) -> None:
        """Do with the original as the school chose. Only this one mail is touched. Raises TroubleError if the server refuses."""
        if self.box.afterwards == Afterwards.LEAVE:
            return
        if self.box.afterwards == Afterwards.MOVE:
            self._move(uid)
            return
        self._expunge(uid)

    def _move(self, uid: int) -> None:
        to = self.client._quote(self.box.moved_to)  # noqa: SLF001 - imaplib has no other
        for _again in range(2):
            if "MOVE" in self._can:
                if self.client.uid("MOVE", str(uid), to)[0] == "OK":
                    return
            elif self.client.uid("COPY", str(uid), to)[0] == "OK":
                self._expunge(uid)
                return
            self.client.create(to)
        raise TroubleError("no_move")

    def _expunge(self, uid: int) -> None:
        if self.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")[0] != "OK":
            raise TroubleError("no_move")
        if "UIDPLUS" in self._can:
            self.client.uid("EXPUNGE", str(uid))

    def _structure(self, uid: int) -> bytes:
        joined = b""
        for each in self._fetch(uid, "BODYSTRUCTURE"):
            joined += each[0] + b"\r\n" + each[1] if isinstance(each, tuple) else each or b""
        found = _STRUCTURE.search(joined)
        if not found:
            raise UnreadableError
        return joined[found.end() :]

    def _literal(self, uid: int, what: str) -> bytes:
        for each in self._fetch(uid, what):
            if isinstance(each, tuple):
                return bytes(each[1])
        return b""

    def _fetch(self, uid: int, what: str) -> list[Any]:
        """Fetch something of one mail; nothing if the server will not give it. One mail that it cannot read stops no other."""
        status, data = self.client.uid("FETCH", str(uid), f"(UID {what})")
        return (data or []) if status == "OK" else []
