"""The pictures of the documentation: each is shown on the page that lists them, and none that is listed is missing."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_picture_is_on_the_page_of_pictures():
    listed = re.findall(r"\(pictures/([^)]+)\)", (DOCS / "pictures.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in (DOCS / "pictures").glob("*.png"))
