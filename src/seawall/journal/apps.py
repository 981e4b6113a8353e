"""Django's name for this room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """One table that only grows."""

    name = "seawall.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
