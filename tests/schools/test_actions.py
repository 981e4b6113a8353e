"""Setting up a school, its people, their passwords and keys, leaving, and the recovery kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seawall.journal.actions import SERVER
from seawall.journal.models import Line
from seawall.kit.refusal import Refused
from seawall.schools import actions
from seawall.schools.actions import Hire
from seawall.schools.models import Person, School, people_by_id, sign_in_key
from seawall.schools.rules import Role
from seawall.vault.check_words import check_words
from seawall.vault.models import Holder, Share
from seawall.vault.ring import Ring, WontOpenError
from tests.world import PASSWORD

if TYPE_CHECKING:
    from seawall.reports.models import Report
    from tests.world import World

pytestmark = pytest.mark.django_db


def opens(ring: Ring, report: Report) -> bool:
    try:
        ring.data_key(report)
    except WontOpenError:
        return False
    return True


def ring_of(person: Person, password: str = PASSWORD) -> Ring:
    person.refresh_from_db()
    secret = actions.open_keys(person=person, password=password)
    assert secret is not None
    assert person.holder_id is not None
    return Ring(person.holder_id, secret)


def test_set_up_makes_a_school_a_lead_with_an_open_ring_and_a_kit(world: World) -> None:
    new = actions.set_up_school(
        slug="dune-end", name="Dune End", lead=Hire("Ann Lee", "ann@dune.example", Role.LEAD, PASSWORD)
    )
    assert len(new.kit_words) == 12
    report, _ = world.tell_at(new.school, "words")
    assert opens(new.ring, report)
    assert Line.objects.filter(verb="school.set_up", school_id=new.school.pk, by=SERVER.journal_name).count() == 1
    assert "dune" not in repr(new).lower()


def test_a_short_name_or_an_address_is_given_once(world: World) -> None:
    count = School.objects.count(), Person.objects.count(), Holder.objects.count()
    with pytest.raises(Refused, match="short name"):
        actions.set_up_school(slug="marram-bay", name="M", lead=Hire("A", "a@b.example", Role.LEAD, PASSWORD))
    with pytest.raises(Refused, match="e-mail address"):
        actions.set_up_school(slug="other", name="M", lead=Hire("A", " ASHA@school.example", Role.LEAD, PASSWORD))
    with pytest.raises(Refused, match="e-mail address"):
        actions.add_person(school=world.heron, who=Hire("T", "Tom@School.Example", Role.STAFF, PASSWORD), by=SERVER)
    assert count == (School.objects.count(), Person.objects.count(), Holder.objects.count())


def test_the_kit_is_confirmed_by_a_word_of_it(world: World) -> None:
    with pytest.raises(Refused):
        actions.confirm_kit(school=world.marram, kit_words=world.kit_words, typed={}, by=world.asha)
    with pytest.raises(Refused):
        actions.confirm_kit(school=world.marram, kit_words=world.kit_words, typed={3: "wrong"}, by=world.asha)
    assert world.marram.kit_confirmed_at is None
    right = {3: f" {world.kit_words[3].upper()} "}
    actions.confirm_kit(school=world.marram, kit_words=world.kit_words, typed=right, by=world.asha)
    world.marram.refresh_from_db()
    assert world.marram.kit_confirmed_at is not None


def test_only_leads_and_the_head_hold_keys(world: World) -> None:
    holders = {name for name, person in world.people.items() if person.holder_id}
    assert holders == {"asha", "dev", "hana", "lena"}
    assert not Share.objects.filter(holder=world.hana.holder).exists(), "the head is in no circle"
    with pytest.raises(Refused, match="Only safeguarding leads"):
        actions.let_into_team(person=world.hana, through=world.ring(world.asha), by=world.asha)
    assert actions.open_keys(person=world.tom, password=PASSWORD) is None
    assert actions.open_keys(person=world.asha, password="wrong") is None


def test_names_and_addresses_lie_sealed(world: World) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM schools_person")
        rows = repr(cursor.fetchall()).lower()
    for hidden in ("asha", "verma", "school.example", PASSWORD):
        assert hidden not in rows
    assert Person.objects.get(username=sign_in_key(" Asha@School.example ")).name == "Asha Verma"
    assert str(world.asha) == f"person {world.asha.pk}"


def test_whoever_is_added_by_the_office_has_no_keys_before_choosing_a_password(world: World) -> None:
    nia = actions.add_person(
        school=world.marram,
        who=Hire("Nia", "nia@school.example", Role.DEPUTY, "from the office"),
        by=world.olu,
        password_is_theirs=False,
    )
    assert actions.open_keys(person=nia, password="from the office") is None
    with pytest.raises(Refused, match="password of their own"):
        actions.let_into_team(person=nia, through=world.ring(world.asha), by=world.asha)
    actions.change_password(person=nia, old="from the office", new=PASSWORD, by=nia)
    report, _ = world.tell()
    assert not opens(ring_of(nia), report)
    actions.let_into_team(person=nia, through=world.ring(world.asha), by=world.asha)
    assert opens(ring_of(nia), report), "what came before, too"
    assert not actions.open_keys(person=nia, password="from the office")


def test_a_head_added_by_the_office_has_no_keys_before_choosing_a_password(world: World) -> None:
    who = Hire("Iris", "iris@school.example", Role.HEAD, "from the office")
    iris = actions.add_person(school=world.marram, who=who, by=world.olu, password_is_theirs=False)
    assert iris.holder_id is None
    actions.change_password(person=iris, old="from the office", new=PASSWORD, by=iris)
    assert not ring_of(iris).held_keys()
    actions.remove_person(person=iris, by=world.olu)


def test_the_office_lets_nobody_into_the_team(world: World) -> None:
    nia = actions.add_person(school=world.marram, who=Hire("N", "n@school.example", Role.LEAD, PASSWORD), by=world.olu)
    with pytest.raises(Refused, match="Only somebody who is in the safeguarding team"):
        actions.let_into_team(person=nia, through=ring_of(nia), by=world.olu)
    with pytest.raises(Refused, match="Only somebody who is in the safeguarding team"):
        actions.let_into_team(person=nia, through=world.ring(world.lena), by=world.olu)
    with pytest.raises(Refused):
        actions.let_into_team(person=world.tom, through=world.ring(world.asha), by=world.asha)
    assert not Share.objects.filter(holder=nia.holder).exists()


def test_a_leaver_reads_nothing_any_more(world: World) -> None:
    before, _ = world.tell()
    ring = world.ring(world.dev)
    assert opens(ring, before)
    actions.remove_person(person=world.dev, by=world.asha)
    after, _ = world.tell()
    ring = world.ring(world.dev)
    assert not opens(ring, before)
    assert not opens(ring, after)
    assert opens(world.ring(world.asha), before)
    assert opens(world.ring(world.asha), after)
    world.dev.refresh_from_db()
    assert not world.dev.is_active
    assert world.dev.left_at is not None
    assert world.dev not in world.marram.people.working()
    assert people_by_id(world.marram, [world.dev.pk])[world.dev.pk].name == "Dev Osei", "old lines keep their author"
    assert Line.objects.filter(verb="person.left", subject=f"person:{world.dev.pk}").count() == 1


def test_the_last_lead_stays(world: World) -> None:
    actions.remove_person(person=world.dev, by=world.asha)
    with pytest.raises(Refused, match="last safeguarding lead"):
        actions.remove_person(person=world.asha, by=world.olu)
    waiting = actions.add_person(
        school=world.marram, who=Hire("N", "n@school.example", Role.LEAD, PASSWORD), by=world.olu
    )
    with pytest.raises(Refused, match="last safeguarding lead"):
        actions.remove_person(person=world.asha, by=world.olu)
    actions.let_into_team(person=waiting, through=world.ring(world.asha), by=world.asha)
    actions.remove_person(person=world.asha, by=world.olu)
    assert not world.asha.is_active


def test_a_new_password_wraps_the_same_key(world: World) -> None:
    report, _ = world.tell()
    with pytest.raises(Refused, match="not your password"):
        actions.change_password(person=world.asha, old="wrong", new="another long one", by=world.asha)
    actions.change_password(person=world.asha, old=PASSWORD, new="another long one", by=world.asha)
    fresh = Person.objects.get(pk=world.asha.pk)
    assert fresh.check_password("another long one")
    assert not fresh.check_password(PASSWORD)
    assert opens(ring_of(fresh, "another long one"), report)
    assert actions.open_keys(person=fresh, password=PASSWORD) is None
    actions.change_password(person=world.tom, old=PASSWORD, new="another long one", by=world.tom)
    assert Person.objects.get(pk=world.tom.pk).holder_id is None


def test_the_kit_lets_a_lead_in_again(world: World) -> None:
    report, _ = world.tell()
    old = world.asha.holder_id
    assert old is not None
    words = tuple(word.upper() for word in world.kit_words)
    actions.recover_with_kit(person=world.asha, kit_words=words, new_password="found the envelope", by=SERVER)
    assert opens(ring_of(world.asha, "found the envelope"), report)
    assert not Holder.objects.filter(pk=old).exists()
    assert Line.objects.filter(verb="team.recovered_with_kit").count() == 1


@pytest.mark.parametrize(
    "change", [lambda words: words[::-1], lambda words: words[:6], lambda words: (), lambda words: ("x",) * 12]
)
def test_a_wrong_kit_is_refused(world: World, change) -> None:
    with pytest.raises(Refused, match="recovery kit"):
        actions.recover_with_kit(person=world.asha, kit_words=change(world.kit_words), new_password="n" * 12, by=SERVER)
    ring_of(world.asha)


def test_a_kit_of_another_school_and_for_somebody_else_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="recovery kit"):
        actions.recover_with_kit(person=world.lena, kit_words=world.kit_words, new_password="n" * 12, by=SERVER)
    with pytest.raises(Refused, match="Only safeguarding leads"):
        actions.recover_with_kit(person=world.tom, kit_words=world.kit_words, new_password="n" * 12, by=SERVER)


def test_facts_are_journalled_by_name_only(world: World) -> None:
    actions.change_facts(school=world.marram, facts={"phone": "01632 960100", "colour": ""}, by=world.olu)
    line = Line.objects.get(verb="school.changed")
    assert line.facts == {"fields": "phone"}
    actions.change_facts(school=world.marram, facts={"phone": "01632 960100"}, by=world.olu)
    assert Line.objects.filter(verb="school.changed").count() == 1


def test_check_words_are_the_keys_own(world: World) -> None:
    assert world.asha.holder is not None
    assert world.dev.holder is not None
    words = check_words(bytes(world.asha.holder.public))
    assert len(words) == 4
    assert words == check_words(bytes(world.asha.holder.public))
    assert words != check_words(bytes(world.dev.holder.public))
