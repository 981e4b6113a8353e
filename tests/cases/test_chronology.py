"""The chronology: it only grows, the database holds it to that, and whoever gets round the database is found out."""

from __future__ import annotations

import datetime as dt
import io
import json
import secrets

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from seawall.cases import actions, chronology, queries, rules
from seawall.cases.chain import FIRST, mark_of
from seawall.cases.models import Line, Purge
from seawall.cases.rules import Kind, Part
from seawall.cases.wording import LINES
from seawall.kit import clock
from seawall.kit.refusal import Gone, Refused
from seawall.vault.sealing import Sealed

pytestmark = pytest.mark.django_db

KNOWN = "1a3752a5c7c1c4b4ce6bf36b020992c6cdc1a5b013155924f0fec566c64a31d8"
NOW = dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC)


@pytest.fixture
def lead(world):
    return {"ring": world.ring(world.asha), "by": world.asha}


@pytest.fixture
def case(world, lead):
    report, _code = world.tell()
    made = actions.start(school=world.marram, title="Kites", report=report, seen=1, **lead)
    note(made, lead, "Rang home at ten past eight")
    actions.involve(case=made, part=Part.IMPERSONATED, name="Jess Marlow", detail="", **lead)
    return made


def note(case, lead, typed, **more):
    chronology.note(case=case, typed=typed, once=more.pop("once", secrets.token_bytes(16)), **more, **lead)


def unguarded(statement, *values):
    """Do what somebody with the database's own password could do: take the guard away first, and put it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE cases_line DISABLE TRIGGER USER")
            cursor.execute(statement, values)
            cursor.execute("ALTER TABLE cases_line ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases_line'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
        for _, sql in guards:
            cursor.execute(sql)


def own(number):
    return Line.objects.get(number=number)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Line.objects.filter(number=2).update(kind="noted"),
        lambda: Line.objects.filter(number=2).update(happened_at=NOW),
        lambda: Line.objects.all().delete(),
        lambda: own(1).delete(),
    ],
)
def test_the_database_refuses_to_change_or_delete_a_line(case, change):
    before = list(Line.objects.order_by("number").values())
    with pytest.raises(DatabaseError, match="a chronology only grows"), transaction.atomic():
        change()
    assert list(Line.objects.order_by("number").values()) == before


def test_only_a_case_that_is_being_purged_loses_its_lines(world, case, lead):
    other, _code = world.tell()
    kept = actions.start(school=world.marram, title="Kept", report=other, seen=1, **lead)
    with transaction.atomic():
        Purge.objects.create(case_id=case.pk)
        Line.objects.filter(case=case, corrects__isnull=True).delete()
        Purge.objects.all().delete()
    assert not Line.objects.filter(case=case).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(case=kept).delete()


def test_a_chronology_is_whole_and_every_line_follows_the_last(case):
    lines = list(case.lines.order_by("number"))
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert [line.kind for line in lines] == ["started", "report_added", "noted", "person_added"]
    assert bytes(lines[0].before) == FIRST
    assert [bytes(line.before) for line in lines[1:]] == [bytes(line.mark) for line in lines[:-1]]
    assert chronology.first_broken(case) is None


TAMPERED = {
    "kind": ("UPDATE cases_line SET kind = 'assigned' WHERE number = 3", 3, "was changed"),
    "fact": ("""UPDATE cases_line SET facts = '{"part": "affected"}' WHERE number = 4""", 4, "was changed"),
    "happened": ("UPDATE cases_line SET happened_at = '2026-01-01 00:00:00' WHERE number = 2", 2, "was changed"),
    "written": ("UPDATE cases_line SET written_at = '2026-01-01 00:00:00' WHERE number = 2", 2, "was changed"),
    "words gone": ("UPDATE cases_line SET text = NULL WHERE number = 3", 3, "was changed"),
    "number": ("UPDATE cases_line SET number = 9 WHERE number = 4", 4, "is missing"),
    "middle": ("DELETE FROM cases_line WHERE number = 2", 2, "is missing"),
    "end": ("DELETE FROM cases_line WHERE number = 4", 4, "is missing: the journal says it was written"),
    "all": ("DELETE FROM cases_line", 1, "is missing: the journal says it was written"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whoever_gets_round_the_database_is_found_out(case, how):
    statement, number, what = TAMPERED[how]
    unguarded(statement)
    broken = chronology.first_broken(case)
    assert broken is not None
    assert (broken.number, broken.what) == (number, what)


def test_any_changed_byte_of_the_sealed_words_is_found(case):
    box = bytes(own(3).text.box)
    for at in (0, len(box) // 2, len(box) - 1):
        changed = box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :]
        unguarded("UPDATE cases_line SET text = %s WHERE number = 3", changed)
        broken = chronology.first_broken(case)
        assert broken is not None
        assert (broken.number, broken.what) == (3, "was changed")
    unguarded("UPDATE cases_line SET text = %s WHERE number = 3", box)
    assert chronology.first_broken(case) is None


def test_a_chain_made_anew_is_not_what_the_journal_knows(case):
    """Somebody changes a line and computes every mark after it again: the journal, which cannot be changed, says otherwise."""
    before = FIRST
    for line in case.lines.order_by("number"):
        line.facts = {"changed": True} if line.number == 3 else line.facts
        mark = mark_of(line, line.text.box if line.text else None, before)
        unguarded(
            "UPDATE cases_line SET before = %s, mark = %s, facts = %s WHERE number = %s",
            before,
            mark,
            '{"changed": true}' if line.number == 3 else json.dumps(line.facts),
            line.number,
        )
        before = mark
    broken = chronology.first_broken(case)
    assert broken is not None
    assert (broken.number, broken.what) == (3, "is not what the journal says was written")


def test_the_command_names_the_first_broken_line_of_each_case(world, case, lead):
    said = io.StringIO()
    call_command("verify_chronology", stdout=said)
    assert "marram-bay: 1 cases, 4 lines, whole" in said.getvalue()
    unguarded("UPDATE cases_line SET kind = 'assigned' WHERE number = 3")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_chronology", "--school", "marram-bay", stdout=said)
    assert f"case {case.reference}: line 3 was changed" in said.getvalue()
    call_command("verify_chronology", "--school", "heron-hill", stdout=io.StringIO())
    with pytest.raises(CommandError, match="no school"):
        call_command("verify_chronology", "--school", "nowhere", stdout=io.StringIO())


def test_a_correction_stands_beside_its_line(case, lead):
    line = own(3)
    token = secrets.token_bytes(16)
    for _ in range(2):
        chronology.correct(line=line, typed="It was ten past nine", once=token, **lead)
    assert own(3).mark == line.mark
    key = lead["ring"].data_key(case)
    entries = queries.open_lines(case, key, queries.lines_of(case, oldest_first=True))
    by_number = {entry.row.number: entry for entry in entries}
    assert by_number[3].corrected_by == 5
    assert (by_number[5].said, by_number[5].text) == ("Correction of line 3", "It was ten past nine")
    assert by_number[5].row.happened_at == line.happened_at
    with pytest.raises(Refused, match="is a correction"):
        chronology.correct(line=own(5), typed="Again", once=secrets.token_bytes(16), **lead)


def test_what_happened_earlier_stands_earlier_and_nothing_happens_tomorrow(case, lead):
    earlier = clock.now() - dt.timedelta(days=2)
    note(case, lead, "A friend had told her tutor", happened_at=earlier)
    first = queries.lines_of(case, oldest_first=True)[0]
    assert (first.happened_at, first.number) == (earlier, 5)
    for absurd in (clock.now() + dt.timedelta(hours=1), clock.now() - dt.timedelta(days=365 * 40)):
        with pytest.raises(Refused):
            note(case, lead, "No", happened_at=absurd)


def test_a_lead_who_is_closed_out_writes_nothing(world, case, lead):
    from seawall.cases import closing_off

    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    with pytest.raises(Gone):
        note(case, {"ring": world.ring(world.dev), "by": world.dev}, "x")


def test_every_kind_of_line_has_its_words():
    assert set(LINES) == set(Kind)


TEXT = st.text(max_size=40)
FACTS = st.dictionaries(st.sampled_from(["part", "level", "report"]), st.one_of(st.none(), st.integers(), TEXT))
MOMENTS = st.datetimes(min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - given its zone beside it


def lines():
    return st.builds(Line, number=st.integers(1, 9), kind=TEXT, facts=FACTS, happened_at=MOMENTS, written_at=MOMENTS)


@given(lines(), lines(), st.binary(max_size=40) | st.none(), st.binary(max_size=40) | st.none())
def test_two_lines_that_differ_have_different_marks(one, other, box, other_box):
    other.pk = one.pk
    names = ("number", "kind", "facts", "happened_at", "written_at")
    same = all(getattr(one, name) == getattr(other, name) for name in names) and box == other_box
    assert (mark_of(one, box, FIRST) == mark_of(other, other_box, FIRST)) is same
    assert mark_of(one, box, FIRST) != mark_of(one, box, b"\x01" * 32)


def test_the_mark_of_a_known_line():
    """Held for ever: a mark that was printed years ago must be found again by the same text."""
    line = Line(
        pk="01890000-0000-7000-8000-000000000001",
        case_id="01890000-0000-7000-8000-000000000002",
        author_id="01890000-0000-7000-8000-000000000003",
        number=1,
        kind="noted",
        facts={"report": "ABCDEFG"},
        happened_at=NOW,
        written_at=NOW,
    )
    assert mark_of(line, Sealed(b"sealed").box, FIRST).hex() == KNOWN


@given(st.timedeltas(min_value=dt.timedelta(days=-20_000), max_value=dt.timedelta(days=400)))
def test_what_may_have_happened(ago):
    refusal = rules.may_have_happened(NOW + ago, NOW)
    fine = dt.timedelta(days=-25 * 366) <= ago <= dt.timedelta(minutes=5)
    assert (refusal is None) is fine
