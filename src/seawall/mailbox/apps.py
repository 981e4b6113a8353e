"""Django's name for this room."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Mailboxes, messages, status lines."""

    name = "seawall.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"
