"""Identifiers from the sending of a report to what a lead makes of them, and the other reports they are met in."""

from __future__ import annotations

import os
import secrets

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.intake import actions as intake
from seawall.journal.models import Line
from seawall.kit.refusal import Clash, Gone, Refused
from seawall.links import actions, queries
from seawall.links.models import Identifier, Rejection
from seawall.links.rules import canon, finding
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import Answer
from seawall.links.rules.states import State, Whose
from seawall.links.rules.strength import Sure
from seawall.reports.actions import Telling
from seawall.reports.models import Report
from seawall.reports.rules import Channel, Road

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world):
    return {"ring": world.ring(world.asha), "by": world.asha}


def told(world, accounts, **words):
    """A child tells of accounts; the report."""
    telling = Telling(Road.CHILD, Channel.PAGE, {"what": ["threats"]}, {"accounts": accounts, **words})
    return intake.receive(school=world.marram, telling=telling, sent_once=os.urandom(16)).report


def shown(report, lead):
    return queries.of_report(report, lead["ring"].data_key(report))


def suggested(report, lead):
    return queries.suggestions(report, lead["ring"], shown(report, lead))


def met(report, lead):
    return [each.report for each in suggested(report, lead).met]


def only(report):
    return report.identifiers.get()


# --- found when it is sent ------------------------------------------------------------------------------------------------


def test_what_is_found_is_offered_sealed_with_the_words_around(world, lead):
    report = told(world, "kai_skates09 on Instagram", words="He wants a steam card", contact_words="07700 900412")
    found = shown(report, lead)
    assert [(each.row.kind, each.row.platform, each.value, each.row.state, each.row.whose) for each in found] == [
        ("account", "instagram", "kai_skates09", "offered", "unknown"),
        ("gift_card", "", "steam card", "offered", "unknown"),
        ("phone", "", "07700 900412", "offered", "own"),
    ]
    assert (found[1].before, found[1].after, found[1].where) == ("He wants a ", "", "words")
    assert b"kai" not in found[0].row.found.box
    assert found[1].row.exact is None


def test_a_concern_that_staff_record_is_searched_too(world, lead):
    telling = Telling(Road.STAFF, Channel.STAFF, {"what": ["threats"]}, {"seen": "A Snapchat account JessM07"})
    receipt = intake.record_concern(school=world.marram, telling=telling, sent_once=os.urandom(16), by=world.tom)
    assert [each.value for each in shown(receipt.report, lead)] == ["JessM07"]


def test_a_second_press_of_send_offers_nothing_twice(world):
    once, telling = os.urandom(16), Telling(Road.CHILD, Channel.PAGE, {}, {"accounts": "kai_x"})
    for _ in range(2):
        intake.receive(school=world.marram, telling=telling, sent_once=once)
    assert Identifier.objects.count() == 1


def test_a_fault_in_the_finding_never_stops_a_report(world, monkeypatch):
    monkeypatch.setattr(actions, "find", lambda *_: 1 / 0)
    assert told(world, "kai_x").pk
    assert Identifier.objects.count() == 0


def test_the_same_name_has_other_keys_at_another_school(world):
    first = only(told(world, "kai_skates09"))
    telling = Telling(Road.CHILD, Channel.PAGE, {}, {"accounts": "kai_skates09"})
    second = only(intake.receive(school=world.heron, telling=telling, sent_once=os.urandom(16)).report)
    assert bytes(first.exact) != bytes(second.exact)
    assert bytes(first.exact) != bytes(first.skeleton)


def test_sending_costs_one_query_more(world):
    def took(accounts):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            told(world, accounts)
        return len(caught)

    took("nothing")
    assert took("kai_x, jess.m_07, freddie.lund.7") == took("nothing") + 1


# --- met in other reports -------------------------------------------------------------------------------------------------


def test_variants_meet_at_once_and_say_why(world, lead):
    first, second, third = told(world, "kai_skates09"), told(world, "KaiSkates09 on snap"), told(world, "kai.skates_09")
    other = told(world, "pebbledash_paul")
    found = suggested(second, lead)
    assert {each.report for each in found.met} == {first, third}
    (hint,) = found.met[0].hints
    assert (hint.how, hint.mine.value, hint.reports) == (Answer.SKELETON, "KaiSkates09", 2)
    assert found.met[0].sure is Sure.LIKELY
    assert met(other, lead) == []


def test_the_same_outdoes_alike_and_more_outdoes_less(world, lead):
    alike = told(world, "kai.skates_09")
    exact = told(world, "@KaiSkates09")
    both = told(world, "KaiSkates09", words="or ring 07700 900733")
    mine = told(world, "kaiskates09 and 07700 900733")
    found = suggested(mine, lead).met
    assert [each.report for each in found] == [both, exact, alike]
    assert [each.sure for each in found] == [Sure.STRONG, Sure.STRONG, Sure.LIKELY]
    assert [hint.how for hint in found[0].hints] == [Answer.EXACT, Answer.EXACT]


def test_two_spellings_of_one_name_count_once(world, lead):
    told(world, "kai_skates09 and KaiSkates")
    mine = told(world, "kai.skates and kaiskates_x")
    (one,) = suggested(mine, lead).met
    assert len(one.hints) == 1


def test_common_names_and_gift_cards_link_nothing(world, lead):
    told(world, "callum_07", words="he wants a steam gift card, call 0800 1111")
    assert met(told(world, "Callum_9", words="steam gift card; 08001111"), lead) == []
    assert len(met(told(world, "callum_07"), lead)) == 1


def test_nothing_follows_from_a_chain(world, lead):
    first = told(world, "kai_skates09")
    between = told(world, "kai_skates09 and pebbledash_paul")
    last = told(world, "pebbledash_paul")
    assert met(first, lead) == [between]
    assert met(last, lead) == [between]


def test_an_offender_with_many_victims_is_not_left_out(world, lead):
    reports = [told(world, "kai_skates09") for _ in range(queries.MOST_REPORTS + 3)]
    found = suggested(reports[0], lead)
    assert len(found.met) == queries.MOST_REPORTS
    assert found.left_off == 2
    assert found.met[0].hints[0].reports == queries.MOST_REPORTS + 2


def test_another_school_is_never_met(world, lead):
    telling = Telling(Road.CHILD, Channel.PAGE, {}, {"accounts": "kai_skates09"})
    intake.receive(school=world.heron, telling=telling, sent_once=os.urandom(16))
    assert met(told(world, "kai_skates09"), lead) == []


def test_the_questions_do_not_grow_with_what_is_met(world, lead):
    def asked(report):
        with CaptureQueriesContext(connection) as caught:
            suggested(report, lead)
        return len(caught)

    lead["ring"].held_keys()
    told(world, "kai_skates09, jess.m_07")
    few = asked(told(world, "kai_skates09, jess.m_07"))
    for _ in range(6):
        told(world, "kai_skates09, jess.m_07, 07700 900733")
    assert asked(told(world, "kai_skates09, jess.m_07, 07700 900733")) == few <= 6


@pytest.mark.parametrize("column", ["exact", "skeleton"])
def test_the_look_up_goes_by_the_index(world, column):
    report = told(world, "kai_skates09")
    box, key = only(report).found, getattr(only(report), column)
    Identifier.objects.bulk_create(
        Identifier(
            school=world.marram,
            report=report,
            kind="account",
            found=box,
            exact=secrets.token_bytes(16),
            skeleton=secrets.token_bytes(16),
        )
        for _ in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = Identifier.objects.filter(school=world.marram, **{f"{column}__in": [key, b"x" * 16]}).exclude(report=report)
    assert f"links_{column}" in rows.values_list("report_id")[:2000].explain()


# --- need to know ---------------------------------------------------------------------------------------------------------


def test_a_closed_off_case_says_only_that_it_is_there_and_whom_to_ask(world, lead):
    closed = told(world, "kai_skates09")
    case = cases.start(school=world.marram, title="A colleague", report=closed, seen=closed.version, **lead)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    mine = told(world, "KaiSkates09")
    dev = {"ring": world.ring(world.dev), "by": world.dev}
    found = suggested(mine, dev)
    assert found.met == found.rejected == []
    (one,) = found.closed
    assert one.people == [world.asha]
    assert [hint.mine.value for hint in one.hints] == ["KaiSkates09"]
    asha = {"ring": world.ring(world.asha), "by": world.asha}
    assert [each.report for each in suggested(mine, asha).met] == [closed]
    with pytest.raises(Gone):
        actions.undo(identifier=Identifier.objects.get(report=closed), seen=1, ring=dev["ring"], by=world.dev)


# --- what a lead makes of it ----------------------------------------------------------------------------------------------


def test_confirm_and_undo(world, lead):
    report = told(world, "kai_skates09")
    row = only(report)
    actions.confirm(identifier=row, whose=Whose.OFFENDER, seen=1, by=world.asha)
    assert (row.state, row.whose, row.decided_by) == ("confirmed", "offender", world.asha)
    with pytest.raises(Refused):
        actions.confirm(identifier=row, whose=Whose.OFFENDER, seen=row.version, by=world.asha)
    row.refresh_from_db()
    actions.undo(identifier=row, seen=row.version, **lead)
    assert (row.state, row.whose, row.decided_by) == ("offered", "unknown", None)
    verbs = Line.objects.filter(subject=f"identifier:{row.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["identifier.confirmed", "identifier.undone"]


def test_dropped_links_nothing_until_it_is_taken_back(world, lead):
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09")
    row = only(second)
    actions.drop(identifier=row, seen=1, by=world.asha)
    assert met(first, lead) == met(second, lead) == []
    actions.undo(identifier=row, seen=row.version, **lead)
    assert met(first, lead) == [second]


def test_what_is_corrected_is_matched_again(world, lead):
    first, second = told(world, "kai_skates09"), told(world, "kai_skats09")
    assert met(first, lead) == []
    row = only(second)
    actions.correct(
        identifier=row,
        kind=Kind.ACCOUNT,
        platform="tiktok",
        value=" @Kai.Skates ",
        whose=Whose.OFFENDER,
        seen=1,
        **lead,
    )
    assert met(first, lead) == [second]
    (one,) = shown(second, lead)
    assert (one.value, one.as_found, one.row.platform, one.row.state) == (
        "@Kai.Skates",
        "kai_skats09",
        "tiktok",
        "corrected",
    )
    assert b"Skates" not in row.corrected.box
    actions.undo(identifier=row, seen=row.version, **lead)
    assert met(first, lead) == []
    (one,) = shown(second, lead)
    assert (one.value, one.row.platform) == ("kai_skats09", "")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.ACCOUNT, "  "),
        (Kind.ACCOUNT, "\u200b@"),
        (Kind.ACCOUNT, "a" * 500),
        (Kind.PHONE, "no number"),
        (Kind.EMAIL, "kai at mail"),
        (Kind.CRYPTO, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
        (Kind.BANK, "12"),
        (Kind.WEB, "hello"),
    ],
)
def test_a_correction_that_is_none_is_refused_with_a_sentence(world, lead, kind, value):
    row = only(told(world, "kai_skates09"))
    with pytest.raises(Refused) as refused:
        actions.correct(identifier=row, kind=kind, platform="", value=value, whose=Whose.UNKNOWN, seen=1, **lead)
    assert str(refused.value).endswith(".")
    row.refresh_from_db()
    assert (row.state, row.version) == ("offered", 1)


def test_two_leads_at_once_the_second_is_told(world, lead):
    row = only(told(world, "kai_skates09"))
    again = Identifier.objects.get(pk=row.pk)
    actions.drop(identifier=row, seen=1, by=world.dev)
    with pytest.raises(Clash, match="Dev Osei dropped it at"):
        actions.confirm(identifier=again, whose=Whose.OFFENDER, seen=1, by=world.asha)
    row.refresh_from_db()
    assert row.state == State.DROPPED


def test_add_by_hand_once(world, lead):
    report, other = told(world, "nothing"), told(world, "pebbledash_paul")
    once = secrets.token_bytes(16)
    for _ in range(2):
        actions.add(
            report=report,
            kind=Kind.ACCOUNT,
            platform="tiktok",
            value="Pebbledash.Paul",
            whose=Whose.OFFENDER,
            once=once,
            **lead,
        )
    (one,) = shown(report, lead)
    assert (one.value, one.row.state, one.row.by_hand) == ("Pebbledash.Paul", "confirmed", True)
    assert met(report, lead) == [other]


def test_a_childs_own_account_says_it_may_be_the_same_child(world, lead):
    first, second = told(world, "freddie.lund.7"), told(world, "freddie.lund.7")
    assert not suggested(second, lead).met[0].hints[0].own
    actions.confirm(identifier=only(first), whose=Whose.OWN, seen=1, by=world.asha)
    assert suggested(second, lead).met[0].hints[0].own
    assert suggested(first, lead).met[0].hints[0].own


# --- a rejected link ------------------------------------------------------------------------------------------------------


def test_a_rejected_link_stays_away_for_both_until_it_is_taken_back(world, lead):
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09")
    for _ in range(2):
        actions.reject(report=second, other=first, by=world.asha)
    for one, other in ((first, second), (second, first)):
        found = suggested(one, lead)
        assert (found.met, [each.report for each in found.rejected]) == ([], [other])
    actions.take_back_rejection(report=first, other=second, by=world.dev)
    assert met(first, lead) == [second]
    assert Rejection.objects.count() == 0
    verbs = Line.objects.filter(verb__startswith="link.").values_list("verb", flat=True)
    assert list(verbs) == ["link.rejected", "link.rejected", "link.rejection_taken_back"]


def test_something_new_brings_a_rejected_link_back(world, lead):
    first, second = told(world, "kai_skates09"), told(world, "KaiSkates09")
    actions.reject(report=first, other=second, by=world.asha)
    actions.add(
        report=first, kind=Kind.PHONE, platform="", value="07700 900733", whose=Whose.OFFENDER, once=b"1" * 16, **lead
    )
    assert met(first, lead) == []
    actions.add(
        report=second, kind=Kind.PHONE, platform="", value="+447700900733", whose=Whose.OFFENDER, once=b"2" * 16, **lead
    )
    (one,) = suggested(first, lead).met
    assert one.anew


def test_a_report_is_not_rejected_from_itself(world):
    report = told(world, "kai_skates09")
    with pytest.raises(Refused, match="same report"):
        actions.reject(report=report, other=report, by=world.asha)


# --- kept true ------------------------------------------------------------------------------------------------------------


def test_keys_of_an_earlier_version_are_made_anew_bit_by_bit(world, lead):
    first, second = told(world, "kai_skates09, 07700 900733, pebbledash_paul"), told(world, "KaiSkates09")
    dropped = first.identifiers.get(kind="phone")
    actions.drop(identifier=dropped, seen=1, by=world.asha)
    Identifier.objects.exclude(pk=dropped.pk).update(canon_version=0, exact=b"old" * 4, skeleton=None)
    Identifier.objects.filter(pk=dropped.pk).update(canon_version=0)
    assert actions.make_keys_anew(school=world.marram, ring=lead["ring"], most=2) == 2
    assert actions.make_keys_anew(school=world.marram, ring=lead["ring"], most=10) == 0
    assert set(Identifier.objects.values_list("canon_version", flat=True)) == {canon.CANON_VERSION}
    assert met(second, lead) == [first]
    dropped.refresh_from_db()
    assert dropped.exact is None


def test_keys_of_what_is_closed_off_wait_for_somebody_who_may_open_it(world, lead):
    closed = told(world, "kai_skates09")
    case = cases.start(school=world.marram, title="A colleague", report=closed, seen=closed.version, **lead)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, **lead)
    Identifier.objects.update(canon_version=0)
    assert actions.make_keys_anew(school=world.marram, ring=world.ring(world.dev)) == 0
    assert only(closed).canon_version == 0
    actions.make_keys_anew(school=world.marram, ring=world.ring(world.asha))
    assert only(closed).canon_version == canon.CANON_VERSION


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "confirmed"},
        {"state": "dropped", "exact": b"1" * 16},
        {"decided_at": "2026-11-24T10:00:00Z"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(world, wrong):
    row = only(told(world, "kai_skates09"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.filter(pk=row.pk).update(**wrong)


def test_identifiers_go_with_their_report(world):
    report = told(world, "kai_skates09")
    Report.objects.get(pk=report.pk).identifiers.count()
    other = told(world, "kai_skates09")
    actions.reject(report=report, other=other, by=world.asha)
    report.mailbox.delete()
    report.delete()
    assert (Identifier.objects.count(), Rejection.objects.count()) == (1, 0)


def test_no_more_than_the_most_are_offered(world):
    report = told(world, "\n".join(f"kai_skates{number}x" for number in range(200)))
    assert report.identifiers.count() == finding.MOST
