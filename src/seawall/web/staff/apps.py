"""Django's name for this desk."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Pages and templates of this desk."""

    name = "seawall.web.staff"
    label = "web_staff"
