"""Addresses of signing in, by the names django-allauth knows them under. What it offers besides is not reachable."""

from allauth.account import views as account
from django.urls import include, path

from seawall.web.shared import views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/no-longer/", account.account_inactive, name="account_inactive"),
    path("sign-in/second-factor/", include("allauth.mfa.urls")),
    path("sign-in/open/", views.open_vault, name="open_vault"),
    path("staff/", views.home, name="home"),
]
