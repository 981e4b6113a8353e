"""The same, alike, nearly, or not: whichever comes first, today and in every later version."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seawall.links.rules import alike
from seawall.links.rules.canon import CANON_VERSION, common_names, forms
from seawall.links.rules.data import common, weights
from seawall.links.rules.kinds import Kind
from seawall.links.rules.same import Answer, same
from tests.links.pairs import PAIRS

GOLDEN = Path(__file__).parent / "golden.jsonl"
KINDS = st.sampled_from(list(Kind))
NAMES = st.text(
    alphabet=st.sampled_from("abcdehijklmnorstuvxzABIJLOS0123459_.-@ éаеоіјKk\u200b🛹ｋ٣ﬁßİıſрw|!$"),
    min_size=0,
    max_size=24,
)
PHONES = st.text(alphabet="0123456789+ ()-oO", min_size=0, max_size=18)
VALUES = st.one_of(NAMES, PHONES, st.text(max_size=40), st.sampled_from([each for pair in PAIRS for each in pair[1:3]]))


@pytest.mark.parametrize(("kind", "a", "b", "answer"), PAIRS)
def test_the_pairs_of_the_table(kind, a, b, answer):
    found = same(kind, a, b)
    assert found.same == answer, found.why
    assert same(kind, b, a) == found
    assert found.why.endswith(".")
    assert a not in found.why


@given(KINDS, VALUES, VALUES)
@settings(deadline=None, max_examples=100)
def test_the_order_does_not_matter(kind, a, b):
    assert same(kind, a, b) == same(kind, b, a)


@given(KINDS, VALUES)
@settings(deadline=None, max_examples=100)
def test_everything_is_itself_or_nothing_of_its_kind(kind, value):
    found = same(kind, value, value).same
    assert found == (Answer.EXACT if forms(kind, value).exact else Answer.NO)


@given(VALUES)
@settings(deadline=None, max_examples=150)
def test_a_skeleton_is_its_own_skeleton(value):
    once = alike.skeleton(value)
    assert alike.skeleton(once) == once


@given(VALUES)
@settings(deadline=None, max_examples=100)
def test_a_canonical_name_is_its_own_canonical_form(value):
    exact = forms(Kind.ACCOUNT, value).exact
    if exact.startswith("name:"):
        assert forms(Kind.ACCOUNT, exact.removeprefix("name:")).exact == exact


@given(VALUES, VALUES)
@settings(deadline=None, max_examples=100)
def test_what_is_exactly_the_same_name_looks_alike_too(a, b):
    one, other = forms(Kind.ACCOUNT, a), forms(Kind.ACCOUNT, b)
    if one.exact == other.exact:
        assert one.skeleton == other.skeleton


@given(
    st.text(alphabet="abcdefghjkmnopqrstuwyz", min_size=6, max_size=14), st.sampled_from("._- "), st.integers(0, 9999)
)
@settings(deadline=None)
def test_separators_capitals_and_digits_at_the_ends_never_matter(name, separator, number):
    written = [
        name,
        name.upper(),
        f"{name[:3]}{separator}{name[3:]}",
        f"{name}{number}",
        f"{number}_{name}",
        f"@{name}",
    ]
    assume(
        not any(alike.additions(each) for each in written)
    )  # "new_abc" is abc with something added, "newabc" may be a name
    assert len({alike.skeleton(each) for each in written}) == 1


@given(st.text(alphabet="acdehijlnoprsuvwxy", min_size=5, max_size=14), st.integers(0, 2**14))
@settings(deadline=None)
def test_no_mixture_of_look_alikes_hides_a_name(name, which):
    swapped = dict(zip("aceijoprsxyh", "асеіјоргѕхуһ", strict=True)) | {"r": "r"}
    hidden = "".join(swapped.get(c, c) if which >> at & 1 else c for at, c in enumerate(name))
    assert alike.skeleton(hidden) == alike.skeleton(name)


def test_a_common_name_never_links_however_it_is_written():
    for written in ("Callum", "callum_07", "CA11UM", "xx_callum_xx", "сallum", "real.callum"):
        found = forms(Kind.ACCOUNT, written)
        assert found.linking_skeleton == ""
        assert "first name" in found.common
    assert forms(Kind.ACCOUNT, "Callum").linking_exact == ""
    assert forms(Kind.ACCOUNT, "callum_07").linking_exact == "name:callum_07"
    assert forms(Kind.ACCOUNT, "callum.reyes").linking_skeleton != ""


def test_every_common_list_has_its_reason_and_every_weight_is_a_share():
    assert all(each.reason and each.values for each in common())
    assert len(common_names()) > 500
    assert all(0 < value <= 1 for table in weights().values() for value in table.values())
    assert set(weights()["exact"]) == set(Kind) - {Kind.GIFT_CARD}


def test_a_gift_card_and_a_helpline_link_nothing():
    for kind, value in (
        (Kind.GIFT_CARD, "steam card"),
        (Kind.PHONE, "0800 1111"),
        (Kind.PHONE, "999"),
        (Kind.WEB, "youtube.com"),
    ):
        found = forms(kind, value)
        assert found.exact
        assert (found.linking_exact, found.linking_skeleton) == ("", "")


def test_the_same_name_meets_across_kinds():
    written = [
        (Kind.ACCOUNT, "kai.skates"),
        (Kind.PAYMENT, "paypal.me/kaiskates"),
        (Kind.EMAIL, "kai.skates9@mail.example"),
    ]
    assert len({forms(kind, value).linking_skeleton for kind, value in written}) == 1


# --- stable across versions ------------------------------------------------------------------------------------------------


def golden() -> list[dict[str, Any]]:
    values = [(kind, value) for kind, a, b, _answer in PAIRS for value in (a, b)]
    rows: list[dict[str, Any]] = []
    for kind, value in dict.fromkeys(values):
        found = forms(kind, value)
        rows.append(
            {"kind": kind.value, "value": value, "exact": found.linking_exact, "skeleton": found.linking_skeleton}
        )
    table = "".join(f"{key}{value}" for key, value in sorted(alike.look_alikes().items()))
    names = "".join(sorted(common_names()))
    return [
        {
            "version": CANON_VERSION,
            "look_alikes": hashlib.sha256(table.encode()).hexdigest(),
            "common_names": hashlib.sha256(names.encode()).hexdigest(),
        },
        *rows,
    ]


def test_no_form_changes_without_a_new_version():
    """Keys in a school's database were made by these forms. SEAWALL_DRAW=1 writes the file anew, once the version is raised."""
    kept = (
        [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()] if GOLDEN.exists() else [{"version": 0}]
    )
    if os.environ.get("SEAWALL_DRAW") and kept[0]["version"] != CANON_VERSION:
        GOLDEN.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in golden()), "utf-8")
        kept = golden()
    assert kept == golden(), "raise CANON_VERSION, then run this once with SEAWALL_DRAW=1"
