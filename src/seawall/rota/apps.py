"""Django's name for this room."""

from django.apps import AppConfig


class RotaConfig(AppConfig):
    """School hours, dates, shifts."""

    name = "seawall.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"
