"""Django's name for this room."""

from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    """Mailboxes, the mails from them, and mails that wait to go out."""

    name = "seawall.letterbox"
    label = "letterbox"
    default_auto_field = "django.db.models.BigAutoField"
