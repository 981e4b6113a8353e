"""The data that finding and comparing go by: platforms and their links, words, common values, weights. Read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: Final = Path(__file__).parent.parent / "data"
_PARTS: Final = {
    "{name}": r"(?P<name>[^/?&#\s]+)",
    "{id}": r"(?P<id>[^/?&#\s]+)",
    "{code}": r"(?P<code>[^/?&#\s]+)",
    "{phone}": r"(?P<phone>\+?[^/?&#\s]*\d)",
    "{any}": r"[^/?&#\s]+",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of link: the host, and what its path and query must begin with."""

    platform: str
    host: str
    path: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: how people write it, what an account name looks like there, and which first parts of a link are none."""

    key: str
    words: tuple[str, ...]
    name: re.Pattern[str]
    not_names: frozenset[str]
    forms: tuple[Form, ...]
    pays: bool = False
    closed: bool = False

    def takes(self, name: str) -> bool:
        """Say whether an account there could be called so."""
        return name.casefold() not in self.not_names and self.name.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Common:
    """One list of values that many people have: why, and for which kinds."""

    key: str
    reason: str
    kinds: frozenset[str]
    values: tuple[str, ...]


def load(name: str) -> dict[str, Any]:
    """Read one file of data/."""
    return tomllib.loads((_DATA / name).read_text("utf-8"))


@cache
def platforms() -> Mapping[str, Platform]:
    """Give every platform by key."""
    return {key: _platform(key, row) for key, row in load("platforms.toml").items()}


def _platform(key: str, row: Mapping[str, Any]) -> Platform:
    return Platform(
        key=key,
        words=tuple(row["words"]),
        name=re.compile(row.get("name", r"[\w.-]{2,40}"), re.IGNORECASE),
        not_names=frozenset(row.get("not_names", ())),
        forms=tuple(_form(key, form) for form in row["forms"]),
        pays=row.get("pays", False),
        closed=row.get("closed", False),
    )


def _form(platform: str, form: str) -> Form:
    host, _, rest = form.partition("/")
    if "?" in host:  # tg://resolve?domain=...: the app's own scheme, whose host is a verb
        host, _, rest = form.partition("?")
        rest = f"?{rest}"
    path, _, query = rest.partition("?")
    pattern = r"(?:/" + _filled(path) + r"/?(?=[/?#]|$)" if path else r"(?:/?"
    pattern += rf").*?[?&]{_filled(query)}(?=[&#]|$)" if query else ")"
    return Form(platform, host, re.compile(pattern, re.IGNORECASE))


def _filled(form: str) -> str:
    pieces = re.split(r"(\{\w+\})", form)
    return "".join(_PARTS[piece] if piece in _PARTS else re.escape(piece) for piece in pieces)


@cache
def forms_by_host() -> Mapping[str, tuple[Form, ...]]:
    """Give the forms of links by host, in the order in which they are tried."""
    found: dict[str, list[Form]] = {}
    for platform in platforms().values():
        for form in platform.forms:
            found.setdefault(form.host, []).append(form)
    return {host: tuple(forms) for host, forms in found.items()}


@cache
def words() -> Mapping[str, Any]:
    """Give the lists of words."""
    return load("words.toml")


@cache
def common() -> tuple[Common, ...]:
    """Give the lists of common values."""
    rows = {key: row for key, row in load("common.toml").items() if isinstance(row, dict)}
    return tuple(
        Common(key, row["reason"], frozenset(row["kinds"]), tuple(row["values"].split())) for key, row in rows.items()
    )


@cache
def weights() -> Mapping[str, Any]:
    """Give the weights."""
    return load("weights.toml")
