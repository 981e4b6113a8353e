"""Django's name for this room."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Identifiers, and the links a lead rejected."""

    name = "seawall.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"
