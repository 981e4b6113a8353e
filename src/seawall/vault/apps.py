"""Django's name for this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault's tables hold keys only, each sealed to somebody."""

    name = "seawall.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
