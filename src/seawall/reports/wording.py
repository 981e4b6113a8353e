"""The words of every question, for who is asked: a child about themselves, a friend, a parent, a member of staff.

Reading age 9, eight to twelve words a sentence, no blame, nothing sexual (product.md, Words; reference/guidance.md 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    type Choices = tuple[tuple[str, StrOrPromise], ...]


class Voice(StrEnum):
    """Who is asked, and about whom."""

    ME = "me"
    FRIEND = "friend"
    PARENT = "parent"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as one voice is asked it. `labels` are this voice's own words for some choices; `offered` limits the choices."""

    heading: StrOrPromise
    hint: StrOrPromise = ""
    labels: Mapping[str, StrOrPromise] | None = None
    offered: tuple[str, ...] = ()


CHOICES: Final[dict[str, Choices]] = {
    "about": (
        ("me", _("Me")),
        ("friend", _("A friend, or another pupil")),
        ("my_child", _("My child")),
        ("pupil", _("A pupil")),
        ("someone", _("Somebody else")),
    ),
    "what": (
        ("stranger", _("A stranger is in contact")),
        ("asked", _("Someone asked for a nude or private picture")),
        ("sent", _("A private picture or video was sent or recorded")),
        ("threats", _("Threats or blackmail")),
        ("money", _("Someone wants money or gift cards")),
        ("fake_account", _("There is a fake account")),
        ("passed_on", _("Someone passed a private picture on")),
        ("other", _("Something else")),
    ),
    "paid": (
        ("no", _("No")),
        ("asked", _("They asked, but nothing was paid")),
        ("paid", _("Yes, something was paid")),
        ("not_sure", _("Not sure")),
    ),
    "still": (("yes", _("Yes")), ("no", _("No")), ("not_sure", _("Not sure"))),
    "apps": (
        ("instagram", "Instagram"),
        ("snapchat", "Snapchat"),
        ("tiktok", "TikTok"),
        ("whatsapp", "WhatsApp"),
        ("discord", "Discord"),
        ("roblox", "Roblox"),
        ("facebook", "Facebook"),
        ("threads", "Threads"),
        ("x", "X (Twitter)"),
        ("youtube", "YouTube"),
        ("telegram", "Telegram"),
        ("reddit", "Reddit"),
        ("twitch", "Twitch"),
        ("omegle", "Omegle"),
        ("game", _("A game")),
        ("video_chat", _("A video chat")),
        ("text_message", _("Text messages")),
        ("email", _("E-mail")),
        ("other", _("Something else")),
    ),
    "when": (
        ("today", _("Today")),
        ("this_week", _("This week")),
        ("this_month", _("This month")),
        ("longer", _("Longer ago")),
        ("not_sure", _("Not sure")),
    ),
    "adult_knows": (
        ("parent", _("A parent or carer")),
        ("teacher", _("A teacher")),
        ("police", _("The police")),
        ("other_adult", _("Another adult")),
        ("nobody", _("No adult knows")),
    ),
    "safe": (
        ("hurt_self", _("May hurt themselves")),
        ("meet", _("Is going to meet the person")),
        ("coming", _("Somebody is coming to them, or says so")),
        ("home_unsafe", _("Home is not safe")),
        ("safe", _("Safe right now")),
    ),
    "year": (
        ("7", _("Year 7")),
        ("8", _("Year 8")),
        ("9", _("Year 9")),
        ("10", _("Year 10")),
        ("11", _("Year 11")),
        ("12", _("Year 12")),
        ("13", _("Year 13")),
        ("other", _("Another year, or not sure")),
    ),
    "contact": (
        ("mailbox", _("Here, with the six words")),
        ("in_school", _("In school, quietly")),
        ("phone", _("By phone")),
        ("email", _("By e-mail")),
        ("not_at_home", _("Please not at home")),
    ),
}
"""Every choice, with a label that fits any reader."""

_ALL_THAT_FIT = _("Choose all that fit.")
_ONLY_IF_YOU_KNOW = _("If you do not know, skip this question.")

_ASKED: Final[dict[str, dict[Voice, Asking]]] = {
    "about": {
        Voice.ME: Asking(_("Who is it about?"), offered=("me", "friend")),
        Voice.PARENT: Asking(
            _("Who is it about?"), labels={"someone": _("Another child")}, offered=("my_child", "someone")
        ),
        Voice.STAFF: Asking(_("Who is it about?"), offered=("pupil", "someone")),
    },
    "safe": {
        Voice.ME: Asking(
            _("Are you safe right now?"),
            _("Choose all that are true. You can tell us anything."),
            {
                "hurt_self": _("I might hurt myself"),
                "meet": _("I am going to meet the person"),
                "coming": _("Someone is coming to me, or says so"),
                "home_unsafe": _("My home is not safe"),
                "safe": _("I am safe right now"),
            },
        ),
        Voice.FRIEND: Asking(
            _("Is your friend safe right now?"),
            _ONLY_IF_YOU_KNOW,
            {
                "hurt_self": _("My friend might hurt themselves"),
                "meet": _("My friend is going to meet the person"),
                "coming": _("Someone is coming to my friend, or says so"),
                "home_unsafe": _("My friend’s home is not safe"),
                "safe": _("My friend is safe right now"),
            },
        ),
        Voice.PARENT: Asking(_("Is the child safe right now?"), _ALL_THAT_FIT),
        Voice.STAFF: Asking(_("Is the child safe right now?"), _ALL_THAT_FIT),
    },
    "what": {
        Voice.ME: Asking(
            _("What has happened?"),
            _("Choose all that fit. It is not your fault."),
            {
                "stranger": _("Someone I do not know is talking to me"),
                "asked": _("Someone asked me for a nude or private picture"),
                "sent": _("A private picture or video of me was sent or recorded"),
                "threats": _("Someone threatens me or blackmails me"),
                "fake_account": _("Someone made a fake account"),
            },
        ),
        Voice.FRIEND: Asking(
            _("What has happened?"),
            _("Choose all that fit. It is not your friend’s fault."),
            {
                "stranger": _("Someone they do not know is talking to them"),
                "asked": _("Someone asked them for a nude or private picture"),
                "sent": _("A private picture or video of them was sent or recorded"),
                "threats": _("Someone threatens them or blackmails them"),
                "fake_account": _("Someone made a fake account"),
            },
        ),
        Voice.PARENT: Asking(_("What has happened?"), _("Choose all that fit. It is not your child’s fault.")),
        Voice.STAFF: Asking(_("What is it about?"), _ALL_THAT_FIT),
    },
    "paid": {
        Voice.ME: Asking(_("Was money or a gift card paid?"), _("You are not in trouble if you paid.")),
        Voice.FRIEND: Asking(_("Was money or a gift card paid?"), _("Nobody is in trouble for paying.")),
        Voice.PARENT: Asking(
            _("Was money or a gift card paid?"), _("Do not pay any more. Nobody is to blame for paying.")
        ),
        Voice.STAFF: Asking(_("Was money or a gift card paid?")),
    },
    "still": {Voice.ME: Asking(_("Is it still going on?"))},
    "apps": {Voice.ME: Asking(_("Where did it happen?"), _ALL_THAT_FIT)},
    "accounts": {
        Voice.ME: Asking(
            _("What are the account names or links?"),
            _("Put each one on a new line. Write them just as they are. Do not ask the person for more."),
        ),
        Voice.STAFF: Asking(
            _("What are the account names or links?"), _("One on a line, letter by letter. Do not search for them.")
        ),
    },
    "when": {Voice.ME: Asking(_("When did it start?"))},
    "when_words": {Voice.ME: Asking(_("Days or times you remember"))},
    "words": {
        Voice.ME: Asking(
            _("Tell us in your own words"),
            _("A little or a lot. Spelling does not matter. You do not have to say what is in a picture."),
        ),
        Voice.PARENT: Asking(
            _("Tell us in your own words"),
            _("What has your child said? What have you seen? You do not have to look at any picture."),
        ),
        Voice.STAFF: Asking(_("In their own words")),
    },
    "said": {Voice.STAFF: Asking(_("What did the child say?"), _("Their own words, as they said them."))},
    "seen": {Voice.STAFF: Asking(_("What did you see or hear yourself?"), _("Facts only. Never look at a picture."))},
    "done": {
        Voice.STAFF: Asking(
            _("What have you done so far?"),
            _("Who you spoke to, and when. What you told the child."),
        )
    },
    "promised": {
        Voice.STAFF: Asking(
            _("What did you promise, and to whom?"),
            _(
                "Such as “I come back at three”. Whoever goes on from here has to keep it. Never promise to keep it secret."
            ),
        )
    },
    "adult_knows": {
        Voice.ME: Asking(_("Does an adult know about it?"), _ALL_THAT_FIT),
        Voice.PARENT: Asking(_("Who else knows about it?"), _ALL_THAT_FIT, {"nobody": _("No other adult knows")}),
        Voice.STAFF: Asking(_("Who else knows about it?"), _ALL_THAT_FIT, {"nobody": _("No other adult knows")}),
    },
    "year": {
        Voice.ME: Asking(_("Which school year are you in?")),
        Voice.FRIEND: Asking(_("Which school year is your friend in?")),
        Voice.PARENT: Asking(_("Which school year is the child in?")),
        Voice.STAFF: Asking(_("Which school year is the child in?")),
    },
    "child_name": {
        Voice.FRIEND: Asking(_("What is your friend’s name?"), _("It helps us to help them. You do not have to say.")),
        Voice.PARENT: Asking(_("What is the child’s name?"), _("It helps us to help them. You do not have to say.")),
        Voice.STAFF: Asking(_("What is the child’s name?")),
    },
    "name": {
        Voice.ME: Asking(_("What is your name?"), _("You do not have to say. You get help either way.")),
        Voice.PARENT: Asking(_("What is your name?"), _("So that a safeguarding lead can contact you back.")),
        Voice.STAFF: Asking(_("Name of the person who told us")),
    },
    "contact": {
        Voice.ME: Asking(
            _("How can we talk to you safely?"),
            _("Choose all that are safe. At the end you get six words. With them you can read what we write to you."),
            {"mailbox": _("Here, with my six words"), "not_at_home": _("Please do not contact me at home")},
        ),
        Voice.PARENT: Asking(
            _("How may we contact you back?"),
            _ALL_THAT_FIT,
            {
                "mailbox": _("Here, with my six words"),
                "in_school": _("I can come to the school"),
                "not_at_home": _("Please do not ring or write to our home"),
            },
        ),
        Voice.STAFF: Asking(_("How they may be contacted")),
    },
    "contact_words": {
        Voice.ME: Asking(_("Your number, e-mail, or a safe time and place")),
        Voice.PARENT: Asking(_("Your number or e-mail, and a good time")),
        Voice.STAFF: Asking(_("Number, e-mail, safe time and place")),
    },
    "wish": {
        Voice.ME: Asking(
            _("What would you like to happen?"), _("We cannot promise it. We will listen and talk with you first.")
        ),
        Voice.PARENT: Asking(_("What would you like to happen?"), _("We cannot promise it. We will listen.")),
        Voice.STAFF: Asking(_("What they would like to happen")),
    },
}
"""A voice that is not named is asked as the one before it in `_IN_PLACE_OF`."""

_IN_PLACE_OF: Final = {
    Voice.ME: (Voice.ME,),
    Voice.FRIEND: (Voice.FRIEND, Voice.ME),
    Voice.PARENT: (Voice.PARENT, Voice.ME),
    Voice.STAFF: (Voice.STAFF, Voice.ME),
}


def asking(key: str, voice: Voice) -> Asking:
    """How a question is put to a voice. A question this voice is never asked is put as to anybody else."""
    asked = _ASKED[key]
    return next((asked[each] for each in _IN_PLACE_OF[voice] if each in asked), next(iter(asked.values())))


def choices_for(key: str, voice: Voice) -> Choices:
    """The choices a voice is offered, in its words."""
    put, every = asking(key, voice), CHOICES.get(key, ())
    own = put.labels or {}
    return tuple((value, own.get(value, label)) for value, label in every if not put.offered or value in put.offered)
