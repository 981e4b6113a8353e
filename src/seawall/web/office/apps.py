"""Django's name for this desk."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Pages and templates of this desk."""

    name = "seawall.web.office"
    label = "web_office"
