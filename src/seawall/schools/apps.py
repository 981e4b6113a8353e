"""Django's name for this room."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Schools and people."""

    name = "seawall.schools"
    label = "schools"
    default_auto_field = "django.db.models.BigAutoField"
