"""Verbs on a letter until it is approved: draft, write, address, ask, approve, send back, take back, throw away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seawall.cases.opening import key_of as case_key
from seawall.cases.typed import needed
from seawall.journal.actions import WORKER, record
from seawall.kit import clock
from seawall.kit.refusal import Clash, Gone, Refused, refuse_unless
from seawall.letters import queries, tongues
from seawall.letters.models import Letter
from seawall.letters.recipients import Asked, recipients
from seawall.letters.rules import states
from seawall.letters.rules import tongues as rules
from seawall.letters.rules.states import LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE, State
from seawall.letters.rules.templates import unknown_field
from seawall.notices.actions import notify
from seawall.notices.rules import Kind as Notice
from seawall.roll import queries as roll
from seawall.schools.rules import LEADS
from seawall.vault.models import Share
from seawall.vault.ring import WontOpenError, current_key, lock, seal_key_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.cases.models import Case
    from seawall.roll.models import Pupil
    from seawall.schools.models import Person, School
    from seawall.vault.ring import Ring
    from seawall.vault.sealing import DataKey


@transaction.atomic
def draft(*, school: School, template: str, case: Case | None, once: bytes, ring: Ring, by: Person) -> Letter:
    """Begin a letter from a template, about a case or about none; a second press finds the first one's. Raises Refused or Gone.

    It is sealed to the team; about a closed-off case, to the people of that case.
    """
    if case is not None:
        case_key(case, ring)
    there = Letter.objects.filter(sent_once=once, school=school).first()
    if there is not None:
        return there
    heading, body = queries.words_for(school, template)
    letter = Letter(school=school, case=case, template=template, by=by, sent_once=once)
    circle = case.closed_circle_id if case is not None and case.closed_circle_id else school.team_id
    key = lock(letter, current_key(circle))
    letter.told = key.seal({"heading": heading, "body": body, **Asked().plain()}, letter, "told")
    letter.save(force_insert=True)
    record("letter.drafted", subject=letter, by=by, template=template)
    return letter


@transaction.atomic
def write(*, letter: Letter, heading: str, body: str, version: int, ring: Ring, by: Person) -> None:
    """Keep a draft's words. What it may not say its page tells; it is refused when sent on. Raises Clash, Refused or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    words = {"heading": needed(heading, LONGEST_TITLE), "body": needed(body, LONGEST_BODY)}
    refuse_unknown_field(f"{words['heading']}\n{words['body']}")
    _tell(letter, key, **words)
    record("letter.written", subject=letter, by=by)


def refuse_unknown_field(text: str) -> None:
    """Raise Refused, with the line, if a text (a heading, and a body below it) has a field that is not known."""
    wrong = unknown_field(text)
    if wrong is not None:
        line, name = wrong
        raise Refused(
            _("In line %(line)s there is no field called %(name)s. Nothing was kept.")
            % {"line": max(line - 1, 0), "name": name}
        )


@transaction.atomic
def translate(
    *, letter: Letter, lang: str, heading: str, body: str, read: bool, version: int, ring: Ring, by: Person
) -> None:
    """Keep a draft's words in another language, for its English words of now; without words it goes in English only.

    Raises Refused if a field is not known, or is in one of the two and not in the other; Clash or Gone.
    """
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    told = key.open(letter, "told")
    if lang not in rules.tongues():
        raise Gone(_("There is no such language."))
    words = {"heading": "", "body": ""}
    if heading.strip() or body.strip():
        words = {"heading": needed(heading, LONGEST_TITLE), "body": needed(body, LONGEST_BODY)}
        refuse_unlike(f"{told['heading']}\n{told['body']}", f"{words['heading']}\n{words['body']}")
    of = rules.digest(told["heading"], told["body"])
    _tell(letter, key, others={**told.get("others", {}), lang: {**words, "of": of, "read": read}})
    record("letter.translated", subject=letter, by=by, lang=lang, read=read, empty=not words["body"])


def refuse_unlike(english: str, other: str) -> None:
    """Raise Refused if a translation has a field that is not known, or not the same fields as the English."""
    refuse_unknown_field(other)
    field = rules.unlike(english, other)
    if field:
        raise Refused(
            _("The field %(name)s is in one of the two, and not as often in the other. Nothing was kept.")
            % {"name": field}
        )


@transaction.atomic
def address(
    *, letter: Letter, years: Sequence[str], forms: Sequence[str], version: int, ring: Ring, by: Person
) -> None:
    """Say which year groups and forms get it. Families added by name stay. Raises Clash, Refused or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    _tell(letter, key, years=list(years), forms=list(forms))
    record("letter.addressed", subject=letter, by=by, years=len(years), forms=len(forms))


@transaction.atomic
def add_family(*, letter: Letter, typed: str, version: int, ring: Ring, by: Person) -> None:
    """Add the family of a pupil, found by name. Raises Refused (nobody, or several), Clash or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    told, pupil = key.open(letter, "told"), _one_pupil(letter.school, typed)
    _tell(letter, key, pupils=sorted({*told["pupils"], str(pupil.pk)}))
    record("letter.family_added", subject=letter, by=by)


@transaction.atomic
def leave_out(*, letter: Letter, typed: str, reason: str, version: int, ring: Ring, by: Person) -> None:
    """Leave the family of a pupil out, for a reason that is sealed with the letter. Raises Refused, Clash or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    told, pupil = key.open(letter, "told"), _one_pupil(letter.school, typed)
    others = [pair for pair in told["left_out"] if pair[0] != str(pupil.pk)]
    _tell(letter, key, left_out=[*others, (str(pupil.pk), needed(reason, LONGEST_REASON))])
    record("letter.family_left_out", subject=letter, by=by)


@transaction.atomic
def put_back(*, letter: Letter, pupil: str, version: int, ring: Ring, by: Person) -> None:
    """Take it back that a family is left out, or was added by name. Raises Refused, Clash or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_write(letter.state))
    told = key.open(letter, "told")
    left = [pair for pair in told["left_out"] if pair[0] != pupil]
    _tell(letter, key, left_out=left, pupils=[each for each in told["pupils"] if each != pupil])
    record("letter.family_put_back", subject=letter, by=by)


@transaction.atomic
def ask(*, letter: Letter, reader: Person, version: int, ring: Ring, by: Person) -> None:
    """Ask another lead, or the head, to read it. Raises Refused if it says what it may not, is for nobody, or lacks a fact."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.ASKED))
    refuse_unless(
        states.may_ask(
            role=reader.role,
            works_here=reader.is_active and reader.school_id == letter.school_id,
            has_keys=reader.holder_id is not None,
            is_author=reader.pk == letter.by_id,
            can_open=Share.objects.filter(holder=reader.holder_id, circle_key=letter.circle_key_id).exists(),
        )
    )
    refuse_unfit(letter, key, ring)
    _tell(letter, key, frozen=tongues.frozen(queries.opened(letter, key)))
    letter.reader, letter.key_for_reader = reader, None
    if reader.role not in LEADS and reader.holder is not None:
        seal_key_to(bytes(reader.holder.public), letter, key, "key_for_reader")
    letter.answer = None
    _move(letter, State.ASKED, "reader", "key_for_reader", "answer")
    record("letter.asked", subject=letter, by=by, reader=str(reader.pk))
    notify(school=letter.school, people=[reader], kind=Notice.LETTER, about=f"letter:{letter.pk}", step=version, by=by)


def refuse_unfit(letter: Letter, key: DataKey, ring: Ring) -> None:
    """Raise Refused if a letter says what its readers must not learn, has a field without a fact, or is for no family."""
    found = queries.opened(letter, key)
    if queries.findings(found, ring):
        raise Refused(_("This letter says something that its readers must not learn. Its page says what, and where."))
    missing = queries.unfilled(found, queries.values(letter.school, found.asked, letter.case))
    if missing:
        raise Refused(
            _("The school has told nothing for %(names)s. Write these lines another way, or ask the office to add it.")
            % {"names": ", ".join(missing)}
        )
    reached = recipients(letter.school, found.asked)
    if not reached.going:
        raise Refused(_("No family would get this letter. Choose a year group, a form or a family first."))
    if len(reached.going) > states.MOST_FAMILIES:
        raise Refused(_("These are too many families for one letter. Choose fewer year groups."))


@transaction.atomic
def approve(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """The second pair of eyes agrees to this version. Raises Clash, Refused or Gone."""
    _readers_key(letter, ring, by)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.APPROVED))
    letter.approved_at = clock.now()
    _move(letter, State.APPROVED, "approved_at")
    record("letter.approved", subject=letter, by=by)
    _tell_author(letter, by, version)


@transaction.atomic
def send_back(*, letter: Letter, typed: str, version: int, ring: Ring, by: Person) -> None:
    """The second pair of eyes does not agree, and says why: it is a draft again. Raises Clash, Refused or Gone."""
    key = _readers_key(letter, ring, by)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.DRAFT))
    letter.answer = key.seal(needed(typed, LONGEST_REASON), letter, "answer")
    _move(letter, State.DRAFT, "answer")
    record("letter.sent_back", subject=letter, by=by)
    _tell_author(letter, by, version)


@transaction.atomic
def take_back(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Make it a draft again. Whoever read it has to read it again; the head no longer opens it. Raises Clash or Gone."""
    _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.DRAFT))
    letter.approved_at, letter.key_for_reader, letter.reader = None, None, None
    _move(letter, State.DRAFT, "approved_at", "key_for_reader", "reader")
    record("letter.taken_back", subject=letter, by=by)


@transaction.atomic
def drop(*, letter: Letter, version: int, ring: Ring, by: Person) -> None:
    """Throw a draft away. The row stays, without its words. Raises Clash, Refused or Gone."""
    key = _key(letter, ring)
    _claim(letter, version)
    refuse_unless(states.may_move(letter.state, State.DROPPED))
    _tell(letter, key, heading="", body="", others={}, frozen=None, **Asked().plain())
    _move(letter, State.DROPPED)
    record("letter.dropped", subject=letter, by=by)


def note_opened(*, letter: Letter, by: Person) -> None:
    """Note that somebody opened a letter."""
    record("letter.opened", subject=letter, by=by)


def note_listed(*, school: School, shown: int, by: Person) -> None:
    """Note that somebody saw the headings of letters in a list."""
    record("letter.headings_shown", subject=school, by=by, school_id=school.pk, shown=shown)


def note_taken(*, letter: Letter, what: str, by: Person) -> None:
    """Note that somebody took a file to print, or one family's copy, out ("print:1", "copy:7")."""
    record("letter.taken", subject=letter, by=by, what=what)


def _key(letter: Letter, ring: Ring) -> DataKey:
    try:
        return ring.data_key(letter)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _readers_key(letter: Letter, ring: Ring, by: Person) -> DataKey:
    refuse_unless(states.may_answer(is_author=letter.by_id == by.pk, was_asked=letter.reader_id == by.pk))
    try:
        return queries.key_of(letter, ring, by)
    except WontOpenError:
        raise Gone(_("There is nothing here for you to see.")) from None


def _claim(letter: Letter, version: int) -> None:
    rows = Letter.objects.filter(pk=letter.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise Clash(_("Somebody else has changed this letter. What you asked for was not done. Look at it again."))
    letter.refresh_from_db()


def _move(letter: Letter, to: State, *more: str) -> None:
    letter.state, letter.moved_at = to.value, clock.now()
    letter.save(update_fields=["state", "moved_at", *more])


def _tell(letter: Letter, key: DataKey, **changed: Any) -> None:  # noqa: ANN401 - what JSON holds
    letter.told = key.seal({**key.open(letter, "told"), **changed}, letter, "told")
    letter.save(update_fields=["told"])


def _one_pupil(school: School, typed: str) -> Pupil:
    found = roll.find(school, typed)
    if not found:
        raise Refused(_("Nobody on the roll is called so. Type the beginning of a first or last name."))
    if len(found) > 1:
        some = ", ".join(f"{each.name} ({each.form or each.year})" for each in found[:5])
        raise Refused(_("Several pupils are called so: %(some)s. Type more of the name.") % {"some": some})
    return found[0]


def _tell_author(letter: Letter, by: Person, version: int) -> None:
    if letter.by.is_active:
        about = f"letter:{letter.pk}"
        notify(school=letter.school, people=[letter.by], kind=Notice.LETTER_BACK, about=about, step=version, by=by)


def tell_of_trouble(letter: Letter) -> None:
    """Leave its writer a notice that copies could not be made or delivered; once for each version of the letter."""
    if letter.by.is_active:
        about = f"letter-copies:{letter.pk}"
        kind = Notice.LETTER_FAILED
        notify(school=letter.school, people=[letter.by], kind=kind, about=about, step=letter.version, by=WORKER)
