"""Reading a mail: a corpus of made-up ones, and whatever hypothesis can think of."""

from __future__ import annotations

import json
import re
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from seawall.post.management.commands.readmail import as_json
from seawall.post.parse import read, read_file
from seawall.post.structure import UnreadableError, parts_of
from tests.post.corpus import CORPUS, HEAD, multi, part

KEYS = {
    "subject",
    "from",
    "date",
    "text",
    "quoted",
    "attachments",
    "message_id",
    "in_reply_to",
    "automatic",
    "safeguarding",
    "danger",
    "problems",
}


@pytest.mark.parametrize(("raw", "expected"), [pytest.param(raw, told, id=name) for name, raw, told in CORPUS])
def test_a_mail_is_read_as_it_was_meant(raw, expected):
    started = time.monotonic()
    told = as_json(read_file(raw))
    assert time.monotonic() - started < 10
    assert set(told) == KEYS
    for key, value in expected.items():
        assert value(told[key]) if callable(value) else told[key] == value, (key, str(told[key])[:300])


def test_the_corpus_is_large_enough():
    assert len({name for name, _raw, _told in CORPUS}) == len(CORPUS) >= 60


PIECES = st.sampled_from(
    [
        b"\r\n",
        b"\r\n\r\n",
        b"--edge",
        b"--edge--",
        b"Content-Type: text/html",
        b"Content-Type: multipart/mixed; boundary=edge",
        b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64",
        b"Subject: ",
        b"=?utf-8?b?",
        b"?=",
        b"<p",
        b">",
        b"From: ",
        b"@",
        b"\0",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=12), max_size=40).map(b"".join))
def test_no_bytes_make_it_stumble(raw):
    told = as_json(read_file(raw))
    json.dumps(told)
    assert "\0" not in f"{told['text']}{told['quoted']}{told['subject']}"


WORDS = st.lists(st.from_regex(r"\A[a-zéł]{2,9}\Z"), min_size=1, max_size=6).map(" ".join)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["plain", "html", "mail"])), min_size=1, max_size=5),
    st.sampled_from([b"mixed", b"alternative", b"related"]),
)
def test_every_word_is_kept_or_the_loss_is_said(parts, kind):
    shapes = {
        "plain": part,
        "html": lambda text: part(b"<p>" + text + b"</p>", b"text/html; charset=utf-8"),
        "mail": lambda text: part(b"From: x@y.example\r\n\r\n" + text, b"message/rfc822"),
    }
    told = as_json(read_file(multi(*[shapes[shape](words.encode()) for words, shape in parts], kind=kind)))
    there = set(re.findall(r"\w+", str(told["text"]) + " " + str(told["quoted"])))
    assert {word for words, _shape in parts for word in words.split()} <= there or told["problems"]


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from([b"(", b")", b'"TEXT"', b" ", b"NIL", b"{3}\r\n", b"7", b'"rfc822"', b'"MESSAGE"']), max_size=40
    ).map(b"".join)
)
def test_what_a_mail_server_says_never_makes_it_stumble(raw):
    try:
        root, problems = parts_of(raw)
    except UnreadableError:
        return
    read(HEAD, root, problems)


def test_readmail_explains_a_file(tmp_path):
    file = tmp_path / "mail.eml"
    file.write_bytes(CORPUS[0][1])
    out = StringIO()
    call_command("readmail", str(file), "--json", stdout=out)
    assert set(json.loads(out.getvalue())) == KEYS
    out = StringIO()
    call_command("readmail", str(file), stdout=out)
    assert "danger: soon" in out.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("readmail", str(tmp_path / "none.eml"))
