"""Tells Django where this room's templates, tags and static files are."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """Form fields and page parts; no tables."""

    name = "seawall.govuk"
    label = "govuk"
