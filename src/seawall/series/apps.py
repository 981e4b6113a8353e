"""Django's name for this room."""

from django.apps import AppConfig


class SeriesConfig(AppConfig):
    """Series."""

    name = "seawall.series"
    label = "series"
    default_auto_field = "django.db.models.BigAutoField"
