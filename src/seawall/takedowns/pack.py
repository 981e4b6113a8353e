"""The ready pack (product.md D2): for whoever may report a fake account, the steps, the exact link and the words to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.utils.translation import gettext as _

from seawall.guidance.platforms import Who, platforms

if TYPE_CHECKING:
    from seawall.guidance.layer import Layer
    from seawall.guidance.platforms import Platform, Way

OTHER: Final = "other"


@dataclass(frozen=True, slots=True, repr=False)
class Pack:
    """What one person needs to report one account. `ways` are those they may use, best first; none: nobody knows one."""

    platform: str
    account: str
    link: str
    ways: tuple[Way, ...]
    who: frozenset[Who]
    words: str
    note: str

    @property
    def school_may(self) -> bool:
        """Whether the school itself may report it."""
        return Who.ANYONE in self.who

    @property
    def to_be_confirmed(self) -> bool:
        """Whether some of it comes from summaries, not from the platform's own page."""
        return any(way.to_be_confirmed for way in self.ways)


def pack_for(platform: str, name: str, link: str, age: int | None, layer: Layer | None = None) -> Pack:
    """Make the pack for an account called `name` on a platform (a key), pretending to be a child of this age.

    `layer`: what the school's office confirmed or corrected of the ways; None: as the data say.
    """
    found = platforms().get(platform)
    ways = found.ways_for(age) if found else ()
    if found and layer:
        ways = tuple(layer.way(found, way) for way in ways)
    return Pack(
        platform=found.name if found else _("another app"),
        account=name,
        link=link or profile_link(found, name),
        ways=ways,
        who=found.who_may(age) if found else frozenset(),
        words=words_to_use(name),
        note=_note(found, age, ways=bool(ways)),
    )


def profile_link(platform: Platform | None, name: str) -> str:
    """Return the likely address of a profile, where the platform's addresses are made of names; else nothing."""
    plain = name.strip().lstrip("@")
    if platform is None or not platform.profile or not plain or any(c.isspace() for c in plain):
        return ""
    return platform.profile.format(quote(plain, safe=""))


def words_to_use(name: str) -> str:
    """Return words for the form: what is wrong, whom it concerns, and that a child is harmed by it. No picture is described."""
    return _(
        "The account %(name)s pretends to be a child. It uses the child's name or pictures without their consent, to deceive "
        "other children. The child did not make it. Please take it down, and keep what is needed for the police."
    ) % {"name": name}


def _note(platform: Platform | None, age: int | None, *, ways: bool) -> str:
    if platform is not None and platform.closed:
        return _("%(app)s closed on %(day)s. There is nothing to report there any more.") % {
            "app": platform.name,
            "day": f"{platform.closed.day:%-d %B %Y}",
        }
    if not ways:
        return _(
            "We know no form for this app and age. Look for Report on the account's own page; if that does not help, "
            "ask the Professionals Online Safety Helpline."
        )
    if age is None:
        return _("The child's age is not known here, so ways for every age are shown. Age decides which form is right.")
    return ""


def letter(pack: Pack) -> str:
    """Return the pack as a message for a mailbox: plain sentences, the link on a line of its own. A lead may change it."""
    lines = [
        _("This is about the account %(name)s on %(app)s.") % {"name": pack.account, "app": pack.platform},
        *([pack.link] if pack.link else []),
        _("You did not make it, and it is not your fault. You can ask for it to be taken down. One report is enough."),
    ]
    for number, way in enumerate(pack.ways, start=1):
        lines += ["", _("Way %(number)s:") % {"number": number} if len(pack.ways) > 1 else _("How:")]
        lines += [
            *([way.url] if way.url else []),
            *([way.email] if way.email else []),
            *(f"- {step}" for step in way.steps),
        ]
        lines += [way.asks] if way.asks else []
    lines += ["", _("Words you can use:"), pack.words]
    lines += [
        "",
        _("Write here when you have done it, and tell us the number they give you. Do not delete anything yet."),
    ]
    return "\n".join(lines)
