"""docs/how-to/run-a-server.md explains every setting that the code reads, and none that it does not."""

import re

from django.core.management import get_commands

from tests.stories.server import ROOT

DOC = (ROOT / "docs" / "how-to" / "run-a-server.md").read_text(encoding="utf-8")
SETTING = re.compile(r"\bSEAWALL_[A-Z_]+\b")
READ = re.compile(r"""(?:\benv\.\w+\(|environ(?:\.get\(|\[))\s*"((?:SEAWALL_|DATABASE_)[A-Z_]+)""")
SECTION = re.compile(r"^## Settings$.*?(?=^## )", re.MULTILINE | re.DOTALL)


def read_by_the_code():
    sources = (ROOT / "src" / "seawall" / "config").rglob("*.py")
    return {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))}


def test_every_setting_is_in_the_table_and_nothing_else():
    found = SECTION.search(DOC)
    assert found
    table = set(re.findall(r"^\| `(\w+)` \|", found.group(), re.MULTILINE))
    assert len(read_by_the_code()) > 8
    assert table == read_by_the_code() | {"SEAWALL_PYTHON"}
    assert set(SETTING.findall(DOC)) <= table
    assert "SEAWALL_PYTHON" in (ROOT / "run").read_text(encoding="utf-8")


def test_settings_are_read_in_one_room():
    """Others read `settings`; kit.processes hands a process its parent's number, which nobody sets by hand."""
    elsewhere = {
        str(source.relative_to(ROOT / "src" / "seawall"))
        for source in (ROOT / "src" / "seawall").rglob("*.py")
        if "config" not in source.parts and "os.environ" in source.read_text(encoding="utf-8")
    }
    assert elsewhere == {"kit/processes.py"}


def test_every_command_it_names_is_there():
    named = {name.replace("-", "_") for name in re.findall(r"\./run manage ([a-z-]+)", DOC)}
    assert named >= {"set_up", "add_person", "check_kit", "new_kit", "recover", "work"}
    assert named <= set(get_commands())
    run = (ROOT / "run").read_text(encoding="utf-8")
    assert all(
        re.search(rf"^(?:\w+ \| )*{each}(?: \| [-\w]+)*\)", run, re.MULTILINE) for each in ("serve", "manage", "help")
    )


def test_every_file_that_links_to_it_finds_it():
    for name in ("README.md", "src/seawall/config/settings.py", "src/seawall/config/management/commands/set_up.py"):
        assert "docs/how-to/run-a-server.md" in (ROOT / name).read_text(encoding="utf-8")
