"""Django's name for this desk."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Pages and templates of this desk."""

    name = "seawall.web.shared"
    label = "web_shared"
