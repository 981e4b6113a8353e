"""Whatever is written into a part stays text: the page has the same tags and attributes as with a harmless word."""

from typing import Any

import pytest
from django import forms
from django.utils.safestring import mark_safe
from hypothesis import example, given
from hypothesis import strategies as st

from seawall.govuk.forms import Checkboxes, Radios, Select, TextArea, TextInput
from seawall.govuk.parts import Column, Link, Row
from tests.govuk.markup import draw, parse

HARMLESS = "harmless"
PAGES = [
    '{% button t name=t value=t kind="link" %}{% button t href=t %}{% back_link t t %}{% tag t t %}{% warning t %}',
    "{% breadcrumbs links %}{% service_navigation links name=t url=t %}{% site_header t t t %}{% site_footer links t %}",
    "{% details t %}{{ t }}{% enddetails %}{% panel t %}{{ t }}{% endpanel %}{% inset %}{{ t }}{% endinset %}",
    "{% notification t ident=t %}{{ t }}{% endnotification %}{% phase_banner t %}{{ t }}{% endphase_banner %}",
    "{% summary_list rows %}{% table t head cells %}{% exit_page t %}{% exit_skip_link t %}",
    "{% error_summary form %}{{ form }}",
]

hostile = st.text(st.characters(exclude_characters="\x00\n\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"), min_size=1).filter(
    str.strip
)


class Refuse:
    def __init__(self, t: str) -> None:
        self.t = t

    def __call__(self, value: object) -> None:
        raise forms.ValidationError("%(value)s", params={"value": self.t})


def context(t: str) -> dict[str, Any]:
    class Ask(forms.Form):
        one = TextInput(label=t, hint=t, width="10", validators=[Refuse(t)])
        many = TextArea(label=t, hint=t, heading=True)
        who = Radios(label=t, hint=t, choices=[("a", t), ("b", "B")], hints={"a": t}, apart="b")
        what = Checkboxes(label=t, hint=t, choices=[(t, t), ("b", "B")], hints={t: t}, initial=[t])
        year = Select(label=t, choices=[(t, t)])

    return {
        "t": t,
        "links": [Link(t, t, current=True, hidden=t)],
        "rows": [Row(t, t, change=t), Row(t, [t, t]), Row(t, t, actions=[Link(t, t, hidden=t)])],
        "head": [Column(t), t],
        "cells": [(t, t)],
        "form": Ask({"one": "x", "many": t, "who": t, "what": [t], "year": t}),
    }


@pytest.mark.parametrize("page", PAGES)
@given(text=hostile)
@example(text='"><script>alert(1)</script><a href="')
@example(text="{{ t }}{% csrf_token %}&lt;&#60;")
@example(text="</textarea></title><!--")
@example(text="\u202e\u2066right to left")
@example(text="' onmouseover='x")
def test_text_stays_text(page, text):
    assert parse(draw(page, **context(text))).shape() == parse(draw(page, **context(HARMLESS))).shape()


def test_text_is_still_there():
    root = parse(draw("{% details t %}{{ t }}{% enddetails %}", t="<b>Jess & co</b>"))
    assert root.text() == "<b>Jess & co</b> <b>Jess & co</b>"


def test_what_a_developer_marked_safe_is_html():
    assert parse(draw("{% warning t %}", t=mark_safe("<em>Now</em>"))).all("em")
