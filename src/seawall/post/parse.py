"""From the fetched parts of a mail to a letter: pure, the same for a mail server's parts and a whole file. It never raises.

Own walker over the standard library (reference: every ready parser crashes or silently loses bytes on some mail). No attachment
is opened; what a text hides (data: URLs, base64, uuencoded blocks) is cut out and counted. Mails inside are kept apart with who
wrote them, so that a bully's forwarded words never look like the child's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from seawall.guidance.rules.danger import Level, assess
from seawall.kit.text import clean
from seawall.letterbox.rules import is_safeguarding
from seawall.post import headers
from seawall.post.charsets import decode, estimated_size, undo
from seawall.post.folding import fold
from seawall.post.html import to_text
from seawall.post.mime import take_apart
from seawall.post.parts import TOO_LONG, Part

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TEXT: Final = 100_000
"""Characters shown as what they wrote; more is folded away, and said."""
LONGEST_QUOTED: Final = 400_000

NO_TEXT: Final = "No words could be read in it. Look at the original in the mailbox."
NO_SENDER: Final = "It does not say who sent it."
MANY_SENDERS: Final = "It names several senders. The first one is shown."
NO_DATE: Final = "It does not say when it was written."
NO_ID: Final = "It carries no number of its own."
NOT_TEXT: Final = "A part said it was text and was not. It was thrown away unread."
NOT_FETCHED: Final = "A part of its text was not fetched."
FOLDED: Final = "It is very long. The end of it is folded away."
CUT_SHORT: Final = "It is far too long. The end is not kept here; it lies in the original."
BROKEN: Final = (
    "It could not be read as a mail. What could be saved of it is here; look at the original in the mailbox."
)

_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PICTURES: Final = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"BM",
    b"\x00\x00\x00",
    b"%PDF",
    b"PK\x03\x04",
    b"\x78\x9f\x3e\x22",
)
_WORD: Final = re.compile(r"\w+")
_LINK: Final = re.compile(r"<(?:https?:|[^<>\s]+@)[^<>\s]*>")


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that hangs on a mail: what kind it says it is, and how many bytes. Nothing else is known of it here."""

    type: str
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """A mail as it was read. `quoted` holds everything folded away: quotes, signatures, and mails inside with who wrote them."""

    subject: str
    sender: str
    sender_name: str
    date: datetime | None
    dated: str
    text: str
    quoted: str
    attachments: tuple[Attachment, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    to: tuple[str, ...]
    automatic: bool
    pictures: int
    problems: tuple[str, ...]
    identity: str
    """What tells this mail from any other: its own number, or where that is missing a hash of what it says."""

    @property
    def safeguarding(self) -> bool:
        """Whether the subject says that it is for the safeguarding team."""
        return is_safeguarding(self.subject)

    @property
    def level(self) -> Level:
        """How dangerous it sounds. Nobody asked its writer anything, so never lower than "soon"."""
        return max(assess({}, self.all_words).level, Level.SOON)

    @property
    def all_words(self) -> str:
        """Every word that was kept."""
        return "\n".join(part for part in (self.subject, self.text, self.quoted) if part)


@dataclass(slots=True)
class _Reading:
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    pictures: int = 0

    def note(self, problem: str) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)

    def count(self, part: Part) -> None:
        size = part.size if part.size is not None else estimated_size(part.octets, part.encoding)
        self.attachments.append(Attachment(part.kind, size))

    def cleaned(self, text: str) -> str:
        found = clean(text)
        self.pictures += found.pictures
        return found.text


def read_file(raw: bytes) -> Letter:
    """Read a whole mail from a file's bytes. Raises nothing for any bytes."""
    head, root, problems = take_apart(raw)
    return read(head, root, problems)


def read(head: bytes, root: Part, problems: list[str] | None = None) -> Letter:
    """Read a mail from its headers and parts. Raises nothing: what cannot be read is said in `problems`."""
    reading = _Reading(problems=list(problems or ()))
    about = headers.read(headers.parse(head))
    _look_at(about, reading)
    written, below = _words_of(root, reading)
    text, quoted = fold(written)
    quoted = "\n\n".join(part for part in (quoted, *below) if part)
    text, quoted = _bounded(text, quoted, reading)
    if not text and not quoted:
        reading.note(NO_TEXT)
    return Letter(
        subject=about.subject,
        sender=about.sender,
        sender_name=about.sender_name,
        date=about.date,
        dated=about.dated,
        text=text,
        quoted=quoted,
        attachments=tuple(reading.attachments),
        message_id=about.message_id,
        in_reply_to=about.in_reply_to,
        references=about.references,
        to=about.to,
        automatic=about.automatic,
        pictures=reading.pictures,
        problems=tuple(reading.problems),
        identity=about.message_id or _hash_of(head, text, quoted),
    )


def _look_at(about: headers.Headers, reading: _Reading) -> None:
    for is_so, problem in (
        (not about.sender, NO_SENDER),
        (about.senders > 1, MANY_SENDERS),
        (about.date is None, NO_DATE),
        (not about.message_id, NO_ID),
    ):
        if is_so:
            reading.note(problem)


def _hash_of(head: bytes, text: str, quoted: str) -> str:
    """Return what stands for the number of a mail that has none. Headers that servers add on the way are left out."""
    told = headers.parse(head)
    parts = [headers.words(told, name) for name in ("From", "To", "Date", "Subject")]
    return "no-id:" + hashlib.sha256("\0".join([*parts, text, quoted]).encode("utf-8", "surrogatepass")).hexdigest()


def _bounded(text: str, quoted: str, reading: _Reading) -> tuple[str, str]:
    if len(text) > LONGEST_TEXT:
        reading.note(FOLDED)
        text, quoted = text[:LONGEST_TEXT], f"{text[LONGEST_TEXT:]}\n\n{quoted}".strip()
    if len(quoted) > LONGEST_QUOTED:
        reading.note(CUT_SHORT)
        quoted = quoted[:LONGEST_QUOTED]
    return text, quoted


def _words_of(part: Part, reading: _Reading) -> tuple[str, list[str]]:
    """Return the words of a part, and what is folded away below them. Depth is bounded by who made the parts."""
    if part.is_multipart:
        return _alternative(part, reading) if part.kind == "multipart/alternative" else _mixed(part, reading)
    if part.is_message:
        return "", [_message(part, reading)]
    if part.is_text:
        return _text(part, reading), []
    reading.count(part)
    return "", []


def _mixed(part: Part, reading: _Reading) -> tuple[str, list[str]]:
    found = [_words_of(child, reading) for child in part.children]
    return "\n\n".join(text for text, _ in found if text), [each for _, below in found for each in below]


def _alternative(part: Part, reading: _Reading) -> tuple[str, list[str]]:
    """The plain form is shown; words that only another form has are kept below it."""
    found = [_words_of(child, reading) for child in part.children]
    below = [each for _, more in found for each in more]
    texts = [text for text, _ in found if text.strip()]
    if not texts:
        return "", below
    shown = texts[0]
    for each in texts[1:]:
        other = each
        missing = _said(other) - _said(shown)
        if len(missing) > 2 * len(_said(shown)):
            shown, other = other, shown
            missing = _said(other) - _said(shown)
        if missing:
            below.append(f"[The same mail in another form:]\n{other}")
    return shown, below


def _said(text: str) -> set[str]:
    return set(_WORD.findall(_LINK.sub(" ", text).casefold()))


def _message(part: Part, reading: _Reading) -> str:
    """Return a mail inside this one, with who wrote it, to be folded away."""
    about = headers.read(headers.parse(part.headers))
    found = [_words_of(child, reading) for child in part.children]
    if not part.children:
        reading.count(part)
    who = " ".join(word for word in (about.sender_name, f"<{about.sender}>" if about.sender else "") if word) or "?"
    lines = [f"[A mail inside this one. From: {who}. Date: {about.dated or '?'}. Subject: {about.subject or '?'}]"]
    lines += [text for text, _ in found if text]
    return reading.cleaned("\n".join([*lines, *(each for _, below in found for each in below), "[It ends here.]"]))


def _text(part: Part, reading: _Reading) -> str:
    if part.body is None:
        reading.note(NOT_FETCHED)
        return ""
    if part.cut:
        reading.note(TOO_LONG)
    data, problem = undo(part.body, part.encoding)
    reading.note(problem)
    if _is_no_text(data, part.charset):
        reading.note(NOT_TEXT)
        reading.count(part)
        return ""
    text, problem = decode(data, part.charset, was_cut=part.cut)
    reading.note(problem)
    if part.kind == "text/html":
        text, pictures = to_text(text)
        reading.pictures += pictures
    return reading.cleaned(text)


def _is_no_text(data: bytes, charset: str) -> bool:
    """Whether bytes that call themselves text are something else, maybe a picture. Then nothing of them is kept."""
    if charset.lower().startswith(("utf-16", "utf16", "utf-32", "utf32", "ucs")):
        return False
    sample = data[:20_000]
    return data.startswith(_PICTURES) or len(_CONTROLS.findall(sample)) * 20 > len(sample)
