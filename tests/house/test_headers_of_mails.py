"""Nothing that somebody wrote becomes a header of a mail, whoever it goes to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from seawall.letterbox import outbox
from seawall.letterbox.wording import Sort
from seawall.letters.sending import _message
from seawall.notices.ways import ByMail, NotSentError
from seawall.notices.wording import Text

if TYPE_CHECKING:
    from tests.world import World

THIEF = "thief@evil.example"
HOSTILE = [f"x\r\nBcc: {THIEF}", f"x\nBcc: {THIEF}", f"x>\r\n\r\n{THIEF}", f"x\rTo: {THIEF}"]


@pytest.fixture(autouse=True)
def kept_in_memory(settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.SEAWALL_MAIL = True


def went_to() -> set[str]:
    """Everybody a mail went to, by its envelope and by its headers."""
    found: set[str] = set()
    for each in mail.outbox:
        headers = each.message()
        found |= {*each.recipients(), *filter(None, (headers[name] for name in ("To", "Cc", "Bcc")))}
        assert THIEF not in "".join(headers.keys())
    return found


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_what_a_mail_answers_or_is_about(world: World, hostile: str) -> None:
    for more in ({"answers": hostile}, {"subject": hostile}):
        once = os.urandom(16)
        outbox.put(school=world.marram, sort=Sort.GOT_IT, to="a@b.example", body="w", once=once, box=None, **more)
    assert outbox.send_waiting() == 2
    assert went_to() <= {"a@b.example"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_an_address_and_in_a_notice(hostile: str) -> None:
    assert not outbox.can_be_written_to(f"a@b.example{hostile[1:]}")
    for way, text in (
        (ByMail(f"a@b.example{hostile[1:]}"), Text("s", "b")),
        (ByMail("a@b.example"), Text(hostile, "b")),
    ):
        with pytest.raises(NotSentError):
            way.send(text)
    assert went_to() == set()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_heading_of_a_letter(hostile: str) -> None:
    printed = {
        "school": "Marram Bay School",
        "heading": hostile,
        "body": [],
        "closing": "C",
        "others": {},
        "facts": [],
        "reach": "R",
    }
    subject = _message(printed, "a@b.example", b"%PDF", {}).subject
    assert not set("\r\n") & set(subject)
