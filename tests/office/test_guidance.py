"""The office looks at what the help pages say: confirms, corrects, takes back; only its own school's pages change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from seawall.guidance.actions import look_at, take_back
from seawall.guidance.catalogue import catalogue
from seawall.guidance.layer import layer_of
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Gone, Refused
from seawall.web.office.guidance import rows_of
from tests.public.road import at_heron, text_of

pytestmark = pytest.mark.django_db
CHILDLINE = "route.childline"


def page(client, fact):
    return client.get(reverse("office_guidance_fact", args=[fact]))


def post(client, fact, **changed):
    given = {**catalogue()[fact].values, **changed}
    return client.post(reverse("office_guidance_fact", args=[fact]), given)


def test_the_list_says_what_is_missing_and_what_waits(world, client_for, django_assert_max_num_queries):
    client = client_for(world.olu)
    client.get(reverse("office_guidance"))
    with django_assert_max_num_queries(8):
        shown = text_of(client.get(reverse("office_guidance")))
    assert "To be confirmed" in shown
    assert "Missing: fill it in" not in shown
    world.marram.nation = "ireland"
    world.marram.save()
    first = text_of(client.get(reverse("office_guidance"))).partition("Not due")[0]
    assert "Missing: fill it in" in first
    assert "Garda" in first
    assert "Police, fire or ambulance" in first
    assert "CEOP" not in first


@pytest.mark.parametrize(("day", "due"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_a_month_later_links_are_due_and_words_are_not(world, day, due):
    rows = {row.known.key: row for row in rows_of(layer_of(world.marram), day)}
    assert rows[CHILDLINE].is_due is due
    assert not rows["step.keep"].is_due
    assert not rows["age.instagram"].is_due


def test_confirming_and_correcting_changes_this_school_s_pages_only(world, client_for):
    client = client_for(world.olu)
    assert post(client, "route.nspcc", hours="every day, 10am to 4pm")["Location"] == reverse("office_guidance")
    assert "every day, 10am to 4pm" in text_of(client_for(None).get("/parents/"))
    assert "every day, 10am to 4pm" not in text_of(at_heron().get("/parents/"))
    shown = text_of(page(client, "route.nspcc"))
    assert "Olu Marsh: corrected" in shown
    assert Line.objects.filter(verb="guidance.corrected", school_id=world.marram.pk).count() == 1
    client.post(
        reverse("office_guidance_fact", args=["route.nspcc"]), dict(layer_of(world.marram).values("route.nspcc"))
    )
    assert "Olu Marsh: confirmed" in text_of(page(client, "route.nspcc"))
    assert layer_of(world.marram).values("route.nspcc")["hours"] == "every day, 10am to 4pm"
    for left in ("every day, 10am to 4pm", ""):
        client.post(reverse("office_guidance_undo", args=["route.nspcc"]))
        assert layer_of(world.marram).values("route.nspcc")["hours"] == left
    rows = world.marram.looks.count()
    take_back(school=world.marram, fact="route.nspcc", by=world.olu)
    assert world.marram.looks.count() == rows


@pytest.mark.parametrize(
    ("fact", "changed", "sentence"),
    [
        (CHILDLINE, {"phone": "ring us"}, "This one cannot be dialled"),
        (CHILDLINE, {"url": "http://childline.example"}, "starts with https://"),
        (CHILDLINE, {"email": "us"}, "Enter an e-mail address"),
        ("route.police_emergency", {"phone": "101"}, "can be confirmed, but not changed"),
        ("route.police_emergency", {"phone": ""}, "can be confirmed, but not changed"),
        ("age.instagram", {"age": "teen"}, "Enter an age in whole years"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_lost(world, client_for, fact, changed, sentence):
    answer = post(client_for(world.olu), fact, **changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert next(iter(changed.values())) in answer.content.decode()
    assert not world.marram.looks.exists()
    with pytest.raises(Refused):
        look_at(school=world.marram, fact=fact, values=changed, by=world.olu)


def test_a_fact_of_another_nation_is_not_there(world, client_for):
    assert page(client_for(world.olu), "route.garda").status_code == 404
    with pytest.raises(Gone):
        look_at(school=world.marram, fact="route.garda", values={}, by=world.olu)


def test_an_empty_number_is_filled_in_and_shown(world):
    world.marram.nation = "ireland"
    world.marram.save()
    missing = catalogue()["route.garda"]
    assert layer_of(world.marram).is_missing(missing)
    look_at(school=world.marram, fact="route.garda", values={"url": "https://garda.example/"}, by=world.olu)
    layer = layer_of(world.marram)
    assert not layer.is_missing(missing)
    garda = layer.route("garda")
    assert garda is not None
    assert garda.url == "https://garda.example/"
    assert not layer.must_confirm(missing)
    assert layer.route("ceop") is None


def test_data_newer_than_the_look_are_due_at_once(world):
    with clock.frozen(datetime(2026, 10, 1, 12, tzinfo=UTC)):
        look_at(school=world.marram, fact=CHILDLINE, values={}, by=world.olu)
    known = catalogue()[CHILDLINE]
    assert layer_of(world.marram).due_on(known) == known.checked_on
