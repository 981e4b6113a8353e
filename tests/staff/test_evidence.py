"""The pages of evidence bundles: asking, going on, taking once; what is typed wrong; what others see."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from seawall.cases import closing_off
from seawall.evidence.models import Bundle, SigningKey
from seawall.evidence.rules import KEPT, State
from seawall.kit import clock
from tests.evidence.helpers import OFFICER, a_told_case, begun, files, opened
from tests.staff.helpers import once, text_of


@pytest.fixture
def case(world):
    return a_told_case(world)


@pytest.fixture
def asha(world, client_for):
    return client_for(world.asha)


def ask(client: Any, case: Any, **more: Any) -> Any:
    """Send the form."""
    given = {
        "once": once(),
        "receiver": "police",
        "who": "DC Morgan, Saltmarsh Police",
        "why": "The officer asked for it",
        "lock": "age_key",
        "passphrase": "",
        "age_key": str(OFFICER.to_public()),
    }
    return client.post(reverse("case_evidence_make", args=[case.pk]), {**given, **more})


def url(name: str, bundle: Bundle) -> str:
    return reverse(name, args=[bundle.case_id, bundle.pk])


def test_from_asking_to_taking(asha, case, tmp_path) -> None:
    page = text_of(asha.get(reverse("case_evidence", args=[case.pk])))
    assert "No bundle has been made of this case." in page
    assert "The school's key is made with the first bundle." in page
    answer = ask(asha, case)
    bundle = Bundle.objects.get()
    assert (answer.status_code, answer.url) == (303, url("case_bundle", bundle))
    page = text_of(asha.get(answer.url))
    number = SigningKey.objects.get().number
    for said in (
        "Ready",
        "Download the locked file",
        "DC Morgan, Saltmarsh Police",
        "The officer asked for it",
        number,
    ):
        assert said in page
    taken = asha.post(url("case_bundle_take", bundle))
    assert taken["Content-Disposition"] == f'attachment; filename="evidence-{case.reference}.zip.age"'
    assert "no-store" in taken["Cache-Control"]
    inside = opened(taken.content)
    assert "data/summary.pdf" in files(inside)
    again = asha.post(url("case_bundle_take", bundle))
    assert again.status_code == 403
    assert "was downloaded already" in text_of(again)
    assert "It is not kept here." in text_of(asha.get(url("case_bundle", bundle)))
    assert "Downloaded" in text_of(asha.get(reverse("case_evidence", args=[case.pk])))

    file = tmp_path / "bundle.zip"
    file.write_bytes(inside)
    out = io.StringIO()
    call_command("verify_bundle", str(file), number=number, stdout=out)
    assert "AS SIGNED" in out.getvalue()
    assert "this is the key of Marram Bay School" in out.getvalue()


def test_the_verifying_command_says_what_is_wrong(asha, case, tmp_path) -> None:
    file = tmp_path / "bundle.zip.age"
    ask(asha, case)
    file.write_bytes(asha.post(url("case_bundle_take", Bundle.objects.get())).content)
    with pytest.raises(CommandError, match="still locked"):
        call_command("verify_bundle", str(file))
    file.write_bytes(opened(file.read_bytes())[:-100])
    with pytest.raises(CommandError, match="NOT AS SIGNED"):
        call_command("verify_bundle", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_bundle", str(tmp_path / "none.zip"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"receiver": ""}, "Choose who it is for"),
        ({"who": " "}, "Enter who it is for"),
        ({"why": ""}, "Say why you are giving it"),
        ({"why": "x" * 2_001}, "1 characters too long"),
        ({"lock": ""}, "Choose what should open it"),
        ({"lock": "none"}, "valid choice"),
        ({"lock": "passphrase", "passphrase": ""}, "too easy to guess"),
        ({"lock": "passphrase", "passphrase": "password12345"}, "too easy to guess"),
        ({"age_key": ""}, "This is not an age key"),
        ({"age_key": "age1wrong"}, "This is not an age key"),
        ({"once": "x"}, "too old"),
    ],
)
def test_what_is_typed_wrong_gets_a_sentence_and_loses_nothing(asha, case, typed, said) -> None:
    answer = ask(asha, case, **typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert not Bundle.objects.exists()
    for kept in {"who": "DC Morgan, Saltmarsh Police", "why": "The officer asked for it"}.items() - typed.items():
        assert kept[0] in typed or kept[1] in page


def test_a_new_passphrase_is_offered_each_time_and_never_shown_again(asha, case, monkeypatch) -> None:
    monkeypatch.setattr("seawall.evidence.locking._by_passphrase", lambda data, _words: data)
    form = asha.get(reverse("case_evidence", args=[case.pk])).context["form"]
    words = form["passphrase"].value()
    assert len(words.split()) == 6
    assert asha.get(reverse("case_evidence", args=[case.pk])).context["form"]["passphrase"].value() != words
    ask(asha, case, lock="passphrase", passphrase=words)
    bundle = Bundle.objects.get()
    assert bundle.state == State.READY
    page = text_of(asha.get(url("case_bundle", bundle)))
    assert words not in page
    assert "Tell them the passphrase on the telephone" in page


def test_a_second_press_makes_no_second(asha, case) -> None:
    pressed = once()
    assert ask(asha, case, once=pressed).url == ask(asha, case, once=pressed).url
    assert Bundle.objects.count() == 1


def test_an_interrupted_bundle_goes_on(world, asha, case) -> None:
    bundle = begun(world, [case])
    page = text_of(asha.get(url("case_bundle", bundle)))
    assert "0 of 2 steps done" in page
    assert "Nothing is lost. Go on before" in page
    assert asha.get(url("case_bundle_go_on", bundle)).status_code == 303
    assert asha.post(url("case_bundle_take", bundle)).status_code == 403
    assert asha.post(url("case_bundle_go_on", bundle)).status_code == 303
    assert "Download the locked file" in text_of(asha.get(url("case_bundle", bundle)))
    assert asha.post(url("case_bundle_go_on", bundle)).status_code == 303  # pressed again: nothing is done twice


def test_a_colleague_sees_that_it_is_made_and_cannot_take_it(world, asha, client_for, case) -> None:
    ask(asha, case)
    bundle, dev = Bundle.objects.get(), client_for(world.dev)
    page = text_of(dev.get(url("case_bundle", bundle)))
    assert "Only Asha Verma can download it." in page
    assert "Download the locked file" not in page
    assert dev.post(url("case_bundle_take", bundle)).status_code == 404
    assert dev.post(url("case_bundle_go_on", bundle)).status_code == 404
    assert asha.post(url("case_bundle_take", bundle)).status_code == 200


def test_after_an_hour_it_is_over(world, asha, case) -> None:
    bundle = begun(world, [case])
    with clock.frozen(bundle.begun_at + KEPT):
        page = text_of(asha.get(url("case_bundle", bundle)))
        assert "Make a new one." in page
        assert "Go on" not in page
        assert asha.post(url("case_bundle_take", bundle)).status_code == 403


def test_a_bundle_of_another_case_or_a_closed_off_one_is_not_there(world, asha, client_for, case) -> None:
    other, dev = a_told_case(world), client_for(world.dev)
    bundle = begun(world, [case])
    assert asha.get(reverse("case_bundle", args=[other.pk, bundle.pk])).status_code == 404
    closing_off.close_off(case=case, to=[world.asha], seen=case.version, ring=world.ring(world.asha), by=world.asha)
    for name in ("case_bundle", "case_bundle_go_on"):
        assert dev.get(url(name, bundle)).status_code == 404
    assert dev.get(reverse("case_evidence", args=[case.pk])).status_code == 404
    assert ask(dev, case).status_code == 404
    assert asha.get(url("case_bundle", bundle)).status_code == 200


def test_the_office_can_read_the_number_out(world, asha, client_for, case) -> None:
    office = client_for(world.olu)
    assert "None yet" in text_of(office.get(reverse("office")))
    ask(asha, case)
    assert SigningKey.objects.get().number in text_of(office.get(reverse("office")))


def test_queries_of_the_page_do_not_grow(world, asha, case, django_assert_max_num_queries) -> None:
    page = reverse("case_evidence", args=[case.pk])
    asha.get(page)
    with django_assert_max_num_queries(14):
        asha.get(page)
    for _ in range(4):
        begun(world, [case])
    with django_assert_max_num_queries(14):
        assert text_of(asha.get(page)).count("made by Asha Verma") == 4
