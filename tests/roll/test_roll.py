"""The roll: a file read, previewed, confirmed, undone; found again by name; families; nothing in clear."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from seawall.config import finding
from seawall.config.demo import roll as made_up
from seawall.journal.models import Line
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.roll import actions, queries
from seawall.roll.models import Guardian, Import, Pupil
from seawall.roll.rules.changes import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from seawall.roll.rules.changes import Plan
    from seawall.schools.models import School
    from tests.world import World

TODAY = date(2026, 11, 24)
HEAD = "id,first name,surname,known as,dob,year,form,parent 1 name,parent 1 email,parent 1 phone,parent 1 address"
ELA = "1,Ela,Łuk-O’Brien,,03/05/2015,7,7B,Iga Łuk,iga@families.example,07700 900100,1 Cockle Row"
BEN = "2,Ben,Tarn,Benji,2014-01-09,Year 8,8A,Pat Tarn,pat@families.example,07700 900101,2 Cockle Row"
KIT = "3,Kit,Tarn,,9 Feb 2012,Y10,10A,Pat Tarn,PAT@families.example,,"


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def read(world: World, data: bytes, school: School | None = None) -> tuple[Import, Plan]:
    row = actions.receive(school=school or world.marram, data=data, name="pupils.csv", by=world.olu)
    return row, actions.preview(row)


def put_in(world: World, *rows: str, said: int | None = None) -> Import:
    row, plan = read(world, csv(*rows))
    actions.confirm(row=row, seen=digest(plan), said=said, by=world.olu)
    return row


def on_the_roll(world: World) -> dict[str, object]:
    """Somebody on the roll, a file that was read in and one that waits, by page: for the tests that walk all pages."""
    done = put_in(world, ELA.replace("Łuk-O’Brien", "bramblewick"))
    waiting, _ = read(world, csv(ELA, BEN, KIT))
    pages = {f"office_roll_{name}": waiting.pk for name in ("preview", "columns", "drop")}
    return {**pages, "office_roll_pupil": Pupil.objects.get().pk, "office_roll_undo": done.pk}


def names(pupils: list[Pupil]) -> list[str]:
    return [each.name for each in pupils]


def test_a_file_is_read_shown_confirmed_and_read_again_without_a_change(world: World) -> None:
    row, plan = read(world, csv(ELA, BEN, KIT))
    assert (len(plan.added), plan.changed, plan.left, plan.odd) == (3, (), (), ())
    assert not Pupil.objects.exists(), "reading changes nothing"
    actions.confirm(row=row, seen=digest(plan), said=None, by=world.olu)
    row.refresh_from_db()
    assert (row.state, row.counts) == ("done", {"added": 3, "changed": 0, "left": 0})
    ben = queries.find(world.marram, "benji")[0]
    assert (ben.first, ben.name, ben.year, ben.form, ben.born) == ("Ben", "Benji Tarn", "8", "8A", date(2014, 1, 9))
    assert queries.age(ben, TODAY) == 12
    assert queries.age(ben, date(2027, 1, 8)) == 12
    assert Guardian.objects.count() == 2, "Pat is one person with two children"
    assert names(queries.brothers_and_sisters(ben)) == ["Kit Tarn"]
    _, again = read(world, csv(ELA, BEN, KIT))
    assert again.nothing
    assert again.same == 3


@pytest.mark.parametrize("typed", ["ela", "ELA łuk", "luk obrien", "o'brien", "Éla", "lu el"])
def test_found_by_the_beginnings_of_names(world: World, typed: str) -> None:
    put_in(world, ELA, BEN)
    assert names(queries.find(world.marram, typed)) == ["Ela Łuk-O’Brien"]


@pytest.mark.parametrize("typed", ["", "e", "elx", "ela tarn", "' or 1=1", "\x00", "x" * 5000])
def test_not_found(world: World, typed: str) -> None:
    put_in(world, ELA, BEN)
    assert queries.find(world.marram, typed) == []


def test_nobody_finds_another_schools_pupil(world: World) -> None:
    put_in(world, ELA)
    ela = Pupil.objects.get()
    assert queries.find(world.heron, "ela") == []
    with pytest.raises(Gone):
        queries.pupil(world.heron, ela.pk)
    assert names([queries.pupil(world.marram, ela.pk)]) == ["Ela Łuk-O’Brien"]
    assert names(queries.year_group(world.marram, "7")) == ["Ela Łuk-O’Brien"]
    assert queries.year_group(world.heron, "7") == []


def test_who_is_not_in_the_file_has_left_and_may_come_back(world: World) -> None:
    put_in(world, *(f"{n},Pupil,Number{n},,2014-01-01,8,8A,,,," for n in range(10, 30)))
    row, plan = read(world, csv(*(f"{n},Pupil,Number{n},,2014-01-01,8,8A,,,," for n in range(11, 30))))
    assert [each.child.last for each in plan.left] == ["Number10"]
    assert not plan.asks_twice
    actions.confirm(row=row, seen=digest(plan), said=None, by=world.olu)
    assert queries.find(world.marram, "number10") == []
    assert names(queries.find(world.marram, "number10", leavers=True)) == ["Pupil Number10"]
    row, plan = read(world, csv(*(f"{n},Pupil,Number{n},,2014-01-01,8,8A,,,," for n in range(10, 30))))
    assert [change.what for change in plan.changed] == [("back",)]


def test_a_file_in_which_more_than_a_tenth_is_missing_asks_twice(world: World) -> None:
    put_in(world, ELA, BEN, KIT)
    row, plan = read(world, csv(ELA))
    assert plan.asks_twice
    for said in (None, 0, 1, 3):
        with pytest.raises(Refused, match="2 of 3"):
            actions.confirm(row=row, seen=digest(plan), said=said, by=world.olu)
    assert len(queries.everybody(world.marram)) == 3
    actions.confirm(row=row, seen=digest(plan), said=2, by=world.olu)
    assert names(queries.everybody(world.marram)) == ["Ela Łuk-O’Brien"]


def test_a_row_that_cannot_be_read_makes_nobody_a_leaver(world: World) -> None:
    put_in(world, ELA, BEN, KIT)
    _, plan = read(world, csv(ELA, "2,,Tarn,,,,,,,,", KIT))
    assert plan.left == ()
    assert [(odd.line, odd.reason) for odd in plan.odd] == [(3, "The first name is missing.")]
    _, plan = read(world, csv(ELA, ",,,,,8,8A,,,,"))
    assert (plan.left, plan.held) == ((), 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('4,=cmd("x"),Fell,,2014-01-01,8,8A,,,,', "formula"),
        ("4,@SUM(1),Fell,,2014-01-01,8,8A,,,,", "formula"),
        ("4,Ann,Fell,,31/02/2014,8,8A,,,,", "date of birth"),
        ("4,Ann,Fell,,1950-01-01,8,8A,,,,", "date of birth"),
        ("4,Ann,Fell,,2014-01-01,8,8A,,,,,,surplus", "more cells"),
        ("4,Ann,Fell", "stops before"),
        (",Ann,Fell,,,8,8A,,,,", "neither an id"),
        (f"4,{'A' * 300},Fell,,2014-01-01,8,8A,,,,", "longer than"),
        ("1,Ann,Fell,,2014-01-01,8,8A,,,,", "two different pupils"),
        ("4,Ann,Fell,,2014-01-01,8 or 9,8A,,,,", "year group"),
        ("4,Ann,Fell,,2014-01-01,8,8A,Jo Fell,not an address,,", "e-mail"),
        ("4,Ann,Fell,,2014-01-01,8,8A,,jo@families.example,,", "no name"),
        ("4,Ela,Łuk-O'Brien,,2015-05-03,8,8A,,,,", "another id"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_by_line_and_the_others_are_taken(world: World, row: str, reason: str) -> None:
    _, plan = read(world, csv(ELA, BEN, row))
    assert any(reason in odd.reason and odd.line in {2, 4} for odd in plan.odd), plan.odd
    assert "Ben" in [child.first for child in plan.added]
    assert all(odd.file == "pupils.csv" for odd in plan.odd)


def test_a_changed_id_is_the_same_child(world: World) -> None:
    put_in(world, ELA, BEN)
    pk = queries.find(world.marram, "ela")[0].pk
    row, plan = read(world, csv(ELA.replace("1,", "A77,", 1), BEN))
    assert [change.what for change in plan.changed] == [("id",)]
    actions.confirm(row=row, seen=digest(plan), said=None, by=world.olu)
    ela = queries.find(world.marram, "ela")[0]
    assert (ela.pk, ela.external_id) == (pk, "A77")


def test_a_school_that_counts_anew_makes_no_child_out_of_two(world: World) -> None:
    put_in(world, ELA, BEN, KIT)
    rows = {each.name: (each.pk, each.born) for each in queries.everybody(world.marram)}
    swapped = ["2" + ELA[1:], "1" + BEN[1:], "4" + KIT[1:]]
    row = put_in(world, *swapped)
    assert row.state == "done"
    assert {each.name: (each.pk, each.born) for each in queries.everybody(world.marram)} == rows
    assert {each.first: each.external_id for each in queries.everybody(world.marram)} == {
        "Ela": "2",
        "Ben": "1",
        "Kit": "4",
    }
    assert read(world, csv(*swapped))[1].nothing
    row = put_in(world, "2,New,Comer,,2015-01-01,7,7B,,,,", *swapped[1:], said=1)
    assert names(queries.find(world.marram, "new")) == ["New Comer"]
    assert names(queries.find(world.marram, "ela", leavers=True)) == ["Ela Łuk-O’Brien"]
    assert queries.find(world.marram, "ela") == []
    actions.undo(row=row, by=world.olu)
    assert {each.name: (each.pk, each.born) for each in queries.everybody(world.marram)} == rows
    assert queries.find(world.marram, "ela")[0].external_id == "2"


def facts(pupil: Pupil) -> actions.PupilFacts:
    ties = {tie.pk: actions.TieFacts(contact=False, lives_with=None, protected=True) for tie in queries.ties(pupil)}
    return actions.PupilFacts("Ellie", "Polish", protected=True, ties=ties)


def test_what_the_office_knows_better_stays_through_the_next_file(world: World) -> None:
    put_in(world, ELA, BEN)
    ela = queries.find(world.marram, "ela")[0]
    actions.change_pupil(pupil=ela, facts=facts(ela), seen=ela.version, by=world.olu)
    assert names(queries.find(world.marram, "ellie")) == ["Ellie Łuk-O’Brien"]
    with pytest.raises(Clash):
        actions.change_pupil(pupil=ela, facts=facts(ela), seen=ela.version, by=world.olu)
    for row in (ELA, ELA.replace("iga@", "new@"), "1,Ela,Łuk-O’Brien,,03/05/2015,7,7B,,,,"):
        put_in(world, row, BEN)
        ela = queries.find(world.marram, "ela")[0]
        tie = queries.ties(ela)[0]
        assert (ela.protected, ela.language, tie.contact, tie.guardian.protected) == (True, "Polish", False, True)
        assert queries.families(world.marram, [ela])[0].may_write == ()


def test_the_last_import_is_undone(world: World) -> None:
    put_in(world, *(f"{n},Pupil,Number{n},,2014-01-01,8,8A,,,," for n in range(10, 30)), ELA, BEN)
    before = {each.name: (each.year, each.form) for each in queries.everybody(world.marram)}
    changed = ELA.replace(",7,7B,", ",8,8B,").replace("Iga Łuk", "Ola Łuk")
    row = put_in(world, *(f"{n},Pupil,Number{n},,2014-01-01,8,8A,,,," for n in range(10, 30)), changed, KIT)
    ela = queries.find(world.marram, "ela")[0]
    assert (ela.form, queries.ties(ela)[0].guardian.name) == ("8B", "Ola Łuk")
    actions.undo(row=row, by=world.olu)
    assert {each.name: (each.year, each.form) for each in queries.everybody(world.marram)} == before
    assert queries.ties(queries.find(world.marram, "ela")[0])[0].guardian.name == "Iga Łuk"
    assert queries.find(world.marram, "kit", leavers=True) == []
    with pytest.raises(Refused):
        actions.undo(row=row, by=world.olu)


def test_an_import_is_not_undone_over_what_somebody_changed_since(world: World) -> None:
    row = put_in(world, ELA, BEN)
    ela = queries.find(world.marram, "ela")[0]
    actions.change_pupil(pupil=ela, facts=facts(ela), seen=ela.version, by=world.olu)
    with pytest.raises(Refused, match="by hand"):
        actions.undo(row=row, by=world.olu)
    assert len(queries.everybody(world.marram)) == 2


def test_whoever_confirms_confirms_what_they_saw(world: World) -> None:
    row, plan = read(world, csv(ELA))
    other, theirs = row, digest(plan)
    put_in(world, ELA, BEN)
    other.refresh_from_db()
    with pytest.raises(Refused, match="thrown away"):
        actions.confirm(row=other, seen=theirs, said=None, by=world.olu)
    row, plan = read(world, csv(ELA, BEN, KIT))
    ela = queries.find(world.marram, "ela")[0]
    actions.change_pupil(pupil=ela, facts=facts(ela), seen=ela.version, by=world.olu)
    with pytest.raises(Clash):
        actions.confirm(row=row, seen="0" * 32, said=None, by=world.olu)


def test_families(world: World) -> None:
    same_house = "4,Sol,Reef,,2013-01-01,9,9A,Kim Reef,kim@families.example,,2 COCKLE  ROW"
    put_in(world, ELA, BEN, KIT, same_house, "5,Lone,Heron,,2013-01-01,9,9A,,,,")
    found = queries.families(world.marram)
    assert sorted(len(family.pupils) for family in found) == [1, 1, 3]
    large = max(found, key=lambda family: len(family.pupils))
    assert sorted(each.name for each in large.guardians) == ["Kim Reef", "Pat Tarn"]
    kit = queries.find(world.marram, "kit")
    assert [names(list(family.pupils)) for family in queries.families(world.marram, kit)] == [["Kit Tarn"]]


def test_every_verb_has_a_line_without_a_name(world: World) -> None:
    row = put_in(world, ELA, BEN)
    actions.note_seen(pupil=Pupil.objects.all()[0], by=world.olu)
    actions.undo(row=row, by=world.olu)
    lines = Line.objects.filter(verb__startswith="roll.")
    assert [line.verb for line in lines] == ["roll.file_read", "roll.imported", "roll.pupil_seen", "roll.import_undone"]
    assert not any("Tarn" in f"{line.subject}{line.facts}" for line in lines)


def test_a_school_of_two_thousand_is_quick_and_nothing_of_it_lies_in_clear(world: World) -> None:
    started = time.perf_counter()
    made_up.enrol(world.marram, count=2_000, by=world.olu, today=TODAY, story=False)
    took = time.perf_counter() - started
    assert took < 20, took
    times = []
    for typed in ("zoe", "o’halloran", "lukasik", "sz", "renee q", "ka ko", "nobody"):
        started = time.perf_counter()
        queries.find(world.marram, typed)
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.05, times
    clear = set(made_up.FIRST) | set(made_up.LAST) | {"families.example", "Cockle Row"}
    with connection.cursor() as cursor:
        for table in (each for each in connection.introspection.table_names() if each.startswith("roll_")):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            held = b"\n".join(_bytes(cell) for row in cursor.fetchall() for cell in row)
            assert not [name for name in clear if len(name) > 4 and name.encode() in held], table


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


USERS = "sourcedId,status,enabledUser,username,givenName,familyName,preferredGivenName,email,sms,grades,agentSourcedIds"
ROSTER = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,bulk\n",
    "orgs.csv": "sourcedId,status,name,type\no1,,Marram Bay School,school\no2,,Other School,school\n",
    "users.csv": f"{USERS}\n"
    "u1,active,true,ela,Ela,Luk,Ellie,,,07,g1\n"
    "u2,active,true,max,Max,Luk,,,,09,\n"
    "u3,active,true,out,Out,Luk,,,,09,\n"
    "u4,tobedeleted,true,gone,Gone,Luk,,,,09,\n"
    "u5,active,true,,,Luk,,,,09,\n"
    'g1,active,true,iga,Iga,Luk,,iga@families.example,07700 900100,,"u1,u2"\n'
    "t1,active,true,tom,Tom,Reed,,,,,\n",
    "roles.csv": "sourcedId,status,userSourcedId,roleType,role,orgSourcedId\n"
    "r1,,u1,primary,student,o1\nr2,,u2,primary,student,o1\nr3,,u3,primary,student,o2\nr4,,u4,primary,student,o1\n"
    "r5,,u5,primary,student,o1\nr6,,g1,primary,parent,o1\nr7,,t1,primary,teacher,o1\n",
    "classes.csv": "sourcedId,status,title,classType,classCode\nc1,,Form 7B,homeroom,7B\nc2,,Maths,scheduled,7M\n",
    "enrollments.csv": "sourcedId,status,classSourcedId,userSourcedId,role\ne1,,c1,u1,student\ne2,,c2,u2,student\n",
    "demographics.csv": "sourcedId,status,birthDate\nu1,,2015-05-03\nu2,,never\n",
}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_oneroster_zip(world: World) -> None:
    row, plan = read(world, zipped(ROSTER))
    assert sorted(child.name for child in plan.added) == ["Ellie Luk", "Max Luk"]
    assert [(odd.file, odd.line, odd.left_out) for odd in plan.odd] == [
        ("demographics.csv", 3, False),
        ("users.csv", 6, True),
    ]
    actions.confirm(row=row, seen=digest(plan), said=None, by=world.olu)
    ela = queries.find(world.marram, "ellie")[0]
    assert (ela.year, ela.form, ela.born) == ("7", "7B", date(2015, 5, 3))
    tie = queries.ties(ela)[0]
    assert (tie.guardian.name, tie.relation, tie.guardian.phone) == ("Iga Luk", "parent", "07700 900100")
    assert names(queries.brothers_and_sisters(ela)) == ["Max Luk"]
    assert read(world, zipped(ROSTER))[1].nothing


def test_an_older_oneroster_with_its_roles_among_the_users(world: World) -> None:
    users = "sourcedId,status,enabledUser,orgSourcedIds,role,givenName,familyName,email,agentSourcedIds,grades\n"
    users += "u1,,1,o1,student,Ela,Luk,,g1,7\ng1,,1,o1,guardian,Iga,Luk,iga@families.example,,\n"
    _, plan = read(world, zipped({"export/users.csv": users}))
    assert [(child.name, [tie.adult.name for tie in child.adults or ()]) for child in plan.added] == [
        ("Ela Luk", ["Iga Luk"])
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(ROSTER)[:-60], "not whole"),
        (zipped({"orgs.csv": "a,b\n"}), "no users.csv"),
        (zipped({**ROSTER, "picture.jpg": b"\xff\xd8\xff"}), "other than CSV"),
        (zipped({**ROSTER, "inner.zip": zipped(ROSTER)}), "other than CSV"),
        (zipped({"users.csv": b"a" * 61_000_000}), "too large"),
        (zipped({f"{n}.csv": "a" for n in range(70)}), "more files"),
        (zipped({**ROSTER, "manifest.csv": "propertyName,value\nfile.users,delta\n"}), "only what changed"),
        (zipped({**ROSTER, "orgs.csv": "sourcedId,name,type\na,A,school\nb,B,school\n"}), "several schools"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50, "not a text file"),
        (b"", "no rows"),
        (b"name\n", "no rows"),
        (b"\n\n\n", "no rows"),
        (b'a,b\n"' + b"x" * 200_000, "stops being a CSV"),
        (b"a," * 300 + b"\n1\n", "more rows or columns"),
        (b"a" * 10_000_001, "larger than"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_reason(world: World, data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read(world, data)
    assert not Import.objects.exists()


def test_the_command_says_what_would_change_and_prints_no_name(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(finding, "ready", lambda: None)
    file = tmp_path / "pupils.csv"
    file.write_bytes(csv(ELA, BEN, "9,,Fell,,,,,,,,"))
    call_command("roll_import", "marram-bay", str(file))
    said = capsys.readouterr().out
    assert "pupils.csv, line 4: The first name is missing." in said
    assert "2 new, 0 different, 0 left, 0 the same." in said
    assert "Tarn" not in said
    assert not Pupil.objects.exists()
    call_command("roll_import", "marram-bay", str(file), "--confirm")
    assert Pupil.objects.count() == 2
    file.write_bytes(csv(ELA))
    with pytest.raises(CommandError, match="--leaving"):
        call_command("roll_import", "marram-bay", str(file), "--confirm")
    call_command("roll_import", "marram-bay", str(file), "--confirm", "--leaving", "1")
    assert len(queries.everybody(world.marram)) == 1
    for wrong in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(CommandError, match="can't be read"):
            call_command("roll_import", "marram-bay", str(wrong))
    file.write_bytes(b"Nummer,Vorname\n1,Ela\n")
    with pytest.raises(CommandError, match="first, last, id"):
        call_command("roll_import", "marram-bay", str(file))
