"""Hours, holidays and rota: entered by the office or a lead, bad input with a sentence, holes in red before they bite."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from seawall.kit import clock
from seawall.rota.actions import add_shift
from seawall.rota.models import Hours, Period, Slot
from seawall.rota.queries import rota
from seawall.rota.rules.shifts import EVERY_DAY, Shift
from seawall.schools.actions import Hire, add_person, remove_person
from seawall.schools.rules import Role
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def day(name, text):
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def shift_form(who, /, **changed):
    given = {"weekdays": ["0", "1", "2", "3", "4"], "starts": "7:30", "ends": "6 pm", "season": "school"}
    return {"person": who.pk, **given, **day("first", "2026-6-1"), **day("last", "2026-12-18")} | changed


def test_without_a_rota_the_page_and_the_queue_say_so_in_red(world, client_for):
    page = client_for(world.olu).get(reverse("office_rota"))
    assert "Nobody is put down to read." in text_of(page)
    assert "No e-mail is sent from this server." in text_of(page)
    assert "Monday to Friday, 8:30 to 15:30, is assumed" in text_of(page)
    assert "There is no rota." in text_of(client_for(world.asha).get(reverse("queue")))


def test_hours_dates_and_a_shift(world, client_for):
    client = client_for(world.olu)
    hours = {f"day{number}": "8:40 to 15.10" for number in range(5)}
    assert client.post(reverse("office_rota_hours"), {"seen": 0, **hours}).status_code == 302
    client.post(reverse("office_rota_dates"), {"kind": "term", **day("first", "2026-4-13"), **day("last", "2026-7-21")})
    client.post(reverse("office_rota_dates"), {"kind": "inset", **day("first", "2026-6-5")})
    for _ in range(2):  # a second press adds nothing, and is no error
        assert client.post(reverse("office_rota_shift"), shift_form(world.asha)).status_code == 302
    assert Slot.objects.count() == 1
    page = text_of(client.get(reverse("office_rota")))
    assert "School, 08:40 to 15:10" in page
    assert "Asha Verma, 07:30–18:00" in page
    assert "Friday 5 June Inset day Nobody" in page
    assert "Monday to Friday, 07:30–18:00" in page
    assert "Thursday 4 June, 18:00 to Monday 8 June, 07:30" in page


def test_a_hole_in_school_hours_stands_in_red_before_it_bites(world, client_for):
    client = client_for(world.asha)
    client.post(reverse("office_rota_shift"), shift_form(world.asha, weekdays=[str(each) for each in range(7)]))
    client.post(reverse("office_rota_shift"), shift_form(world.asha, weekdays=["5", "6"], season="always"))
    away = {"person": world.asha.pk, **day("first", "2026-6-23"), **day("last", "2026-6-23")}
    assert client.post(reverse("office_rota_away"), away).status_code == 302
    page = text_of(client.get(reverse("office_rota")))
    assert "Monday 22 June, 18:00 to Wednesday 24 June, 07:30" in page
    assert "in school hours" in page
    week = text_of(client.get(reverse("office_rota"), {"week": "2026-06-24"}))
    assert "Tuesday 23 June School, 08:30 to 15:30 Nobody" in week


@pytest.mark.parametrize("week", ["2026-13-45", "x", "", "9999-12-31", "0001-01-01"])
def test_a_week_nobody_has_heard_of(world, client_for, week):
    assert client_for(world.asha).get(reverse("office_rota"), {"week": week}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends": "7 am"}, "The end must be after the start"),
        ({"starts": "half eight"}, "Enter a time, such as 8:30 or 5 pm"),
        ({"ends": "25:00"}, "Enter a time, such as 8:30 or 5 pm"),
        (day("last", "2026-5-1"), "The last day is before the first"),
        ({**day("first", "2026-4-1"), **day("last", "2026-5-1")}, "The last day is over already"),
        (day("last", "2099-5-1"), "more than three years ahead"),
        (day("last", "2026-2-31"), "must be a real date"),
        ({"person": "00000000-0000-0000-0000-000000000000"}, "Choose somebody who is in the safeguarding team"),
        ({"person": "tom"}, "Choose somebody who is in the safeguarding team"),
        ({"weekdays": []}, "Choose a weekday"),
    ],
)
def test_a_bad_shift_gets_a_sentence_and_nothing_typed_is_lost(world, client_for, changed, sentence):
    page = client_for(world.olu).post(reverse("office_rota_shift"), shift_form(world.asha, **changed))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert f'value="{changed.get("starts", "7:30")}"' in page.content.decode()
    assert Slot.objects.count() == 0


def test_an_overlap_gets_a_sentence(world, client_for):
    client = client_for(world.olu)
    client.post(reverse("office_rota_shift"), shift_form(world.asha))
    page = client.post(reverse("office_rota_shift"), shift_form(world.asha, starts="17:00", ends="20:00"))
    assert "They are down for some of that time already" in text_of(page)
    assert client.post(reverse("office_rota_shift"), shift_form(world.dev, starts="17:00")).status_code == 302


@pytest.mark.parametrize("who", ["tom", "hana", "lena"])
def test_only_the_schools_own_leads_can_be_put_down(world, client_for, who):
    page = client_for(world.olu).post(reverse("office_rota_shift"), shift_form(world.people[who]))
    assert page.status_code == 422
    assert Slot.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day0": "15:30 to 8:30"}, "The end must be after the start"),
        ({"day0": "half nine to three"}, "Enter two times"),
        ({"day0": "8:30"}, "Enter two times"),
        ({}, "Enter the hours of one day at least"),
    ],
)
def test_bad_hours(world, client_for, typed, sentence):
    page = client_for(world.olu).post(reverse("office_rota_hours"), {"seen": 0, **typed})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not Hours.objects.exists()


def test_two_who_set_the_hours_at_once(world, client_for):
    client = client_for(world.olu)
    assert client.post(reverse("office_rota_hours"), {"seen": 0, "day0": "8:30-15:30"}).status_code == 302
    for seen in (0, 7):
        second = client.post(reverse("office_rota_hours"), {"seen": seen, "day0": "9:00-12:00"})
        assert second.status_code == 409
        assert "Somebody else changed the hours first" in text_of(second)
    assert client.post(reverse("office_rota_hours"), {"seen": 1, "day0": "9-12"}).status_code == 302
    assert Hours.objects.get().by_weekday == {"0": [540, 720]}


def test_removing_twice(world, client_for):
    client = client_for(world.olu)
    client.post(reverse("office_rota_shift"), shift_form(world.asha))
    client.post(reverse("office_rota_dates"), {"kind": "inset", **day("first", "2026-6-5")})
    slot, period = Slot.objects.get().pk, Period.objects.get().pk
    for _ in range(2):
        assert client.post(reverse("office_rota_remove_slot", args=[slot])).status_code == 302
        assert client.post(reverse("office_rota_remove_dates", args=[period])).status_code == 302
    assert not Slot.objects.exists()
    assert not Period.objects.exists()


def test_another_schools_rota_cannot_be_touched(world, client_for):
    shift = Shift(world.lena.pk, EVERY_DAY, 0, 600, date(2026, 6, 1), date(2026, 7, 1))
    add_shift(school=world.heron, shift=shift, by=world.lena)
    client_for(world.olu).post(reverse("office_rota_remove_slot", args=[Slot.objects.get().pk]))
    assert Slot.objects.count() == 1
    assert "Lena" not in text_of(client_for(world.olu).get(reverse("office_rota")))


def test_who_left_or_holds_no_keys_is_not_counted(world, client_for):
    waiting = add_person(
        school=world.marram, who=Hire("Noor Hale", "noor@school.example", Role.DEPUTY, PASSWORD), by=world.asha
    )
    for person in (world.dev, waiting):
        shift = Shift(person.pk, EVERY_DAY, 0, 1440, date(2026, 6, 1), date(2026, 7, 1))
        add_shift(school=world.marram, shift=shift, by=world.olu)
    assert rota(world.marram).on(MONDAY) == [world.dev.pk]
    remove_person(person=world.dev, by=world.asha)
    assert rota(world.marram).on(MONDAY) == []
    page = text_of(client_for(world.olu).get(reverse("office_rota")))
    assert "Dev Osei" not in page
    assert "Nobody is put down to read." in page


def test_a_long_list(world, client_for):
    client = client_for(world.olu)
    for number in range(40):
        first = date(2026, 6, 1) + timedelta(days=number)
        shift = Shift(world.asha.pk, EVERY_DAY, 600, 660, first, first)
        add_shift(school=world.marram, shift=shift, by=world.olu)
    assert client.get(reverse("office_rota")).content.count(b"remove/") == 40
