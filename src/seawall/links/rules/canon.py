"""
One form for each identifier: the canonical form, by which equal ones meet, and the skeleton, by which those that look alike do.

Forms carry a class, not the kind: the same name is the same name on Instagram, as a payment tag and before the @ of an address.
docs/links.md tells every form. Whoever changes what a form comes to raises CANON_VERSION: tests/links/golden.jsonl sees to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import phonenumbers

from seawall.guidance.routes import routes
from seawall.links.rules import alike, checksums
from seawall.links.rules.data import common
from seawall.links.rules.kinds import Kind
from seawall.links.rules.web import Link, bare_host, read_link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CANON_VERSION: Final = 1
"""The version of every form below. Rows keep the one they were made by, and are made anew when a lead opens the desk."""

REGION: Final = "GB"
"""Where a number without a country is dialled: every nation of the United Kingdom has the same plan."""

SHORTEST: Final = 4
"""Letters a skeleton must have to link anything."""

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
_DOTS_DO_NOT_COUNT: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_AS_DIGITS: Final = str.maketrans("oOlI", "0011")
_SORT_AND_ACCOUNT: Final = 14
_ACCOUNT_ONLY: Final = 8
_SHORTEST_NUMBER: Final = 3
_FEWEST_DIGITS: Final = 6
_TAIL: Final = 9


@dataclass(frozen=True, slots=True, repr=False)
class Forms:
    """`exact` is empty if the value is none of its kind; `skeleton` if there is nothing in it that tells one from another."""

    exact: str = ""
    skeleton: str = ""
    common: str = ""
    """Why its skeleton never links: the reason of a list in data/common.toml. Empty if it may."""
    exact_is_common: bool = False
    name: str = ""
    """What was folded, where it is a name."""

    @property
    def linking_exact(self) -> str:
        """The canonical form, if it may link."""
        return "" if self.exact_is_common else self.exact

    @property
    def linking_skeleton(self) -> str:
        """The skeleton, if it may link."""
        return "" if self.common or len(self.skeleton.partition(":")[2]) < SHORTEST else self.skeleton


def forms(kind: Kind, value: str, region: str = REGION) -> Forms:
    """Bring a value of a kind to its forms. Takes any text and raises nothing."""
    return _BY_KIND[kind](alike.seen(value), region)


def _name(value: str, region: str) -> Forms:
    link = read_link(value) if "." in value or "/" in value else None
    if link is not None and ("/" in value or not link.page):
        return _link(link, region)
    return _called(value)


def _called(name: str) -> Forms:
    exact = name.casefold().strip("@$ ")
    skeleton = alike.skeleton(name)
    reason = common_names().get(skeleton, "") if skeleton else ""
    bare = bool(reason) and not any(letter.isdecimal() for letter in exact)
    return Forms(f"name:{exact}" if exact else "", f"name:{skeleton}" if skeleton else "", reason, bare, name)


def _link(link: Link, region: str) -> Forms:
    if link.phone:
        return _phone(link.phone if link.phone.startswith("+") else f"+{link.phone}", region)
    if link.key:
        return Forms(f"key:{link.key}")
    if link.name:
        return _called(alike.seen(link.name))
    host = re.split(r"[/?]", link.page, maxsplit=1)[0]
    if host not in common_sites():
        return Forms(f"web:{link.page}", f"web:{host}")
    whole = link.page == host
    return Forms(f"web:{link.page}", "", common_sites()[host] if whole else "", exact_is_common=whole)


def _phone(value: str, region: str) -> Forms:
    link = read_link(value) if "/" in value else None
    if link is not None and link.phone:
        return _link(link, region)
    if sum(letter.isdecimal() for letter in value) < _SHORTEST_NUMBER:
        return Forms()
    plus = "+" if value.lstrip("( ").startswith(("+", "＋")) else ""
    digits = "".join(alike.latin(letter) for letter in value.translate(_AS_DIGITS) if letter.isdecimal())
    exact = (_international(plus + digits, region) if len(digits) >= _FEWEST_DIGITS else "") or digits
    reason = common_phones().get(exact, "")
    tail = digits[-_TAIL:] if len(digits) >= _TAIL else ""
    return Forms(f"phone:{exact}" if exact else "", f"phone:{tail}" if tail else "", reason, bool(reason))


def _international(number: str, region: str) -> str:
    """Return a number as it is dialled from anywhere; empty if it cannot be one.

    "Possible" is asked, not "valid": numbers of a range that is not given out yet, or only in plays, are typed all the same.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str, region: str) -> Forms:
    del region
    address = value.casefold().removeprefix("mailto:").strip("<>")
    if not _EMAIL.fullmatch(address):
        return Forms()
    local, _, host = address.rpartition("@")
    untagged = local.partition("+")[0] or local
    if host in _DOTS_DO_NOT_COUNT:
        local, host = untagged.replace(".", "") or local, _DOTS_DO_NOT_COUNT[host]
    name = _called(untagged)
    reason = common_addresses().get(f"{local}@{host}", "")
    skeleton = "" if name.common or reason else name.skeleton
    return Forms(f"email:{local}@{host}", skeleton, reason, bool(reason), name=untagged)


def _bank(value: str, region: str) -> Forms:
    del region
    text = "".join(letter for letter in value.upper() if letter.isalnum())
    if checksums.iban(text):
        return Forms(f"bank:{text[8:]}" if text.startswith("GB") else f"bank:{text}")
    digits = "".join(letter for letter in text if letter.isdecimal() and letter.isascii())
    return Forms(f"bank:{digits}") if len(digits) in {_SORT_AND_ACCOUNT, _ACCOUNT_ONLY} else Forms()


def _crypto(value: str, region: str) -> Forms:
    del region
    address = value.rpartition(":")[2]
    if re.fullmatch(r"0[xX][0-9a-fA-F]{40}", address):
        return Forms(f"crypto:{address.lower()}") if checksums.ethereum(address) else Forms()
    if not address.isascii() or not checksums.bitcoin(address):
        return Forms()
    return Forms(f"crypto:{address.lower() if address[:3].lower() == 'bc1' else address}")


def _web(value: str, region: str) -> Forms:
    link = read_link(value)
    return _link(link, region) if link is not None else Forms()


def _gift_card(value: str, region: str) -> Forms:
    del region
    brand = alike.skeleton(value)
    return Forms(f"gift_card:{brand}" if brand else "", "", "a demand, not a lead to somebody", exact_is_common=True)


_BY_KIND: Final[Mapping[Kind, Callable[[str, str], Forms]]] = {
    Kind.ACCOUNT: _name,
    Kind.PAYMENT: _name,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.BANK: _bank,
    Kind.CRYPTO: _crypto,
    Kind.WEB: _web,
    Kind.GIFT_CARD: _gift_card,
}


@cache
def common_names() -> Mapping[str, str]:
    """Give the skeletons that many people have, and why each is one."""
    lists = (each for each in common() if Kind.ACCOUNT in each.kinds)
    return {alike.skeleton(value): each.reason for each in lists for value in each.values}


@cache
def common_sites() -> Mapping[str, str]:
    """Give the sites that everybody uses."""
    return {bare_host(value): each.reason for each in common() if Kind.WEB in each.kinds for value in each.values}


@cache
def common_phones() -> Mapping[str, str]:
    """Give the numbers of helplines, as they are dialled and from abroad."""
    typed = {"".join(route.phone.split()) for route in routes().values() if route.phone}
    both = typed | {_international(number, REGION) for number in typed}
    return dict.fromkeys(both - {""}, "a number of a helpline")


@cache
def common_addresses() -> Mapping[str, str]:
    """Give the addresses of helplines."""
    return dict.fromkeys(
        (route.email.casefold() for route in routes().values() if route.email), "an address of a helpline"
    )
