"""Verbs on questions: asking one, answering it, setting it aside, taking that back."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.guidance.rules.danger import Danger, assess
from seawall.journal.actions import REPORTER, record
from seawall.kit import clock
from seawall.kit.refusal import Clash, refuse_unless
from seawall.questionbox import rules
from seawall.questionbox.models import Question, QuestionBox
from seawall.questionbox.rules import State
from seawall.vault.ring import current_key, lock

if TYPE_CHECKING:
    from seawall.schools.models import Person, School

_TRIES = 8


def open_box(*, school: School) -> QuestionBox:
    """Make a box with a code of its own. Call it inside the transaction of what it belongs to."""
    for last in (*[False] * (_TRIES - 1), True):
        code = "".join(secrets.choice(rules.ALPHABET) for _sign in range(rules.CODE_LENGTH))
        try:
            with transaction.atomic():
                return QuestionBox.objects.create(school=school, code=code)
        except IntegrityError:
            if last:
                raise
    raise AssertionError


def weigh(text: str) -> Danger:
    """Say how dangerous a question sounds. The same rules as for a report; a child may only be asking: it is shown help."""
    return assess({}, text)


def ask(
    *, school: School, box: QuestionBox | None, text: str, danger: Danger, once: bytes, burst: int = 0
) -> Question | None:
    """Keep a question, sealed to the team. None for a second press (the same `once`). `text` is cleaned already."""
    row = Question(school=school, box=box, danger=danger.level.value, reasons=list(danger.reasons))
    row.sent_once, row.burst = once, burst
    row.told = lock(row, current_key(school.team_id)).seal({"text": text}, row, "told")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record("question.asked", subject=row, by=REPORTER, level=danger.level.key)
    except IntegrityError:
        if Question.objects.filter(sent_once=once).exists():
            return None
        raise
    return row


@transaction.atomic
def answer(*, question: Question, shown: str, said: str, seen: int, by: Person) -> None:
    """A question is answered: on its page (`shown` is how it stands there, `said` the answer), or elsewhere (both empty).

    Raises Clash or Refused.
    """
    _claim(question, seen, by)
    refuse_unless(rules.may_move(question.state, State.ANSWERED))
    refuse_unless(rules.may_show(shown, said))
    question.shown = json.dumps({"question": shown, "answer": said}, ensure_ascii=False) if said else None
    _move(question, State.ANSWERED)
    record("question.answered", subject=question, by=by, on_page=bool(said))


@transaction.atomic
def set_aside(*, question: Question, seen: int, by: Person) -> None:
    """It is no question. Raises Clash or Refused."""
    _claim(question, seen, by)
    refuse_unless(rules.may_move(question.state, State.SET_ASIDE))
    _move(question, State.SET_ASIDE)
    record("question.set_aside", subject=question, by=by)


@transaction.atomic
def take_back(*, question: Question, seen: int, by: Person) -> None:
    """It waits again, and what stood on its page is gone from there. Raises Clash or Refused."""
    _claim(question, seen, by)
    refuse_unless(rules.may_move(question.state, State.NEW))
    question.shown = None
    _move(question, State.NEW)
    record("question.taken_back", subject=question, by=by)


def note_opened(*, school: School, shown: int, by: Person) -> None:
    """Note that somebody read questions in a list."""
    if shown:
        record("question.opened", subject=school, by=by, school_id=school.pk, shown=shown)


def _claim(question: Question, seen: int, by: Person) -> None:
    now = {"version": F("version") + 1, "changed_by": by, "changed_at": clock.now()}
    if not Question.objects.filter(pk=question.pk, version=seen).update(**now):
        raise Clash(_("Somebody else has dealt with this question. What you asked for was not done. Look at it again."))
    question.refresh_from_db()


def _move(question: Question, to: State) -> None:
    question.state = to.value
    question.save(update_fields=["state", "shown"])
