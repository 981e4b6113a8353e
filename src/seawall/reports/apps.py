"""Django's name for this room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports and visits."""

    name = "seawall.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
