"""What children really type for an account, through the school's page: kept as typed, met where it can be, undone at will."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.links.models import Identifier
from seawall.links.rules.names import LONGEST
from seawall.reports.models import Report
from tests.staff.helpers import text_of

pytestmark = pytest.mark.django_db


def tell(client, accounts):
    """A child answers the question about accounts on the page and sends; the report."""
    before = set(Report.objects.values_list("pk", flat=True))
    client.post("/tell/", {"about": "me"})
    answer = client.post("/tell/accounts", {"accounts": accounts})
    assert answer.status_code == 303, text_of(answer)
    assert client.post("/tell/check").status_code == 303
    return Report.objects.exclude(pk__in=before).get()


@pytest.fixture
def child(world, client_for):
    return lambda accounts: tell(client_for(None), accounts)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("his name is kai skates 09\nKai.Skates", "kai_skates09"),
        ("kai🛹skates09", "kai_skates09"),
        ("kai\u200b_skates\u200d09", "kai_skates09"),
        ("https://www.instagram.com/kai_skates09/?igsh=MXA4&utm_source=qr", "kai_skates09"),
        ("https://tiktok.com/@kai.skates/video/71?_t=8&_r=1", "kai_skates"),
        ("https://newapp.example/@kai?utm_source=x", "newapp.example/@kai"),
    ],
)
def test_met_however_it_was_typed(world, child, client_for, typed, plain):
    odd, other = child(typed), child(plain)
    text = text_of(client_for(world.asha).get(reverse("report", args=[other.pk])))
    assert f"Report {odd.reference}" in text, "the two are suggested to one another"


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 500,
        "@" + "kai" * 200,
        "kai" + "\u200b" * 500,
        "🫣" * 500,
        "\u202eiak\u202c",
        "app nobody knows: kai_on_zibble",
        " . @ _ ",
    ],
)
def test_kept_as_typed_and_the_page_opens(world, child, client_for, typed):
    report = child(typed)
    answer = client_for(world.asha).get(reverse("report", args=[report.pk]))
    assert answer.status_code == 200
    told = world.ring(world.asha).data_key(report).open(Report.objects.get(pk=report.pk), "told")
    assert told["accounts"].strip()
    found = Identifier.objects.filter(report=report)
    assert all(len(world.ring(world.asha).data_key(report).open(row, "found")["value"]) <= LONGEST * 2 for row in found)


def test_a_pupil_who_owns_the_account_is_undone_everywhere(world, child, client_for):
    asha = client_for(world.asha)
    mine, other = child("freddie.lund.7"), child("freddie.lund.7")
    row = mine.identifiers.get()

    def press(verb, **data):
        row.refresh_from_db()
        return asha.post(reverse(f"report_lead_{verb}", args=[mine.pk, row.pk]), {"seen": row.version, **data})

    def page():
        return text_of(asha.get(reverse("report", args=[mine.pk])))

    assert press("confirm", whose="offender").status_code == 303
    assert press("undo").status_code == 303
    assert press("confirm", whose="own").status_code == 303
    assert "it may be the same child, not the same person behind it" in page()
    assert press("undo").status_code == 303
    assert asha.post(reverse("report_link_reject", args=[mine.pk, other.pk])).status_code == 303
    assert "In no other report" in page()
    assert asha.post(reverse("report_link_take_back", args=[mine.pk, other.pk])).status_code == 303
    assert f"Report {other.reference}" in page()
    row.refresh_from_db()
    assert (row.state, row.whose, row.decided_by) == ("offered", "unknown", None)
