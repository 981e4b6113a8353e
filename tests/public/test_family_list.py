"""The family's check-list on paper: tagged, in the language of the page, with who to call and the way back to the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pdfua
import pikepdf
import pytest
from django.utils.translation import override

from seawall.guidance.actions import look_at
from seawall.guidance.stopping import points
from seawall.web.public.paper import sheet
from tests.kit.reading import place_of, text_of
from tests.public.road import at_heron
from tests.public.test_fallback import visitor, with_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/tips/list/pdf/"
CHECK = points()[1].check


def test_the_page_leads_to_a_pdf_that_a_screen_reader_reads(world: World, tmp_path: Path) -> None:
    assert f'href="{PAGE}"' in at_heron().get("/tips/list/").content.decode()
    response = at_heron().get(PAGE)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="list.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content)
    for words in (
        *(each.check for each in points().values()),
        "In danger now? Call 999",
        "Heron Hill School",
        "heron.example/tips/",
    ):
        assert "".join(words.split()) in "".join(text.split())
    with pikepdf.open(io.BytesIO(response.content)) as document, document.open_metadata() as about:
        assert len(document.pages) == 1
        assert document.Root["/Lang"] == "en-GB"
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
    (tmp_path / "list.pdf").write_bytes(response.content)
    assert not pdfua.validate(str(tmp_path / "list.pdf")).findings


def test_in_arabic_it_stands_from_right_to_left_and_what_is_missing_is_in_english(
    world: World, settings: Any, tmp_path: Path
) -> None:
    with_catalogue(settings, tmp_path, "ar", **{"In danger now?": "في خطر الآن؟", "Call": "اتصل بـ"})
    made = visitor("ar").get(PAGE).content
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.Root["/Lang"] == "ar"
        assert len(document.pages) == 1
        spans = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Lang") == "en"
        ]
    assert spans
    assert "".join(CHECK.split()) in "".join(text_of(made).split())
    assert "In danger now? Call 999." in " ".join(text_of(made).split())
    assert place_of(made, "We") > 150  # at the right, beside its box
    assert "\ufdd0" not in text_of(made)


def test_it_is_a_draft_until_the_office_says_that_a_speaker_has_read_it(world: World) -> None:
    with override("pl"):
        assert len(sheet(world.heron, "https://heron.example/tips/")["draft"]) == 2
        look_at(school=world.heron, fact="language.pl", values={}, by=world.lena)
        assert sheet(world.heron, "https://heron.example/tips/")["draft"] == []


def test_where_nobody_knows_the_number_it_says_whom_to_call(world: World) -> None:
    world.heron.nation = "canada"
    calls = sheet(world.heron, "https://heron.example/tips/")["calls"]
    assert [each["words"] for each in calls[0]] == ["In danger now?", "Call the police or an ambulance."]
    assert [each["words"] for each in calls[1]] == ["Talk to Kids Help Phone:", "1-800-668-6868"]
