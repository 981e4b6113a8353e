"""Rows, circles, codes and the kit: who can open what, as people come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.kit.codes import Code
from seawall.kit.refusal import Gone, Refused
from seawall.mailbox import actions as mailboxes
from seawall.mailbox import queries as mailbox_queries
from seawall.reports.models import Report
from seawall.schools import actions as schools
from seawall.schools.rules import Role
from seawall.vault import circles
from seawall.vault.models import CircleKey, Share
from seawall.vault.ring import ReporterKeys, Ring, WontOpenError
from tests.world import PASSWORD

if TYPE_CHECKING:
    from tests.world import World

WORDS = "he says he is jess.m_07 and he will show my class"


def test_the_team_opens_a_report_and_nobody_else(world: World) -> None:
    report, _ = world.tell(WORDS)
    for lead in (world.asha, world.dev):
        assert world.ring(lead).data_key(report).open(report, "told") == {"words": WORDS}
    with pytest.raises(WontOpenError):
        world.ring(world.lena).data_key(report)
    with pytest.raises(WontOpenError):
        world.ring(world.hana).data_key(report)  # a head has keys, for what is written to them
    for person in (world.olu, world.tom, world.gov):
        assert person.holder is None


def test_a_code_opens_its_own_report_only(world: World) -> None:
    report, code = world.tell(WORDS)
    other, _ = world.tell("something else")
    keys = ReporterKeys(code, world.marram.pk)
    assert keys.data_key(report).open(report, "told") == {"words": WORDS}
    with pytest.raises(WontOpenError):
        keys.data_key(other)
    with pytest.raises(Gone):
        mailboxes.find(school=world.heron, code=code)
    with pytest.raises(Gone):
        mailboxes.find(school=world.marram, code=Code.new())


def test_a_swapped_row_or_column_is_refused(world: World) -> None:
    one, _ = world.tell("the first")
    two, _ = world.tell("the second")
    ring = world.ring(world.asha)
    key = ring.data_key(one)
    one.told, two.told = two.told, one.told
    with pytest.raises(WontOpenError):
        key.open(one, "told")
    one.key_for_circle = two.key_for_circle
    with pytest.raises(WontOpenError):
        ring.data_key(one)


def test_a_share_handed_to_somebody_else_does_not_open(world: World) -> None:
    report, _ = world.tell(WORDS)
    stolen = Share.objects.get(holder=world.asha.holder, circle_key=report.circle_key)
    assert world.lena.holder is not None
    Share.objects.filter(holder=world.lena.holder).update(sealed=stolen.sealed)
    Share.objects.create(holder=world.lena.holder, circle_key=report.circle_key, sealed=stolen.sealed)
    with pytest.raises(WontOpenError):
        world.ring(world.lena).data_key(report)


def test_a_leaver_reads_nothing_new_and_nothing_old_from_the_database(world: World) -> None:
    before, _ = world.tell("before")
    ring_kept = world.ring(world.dev)
    ring_kept.circle_pair(before.circle_key_id)  # even with the old key still in memory
    schools.remove_person(person=world.dev, by=world.asha)
    after, _ = world.tell("after")
    assert after.circle_key_id != before.circle_key_id
    with pytest.raises(WontOpenError):
        ring_kept.data_key(after)
    with pytest.raises(WontOpenError):
        Ring(ring_kept.holder_id, ring_kept._pair.secret).data_key(before)
    assert not Share.objects.filter(holder=world.dev.holder).exists()
    asha = world.ring(world.asha)
    assert asha.data_key(before).open(before, "told") == {"words": "before"}
    assert asha.data_key(after).open(after, "told") == {"words": "after"}


def test_a_newcomer_reads_old_and_new_once_a_member_lets_them_in(world: World) -> None:
    schools.remove_person(person=world.dev, by=world.asha)
    old, _ = world.tell("old")
    newcomer = schools.add_person(
        school=world.marram, who=schools.Hire("Noor Hale", "noor@school.example", Role.DEPUTY, PASSWORD), by=world.asha
    )
    with pytest.raises(WontOpenError):
        world.ring(newcomer).data_key(old)
    with pytest.raises(Refused):
        schools.let_into_team(person=newcomer, through=world.ring(world.lena), by=world.lena)
    schools.let_into_team(person=newcomer, through=world.ring(world.asha), by=world.asha)
    new, _ = world.tell("new")
    assert world.ring(newcomer).data_key(old).open(old, "told") == {"words": "old"}
    assert world.ring(newcomer).data_key(new).open(new, "told") == {"words": "new"}


def test_the_last_lead_cannot_leave(world: World) -> None:
    schools.remove_person(person=world.dev, by=world.asha)
    with pytest.raises(Refused):
        schools.remove_person(person=world.asha, by=world.olu)
    report, _ = world.tell(WORDS)
    assert world.ring(world.asha).data_key(report).open(report, "told") == {"words": WORDS}


def test_the_recovery_kit_lets_a_lead_in_again(world: World) -> None:
    report, _ = world.tell(WORDS)
    schools.recover_with_kit(
        person=world.asha, kit_words=world.kit_words, new_password="a new long password", by=world.olu
    )
    world.asha.refresh_from_db()
    secret = schools.open_keys(person=world.asha, password="a new long password")
    assert secret is not None
    assert world.asha.holder_id is not None
    assert Ring(world.asha.holder_id, secret).data_key(report).open(report, "told") == {"words": WORDS}
    assert schools.open_keys(person=world.asha, password=PASSWORD) is None


def test_a_wrong_kit_or_another_schools_kit_is_refused(world: World) -> None:
    wrong = (*world.kit_words[:-1], "herons")
    for person, kit in ((world.asha, wrong), (world.lena, world.kit_words), (world.tom, world.kit_words)):
        with pytest.raises(Refused):
            schools.recover_with_kit(person=person, kit_words=kit, new_password="a new long password", by=world.olu)
    assert schools.open_keys(person=world.asha, password=PASSWORD)


def test_a_case_closed_off_opens_for_the_named_only(world: World) -> None:
    report, code = world.tell(WORDS)
    asha, dev = world.ring(world.asha), world.ring(world.dev)
    case = cases.start(
        school=world.marram, title="Closed", report=report, seen=report.version, ring=asha, by=world.asha
    )
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=asha, by=world.asha)
    report.refresh_from_db()
    with pytest.raises(WontOpenError):
        dev.data_key(report)
    with pytest.raises(WontOpenError):
        world.ring(world.dev).data_key(case)
    assert world.ring(world.asha).data_key(report).open(report, "told") == {"words": WORDS}
    mailbox = mailboxes.find(school=world.marram, code=code)
    with pytest.raises(WontOpenError):
        mailbox_queries.for_lead(mailbox, world.ring(world.dev))
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="only for asha", once=b"1" * 16)
    assert mailbox_queries.for_lead(mailbox, world.ring(world.asha)).messages[0].text == "only for asha"
    closing_off.open_to_team(case=case, seen=case.version, ring=world.ring(world.asha), by=world.asha)
    report.refresh_from_db()
    assert world.ring(world.dev).data_key(report).open(report, "told") == {"words": WORDS}


def test_a_thrown_away_code_opens_nothing_and_the_school_keeps_the_report(world: World) -> None:
    report, code = world.tell(WORDS)
    mailbox = mailboxes.find(school=world.marram, code=code)
    mailboxes.throw_code_away(mailbox=mailbox)
    with pytest.raises(Gone):
        mailboxes.find(school=world.marram, code=code)
    report.refresh_from_db()
    with pytest.raises(WontOpenError):
        ReporterKeys(code, world.marram.pk).data_key(report)
    assert world.ring(world.asha).data_key(report).open(report, "told") == {"words": WORDS}


def test_joining_and_leaving_twice_changes_nothing(world: World) -> None:
    assert world.dev.holder is not None
    team, ring = world.marram.team, world.ring(world.asha)
    circles.join(team, world.dev.holder, through=ring)
    assert Share.objects.filter(holder=world.dev.holder).count() == 1
    circles.leave(team, world.dev.holder)
    circles.leave(team, world.dev.holder)
    assert CircleKey.objects.filter(circle=team).count() == 2


def test_a_password_change_keeps_the_keys(world: World) -> None:
    report, _ = world.tell(WORDS)
    with pytest.raises(Refused):
        schools.change_password(person=world.asha, old="wrong", new="another long password", by=world.asha)
    schools.change_password(person=world.asha, old=PASSWORD, new="another long password", by=world.asha)
    world.asha.refresh_from_db()
    secret = schools.open_keys(person=world.asha, password="another long password")
    assert secret is not None
    assert world.asha.holder_id is not None
    assert Ring(world.asha.holder_id, secret).data_key(report).open(report, "told") == {"words": WORDS}


def test_the_tables_hold_no_word_that_was_told(world: World) -> None:
    _, code = world.tell(WORDS)
    mailbox = mailboxes.find(school=world.marram, code=code)
    mailboxes.write_as_reporter(mailbox=mailbox, code=code, typed="bramblewick", once=b"2" * 16)
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            found += [
                bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
                for row in cursor
                for cell in row
            ]
    everything = b"\n".join(found)
    assert Report.objects.count() == 1
    secrets = [
        b"jess.m_07",
        b"bramblewick",
        b"show my class",
        b"Asha",
        b"asha@",
        b"Verma",
        *[w.encode() for w in code.words if len(w) > 6],
    ]
    assert [secret for secret in secrets if secret in everything] == []


def test_a_closed_off_case_is_never_lost_with_one_person(world: World) -> None:
    report, _ = world.tell(WORDS)
    ring = world.ring(world.dev)
    case = cases.start(school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.dev)
    closing_off.close_off(case=case, to=[world.dev], seen=case.version, ring=ring, by=world.dev)
    with pytest.raises(Refused, match="only person"):
        schools.remove_person(person=world.dev, by=world.asha)
    schools.recover_with_kit(
        person=world.dev, kit_words=world.kit_words, new_password="a new long password", by=world.olu
    )
    world.dev.refresh_from_db()
    secret = schools.open_keys(person=world.dev, password="a new long password")
    assert secret is not None
    assert world.dev.holder_id is not None
    ring = Ring(world.dev.holder_id, secret)
    case.refresh_from_db()
    assert ring.data_key(case).open(case, "title") == "A"
    closing_off.open_to_team(case=case, seen=case.version, ring=ring, by=world.dev)
    schools.remove_person(person=world.dev, by=world.asha)
    report.refresh_from_db()
    assert world.ring(world.asha).data_key(report).open(report, "told") == {"words": WORDS}
