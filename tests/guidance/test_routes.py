"""Where to turn: dated, sourced, never invented."""

import shutil

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from seawall.guidance import routes as data_of_routes
from seawall.guidance.catalogue import catalogue
from seawall.guidance.routes import CONFIDENCE, NATIONS, RouteError, load_routes, routes, routes_in
from seawall.guidance.rules.advice import UK

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
        ('name = "X"\n', "", "2: x: name is missing"),
        ('"R"', '"Q"', "10: x: confidence must be R, S or M"),
        ('"0800 1111"', '"ring us"', "5: x: phone is not a phone number there: ring us"),
        ('"0800 1111"', '"0800 11"', "5: x: phone is not a phone number there: 0800 11"),
        ('"0800 1111"', '"1737"', "5: x: phone is not a phone number there"),
        ("2026-11-01", '"2026-11-01"', "9: x: checked_on must be of type date"),
        ("2026-11-01", "2062-11-01", "9: x: checked_on: 2062-11-01 is too old, or still to come"),
        ("2026-11-01", "2016-11-01", "9: x: checked_on: 2016-11-01 is too old"),
        ('["child"]', '["governor"]', "6: x: audience must be a list out of"),
        ('["child"]', '[["child"]]', "6: x: audience must be a list of words"),
        ('["england"]', '"england"', "7: x: nations must be of type list"),
        ('["england"]', '["atlantis"]', "7: x: nations must be a list out of"),
        ('phone = "0800 1111"', 'url = "http://x.example"', "5: x: url is not well formed"),
        ('phone = "0800 1111"', 'url = "https://a@x.example"', "5: x: url is not well formed"),
        ('phone = "0800 1111"', "", "2: x: phone, url, email, text or a note is needed"),
        ('phone = "0800 1111"', 'fax = "1"', "5: x: fax is not a known key"),
        ('phone = "0800 1111"', 'note = "n"\nmin_age = true', "6: x: min_age must be of type int"),
        ("[x]", "[x", "2: "),
        ("[x]", "y = 1\n[x]", "2: y: must be a table"),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_and_key(tmp_path, old, new, complaint):
    path = tmp_path / "bad.toml"
    path.write_text(RIGHT.replace(old, new), "utf-8")
    with pytest.raises(RouteError) as error:
        load_routes(path)
    assert str(error.value).startswith(f"bad.toml:{complaint}")


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("new-zealand.toml", 'fax = "1"', "need_to_talk: fax is not a known key"),
        ("ireland.toml", 'email = "nobody"', "ispcc_childline: email is not well formed: nobody"),
        ("canada.toml", 'url = "http://kids.example"', "kids_help_phone: url is not well formed: http://kids.example"),
        ("united-kingdom.toml", "[again]", "again: name is missing"),
    ],
)
def test_the_server_does_not_start_with_a_wrong_pack(monkeypatch, tmp_path, name, line, complaint):
    """The packs themselves, with one line more at the end of one of them."""
    shutil.copytree(data_of_routes.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_text((tmp_path / name).read_text("utf-8") + line + "\n", "utf-8")
    lines = (tmp_path / name).read_text("utf-8").count("\n")
    monkeypatch.setattr(data_of_routes, "FOLDER", tmp_path)
    routes.cache_clear()
    catalogue.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured) as error:
            apps.get_app_config("guidance").ready()
    finally:
        monkeypatch.undo()
        routes.cache_clear()
        catalogue.cache_clear()
    assert str(error.value).startswith(f"guidance/data/{name}:{lines}: {complaint}")


@pytest.mark.parametrize("nation", sorted(NATIONS))
def test_every_nation_says_where_to_turn_in_danger_and_for_a_picture(nation):
    """Where the reference carries no number, there is none: the office sees that it is missing."""
    there = routes_in(nation)
    emergency = [route for route in there.values() if route.emergency]
    assert len(emergency) == 1
    assert bool(emergency[0].phone) is (nation in UK)
    assert emergency[0].phone in {"999", ""}
    assert "take_it_down" in there
    assert [route for route in there.values() if "child" in route.audience and route.reached]
