"""Letters to families: all of them, those of a case, one of them, and the verbs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from seawall.intake.actions import once
from seawall.kit.refusal import Gone, Refused
from seawall.letters import actions, making, queries, sending
from seawall.letters.printing import pdf_of
from seawall.letters.rules.tongues import tongues
from seawall.schools.rules import LEADS, may_hold_keys, may_open_desk
from seawall.web.shared.gates import gate
from seawall.web.staff.forms import SeenForm
from seawall.web.staff.letters import (
    AskForm,
    FamilyForm,
    LeaveOutForm,
    LetterBackForm,
    NewLetterForm,
    PutBackForm,
    WordsForm,
)
from seawall.web.staff.views.case_nav import case_page, open_case
from seawall.web.staff.views.common import by_post, done
from seawall.web.staff.views.letter_page import letter_page, readers, to_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from seawall.cases.models import Case
    from seawall.letters.models import Letter
    from seawall.web.shared.requests import LeadRequest

PAGE = 50


@gate(may_hold_keys, opens_vault=True)
def letters(request: LeadRequest) -> HttpResponse:
    """What waits for whoever looks; for leads all letters, the newest first, and a new one about no case."""
    waiting = _titled(request, queries.waiting_for(request.user))
    if request.user.role not in LEADS:
        return render(request, "staff/letters.html", {"waiting": waiting})
    form = NewLetterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _begin(request, form, None)
    page = Paginator(queries.listed(request.school, request.ring), PAGE).get_page(request.GET.get("page"))
    shown = {"waiting": waiting, "page": page, "rows": _titled(request, page), "form": form}
    wrong = form if form.errors else None
    return render(request, "staff/letters.html", {**shown, "wrong": wrong}, status=422 if wrong else 200)


@gate(may_open_desk, opens_vault=True)
def case_letters(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The letters about a case, and a new one."""
    opened = open_case(request, pk, "letters")
    form = NewLetterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _begin(request, form, opened.case)
    rows = _titled(request, queries.listed(request.school, request.ring).filter(case=opened.case))
    wrong = form if form.errors else None
    shown = {"rows": rows, "form": form, "wrong": wrong}
    return case_page(request, "staff/case_letters.html", opened, "case_letters", shown, wrong=wrong is not None)


def _begin(request: LeadRequest, form: NewLetterForm, case: Case | None) -> HttpResponse:
    made = actions.draft(
        school=request.school,
        template=form.cleaned_data["template"],
        case=case,
        once=once(f"letter:{form.cleaned_data['once']}", request.school),
        ring=request.ring,
        by=request.user,
    )
    return done(request, _("A draft is made. Nobody gets it before somebody else has read it."), "letter", made.pk)


def _titled(request: LeadRequest, rows: Iterable[Letter]) -> list[tuple[Letter, str]]:
    found = [(row, str(queries.key_of(row, request.ring, request.user).open(row, "told")["heading"])) for row in rows]
    if found:
        actions.note_listed(school=request.school, shown=len(found), by=request.user)
    return found


@gate(may_hold_keys, opens_vault=True)
def letter(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Show a letter."""
    return letter_page(request, pk)


def _find(request: LeadRequest, pk: UUID) -> Letter:
    return queries.find(request.school, pk, request.ring, request.user)[0]


def _do(
    request: LeadRequest,
    pk: UUID,
    form: SeenForm,
    verb: Callable[..., None],
    said: str,
    *,
    field: str = "",
    names: Iterable[str] = (),
    **more: Any,  # noqa: ANN401 - what the verb takes
) -> HttpResponse:
    """Do a verb with what was typed; what it refuses is shown at `field`, with what was typed in its place."""
    there = _find(request, pk)
    if not form.is_valid():
        return letter_page(request, pk, form)
    given = {name: form.cleaned_data[name] for name in names}
    try:
        verb(letter=there, version=form.cleaned_data["seen"], ring=request.ring, by=request.user, **given, **more)
    except Refused as refused:
        if not field:
            raise
        form.add_error(field, str(refused.refusal.reason))
        return letter_page(request, pk, form)
    return done(request, said, "letter", pk)


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_write(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Keep the words of a draft."""
    form = WordsForm(request.POST)
    return _do(request, pk, form, actions.write, _("Saved."), field="body", names=("heading", "body"))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_to(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Say which year groups and forms get it."""
    form = to_form(request.school, request.POST)
    return _do(request, pk, form, actions.address, _("Saved who gets it."), names=("years", "forms"))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_add_family(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Add a family by a child's name."""
    form = FamilyForm(request.POST)
    typed = form["words"].value() or ""
    return _do(request, pk, form, actions.add_family, _("Added the family."), field="words", typed=typed)


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_leave_out(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Leave a family out."""
    form = LeaveOutForm(request.POST)
    typed = form["words"].value() or ""
    return _do(
        request, pk, form, actions.leave_out, _("Left the family out."), field="words", typed=typed, names=("reason",)
    )


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_put_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """No longer leave a family out."""
    form = PutBackForm(request.POST)
    return _do(request, pk, form, actions.put_back, _("Put the family back."), names=("pupil",))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_ask(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Ask somebody else to read it."""
    form = AskForm(request.POST, people=readers(request.school, _find(request, pk).by))
    return _do(
        request, pk, form, actions.ask, _("Asked. They will be told to sign in."), field="reader", names=("reader",)
    )


@gate(may_hold_keys, opens_vault=True)
@by_post("letter")
def letter_approve(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Approve it."""
    return _do(request, pk, SeenForm(request.POST), actions.approve, _("Approved. Now it can be made."))


@gate(may_hold_keys, opens_vault=True)
@by_post("letter")
def letter_send_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Send it back with what should be different."""
    form = LetterBackForm(request.POST)
    typed = form["text"].value() or ""
    return _do(request, pk, form, actions.send_back, _("Sent back."), typed=typed)


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_take_back(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Make it a draft again."""
    return _do(request, pk, SeenForm(request.POST), actions.take_back, _("It is a draft again."))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_drop(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    return _do(request, pk, SeenForm(request.POST), actions.drop, _("Thrown away."))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_make(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Have a copy made for every family."""
    said = _("The copies are being made. Nothing is sent yet.")
    return _do(request, pk, SeenForm(request.POST), making.make, said)


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_copy_again(request: LeadRequest, pk: UUID, order: int) -> HttpResponse:
    """Make one copy again."""
    copy = _find(request, pk).copies.filter(order=order).first()
    if copy is None:
        raise Gone(_("There is nothing here for you to see."))
    said = _("This copy is being made again.")
    return _do(request, pk, SeenForm(request.POST), making.make_again, said, copy=copy)


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_send(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Let it go."""
    return _do(request, pk, SeenForm(request.POST), sending.send, _("It is on its way."))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_given_out(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Note that the paper was given out."""
    return _do(request, pk, SeenForm(request.POST), sending.given_out, _("Noted."))


@gate(may_open_desk, opens_vault=True)
@by_post("letter")
def letter_recall(request: LeadRequest, pk: UUID) -> HttpResponse:
    """Stop it."""
    return _do(request, pk, SeenForm(request.POST), sending.recall, _("Stopped. What had not gone is deleted."))


@gate(may_hold_keys, opens_vault=True)
def letter_pdf(request: LeadRequest, pk: UUID) -> HttpResponse:
    """The letter as a PDF, to look at: as it will be, to nobody; `?lang=` as a family that reads this language gets it."""
    there, key = queries.find(request.school, pk, request.ring, request.user)
    actions.note_opened(letter=there, by=request.user)
    lang = request.GET.get("lang", "")
    lang = lang if lang in tongues() else ""
    printed = making.printed_of(queries.opened(there, key), {lang})
    to = {"name": _("To look at"), "lang": lang, "help": lang}
    return _pdf(pdf_of(printed, [to]), "letter-to-look-at.pdf")


@gate(may_open_desk, opens_vault=True)
def letter_print(request: LeadRequest, pk: UUID, part: int) -> HttpResponse:
    """A file to print: a page or more for each family, in form order."""
    there = _find(request, pk)
    file = there.print_files.filter(part=part).first()
    if file is None:
        raise Gone(_("There is nothing here for you to see."))
    actions.note_taken(letter=there, what=f"print:{part}", by=request.user)
    return _pdf(file.open_pdf(), f"letter-{there.number}-part-{part}.pdf")


@gate(may_open_desk, opens_vault=True)
def letter_copy(request: LeadRequest, pk: UUID, order: int) -> HttpResponse:
    """One family's copy as it was made."""
    there = _find(request, pk)
    copy = there.copies.filter(order=order).exclude(pdf=None).first()
    if copy is None:
        raise Gone(_("There is nothing here for you to see."))
    actions.note_taken(letter=there, what=f"copy:{order}", by=request.user)
    return _pdf(copy.open_pdf(), f"letter-{there.number}-copy-{order}.pdf")


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
