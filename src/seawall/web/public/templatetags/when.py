"""`{% load when %}{% reads_when %}`: a sentence or two that say truthfully when somebody reads what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from seawall.kit import clock
from seawall.rota import wording as when
from seawall.rota.queries import rota

if TYPE_CHECKING:
    from seawall.schools.models import School

register = template.Library()


@register.simple_tag(takes_context=True)
def reads_when(context: dict[str, Any]) -> str:
    """When somebody reads, by the rota; without one, the school's own words. Three queries."""
    school: School = context["school"]
    return when.said(rota(school), clock.now()) or school.reads_when or when.unknown()
