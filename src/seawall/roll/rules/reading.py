"""Files made into tables: whatever encoding and separator a school's system wrote, and never more than is safe to hold."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from seawall.roll.rules.shapes import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 10_000_000
"""Of a file that is sent in."""
MOST_UNPACKED: Final = 60_000_000
"""Of everything in a zip: a year of lessons of a large school has about ten."""
MOST_FILES: Final = 60
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
_SEPARATORS: Final = ",;\t|"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ZIP: Final = b"PK"

type Table = list[tuple[int, list[str]]]
"""Rows with the number of the line on which each begins. Empty lines are not in it."""


def is_zip(data: bytes) -> bool:
    """Say whether this is a zip."""
    return data[:2] == _ZIP


def decode(data: bytes) -> str:
    """Return the text of a file, by its mark, or as UTF-8, or as Windows wrote it. Raises UnreadableError."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data[:200]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text or "\ufffd" in text:
        raise UnreadableError(
            "This is not a text file that can be read. Export the roll as CSV (UTF-8), or as a OneRoster zip."
        )
    return text


def table(text: str) -> Table:
    """Return the rows of a CSV text. Raises UnreadableError for what is none, or too much."""
    if len(text) > MOST_UNPACKED:
        raise UnreadableError("This file is too large to be a roll.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    found: Table = []
    before = 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num
            if len(row) > MOST_COLUMNS or len(found) > MOST_ROWS:
                raise UnreadableError("This file has more rows or columns than a roll has.")
            if any(cell.strip() for cell in row):
                found.append((line, row))
    except csv.Error:
        raise UnreadableError(f"This file stops being a CSV file at line {before + 1}.") from None
    return found


def separator(text: str) -> str:
    """Return what stands between the cells: whatever is most often in the first line with anything in it."""
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def unzip(data: bytes) -> dict[str, str]:
    """Return the CSV files in a zip by their small names. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_files(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise UnreadableError(
            "This zip file is damaged, locked with a password, or not whole. Export it again."
        ) from None


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise UnreadableError("There are more files in this zip than OneRoster has.")
    left = MOST_UNPACKED
    for entry in entries:
        name = entry.filename.replace("\\", "/").rpartition("/")[2].lower()
        if name.startswith(".") or entry.filename.startswith("__MACOSX"):
            continue
        if not name.endswith(".csv"):
            raise UnreadableError(
                "There is something other than CSV files in this zip. Only those of OneRoster may be in it."
            )
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableError("What is in this zip is too large to be a roll.")
        yield name, decode(content)
