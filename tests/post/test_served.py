"""The mail door with a real mail server: what is fetched, what is not, and everything that goes wrong on the way."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from seawall.config.demo.postbox import PASSWORD, USER, why_not
from seawall.letterbox import outbox
from seawall.letterbox.actions import Settings, add
from seawall.letterbox.connect import TroubleError, folders
from seawall.letterbox.models import Box, Mail, Outgoing
from seawall.letterbox.queries import in_trouble, of_report
from seawall.post import deliver, jobs
from seawall.post.imap import Folder
from seawall.reports.models import Report
from tests.post.corpus import CORPUS, FILE, JPEG, mail, multi, part, with_head
from tests.post.dovecot import Dovecot, dovecot

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.served,
    pytest.mark.django_db,
    pytest.mark.skipif(bool(why_not()) and os.environ.get("SEAWALL_STRICT") != "1", reason=why_not()),
]


@pytest.fixture(scope="module")
def one_server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def server(one_server: Dovecot) -> Dovecot:
    one_server.empty()
    return one_server


def box_of(world, server: Dovecot, **changed) -> Box:
    told = {
        "address": "safeguarding@school.example",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "sign_in": "password",
        "user": USER,
        "secret": PASSWORD,
        "folder": "INBOX",
        "takes": "safeguarding",
        "afterwards": "leave",
        "moved_to": "",
    }
    return add(school=world.marram, told=Settings(**{**told, **changed}), by=world.olu)


def again() -> int:
    Box.objects.update(next_at="2000-01-01T00:00:00Z")
    return jobs.look_into_boxes()


def numbered(count: int) -> list[bytes]:
    return [
        mail(f"Number {n}.\r\n".encode(), head=with_head(b"<one@mail.example>", f"<n{n}@mail.example>".encode()))
        for n in range(count)
    ]


PICTURE = multi(part(b"He sent this."), part(base64.encodebytes(JPEG), b"image/jpeg; name=x.jpg", FILE))


def test_words_arrive_and_pictures_stay_where_they_are(world, server, monkeypatch):
    asked = []
    real = Folder._fetch

    def noted(self, uid, what):
        asked.append(what)
        return real(self, uid, what)

    monkeypatch.setattr(Folder, "_fetch", noted)
    server.put(PICTURE, mail(head=with_head(b"Safeguarding", b"Dinner money")))
    box_of(world, server)
    assert jobs.look_into_boxes() == 1
    report = Report.objects.get()
    found = of_report(report, world.ring(world.asha))[0]
    assert (report.channel, report.level.key, report.coded["attachments"]) == ("mail", "soon", 1)
    assert found.read["text"] == "He sent this."
    assert found.read["from"] == "wilma@mail.example"
    kind, size = found.read["attachments"][0]
    assert kind == "image/jpeg"
    assert abs(size - len(JPEG)) <= 3
    assert base64.encodebytes(JPEG)[:40].decode() not in str(found.kept)
    assert not any("[2" in what or what == "BODY.PEEK[]" for what in asked)
    assert server.unseen() == 2
    assert server.count() == 2


def test_a_fetched_mail_reads_as_the_file_does(world, server):
    """The same reading from the parts a mail server gives as from a whole file, for the whole corpus."""
    from seawall.letterbox.connect import connected
    from seawall.post.parse import read, read_file

    left_out = {
        "nothing",
        "noise",
        "only headers",
        "25 MB",
        "charset with a nul",
        "nul in the body",
        "nul in the subject",
    }
    chosen = [(name, raw) for name, raw, _told in CORPUS if name not in left_out]
    server.put(*[raw for _name, raw in chosen])
    box = box_of(world, server)
    different = []
    with connected(box) as opened:
        folder = Folder(opened, box)
        for (name, raw), uid in zip(chosen, folder.waiting(0), strict=True):
            fetched = folder.fetch(uid)
            assert fetched is not None
            one, other = read(fetched.headers, fetched.root, fetched.problems), read_file(raw)
            same = (one.subject, one.text.split(), one.quoted.split(), [a.type for a in one.attachments]) == (
                other.subject,
                other.text.split(),
                other.quoted.split(),
                [a.type for a in other.attachments],
            )
            if not same:
                assert one.problems
                different.append((name, one.text[:40], other.text[:40], fetched.root.kind))
    unreadable = {"multipart without a boundary", "multipart whose boundary never comes"}
    assert {each[0] for each in different} == unreadable, different  # the server does not say where their words are


def test_twice_is_once_and_originals_go_where_the_school_said(world, server):
    box = box_of(world, server, afterwards="move", moved_to="Taken")
    server.put(*numbered(3))
    assert jobs.look_into_boxes() == 3
    assert (server.count(), server.count("Taken")) == (0, 3)
    server.put(*numbered(3))
    assert again() == 3
    assert Report.objects.count() == Mail.objects.count() == 3
    assert server.count("Taken") == 6
    Box.objects.filter(pk=box.pk).update(afterwards="delete", uid_validity=7)
    server.put(*numbered(4))
    assert again() == 4
    assert Report.objects.count() == 4
    assert server.count() == 0


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"secret": "wrong"}, "wrong_password"),
        ({"security": "tls"}, "no_tls"),
        ({"folder": "Nowhere"}, "no_folder"),
        ({"port": 9}, "no_answer"),
    ],
)
def test_what_goes_wrong_is_said_and_tried_again(world, server, changed, trouble):
    if trouble == "no_tls":
        changed = changed | {"port": server.tls_port, "host": "localhost"}
    server.put(mail())
    box = box_of(world, server, **changed)
    if trouble != "no_folder":
        with pytest.raises(TroubleError, match=trouble):
            folders(box)
    assert jobs.look_into_boxes() == 0
    box.refresh_from_db()
    assert (box.trouble, box.failures, box.lease_until) == (trouble, 1, None)
    assert jobs.look_into_boxes() == 0
    assert Report.objects.count() == 0
    fine = box_of(world, server)
    assert "INBOX" in folders(fine)
    assert jobs.look_into_boxes() == 1


def test_a_trusted_certificate_is_taken(world, server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    server.put(mail())
    box_of(world, server, host="localhost", port=server.tls_port, security="tls")
    assert jobs.look_into_boxes() == 1
    starts = box_of(world, server, host="localhost", security="starttls")
    assert "INBOX" in folders(starts)


class KilledError(BaseException):
    """kill -9, as near as one process can come to it: nothing catches it."""


STEPS = [
    "Folder.heads",
    "Folder.fetch",
    "Folder.put_away",
    "take",
    "_go_on",
    "keep",
    "understood",
    "deliver",
    "_new_report",
    "_win",
    "outbox.remember",
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_none_is_lost_and_none_doubled(world, server, monkeypatch, settings, step, when):
    settings.SEAWALL_MAIL = True
    box_of(world, server, afterwards="move", moved_to="Taken")
    server.put(*numbered(2))
    owner: Any = jobs if step in {"take", "_go_on"} else deliver
    name = step
    if step.startswith("Folder."):
        owner, name = Folder, step.partition(".")[2]
    if step == "outbox.remember":
        owner, name = outbox, "remember"
    real, left = getattr(owner, name), [1]

    def killed(*args, **kwargs):
        if left and when == "before":
            left.pop()
            raise KilledError
        done = real(*args, **kwargs)
        if left:
            left.pop()
            raise KilledError
        return done

    monkeypatch.setattr(owner, name, killed)
    with pytest.raises(KilledError):
        jobs.look_into_boxes()
    Box.objects.update(lease_until=None)
    again()
    again()
    assert Report.objects.count() == Mail.objects.exclude(state="kept").count() == Mail.objects.count() == 2
    assert Outgoing.objects.count() == 1
    assert (server.count(), server.count("Taken")) == (0, 2)


def test_a_cut_connection_loses_nothing(world, server):
    """A way to the server that breaks after so many answers: after the first, the second, and so on until one comes through."""
    from tests.post.cutting import Cutter

    server.put(*numbered(2))
    said = []
    for most in range(1, 100):
        with Cutter(server.port, most) as cutter:
            box = box_of(world, server, port=cutter.port, afterwards="move", moved_to="Taken")
            jobs.look_into_boxes()
            box.refresh_from_db()
            box.delete()
        said.append(box.trouble)
        if not box.trouble:
            break
    assert set(said) <= {"cut_off", "no_answer", "wrong_password", "unreadable", ""}
    assert said[-1] == ""
    assert len(said) > 10
    assert Report.objects.count() == Mail.objects.count() == 2
    assert (server.count(), server.count("Taken")) == (0, 2)


@pytest.mark.parametrize("how", ["offers none", "breaks off", "speaks on", "is not trusted"])
def test_no_password_goes_out_where_starttls_fails(world, server, client_for, how):
    """Whatever a server does about STARTTLS, it never sees who signs in and with what, and the office is told."""
    from tests.post.talkative import Talkative

    with Talkative(how) as talkative:
        port = server.port if how == "is not trusted" else talkative.port
        box = box_of(world, server, host="localhost", port=port, security="starttls")
        assert jobs.look_into_boxes() == 0
        page = client_for(world.olu).post(reverse("office_box_test", args=[box.pk])).content.decode()
    box.refresh_from_db()
    assert box.trouble == "no_tls"
    assert "No secure connection could be made." in page
    assert b"STARTTLS" in talkative.heard or how in {"is not trusted", "offers none"}
    for never in (b"LOGIN", b"AUTHENTICATE", PASSWORD.encode(), USER.encode()):
        assert never not in talkative.heard


def test_a_flood_is_taken_in_bounded_turns_and_hides_nobody(world, server):
    """200 mails stand for 10,000. Somebody else who writes while they wait is taken with the next turn."""
    box = box_of(world, server)
    server.put(*numbered(200))
    assert jobs.look_into_boxes() == 50
    server.put(
        mail(b"He is coming tonight.\r\n", head=with_head(b"wilma@mail.example", b"una@mail.example")),
        *numbered(203)[200:],
    )
    assert jobs.look_into_boxes() == 50
    senders = [
        each.read["from"] for report in Report.objects.all() for each in of_report(report, world.ring(world.asha))
    ]
    assert "una@mail.example" in senders
    assert len(senders) == len(set(Report.objects.values_list("pk"))) == 100
    while taken := jobs.look_into_boxes():
        assert taken <= 50
    assert Report.objects.count() == Mail.objects.count() == 204
    box.refresh_from_db()
    assert (box.trouble, server.count()) == ("", 204)


def test_originals_that_cannot_be_moved_hold_up_nothing(world, server):
    box = box_of(world, server, afterwards="move", moved_to="../outside")
    server.put(*numbered(3))
    assert jobs.look_into_boxes() == 3
    box.refresh_from_db()
    assert (box.trouble, box.failures, server.count()) == ("no_move", 0, 3)
    assert in_trouble(world.marram) == [box]
    again()
    server.put(*numbered(4)[3:])
    Box.objects.update(moved_to="Taken")
    assert again() == 1
    box.refresh_from_db()
    assert (box.trouble, server.count(), server.count("Taken")) == ("", 3, 1)
    assert Report.objects.count() == 4


@pytest.mark.parametrize("step", ["keep", "understood", "deliver"])
def test_two_workers_double_nothing(world, server, monkeypatch, step):
    """While one worker is at a step, another (the lease ran out) comes and does it all."""
    box_of(world, server, afterwards="move", moved_to="Taken")
    server.put(*numbered(3))
    real, others = getattr(deliver, step), [1]

    def overtaken(*args, **kwargs):
        if others:
            others.pop()
            Box.objects.update(lease_until=None)
            assert jobs.look_into_boxes() == 3
        return real(*args, **kwargs)

    monkeypatch.setattr(deliver, step, overtaken)
    jobs.look_into_boxes()
    assert not others
    assert Report.objects.count() == Mail.objects.exclude(state="kept").count() == Mail.objects.count() == 3
    assert (server.count(), server.count("Taken")) == (0, 3)


def test_a_mail_for_another_school_stays_there(world, server):
    server.put(mail())
    told = box_of(world, server)
    Box.objects.filter(pk=told.pk).update(school=world.heron)
    jobs.look_into_boxes()
    assert (world.heron.reports.count(), world.marram.reports.count()) == (1, 0)
