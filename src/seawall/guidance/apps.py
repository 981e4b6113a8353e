"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class GuidanceConfig(AppConfig):
    """Data files, rules, and a school's own layer over the data."""

    name = "seawall.guidance"
    label = "guidance"
    verbose_name = "Guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read every data file. A wrong one stops the start and is named with its line: raises ImproperlyConfigured."""
        from seawall.guidance.data_file import DataError  # noqa: PLC0415 - after the apps are there

        try:
            from seawall.guidance.catalogue import catalogue  # noqa: PLC0415 - reads the files
            from seawall.guidance.situations import situations  # noqa: PLC0415 - the same

            catalogue()
            situations()
        except DataError as error:
            raise ImproperlyConfigured(f"guidance/data/{error}") from None
