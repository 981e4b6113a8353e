"""Django's name for this room."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Tasks, support plans, check-ins, contact with parents."""

    name = "seawall.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"
