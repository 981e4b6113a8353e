"""What goes wrong with a box, as a code."""

from __future__ import annotations


class TroubleError(Exception):
    """A box could not be used. `code` is one of rules.TROUBLES, or the class of an error."""

    def __init__(self, code: str) -> None:
        self.code = code[:60]
        super().__init__(self.code)
