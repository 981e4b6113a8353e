"""Django's name for this room."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """What is kept how long, and how it goes."""

    name = "seawall.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
