"""Sessions in the database under the hash of their key, so that a stolen table signs nobody in."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db


def _row(session_key: str) -> str:
    return hashlib.blake2b(session_key.encode(), digest_size=20, person=b"seawall.session").hexdigest()


class SessionStore(db.SessionStore):
    """Django's database sessions, found by the key's hash."""

    def _get_session_from_db(self) -> Any:  # noqa: ANN401
        plain = self.session_key
        try:
            self._session_key = _row(plain) if plain else plain
            return super()._get_session_from_db()  # type: ignore[misc]
        finally:
            if self._session_key is not None:
                self._session_key = plain

    def create_model_instance(self, data: Any) -> Any:  # noqa: ANN401
        """Make the row, named by the hash."""
        row = super().create_model_instance(data)
        row.session_key = _row(row.session_key)
        return row

    def exists(self, session_key: str) -> bool:
        """Say whether there is such a session."""
        return super().exists(_row(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(_row(key))
