"""Django's name for this room."""

from django.apps import AppConfig


class QuestionBoxConfig(AppConfig):
    """Questions without a name."""

    name = "seawall.questionbox"
    label = "questionbox"
    default_auto_field = "django.db.models.BigAutoField"
