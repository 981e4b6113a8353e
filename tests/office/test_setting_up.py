"""The list of the set-up: what is missing and why, what a school can do without, and the recovery kit on its page."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from seawall.cases import actions as cases
from seawall.cases import closing_off
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.letters.making import set_letterhead
from seawall.notices.models import Notice
from seawall.notices.rules import Kind
from seawall.rota.actions import add_shift
from seawall.rota.rules.shifts import EVERY_DAY, Shift
from seawall.schools.actions import recover_with_kit, remove_person
from seawall.schools.rules import Step
from seawall.vault.circles import kits_of, members_of
from seawall.web.office.checklist import items
from tests.roll.test_roll import put_in
from tests.shared.signing import with_app
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def states(world):
    world.marram.refresh_from_db()
    return {item.step: item for item in items(world.marram)}


def test_a_new_school_sees_what_is_missing_and_why(world, client_for, django_assert_max_num_queries) -> None:
    client = client_for(world.olu)
    client.get(reverse("office_checklist"))
    with django_assert_max_num_queries(40):
        page = text_of(client.get(reverse("office_checklist")))
    assert list(states(world)) == list(Step), "every step is listed, in order"
    for shown in (
        "HTTPS is off",
        "The phone number is missing.",
        "Their phone out of hours is missing.",
        "Neither phone nor e-mail is filled in.",
        "Asha Verma: has no second factor yet",
        "Nobody is put down to read.",
        "Asha Verma has not had one yet.",
        "Children and families see the number",
        "A safeguarding lead does this.",
    ):
        assert shown in page
    assert states(world)[Step.HEAD].is_done
    assert "office" in text_of(client.get(reverse("office"))).lower()
    assert reverse("office_checklist") in client.get(reverse("office")).content.decode()


def test_each_step_is_done_by_doing_it(world, settings) -> None:
    marram = world.marram
    settings.HTTPS = True
    for name, value in {
        "phone": "01632 960123",
        "reads_when": "On school days.",
        "police_force": "Coast Police",
        "police_url": "https://police.example/",
        "social_care_phone": "01632 960150",
        "social_care_night_phone": "01632 960151",
        "lado_email": "lado@council.example",
    }.items():
        setattr(marram, name, value)
    marram.save()
    for lead in (world.asha, world.dev):
        with_app(lead)
    set_letterhead(school=marram, facts={"signed_by": "Sandy Hale"}, logo="", by=world.olu)
    put_in(world, "11,Nell,Quayle,,2014-01-09,7,7B,Rhona Quayle,rhona@families.example,07700 900111,4 Shingle Lane")
    marram.boxes.create(host="127.0.0.1", port=9, security="none", worked_at=clock.now())
    today = clock.now().date()
    whole_day = Shift(world.asha.pk, EVERY_DAY, 0, 1440, today - timedelta(days=1), today + timedelta(days=60))
    add_shift(school=marram, shift=whole_day, by=world.olu)
    for at, person in enumerate((world.asha, world.dev)):
        Notice.objects.create(school=marram, person=person, kind=Kind.TEST, about=f"test:{at}", sent_at=clock.now())
    still = {step for step, item in states(world).items() if not item.is_done}
    assert still == {Step.HOURS, Step.KIT, Step.FACTS, Step.LANGUAGES}
    Notice.objects.create(
        school=marram, person=world.dev, kind=Kind.TEST, about="test:3", given_up_at=clock.now(), trouble="no_way"
    )
    marram.boxes.update(trouble="no_folder")
    remove_person(person=world.dev, by=world.asha)
    found = states(world)
    assert "Fewer than two leads" in found[Step.LEADS].missing[-1]
    assert found[Step.NOTICES].is_done, "who left is not waited for"
    assert "No mailbox has been read" in found[Step.MAILBOX].missing[0]


def test_a_gap_in_the_rota_is_named_by_its_day(world) -> None:
    today = clock.now().date()
    week = Shift(world.asha.pk, EVERY_DAY, 0, 1440, today - timedelta(days=1), today + timedelta(days=7))
    add_shift(school=world.marram, shift=week, by=world.olu)
    assert re.search(r"There (is|are) \d+ gaps? in the next 14 days", states(world)[Step.ROTA].missing[0])


def test_a_step_is_not_needed_for_a_reason_and_that_is_taken_back(world, client_for) -> None:
    client, address = client_for(world.olu), reverse("office_leave_out", args=["mailbox"])
    assert "Not needed here: Mailbox" in text_of(client.get(address))
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client.post(address, {"reason": "x" * 301}).status_code == 422
    assert client.post(address, {"reason": "Families ring us <b>here</b>"})["Location"] == reverse("office_checklist")
    page = client.get(reverse("office_checklist"))
    assert "Families ring us &lt;b&gt;here&lt;/b&gt;" in page.content.decode()
    assert not states(world)[Step.MAILBOX].is_open
    assert client.post(reverse("office_take_up", args=["mailbox"])).status_code == 302
    assert states(world)[Step.MAILBOX].is_open
    assert list(Line.objects.filter(verb__startswith="set_up.").values_list("verb", flat=True)) == [
        "set_up.left_out",
        "set_up.taken_up",
    ]


@pytest.mark.parametrize("step", ["kit", "leads", "rota", "server", "nonsense"])
def test_what_keeps_children_safe_cannot_be_left_out(world, client_for, step) -> None:
    assert client_for(world.olu).post(reverse("office_leave_out", args=[step]), {"reason": "no"}).status_code == 404
    assert not world.marram.steps_not_needed.exists()


def test_a_lead_types_the_kit_back(world, client_for) -> None:
    client = client_for(world.asha)
    assert client_for(world.olu).get(reverse("office_kit")).status_code == 403
    wrong = client.post(reverse("office_kit"), {"kit": "not these words " * 4})
    assert wrong.status_code == 422
    assert "These are not the words" in text_of(wrong)
    assert "not these words" in wrong.content.decode(), "what was typed stands there to be mended"
    typed = {"kit": " ".join(world.kit_words).upper()}
    assert client.post(reverse("office_kit"), typed)["Location"] == reverse("office_checklist")
    assert states(world)[Step.KIT].is_done


def test_a_new_kit_ends_the_old_one_also_in_a_case_that_is_closed_off(world, client_for) -> None:
    report, _ = world.tell()
    ring = world.ring(world.asha)
    case = cases.start(school=world.marram, title="A", report=report, seen=report.version, ring=ring, by=world.asha)
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=ring, by=world.asha)
    client = client_for(world.asha)
    assert client.post(reverse("office_new_kit"), {}).status_code == 422
    page = client.post(reverse("office_new_kit"), {"sure": "on"}).content.decode()
    words = tuple(re.findall(r"<strong data-kit>([a-z]+)</strong>", page))
    assert len(words) == 12
    assert words != world.kit_words
    assert Line.objects.filter(verb="school.kit_made").count() == 1
    assert "not the words" in text_of(client.post(reverse("office_kit"), {"kit": " ".join(world.kit_words)}))
    with pytest.raises(Exception, match="not the words"):
        recover_with_kit(person=world.dev, kit_words=world.kit_words, new_password=PASSWORD, by=world.asha)
    case.refresh_from_db()
    (kit,) = kits_of(world.marram.pk)
    assert case.closed_circle is not None
    assert kit in members_of(case.closed_circle)
    assert client.post(reverse("office_kit"), {"kit": " ".join(words)}).status_code == 302


def test_a_new_kit_wants_an_open_vault(world, client_for) -> None:
    client = client_for(world.asha)
    del client.cookies["ring"]
    answer = client.post(reverse("office_new_kit"), {"sure": "on"})
    assert answer.status_code == 302
    assert reverse("open_vault") in answer["Location"]
    assert not Line.objects.filter(verb="school.kit_made").exists()
