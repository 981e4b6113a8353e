"""Django's name for this room."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters to families."""

    name = "seawall.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
