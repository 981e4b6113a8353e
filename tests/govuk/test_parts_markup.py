"""Each page part against the reference macros; what differs on purpose is said beside the test."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory

from seawall.govuk.parts import Column, Link, Row
from tests.govuk.markup import assert_same, draw, parse, reference


@pytest.mark.parametrize(
    ("tag", "params"),
    [
        ('{% button "Send" once=False %}', {}),
        ('{% button "Send" %}', {"preventDoubleClick": True}),
        ('{% button "Send" kind="warning" once=False %}', {"classes": "govuk-button--warning"}),
        ('{% button "Send" kind="secondary" name="go" value="1" %}',
         {"classes": "govuk-button--secondary", "name": "go", "value": "1", "preventDoubleClick": True}),
        ('{% button "Send" disabled=True once=False %}', {"disabled": True}),
        ('{% button "Send" href="/next" %}', {"href": "/next"}),
        ('{% button "Send" href="/next" kind="start" %}', {"href": "/next", "isStartButton": True}),
    ],
)  # fmt: skip
def test_button(tag, params):
    assert_same(draw(tag), reference("button", "govukButton", {"text": "Send"} | params))


def test_a_button_that_looks_like_a_link_is_still_a_button():
    (node,) = parse(draw('{% button "Skip" kind="link" name="skip" value="1" %}')).all("button")
    assert node.attrs["class"] == ["seawall-button-link"]
    assert node.attrs["type"] == "submit"


def test_a_button_of_an_unknown_kind_is_a_mistake():
    with pytest.raises(KeyError):
        draw('{% button "Skip" kind="loud" %}')


def test_back_link():
    """Ours stands in a landmark of its own, being outside of main."""
    (nav,) = parse(draw('{% back_link "/a" %}')).all("nav")
    assert nav.children == parse(reference("back-link", "govukBackLink", {"href": "/a"})).children


def test_breadcrumbs():
    items = [{"text": "Queue", "href": "/queue"}, {"text": "Case"}]
    ours = draw("{% breadcrumbs links %}", links=[Link("Queue", "/queue"), Link("Case")])
    assert_same(ours, reference("breadcrumbs", "govukBreadcrumbs", {"items": items}))


@pytest.mark.parametrize(
    ("tag", "params"),
    [
        ("{% notification %}<p>Hello</p>{% endnotification %}", {}),
        ('{% notification kind="success" %}<p>Hello</p>{% endnotification %}', {"type": "success"}),
        ('{% notification title="Read this" ident="read" %}<p>Hello</p>{% endnotification %}',
         {"titleText": "Read this", "titleId": "read-title"}),
    ],
)  # fmt: skip
def test_notification(tag, params):
    given = {"html": "<p>Hello</p>", "titleId": "notification-title"} | params
    assert_same(draw(tag), reference("notification-banner", "govukNotificationBanner", given))


def test_summary_list():
    link = {"href": "/what", "text": "Change", "visuallyHiddenText": "What happened"}
    two = [{"href": "/a", "text": "Add"}, {"href": "/b", "text": "Remove", "visuallyHiddenText": "it"}]
    rows = [
        {"key": {"text": "What happened"}, "value": {"text": "Threats"}, "actions": {"items": [link]}},
        {"key": {"text": "Apps"}, "value": {"html": '<ul class="govuk-list"><li>Snapchat</li><li>X</li></ul>'}},
        {"key": {"text": "Words"}, "value": {"html": "One<br>two"}, "actions": {"items": two}},
        {"key": {"text": "Year"}, "value": {"text": "7"}, "actions": {"items": two[:1]}},
    ]
    ours = [
        Row("What happened", "Threats", change="/what"),
        Row("Apps", ["Snapchat", "X"]),
        Row("Words", "One\ntwo", actions=[Link("Add", "/a"), Link("Remove", "/b", hidden="it")]),
        Row("Year", "7", actions=[Link("Add", "/a")]),
    ]
    theirs = reference("summary-list", "govukSummaryList", {"rows": rows})
    assert_same(draw("{% summary_list rows %}", rows=ours), theirs)


def test_summary_list_without_borders():
    theirs = {"rows": [{"key": {"text": "Year"}, "value": {"text": "7"}}], "classes": "govuk-summary-list--no-border"}
    ours = draw("{% summary_list rows borders=False %}", rows=[Row("Year", "7")])
    assert_same(ours, reference("summary-list", "govukSummaryList", theirs))


@pytest.mark.parametrize("is_open", [True, False])
def test_details(is_open):
    ours = draw('{% details "Help" is_open=is_open %}<p>Text</p>{% enddetails %}', is_open=is_open)
    given = {"summaryText": "Help", "html": "<p>Text</p>", "open": is_open}
    assert_same(ours, reference("details", "govukDetails", given))


def test_inset_warning_panel_tag():
    assert_same(draw("{% inset %}Text{% endinset %}"), reference("inset-text", "govukInsetText", {"text": "Text"}))
    assert_same(draw('{% warning "Text" %}'), reference("warning-text", "govukWarningText", {"text": "Text"}))
    panel = {"titleText": "Sent", "text": "Well done"}
    assert_same(draw('{% panel "Sent" %}Well done{% endpanel %}'), reference("panel", "govukPanel", panel))
    assert_same(draw('{% panel "Sent" %}{% endpanel %}'), reference("panel", "govukPanel", {"titleText": "Sent"}))
    tag = {"text": "Urgent", "classes": "govuk-tag--red"}
    assert_same(draw('{% tag "Urgent" "red" %}'), reference("tag", "govukTag", tag))


def test_table():
    """Ours stands in a region that scrolls by itself."""
    given = {
        "caption": "Waiting",
        "captionClasses": "govuk-table__caption--m",
        "head": [{"text": "Day"}, {"text": "Reports", "format": "numeric"}],
        "rows": [[{"text": "Monday"}, {"text": "3", "format": "numeric"}]],
        "firstCellIsHeader": True,
    }
    ours = draw(
        '{% table "Waiting" head rows first_is_header=True %}',
        head=["Day", Column("Reports", numeric=True)],
        rows=[("Monday", "3")],
    )
    (table,) = parse(ours).all("table")
    assert [table] == parse(reference("table", "govukTable", given)).children


def test_a_row_that_is_too_short_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        draw('{% table "Waiting" head rows %}', head=["Day", "Reports"], rows=[("Monday",)])


def test_pagination_keeps_the_query():
    request = RequestFactory().get("/queue?state=new&page=2")
    ours = draw("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)

    def href(number: int) -> str:
        return f"?state=new&page={number}"

    numbers = [1, 2, 3, None, 10]
    items = [
        {"ellipsis": True} if number is None else {"number": number, "href": href(number), "current": number == 2}
        for number in numbers
    ]
    given = {"items": items, "previous": {"href": href(1)}, "next": {"href": href(3)}}
    assert_same(ours, reference("pagination", "govukPagination", given))


def test_no_pagination_for_one_page():
    assert draw("{% pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_phase_banner():
    ours = draw('{% phase_banner "Demonstration" %}Nothing here is real{% endphase_banner %}')
    given = {"tag": {"text": "Demonstration"}, "text": "Nothing here is real"}
    assert_same(ours, reference("phase-banner", "govukPhaseBanner", given))


def test_skip_link():
    given = {"href": "#main-content", "text": "Skip to main content"}
    assert_same(draw("{% skip_link %}"), reference("skip-link", "govukSkipLink", given))


@pytest.mark.parametrize("name", ["", "Seawall"])
def test_service_navigation(name):
    """Theirs hides the menu button twice (`hidden` and `aria-hidden`), and says "page" for what may be a part of it."""
    links = [Link("Queue", "/queue", current=True), Link("Cases", "/cases")]
    given = {
        "navigation": [{"text": "Queue", "href": "/queue", "active": True}, {"text": "Cases", "href": "/cases"}],
        "serviceName": name,
        "serviceUrl": "/",
    }
    ours = draw('{% service_navigation links name=name url="/" %}', links=links, name=name)
    assert_same(ours, reference("service-navigation", "govukServiceNavigation", given), frozenset({"aria-hidden"}))


def test_site_header():
    ours = draw('{% site_header "Chalk Hill School" "/" %}')
    given = {"logoText": "Chalk Hill School", "url": "/"}
    assert_same(ours, reference("generic-header", "govukGenericHeader", given))
    (logo,) = parse(draw('{% site_header "Chalk Hill School" "/" "/logo" %}')).all("img")
    assert logo.attrs["alt"] == ""


def test_footer_shows_no_crown():
    root = parse(draw("{% site_footer links text %}", links=[Link("Privacy", "/privacy")], text="Chalk Hill School"))
    assert root.all("svg") == []
    assert root.text() == "About this site Privacy Chalk Hill School"


def test_exit_page():
    """Theirs is started by govuk-frontend and listens to Shift; ours by public.js, to Escape, and is a landmark."""
    texts = {
        "activatedText": "Loading.",
        "timedOutText": "Exit this page expired.",
        "pressTwoMoreTimesText": "Escape, press 2 more times to exit.",
        "pressOneMoreTimeText": "Escape, press 1 more time to exit.",
    }
    theirs = reference("exit-this-page", "govukExitThisPage", {"redirectUrl": "/leave"} | texts)
    theirs = theirs.replace(" govuk-js-exit-this-page-button", "")
    ignore = frozenset({"data-module", "data-exit", "data-leave", "role", "aria-label"})
    assert_same(draw('{% exit_page "/leave" %}'), theirs, ignore)


def test_error_summary():
    class Ask(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter a name"})

        def clean(self):
            raise forms.ValidationError("This was changed by somebody else")

    errors = [{"text": "Enter a name", "href": "#id_name"}, {"text": "This was changed by somebody else"}]
    given = {"titleText": "There is a problem", "errorList": errors}
    assert_same(draw("{% error_summary form %}", form=Ask({})), reference("error-summary", "govukErrorSummary", given))
    assert draw("{% error_summary form %}", form=Ask()).strip() == ""
