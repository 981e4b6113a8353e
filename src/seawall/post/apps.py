"""Django's name for this room."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Mail, fetched and read."""

    name = "seawall.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"
