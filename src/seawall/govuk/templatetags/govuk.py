"""Page parts of the GOV.UK design system: `{% load govuk %}`.

    {% error_prefix form %}                      "Error: " in the title of a page whose form has errors
    {% error_summary form %}                     top of the page; links to the fields (several forms may be given)
    {% field form.what %}                        label, hint, error and inputs of a form field
    {% button "Send" %}                          submit; `kind`: secondary, warning, inverse, start, link (looks like a link)
    {% button "Skip" kind="link" name="skip" value="1" %}      {% button "Start now" href=url kind="start" %}
    {% back_link url %}                          {% breadcrumbs links %}
    {% notification %}<p>..</p>{% endnotification %}           `kind="success"`, `title="Sent"`
    {% summary_list rows %}                      rows are `parts.Row`
    {% details "Help" %}..{% enddetails %}       {% inset %}..{% endinset %}      {% panel "Sent" %}..{% endpanel %}
    {% warning "Do not pay" %}                   {% tag "Urgent" "red" %}
    {% table "Caption" head rows %}              head: text or `parts.Column`; rows: lists of cells
    {% pagination page %}                        of a Django paginator, keeping the query of the address
    {% phase_banner "Demonstration" %}..{% endphase_banner %}
    {% site_header name url logo %}              {% service_navigation links %}   {% site_footer links %}
    {% skip_link %}  {% exit_skip_link url %}  {% exit_page url %}     base.html puts these in place

Text given to a tag is escaped unless it was marked safe. `links` are `parts.Link`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from seawall.govuk.parts import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.core.paginator import Page
    from django.forms import BaseForm, BoundField
    from django.template.context import Context
    from django_stubs_ext import StrOrPromise

    from seawall.govuk.parts import Link, Row

register = template.Library()

BUTTON_CLASSES = {
    "": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "inverse": "govuk-button govuk-button--inverse",
    "start": "govuk-button govuk-button--start",
    "link": "seawall-button-link",
}

type Parts = dict[str, Any]


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with everything around it."""
    return bound.as_field_group()


@register.simple_tag
def error_prefix(*forms: BaseForm) -> str:
    """What a page's title starts with when a form of it has errors."""
    return _("Error: ") if any(form.is_bound and not form.is_valid() for form in forms) else ""


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*forms: BaseForm) -> Parts:
    """All errors of the forms, each a link to its input; errors of no field are plain text. Nothing without errors."""
    found: list[tuple[str, object]] = []
    for form in forms:
        for name, errors in form.errors.items():
            bound = form[name] if name in form.fields else None
            target = str(getattr(bound, "target", "")) if bound and not bound.is_hidden else ""
            found += [(f"#{target}" if target else "", error) for error in errors]
    return {"errors": found}


@register.inclusion_tag("govuk/button.html")
def button(
    text: StrOrPromise,
    *,
    kind: str = "",
    name: str = "",
    value: str = "",
    href: str = "",
    disabled: bool = False,
    once: bool = True,
    form: str = "",
) -> Parts:
    """A submit button, or with `href` a link that looks like one. `once` swallows the second click of a double click.

    `kind` is one of BUTTON_CLASSES; KeyError for another. `form` is the id of a form elsewhere in the page.
    """
    return {
        "text": text,
        "classes": BUTTON_CLASSES[kind],
        "start": kind == "start",
        "name": name,
        "value": value,
        "href": href,
        "disabled": disabled,
        "once": once,
        "form": form,
    }


@register.inclusion_tag("govuk/back_link.html")
def back_link(url: str, text: StrOrPromise = "") -> Parts:
    """To the page before."""
    return {"url": url, "text": text or _("Back")}


@register.inclusion_tag("govuk/breadcrumbs.html")
def breadcrumbs(links: Iterable[Link]) -> Parts:
    """Where this page is; a link without an address is the page itself."""
    return {"links": links}


@register.simple_block_tag
def notification(content: str, title: StrOrPromise = "", kind: str = "", ident: str = "notification") -> SafeString:
    """A banner; `kind="success"` for something done. Two on a page need different `ident`s."""
    success = kind == "success"
    title = title or (_("Success") if success else _("Important"))
    return _block("notification", content, title=title, success=success, ident=ident)


@register.inclusion_tag("govuk/summary_list.html")
def summary_list(rows: Iterable[Row], *, borders: bool = True) -> Parts:
    """Questions and answers, with links to change them."""
    rows = list(rows)
    return {"rows": rows, "borders": borders, "any_action": any(row.change or row.actions for row in rows)}


@register.simple_block_tag
def details(content: str, summary: StrOrPromise, *, is_open: bool = False) -> SafeString:
    """Something that is opened by those who want it."""
    return _block("details", content, summary=summary, is_open=is_open)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Set apart from the text around it."""
    return _block("inset", content)


@register.inclusion_tag("govuk/warning.html")
def warning(text: StrOrPromise) -> Parts:
    """Something that has consequences."""
    return {"text": text}


@register.simple_block_tag
def panel(content: str, title: StrOrPromise) -> SafeString:
    """The page's heading after something was sent."""
    return _block("panel", content, title=title)


@register.inclusion_tag("govuk/tag.html")
def tag(text: StrOrPromise, colour: str = "") -> Parts:
    """A state in a word. Colours: grey, green, teal, blue, purple, magenta, red, orange, yellow."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("govuk/table.html")
def table(
    caption: StrOrPromise,
    head: Iterable[StrOrPromise | Column],
    rows: Iterable[Sequence[StrOrPromise]],
    *,
    caption_size: str = "m",
    first_is_header: bool = False,
) -> Parts:
    """A table that scrolls by itself on a narrow screen. Cells are text, or HTML marked safe."""
    columns = [cell if isinstance(cell, Column) else Column(cell) for cell in head]
    return {
        "caption": caption,
        "caption_size": caption_size,
        "columns": columns,
        "rows": [list(zip(columns, row, strict=True)) for row in rows],
        "first_is_header": first_is_header,
    }


@register.inclusion_tag("govuk/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> Parts:
    """Links to the other pages of a list; nothing when there is only one."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?page={number}"
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [(number, address(number) if isinstance(number, int) else "") for number in numbers]
    return {
        "page": page,
        "items": items if page.has_other_pages() else [],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag
def phase_banner(content: str, phase: StrOrPromise) -> SafeString:
    """Says under the header what kind of site this is."""
    return _block("phase_banner", content, phase=phase)


@register.inclusion_tag("govuk/site_header.html")
def site_header(name: StrOrPromise, url: str = "/", logo: str = "") -> Parts:
    """The school's name, and its logo beside it."""
    return {"name": name, "url": url, "logo": logo}


@register.inclusion_tag("govuk/service_navigation.html")
def service_navigation(links: Iterable[Link], name: StrOrPromise = "", url: str = "") -> Parts:
    """The parts of the site, under the header."""
    return {"links": list(links), "name": name, "url": url}


@register.inclusion_tag("govuk/site_footer.html")
def site_footer(links: Iterable[Link] = (), text: StrOrPromise = "") -> Parts:
    """Links about the site, and a line of text."""
    return {"links": list(links or ()), "text": text}


@register.inclusion_tag("govuk/skip_link.html")
def skip_link() -> Parts:
    """To the main content, for a keyboard."""
    return {}


@register.inclusion_tag("govuk/exit_skip_link.html")
def exit_skip_link(url: str) -> Parts:
    """Leaving the page, for a keyboard."""
    return {"url": url}


@register.inclusion_tag("govuk/exit_page.html")
def exit_page(url: str) -> Parts:
    """Leaving the page at once, by click, tap, or Escape three times (`static/seawall/public.js`)."""
    return {"url": url}


def _block(name: str, content: str, **parts: object) -> SafeString:
    """A part drawn around the content of a block tag."""
    return SafeString(render_to_string(f"govuk/{name}.html", {"content": SafeString(content), **parts}).strip())
