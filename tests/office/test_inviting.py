"""Inviting by a link that works once: the person chooses the password, and nobody else ever knows it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from seawall.journal.models import Line
from seawall.kit import clock
from seawall.letterbox.models import Outgoing
from seawall.letterbox.outbox import send_waiting
from seawall.schools import actions
from seawall.schools.models import Invitation, Person, sign_in_key
from seawall.schools.rules import Role
from tests.shared.signing import give_password
from tests.world import FormClient

pytestmark = pytest.mark.django_db

NEW = "a gull and four lanterns"
CHOSEN = {"new": NEW, "again": NEW}


def invited(client, **more):
    """Invite Nia; return the path of the link as the page shows it."""
    told = {"name": "Nia Brook", "email": "nia@school.example", "role": "deputy"} | more
    page = client.post(reverse("office_invite"), told)
    assert page.status_code == 200, page.content.decode()
    return shown(page)


def shown(page):
    link = re.search(r"data-link>\s*https?://testserver(\S+)</textarea>", html.unescape(page.content.decode()))
    assert link, page.content.decode()
    return link[1]


def opened(link):
    """Somebody's new browser, in which the link was opened."""
    client = FormClient()
    answer = client.get(link)
    assert answer["Location"] == reverse("join")
    return client


def test_somebody_chooses_their_own_password_and_their_keys_are_made_with_it(world, client_for) -> None:
    office = client_for(world.olu)
    link = invited(office)
    assert "Nia Brook" in office.get(reverse("office")).content.decode()
    client = opened(link)
    page = client.get(reverse("join")).content.decode()
    assert "Welcome, Nia Brook" in page
    assert link.split("/")[-2] not in page, "the secret stands on no page and in no address from here on"
    for wrong in ({"new": "short", "again": "short"}, {"new": NEW, "again": "other"}, {}):
        assert client.post(reverse("join"), wrong).status_code == 422
    assert not Person.objects.filter(username=sign_in_key("nia@school.example")).exists()
    assert client.post(reverse("join"), CHOSEN)["Location"] == reverse("account_login")
    nia = world.marram.people.get(username=sign_in_key("nia@school.example"))
    assert (nia.name, nia.role) == ("Nia Brook", Role.DEPUTY)
    assert actions.open_keys(person=nia, password=NEW)
    assert give_password(client, nia, NEW).status_code == 302
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index"), "a second factor comes next"
    assert "A lead has to let them in." in office.get(reverse("office")).content.decode()
    assert not nia.holder.shares.exists(), "circle keys come from a lead only"


def test_the_link_works_once_and_says_so_kindly(world, client_for) -> None:
    link = invited(client_for(world.olu))
    first, second = opened(link), opened(link)
    first.post(reverse("join"), CHOSEN)
    for answer in (second.post(reverse("join"), CHOSEN), second.get(link), FormClient().get(link)):
        assert answer.status_code == 404
        assert "was used already" in answer.content.decode()
        assert "Nia" not in answer.content.decode()
    assert Person.objects.filter(username=sign_in_key("nia@school.example")).count() == 1


def test_a_link_runs_out_after_a_week_and_is_renewed(world, client_for) -> None:
    office, now = client_for(world.olu), clock.now()
    link = invited(office)
    row = Invitation.objects.get()
    Invitation.objects.update(until=now - timedelta(seconds=1))
    assert "has run out" in FormClient().get(link).content.decode()
    assert "Has run out" in office.get(reverse("office")).content.decode()
    newer = shown(office.post(reverse("office_renew", args=[row.pk])))
    assert newer != link
    assert FormClient().get(link).status_code == 404, "the older link is dead"
    assert opened(newer).post(reverse("join"), CHOSEN).status_code == 302
    answer = office.post(reverse("office_renew", args=[row.pk]))
    assert answer.status_code == 403
    assert "was used or changed" in answer.content.decode()


def test_a_withdrawn_link_opens_nothing_even_half_way(world, client_for) -> None:
    office = client_for(world.olu)
    link = invited(office)
    row, client = Invitation.objects.get(), opened(link)
    for _ in range(2):
        assert office.post(reverse("office_withdraw", args=[row.pk])).status_code == 302
    answer = client.post(reverse("join"), CHOSEN)
    assert answer.status_code == 404
    assert "was withdrawn" in answer.content.decode()
    assert not Person.objects.filter(username=sign_in_key("nia@school.example")).exists()
    newer = shown(office.post(reverse("office_renew", args=[row.pk])))
    assert opened(newer).get(reverse("join")).status_code == 200
    assert [line.verb for line in Line.objects.about(f"invitation:{row.pk}")] == [
        "person.invited",
        "invitation.withdrawn",
        "invitation.renewed",
    ]


def test_the_secret_is_kept_nowhere(world, client_for) -> None:
    secret = invited(client_for(world.olu)).split("/")[-2]
    assert len(secret) >= 43
    row = Invitation.objects.values().get()
    kept = repr({name: bytes(value).hex() if isinstance(value, memoryview) else value for name, value in row.items()})
    assert secret not in kept
    assert "Nia" not in kept
    assert secret not in repr(list(Line.objects.values()))


def test_the_mail_has_the_link_and_no_other_content(world, client_for, settings) -> None:
    settings.SEAWALL_MAIL = True
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    link = invited(client_for(world.olu), mail="on", role="staff")
    send_waiting()
    (sent,) = mail.outbox
    assert sent.to == ["nia@school.example"]
    assert link in sent.body
    for word in ("safeguarding", "child", "report", "Nia", "Member"):
        assert word.casefold() not in f"{sent.subject} {sent.body}".casefold()
    assert Outgoing.objects.get().body == "", "once it went, the link is nowhere on this server"
    page = client_for(world.olu).post(
        reverse("office_invite"), {"name": "Ada", "email": "ada@school.example", "role": "head", "mail": "on"}
    )
    assert "handed over in person" in page.content.decode()
    assert Outgoing.objects.count() == 1


def test_without_a_mail_server_the_page_says_so(world, client_for) -> None:
    told = {"name": "Ada", "email": "ada@school.example", "role": "staff", "mail": "on"}
    assert "no e-mail is sent from this server" in client_for(world.olu).post(
        reverse("office_invite"), told
    ).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("taken", ["tom@school.example", "LENA@school.example", "nia@school.example"])
def test_an_address_is_taken_or_invited_once(world, client_for, taken) -> None:
    office = client_for(world.olu)
    invited(office)
    answer = office.post(reverse("office_invite"), {"name": "X", "email": taken, "role": "staff"})
    assert answer.status_code == 403
    assert Invitation.objects.count() == 1
    who = actions.Hire("Nia Brook", "nia@school.example", Role.STAFF, NEW)
    actions.add_person(school=world.marram, who=who, by=world.olu)
    assert opened_link_refused(office)


def opened_link_refused(office):
    """Whether an invitation whose address was added by hand meanwhile is refused with a sentence."""
    link = shown(office.post(reverse("office_renew", args=[Invitation.objects.get().pk])))
    answer = opened(link).post(reverse("join"), CHOSEN)
    return answer.status_code == 403 and "is there already" in answer.content.decode()


@pytest.mark.parametrize("secret", ["x", "A" * 43, "\u00e4", "..", "%00", "a" * 3000])
def test_a_made_up_link_is_answered(world, client_for, secret) -> None:
    invited(client_for(world.olu))
    assert FormClient().get(reverse("join_link", args=[secret])).status_code == 404
    assert FormClient().get(reverse("join")).status_code == 404
    heron = FormClient(headers={"host": "heron.example"})
    link = shown(client_for(world.olu).post(reverse("office_renew", args=[Invitation.objects.get().pk])))
    assert heron.get(link).status_code == 404, "another school's link is none here"


def test_whoever_is_signed_in_is_not_made_somebody_else(world, client_for) -> None:
    office = client_for(world.olu)
    assert office.get(invited(office)).status_code == 403


def test_invitations_of_another_school_are_not_there(world, client_for) -> None:
    invited(client_for(world.olu))
    row = Invitation.objects.get()
    lena = client_for(world.lena)
    assert "Nia" not in lena.get(reverse("office")).content.decode()
    for name in ("office_renew", "office_withdraw"):
        assert lena.post(reverse(name, args=[row.pk])).status_code == 404
