"""Django's name for this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Bundles, and the key with which a school signs them."""

    name = "seawall.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
