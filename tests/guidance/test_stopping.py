"""The six points, the settings and the situations as data: a wrong file is refused with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from seawall.guidance.data_file import DataError
from seawall.guidance.situations import load_situations
from seawall.guidance.stopping import load_points, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOURCED = """source = "somewhere"
checked_on = 2026-11-01
confidence = "R"
"""
POINT = f"""[first]
number = 1
topics = ["privacy"]
also = []
check = "We did it."
{SOURCED}
[first.parent]
title = "Is it private?"
lines = ["Look."]

[first.child]
title = "Is it private?"
lines = ["Look."]
"""
SETTING = f"""[[instagram]]
topic = "privacy"
title = "Private"
steps = ["Look."]
url = "https://x.example"
{SOURCED}"""
SITUATION = """[danger]
number = 1
what = []
facts = []
source = "somewhere"

[danger.words]
child = "I am in danger"
friend = "My friend is in danger"
parent = "My child is in danger"

[danger.never]
staff = "somebody else's page"
"""


def refused(load: Callable[[Path], object], text: str, folder: Path) -> str:
    path = folder / "bad.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        load(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("load", "text"), [(load_points, POINT), (load_settings, SETTING), (load_situations, SITUATION)]
)
def test_what_is_right_is_read(load: Callable[[Path], object], text: str, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(text, "utf-8")
    assert load(tmp_path / "good.toml")


@pytest.mark.parametrize(
    ("load", "text", "old", "new", "complaint"),
    [
        (load_points, POINT, 'check = "We did it."\n', "", "1: first: check is missing"),
        (load_points, POINT, "number = 1", "number = 2", "1: the points are numbered one after another"),
        (load_points, POINT, "number = 1", 'number = 1\ncolour = "red"', "3: first: colour is not a known key"),
        (load_points, POINT, '["privacy"]', '["weather"]', "3: first: topics must be a list out of"),
        (load_points, POINT, "2026-11-01", "2019-11-01", "7: first: checked_on: 2019-11-01 is too old"),
        (load_points, POINT, 'title = "Is it private?"\n', "", "10: first.parent: title is missing"),
        (load_settings, SETTING, "https://", "http://", "5: instagram.0: url is not well formed: http://x.example"),
        (load_settings, SETTING, "privacy", "weather", "2: instagram.0: topic must be one of"),
        (load_settings, SETTING, "2026-11-01", "2062-11-01", "7: instagram.0: checked_on: 2062-11-01 is too old, or still"),
        (load_settings, SETTING, 'steps = ["Look."]\n', "", "1: instagram.0: steps is missing"),
        (load_settings, SETTING, "[[instagram]]", "[[myspace]]", "1: myspace: no such app or device"),
        (load_settings, SETTING, "[[instagram]]", "[instagram]", "1: instagram: must be a list of tables"),
        (load_settings, SETTING, '"R"', '"Q"', "8: instagram.0: confidence must be R, S or M"),
        (load_situations, SITUATION, "number = 1\n", "", "1: danger: number is missing"),
        (load_situations, SITUATION, "what = []", 'what = ["weather"]', "3: danger: what must be a list out of"),
        (load_situations, SITUATION, "what = []", "what = []\nnights = 1", "4: danger: nights is not a known key"),
        (load_situations, SITUATION, 'parent = "My child is in danger"\n', "", "7: danger: words: every audience"),
        (load_situations, f"{SITUATION}\n[money]\n", "[money]", SITUATION.replace("danger", "money"), "1: two situations"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_file_line_and_key(
    load: Callable[[Path], object], text: str, old: str, new: str, complaint: str, tmp_path: Path
) -> None:
    said = refused(load, text.replace(old, new, 1), tmp_path)
    assert re.match(r"bad\.toml:\d+: ", said)
    assert said.startswith(f"bad.toml:{complaint}"), said
