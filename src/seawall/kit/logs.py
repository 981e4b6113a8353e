"""Logs that hold no content: an error is its class and the lines of code it went through, never its message.

An exception's message may quote what a child wrote (a database error quotes the row). G3: no content in logs.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class QuietFormatter(logging.Formatter):
    """Format a record without the exception's message, its arguments or any local value."""

    def formatException(  # noqa: N802 - the base class's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return one line a frame (file, line, function) and the class of the error."""
        kind, _, trace = ei
        if kind is None:
            return ""
        frames = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([*frames, f"{kind.__module__}.{kind.__qualname__}"])

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Leave stack dumps out: they are for a debugger, not for a server with secrets."""
        del stack_info
        return ""


class NoContent(logging.Filter):
    """Replace the arguments of a request's log line (path, user text) by the status and the view's class of error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without its arguments unless they come from our own code."""
        if not record.name.startswith("seawall") and record.args:
            status = getattr(record, "status_code", None)
            record.msg = f"{record.name}: {record.levelname.lower()}" + (f" {status}" if status else "")
            record.args = ()
        return True
