"""Any member of staff records a concern (product.md A7)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.cases import opening
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road
from tests.staff.helpers import once, post, recorded, text_of

pytestmark = pytest.mark.django_db

PICTURE = "data:image/jpeg;base64," + "9j/4AAQSkZJRgABAQ" * 40


def send(client, **data):
    return client.post(reverse("record"), {"once": once(), **data})


def test_what_was_heard_by_phone_says_so(world, client_for):
    send(client_for(world.tom), said="He wants money", how="phone")
    assert Report.objects.get().channel == Channel.PHONE


def test_a_device_handed_to_a_child_knows_nobody(world, client_for):
    client = client_for(world.asha)
    client.cookies["visit"] = "somebody's"
    handed = client.post(reverse("hand_over"))
    assert handed["Location"] == reverse("start")
    assert not client.session.session_key
    assert all(not client.cookies[name].value for name in ("visit", "ring", "session") if name in client.cookies)
    assert "/sign-in/" in client.get(reverse("queue"))["Location"]
    assert client.get(reverse("start")).status_code == 200


def test_a_concern_arrives_sealed(world, client_for):
    page = send(
        client_for(world.tom),
        child_name="Priya Solanki",
        year="7",
        what=["threats", "fake_account"],
        said="“He says he will post it”",
        seen="She shook.",
        done="Sat with her in the library.",
        promised="That I fetch her at three",
        apps=["snapchat"],
        accounts="kai.skates_09",
        when="today",
    )
    report = Report.objects.get()
    assert page["Location"] == reverse("recorded", args=[report.pk])
    assert (report.road, report.channel, report.recorded_by) == (Road.STAFF, Channel.STAFF, world.tom)
    assert report.coded["what"] == ["threats", "fake_account"]
    assert "Priya" not in str(report.coded)
    told = opening.read_report(report=report, ring=world.ring(world.asha), by=world.asha)
    assert told["child_name"] == "Priya Solanki"
    assert told["said"] == "“He says he will post it”"
    assert not hasattr(report, "mailbox")
    shown = client_for(world.asha).get(reverse("report", args=[report.pk])).content.decode()
    assert "What did you promise, and to whom?" in shown
    assert "That I fetch her at three" in shown


def test_a_second_press_makes_no_second_report(world, client_for):
    client, token = client_for(world.tom), once()
    first = send(client, once=token, said="One")
    second = send(client, once=token, said="One")
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_the_hidden_word_is_each_persons_own(world, client_for):
    token = once()
    send(client_for(world.tom), once=token, said="One")
    send(client_for(world.hana), once=token, said="Two")
    assert Report.objects.count() == 2


def test_danger_comes_first_and_never_blocks(world, client_for):
    client = client_for(world.tom)
    page = client.get(send(client, said="She said she wants to die tonight")["Location"])
    text = text_of(page)
    assert page.status_code == 200
    assert "999" in text
    assert text.index("Before anything else") < text.index("What to do now")
    assert Report.objects.get().level.key == "immediate"


def test_advice_for_staff_after_sending(world, client_for):
    client = client_for(world.tom)
    text = text_of(client.get(send(client, said="A fake account in her name")["Location"]))
    assert "Do not look at any picture" in text
    assert "Do not promise to keep it secret" in text


def test_the_page_warns_of_pictures_and_takes_none(world, client_for):
    page = client_for(world.tom).get(reverse("record"))
    assert "Never look at, copy, print, send or save a picture" in text_of(page)
    assert 'type="file"' not in text_of(page)


def test_a_hidden_picture_is_cut_out_and_counted(world, client_for):
    client = client_for(world.tom)
    page = client.get(send(client, said=f"She gave me this {PICTURE} today")["Location"])
    assert "could hold a picture was cut out" in text_of(page)
    report = Report.objects.get()
    assert report.coded["cut"] == 1
    told = opening.read_report(report=report, ring=world.ring(world.asha), by=world.asha)
    assert "AAQSkZJRg" not in told["said"]
    text = text_of(client_for(world.asha).get(reverse("report", args=[report.pk])))
    assert "Something that could hold a picture was cut out before it was kept." in text


def test_safe_beside_a_danger_leaves_the_danger(world, client_for):
    send(client_for(world.tom), safe=["meet", "safe"])
    assert Report.objects.get().coded["safe"] == ["meet"]


@pytest.mark.parametrize(
    "data", [{}, {"said": " \n\x00 "}, {"once": "x", "said": "a"}, {"what": ["nonsense"]}, {"year": "99"}]
)
def test_missing_and_absurd_answers_are_asked_again(world, client_for, data):
    page = send(client_for(world.tom), **data)
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert Report.objects.count() == 0


def test_too_long_is_given_back_whole(world, client_for):
    long = "ß" * 20_003
    page = send(client_for(world.tom), said=long)
    assert page.status_code == 422
    assert "3 characters too long" in text_of(page)
    assert long in text_of(page)


def test_twenty_thousand_are_kept_whole(world, client_for):
    long = "ش😀" * 10_000
    send(client_for(world.tom), said=long)
    told = opening.read_report(report=Report.objects.get(), ring=world.ring(world.asha), by=world.asha)
    assert told["said"] == long


def test_what_i_recorded_says_where_it_is_and_nothing_else(world, client_for):
    tom, asha = client_for(world.tom), client_for(world.asha)
    mine = reverse("record_home")
    assert "You have not recorded anything yet." in text_of(tom.get(mine))
    report = recorded(world, world.tom, "They have her photo")
    assert "Arrived" in text_of(tom.get(mine))
    asha.get(reverse("report", args=[report.pk]))
    assert "Read by a safeguarding lead" in text_of(tom.get(mine))
    report.refresh_from_db()
    post(asha, "report_assign", report, to=world.dev.pk)
    assert "Dev Osei has it" in text_of(tom.get(mine))
    report.refresh_from_db()
    post(asha, "report_start_case", report, title="Kites, year 7")
    text = text_of(tom.get(mine))
    assert "In a case" in text
    assert "Asha Verma has it" in text
    for hidden in ("Kites", "They have her photo", "Threats"):
        assert hidden not in text


def test_nobody_elses_records(world, client_for):
    report = recorded(world, world.hana)
    client = client_for(world.tom)
    assert report.reference not in text_of(client.get(reverse("record_home")))
    assert client.get(reverse("recorded", args=[report.pk])).status_code == 404
    assert client.get(reverse("report", args=[report.pk])).status_code == 403


@pytest.mark.parametrize(
    ("who", "may"), [("tom", 200), ("hana", 200), ("olu", 200), ("asha", 200), ("gov", 403), ("lena", 200)]
)
def test_who_may_record(world, client_for, who, may):
    assert client_for(world.people[who]).get(reverse("record")).status_code == may
