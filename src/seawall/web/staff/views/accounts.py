"""Fake accounts: those of a case, one of them with what was done about it, its pack, and the board of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.cases import queries as cases
from seawall.cases.opening import open_titles
from seawall.guidance.layer import layer_of
from seawall.intake.actions import once
from seawall.kit.refusal import Gone
from seawall.schools.rules import may_open_desk
from seawall.takedowns import actions, giving, queries, wording
from seawall.takedowns.pack import letter, pack_for
from seawall.takedowns.rules import State
from seawall.web.shared.gates import gate
from seawall.web.staff.accounts import AccountForm, ChangeAccountForm, GiveForm, StepForm
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done, find_case
from seawall.web.staff.views.imitation import beside

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from seawall.takedowns.models import FakeAccount
    from seawall.web.shared.requests import LeadRequest
    from seawall.web.staff.views.case_nav import OpenCase

PAGE = 50
_PRESS = ("posh", "report_harmful_content")
"""Who can press a platform after 48 hours or a refusal (guidance reference 0.8 and 4.1)."""


@gate(may_open_desk, opens_vault=True)
def case_accounts(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show the fake accounts of a case, and write another one down. A second press writes nothing."""
    opened = open_case(request, pk, "accounts")
    people = cases.open_people(opened.case, opened.key)
    form = AccountForm(request.POST or None, people=people)
    if form.is_bound and form.is_valid():
        sent_once = once(f"account:{form.cleaned_data['once']}", request.school)
        account = actions.add(case=opened.case, seen=form.seen(), once=sent_once, ring=request.ring, by=request.user)
        return done(request, _("Written down. Now see who may report it."), "case_account", pk, account.pk)
    accounts = [queries.show(account, opened.key) for account in queries.of_case(opened.case)]
    shown = {"accounts": accounts, "form": form, "wrong": form if form.errors else None}
    shown["beside"] = beside(request, opened, accounts)
    return case_page(request, "staff/accounts.html", opened, "case_accounts", shown, wrong=bool(form.errors))


def _account_page(
    request: LeadRequest, pk: UUID, account: UUID, step: StepForm | None = None, change: ChangeAccountForm | None = None
) -> HttpResponse:
    opened = open_case(request, pk, "account")
    row = _find(opened, account)
    found = queries.show(row, opened.key)
    people = cases.open_people(opened.case, opened.key)
    wrong = next((form for form in (step, change) if form is not None and form.errors), None)
    shown = {
        "account": found,
        "pack": pack_for(row.platform, found.name, found.link, row.age, layer_of(request.school)),
        "steps": queries.steps_of(row, opened.key),
        "step_form": step or StepForm(state=row.state),
        "change_form": change or ChangeAccountForm(people=people, now=found),
        "press": list(filter(None, map(layer_of(request.school).route, _PRESS))),
        "can_press": row.state in {State.REPORTED, State.REFUSED, State.ESCALATED},
        "wrong": wrong,
    }
    return case_page(request, "staff/account.html", opened, "case_accounts", shown, wrong=wrong is not None)


def _find(opened: OpenCase, pk: UUID) -> FakeAccount:
    rows = queries.of_case(opened.case).select_related("pretends_to_be", "case__circle_key", "case__school", "school")
    account = rows.filter(pk=pk).first()
    if account is None:
        raise Gone(_("There is nothing here for you to see."))
    return account


def _found(request: LeadRequest, pk: UUID, account: UUID) -> FakeAccount:
    case = find_case(request, pk)
    row = queries.of_case(case).select_related("case__circle_key", "case__school", "school").filter(pk=account).first()
    if row is None:
        raise Gone(_("There is nothing here for you to see."))
    return row


@gate(may_open_desk, opens_vault=True)
def case_account(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Show one fake account: who may report it, what was done, what comes next."""
    return _account_page(request, pk, account)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_account_step(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Write down what was done about an account, or what became of it."""
    row = _found(request, pk, account)
    form = StepForm(request.POST, state=row.state)
    if not form.is_valid():
        return _account_page(request, pk, account, step=form)
    to, version = State(form.cleaned_data["to"]), form.cleaned_data["seen"]
    actions.move(account=row, to=to, done=form.done(), version=version, ring=request.ring, by=request.user)
    return done(request, _("Written down."), "case_account", pk, account)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_account_change(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Put right what is known of an account."""
    row = _found(request, pk, account)
    opened = open_case(request, pk, "account")
    form = ChangeAccountForm(request.POST, people=cases.open_people(opened.case, opened.key))
    if not form.is_valid():
        return _account_page(request, pk, account, change=form)
    version = form.cleaned_data["version"]
    actions.change(account=row, seen=form.seen(), version=version, ring=request.ring, by=request.user)
    return done(request, _("Put right."), "case_account", pk, account)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_account_looked(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Note that somebody looked, and nothing had changed."""
    row, form = _found(request, pk, account), SeenForm(request.POST)
    if not form.is_valid():
        return _account_page(request, pk, account)
    actions.looked(account=row, version=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("Noted. You will be reminded to look again."), "case_account", pk, account)


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_account_take_back(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Take the last step back."""
    row, form = _found(request, pk, account), SeenForm(request.POST)
    if not form.is_valid():
        return _account_page(request, pk, account)
    actions.take_back(account=row, version=form.cleaned_data["seen"], ring=request.ring, by=request.user)
    return done(request, _("Took the last step back."), "case_account", pk, account)


@gate(may_open_desk, opens_vault=True)
def case_account_pack(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """The pack on paper, on a phone held out, or by code: steps, exact link with a code to scan, words to use."""
    return _pack_page(request, pk, account)


def _pack_page(request: LeadRequest, pk: UUID, account: UUID, form: GiveForm | None = None) -> HttpResponse:
    opened = open_case(request, pk, "account_pack")
    row = _find(opened, account)
    found = queries.show(row, opened.key)
    pack = pack_for(row.platform, found.name, found.link, row.age, layer_of(request.school))
    ways = [(way, _scan(way.url) if way.url else "") for way in pack.ways]
    first = {"text": letter(pack), "version": row.version}
    form = form or GiveForm(mailboxes=list(giving.mailboxes_of(opened.case)), initial=first)
    shown: dict[str, Any] = {"account": found, "pack": pack, "ways": ways, "form": form}
    shown["wrong"] = form if form.errors else None
    return case_page(request, "staff/account_pack.html", opened, "case_accounts", shown, wrong=bool(form.errors))


@gate(may_open_desk, opens_vault=True)
@by_post("case_accounts")
def case_account_give(request: LeadRequest, pk: UUID, account: UUID) -> HttpResponse:
    """Put the steps into the mailbox of somebody who told. A second press puts nothing there."""
    row = _found(request, pk, account)
    form = GiveForm(request.POST, mailboxes=list(giving.mailboxes_of(row.case)))
    if not form.is_valid():
        return _pack_page(request, pk, account, form)
    given = form.cleaned_data
    giving.give(
        account=row,
        mailbox=form.mailboxes[given["mailbox"]],
        typed=given["text"],
        version=given["version"],
        once=once(f"give:{given['once']}", request.school),
        ring=request.ring,
        by=request.user,
    )
    return done(request, _("It is in their mailbox now."), "case_account", pk, account)


def _scan(url: str) -> str:
    return str(segno.make(url, micro=False).svg_inline(scale=3, border=2, dark="#000", light="#fff"))


@gate(may_open_desk, opens_vault=True)
def accounts(request: LeadRequest) -> HttpResponse:
    """The board of all fake accounts of cases this lead opens: those still up, the longest known first, or those gone."""
    down = request.GET.get("which") == "down"
    rows = queries.board(request.school, request.ring, up=not down)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    held = {account.case_id: account.case for account in page}
    named = open_titles(school=request.school, cases=list(held.values()), ring=request.ring, by=request.user)
    titles = {case.pk: title for case, title in named}
    keys = {pk: request.ring.data_key(case) for pk, case in held.items()}
    opened = [(queries.show(row, keys[row.case_id]), titles[row.case_id]) for row in page]
    shown = {"page": page, "accounts": opened, "down": down, "states": wording.STATES}
    return render(request, "staff/accounts_board.html", shown)
