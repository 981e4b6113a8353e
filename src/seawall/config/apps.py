"""Django's name for this room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands of the whole house."""

    name = "seawall.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks."""
        from seawall.config import checks  # noqa: F401, PLC0415 - registers on import, once the apps are there
