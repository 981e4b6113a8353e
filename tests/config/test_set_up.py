"""Setting a school up, end to end, as somebody at a terminal would."""

import io
import re
import shutil
import subprocess
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from seawall.config import reaching, starting
from seawall.schools.models import School, sign_in_key
from tests.stories.server import MANAGE, ROOT, environment, manage

PASSWORD = "four gulls over the harbour"
OPTIONS = (
    "--name", "Sandling Academy", "--short-name", "sandling", "--lead-name", "Ines Hart", "--lead-email", "ines@sandling.example",
)  # fmt: skip


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A school that was set up, with what was printed and the kit's words."""
    data = tmp_path_factory.mktemp("finished") / "school"
    said, words = typed_back(data, "set-up", *OPTIONS, answers=f"{PASSWORD}\n{PASSWORD}\n")
    return data, said, words


@pytest.fixture
def school(finished, tmp_path):
    """A copy of that school's folder, and the kit's words."""
    shutil.copytree(finished[0], tmp_path / "school")
    return tmp_path / "school", finished[2]


@pytest.mark.served
def test_from_nothing_to_a_finished_school(finished):
    data, said, words = finished
    assert "What comes next" in said
    assert PASSWORD not in said
    assert len(words) == 12
    assert (data / "server.key").stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    kept = (data / "seawall.sqlite3").read_bytes()
    assert not [word for word in words if f" {word} ".encode() in kept]
    assert b"ines@" not in kept


@pytest.mark.served
def test_a_lost_key_is_asked_for_and_never_replaced(school):
    data, _words = school
    (data / "server.key").unlink()
    done = manage(data, "set-up", *OPTIONS, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.returncode == 1
    assert "Put the key file back" in done.stderr
    assert not (data / "server.key").exists()


@pytest.mark.served
@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("--host", "192.0.2.7"), {}), ((), {"SEAWALL_HOSTS": "localhost,sandling.example"})],
)
def test_others_are_not_served_without_https(school, arguments, environment):
    done = manage(school[0], "serve", *arguments, **environment)
    assert done.returncode == 1
    assert "SEAWALL_HTTPS=1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.served
def test_the_demonstration_never_enters_a_schools_data(school):
    data, _words = school
    before = (data / "seawall.sqlite3").read_bytes()
    done = manage(data, "demo", "--no-serve", "--fresh")
    assert done.returncode == 1
    assert "not a demonstration" in done.stderr
    assert (data / "seawall.sqlite3").read_bytes() == before


@pytest.mark.served
def test_serving_before_set_up(tmp_path):
    done = manage(tmp_path / "none", "serve")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("./run manage set-up")
    assert not (tmp_path / "none").exists()


# Below, in this process: what is typed is checked before anything is done.


class Somebody(io.StringIO):
    """Types the given answers; after them, the words of the kit that are asked for, read off what was printed."""

    def __init__(self, typed, said):
        super().__init__(typed)
        self.said = said

    @property
    def kit(self):
        paper = self.said.getvalue().partition("THE RECOVERY KIT")[2]
        return [word for _at, word in sorted((int(at), word) for at, word in re.findall(r"(\d+) ([a-z]+)", paper)[:12])]

    def readline(self, *_: Any) -> Any:
        asked = re.search(r"Look at your paper: word (\d+): $", self.said.getvalue())
        return f"{self.kit[int(asked[1]) - 1]}\n" if asked and not self.peek() else super().readline()

    def peek(self):
        here = self.tell()
        rest = self.read()
        self.seek(here)
        return rest


def run(monkeypatch, command, *options, typed=""):
    """Run a command with answers piped in; return what it printed and the words of a kit if it printed one."""
    out = io.StringIO()
    somebody = Somebody(typed, out)
    monkeypatch.setattr("sys.stdin", somebody)
    call_command(command, *options, stdout=out)
    return out.getvalue(), somebody.kit


def test_a_second_school_beside_the_first(world, monkeypatch):
    said, _kit = run(monkeypatch, "set_up", *OPTIONS, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "/at/sandling/" in said
    assert School.objects.get(slug="sandling").kit_confirmed_at is not None
    with pytest.raises(CommandError, match=r"--school SHORT-NAME\. This server has: heron-hill, marram-bay, sandling"):
        run(monkeypatch, "check_kit", typed="x")


def test_the_host_name_of_a_second_school_and_what_keeps_browsers_from_it(world, monkeypatch, settings):
    monkeypatch.setattr(reaching, "addresses", lambda name: {"192.0.2.7"} if name.endswith(".example") else set())
    monkeypatch.setattr(reaching.troubles, "__defaults__", (reaching.addresses,))
    settings.ALLOWED_HOSTS = ["localhost"]
    said, _kit = run(
        monkeypatch, "set_up", *OPTIONS, "--host", "Tell.Sandling.example.", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert School.objects.get(slug="sandling").host == "tell.sandling.example"
    for sentence in ("SEAWALL_HTTPS is off", "not among SEAWALL_HOSTS", "leads to 192.0.2.7"):
        assert said.count(sentence) == 2, "before the questions go on, and among what comes next"
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["tell.wren.example"]
    who = ("--school", "sandling")
    monkeypatch.setattr(reaching.troubles, "__defaults__", (lambda name: {"127.0.0.1"},))
    said, _kit = run(monkeypatch, "set_host", *who, "--host", "tell.wren.example")
    assert "Nothing that shows from here" in said
    monkeypatch.setattr(reaching.troubles, "__defaults__", (lambda name: set(),))
    said, _kit = run(monkeypatch, "set_host", *who)
    assert "tell.wren.example leads nowhere yet" in said
    with pytest.raises(CommandError, match="Another school"):
        run(monkeypatch, "set_host", *who, "--host", "heron.example")
    run(monkeypatch, "set_host", *who, "--host", "")
    assert School.objects.get(slug="sandling").host is None


@pytest.mark.parametrize("host", ["https://tell.example", "tell", "a b.example", "x" * 250 + ".example", "-a.example"])
def test_what_is_no_host_name(world, host):
    with pytest.raises(ValueError, match="looks like"):
        reaching.a_host(there=True)(host)


def test_where_a_name_leads_is_really_looked_up():
    assert "127.0.0.1" in reaching.addresses("localhost")
    assert reaching.addresses("nowhere.invalid") == set()


def test_a_kit_that_was_not_typed_back_is_no_finished_set_up(db, monkeypatch):
    with pytest.raises(CommandError, match="not finished"):
        run(monkeypatch, "set_up", *OPTIONS, typed=f"{PASSWORD}\n{PASSWORD}\nnonsense\n")
    with pytest.raises(CommandError, match="check-kit"):
        starting.check_set_up()


def test_a_lead_gets_back_in_with_the_kit(world, monkeypatch):
    who = ("--school", "marram-bay", "--email", "asha@school.example")
    run(monkeypatch, "recover", *who, typed=f"{' '.join(world.kit_words).upper()}\n{PASSWORD}\n{PASSWORD}\n")
    with pytest.raises(CommandError, match="opens no keys"):
        run(monkeypatch, "new_kit", *who, typed="three herons on the wall\n")
    said, kit = run(monkeypatch, "new_kit", *who, typed=f"{PASSWORD}\n")
    assert "Tear the old one up" in said
    with pytest.raises(CommandError, match="not the words"):
        run(monkeypatch, "check_kit", *who[:2], typed=" ".join(world.kit_words))
    run(monkeypatch, "check_kit", *who[:2], typed=" ".join(kit))
    again = f"{' '.join(kit)}\nsix gulls on the harbour\nsix gulls on the harbour\n"
    run(monkeypatch, "recover", *who, typed=again)


@pytest.mark.parametrize(
    ("options", "typed", "sentence"),
    [
        (("--short-name", "Marram Bay!"), "", "small letters"),
        (("--short-name", "marram-bay"), "", "there already"),
        (("--name", "  "), "", "cannot be empty"),
        (("--name", "x" * 121), "", "too long"),
        (("--lead-email", "ines"), "", "e-mail address"),
        (("--lead-email", "Asha@School.example"), "", "there already"),
        ((), "", "answers ended"),
        ((), "short\n", "too short"),
        ((), "password1234\n", "too common"),
        ((), "x" * 1001 + "\n", "too long"),
        ((), f"{PASSWORD}\nanother password\n", "not the same"),
    ],
)
def test_bad_answers_get_a_sentence_and_leave_nothing_behind(world, monkeypatch, options, typed, sentence):
    before = School.objects.count()
    with pytest.raises(CommandError, match=sentence):
        run(monkeypatch, "set_up", *OPTIONS, *options, typed=typed)
    assert School.objects.count() == before


def test_somebody_is_added_with_a_password_for_one_time(world, monkeypatch):
    who = ("--school", "marram-bay", "--name", "Ada Lowe", "--email", "ada@school.example", "--role", "deputy")
    said, _kit = run(monkeypatch, "add_person", *who)
    assert re.search(r"^    [a-z]+-[a-z]+-[a-z]+-[a-z]+$", said, re.MULTILINE)
    assert "let them in" in said
    assert world.marram.people.get(username=sign_in_key("ada@school.example")).holder is None
    with pytest.raises(CommandError, match="there already"):
        run(monkeypatch, "add_person", *who)
    with pytest.raises(CommandError, match="must be one of"):
        run(monkeypatch, "add_person", *who[:-1], "emperor")


@pytest.mark.parametrize("typed", ["", "eleven words " * 4, "a " * 11, "1 2 3", "\x00 \u202e"])
def test_words_that_are_no_kit(world, monkeypatch, typed):
    with pytest.raises(CommandError):
        run(monkeypatch, "check_kit", "--school", "marram-bay", typed=typed)
    world.marram.refresh_from_db()
    assert world.marram.kit_confirmed_at is None


def test_the_kit_is_for_leads_only(world, monkeypatch):
    words = " ".join(world.kit_words)
    typed = f"{words}\n{PASSWORD}\n{PASSWORD}\n"
    with pytest.raises(CommandError, match="Only safeguarding leads"):
        run(monkeypatch, "recover", "--school", "marram-bay", "--email", "tom@school.example", typed=typed)
    with pytest.raises(CommandError, match="Nobody at"):
        run(monkeypatch, "recover", "--school", "heron-hill", "--email", "asha@school.example", typed=typed)


def typed_back(data, *arguments, answers):
    """Run a command that prints a kit; read the words off it and type the asked ones back."""
    process = subprocess.Popen(
        [*MANAGE, *arguments],
        env=environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(answers)
        process.stdin.flush()
        said, words = "", dict[int, str]()
        while chunk := process.stdout.readline():
            said += chunk
            words |= {
                int(at): word
                for at, word in re.findall(r"(?<!\S)(\d{1,2}) ([a-z]+)(?=\s)", chunk)
                if chunk.startswith("    ")
            }
            if chunk.startswith("server, can read"):
                break
        for _ in range(2):
            line = ""
            while not (asked := re.search(r"word (\d+): $", line)):
                letter = process.stdout.read(1)
                assert letter, said + line
                line += letter
            said += line
            process.stdin.write(words[int(asked[1])] + "\n")
            process.stdin.flush()
        said += process.stdout.read()
    assert process.returncode == 0, said
    return said, tuple(words[at] for at in sorted(words))
