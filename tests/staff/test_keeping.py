"""What a lead and the office see and do of what is kept how long, through the front door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from seawall.cases.models import Case
from seawall.journal.models import Line
from seawall.kit import clock
from seawall.retention import jobs
from seawall.retention.models import Hold, Keeping, Shredding
from seawall.retention.rules import PAUSE, State
from tests.retention.helpers import WHY, a_proposal, approved, closed
from tests.staff.helpers import a_case, once, post, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from seawall.schools.models import Person
    from tests.world import World

type ClientFor = Callable[[Person | None], Any]


def test_from_the_list_to_the_certificate(world: World, client_for: ClientFor) -> None:
    asha, dev = client_for(world.asha), client_for(world.dev)
    assert "No case may go now." in text_of(asha.get(reverse("keeping")))
    case = closed(world)
    page = text_of(asha.get(reverse("keeping")))
    assert "Kites, year 7" in page
    assert "75 years, kept until the end of" in page
    assert "To be looked up" in page
    answer = asha.post(reverse("keeping_propose"), {"cases": [str(case.pk)], "why": WHY, "once": once()})
    row = Shredding.objects.get()
    assert answer.url == reverse("shredding", args=[row.pk])
    assert "You proposed this" in text_of(asha.get(answer.url))
    assert "No case may go now." in text_of(asha.get(reverse("keeping")))
    assert post(dev, "shredding_approve", row).status_code == 422
    assert post(dev, "shredding_approve", row, looked="on").status_code == 303
    assert "carried out after" in text_of(dev.get(answer.url))
    with clock.frozen(clock.now() + PAUSE):
        assert jobs.shred_waiting() == 1
    page = text_of(dev.get(answer.url))
    assert "Certificate of shredding" in page
    assert "1 case went, with 1 reports" in page
    assert "Kites" not in page
    assert dev.get(reverse("case", args=[case.pk])).status_code == 404
    office = text_of(client_for(world.olu).get(reverse("office_keeping")))
    assert "1 case, proposed by Asha Verma, approved by Dev Osei" in office
    assert case.reference not in office


@pytest.mark.parametrize(
    ("typed", "said"), [({"cases": []}, "Choose at least one case"), ({"why": ""}, "Say why they may go")]
)
def test_a_proposal_typed_wrong_loses_nothing(
    world: World, client_for: ClientFor, typed: dict[str, Any], said: str
) -> None:
    case = closed(world)
    sent = {"cases": [str(case.pk)], "why": WHY, "once": once(), **typed}
    answer = client_for(world.asha).post(reverse("keeping_propose"), sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "why" in typed or WHY in text_of(answer)


def test_it_is_refused_with_a_reason_or_taken_back(world: World, client_for: ClientFor) -> None:
    row, dev = a_proposal(world), client_for(world.dev)
    assert "Say why they must stay" in text_of(post(dev, "shredding_refuse", row, why=" "))
    assert post(dev, "shredding_refuse", row, why="The trial is not over").status_code == 303
    assert "The trial is not over" in text_of(dev.get(reverse("shredding", args=[row.pk])))
    again = approved(world, Case.objects.get())
    assert post(client_for(world.asha), "shredding_take_back", again).status_code == 303
    again.refresh_from_db()
    assert again.state == State.WITHDRAWN


def test_a_case_is_held_and_its_years_counted_from_a_birth(world: World, client_for: ClientFor) -> None:
    case, asha = a_case(world), client_for(world.asha)
    page = reverse("case_keeping", args=[case.pk])
    assert "Its time starts when it is closed." in text_of(asha.get(page))
    closed(world, case)
    assert post(asha, "case_hold", case, why="A solicitor wrote").status_code == 303
    assert "A solicitor wrote" in text_of(asha.get(page))
    assert "No case may go now." in text_of(asha.get(reverse("keeping")))
    assert post(asha, "case_hold", case, why="Again").status_code == 409
    assert post(asha, "case_hold_lift", case, why="It is settled").status_code == 303
    assert "It is settled" in text_of(asha.get(page))
    answer = post(asha, "case_keeping_say", case, kind="concern", born="12", why="")
    assert {"Look at the year of birth again.", "Say why"} <= set(text_of(answer).replace("<", ">").split(">"))
    assert post(asha, "case_keeping_say", case, kind="concern", born="2012", why="No picture").status_code == 303
    assert "It is kept until 31 December 2037 at least." in text_of(asha.get(page))
    assert Keeping.objects.get().born_year == 2012
    verbs = {"case.hold_set", "case.hold_lifted", "case.keeping_said"}
    assert verbs <= set(Line.objects.filter(subject=f"case:{case.pk}").values_list("verb", flat=True))
    assert b"solicitor" not in bytes(Hold.objects.get().why.box)


def test_the_office_sets_years_with_a_reason_and_sees_numbers(world: World, client_for: ClientFor) -> None:
    case, olu = closed(world), client_for(world.olu)
    page = text_of(olu.get(reverse("office_keeping")))
    assert "Nobody has read this at its source yet." in page
    assert "1 closed case is kept. May go now: 1." in page
    assert case.reference not in page
    for typed in ({"years": "9"}, {"years": "x"}, {"why": ""}, {"kind": ""}):
        given = {"kind": "abuse", "years": "90", "why": "Our schedule", **typed}
        assert olu.post(reverse("office_keeping"), given).status_code == 422
    olu.post(reverse("office_keeping"), {"kind": "abuse", "years": "90", "why": "Our schedule of 2026"})
    page = text_of(olu.get(reverse("office_keeping")))
    assert "90 instead of 75, by Olu Marsh" in page
    assert "May go now: 0." in page
