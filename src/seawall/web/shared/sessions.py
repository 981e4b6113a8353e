"""Sessions in the database: found by the hash of their key, sealed under the server key.

A stolen table signs nobody in, and says neither who is signed in nor what their session holds.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends import db

from seawall.vault.ring import WontOpenError
from seawall.vault.server import server_key_for

if TYPE_CHECKING:
    from seawall.vault.sealing import DataKey


def row_name(session_key: str) -> str:
    """Return the name of a session's row: a hash of the key that the browser holds."""
    return hashlib.blake2b(session_key.encode(), digest_size=20, person=b"seawall.session").hexdigest()


def _key() -> DataKey:
    return server_key_for("session")


class SessionStore(db.SessionStore):
    """Django's database sessions, found by the key's hash, each sealed to its own row."""

    def _get_session_from_db(self) -> Any:  # noqa: ANN401 - the base class's own
        plain = self.session_key
        try:
            self._session_key = row_name(plain) if plain else plain
            return super()._get_session_from_db()  # type: ignore[misc]
        finally:
            if self._session_key is not None:
                self._session_key = plain

    def create_model_instance(self, data: Any) -> Any:  # noqa: ANN401 - the base class's own
        """Make the row, named by the hash."""
        row = super().create_model_instance(data)
        row.session_key = row_name(row.session_key)
        return row

    def exists(self, session_key: str) -> bool:
        """Say whether there is such a session."""
        return super().exists(row_name(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(row_name(key))

    def encode(self, session_dict: Any) -> str:  # noqa: ANN401 - the base class's own
        """Seal a session for its row."""
        data = json.dumps(session_dict, separators=(",", ":")).encode()
        return base64.b64encode(_key().seal_bytes(data, self._place())).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open a session; an empty one if it was sealed for another row or another server, or was changed."""
        try:
            found = json.loads(_key().open_bytes(base64.b64decode(session_data), self._place()))
        except (WontOpenError, binascii.Error, ValueError):
            return {}
        return dict(found)

    def _place(self) -> bytes:
        return f"session/{row_name(self.session_key or '')}".encode()
