"""What the fields accept, and where their errors lead."""

import datetime as dt
from collections.abc import Mapping

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from seawall.govuk.forms import Checkboxes, DateInput, PasswordInput, Radios, TextArea, TextInput
from tests.govuk.markup import draw, parse


class Report(forms.Form):
    who = Radios(label="Who?", choices=[("me", "Me"), ("friend", "A friend")], missing="Choose who it is about")
    told = Checkboxes(label="Who knows?", choices=[("parent", "A parent"), ("nobody", "Nobody")], none="nobody")
    words = TextArea(label="In your words", limit=20)
    when = DateInput(label="When?", required=False)
    plain = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")])


def date(day: str, month: str, year: str) -> dict[str, str]:
    return {"when-day": day, "when-month": month, "when-year": year}


def read(data: Mapping[str, object]) -> Report:
    return Report({"who": "me", "told": ["parent"], "words": "Hello", "plain": "a", **data})


def test_an_answer_comes_out_as_it_was_meant():
    form = read({"words": "One\r\ntwo\rthree"} | date("3", "11", "2026"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == "One\ntwo\nthree"
    assert form.cleaned_data["when"] == dt.date(2026, 11, 3)


@pytest.mark.parametrize("month", ["11", "nov", "Nov", "NOVEMBER", "novem"])
def test_a_month_may_be_a_word(month):
    form = read(date("3", month, "2026"))
    assert form.is_valid()
    assert form.cleaned_data["when"] == dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    ("typed", "error", "first"),
    [
        (("", "11", "2026"), "The date must include a day, a month and a year", "day"),
        (("3", "11", ""), "The date must include a day, a month and a year", "year"),
        (("31", "2", "2026"), "The date must be a real date", "day"),
        (("3", "mo", "2026"), "The date must be a real date", "day"),
        (("²", "1", "2026"), "The date must be a real date", "day"),
        (("3", "1", "9" * 5000), "The date must be a real date", "day"),
        (("3", "1", "26"), "The year must have 4 numbers", "day"),
        (("-3", "0", "\x00"), "The date must be a real date", "day"),
    ],
)
def test_a_date_that_is_none(typed, error, first):
    form = read(date(*typed))
    assert form.errors == {"when": [error]}
    (link,) = parse(draw("{% error_summary f %}", f=form)).all("a")
    assert link.attrs["href"] == f"#id_when-{first}"


def test_no_date_at_all():
    form = read(date("", " ", ""))
    assert form.is_valid()
    assert form.cleaned_data["when"] is None


def test_a_date_shows_what_it_was():
    shown = parse(draw("{% field f.when %}", f=Report(initial={"when": dt.date(2026, 11, 3)}))).all("input")
    assert [node.attrs["value"] for node in shown] == ["3", "11", "2026"]


@given(st.tuples(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12)))
def test_no_date_can_break_the_form(typed):
    form = read(date(*typed))
    form.is_valid()
    draw("{% error_summary f %}{% field f.when %}", f=form)


def test_none_of_these_excludes_the_others():
    form = read({"told": ["parent", "nobody"]})
    assert form.errors == {"told": ["Select “Nobody” only if nothing else is selected"]}


def test_too_long_is_an_error_and_nothing_is_cut():
    form = read({"words": "x" * 21})
    assert form.errors == {"words": ["This must be 20 characters or fewer. It has 21"]}
    (area,) = parse(draw("{% field f.words %}", f=form)).all("textarea")
    assert area.text() == "x" * 21
    assert "maxlength" not in area.attrs


def test_a_limit_that_does_not_refuse():
    class Ask(forms.Form):
        words = TextArea(label="Words", limit=20, refuse=False)

    assert Ask({"words": "x" * 21}).is_valid()


def test_browsers_are_never_asked_to_refuse():
    root = parse(draw("{{ f }}", f=Report()))
    for node in root.all("input") + root.all("textarea"):
        assert not {"required", "maxlength", "minlength"} & set(node.attrs)


def test_every_error_leads_to_an_input_of_the_page():
    form = Report({"when-day": "3"})
    root = parse(draw("{% error_summary f %}{{ f }}", f=form))
    links = {link.attrs["href"].removeprefix("#") for link in root.all("a")}
    inputs = {node.attrs["id"] for tag in ("input", "textarea") for node in root.all(tag)}
    assert links == {"id_who", "id_told", "id_words", "id_when-month", "id_plain_0"}
    assert links <= inputs


def test_descriptions_are_there_and_in_order():
    class Ask(forms.Form):
        words = TextArea(label="Words", hint="In any language", limit=20)
        who = Radios(label="Who?", hint="You or somebody else", choices=[("me", "Me")])

    root = parse(draw("{{ f }}", f=Ask({})))
    ids = {node.attrs.get("id") for tag in ("div", "p") for node in root.all(tag)}
    (area,) = root.all("textarea")
    (fieldset,) = root.all("fieldset")
    assert area.attrs["aria-describedby"] == "id_words-info id_words-hint id_words-error"
    assert fieldset.attrs["aria-describedby"] == "id_who-hint id_who-error"
    for node in (area, fieldset):
        assert set(node.attrs["aria-describedby"].split()) <= ids


def test_two_forms_on_a_page_keep_their_ids_apart():
    root = parse(draw("{{ a }}{{ b }}", a=Report(prefix="a"), b=Report(prefix="b")))
    ids = [node.attrs["id"] for tag in ("input", "textarea", "div") for node in root.all(tag) if "id" in node.attrs]
    assert len(ids) == len(set(ids))


def test_a_password_is_never_sent_back():
    class Ask(forms.Form):
        password = PasswordInput(label="Password", attrs={"autocomplete": "new-password"})
        name = TextInput(label="Name")

    (password, name) = parse(draw("{{ f }}", f=Ask({"password": " a secret ", "name": ""}))).all("input")
    assert "value" not in password.attrs
    assert password.attrs["autocomplete"] == "new-password"
    assert "value" not in name.attrs
    form = Ask({"password": " a secret ", "name": "x"})
    assert form.is_valid()
    assert form.cleaned_data["password"] == " a secret "


def test_a_disabled_field():
    class Ask(forms.Form):
        who = Radios(label="Who?", choices=[("me", "Me")], disabled=True)
        name = TextInput(label="Name", disabled=True)
        when = DateInput(label="When?", disabled=True)

    inputs = parse(draw("{{ f }}", f=Ask())).all("input")
    assert all("disabled" in node.attrs for node in inputs)


def test_error_prefix():
    assert draw("{% error_prefix f %}Who?", f=Report({})) == "Error: Who?"
    assert draw("{% error_prefix f %}Who?", f=Report()) == "Who?"
