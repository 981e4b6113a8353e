"""Making an approved letter: a row a family, and PDFs one after another by the worker. Killed anywhere, it goes on."""

from __future__ import annotations

import json
import logging
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from seawall.journal.actions import WORKER, record
from seawall.kit import clock
from seawall.kit.refusal import Refused, refuse_unless
from seawall.letters import queries
from seawall.letters.actions import _claim, _key, _move, refuse_unfit, tell_of_trouble
from seawall.letters.models import Copy, Letter, PrintFile
from seawall.letters.printing import Press, help_lines, let_go, sheet, sheet_in
from seawall.letters.recipients import recipients
from seawall.letters.rules import states
from seawall.letters.rules.states import CopyState, State, Way
from seawall.letters.rules.templates import fill
from seawall.letters.rules.tongues import ENGLISH, tongues
from seawall.letters.tongues import in_languages, values_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from seawall.letters.queries import Opened
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring

IN_ONE_FILE: Final = 20
"""Copies in one file to print: the printer's memory stays flat, whatever the number of families."""
_AT_ONCE: Final = 20
"""Copies that are made, and then written down together."""
_ONE_TURN: Final = 20.0
"""Seconds after which the worker lets other jobs have their turn."""
_TRIES_FOR_NUMBER: Final = 20
_log = logging.getLogger("seawall.letters")


@transaction.atomic
def make(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Give an approved letter its reference and a copy for each family; the worker makes the PDFs. Raises Clash, Refused or Gone.

    What it may not say is looked for again: the case may know more names than when it was read.
    """
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.MAKING))
    if letter.approved_at is None or letter.state != State.APPROVED:
        raise Refused(_("This letter has to be approved first."))
    refuse_unfit(letter, key, ring)
    found = queries.opened(letter, key)
    going = recipients(letter.school, found.asked).going
    _number(letter)
    printed = printed_of(found, {to.lang for to in going})
    letter.printed = json.dumps(printed, ensure_ascii=False)
    rows = []
    for order, to in enumerate(going, start=1):
        copy = Copy(letter=letter, order=order, way=to.way.value)
        lang = to.lang if to.lang in printed["others"] else ""
        helped = to.lang if to.lang in printed["helps"] else ""
        copy.tell(**{**to.plain(), "lang": lang, "help": helped})
        rows.append(copy)
    for copy in rows:
        copy.save(force_insert=True)
    _move(letter, State.MAKING, "printed")
    record("letter.made", subject=letter, by=by, reference=letter.reference, copies=len(rows))


def printed_of(found: Opened, langs: Collection[str]) -> dict[str, Any]:
    """Return the sheet of a letter: its words filled, and in each of some languages its words there, or where help can be had."""
    letter, school = found.row, found.row.school
    held, head = queries.values(school, found.asked, letter.case), queries.letterhead(school)
    heading, body = queries.filled(found, held)
    words, others, helps = in_languages(found), {}, {}
    with translation.override(school.language):
        base = sheet(
            school=school, head=head, heading=heading, body=body, reference=letter.reference, day=held["today"]
        )
        for lang in sorted(set(langs) - {"", ENGLISH}):
            tongue, said = tongues().get(lang), words.get(lang)
            if tongue is None or said is None:
                helps[lang] = help_lines(tongue, school)
                continue
            facts = values_in(tongue, held, school=school, asked=found.asked, case=letter.case)
            others[lang] = sheet_in(
                tongue,
                head=head,
                heading=fill(said.heading, facts),
                body=fill(said.body, facts),
                reference=letter.reference,
                day=facts["today"],
                read=said.read,
            )
    return {**base, "others": others, "helps": helps}


def _number(letter: Letter) -> None:
    """Give a letter the next number of its school; if another took it in the same moment, the one after."""
    prefix = queries.letterhead(letter.school).told.get("prefix") or "LETTER"
    initials = "".join(word[0] for word in letter.by.get_full_name().split()[:3]).lower()
    for _try in range(_TRIES_FOR_NUMBER):
        number = (Letter.objects.filter(school=letter.school_id).aggregate(n=Max("number"))["n"] or 0) + 1
        reference = f"{prefix}{number}/{initials}"
        try:
            with transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(number=number, reference=reference)
        except IntegrityError:
            continue
        letter.number, letter.reference = number, reference
        return
    raise Refused(_("Many letters are being made just now. Try again in a moment."))


def make_waiting() -> int:
    """Make copies that wait; return how many. The worker calls it every few seconds."""
    until, made = time.monotonic() + _ONE_TURN, 0
    for letter in Letter.objects.filter(state=State.MAKING).select_related("school").order_by("moved_at"):
        press = None
        while time.monotonic() < until:
            waiting = list(letter.copies.filter(state=CopyState.WAITING).defer("pdf").order_by("order")[:_AT_ONCE])
            if not waiting:
                _files(letter)
                break
            press = press or Press(json.loads(letter.printed or "{}"))
            _make_some(waiting, press)
            made += len(waiting)
    return made


def _make_some(copies: list[Copy], press: Press) -> None:
    """Make some copies, and write them down at once: a durable write for each would take as long as making it.

    Whatever stops this in the middle, what is made is kept; what a killed worker had not kept is made again.
    """
    done: list[tuple[Copy, dict[str, Any]]] = []
    try:
        for copy in copies:
            done += [(copy, _made(copy, press))]
    finally:
        with transaction.atomic():
            for copy, facts in done:
                mine = Copy.objects.filter(pk=copy.pk, state=CopyState.WAITING)
                mine.update(**facts, moved_at=clock.now())


def _made(copy: Copy, press: Press) -> dict[str, Any]:
    """Make one copy; return what changes in its row. Whatever goes wrong with it, the others are made."""
    try:
        data = press.pdf_of([copy.told])
    except Exception as error:  # noqa: BLE001 - a family whose copy can't be printed is shown, and tried again alone
        trouble = type(error).__qualname__
        _log.warning("A copy of a letter could not be made: %s", trouble)
        return {"state": CopyState.FAILED, "trouble": trouble[:60]}
    copy.seal_pdf(data)
    return {"state": CopyState.MADE, "pdf": copy.pdf, "sha256": sha256(data).hexdigest(), "trouble": ""}


def _files(letter: Letter) -> None:
    """Put the copies on paper into files of many, in form order; then the letter is ready."""
    paper = letter.copies.filter(way=Way.PAPER, state__in=[CopyState.MADE, CopyState.SENT]).defer("pdf")
    copies = list(paper.order_by("order"))
    press = Press(json.loads(letter.printed or "{}"))
    for part, at in enumerate(range(0, len(copies), IN_ONE_FILE), start=1):
        some = copies[at : at + IN_ONE_FILE]
        if letter.print_files.filter(part=part, first=some[0].order, last=some[-1].order).exists():
            continue
        data = press.pdf_of([each.told for each in some])
        let_go()
        file = PrintFile(letter=letter, part=part, first=some[0].order, last=some[-1].order)
        file.seal_pdf(data)
        file.sha256 = sha256(data).hexdigest()
        with transaction.atomic():
            if not Letter.objects.select_for_update().filter(pk=letter.pk, state=State.MAKING).exists():
                return
            letter.print_files.filter(part=part).delete()
            file.save(force_insert=True)
    _ready(letter)


@transaction.atomic
def _ready(letter: Letter) -> None:
    mine = Letter.objects.filter(pk=letter.pk, state=State.MAKING)
    if mine.exclude(copies__state=CopyState.WAITING).update(
        state=State.READY, made_at=clock.now(), moved_at=clock.now()
    ):
        record("letter.ready", subject=letter, by=WORKER)
        if letter.copies.filter(state=CopyState.FAILED).exists():
            tell_of_trouble(letter)


@transaction.atomic
def make_again(*, letter: Letter, copy: Copy, version: int, ring: Ring, by: Person) -> None:
    """Try one copy again that could not be made. The others stay as they are. Raises Clash, Refused or Gone."""
    _key(letter, ring)
    _claim(letter, version)
    if letter.state != State.MAKING:
        refuse_unless(states.may_move(letter.state, State.MAKING))
    failed = letter.copies.filter(pk=copy.pk, state=CopyState.FAILED)
    if not failed.update(state=CopyState.WAITING, trouble="", moved_at=clock.now()):
        raise Refused(_("This copy does not have to be made again."))
    letter.print_files.all().delete()
    _move(letter, State.MAKING)
    record("letter.copy_again", subject=letter, by=by, copy=copy.order)


@transaction.atomic
def set_letterhead(*, school: School, facts: dict[str, str], logo: str | None, by: Person) -> None:
    """Keep what stands on a school's letters; `logo` None leaves it, empty takes it away (it was cleaned before)."""
    head = queries.letterhead(school)
    head.tell(**facts)
    head.version += 1
    if logo is not None:
        head.logo = logo
    head.save()
    record("letterhead.changed", subject=school, by=by, school_id=school.pk, logo=bool(head.logo))
