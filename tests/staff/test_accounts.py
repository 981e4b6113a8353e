"""The pages about fake accounts."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases.rules import Part
from seawall.mailbox.models import Mailbox
from seawall.mailbox.queries import for_lead
from seawall.takedowns.models import FakeAccount
from tests.staff.helpers import a_case, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world, client_for):
    return client_for(world.asha)


@pytest.fixture
def case(world):
    made = a_case(world)
    cases.involve(
        case=made, part=Part.IMPERSONATED, name="Jess Marlow", detail="", ring=world.ring(world.asha), by=world.asha
    )
    return made


def add(client, case, **typed):
    given = {"once": secrets.token_hex(16), "platform": "instagram", "name": "jess.m_07", "age": "12"}
    return client.post(reverse("case_accounts", args=[case.pk]), {**given, **typed})


@pytest.fixture
def account(client, case):
    add(client, case, pretends_to_be=str(case.people.get().pk))
    return FakeAccount.objects.get()


def page_of(account, name="case_account"):
    return reverse(name, args=[account.case_id, account.pk])


def step(client, account, to, **typed):
    account.refresh_from_db()
    return client.post(page_of(account, "case_account_step"), {"seen": account.version, "to": to, **typed})


def test_an_account_is_written_down_once_and_says_who_is_not_at_fault(client, case):
    token = secrets.token_hex(16)
    for _ in range(2):
        answer = add(client, case, once=token, pretends_to_be=str(case.people.get().pk))
        assert answer.status_code == 303
    account = FakeAccount.objects.get()
    page = text_of(client.get(page_of(account)))
    assert "Jess Marlow is not the sender and not at fault" in page
    assert "it has to be the child or a parent" in page
    assert "https://help.instagram.com/517920941588885" in page
    assert "One good report is enough" in page
    listed = text_of(client.get(reverse("case_accounts", args=[case.pk])))
    assert "who is not the sender" in listed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"platform": ""}, "Choose an app"),
        ({"platform": "myspace"}, "myspace is not one of the available choices"),
        ({"name": " "}, "Enter the account's name"),
        ({"name": "x" * 501}, "500"),
        ({"day-day": "1", "day-month": "1", "day-year": "2199"}, "in the future"),
        ({"pretends_to_be": "00000000-0000-0000-0000-000000000000"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_given_back(client, case, typed, said):
    answer = add(client, case, followers="Mia, Noor", **typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Mia, Noor" in text_of(answer)
    assert not FakeAccount.objects.exists()


def test_steps_and_taking_back(client, account):
    assert step(client, account, "reported", reporter="parent", number="IG-77", tell="on").status_code == 303
    page = text_of(client.get(page_of(account)))
    assert "The platform's number: IG-77" in page
    assert "If the platform does not act" in page
    answer = step(client, account, "reported")
    assert answer.status_code == 422
    account.refresh_from_db()
    client.post(page_of(account, "case_account_take_back"), {"seen": account.version})
    assert "Taken back" in text_of(client.get(page_of(account)))


def test_an_old_page_is_told_so(client, account):
    old = account.version
    step(client, account, "reported")
    answer = client.post(page_of(account, "case_account_step"), {"seen": old, "to": "removed"})
    assert answer.status_code == 409
    assert "Somebody else was quicker" in text_of(answer)


def test_putting_it_right(client, account):
    given = {"once": secrets.token_hex(16), "platform": "tiktok", "name": "jess.m_08", "age": "13"}
    answer = client.post(page_of(account, "case_account_change"), {**given, "version": account.version})
    assert answer.status_code == 303
    page = text_of(client.get(page_of(account)))
    assert "jess.m_08" in page
    assert "TikTok" in page
    assert "Put right" in page


def test_the_pack_has_the_link_a_code_to_scan_and_no_blame(client, account):
    page = text_of(client.get(page_of(account, "case_account_pack")))
    assert "Your child did not make this account" in page
    assert "https://help.instagram.com/517920941588885" in page
    assert "<svg" in page
    assert "Words you can use" in page


def test_another_schools_lead_finds_none(world, client_for, account):
    theirs = client_for(world.lena)
    assert theirs.get(page_of(account)).status_code == 404
    assert "No fake account is known to be up" in text_of(theirs.get(reverse("accounts")))


def test_the_board_asks_as_little_for_many_as_for_few(client, world):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("accounts")).status_code == 200
        return len(caught)

    assert "No fake account is known to be up" in text_of(client.get(reverse("accounts")))
    for number in range(3):
        add(client, a_case(world), name=f"kite_{number}")
    few = queries()
    for number in range(12):
        add(client, a_case(world), name=f"wave_{number}")
    assert queries() == few
    page = text_of(client.get(reverse("accounts")))
    assert "kite_0" in page
    assert "wave_11" in page
    assert "No account has gone yet" in text_of(client.get(reverse("accounts"), {"which": "down"}))


def give(client, account, **typed):
    given = {"once": secrets.token_hex(16), "version": account.version, "text": "Open the link.", **typed}
    return client.post(page_of(account, "case_account_give"), given)


def test_the_steps_are_given_by_code_once_and_the_account_says_so(world, client, account):
    mailbox = Mailbox.objects.get(report__gathered__case=account.case)
    page = text_of(client.get(page_of(account, "case_account_pack")))
    assert "Put it into their mailbox" in page
    assert "Words you can use:" in page, "the steps stand there ready, to be changed"
    token = secrets.token_hex(16)
    for _ in range(2):
        assert give(client, account, mailbox=mailbox.pk, once=token).status_code == 303
    account.refresh_from_db()
    assert account.state == "pack_given"
    assert account.steps.count() == mailbox.messages.count() == 1
    assert conversation(mailbox, world.ring(world.asha)) == ["Open the link."]


def test_steps_go_to_a_mailbox_of_this_case_only(world, client, account):
    elsewhere = Mailbox.objects.get(report=a_case(world).gathered.get().report)
    for wrong in ({"mailbox": elsewhere.pk}, {"mailbox": ""}, {}):
        answer = give(client, account, **wrong)
        assert answer.status_code == 422
        assert "Open the link." in text_of(answer), "what was typed is still there"
    mine = Mailbox.objects.get(report__gathered__case=account.case)
    assert give(client, account, mailbox=mine.pk, text=" ").status_code == 422
    assert give(client, account, mailbox=mine.pk, version=account.version + 7).status_code == 409
    assert not mine.messages.exists(), "of two leads, the second put nothing there"


def test_a_reported_account_stays_reported_when_the_steps_are_given_again(client, account):
    step(client, account, "reported", reporter="parent")
    account.refresh_from_db()
    mailbox = Mailbox.objects.get(report__gathered__case=account.case)
    assert give(client, account, mailbox=mailbox.pk).status_code == 303
    account.refresh_from_db()
    assert account.state == "reported"
    assert mailbox.messages.count() == 1


def conversation(mailbox, ring):
    return [message.text for message in for_lead(mailbox, ring).messages]
