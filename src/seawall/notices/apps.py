"""Django's name for this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, and how people want to be reached."""

    name = "seawall.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
