"""Django's name for this room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands of the whole house."""

    name = "seawall.config"
    label = "config"
