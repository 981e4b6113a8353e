"""Django's name for this room."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The ladder, and a look at who opens much."""

    name = "seawall.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
