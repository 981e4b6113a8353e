"""Django's name for this room."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """The worker."""

    name = "seawall.worker"
    label = "worker"
    default_auto_field = "django.db.models.BigAutoField"
