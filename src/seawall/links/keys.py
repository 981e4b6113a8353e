"""The blind keys by which an identifier is met elsewhere: one subkey for each of the two forms, and for each school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seawall.kit import clock
from seawall.links.rules.canon import CANON_VERSION, forms
from seawall.links.rules.kinds import Kind
from seawall.vault.server import blind

if TYPE_CHECKING:
    from seawall.links.models import Identifier


def put_keys(row: Identifier, value: str) -> None:
    """Set the keys of a row (unsaved) to those of a value of its kind; where a value links nothing, the key is empty."""
    found = forms(Kind(row.kind), value)
    row.exact = blind("links.exact", found.linking_exact, row.school_id) if found.linking_exact else None
    row.skeleton = blind("links.skeleton", found.linking_skeleton, row.school_id) if found.linking_skeleton else None
    row.canon_version = CANON_VERSION


def put_new_keys(row: Identifier, value: str) -> None:
    """Set the keys of a row that is met by this value from now on."""
    put_keys(row, value)
    row.keyed_at = clock.now()


def take_keys_off(row: Identifier) -> None:
    """Let a row link nothing."""
    row.exact = row.skeleton = None
