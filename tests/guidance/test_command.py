"""The explain command, as support staff run it."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.guidance.management.commands.danger import answers_to


def run(tmp_path, text):
    path = tmp_path / "reports.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    out = io.StringIO()
    try:
        call_command("danger", str(path), stdout=out)
    except CommandError as error:
        return [json.loads(line) for line in out.getvalue().splitlines()], str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], None


def test_one_line_in_one_line_out(tmp_path):
    lines, error = run(
        tmp_path, '{"answers": {"safe": ["coming"]}, "words": ""}\n\n{"words": "hes gona send it to my mum"}\n{}\n'
    )
    assert lines == [
        {"level": "immediate", "reasons": ["coming"]},
        {"level": "urgent", "reasons": ["words:threat"]},
        {"level": "routine", "reasons": []},
    ]
    assert error is None


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        "[1]",
        '"x"',
        "5",
        '{"answers": []}x',
        '{"answers": [1]}',
        '{"words": 5}',
        "[" * 100_000,
        b"\xff\xfe{}",
        "1" * 10_000,
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_answered(tmp_path, bad):
    text = (bad if isinstance(bad, bytes) else bad.encode()) + b'\n{"words": "kms"}\n'
    lines, error = run(tmp_path, text)
    assert list(lines[0]) == ["error"]
    assert lines[0]["error"].startswith("line 1")
    assert lines[1]["level"] == "immediate"
    assert error == "1 line could not be read"


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"words": "kms"}')))
    call_command("danger")
    assert json.loads(capsys.readouterr().out) == {"level": "immediate", "reasons": ["words:suicide"]}


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("danger", str(tmp_path / "none"))


def test_it_streams():
    def endless():
        while True:
            yield b'{"words": "kms"}'

    assert next(answers_to(endless())) == {"level": "immediate", "reasons": ["words:suicide"]}


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes_get_an_answer(line):
    for answer in answers_to([line]):
        assert answer.keys() in ({"error"}, {"level", "reasons"})
