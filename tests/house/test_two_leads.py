"""Two leads confirm and reject the same thing at once, on real connections: one is first, the other is told, nothing is half."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.house.two_leads import ROUNDS
from tests.stories.server import ROOT, environment

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def pressed(django_db_setup, tmp_path_factory):
    """What came of each pair of presses, by what was pressed."""
    more = {"SEAWALL_TEST_POSTGRES": os.environ["DATABASE_URL"]} if connection.vendor == "postgresql" else {}
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.two_leads", connection.vendor],
        env=environment(tmp_path_factory.mktemp("two"), **more),
        capture_output=True,
        text=True,
        timeout=240,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, list[dict]] = {}
    for line in done.stdout.splitlines():
        each = json.loads(line)
        found.setdefault(each["what"], []).append(each)
    assert {len(each) for each in found.values()} == {ROUNDS}
    return found


def test_of_confirming_and_dropping_one_is_done_and_the_other_is_told(pressed):
    for each in pressed["confirm and drop"]:
        assert sorted(each["got"]) == ["", "Clash"], each
        won = "confirmed" if each["got"][0] == "" else "dropped"
        assert (each["state"], each["version"], each["lines"]) == (won, 2, [f"identifier.{won}"])


def test_rejecting_one_suggestion_twice_keeps_one_rejection(pressed):
    for each in pressed["reject twice"]:
        assert (each["got"], each["rows"]) == (["", ""], 1)


def test_rejecting_and_taking_back_leaves_one_or_none(pressed):
    for each in pressed["reject and take back"]:
        assert each["got"] == ["", ""]
        assert each["rows"] in {0, 1}


def test_a_case_that_two_put_into_a_series_stands_in_one_and_its_history_says_so(pressed):
    for each in pressed["begin twice"]:
        assert sorted(each["got"]) == ["", "Refused"], each
        assert (len(each["stands"]), each["moves"]) == (1, 2)


def test_two_series_joined_both_ways_at_once_become_one(pressed):
    for each in pressed["merge both ways"]:
        assert min(each["got"]) == "", each
        assert max(each["got"]) in {"Clash", "Refused"}, each
        assert (len(each["stands"]), each["cases"]) == (1, 4)
