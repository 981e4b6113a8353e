"""A page with every part on it, served with the strict content security policy and hashed static files."""

from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from django import forms
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.paginator import Paginator
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path
from django.utils import translation
from django.utils.csp import CSP
from whitenoise import WhiteNoise

from seawall.govuk.forms import (
    Checkbox,
    Checkboxes,
    DateInput,
    EmailInput,
    PasswordInput,
    Radios,
    Select,
    TextArea,
    TextInput,
)
from seawall.govuk.parts import Column, Link, Row

SETTINGS = {
    "ALLOWED_HOSTS": ["127.0.0.1"],
    "ROOT_URLCONF": "tests.govuk.kitchen_sink",
    "MIDDLEWARE": ["django.middleware.csp.ContentSecurityPolicyMiddleware"],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    "SECURE_CSP": {
        "default-src": [CSP.NONE],
        "img-src": [CSP.SELF],
        "style-src": [CSP.SELF],
        "script-src": [CSP.SELF],
        "form-action": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    },
    "STORAGES": {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
    "DEBUG": False,
}

WHAT = [
    ("stranger", "A stranger got in touch"),
    ("threats", "Threats"),
    ("fake", "A fake account"),
    ("none", "None of these"),
]


class Everything(forms.Form):
    what = Checkboxes(
        label="What has happened?",
        hint="Select all that apply.",
        choices=WHAT,
        hints={"fake": "In your name or a friend’s"},
        none="none",
        heading=True,
        missing="Select what has happened",
    )
    still = Radios(
        label="Is it still going on?",
        choices=[("yes", "Yes"), ("no", "No"), ("not_sure", "I am not sure")],
        apart="not_sure",
        size="m",
    )
    paid = Radios(label="Have you paid?", choices=[("yes", "Yes"), ("no", "No")], inline=True)
    words = TextArea(label="In your own words", hint="In any language.", limit=200, size="m")
    name = TextInput(label="Your name", width="20", attrs={"autocomplete": "off"})
    mail = EmailInput(label="E-mail address")
    when = DateInput(label="When did it start?", hint="For example, 27 3 2026.", size="m")
    year = Select(label="Year group", choices=[("7", "Year 7"), ("8", "Year 8")])
    password = PasswordInput(label="Password")
    sure = Checkbox(label="I have written the words down", hint="You need them to come back.")


def everything(request: HttpRequest) -> HttpResponse:
    """`?errors`, `?staff`, `?lang=ar` show the page so."""
    posted = request.POST if request.method == "POST" else {"when-day": "3"} if "errors" in request.GET else None
    columns: list[str | Column] = ["Day", "What it was about", "Who has it", Column("Reports", numeric=True)]
    with translation.override(request.GET.get("lang", "en-gb")):
        context = {
            "school_name": "Chalk Hill School",
            "leave_url": "/elsewhere",
            "staff": "staff" in request.GET,
            "form": Everything(posted),
            "links": [Link("Queue", "/queue", current=True), Link("Cases", "/cases"), Link("Letters", "/letters")],
            "crumbs": [Link("Cases", "/cases"), Link("Case 7")],
            "footer_links": [Link("Privacy", "/privacy"), Link("Accessibility", "/accessibility")],
            "rows": [
                Row("What has happened", ["Threats", "A fake account"], change="/what"),
                Row("Accounts", "averyveryverylongaccountname" * 4, change="/accounts"),
                Row("In your words", "One\nكلمات\nthree", actions=[Link("Add", "/add"), Link("Remove", "/remove")]),
            ],
            "colours": ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"],
            "head": columns,
            "cells": [("Monday", "Threats and a fake account", "Ms Okafor", "3"), ("Tuesday", "Money", "Nobody", "12")],
            "page": Paginator(range(100), 10).page(5),
        }
        return render(request, "kitchen_sink.html", context)


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Weather</title><p>Sunny.")


urlpatterns = [path("", everything), path("elsewhere", elsewhere), path("entry", elsewhere)]


@contextmanager
def served(folder: Path):
    """The address of a server with the page, whose static files are collected into a folder."""
    with override_settings(STATIC_ROOT=folder, **SETTINGS):
        call_command("collectstatic", interactive=False, verbosity=0)
        application = WhiteNoise(WSGIHandler(), root=folder, prefix="static/")
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.daemon_threads = True
        server.set_app(application)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args) -> None:  # noqa: A002 - its name in the base class
        pass
