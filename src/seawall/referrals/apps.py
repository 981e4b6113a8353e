"""Django's name for this room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals."""

    name = "seawall.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
