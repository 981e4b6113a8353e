"""The room is a Django app only so that its explain command (`danger`) is found."""

from __future__ import annotations

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Guidance keeps no tables."""

    name = "seawall.guidance"
    label = "guidance"
    verbose_name = "Guidance"
