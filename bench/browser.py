"""The smallest browser that can tell a school: cookies, forms with their guard against forgery, one connection kept open."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlencode

_TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
_WORDS: Final = re.compile(rb'<ol class="seawall-words".*?</ol>', re.DOTALL)
_WORD: Final = re.compile(rb"<li>([a-z]+)</li>")
_WIZARD: Final = (
    ("/tell/safe", {"safe": "safe"}),
    ("/tell/what", {"what": "threats"}),
    ("/tell/apps", {"apps": "instagram"}),
)
TOLD: Final = "Somebody made an account with my name and writes to my whole form. " * 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


class WrongAnswerError(Exception):
    """The server answered something else than the road says."""


@dataclass(slots=True)
class Browser:
    """One visitor."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def request(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """Get a page, or post a form. Raises OSError or asyncio.IncompleteReadError if the server goes away."""
        body = urlencode({**form, "csrfmiddlewaretoken": self.token}).encode() if form is not None else b""
        head = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = await self._read(self._reader)
        token = _TOKEN.search(answer.body)
        if token:
            self.token = token[1].decode()
        return answer

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length, location = 0, ""
        for line in head[1:]:
            name, _, value = line.partition(":")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value.strip()
                case "set-cookie":
                    cookie, _, content = value.strip().partition(";")[0].partition("=")
                    self.cookies[cookie] = content
        return Answer(int(head[0].split()[1]), location, await reader.readexactly(length))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def prepare(self) -> None:
        """Walk the road as a child does, up to the button that sends."""
        await self._expect("/tell/", None, 200)
        await self._expect("/tell/", {"about": "me"}, 303)
        for path, form in _WIZARD:
            await self._expect(path, form, 303)
        await self._expect("/tell/words", {"words": TOLD}, 303)

    async def send(self) -> None:
        """Press Send. When it returns, the server has said that the report arrived."""
        answer = await self._expect("/tell/check", {}, 303)
        if answer.location != "/tell/code":
            raise WrongAnswerError(answer.location)

    async def words(self) -> str:
        """Return the six words that the visitor is shown."""
        shown = _WORDS.search((await self._expect("/tell/code", None, 200)).body)
        words = _WORD.findall(shown.group()) if shown else []
        if len(words) != 6:  # noqa: PLR2004 - a code has six words
            raise WrongAnswerError("no six words")
        return b" ".join(words).decode()

    async def opens(self, words: str) -> bool:
        """Say whether six words open a mailbox in which stands what was told."""
        await self._expect("/mailbox/open", None, 200)
        answer = await self.request("/mailbox/open", {"words": words})
        if answer.status != 303:  # noqa: PLR2004 - the mailbox opens with a redirect
            return False
        return TOLD[:60].encode() in (await self._expect("/mailbox/", None, 200)).body

    async def _expect(self, path: str, form: dict[str, str] | None, status: int) -> Answer:
        answer = await self.request(path, form)
        if answer.status != status:
            raise WrongAnswerError(f"{path}: {answer.status}")
        return answer
