"""Django's name for this room."""

from django.apps import AppConfig


class TakedownsConfig(AppConfig):
    """Take-downs."""

    name = "seawall.takedowns"
    label = "takedowns"
    default_auto_field = "django.db.models.BigAutoField"
