"""Links: which account one leads to, and one form for all the ways in which the same page is linked to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from seawall.links.rules.data import forms_by_host, platforms
from seawall.links.rules.kinds import Kind

_SCHEME: Final = re.compile(r"^(?:https?|hxxps?)://|^(?:tg|intent|snapchat|instagram)://", re.IGNORECASE)
_COUNTS_CLICKS: Final = re.compile(
    r"utm_\w+|igshid?|igsh|fbclid|gclid|si|s|t|ref|ref_src|ref_url|share|share_id|sharer|feature|mibextid|rdid|_t|_r|lang|hl|locale"
    r"|is_from_webapp|sender_device|web_id|sid|source|sec_uid|invite_id|u_code|timestamp|user_id|app|context|st|xmt|ab_channel",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_DISPLAY_HOSTS: Final = re.compile(r"^(?:www\d?|m|mobile|mbasic|web|touch|lm|l|amp|old|new|en|[a-z]{2}-[a-z]{2})\.")


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """What a link leads to: an account (`name`), its number or a shared link (`key`), a telephone, or a page."""

    kind: Kind
    platform: str
    name: str = ""
    key: str = ""
    phone: str = ""
    page: str = ""


def read_link(typed: str) -> Link | None:
    """Say what a link leads to; None if this is no link. Takes any text and raises nothing."""
    text = _SCHEME.sub("", "".join(typed.split()).strip("<>()[]\"'“”‘’.,;"))
    before, mark, rest = text.partition("/")
    host, query_mark, query = before.partition("?")
    rest = f"?{query}{mark}{rest}" if query_mark else f"{mark}{rest}"
    host = host.rpartition("@")[2].partition(":")[0].rstrip(".").casefold() if "@" in host and mark else host.casefold()
    host = host.partition(":")[0]
    if host in {"resolve", "join"}:
        return _known(host, rest)
    if not _HOST.fullmatch(host):
        return None
    return _known(host, rest) or Link(Kind.WEB, _platform_of(host), page=_page(host, rest))


def _known(host: str, rest: str) -> Link | None:
    """Try the forms of the platforms' own hosts: the whole host first, then without its first parts (`m.`, `en-gb.`)."""
    parts = host.split(".")
    for start in range(max(1, len(parts) - 1)):
        for form in forms_by_host().get(".".join(parts[start:]), ()):
            met = form.path.match(rest)
            link = _link(form.platform, met.groupdict()) if met else None
            if link is not None:
                return link
    return None


def _link(platform: str, found: dict[str, str]) -> Link | None:
    rules = platforms()[platform]
    kind = Kind.PAYMENT if rules.pays else Kind.ACCOUNT
    if phone := found.get("phone"):
        return Link(Kind.PHONE, platform, phone=unquote(phone))
    if number := found.get("id"):
        return Link(kind, platform, key=f"{platform}:id:{unquote(number)}")
    if code := found.get("code"):
        return Link(kind, platform, key=f"{platform}:link:{unquote(code)}")
    name = unquote(found.get("name", "")).lstrip("@$")
    return Link(kind, platform, name=name) if rules.takes(name) else None


def _platform_of(host: str) -> str:
    known = {form.host: form.platform for forms in forms_by_host().values() for form in forms} | {
        "omegle.com": "omegle"
    }
    parts = host.split(".")
    return next((known[tail] for at in range(len(parts)) if (tail := ".".join(parts[at:])) in known), "")


def _page(host: str, rest: str) -> str:
    """One form of an address: without scheme, `www.`, what only counts clicks, the place on the page, and a slash at the end."""
    split = urlsplit(f"//{bare_host(host)}{rest}")
    kept = sorted((key, value) for key, value in parse_qsl(split.query) if not _COUNTS_CLICKS.fullmatch(key))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{bare_host(host)}{unquote(split.path).rstrip('/')}{query}"


def bare_host(host: str) -> str:
    """Return a host without what only says which view of the site it is."""
    bare = _DISPLAY_HOSTS.sub("", host)
    return bare if "." in bare else host
