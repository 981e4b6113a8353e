"""The head's pages, and the lead's page for the sheet."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.schools.actions import Hire, add_person
from seawall.schools.models import Person
from seawall.schools.rules import Role
from tests.decisions.helpers import ask, managed, review, seen, sheet_of, state_of
from tests.staff.helpers import once, text_of
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(world, client_for):
    return client_for(world.hana)


@pytest.fixture
def lead(world, client_for):
    return client_for(world.asha)


def answer(client, name, sheet, **typed):
    return client.post(reverse(name, args=[sheet.pk]), {"once": once(), **typed})


def test_nothing_waits(head):
    assert "Nothing waits for you." in text_of(head.get(reverse("sign_offs")))


def test_from_the_lead_to_the_heads_signature(world, lead, head):
    case = managed(world)
    page = reverse("case_ask_sign_off", args=[case.pk])
    assert "Write no child's name" in text_of(lead.get(page))
    typed = {"once": once(), "seen": seen(case), "to": str(world.hana.pk), "text": "Two friends, no pressure."}
    assert lead.post(page, typed)["Location"] == reverse("case_decision", args=[case.pk])
    assert "Hana Cole has been asked to sign" in text_of(lead.get(reverse("case_decision", args=[case.pk])))

    listed = text_of(head.get(reverse("sign_offs")))
    assert case.reference in listed
    assert "Two friends" not in listed
    sheet = sheet_of(case)
    page = text_of(head.get(reverse("sign_off", args=[sheet.pk])))
    assert "Two friends, no pressure." in page
    assert "Kites" not in page
    for _ in range(2):
        assert answer(head, "sign_off_sign", sheet)["Location"] == reverse("sign_offs")
    assert state_of(case) == "signed"
    assert "Signed by Hana Cole" in text_of(lead.get(reverse("case_decision", args=[case.pk])))
    assert "Signed" in text_of(head.get(reverse("sign_offs")))


def test_sent_back_with_a_reason(world, lead, head):
    case = managed(world)
    sheet = ask(world, case)
    wrong = answer(head, "sign_off_send_back", sheet, text=" ")
    assert wrong.status_code == 422
    assert "Write why you do not sign" in text_of(wrong)
    assert answer(head, "sign_off_send_back", sheet, text="Who else has it?").status_code == 303
    page = text_of(lead.get(reverse("case_decision", args=[case.pk])))
    assert "Hana Cole sent it back unsigned" in page
    assert "Who else has it?" in page
    assert "You wrote back:" in text_of(head.get(reverse("sign_off", args=[sheet.pk])))


def test_a_sheet_taken_back_is_not_signed(world, head):
    case = managed(world)
    sheet = ask(world, case)
    review(world, case, changed={"adult": "yes"})
    refused = answer(head, "sign_off_sign", sheet)
    assert refused.status_code == 409
    assert "nothing was done now" in text_of(refused)
    assert "Taken back by the safeguarding team" in text_of(head.get(reverse("sign_off", args=[sheet.pk])))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Write what the head reads"),
        ({"text": "x" * 5_001}, "1 characters too long"),
        ({"to": ""}, "Choose who signs"),
        ({"to": "00000000-0000-0000-0000-000000000000"}, "Select a valid choice"),
    ],
)
def test_a_sheet_that_is_wrong_is_given_back(world, lead, typed, said):
    case = managed(world)
    sent = {"once": once(), "seen": seen(case), "to": str(world.hana.pk), "text": "No pressure."} | typed
    page = lead.post(reverse("case_ask_sign_off", args=[case.pk]), sent)
    assert page.status_code == 422
    assert said in text_of(page)
    assert sent["text"] in text_of(page)


def test_no_head_has_keys_yet(world, lead):
    Person.objects.filter(pk=world.hana.pk).update(holder=None)
    case = managed(world)
    page = text_of(lead.get(reverse("case_decision", args=[case.pk])))
    assert "No head can sign yet." in page
    assert "choose a password of their own" in page
    page = text_of(lead.get(reverse("case_ask_sign_off", args=[case.pk])))
    assert "No head can sign yet." in page
    assert "Hana Cole" in page
    assert "Send it to be signed" not in page


def test_another_head_finds_nothing(world, client_for):
    who = Hire("Iris Vane", "iris@school.example", Role.HEAD, PASSWORD)
    iris = client_for(add_person(school=world.marram, who=who, by=world.olu))
    sheet = ask(world, managed(world))
    assert "Nothing waits for you." in text_of(iris.get(reverse("sign_offs")))
    assert iris.get(reverse("sign_off", args=[sheet.pk])).status_code == 404
    assert answer(iris, "sign_off_sign", sheet).status_code == 404


def test_without_open_keys_the_head_types_the_password(world, head):
    sheet = ask(world, managed(world))
    from django.conf import settings

    del head.cookies[settings.SEAWALL_RING_COOKIE]
    page = head.get(reverse("sign_off", args=[sheet.pk]), follow=True)
    assert "Open what was written for you" in text_of(page)
    opened = head.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert "Nobody was pressed." in text_of(opened)


def test_a_head_without_a_password_of_their_own_chooses_one_first(world, client_for):
    who = Hire("Iris Vane", "iris@school.example", Role.HEAD, PASSWORD)
    iris = add_person(school=world.marram, who=who, by=world.olu, password_is_theirs=False)
    client = client_for(iris)
    assert client.get(reverse("sign_offs"))["Location"] == reverse("change_password")


def test_many_sheets(world, head, django_assert_max_num_queries):
    for _ in range(12):
        ask(world, managed(world))
    with django_assert_max_num_queries(12):
        page = text_of(head.get(reverse("sign_offs")))
    assert page.count("desk-line__title") == 12
