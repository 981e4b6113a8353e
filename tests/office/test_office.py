"""The office: the school's facts, its people, and nothing that was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from seawall.schools import actions
from seawall.schools.models import Person, School
from seawall.schools.rules import Role
from seawall.vault.check_words import check_words
from tests.shared.signing import give_password
from tests.world import PASSWORD, FormClient

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db

FACTS = {
    "phone": "01632 960123",
    "nation": "england",
    "reads_when": "On school days from 8 to 5.",
    "police_force": "Coast Police",
    "police_url": "https://police.example/report",
    "colour": "#1D5A74",
    "exit_url": "https://weather.example/",
}


def test_the_office_sees_school_and_people(world: World, client_for, django_assert_max_num_queries) -> None:
    client = client_for(world.olu)
    client.get(reverse("office"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("office")).content.decode()
    for shown in (
        "Asha Verma",
        "Safeguarding lead",
        "In the team",
        "Tom Reed",
        "Member of staff",
        "This is you",
        "Not yet",
    ):
        assert shown in page
    assert "Lena Frost" not in page


def test_facts_are_saved_and_shown(world: World, client_for) -> None:
    client = client_for(world.olu)
    assert client.get(reverse("office_facts")).status_code == 200
    answer = client.post(reverse("office_facts"), FACTS)
    assert answer["Location"] == reverse("office")
    school = School.objects.get(pk=world.marram.pk)
    assert (school.phone, school.colour, school.exit_url) == ("01632 960123", "#1d5a74", "https://weather.example/")
    assert "Coast Police" in client.get(reverse("office")).content.decode()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("phone", "call me", "Enter a phone number"),
        ("phone", "0" * 50, "Enter a phone number"),
        ("police_url", "http://police.example", "starts with https://"),
        ("police_url", "javascript:alert(1)", "starts with https://"),
        ("police_url", "https://a:b@police.example/", "without an @"),
        ("exit_url", "", "Enter the address of a page"),
        ("exit_url", "data:text/html,x", "starts with https://"),
        ("exit_url", "https://" + "a" * 300 + ".example/", "200 characters"),
        ("colour", "red", "Enter a colour"),
        ("colour", "#12345", "Enter a colour"),
        ("colour", "#1d5a74;}", "Enter a colour"),
        ("reads_when", "x" * 301, "300 characters"),
        ("police_force", "x" * 81, "80 characters"),
        ("social_care_phone", "ask at the desk", "Enter a phone number"),
        ("social_care_night_phone", "12", "Enter a phone number"),
        ("social_care_name", "x" * 81, "80 characters"),
        ("social_care_hours", "x" * 121, "120 characters"),
        ("social_care_url", "http://council.example", "starts with https://"),
        ("social_care_url", "https://a:b@council.example/", "without an @"),
        ("lado_phone", "x", "Enter a phone number"),
        ("lado_email", "not an address", "e-mail"),
        ("duty_within_days", "8", "There is a problem"),
        ("duty_within_days", "2", "Say where you read that the duty is in force"),
        ("duty_source", "x" * 301, "300 characters"),
        ("phone", "0163\x002", "There is a problem"),
    ],
)
def test_facts_that_cannot_be_get_a_sentence(world: World, client_for, name: str, value: str, sentence: str) -> None:
    answer = client_for(world.olu).post(reverse("office_facts"), FACTS | {name: value})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert School.objects.get(pk=world.marram.pk).phone == ""


def test_hostile_words_are_shown_as_words(world: World, client_for) -> None:
    client = client_for(world.olu)
    client.post(reverse("office_facts"), FACTS | {"reads_when": "<script>alert(1)</script> 😀 \u202eabc"})
    page = client.get(reverse("office")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def add(client: FormClient, **more: str) -> str:
    """Add Nia; return her first password as the page shows it."""
    told = {"name": "Nia Brook", "email": "nia@school.example", "role": "deputy"} | more
    page = client.post(reverse("office_add_person"), told)
    assert page.status_code == 200, page.content.decode()
    return str(page.content.decode().partition("data-first-password>")[2].partition("<")[0])


def test_somebody_new_signs_in_with_six_words_shown_once(world: World, client_for) -> None:
    words = add(client_for(world.olu), role="staff")
    assert len(words.split()) == 6
    nia = world.marram.people.get(username=Person.objects.latest("joined_at").username)
    assert (nia.name, nia.role) == ("Nia Brook", Role.STAFF)
    client = FormClient()
    assert give_password(client, nia, words).status_code == 302
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("email", "nobody"),
        ("email", ""),
        ("role", ""),
        ("role", "king"),
        ("name", "a\x00"),
    ],
)
def test_somebody_new_who_cannot_be(world: World, client_for, field: str, value: str) -> None:
    told = {"name": "Nia Brook", "email": "nia@school.example", "role": "staff"} | {field: value}
    count = Person.objects.count()
    assert client_for(world.olu).post(reverse("office_add_person"), told).status_code == 422
    assert Person.objects.count() == count


def test_an_address_is_taken_once_on_the_whole_server(world: World, client_for) -> None:
    for taken in ("tom@school.example", "LENA@school.example"):
        told = {"name": "Nia", "email": taken, "role": "staff"}
        answer = client_for(world.olu).post(reverse("office_add_person"), told)
        assert answer.status_code == 403
        assert "is there already" in answer.content.decode()


def test_a_new_deputy_comes_into_the_team_only_by_a_lead_and_with_the_right_words(world: World, client_for) -> None:
    office, lead = client_for(world.olu), client_for(world.asha)
    words = add(office)
    nia = Person.objects.latest("joined_at")
    assert "Has not chosen a password yet" in office.get(reverse("office")).content.decode()
    assert lead.get(reverse("office_let_in", args=[nia.pk])).status_code == 404
    actions.change_password(person=nia, old=words, new=PASSWORD, by=nia)
    assert "A lead has to let them in." in office.get(reverse("office")).content.decode()
    address = reverse("office_let_in", args=[nia.pk])
    assert office.get(address).status_code == 403
    assert office.post(address, {"same": "on"}).status_code == 403
    nia.refresh_from_db()
    assert nia.holder is not None
    told = " ".join(check_words(bytes(nia.holder.public)))
    assert told in lead.get(address).content.decode()
    hers = FormClient()
    hers.force_login(nia)
    assert told in hers.get(reverse("mfa_index")).content.decode()
    assert "Ask them for their four words first" in lead.post(address, {}).content.decode()
    report, _ = world.tell()
    assert not world.ring(nia).holds(report.circle_key_id)
    assert lead.post(address, {"same": "on"})["Location"] == reverse("office")
    assert world.ring(nia).holds(report.circle_key_id)
    assert lead.post(address, {"same": "on"}).status_code == 404, "twice changes nothing"


def test_somebody_leaves(world: World, client_for) -> None:
    office, toms = client_for(world.olu), client_for(world.tom)
    address = reverse("office_leave", args=[world.tom.pk])
    assert "Does Tom Reed leave?" in office.get(address).content.decode()
    assert Person.objects.get(pk=world.tom.pk).is_active, "asking changes nothing"
    assert office.post(address)["Location"] == reverse("office")
    assert not Person.objects.get(pk=world.tom.pk).is_active
    assert toms.get(reverse("change_password")).status_code == 302
    assert "Tom Reed can" in office.get(reverse("office")).content.decode()
    assert office.post(address).status_code == 404


def test_nobody_takes_themselves_out_and_the_last_lead_stays(world: World, client_for) -> None:
    office = client_for(world.olu)
    assert office.post(reverse("office_leave", args=[world.olu.pk])).status_code == 403
    assert office.post(reverse("office_leave", args=[world.dev.pk])).status_code == 302
    answer = office.post(reverse("office_leave", args=[world.asha.pk]))
    assert answer.status_code == 403
    assert "last safeguarding lead" in answer.content.decode()


def test_nobody_of_another_school_is_there(world: World, client_for) -> None:
    for name in ("office_leave", "office_let_in"):
        for client in (client_for(world.asha),):
            assert client.post(reverse(name, args=[world.lena.pk])).status_code == 404
    assert Person.objects.get(pk=world.lena.pk).is_active


@pytest.mark.parametrize("who", ["tom", "hana", "gov"])
def test_the_office_is_for_the_office_and_leads(world: World, client_for, who: str) -> None:
    client = client_for(world.people[who])
    for address in (
        reverse("office"),
        reverse("office_facts"),
        reverse("office_add_person"),
        reverse("office_leave", args=[world.dev.pk]),
        reverse("office_let_in", args=[world.dev.pk]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, FACTS).status_code == 403


def test_the_office_opens_nothing(world: World, client_for) -> None:
    """It has no ring, no key to get one with, and no way onto the desk."""
    report, _ = world.tell("bramblewick")
    client = client_for(world.olu)
    assert world.olu.holder_id is None
    assert actions.open_keys(person=world.olu, password=PASSWORD) is None
    answer = client.get(reverse("open_vault"))
    assert (answer.status_code, answer.wsgi_request.ring) == (403, None)
    assert client.post(reverse("open_vault"), {"password": PASSWORD}).status_code == 403
    for address in (reverse("queue"), reverse("report", args=[report.pk])):
        answer = client.get(address)
        assert answer.status_code in {403, 404}
        assert "bramblewick" not in answer.content.decode()


def test_whom_to_ring_is_missing_until_it_is_filled_in(world: World, client_for) -> None:
    client = client_for(world.olu)
    page = client.get(reverse("office")).content.decode()
    for missing in ("leads see no number to refer a child", "their phone out of hours", "No clock runs"):
        assert missing in page
    assert "Not known to be in force when this was checked" in client.get(reverse("office_facts")).content.decode()
    routes = {
        "social_care_name": "Front door",
        "social_care_phone": "01632 960150",
        "social_care_night_phone": "01632 960151",
        "lado_email": "lado@council.example",
        "duty_within_days": "7",
        "duty_source": "The Act, section 1",
    }
    client.post(reverse("office_facts"), FACTS | routes)
    page = client.get(reverse("office")).content.decode()
    for shown in ("Front door", "01632 960150", "01632 960151", "lado@council.example", "7 days", "The Act, section 1"):
        assert shown in page
    client.post(reverse("office_facts"), FACTS)
    assert School.objects.get(pk=world.marram.pk).duty_within_days is None
