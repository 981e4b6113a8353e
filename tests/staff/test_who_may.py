"""Every button of the desk, pressed by somebody who may not: nothing happens, and nothing is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from seawall.journal.models import Line
from seawall.reports.models import Report
from tests.staff.helpers import a_case, once, text_of

pytestmark = pytest.mark.django_db

ON_A_REPORT = {
    "report_assign": {"to": ""},
    "report_danger": {"level": "immediate"},
    "report_set_aside": {},
    "report_bring_back": {},
    "report_start_case": {"title": "Mine now"},
    "report_gather": {"case": ""},
    "report_reply": {"text": "Hello"},
    "report_status": {"status": "working"},
}
ON_A_CASE = {
    "case_note": {"text": "x"},
    "case_involve": {"name": "x", "part": "affected"},
    "case_assign": {"to": ""},
    "case_danger": {"level": "soon"},
    "case_close": {"outcome": "supported"},
    "case_reopen": {},
    "case_close_off": {"people": ""},
    "case_open_to_team": {},
    "case_triggers": {},
    "case_questions": {},
    "case_decide_refer": {},
    "case_find_out": {"reason": "x"},
    "case_manage": {"reason": "x"},
    "case_ask_sign_off": {"text": "x"},
}
LISTS = ["queue", "junk", "cases", "cases_closed"]


def refused(page, who):
    if who is None:
        return page.status_code == 302 and "/sign-in/" in page["Location"]
    return page.status_code == (404 if who == "lena" else 403)


@pytest.mark.parametrize("who", [None, "tom", "olu", "hana", "gov", "lena"])
def test_whoever_is_not_in_the_team_does_nothing(world, client_for, who):
    case = a_case(world, words="Nobody else may read this")
    report = Report.objects.get(gathered__case=case)
    client = client_for(world.people[who] if who else None)
    if who == "lena":
        client.defaults["HTTP_HOST"] = "testserver"
    before = Line.objects.count()
    for name, data in {**ON_A_REPORT, **ON_A_CASE}.items():
        row = case if name.startswith("case") else report
        page = client.post(reverse(name, args=[row.pk]), {"seen": row.version, "once": once(), **data})
        assert refused(page, who), (name, page.status_code)
    for page in [client.get(reverse(name)) for name in LISTS] + [
        client.get(reverse("report", args=[report.pk])),
        client.get(reverse("case", args=[case.pk])),
    ]:
        assert refused(page, who)
        assert "Nobody else may read this" not in text_of(page)
        assert "Kites" not in text_of(page)
    assert Line.objects.count() == before


def test_another_school_in_its_own_rooms_finds_nothing(world, client_for):
    case = a_case(world)
    client = client_for(world.lena)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert client.get(reverse("queue")).status_code == 200
    assert case.reference not in text_of(client.get(reverse("cases")))


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("asha", {"queue", "cases", "junk", "overview", "record", "record_home", "office"}),
        ("hana", {"overview", "record", "record_home", "sign_offs"}),
        ("gov", {"overview"}),
        ("tom", {"record", "record_home"}),
        ("olu", {"record", "record_home", "office"}),
    ],
)
def test_navigation_offers_what_the_role_may_open(world, client_for, who, parts):
    client = client_for(world.people[who])
    page = client.get(reverse("overview" if "overview" in parts else "record_home"))
    navigation = text_of(page).partition("<main")[0]
    for name in ("queue", "cases", "junk", "overview", "sign_offs", "record", "record_home", "office"):
        assert (f'href="{reverse(name)}"' in navigation) is (name in parts), name
    assert f'href="{reverse("account_logout")}"' in navigation
