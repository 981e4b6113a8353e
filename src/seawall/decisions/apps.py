"""Django's name for this room."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Decisions."""

    name = "seawall.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
