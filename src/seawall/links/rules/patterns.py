"""Identifiers that a pattern finds: links, addresses, coins, bank accounts, numbers, payment tags, gift cards, in this order."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from seawall.links.rules import checksums
from seawall.links.rules.canon import forms
from seawall.links.rules.data import forms_by_host, words
from seawall.links.rules.kinds import Kind
from seawall.links.rules.web import read_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.links.rules.clauses import Named

type Found = tuple[Kind, str, int, int]
"""Kind, platform, start, end."""

_ENDS: Final = ".,;:!?)]}>\"'’”"
_SURE_ENDINGS: Final = "com|net|org|info|co|co\\.uk|uk|io|gg|ru|tk|xyz|biz|de|fr|nl|example|eu|us|ly|tv"
_EMAIL: Final = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}")
_CODED: Final = re.compile(
    r"\bbc1[a-z0-9]{11,71}\b|\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b|\b0x[0-9a-f]{40}\b", re.IGNORECASE
)
_IBAN: Final = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_SORT_CODE: Final = r"\d{2}[- ]\d{2}[- ]\d{2}|\d{6}"
_BANK: Final = re.compile(
    rf"\bsort ?code\W{{0,3}}(?:is\s)?\s*(?:{_SORT_CODE})\b[^\d\n]{{1,40}}\d{{8}}\b"
    r"|\b\d{2}[- ]\d{2}[- ]\d{2}[ ,;/-]{1,3}(?:(?:acc|account)\w*[^\d\n]{0,20})?\d{8}\b"
    rf"|\b(?:acc|account)\w*(?:\s(?:no|number|num))?\W{{0,3}}(?:is\s)?\s*\d{{8}}\b(?:[^\d\n]{{1,40}}(?:{_SORT_CODE})\b)?",
    re.IGNORECASE,
)
_DIGITISH: Final = r"[\doOlI]"
_PHONE: Final = re.compile(
    rf"(?<![\w£$€#@/])(?:\+|\(\+?)?[\doO](?:[ ().\-/–\u00a0]{{0,3}}{_DIGITISH}){{5,18}}(?![\w£€@/])"
)
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_FEWEST_DIGITS: Final = 9
_REDDIT: Final = re.compile(r"(?<![\w/.])/?u/[A-Za-z0-9_-]{3,20}(?![\w/])")
_CASH_TAG: Final = re.compile(r"(?<![\w$£])\$[A-Za-z][A-Za-z0-9_-]{1,19}(?![\w])")


@cache
def _link() -> re.Pattern[str]:
    hosts = "|".join(re.escape(host) for host in sorted(forms_by_host(), key=len, reverse=True) if "." in host)
    rest = r"(?:[/?#][^\s<>\"“”]*)"
    return re.compile(
        rf"(?:https?|hxxps?|tg|intent|snapchat|instagram)://[^\s<>\"“”]+"
        rf"|(?<![\w@.-])www\.[^\s<>\"“”]+"
        rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{0,3}}(?:{hosts}){rest}"
        rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}[^\W\d_]{{2,24}}{rest}"
        rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_SURE_ENDINGS})(?![\w.@-])",
        re.IGNORECASE,
    )


@cache
def _gift_card() -> re.Pattern[str]:
    brands = sorted((name for names in words()["gift_cards"].values() for name in names), key=len, reverse=True)
    brand, card = "|".join(map(re.escape, brands)), r"(?:gift ?cards?|vouchers?|e-?gift\w*|top ?ups?)"
    return re.compile(
        rf"\b(?:{brand})\s+(?:{card}|cards?|codes?)\b"
        rf"|\b{card}\s+(?:from|for|of|at|in)\s+(?:the\s+|a\s+)?(?:{brand})\b|\b{card}\b",
        re.IGNORECASE,
    )


def links(text: str) -> Iterator[Found]:
    """Find web addresses, and the accounts, tags and numbers they lead to."""
    for met in _link().finditer(text):
        end = met.start() + len(met.group().rstrip(_ENDS))
        link = read_link(text[met.start() : end])
        if link is not None:
            yield link.kind, link.platform, met.start(), end


def reddit_names(text: str) -> Iterator[Found]:
    """Find names as Reddit writes them: u/name."""
    for met in _REDDIT.finditer(text):
        yield Kind.ACCOUNT, "reddit", met.end() - len(met.group().rpartition("/")[2]), met.end()


def emails(text: str) -> Iterator[Found]:
    """Find e-mail addresses."""
    for met in _EMAIL.finditer(text):
        yield Kind.EMAIL, "", met.start(), met.end()


def coins(text: str) -> Iterator[Found]:
    """Find Bitcoin and Ethereum addresses whose checksum is right."""
    for met in _CODED.finditer(text):
        if forms(Kind.CRYPTO, met.group()).exact:
            yield Kind.CRYPTO, "", met.start(), met.end()


def banks(text: str) -> Iterator[Found]:
    """Find sort codes with account numbers, account numbers that are called so, and IBANs with right check digits."""
    for met in _IBAN.finditer(text):
        if checksums.iban("".join(met.group().split()).upper()):
            yield Kind.BANK, "", met.start(), met.end()
    for met in _BANK.finditer(text):
        yield Kind.BANK, "", met.start(), met.end()


def phones(text: str, named: Named) -> Iterator[Found]:
    """Find telephone numbers as people type them. Dates are none, and neither is what has too few digits."""
    for met in _PHONE.finditer(text):
        typed = met.group()
        if _DATE.fullmatch(typed) or sum(letter.isdecimal() for letter in typed) < _FEWEST_DIGITS - 2:
            continue
        if forms(Kind.PHONE, typed).exact.startswith("phone:+"):
            platform = named.near(met.start(), met.end(), pays=False)
            yield Kind.PHONE, platform if platform in {"whatsapp", "telegram"} else "", met.start(), met.end()


def cash_tags(text: str) -> Iterator[Found]:
    """Find Cash App's $tags."""
    for met in _CASH_TAG.finditer(text):
        yield Kind.PAYMENT, "cashapp", met.start(), met.end()


def gift_cards(text: str) -> Iterator[Found]:
    """Find that gift cards are spoken of, with the brand where one is named."""
    for met in _gift_card().finditer(text):
        yield Kind.GIFT_CARD, "", met.start(), met.end()
