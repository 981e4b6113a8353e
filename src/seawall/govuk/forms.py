"""Forms that draw themselves: `FORM_RENDERER = "seawall.govuk.forms.Renderer"`, then `{% field form.x %}` in a page.

    class WhatHappened(forms.Form):
        what = Checkboxes(label="What has happened?", hint="Select all that apply", choices=WHAT,
                          none="other", heading=True, required=False)

Any Django field is drawn well (sign-in forms of other packages too); the fields exported here can say more about how
they are asked. A page that shows errors starts with `{% error_summary form %}`, and its form tag carries `novalidate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.template import TemplateDoesNotExist

from seawall.govuk.fields import (
    Checkbox,
    Checkboxes,
    DateInput,
    EmailInput,
    FileInput,
    PasswordInput,
    Radios,
    Select,
    TextArea,
    TextInput,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

__all__ = [
    "BoundField",
    "Checkbox",
    "Checkboxes",
    "DateInput",
    "EmailInput",
    "FileInput",
    "PasswordInput",
    "Radios",
    "Renderer",
    "Select",
    "TextArea",
    "TextInput",
]

SHOWABLE = "govuk-password-input__input govuk-js-password-input-input"
CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input", ""),
    (forms.PasswordInput, f"govuk-input {SHOWABLE}", "govuk-input--error"),
    (forms.Textarea, "govuk-textarea", "govuk-textarea--error"),
    (forms.Select, "govuk-select", "govuk-select--error"),
    (forms.FileInput, "govuk-file-upload", "govuk-file-upload--error"),
    (Input, "govuk-input", "govuk-input--error"),
)
"""Widget, its class, its class when there is an error. The first that fits is taken."""

PASSWORD_ATTRS = {"autocapitalize": "none", "autocomplete": "current-password", "spellcheck": "false"}


class BoundField(forms.BoundField):
    """A field of a form, with what the field template asks of it."""

    @property
    def hint_id(self) -> str:
        """A single checkbox has its hint beside it, as an item of a list would."""
        return f"{self.auto_id}-item-hint" if self.is_checkbox else f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info"

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def heading(self) -> bool:
        return bool(getattr(self.field, "heading", False))

    @property
    def size(self) -> str:
        return str(getattr(self.field, "size", ""))

    @property
    def limit(self) -> int | None:
        return getattr(self.field, "limit", None)

    @property
    def role(self) -> str:
        """JAWS reads the description of a fieldset of text inputs only if it is a group."""
        choice = isinstance(self.field.widget, forms.RadioSelect)
        return "group" if self.use_fieldset and not choice else ""

    @property
    def target(self) -> str:
        """The id that a link from the error summary leads to: the first input to put right."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect) and self.subwidgets:
            return self.subwidgets[0].id_for_label
        first_wrong = getattr(widget, "first_wrong", None)
        if first_wrong:
            return str(first_wrong(self.auto_id, self.value()))
        return self.id_for_label or self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """Count, hint, error: in the order of the GOV.UK components."""
        if self.field.widget.attrs.get("aria-describedby") or not self.auto_id or self.is_hidden:
            return None
        parts = [(self.limit, self.count_id), (self.help_text, self.hint_id), (self.errors, self.error_id)]
        if self.is_checkbox:
            parts.reverse()
        return " ".join(part for wanted, part in parts if wanted)

    @property
    def group(self) -> SafeString:
        """The attributes of the form group around everything."""
        classes = ["govuk-form-group"]
        attrs: dict[str, str | int] = {}
        if self.errors:
            classes.append("govuk-form-group--error")
        if isinstance(self.field.widget, forms.PasswordInput):
            classes.append("govuk-password-input")
            attrs["data-module"] = "govuk-password-input"
        if self.limit:
            classes.append("govuk-character-count")
            attrs |= {"data-module": "govuk-character-count", "data-maxlength": self.limit}
        return flatatt({"class": " ".join(classes), **attrs})

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: forms.Widget | None = None
    ) -> dict[str, str | bool]:
        """Django's attributes without those by which a browser would refuse or cut what was typed; and our classes."""
        widget = widget or self.field.widget
        built: dict[str, str | bool] = super().build_widget_attrs(attrs, widget)
        built |= {"required": False, "maxlength": False, "minlength": False}
        if widget.is_hidden or isinstance(widget, forms.RadioSelect):
            return built
        if isinstance(widget, forms.PasswordInput):
            built |= PASSWORD_ATTRS | {name: widget.attrs[name] for name in PASSWORD_ATTRS if name in widget.attrs}
        return built | {"class": self._classes(widget)}

    def _classes(self, widget: forms.Widget) -> str:
        for kind, usual, wrong in CLASSES:
            if isinstance(widget, kind):
                width = getattr(self.field, "width", "")
                names = [
                    usual,
                    f"govuk-input--width-{width}" if width else "",
                    "govuk-js-character-count" if self.limit else "",
                    str(widget.attrs.get("class", "")),
                    wrong if self.errors else "",
                ]
                return " ".join(name for name in names if name)
        return str(widget.attrs.get("class", ""))


class Renderer(TemplatesSetting):
    """Draws forms with our templates; the plain inputs with Django's, whether "django.forms" is installed or not."""

    form_template_name = "govuk/forms/form.html"
    field_template_name = "govuk/forms/field.html"
    bound_field_class = BoundField

    ours = {
        "django/forms/widgets/radio.html": "govuk/forms/radios.html",
        "django/forms/widgets/checkbox_select.html": "govuk/forms/checkboxes.html",
        "django/forms/widgets/password.html": "govuk/forms/password.html",
    }

    plain = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:  # noqa: ANN401 - a template of either engine
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self.plain.get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        return super().render(self.ours.get(template_name, template_name), context, request)
