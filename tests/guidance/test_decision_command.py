"""`./run manage decide`, as support staff run it."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.guidance.management.commands.decide import answers_to
from seawall.guidance.rules.decision import Trigger

NO = {key.value: "no" for key in Trigger}


def run(tmp_path, text):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    out = io.StringIO()
    try:
        call_command("decide", str(path), stdout=out)
    except CommandError as error:
        return [json.loads(line) for line in out.getvalue().splitlines()], str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], None


def line(triggers=None, **rest):
    return json.dumps({"triggers": NO | (triggers or {}), **rest}) + "\n"


def test_one_line_in_one_line_out(tmp_path):
    lines, error = run(
        tmp_path, line() + "\n" + line({"sexual_under_13": "unknown"}) + line(facts={"blackmail": True}) + "{}\n"
    )
    assert lines[:3] == [
        {"decision": "may_manage_in_school", "reasons": ["every_trigger_no"], "needed": []},
        {"decision": "needs_answers", "reasons": ["not_known:sexual_under_13"], "needed": ["sexual_under_13"]},
        {"decision": "refer_now", "reasons": ["fact:blackmail"], "needed": []},
    ]
    assert lines[3]["decision"] == "refer_now"
    assert lines[3]["needed"] == list(NO)
    assert error is None


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        "[1]",
        '"x"',
        "5",
        "null",
        '{"triggers": {}}x',
        '{"triggers": []}',
        '{"triggers": "yes"}',
        '{"facts": [1]}',
        '{"facts": {"blackmail": true, "blackmail": false}}',
        '{"triggers": {"adult": "yes"}, "triggers": {}}',
        '{"triggers": {}, "fact": {"blackmail": true}}',
        "[" * 100_000,
        b"\xff\xfe{}",
        "1" * 10_000,
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_answered(tmp_path, bad):
    text = (bad if isinstance(bad, bytes) else bad.encode()) + b"\n" + line().encode()
    lines, error = run(tmp_path, text)
    assert list(lines[0]) == ["error"]
    assert lines[0]["error"].startswith("line 1")
    assert lines[1]["decision"] == "may_manage_in_school"
    assert error == "1 line could not be read"


def test_a_key_beside_the_two_parts_is_named(tmp_path):
    lines, error = run(tmp_path, line(case="SW-1"))
    assert lines == [
        {"decision": "may_manage_in_school", "reasons": ["every_trigger_no", "unknown_key:case"], "needed": []}
    ]
    assert error is None


def test_empty_parts_are_nothing_said(tmp_path):
    lines, _ = run(tmp_path, '{"triggers": null, "facts": null}')
    assert lines[0]["decision"] == "refer_now"


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + line().encode())))
    call_command("decide")
    assert json.loads(capsys.readouterr().out)["decision"] == "may_manage_in_school"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("decide", str(tmp_path / "none"))


def test_it_streams():
    def endless():
        while True:
            yield b"{}"

    assert next(answers_to(endless()))["decision"] == "refer_now"


keys = st.sampled_from(["triggers", "facts", "adult", "blackmail", "x\ud800"])
leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner))


@given(st.binary(max_size=60) | values.map(lambda case: json.dumps(case).encode()))
@settings(max_examples=100, deadline=None)
def test_any_bytes_get_an_answer(given_line):
    for answer in answers_to([given_line]):
        assert answer.keys() in ({"error"}, {"decision", "reasons", "needed"})
        assert json.dumps(answer)
