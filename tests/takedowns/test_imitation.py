"""A pupil in whose name a fake account may be built: shown, marked impersonated, not this pupil, taken back; always once."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from django.utils import timezone

from seawall.cases import actions as cases
from seawall.cases import chronology, closing_off
from seawall.cases.rules import Part
from seawall.config.demo import roll as made_up
from seawall.journal.models import Line as JournalLine
from seawall.kit.refusal import Gone, Refused
from seawall.roll.models import Pupil
from seawall.roll.queries import age
from seawall.takedowns import actions, imitation, queries
from seawall.takedowns import imitation_queries as looking
from seawall.takedowns.actions import Done, Seen
from seawall.takedowns.models import Likeness
from seawall.takedowns.rules import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world):
    return {"ring": world.ring(world.asha), "by": world.asha}


@pytest.fixture
def case(world, lead):
    made_up.enrol(world.marram, count=6, by=world.olu, today=date(2026, 11, 24))
    return cases.start(school=world.marram, title="Kites", report=world.tell()[0], seen=1, **lead)


def fake(case, lead, name="jess.m_07"):
    return actions.add(case=case, seen=Seen("instagram", name), once=secrets.token_bytes(16), **lead)


@pytest.fixture
def account(case, lead):
    return fake(case, lead)


@pytest.fixture
def jess(case):
    return next(each for each in Pupil.objects.all() if each.name == "Jess Marlowe")


def beside(case, lead):
    key = lead["ring"].data_key(case)
    return looking.beside(case, [queries.show(each, key) for each in queries.of_case(case)], key)


def homes(case, lead):
    return looking.homes(case, lead["ring"].data_key(case))


def test_impersonated_is_done_once_and_for_every_account_of_the_pupil(case, lead, account, jess):
    [shown] = beside(case, lead)
    [hint] = shown.hints
    assert (hint.pupil, shown.said) == (jess, [])
    other = fake(case, lead, "jessmarlowe")
    for row in (account, account, other, other):
        imitation.impersonated(account=row, pupil=jess, **lead)
    [involved] = case.people.all()
    assert involved.part == Part.IMPERSONATED
    assert lead["ring"].data_key(case).open(involved, "who") == {"name": "Jess Marlowe", "detail": "Year 7, 7B"}
    for row in (account, other):
        row.refresh_from_db()
        assert (row.pretends_to_be, row.age) == (involved, age(jess, timezone.localdate()))
    [home] = homes(case, lead)
    assert [(tie.guardian.name, tie.guardian.phone, tie.relation) for tie in home.ties] == [
        ("Marie Marlowe", "07700 900412", "mother")
    ]
    assert all(not each.hints for each in beside(case, lead))
    kinds = list(case.lines.values_list("kind", flat=True))
    assert (kinds.count("name_impersonated"), kinds.count("person_added")) == (2, 1)
    assert chronology.first_broken(case) is None


def test_somebody_written_down_by_name_is_not_brought_in_again(case, lead, account, jess):
    there = cases.involve(case=case, part=Part.IMPERSONATED, name="jess MARLOWE", detail="", **lead)
    affected = cases.involve(case=case, part=Part.AFFECTED, name="Amara Bello", detail="", **lead)
    account.pretends_to_be = affected
    account.save()
    imitation.impersonated(account=account, pupil=jess, **lead)
    account.refresh_from_db()
    assert (case.people.count(), account.pretends_to_be) == (2, affected), "what a lead wrote down stays"
    assert Likeness.objects.get().involved == there


def test_taking_back_leaves_account_and_list_as_before(case, lead, account, jess):
    imitation.impersonated(account=account, pupil=jess, **lead)
    likeness = Likeness.objects.get()
    for _ in range(2):
        imitation.take_back(likeness=likeness, **lead)
    account.refresh_from_db()
    assert (account.pretends_to_be, account.age, homes(case, lead)) == (None, None, [])
    assert beside(case, lead)[0].hints[0].pupil == jess
    assert list(case.lines.values_list("kind", flat=True)).count("name_taken_back") == 1


def test_not_this_pupil_is_remembered_for_the_case_and_can_be_taken_back(case, lead, account, jess):
    for _ in range(2):
        imitation.not_this_pupil(account=account, pupil=jess, **lead)
    fake(case, lead, "jessmarlowe")
    first, *rest = beside(case, lead)
    assert ([each.name for each in first.said], first.hints, rest) == (["Jess Marlowe"], [], [])
    with pytest.raises(Refused, match="Take that back first"):
        imitation.impersonated(account=account, pupil=jess, **lead)
    imitation.take_back(likeness=Likeness.objects.get(), **lead)
    assert len(beside(case, lead)) == 2
    imitation.impersonated(account=account, pupil=jess, **lead)
    with pytest.raises(Refused, match="Take that back first"):
        imitation.not_this_pupil(account=account, pupil=jess, **lead)


def test_a_changed_part_takes_the_home_off_the_list(case, lead, account, jess):
    imitation.impersonated(account=account, pupil=jess, **lead)
    case.refresh_from_db()
    cases.change_part(involved=case.people.get(), part=Part.RECEIVED, seen=case.version, **lead)
    assert homes(case, lead) == []


def test_a_pupil_who_owns_the_account_is_left_alone(case, lead, account, jess):
    actions.move(account=account, to=State.NOT_FAKE, done=Done(), version=account.version, **lead)
    assert beside(case, lead) == []
    with pytest.raises(Refused, match="no fake account"):
        imitation.impersonated(account=account, pupil=jess, **lead)


def test_a_case_closed_off_is_not_there_for_others(world, case, lead, account, jess):
    imitation.impersonated(account=account, pupil=jess, **lead)
    case.refresh_from_db()
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    dev = {"ring": world.ring(world.dev), "by": world.dev}
    account = queries.of_case(case).get()
    with pytest.raises(Gone):
        imitation.not_this_pupil(account=account, pupil=jess, **dev)
    with pytest.raises(Gone):
        imitation.take_back(likeness=Likeness.objects.get(), **dev)


def test_who_is_meant_is_nowhere_in_clear(case, lead, account, jess):
    imitation.impersonated(account=account, pupil=jess, **lead)
    imitation.not_this_pupil(account=account, pupil=Pupil.objects.exclude(pk=jess.pk)[0], **lead)
    for row in Likeness.objects.all():
        assert str(jess.pk).encode() not in row.told.box
        assert b"Marlowe" not in row.told.box
    written = str([*JournalLine.objects.values_list("subject", "facts"), *case.lines.values_list("facts")])
    assert "Marlowe" not in written
    assert str(jess.pk) not in written


def test_no_account_no_roll(case, lead, django_assert_num_queries):
    key = lead["ring"].data_key(case)
    with django_assert_num_queries(0):
        assert looking.beside(case, [], key) == []


def test_a_pupil_taken_off_the_roll_stays_in_the_list_by_name(case, lead, account, jess):
    imitation.impersonated(account=account, pupil=jess, **lead)
    jess.delete()
    [home] = homes(case, lead)
    assert (home.name, home.pupil, home.ties) == ("Jess Marlowe", None, [])
