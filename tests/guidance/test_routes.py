"""Where to turn: dated, sourced, never invented."""

import pytest

from seawall.guidance.routes import CONFIDENCE, RouteError, load_routes, routes

RIGHT = """
[x]
name = "X"
purpose = "For X."
phone = "0800 1111"
audience = ["child"]
nations = ["england"]
source = "somewhere"
checked_on = 2026-11-01
confidence = "R"
"""


def test_the_routes_are_there():
    assert routes()["police_emergency"].phone == "999"
    assert routes()["police_emergency"].emergency
    assert routes()["childline"].phone == "0800 1111"
    assert routes()["report_remove"].max_age == 17


@pytest.mark.parametrize("key", list(routes()))
def test_every_route_has_source_date_and_confidence(key):
    route = routes()[key]
    assert route.source
    assert route.checked_on.isoformat().startswith("2026-")
    assert route.confidence in CONFIDENCE
    assert route.to_be_confirmed is (route.confidence != "R")


def test_where_sources_disagree_the_field_is_empty_and_a_note_says_so():
    assert routes()["nspcc"].hours == ""
    assert "disagree" in routes()["nspcc"].note
    assert routes()["papyrus"].text == ""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "X"\n', "", "x: name is missing"),
        ('"R"', '"Q"', "x: confidence is not well formed"),
        ('"0800 1111"', '"ring us"', "x: phone is not well formed"),
        ("2026-11-01", '"2026-11-01"', "x: checked_on must be of type date"),
        ('["child"]', '["governor"]', "x: audience must be a list out of"),
        ('["child"]', '[["child"]]', "x: audience must be a list out of"),
        ('["england"]', '"england"', "x: nations must be a list out of"),
        ('phone = "0800 1111"', 'url = "http://x.example"', "x: url is not well formed"),
        ('phone = "0800 1111"', "", "x: phone, url, email, text or a note is needed"),
        ('phone = "0800 1111"', 'fax = "1"', "x: fax is not a known key"),
        ('phone = "0800 1111"', 'note = "n"\nmin_age = true', "x: min_age must be of type int"),
        ("[x]", "[x", "Expected"),
        ("[x]", "y = 1\n[x]", "y: must be a table"),
    ],
)
def test_a_wrong_file_is_refused_with_entry_and_key(tmp_path, old, new, complaint):
    path = tmp_path / "bad.toml"
    path.write_text(RIGHT.replace(old, new), "utf-8")
    with pytest.raises(RouteError) as error:
        load_routes(path)
    assert str(error.value).startswith(f"bad.toml: {complaint}")
