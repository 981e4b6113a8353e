"""Each field against the reference macros.

Known differences, wanted: `aria-invalid` (Django sets it; screen readers say it), and the ids of radios and checkboxes
count the choices only, not the divider.
"""

from typing import Any

import pytest
from django import forms

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
from tests.govuk.markup import assert_same, draw, reference

CHOICES = [("stranger", "A stranger"), ("money", "Money & gift cards"), ("none", "None of these")]
DIFFERENT = frozenset({"aria-invalid"})
ERROR = {"text": "Answer this question"}


def drawn(field: forms.Field, data: dict[str, Any] | None = None, initial: object = None) -> str:
    class OneQuestion(forms.Form):
        x = field

    return draw("{% field form.x %}", form=OneQuestion(data, initial={"x": initial}))


def items(kind: str, chosen: tuple[str, ...] = (), hints: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The choices as the macros want them, the last set apart."""
    listed: list[dict[str, Any]] = [
        {
            "value": value,
            "text": text,
            "id": "id_x" if number == 1 else f"id_x-{number}",
            "checked": value in chosen,
            "hint": {"text": hints[value]} if hints and value in hints else None,
        }
        for number, (value, text) in enumerate(CHOICES, 1)
    ]
    if kind == "checkboxes":
        listed[-1]["behaviour"] = "exclusive"
    return [*listed[:-1], {"divider": "or"}, listed[-1]]


def choice(kind: str, macro: str, **params: Any) -> str:
    heading = {"text": "What?", "isPageHeading": True, "classes": "govuk-fieldset__legend--l"}
    given = {"name": "x", "idPrefix": "id_x", "fieldset": {"legend": heading}, "hint": {"text": "Select all"}}
    return reference(kind, macro, given | params)


def test_radios():
    field = Radios(
        label="What?", hint="Select all", heading=True, choices=CHOICES, apart="none", hints={"money": "Any"}
    )
    ours = drawn(field, initial="money")
    assert_same(ours, choice("radios", "govukRadios", items=items("radios", ("money",), {"money": "Any"})), DIFFERENT)


def test_radios_with_an_error():
    field = Radios(label="What?", hint="Select all", heading=True, choices=CHOICES, apart="none", inline=True)
    theirs = choice("radios", "govukRadios", items=items("radios"), errorMessage=ERROR, classes="govuk-radios--inline")
    assert_same(drawn(field, {}), theirs, DIFFERENT)


def test_checkboxes():
    field = Checkboxes(label="What?", hint="Select all", heading=True, choices=CHOICES, none="none")
    theirs = choice("checkboxes", "govukCheckboxes", items=items("checkboxes", ("stranger", "money")))
    assert_same(drawn(field, initial=["stranger", "money"]), theirs, DIFFERENT)


def test_checkboxes_with_an_error_and_no_heading():
    field = Checkboxes(label="What?", choices=CHOICES, none="none", missing="Select what happened")
    theirs = choice(
        "checkboxes",
        "govukCheckboxes",
        items=items("checkboxes"),
        hint=None,
        fieldset={"legend": {"text": "What?"}},
        errorMessage={"text": "Select what happened"},
    )
    assert_same(drawn(field, {}), theirs, DIFFERENT)


def test_a_single_checkbox():
    item = {"value": "on", "text": "I have it", "id": "id_x", "hint": {"text": "Written down"}}
    theirs = reference(
        "checkboxes",
        "govukCheckboxes",
        {"name": "x", "idPrefix": "id_x", "items": [item], "errorMessage": ERROR},
    )
    field = Checkbox(label="I have it", hint="Written down")
    assert_same(drawn(field, {}), theirs, DIFFERENT | {"value"})


def one(**params: Any) -> dict[str, Any]:
    return {"id": "id_x", "name": "x", "label": {"text": "Name"}} | params


INPUTS = [
    (
        TextInput(label="Name", width="20", hint="As on the app", attrs={"autocomplete": "off"}),
        ("input", "govukInput"),
        one(classes="govuk-input--width-20", hint={"text": "As on the app"}, autocomplete="off"),
    ),
    (
        TextInput(label="Name", heading=True),
        ("input", "govukInput"),
        one(label={"text": "Name", "isPageHeading": True, "classes": "govuk-label--l"}),
    ),
    (
        EmailInput(label="Name"),
        ("input", "govukInput"),
        one(type="email", autocomplete="email", spellcheck=False),
    ),
    (PasswordInput(label="Name"), ("password-input", "govukPasswordInput"), one()),
    (TextArea(label="Name", hint="As on the app"), ("textarea", "govukTextarea"), one(hint={"text": "As on the app"})),
    (
        TextArea(label="Name", hint="As on the app", limit=200, rows=8),
        ("character-count", "govukCharacterCount"),
        one(hint={"text": "As on the app"}, maxlength=200, rows=8),
    ),
    (
        Select(label="Name", choices=[("7", "Year 7"), ("8", "Year 8")]),
        ("select", "govukSelect"),
        one(items=[{"value": "7", "text": "Year 7"}, {"value": "8", "text": "Year 8"}]),
    ),
]


@pytest.mark.parametrize(("field", "macro", "params"), INPUTS)
def test_an_input(field, macro, params):
    component, name = macro
    assert_same(drawn(field), reference(component, name, params), DIFFERENT)


@pytest.mark.parametrize(("field", "macro", "params"), INPUTS)
def test_an_input_with_an_error(field, macro, params):
    component, name = macro
    assert_same(drawn(field, {}), reference(component, name, params | {"errorMessage": ERROR}), DIFFERENT)


def test_a_select_keeps_what_was_chosen():
    field = Select(label="Name", choices=[("7", "Year 7"), ("8", "Year 8")])
    theirs = one(items=[{"value": "7", "text": "Year 7"}, {"value": "8", "text": "Year 8"}], value="8")
    assert_same(drawn(field, initial="8"), reference("select", "govukSelect", theirs))


def test_a_date_with_a_part_missing():
    parts = [
        {"name": "day", "classes": "govuk-input--width-2", "value": "3"},
        {"name": "month", "classes": "govuk-input--width-2 govuk-input--error"},
        {"name": "year", "classes": "govuk-input--width-4", "value": "2026"},
    ]
    theirs = reference(
        "date-input",
        "govukDateInput",
        {
            "id": "id_x",
            "namePrefix": "x",
            "items": parts,
            "fieldset": {"legend": {"text": "When?"}},
            "hint": {"text": "For example, 27 3 2026"},
            "errorMessage": {"text": "The date must include a day, a month and a year"},
        },
    )
    field = DateInput(label="When?", hint="For example, 27 3 2026")
    assert_same(drawn(field, {"x-day": "3", "x-month": "", "x-year": "2026"}), theirs, DIFFERENT)
