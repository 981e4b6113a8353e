"""The decision on a case, a step a page: triggers, questions, and what the lead decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from seawall.decisions import actions, queries
from seawall.decisions.told import Reviewed
from seawall.decisions.wording import answered
from seawall.guidance.rules import forms as guidance
from seawall.guidance.rules.decision_data import decision_texts, reviews
from seawall.guidance.rules.forms import Choice
from seawall.intake.actions import once
from seawall.kit.refusal import Gone, refuse_unless
from seawall.schools.rules import may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.deciding import FindOutForm, ManageForm, QuestionsForm, ReferForm, TriggersForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case
from seawall.web.staff.views.decision_page import decision_parts

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.decisions.models import Review
    from seawall.decisions.queries import Opened
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.asking import StepForm

HERE = "case_decision"


def sent_once(request: LeadRequest, form: StepForm) -> bytes:
    """Under which name one press of a button is known."""
    return once(f"{form.ident}:{form.cleaned_data['once']}", request.school)


def _page(request: LeadRequest, pk: UUID, template: str, form: StepForm) -> HttpResponse:
    """Show a step: filled in with what was answered before, unless something was typed."""
    opened = open_case(request, pk, "decision")
    found = queries.opened(opened.case, opened.key)
    if not form.is_bound:
        _fill(form, found)
    shown = {"form": form, "found": found, "wrong": form if form.errors else None, "notes": reviews().notes}
    return case_page(request, f"staff/{template}.html", opened, HERE, shown, wrong=bool(form.errors))


def _fill(form: StepForm, found: Opened) -> None:
    if isinstance(form, TriggersForm):
        form.show(found)
    elif isinstance(form, QuestionsForm):
        form.fill_in(found.standing.version, found.reviewed.questions)
    else:
        form.fill(found.standing.version)


@gate(may_open_desk, opens_vault=True)
def case_decision(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Where the decision stands, what the guidance answers, and what to do next."""
    return _overview(request, pk)


def _overview(request: LeadRequest, pk: UUID, wrong: ReferForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "decision")
    shown = decision_parts(opened, wrong or ReferForm())
    return case_page(request, "staff/decision.html", opened, HERE, shown | {"wrong": wrong}, wrong=bool(wrong))


@gate(may_open_desk, opens_vault=True)
def case_triggers(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Answer the five triggers."""
    case = find_case(request, pk)
    form = TriggersForm(request.POST or None, said=queries.said_in(case))
    if not form.is_bound or not form.is_valid():
        return _page(request, pk, "triggers", form)
    saved = actions.save_triggers(
        case=case, **form.told(), once=sent_once(request, form), ring=request.ring, by=request.user
    )
    return _saved(request, pk, saved)


@gate(may_open_desk, opens_vault=True)
def case_questions(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Answer the nine questions."""
    case, form = find_case(request, pk), QuestionsForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, pk, "questions", form)
    given, seen = form.given, form.cleaned_data["seen"]
    saved = actions.save_questions(
        case=case, given=given, seen=seen, once=sent_once(request, form), ring=request.ring, by=request.user
    )
    return _saved(request, pk, saved)


def _saved(request: LeadRequest, pk: UUID, saved: Review | None) -> HttpResponse:
    if saved is None:
        return done(request, _("Nothing has changed."), HERE, pk)
    told = {"number": saved.number, "answer": _(decision_texts().courses[saved.course].title)}
    return done(request, _("Saved as version %(number)s. The guidance answers: %(answer)s.") % told, HERE, pk)


@gate(may_open_desk, opens_vault=True)
@by_post(HERE)
def case_decide_refer(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Decide to refer now, which a lead always may; then go on to the referrals."""
    case, form = find_case(request, pk), ReferForm(request.POST)
    if not form.is_valid():
        return _overview(request, pk, form)
    _decide(request, case, Choice.REFER, form, reason=form.cleaned_data["reason"])
    return done(
        request, _("Decided: refer now. Tell the police or children's social care at once."), _referrals(pk), pk
    )


def _referrals(pk: UUID) -> str:
    """The page of referrals, where the school has one."""
    try:
        reverse("case_referrals", args=[pk])
    except NoReverseMatch:
        return HERE
    return "case_referrals"


def _decide(request: LeadRequest, case: Any, choice: Choice, form: StepForm, **told: Any) -> None:  # noqa: ANN401 - as decide
    actions.decide(
        case=case,
        choice=choice,
        seen=form.cleaned_data["seen"],
        once=sent_once(request, form),
        ring=request.ring,
        by=request.user,
        **told,
    )


@gate(may_open_desk, opens_vault=True)
def case_find_out(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Decide to find out first what is missing."""
    case, form = find_case(request, pk), FindOutForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, pk, "find_out", form)
    _decide(request, case, Choice.FIND_OUT, form, reason=form.cleaned_data["reason"])
    return done(request, _("Decided: find out first. Answer the triggers as soon as you know more."), HERE, pk)


@gate(may_open_desk, opens_vault=True)
def case_manage(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Decide to manage it in school, where the guidance allows it: the risk assessment and the reason."""
    case, form = find_case(request, pk), ManageForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _manage_page(request, pk, form)
    _decide(request, case, Choice.MANAGE, form, reason=form.cleaned_data["reason"], risk=form.given)
    return done(
        request,
        _("Saved. It is not decided before the head has signed: write what they read."),
        "case_ask_sign_off",
        pk,
    )


def _manage_page(request: LeadRequest, pk: UUID, form: ManageForm) -> HttpResponse:
    opened = open_case(request, pk, "decision")
    found = queries.opened(opened.case, opened.key)
    refuse_unless(guidance.may_choose(found.answer.decision, Choice.MANAGE))
    if not form.is_bound:
        form.fill(found.standing.version)
    shown = {"form": form, "found": found, "wrong": form if form.errors else None, "notes": reviews().notes}
    return case_page(request, "staff/manage.html", opened, HERE, shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
def case_review_version(request: LeadRequest, pk: UUID, number: int) -> HttpResponse:
    """One saved version of the review, as it was."""
    opened = open_case(request, pk, "decision_version")
    row = opened.case.reviews.select_related("by").filter(number=number).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    told = Reviewed.of(opened.key.open(row, "told"))
    shown = {
        "version": row,
        "told": told,
        "answer": told.answer(),
        "answers": answered(reviews().initial_review, told.questions),
    }
    return case_page(request, "staff/review_version.html", opened, HERE, shown)
