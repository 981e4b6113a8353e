"""Mailboxes in the office: set up, tested, paused; a password is never shown again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.letterbox.models import Box

pytestmark = pytest.mark.django_db

TOLD = {
    "seen": "0", "address": "safeguarding@school.example", "takes": "all", "host": "imap.example.org", "port": "993",
    "security": "tls", "sign_in": "password",
    "user": "office", "secret": "abcd-efgh-ijkl", "folder": "INBOX", "afterwards": "leave", "moved_to": "",
}  # fmt: skip


def test_a_box_is_set_up_changed_and_its_password_never_shown(world, client_for):
    client = client_for(world.olu)
    assert client.post(reverse("office_box_add"), TOLD).status_code == 302
    box = Box.objects.get()
    assert (box.secret, box.school) == ("abcd-efgh-ijkl", world.marram)
    page = client.get(reverse("office_box", args=[box.pk])).content.decode()
    assert "imap.example.org" in page
    assert "abcd-efgh-ijkl" not in page + client.get(reverse("office_boxes")).content.decode()
    changed = TOLD | {"seen": "1", "secret": "", "afterwards": "move", "moved_to": "Done"}
    assert client.post(reverse("office_box", args=[box.pk]), changed).status_code == 302
    box.refresh_from_db()
    assert (box.secret, box.moved_to, box.version) == ("abcd-efgh-ijkl", "Done", 2)
    assert client.post(reverse("office_box", args=[box.pk]), changed).status_code == 409
    client.post(reverse("office_box_pause", args=[box.pk]))
    assert Box.objects.get().paused_at
    client.post(reverse("office_box_remove", args=[box.pk]))
    assert not Box.objects.exists()


OAUTH = TOLD | {
    "sign_in": "renewed", "secret": " refresh-1\n", "token_url": "https://provider.example/token", "client_id": "app",
    "client_secret": "hush-hush", "scope": "",
}  # fmt: skip


def test_a_box_with_tokens_that_are_renewed(world, client_for):
    """Nothing secret is shown again, and what is kept goes to no other server than the office typed it for."""
    client = client_for(world.olu)
    assert client.post(reverse("office_box_add"), OAUTH).status_code == 302
    box = Box.objects.get()
    assert (box.secret, box.client_id, box.client_secret) == ("refresh-1", "app", "hush-hush")
    address = reverse("office_box", args=[box.pk])
    page = client.get(address).content.decode()
    assert "https://provider.example/token" in page
    assert not any(each in page for each in ("refresh-1", "hush-hush"))
    kept = OAUTH | {"seen": "1", "secret": "", "client_secret": ""}
    for elsewhere in (
        {"host": "imap.elsewhere.example"},
        {"token_url": "https://elsewhere.example/"},
        {"sign_in": "password"},
    ):
        answer = client.post(address, kept | elsewhere)
        assert answer.status_code == 422
        assert "Enter" in answer.content.decode()
    assert client.post(address, kept | {"folder": "School"}).status_code == 302
    box.refresh_from_db()
    assert (box.secret, box.client_secret, box.folder) == ("refresh-1", "hush-hush", "School")


@pytest.mark.parametrize(
    "wrong",
    [
        "", "http://provider.example/token", "https://", "https://me:pass@provider.example/", "file:///etc/passwd",
        "https://a b/", "https://provider.example/#x", "https://provider.example:0/", "https://[::1/", "ftp://provider.example/",
    ],
)  # fmt: skip
def test_tokens_are_asked_for_over_https_only(world, client_for, wrong):
    answer = client_for(world.olu).post(reverse("office_box_add"), OAUTH | {"token_url": wrong})
    assert answer.status_code == 422
    assert "beginning with https://" in answer.content.decode()


def test_tokens_need_a_client(world, client_for):
    answer = client_for(world.olu).post(reverse("office_box_add"), OAUTH | {"client_id": ""})
    assert "Enter the client ID" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"host": "not a host"}, "Enter the name of the mail server"),
        ({"security": "none"}, "Without TLS"),
        ({"secret": ""}, "Enter the password or token"),
        ({"afterwards": "move"}, "Enter the folder to move it to"),
        ({"port": "x"}, "Enter the port"),
        ({"address": "x"}, "email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world, client_for, wrong, said):
    answer = client_for(world.olu).post(reverse("office_box_add"), TOLD | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "office" in page
    assert not Box.objects.exists()


def test_a_test_says_what_is_wrong(world, client_for):
    box = Box(school=world.marram, address="a@b.example", host="127.0.0.1", port=9, security="none")
    box.save()
    page = client_for(world.olu).post(reverse("office_box_test", args=[box.pk])).content.decode()
    assert "did not answer" in page


def test_another_schools_box_is_not_there(world, client_for):
    box = Box(school=world.heron, host="127.0.0.1", port=9, security="none")
    box.save()
    assert client_for(world.olu).get(reverse("office_box", args=[box.pk])).status_code == 404
