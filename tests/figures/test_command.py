"""Schools beside one another on the server's command line: what each page says, no sum, and a line in each journal."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from seawall.config import finding
from seawall.journal.models import Line
from seawall.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(world, monkeypatch):
    monkeypatch.setattr(finding, "ready", lambda: None)
    with clock.frozen(datetime(2026, 11, 10, 10, tzinfo=UTC)):
        for _each in range(6):
            world.tell()
        world.tell_at(world.heron, "Elsewhere")

    def command(*arguments, at=datetime(2027, 1, 12, 9, tzinfo=UTC)):
        out = io.StringIO()
        with clock.frozen(at):
            call_command("figures", *arguments, stdout=out)
        return list(csv.DictReader(io.StringIO(out.getvalue())))

    return command


def test_a_row_a_school_small_numbers_hidden_and_no_sum(run):
    heron, marram = run("--all-schools")
    assert (heron["School"], heron["Reports"]) == ("Heron Hill School", "fewer than 5")
    assert (marram["School"], marram["Reports"], marram["Term"]) == ("Marram Bay School", "6", "Autumn term 2026")
    assert marram["Reached within the promised time"] == "0 %"
    assert Line.objects.filter(verb="figures.compared", by="server").count() == 2


def test_one_school_one_term(run):
    (row,) = run("--school", "marram-bay", "--term", "2025-3")
    assert (row["Term"], row["Reports"]) == ("Summer term 2026", "0")


@pytest.mark.parametrize("term", ["2026", "x-1", "2026-4", "2030-1", "2026-2", "9" * 99, "²-1"])
def test_a_term_that_is_none_or_not_over(run, term):
    with pytest.raises(CommandError, match="term"):
        run("--all-schools", "--term", term)
