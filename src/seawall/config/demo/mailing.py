"""The mail road of the demonstration: a mail server of its own, a box at the made-up school, and three mails that wait in it."""

from __future__ import annotations

from typing import Final

from django.core.management.base import CommandError
from imap_tools import MailBoxUnencrypted

from seawall.config.demo import postbox
from seawall.config.demo.cast import SLUG
from seawall.letterbox.actions import Settings, add, remove
from seawall.schools.models import School
from seawall.schools.rules import Role

ADDRESS: Final = "safeguarding@marram-bay.example"
_HEAD: Final = (
    "From: {who}\r\nTo: "
    + ADDRESS
    + "\r\nSubject: {subject}\r\nMessage-ID: <{number}@post.example>\r\nMIME-Version: 1.0\r\n"
)
_PLAIN: Final = "Content-Type: text/plain; charset=utf-8\r\n"
_PICTURE: Final = (
    'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
    "I found this account with my son's name. The screenshot is attached.\r\n-- \r\nMorwenna Pell\r\n"
    '--edge\r\nContent-Type: image/png; name="screen.png"\r\nContent-Disposition: attachment\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\nbm90IGEgcGljdHVyZQ==\r\n--edge--\r\n"
)
MAILS: Final = (
    _HEAD.format(who="Corin Vale <corin.vale@post.example>", subject="Safe guarding", number="demo-1")
    + _PLAIN
    + "\r\nSomebody my daughter met in a game says he will show a picture to her class unless she pays "
    "tonight. She will not come out of her room. Please ring me.\r\n",
    _HEAD.format(who="Morwenna Pell <m.pell@post.example>", subject="Re: safeguarding", number="demo-2") + _PICTURE,
    _HEAD.format(who="Dinners <no-reply@catering.example>", subject="Menu for next week", number="demo-3")
    + _PLAIN
    + "Auto-Submitted: auto-generated\r\n\r\nFish on Friday.\r\n",
)
"""Two that are taken, and one that stays: it is not for the team."""


def begin() -> list[str]:
    """Start the mail server, set up the box, put the mails in; return lines that say how to look. Raises CommandError."""
    why_not = postbox.why_not()
    if why_not:
        raise CommandError(f"The mail road cannot be shown here. {why_not}")
    place = postbox.make_place(postbox.new_folder())
    try:
        postbox.begin_beside(place)
    except OSError:
        raise CommandError("Dovecot did not start, so the mail road cannot be shown.") from None
    _set_up(place.port)
    with MailBoxUnencrypted("127.0.0.1", place.port).login(postbox.USER, postbox.PASSWORD) as server:
        for mail in MAILS:
            server.append(mail.encode())
    return [
        "Mail: three mails wait at " + ADDRESS,
        "  Two arrive on the desk within seconds; the third has nothing to do with the team.",
        f"  IMAP 127.0.0.1:{place.port}, user {postbox.USER}, password {postbox.PASSWORD}",
        "  Put in more with any mail program; the subject has to say safeguarding, or it stays where it is.",
        "  Office, Mailboxes: how it is set up.",
    ]


def _set_up(port: int) -> None:
    school = School.objects.get(slug=SLUG)
    office = school.people.working().filter(role=Role.OFFICE).first() or school.people.leads()[0]
    for box in school.boxes.all():
        if box.address == ADDRESS:
            remove(box=box, by=office)
    told = Settings(
        address=ADDRESS,
        host="127.0.0.1",
        port=port,
        security="none",
        sign_in="password",
        user=postbox.USER,
        secret=postbox.PASSWORD,
        folder="INBOX",
        takes="safeguarding",
        afterwards="move",
        moved_to="Taken",
    )
    add(school=school, told=told, by=office)
