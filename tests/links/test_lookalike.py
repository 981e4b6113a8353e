"""The command, as support staff run it."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.links.management.commands.lookalike import answers_to


def run(tmp_path, text):
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = io.StringIO()
    try:
        call_command("lookalike", str(path), stdout=out)
    except CommandError as error:
        return [json.loads(line) for line in out.getvalue().splitlines()], str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], None


def test_one_line_in_one_line_out(tmp_path):
    lines, error = run(
        tmp_path,
        '{"kind": "account", "a": "jess.m_07", "b": "JessM07"}\n\n'
        '{"kind": "account", "a": "kai", "b": "tom"}\n{"kind": "phone", "a": "07700 900733", "b": "+447700900733"}\n',
    )
    assert [line["same"] for line in lines] == ["skeleton", "no", "exact"]
    assert all(set(line) == {"same", "why"} and line["why"] for line in lines)
    assert error is None


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        "[1]",
        '{"kind": "account", "a": "x"}',
        '{"kind": "account", "a": 5, "b": "x"}',
        '{"kind": "nonsense", "a": "x", "b": "x"}',
        '{"kind": ["account"], "a": "x", "b": "x"}',
        '{"kind": "account", "a": "x", "a": "y", "b": "x"}',
        "[" * 100_000,
        b"\xff\xfe{}",
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_answered(tmp_path, bad):
    text = (
        bad if isinstance(bad, bytes) else bad.encode()
    ) + b'\n{"kind": "web", "a": "a.example", "b": "a.example/"}\n'
    lines, error = run(tmp_path, text)
    assert list(lines[0]) == ["error"]
    assert lines[0]["error"].startswith("line 1")
    assert lines[1]["same"] == "exact"
    assert error == "1 line could not be read"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("lookalike", str(tmp_path / "none"))


@given(
    st.sampled_from(["account", "phone", "email", "payment", "bank", "crypto", "web", "gift_card"]),
    st.text(max_size=60),
    st.text(max_size=60),
)
@settings(deadline=None, max_examples=80)
def test_any_text_gets_an_answer(kind, a, b):
    line = json.dumps({"kind": kind, "a": a, "b": b}).encode()
    assert [set(answer) for answer in answers_to([line])] == [{"same", "why"}]
