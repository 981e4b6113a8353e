"""Django's name for this room."""

from django.apps import AppConfig


class RollConfig(AppConfig):
    """Pupils, guardians, groups."""

    name = "seawall.roll"
    label = "roll"
    default_auto_field = "django.db.models.BigAutoField"
