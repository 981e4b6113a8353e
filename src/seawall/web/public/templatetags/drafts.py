"""`{% load drafts %}`: the languages to choose, the note on a draft, and whether safety's words must stand in English, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from seawall.guidance.catalogue import DRAFTS
from seawall.guidance.layer import layer_of
from seawall.web.shared.languages import ENGLISH

if TYPE_CHECKING:
    from seawall.schools.models import School

register = template.Library()
DRAFT: Final = gettext_noop("This translation is a draft, to be read by a speaker.")


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Every language but the one of the page, each by its own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code != get_language()]


@register.simple_tag
def in_english() -> bool:
    """Whether the page is in another language than English."""
    return get_language() != ENGLISH


@register.simple_tag(takes_context=True)
def draft_note(context: dict[str, Any]) -> str:
    """The note in the page's own language; empty once the school's office said that a speaker has read it."""
    language, school = get_language() or ENGLISH, context["school"]
    return _(DRAFT) if is_draft(school, language) else ""


def is_draft(school: School, language: str) -> bool:
    """Say whether nobody who speaks the language has read the pages, for all that this school knows."""
    return language in DRAFTS and f"language.{language}" not in layer_of(school).looks
