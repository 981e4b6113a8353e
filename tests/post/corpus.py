"""Made-up mails, each with what must be read in it. A value that is a function judges; any other must be equal."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8
HEAD = (
    b"From: Wilma Fern <wilma@mail.example>\r\nTo: office@school.example\r\nSubject: Safeguarding\r\n"
    b"Date: Tue, 13 Jul 2021 20:00:00 +0100\r\nMessage-ID: <one@mail.example>\r\n"
)
OUTLOOK = b"\r\n-----Original Message-----\r\nFrom: Olu\r\nSent: Monday\r\nSubject: x\r\n\r\nold words\r\n"


def mail(
    body: bytes = b"Please ring me.\r\n",
    kind: bytes = b"text/plain; charset=utf-8",
    more: bytes = b"",
    head: bytes = HEAD,
) -> bytes:
    """A mail of one part."""
    return (
        head + b"MIME-Version: 1.0\r\n" + (b"Content-Type: " + kind + b"\r\n" if kind else b"") + more + b"\r\n" + body
    )


def part(body: bytes, kind: bytes = b"text/plain; charset=utf-8", more: bytes = b"") -> bytes:
    """A part of a mail of several."""
    return b"Content-Type: " + kind + b"\r\n" + more + b"\r\n" + body


def multi(*parts: bytes, kind: bytes = b"mixed", head: bytes = HEAD) -> bytes:
    """A mail of several parts."""
    inside = b"".join(b"--edge\r\n" + each + b"\r\n" for each in parts)
    return mail(
        b"This is for old programs.\r\n" + inside + b"--edge--\r\n",
        b"multipart/" + kind + b'; boundary="edge"',
        head=head,
    )


def with_head(old: bytes, new: bytes) -> bytes:
    """The usual headers with a change."""
    assert old in HEAD
    return HEAD.replace(old, new)


def subject(text: bytes) -> bytes:
    """A mail with another subject."""
    return mail(head=with_head(b"Subject: Safeguarding", b"Subject: " + text))


def has(*words: str) -> Callable[[Any], bool]:
    """Each of these is in it."""
    return lambda value: all(word in str(value) for word in words)


def lacks(*words: str) -> Callable[[Any], bool]:
    """None of these is in it."""
    return lambda value: not any(word in str(value) for word in words)


def kinds(*wanted: str) -> Callable[[Any], bool]:
    """Attachments of these kinds, in order."""
    return lambda value: [each["type"] for each in value] == list(wanted)


B64 = b"Content-Transfer-Encoding: base64\r\n"
QP = b"Content-Transfer-Encoding: quoted-printable\r\n"
FILE = B64 + b'Content-Disposition: attachment; filename="../../etc/passwd"\r\n'
INNER = b"From: Bully <b@x.example>\r\nSubject: ha\r\nDate: Mon, 12 Jul 2021 10:00:00 +0100\r\n\r\npay me or else\r\n"
NEST = part(b"deep down\r\n")
for _each in range(40):
    NEST = part(b"--n%d\r\n" % _each + NEST + b"\r\n--n%d--\r\n" % _each, b"multipart/mixed; boundary=n%d" % _each)

CORPUS: list[tuple[str, bytes, dict[str, Any]]] = [
    (
        "plain",
        mail(),
        {
            "text": "Please ring me.",
            "quoted": "",
            "from": "wilma@mail.example",
            "problems": [],
            "danger": "soon",
            "safeguarding": True,
            "automatic": False,
            "message_id": "one@mail.example",
            "date": "2021-07-13T20:00:00+01:00",
        },
    ),
    ("line feeds only", mail().replace(b"\r\n", b"\n"), {"text": "Please ring me.", "problems": []}),
    ("no type", mail(kind=b""), {"text": "Please ring me.", "problems": []}),
    ("silly type", mail(kind=b"text"), {"text": "Please ring me."}),
    ("latin 1", mail("Café".encode("latin-1"), b"text/plain; charset=iso-8859-1"), {"text": "Café", "problems": []}),
    ("utf-8 that says us-ascii", mail("zażółć".encode(), b"text/plain; charset=us-ascii"), {"text": "zażółć"}),
    (
        "cp1252 that says utf-8",
        mail(b"it\x92s him", b"text/plain; charset=utf-8"),
        {"text": "it’s him", "problems": has("letters")},
    ),
    (
        "unknown charset",
        mail(b"hello caf\xe9", b"text/plain; charset=x-unknown-9"),
        {"text": "hello café", "problems": has("letters")},
    ),
    ("charset idna", mail(b"hello", b"text/plain; charset=idna"), {"text": "hello"}),
    ("charset zlib", mail(b"hello", b"text/plain; charset=zlib_codec"), {"text": "hello"}),
    ("charset with a nul", mail(b"hello", b'text/plain; charset="a\0b"'), {"text": "hello"}),
    (
        "japanese",
        mail("助けて".encode("iso2022_jp"), b"text/plain; charset=iso-2022-jp"),
        {"text": "助けて", "problems": []},
    ),
    (
        "utf-16",
        mail(base64.b64encode("help".encode("utf-16")), b"text/plain; charset=utf-16", B64),
        {"text": "help", "problems": []},
    ),
    (
        "quoted-printable",
        mail(quopri.encodestring("Café = trouble".encode()), more=QP),
        {"text": "Café = trouble", "problems": []},
    ),
    ("base64", mail(base64.encodebytes("Zażółć".encode()), more=B64), {"text": "Zażółć", "problems": []}),
    ("broken base64", mail(b"SGVsbG8gd29ybGQ*", more=B64), {"text": has("Hello worl"), "problems": has("damaged")}),
    (
        "unknown encoding",
        mail(b"Hello", more=b"Content-Transfer-Encoding: x-magic\r\n"),
        {"text": "Hello", "problems": has("damaged")},
    ),
    ("arabic", mail("أحتاج مساعدة".encode()), {"text": "أحتاج مساعدة", "problems": []}),
    ("hebrew with a right-to-left mark", mail("\u200fשלום".encode()), {"text": has("שלום")}),
    (
        "urdu subject",
        subject(b"=?utf-8?b?" + base64.b64encode("مدد safeguarding".encode()) + b"?="),
        {"subject": "مدد safeguarding", "safeguarding": True},
    ),
    ("nul in the body", mail(b"he\0lp me, he knows where I live now"), {"text": "help me, he knows where I live now"}),
    ("nul in the subject", subject(b"Safe\0guarding"), {"subject": "Safeguarding", "safeguarding": True}),
    ("safe guarding", subject(b"Re: Safe guarding - my son"), {"safeguarding": True}),
    ("capitals and a slip", subject(b"SAFEGAURDING!!"), {"safeguarding": True}),
    ("hyphen", subject(b"fwd: safe-guarding"), {"safeguarding": True}),
    ("lunch", subject(b"Dinner money for Thursday"), {"safeguarding": False}),
    ("no subject", mail(head=with_head(b"Subject: Safeguarding\r\n", b"")), {"subject": "", "safeguarding": False}),
    (
        "subject in pieces",
        subject(b"=?utf-8?q?Safe?=\r\n =?utf-8?q?guarding?="),
        {"subject": "Safeguarding", "safeguarding": True},
    ),
    (
        "subject of an unknown charset",
        subject(b"=?x-none?q?Safeguarding_caf=E9?="),
        {"subject": "Safeguarding café", "safeguarding": True},
    ),
    ("broken encoded word", subject(b"=?utf-8?b?!!!?= safeguarding"), {"safeguarding": True}),
    ("raw 8-bit subject", subject("Safeguarding zażółć".encode()), {"subject": "Safeguarding zażółć"}),
    (
        "header injection",
        subject(b"=?utf-8?q?Safeguarding=0D=0ABcc=3A_all=40x.example?="),
        {"subject": "Safeguarding Bcc: all@x.example", "automatic": False},
    ),
    (
        "a long subject",
        subject(b"safeguarding " + b"x" * 90_000),
        {"subject": lambda value: len(value) <= 1000, "safeguarding": True},
    ),
    (
        "no sender",
        mail(head=with_head(b"From: Wilma Fern <wilma@mail.example>", b"From: nobody")),
        {"from": "", "text": "Please ring me.", "problems": has("who sent")},
    ),
    (
        "two senders",
        mail(head=with_head(b"<wilma@mail.example>", b"<wilma@mail.example>, x@y.example")),
        {"from": "wilma@mail.example", "problems": has("several")},
    ),
    (
        "bad date",
        mail(head=with_head(b"Tue, 13 Jul 2021 20:00:00 +0100", b"yesterday")),
        {"date": None, "problems": has("when")},
    ),
    (
        "no id",
        mail(head=with_head(b"Message-ID: <one@mail.example>\r\n", b"")),
        {"message_id": "", "problems": has("number")},
    ),
    (
        "an answer",
        mail(head=HEAD + b"In-Reply-To: <ours@school.example>\r\nReferences: <a@b> <ours@school.example>\r\n"),
        {"in_reply_to": "ours@school.example"},
    ),
    (
        "alternative",
        multi(part(b"Please ring me."), part(b"<p>Please ring me.</p>", b"text/html"), kind=b"alternative"),
        {"text": "Please ring me.", "quoted": "", "attachments": []},
    ),
    (
        "alternative with more in html",
        multi(
            part(b"Use a better program."),
            part(
                b"<p>" + b"He wants money tonight and he knows my school, my street and my friends. " + b"</p>",
                b"text/html",
            ),
            kind=b"alternative",
        ),
        {"text": has("He wants money"), "quoted": has("better program")},
    ),
    (
        "alternative with a blank plain part",
        multi(part(b" "), part(b"<b>Help</b> us", b"text/html"), kind=b"alternative"),
        {"text": "Help us"},
    ),
    (
        "html only",
        mail(
            b"<html><head><title>t</title><style>p{}</style></head><p>One &amp; two<br>three<script>x()</script></p></html>",
            b"text/html",
        ),
        {"text": "One & two\nthree"},
    ),
    (
        "html with a link",
        mail(b'<p>It is <a href="https://app.example/jess_m07">this account</a></p>', b"text/html"),
        {"text": "It is this account <https://app.example/jess_m07>"},
    ),
    (
        "html with a hidden picture",
        mail(b'<p>see</p><img src="data:image/png;base64,AAAA">', b"text/html"),
        {"text": "see", "problems": has("picture: 1")},
    ),
    (
        "html with a quote",
        mail(b"<p>mine</p><blockquote><p>theirs</p></blockquote>", b"text/html"),
        {"text": "mine", "quoted": "> theirs"},
    ),
    ("html that never ends", mail(b"<p>kept <style>also kept", b"text/html"), {"text": has("kept", "also kept")}),
    ("html full of comments", mail(b"<!-- >" * 40_000 + b"<p>end", b"text/html"), {"text": has("end")}),
    (
        "html of brackets",
        mail(b"<" * 200_000 + b"words", b"text/html"),
        {"quoted": has("words"), "problems": has("folded")},
    ),
    (
        "quote",
        mail(b"Yes please.\r\n\r\nOn Mon, 12 Jul 2021 at 10:00, Olu <o@school.example> wrote:\r\n> How are you?\r\n"),
        {"text": "Yes please.", "quoted": has("How are you", "wrote:")},
    ),
    (
        "answers between quotes",
        mail(b"> When?\r\nTonight.\r\n> Where?\r\nAt home.\r\n"),
        {"text": "Tonight.\nAt home.", "quoted": "> When?\n> Where?"},
    ),
    (
        "quote of two lines",
        mail(
            b"Yes.\r\n\r\nOn Mon, 12 Jul 2021 at 10:00, Olu Longname\r\n<o@school.example> wrote:\r\n\r\n> How are you?\r\n"
        ),
        {"text": "Yes.", "quoted": has("Longname")},
    ),
    ("outlook tail", mail(b"Yes." + OUTLOOK), {"text": "Yes.", "quoted": has("old words")}),
    (
        "telling what he wrote stays",
        mail(b"On Sunday evening he wrote:\r\nSend me money or I show everyone\r\n"),
        {"text": has("Send me money"), "quoted": "", "danger": lambda value: value in {"urgent", "immediate"}},
    ),
    ("a face is no quote", mail(b"I am so cross\r\n>:( really\r\n"), {"text": has(">:(")}),
    (
        "signature",
        mail(b"Ring me.\r\n-- \r\nWilma\r\n01632 960001\r\n"),
        {"text": "Ring me.", "quoted": has("01632 960001")},
    ),
    (
        "from a phone",
        mail(b"Ring me.\r\nSent from my iPhone\r\n"),
        {"text": "Ring me.", "quoted": "Sent from my iPhone"},
    ),
    (
        "forwarded in text",
        mail(b"See below\r\n\r\n---------- Forwarded message ---------\r\nFrom: bully\r\n\r\nI will kill you\r\n"),
        {"text": "See below", "quoted": has("I will kill you")},
    ),
    (
        "forwarded as a mail",
        multi(part(b"He sent this."), part(INNER, b"message/rfc822")),
        {"text": "He sent this.", "quoted": has("From: Bully <b@x.example>", "pay me or else"), "attachments": []},
    ),
    (
        "forwarded with a picture",
        multi(
            part(b"Look."),
            part(
                multi(part(b"ha"), part(base64.encodebytes(JPEG), b"image/jpeg", B64)).replace(b"edge", b"rim"),
                b"message/rfc822",
            ),
        ),
        {"text": "Look.", "quoted": has("ha"), "attachments": [{"type": "image/jpeg", "size": len(JPEG)}]},
    ),
    (
        "digest",
        multi(part(b"From: a@b.example\r\n\r\none", b"").removeprefix(b"Content-Type: \r\n"), kind=b"digest"),
        {"quoted": has("a@b.example", "one")},
    ),
    (
        "attachment",
        multi(part(b"Here."), part(base64.encodebytes(JPEG), b"image/jpeg; name=x.jpg", FILE)),
        {"text": "Here.", "attachments": [{"type": "image/jpeg", "size": len(JPEG)}]},
    ),
    (
        "attached text is not read",
        multi(part(b"Here."), part(b"in a file", b"text/plain", b"Content-Disposition: attachment\r\n")),
        {"text": "Here.", "attachments": kinds("text/plain")},
    ),
    (
        "inline picture",
        multi(
            part(b"<p>look <img src=cid:1></p>", b"text/html"),
            part(base64.encodebytes(JPEG), b"image/png", B64 + b"Content-Disposition: inline\r\n"),
            kind=b"related",
        ),
        {"text": "look", "attachments": kinds("image/png")},
    ),
    (
        "only a picture",
        mail(base64.encodebytes(JPEG), b"image/jpeg", B64),
        {"text": "", "attachments": kinds("image/jpeg"), "problems": has("No words")},
    ),
    (
        "winmail.dat",
        multi(
            part(b"Hello."),
            part(base64.encodebytes(b"\x78\x9f\x3e\x22" + b"x" * 300), b"application/ms-tnef; name=winmail.dat", B64),
        ),
        {"text": "Hello.", "attachments": kinds("application/ms-tnef")},
    ),
    (
        "calendar",
        multi(part(b"Meet."), part(b"BEGIN:VCALENDAR", b"text/calendar")),
        {"attachments": kinds("text/calendar")},
    ),
    (
        "a picture that says it is text",
        mail(base64.encodebytes(JPEG), more=B64),
        {"text": "", "attachments": kinds("text/plain"), "problems": has("was not")},
    ),
    (
        "data url",
        mail(b"look data:image/png;base64," + b"QUJD" * 300 + b" end"),
        {"text": has("look", "end"), "problems": has("picture: 1")},
    ),
    (
        "base64 in the text",
        mail(b"look\r\n" + base64.encodebytes(JPEG) + b"end"),
        {
            "text": lambda value: "/9j/" not in value and "look" in value and "end" in value,
            "problems": has("picture: 1"),
        },
    ),
    (
        "uuencoded",
        mail(b"look\r\nbegin 644 a.jpg\r\n" + b"M" + b"1234" * 15 + b"\r\n`\r\nend\r\nbye"),
        {"text": has("look", "bye"), "problems": has("picture: 1")},
    ),
    (
        "uuencoded without an end, again and again",
        mail(b"begin 644 a\r\nxx\r\n" * 20_000),
        {"problems": lambda value: True},
    ),
    ("multipart without a boundary", mail(b"Still here.", b"multipart/mixed"), {"text": "Still here."}),
    (
        "multipart whose boundary never comes",
        mail(b"Still here.", b"multipart/mixed; boundary=zz"),
        {"text": "Still here."},
    ),
    (
        "multipart that never ends",
        mail(b"--e\r\n\r\nStill here.", b"multipart/mixed; boundary=e"),
        {"text": "Still here."},
    ),
    ("nested 40 deep", HEAD + NEST, {"problems": has("too deep")}),
    (
        "2,000 parts",
        multi(*[part(b"p%d" % n) for n in range(2_000)]),
        {"text": has("p100"), "problems": has("very many")},
    ),
    (
        "a very long text",
        mail(b"words and more words\r\n" * 30_000),
        {"text": lambda value: len(value) <= 100_000, "problems": has("very long")},
    ),
    (
        "25 MB",
        multi(part(b"Small."), part(b"QUJD" * 19 + b"\r\n" + (b"QUJD" * 19 + b"\r\n") * 330_000, b"video/mp4", B64)),
        {"text": "Small.", "attachments": lambda value: value[0]["size"] > 18_000_000},
    ),
    ("a list", mail(more=b"List-Id: <parents.school.example>\r\n"), {"automatic": True}),
    ("away from the office", mail(more=b"Auto-Submitted: auto-replied\r\n"), {"automatic": True}),
    ("not automatic", mail(more=b"Auto-Submitted: no\r\n"), {"automatic": False}),
    ("bulk", mail(more=b"Precedence: bulk\r\n"), {"automatic": True}),
    ("bounce", b"Return-Path: <>\r\n" + mail(), {"automatic": True}),
    ("noreply", mail(head=with_head(b"wilma@mail", b"no-reply@mail")), {"automatic": True}),
    (
        "delivery report",
        mail(b"--e\r\n\r\nfailed\r\n--e--", b"multipart/report; boundary=e"),
        {"automatic": True, "text": "failed"},
    ),
    ("nothing", b"", {"text": "", "from": "", "problems": has("No words")}),
    ("only headers", HEAD, {"text": "", "subject": "Safeguarding", "problems": has("No words")}),
    ("noise", bytes(range(256)) * 40, {"problems": lambda value: len(value) > 1}),
    ("danger", mail(b"She says she will kill herself tonight"), {"danger": "immediate"}),
    (
        "danger in what is folded away",
        mail(b"See.\r\n\r\n> I want to die tonight, I will kill myself\r\n"),
        {"danger": "immediate"},
    ),
]
