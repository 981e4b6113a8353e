"""JSON lines in, one answer a line out: what the explain commands share."""

from __future__ import annotations

import io
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class TwiceError(ValueError):
    """A key stands twice in one object: which of the two was meant is not ours to guess."""


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, object, str]]:
    """
    Read each line that is not blank, as soon as it is there.

    Out: its number, what it holds, and what is wrong with it (empty: nothing). Raises nothing for any bytes.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once), ""
        except UnicodeDecodeError:
            yield number, None, f"line {number} is not UTF-8"
        except TwiceError as error:
            yield number, None, f"line {number}: {error}"
        except (ValueError, RecursionError):
            yield number, None, f"line {number} is not JSON"


def lines_from(name: str) -> AbstractContextManager[IO[bytes]]:
    """Open a file of lines, or standard input for `-`. Raises OSError if the file cannot be read."""
    return nullcontext(_standard_input()) if name == "-" else Path(name).open("rb")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise TwiceError("a key is said twice")
    return found


def _standard_input() -> IO[bytes]:
    buffer = getattr(sys.stdin, "buffer", None)
    return buffer if buffer is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "replace"))
