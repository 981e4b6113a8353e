"""A bundle from asking to taking: what is in it, who can open it, what is left of it, and what interrupts it."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
import pyrage
import pytest
from case_utils.case_validate import validate
from django.db import connection
from django.utils import timezone

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.cases.rules import Outcome
from seawall.evidence import actions, gather, locking, queries
from seawall.evidence.models import Bundle, Piece, SigningKey
from seawall.evidence.rules import KEPT, Lock, State
from seawall.evidence.signing import key_of, keys_of, make_key
from seawall.evidence.told import clock_time, happening
from seawall.evidence.verify import say
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.links import actions as links
from seawall.links.rules.kinds import Kind as LinkKind
from seawall.links.rules.states import Whose
from seawall.schools.actions import remove_person
from seawall.vault.ring import WontOpenError
from tests.evidence.helpers import ACCOUNTS, OFFICER, a_told_case, asked, begun, files, made, opened
from tests.kit.reading import text_of

if TYPE_CHECKING:
    from seawall.evidence.told import Opened


@pytest.fixture
def case(world):
    return a_told_case(world)


@pytest.fixture
def asha(world):
    return {"ring": world.ring(world.asha), "by": world.asha}


def verbs(case) -> list[str]:
    return [line.verb for line in Line.objects.about(f"case:{case.pk}") if line.verb.startswith("evidence.")]


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- what is in it -------------------------------------------------------------------------------------------------------------


def test_the_officer_opens_it_and_it_is_as_signed(world, case, tmp_path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(made(world, [case]))
    code, lines = say(file, SigningKey.objects.get().number)
    assert (code, lines[0]) == (0, "AS SIGNED. 4 files, each as it was when the school signed it.")
    assert set(files(file.read_bytes())) == {
        *("bagit.txt", "bag-info.txt", "READ-ME.txt", "allowed_signers", "manifest-sha256.txt"),
        *("tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"),
        *("data/summary.pdf", "data/accounts.csv", "data/chronology.csv", "data/case.jsonld"),
    }


def test_the_summary_tells_everything_and_blames_no_child(world, case) -> None:
    summary = files(made(world, [case]))["data/summary.pdf"]
    text = squeezed(text_of(summary))
    for told in (
        *("DC Morgan, Saltmarsh Police, 42/1187", "The officer asked for what we hold", "Asha Verma", case.reference),
        *(
            "Jess Marlow",
            "Affected child",
            "7B",
            "Kai Rowan",
            "Impersonated: not the sender",
            "They did not send anything",
        ),
        *('They say they will show it. 😢 #read("x")', "We believe you", "thank you", "Rang home, they come at four"),
        *ACCOUNTS.splitlines(),
    ):
        assert squeezed(told) in text, told
    assert "attacker" not in text.lower()
    with pikepdf.open(io.BytesIO(summary)) as document, document.open_metadata() as about:
        assert about["dc:title"] == f"Evidence bundle: {case.reference}"
        assert about["pdfuaid:part"] == "1"


def test_the_tables_are_safe_in_a_spreadsheet_and_complete(world, case) -> None:
    inside = files(made(world, [case]))
    heads, *rows = csv.reader(io.StringIO(inside["data/accounts.csv"].decode("utf-8-sig")))
    assert heads[-1] == "as told"
    assert [row[-1].removeprefix("'") for row in rows] == ACCOUNTS.splitlines()
    assert [row[-1][0] for row in rows] == ["'", "h", "'", "0", "p"]
    _heads, *lines = csv.reader(io.StringIO(inside["data/chronology.csv"].decode("utf-8-sig")))
    assert lines[0][3] == "Somebody told the school"
    assert {"The school opened the case", "Whoever told wrote", "Note"} <= {line[3] for line in lines}
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)


def test_what_a_lead_confirmed_is_in_the_table(world, case) -> None:
    report = case.gathered.select_related("report__circle_key").order_by("report__received_at").first().report
    links.add(
        report=report,
        kind=LinkKind.ACCOUNT,
        platform="instagram",
        value="kai_skates09",
        whose=Whose.OFFENDER,
        once=os.urandom(16),
        ring=world.ring(world.asha),
        by=world.asha,
    )
    inside = files(made(world, [case]))
    _heads, *rows = csv.reader(io.StringIO(inside["data/accounts.csv"].decode("utf-8-sig")))
    (sure,) = [cells for cells in rows if cells[-2].startswith("confirmed by a lead")]
    assert sure[-2] == "confirmed by a lead: Account. The offender's"
    assert (sure[1], sure[4], sure[-1]) == (report.reference, "Instagram", "kai_skates09")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
def test_the_linked_data_is_what_the_case_ontology_knows(world, case, tmp_path) -> None:
    file = tmp_path / "case.jsonld"
    file.write_bytes(files(made(world, [case]))["data/case.jsonld"])
    result = validate(str(file))
    assert result.conforms, result.text
    assert not result.undefined_concepts
    told = json.loads(file.read_bytes())
    assert {'They say they will show it. 😢 #read("x") هم يهددونني', "@jess.m_07"} <= _texts(told)
    wrong = file.read_text(encoding="utf-8").replace("xsd:dateTime", "xsd:boolean")
    file.write_text(wrong, encoding="utf-8")
    assert not validate(str(file)).conforms


def _texts(node: Any) -> set[str]:
    if isinstance(node, dict):
        return {text for each in node.values() for text in _texts(each)}
    if isinstance(node, list):
        return {text for each in node for text in _texts(each)}
    text = str(node)
    return {text, text.removeprefix("Tell us in your own words ")}


def test_a_series_of_cases_in_one_bundle(world, case) -> None:
    other = a_told_case(world)
    inside = files(made(world, [case, other]))
    text = squeezed(text_of(inside["data/summary.pdf"]))
    assert f"Case{case.reference}:" in text
    assert f"Case{other.reference}:" in text
    assert [verbs(case), verbs(other)] == [["evidence.begun", "evidence.made", "evidence.taken"]] * 2
    assert other.bundles.count() == 1


def test_another_rooms_records_join_by_one_function(world, case, monkeypatch) -> None:
    def the_referrals(opened: Opened, into: Any) -> None:
        into["happenings"].append(happening(clock.now(), "Referred to the police", where="42/1187"))
        into["sections"].append({"heading": "Referrals", "empty": "None.", "items": []})

    monkeypatch.setattr(gather, "PARTS", (*gather.PARTS, the_referrals))
    inside = files(made(world, [case]))
    assert b"Referred to the police" in inside["data/chronology.csv"]
    assert b"Referred to the police" in inside["data/case.jsonld"]
    assert "Referrals" in text_of(inside["data/summary.pdf"])


def test_an_empty_case_and_a_closed_one(world, asha, tmp_path) -> None:
    report, _code = world.tell("x")
    case = cases.start(school=world.marram, title="A", report=report, seen=report.version, **asha)
    cases.take_out(case=case, report=report, **asha)
    cases.close(case=case, outcome=Outcome.NO_CONCERN, seen=case.version, **asha)
    text = text_of(files(made(world, [case]))["data/summary.pdf"])
    for said in (
        "Nobody has been named.",
        "None was told.",
        "No report is in this case.",
        "Made a case",
        "Closed the case",
    ):
        assert said in text
    assert "Looked into, no concern found" in text


# --- the lock ------------------------------------------------------------------------------------------------------------------


def test_a_passphrase_opens_it_and_no_other(world, case, asha) -> None:
    bundle = begun(world, [case], lock=Lock.PASSPHRASE, secret="heron marsh lantern oatcake")
    actions.go_on(bundle=bundle, **asha)
    locked = actions.take(bundle=bundle, **asha)
    assert pyrage.passphrase.decrypt(locked, "heron marsh lantern oatcake").startswith(b"PK")
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(locked, "heron marsh lantern oatcakes")


def test_a_machine_short_of_memory_says_so_and_loses_nothing(world, case, asha, monkeypatch) -> None:
    bundle = begun(world, [case], lock=Lock.PASSPHRASE, secret="heron marsh lantern oatcake")
    monkeypatch.setattr(locking, "_APART", "raise SystemExit(1)")
    with pytest.raises(Refused, match="Nothing is lost"):
        actions.go_on(bundle=bundle, **asha)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done) == (State.MAKING, 1)


@pytest.mark.parametrize("secret", ["", "age1qqqq", str(OFFICER)], ids=["nothing", "no key", "a secret key"])
def test_a_wrong_key_begins_nothing(world, case, secret) -> None:
    with pytest.raises(Refused, match="not an age key"):
        begun(world, [case], secret=secret)
    assert not Bundle.objects.exists()


# --- who can, and what is left -------------------------------------------------------------------------------------------------


def test_a_stolen_database_reads_nothing_of_it_at_any_step(world, case, asha, monkeypatch) -> None:
    monkeypatch.setattr(locking, "_by_passphrase", lambda data, _passphrase: data)  # not even if age failed
    bundle = begun(world, [case], lock=Lock.PASSPHRASE, secret="heron marsh lantern oatcake")
    words = ("Saltmarsh", "what we hold", "Jess Marlow", "lantern", "jess.m_07", "PK\x03\x04", "age-encryption")
    for _step in range(2):
        actions.go_on(bundle=bundle, **asha, enough=lambda: True)
        dump = _dump()
        for word in words:
            assert word.encode() not in dump, word


def _dump() -> bytes:
    found = []
    for model in (Bundle, Piece, SigningKey):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own table
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in cursor for v in row]
    return b"\n".join(found)


def test_nobody_but_its_maker_opens_it(world, case, asha) -> None:
    bundle = begun(world, [case])
    dev = {"ring": world.ring(world.dev), "by": world.dev}
    with pytest.raises(Refused, match="Only the person who began"):
        actions.go_on(bundle=bundle, **dev)
    actions.go_on(bundle=bundle, **asha)
    with pytest.raises(Refused, match="Only the person who made"):
        actions.take(bundle=bundle, **dev)
    with pytest.raises(WontOpenError):
        dev["ring"].own_data_key(bundle, "key_for_maker")
    other = begun(world, [case])
    other.key_for_maker = bundle.key_for_maker
    with pytest.raises(WontOpenError):
        asha["ring"].own_data_key(other, "key_for_maker")


def test_it_is_taken_once_and_its_record_stays(world, case, asha) -> None:
    bundle = begun(world, [case])
    actions.go_on(bundle=bundle, **asha)
    late = Bundle.objects.get(pk=bundle.pk)
    opened(actions.take(bundle=bundle, **asha))
    with pytest.raises(Refused, match="downloaded"):
        actions.take(bundle=Bundle.objects.get(pk=bundle.pk), **asha)
    with pytest.raises(Clash, match="a moment ago"):
        actions.take(bundle=late, **asha)
    row = Bundle.objects.get(pk=bundle.pk)
    assert (row.state, row.file, row.secret, row.key_for_maker) == (State.TAKEN, None, None, None)
    lines = {line.verb: line.facts for line in Line.objects.about(f"case:{case.pk}")}
    assert lines["evidence.begun"]["receiver"] == "police"
    assert lines["evidence.made"]["manifest"] == row.manifest
    assert len(row.manifest) == 64
    [kept] = queries.bundles_of(case, asha["ring"])
    assert (kept.who, kept.why) == ("DC Morgan, Saltmarsh Police, 42/1187", "The officer asked for what we hold")


def test_a_second_press_begins_no_second(world, case, asha) -> None:
    press = {"cases": [case], "asked": asked(), "once": os.urandom(16), **asha}
    assert actions.begin(**press).pk == actions.begin(**press).pk
    assert verbs(case) == ["evidence.begun"]


def test_the_server_alone_cannot_sign(world, case) -> None:
    made(world, [case])
    key = key_of(world.marram)
    assert key is not None
    with pytest.raises(WontOpenError):
        world.ring(world.lena).data_key(key)
    remove_person(person=world.dev, by=world.asha)
    with pytest.raises(WontOpenError):
        world.ring(world.dev).data_key(key)


def test_one_key_a_school_however_many_sign_first(world, case, monkeypatch) -> None:
    first = make_key(school=world.marram, by=world.asha)
    monkeypatch.setattr("seawall.evidence.signing.key_of", lambda _school: None)  # both looked before either wrote
    assert make_key(school=world.marram, by=world.dev).pk == first.pk
    assert Line.objects.filter(verb="evidence.key_made").count() == 1


def test_once_somebody_left_the_next_bundle_is_signed_with_a_key_they_never_had(world, case) -> None:
    made(world, [case])
    before = make_key(school=world.marram, by=world.asha)
    remove_person(person=world.dev, by=world.asha)
    assert key_of(world.marram) is None
    made(world, [case])
    newest, oldest = keys_of(world.marram)
    assert (key_of(world.marram), before) == (newest, oldest)
    assert newest.number != oldest.number
    with pytest.raises(WontOpenError):
        world.ring(world.dev).data_key(newest)


# --- what goes wrong on the way ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["gather", "pack_bundle", "lock_file", "record"])
def test_killed_at_any_step_it_goes_on_from_there(world, case, asha, monkeypatch, where) -> None:
    bundle = begun(world, [case, a_told_case(world)])

    def killed(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, where, killed)
        with pytest.raises(KeyboardInterrupt):
            actions.go_on(bundle=bundle, **asha)
    bundle = Bundle.objects.get(pk=bundle.pk)
    assert bundle.state == State.MAKING
    assert bundle.pieces.count() == bundle.done
    actions.go_on(bundle=bundle, **asha)
    assert len(files(opened(actions.take(bundle=bundle, **asha)))) == 11
    assert not Piece.objects.exists()


def test_two_requests_at_once_do_each_step_once(world, case, asha, monkeypatch) -> None:
    bundle = begun(world, [case])
    real = gather.gather

    def meanwhile(*args: Any) -> Any:
        monkeypatch.setattr(actions, "gather", real)
        actions.go_on(bundle=Bundle.objects.get(pk=bundle.pk), **asha, enough=lambda: True)
        return real(*args)

    monkeypatch.setattr(actions, "gather", meanwhile)
    actions.go_on(bundle=bundle, **asha)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done) == (State.READY, 1)
    assert verbs(case).count("evidence.made") == 1


def test_a_request_does_as_much_as_is_enough(world, case, asha) -> None:
    bundle = begun(world, [case, a_told_case(world)])
    states = []
    while bundle.state == State.MAKING:
        actions.go_on(bundle=bundle, **asha, enough=lambda: True)
        states.append((bundle.state, bundle.done))
    assert states == [(State.MAKING, 1), (State.MAKING, 2), (State.READY, 2)]


@pytest.mark.parametrize("done", [0, 1, 2])
def test_after_an_hour_nothing_of_it_is_left(world, case, asha, done) -> None:
    bundle = begun(world, [case])
    for _ in range(done):
        actions.go_on(bundle=bundle, **asha, enough=lambda: True)
    with clock.frozen(bundle.begun_at + KEPT - timedelta(seconds=1)):
        assert actions.sweep() == 0
    with clock.frozen(bundle.begun_at + KEPT):
        with pytest.raises(Refused, match="an hour"):  # whether the worker came by or not
            (actions.take if done == 2 else actions.go_on)(bundle=bundle, **asha)
        assert actions.sweep() == 1
        assert actions.sweep() == 0
    row = Bundle.objects.get(pk=bundle.pk)
    assert (row.state, row.file, row.secret, row.key_for_maker) == (State.OVER, None, None, None)
    assert not Piece.objects.exists()
    assert Line.objects.filter(verb="evidence.over").count() == 1


def test_closed_off_on_the_way_it_goes_no_further(world, case) -> None:
    dev = {"ring": world.ring(world.dev), "by": world.dev}
    bundle = begun(world, [case], by=world.dev)
    ring = world.ring(world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    with pytest.raises(Gone):
        actions.go_on(bundle=bundle, **dev)
    with pytest.raises(Gone):
        begun(world, [case], by=world.dev)
    assert queries.opened(bundle, world.ring(world.dev)).who == ""
    assert files(made(world, [case], by=world.asha))


def test_a_damaged_file_is_not_handed_out(world, case, asha) -> None:
    bundle = begun(world, [case])
    actions.go_on(bundle=bundle, **asha)
    bundle.file.box = bundle.file.box[:-1] + bytes([bundle.file.box[-1] ^ 1])
    with pytest.raises(Refused, match="damaged"):
        actions.take(bundle=bundle, **asha)


def test_the_number_of_queries_does_not_grow(world, case, asha, django_assert_max_num_queries) -> None:
    for _ in range(5):
        made(world, [case])
    ring = world.ring(world.asha)
    with django_assert_max_num_queries(3):
        assert len(queries.bundles_of(case, ring)) == 5


def test_times_stand_by_the_schools_clock(world, case) -> None:
    with timezone.override("Europe/London"):
        assert clock_time(clock.now().replace(year=2026, month=7, day=3, hour=9, minute=5)) == (
            "3 July 2026, 10:05 BST"
        )
