"""The roll's pages: a file read in, looked at, confirmed; the one address that takes a file, and nobody else's."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from seawall.journal.models import Line
from seawall.roll import queries
from seawall.roll.models import Import, Pupil
from seawall.web.shared import one_file
from tests.roll.test_roll import BEN, ELA, KIT, csv, put_in

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def send(client, data: bytes, name: str = "pupils.csv", address: str = "", **more):
    """Send a file as a browser would."""
    body = {"file": SimpleUploadedFile(name, data)}
    return client.post(address or reverse("office_roll_import"), body, content_type=MULTIPART_CONTENT, **more)


def confirm(client, address: str, **more):
    """Confirm what a preview shows."""
    page = client.get(address).content.decode()
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found, page
    return client.post(address, {"seen": found[1], **more})


def test_the_office_reads_a_file_in_looks_and_confirms(world: World, client_for) -> None:
    client = client_for(world.olu)
    assert "There is nobody on the roll yet" in client.get(reverse("office_roll")).content.decode()
    preview = send(client, csv(ELA, BEN, "9,=1+1,Tarn,,,,,,,,"))["Location"]
    page = client.get(preview).content.decode()
    for shown in ("2 pupils are new", "Ela Łuk-O’Brien, 7B", "pupils.csv", "there is a formula"):
        assert shown in page
    assert confirm(client, preview)["Location"] == reverse("office_roll")
    page = client.get(reverse("office_roll"), follow=True).content.decode()
    assert "Done: 2 added, 0 changed, 0 left." in page
    assert "Year 7 (1)" in page
    found = client.post(reverse("office_roll"), {"words": "luk"}).content.decode()
    assert "1 pupil found" in found
    assert "Benji" not in found
    assert client.get(preview)["Location"] == reverse("office_roll"), "it is done"
    assert not Import.objects.get().told.get("rows"), "its content is gone"


def test_pasted_rows_with_headings_of_their_own(world: World, client_for) -> None:
    client = client_for(world.olu)
    answer = client.post(reverse("office_roll_import"), {"text": "Nummer\tVorname\tNachname\n1\tEla\tLuk\n"})
    address = answer["Location"]
    assert address.endswith("/columns/")
    wrong = client.post(address, {"first": "1", "last": ""})
    assert wrong.status_code == 422
    assert "Choose the column" in wrong.content.decode()
    preview = client.post(address, {"id": "0", "first": "1", "last": "2"})["Location"]
    assert "Ela Luk" in client.get(preview).content.decode()
    client.post(reverse("office_roll_drop", args=[Import.objects.get().pk]))
    assert Import.objects.get().state == "dropped"
    assert not Pupil.objects.exists()


def test_a_great_drop_asks_for_its_number(world: World, client_for) -> None:
    put_in(world, ELA, BEN, KIT)
    client = client_for(world.olu)
    preview = send(client, csv(ELA))["Location"]
    for said in ("", "3", "two", "²"):
        assert confirm(client, preview, said=said).status_code == 422
    assert len(queries.everybody(world.marram)) == 3
    assert confirm(client, preview, said="2").status_code == 302
    assert len(queries.everybody(world.marram)) == 1
    client.post(reverse("office_roll_undo", args=[Import.objects.filter(state="done")[0].pk]))
    assert len(queries.everybody(world.marram)) == 3


def test_a_file_that_is_none_gets_a_sentence(world: World, client_for) -> None:
    client = client_for(world.olu)
    for data in (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 50, b"PK\x03\x04nothing"):
        answer = send(client, data)
        assert answer.status_code == 403
        assert "Export" in answer.content.decode()
    kept = client.post(reverse("office_roll_import"), {"text": "only headings,here"}).content.decode()
    assert "only headings,here" in kept, "what was pasted is given back"
    assert client.post(reverse("office_roll_import"), {"text": " "}).status_code == 422


def test_a_pupils_page_is_noted_and_changed(world: World, client_for) -> None:
    put_in(world, ELA, KIT, BEN)
    client, ben = client_for(world.olu), queries.find(world.marram, "benji")[0]
    address = reverse("office_roll_pupil", args=[ben.pk])
    page = client.get(address).content.decode()
    for shown in ("9 January 2014", "Pat Tarn", "07700 900101", "Kit Tarn"):
        assert shown in page
    assert Line.objects.filter(verb="roll.pupil_seen", subject=f"pupil:{ben.pk}").count() == 1
    tie = queries.ties(ben)[0]
    sent = {"known_as": "Benno", "language": "", "protected": "on", "seen": ben.version, f"contact_{tie.pk}": "no"}
    assert client.post(address, sent).status_code == 302
    ben = queries.find(world.marram, "benno")[0]
    assert (ben.protected, queries.ties(ben)[0].contact) == (True, False)
    assert client.post(address, sent).status_code == 409
    assert client.post(address, sent | {"known_as": "x" * 81}).status_code == 422


@pytest.mark.parametrize("who", ["tom", "hana", "gov"])
def test_others_do_not_see_the_roll_and_send_nothing(world: World, client_for, who: str) -> None:
    put_in(world, ELA)
    client = client_for(world.people[who])
    assert client.get(reverse("office_roll")).status_code == 403
    answer = client.generic(
        "POST",
        reverse("office_roll_import"),
        b"x" * 40,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unreadable()},
    )
    assert answer.status_code == 403


class Unreadable(io.BytesIO):
    """A body that must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("a byte was read")

    readline = read


def test_a_file_goes_to_its_own_address_only(world: World, client_for, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(world.olu)
    for name in ("office_roll", "office_facts", "tell", "record"):
        assert send(client, csv(ELA), address=reverse(name)).status_code == 415
    assert send(client_for(None), csv(ELA)).status_code == 302, "to sign in"
    assert send(client, csv(ELA), headers={"content-length": str(12_000_000)}).status_code == 415
    monkeypatch.setattr(one_file, "MOST_BYTES", 10)
    assert send(client, csv(ELA)).status_code == 422, "a file that lies about its length is dropped"
    body = {"a": SimpleUploadedFile("a", b"1"), "b": SimpleUploadedFile("b", b"2")}
    assert client.post(reverse("office_roll_import"), body, content_type=MULTIPART_CONTENT).status_code == 400
    assert not Import.objects.exists()


def test_a_file_needs_the_forms_guard(world: World, client_for) -> None:
    client = client_for(world.olu)
    client.handler.enforce_csrf_checks = True
    assert send(client, csv(ELA)).status_code == 403
    assert client.post(reverse("office_roll_import"), {"text": csv(ELA).decode()}).status_code == 403
    assert not Import.objects.exists()


def test_the_groups_with_their_numbers(world, client_for) -> None:
    client = client_for(world.olu)
    assert "nobody on the roll yet" in client.get(reverse("office_roll_groups")).content.decode()
    put_in(world, ELA, BEN, "4,Ann,Fell,,,8,8B,,,,", "5,Sam,Fell,,,8,8A,,,,", "6,Jo,Fell,,,8,,,,,", "7,Al,Fell,,,,,,,,")
    shown = [(each.year, each.pupils, each.forms) for each in queries.groups(world.marram)]
    eight = ("8", 4, (("", 1), ("8A", 2), ("8B", 1)))
    assert shown == [("7", 1, (("7B", 1),)), eight, ("", 1, (("", 1),))]
    page = client.get(reverse("office_roll_groups")).content.decode()
    for words in ("Year 8", "8A", "In no form", "In no year group", "?year=8"):
        assert words in page
    assert "Fell" not in page
    assert queries.groups(world.heron) == []
