"""Django's name for this room."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Briefings of year groups."""

    name = "seawall.briefings"
    label = "briefings"
    default_auto_field = "django.db.models.BigAutoField"
