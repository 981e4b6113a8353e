"""Django's name for this desk."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages and templates of this desk."""

    name = "seawall.web.public"
    label = "web_public"
