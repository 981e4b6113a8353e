"""`./run manage reindex`: all keys of a school made anew in batches; killed, it goes on."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from seawall.cases import closing_off
from seawall.config import finding
from seawall.links import reindexing
from seawall.links.models import Identifier, Reindex
from seawall.links.rules.canon import CANON_VERSION
from tests.series.helpers import a_case, told


@pytest.fixture
def seven(world, monkeypatch):
    monkeypatch.setattr(reindexing, "BATCH", 3)
    for number in range(7):
        told(world, f"brook_stone{number}x")
    return keys()


def keys():
    return {row.pk: (bytes(row.exact or b""), bytes(row.skeleton or b"")) for row in Identifier.objects.all()}


def test_killed_half_way_it_goes_on_and_ends_with_the_same_keys(world, seven):
    Identifier.objects.update(exact=None, skeleton=None)
    run = reindexing.begin(school=world.marram, all_rows=True, by=world.asha)
    next(reindexing.go_on(run=run, ring=world.ring(world.asha), by=world.asha))
    assert (Reindex.objects.get().done, Reindex.objects.get().total) == (3, 7)
    again = reindexing.begin(school=world.marram, all_rows=False, by=world.asha)
    steps = [step.done for step in reindexing.go_on(run=again, ring=world.ring(world.asha), by=world.asha)]
    assert steps == [6, 7, 7]
    assert Reindex.objects.get().finished_at is not None
    assert keys() == seven
    assert not Identifier.objects.exclude(canon_version=CANON_VERSION).exists()


def test_the_command_says_how_far_it_is_and_what_is_left(world, seven, monkeypatch):
    case = a_case(world, "field_gate9x")
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    monkeypatch.setattr(finding, "ready", lambda: None)
    monkeypatch.setattr(finding, "their_ring", lambda lead, _asker: world.ring(lead))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = io.StringIO()
    options = {"school": "marram-bay", "email": "dev@school.example"}
    call_command("reindex", all=True, stdout=said, **options)
    lines = said.getvalue().splitlines()
    assert lines[:4] == ["3 of 8", "6 of 8", "7 of 8", "7 of 8"]
    assert "1 stand in cases closed off to Dev Osei" in lines[4]
    assert {pk: pair for pk, pair in keys().items() if pk in seven} == seven
