"""A OneRoster 1.2 CSV zip read into children; 1.1, which has no roles.csv, too (1EdTech, OneRoster 1.2 CSV binding).

Of what it holds, only pupils, their form (a class of the type homeroom), guardians and days of birth are looked at.
A guardian is tied to a pupil by `agentSourcedIds`; OneRoster knows neither their relation nor who may be written to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from seawall.roll.rules import cells
from seawall.roll.rules.names import fold
from seawall.roll.rules.plain import merge
from seawall.roll.rules.reading import table
from seawall.roll.rules.shapes import Adult, Child, Odd, Read, Tie, UnreadableError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

GUARDIANS: Final = frozenset({"guardian", "parent", "relative"})
_NEEDED: Final = "users.csv"
_NULL: Final = "null"


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    cells: dict[str, str]
    whole: bool = True

    def __call__(self, name: str) -> str:
        text = cells.tidy(self.cells.get(name.lower(), ""))
        return "" if text.lower() == _NULL else text

    def many(self, name: str) -> list[str]:
        """The ids in a cell of several."""
        return [each.strip() for each in self(name).split(",") if each.strip()]

    @property
    def gone(self) -> bool:
        """Whether the row says that its thing is no longer there."""
        return self("status").lower() in {"tobedeleted", "inactive"} or self("enabledUser").lower() == "false"


def _lines(files: dict[str, str], name: str) -> list[_Line]:
    rows = table(files.get(name, ""))
    if not rows:
        return []
    header = [cells.tidy(cell).lower() for cell in rows[0][1]]
    return [
        _Line(line, dict(zip(header, row, strict=False)), len(row) >= len(header) and not any(row[len(header) :]))
        for line, row in rows[1:]
    ]


def read(files: dict[str, str], *, school_name: str, today: dt.date) -> Read:
    """Return what a OneRoster zip says of a school. Raises UnreadableError: no users, only changes, several schools."""
    if _NEEDED not in files:
        raise UnreadableError("There is no users.csv in this zip: it is not a OneRoster export.")
    _whole(files)
    school = _which_school(_lines(files, "orgs.csv"), school_name)
    book = _Book(files, school, today)
    children: list[tuple[int, Child]] = []
    odd: list[Odd] = []
    for line in book.users:
        if line.gone or not line("sourcedId"):
            continue
        if book.is_pupil(line):
            child = book.child(line, odd)
            if child:
                children.append((line.line, child))
    odd += [Odd(_NEEDED, line.line, "The id (sourcedId) is missing.") for line in book.users if not line("sourcedId")]
    found, twice = merge(children, _NEEDED)
    return Read(tuple(found), tuple(sorted((*odd, *twice), key=lambda each: (each.file, each.line))))


def _whole(files: dict[str, str]) -> None:
    """Refuse an export of changes only: everybody who isn't in it would seem to have left."""
    for line in _lines(files, "manifest.csv"):
        name, value = line("propertyName").lower(), line("value").lower()
        if name in {"file.users", "file.enrollments", "file.roles"} and value == "delta":
            raise UnreadableError("This export holds only what changed (delta). Export everything (bulk).")
        if name == "file.users" and value == "absent":
            raise UnreadableError("The manifest says that this export has no users.")


def _which_school(orgs: list[_Line], name: str) -> str:
    """The id of the school that is meant; empty if there is only one."""
    schools = [org for org in orgs if org("type").lower() == "school" and not org.gone]
    if len(schools) < 2:  # noqa: PLR2004 - one, or none said
        return ""
    ours = [org for org in schools if fold(org("name")) == fold(name)]
    if len(ours) != 1:
        raise UnreadableError(
            f"This export holds several schools, and not exactly one of them is called {name}. Export one school."
        )
    return ours[0]("sourcedId")


class _Book:
    """Everything in the zip that a child needs, found by id."""

    def __init__(self, files: dict[str, str], school: str, today: dt.date) -> None:
        self.school, self.today = school, today
        self.users = _lines(files, _NEEDED)
        self.by_id = {user("sourcedId"): user for user in self.users}
        self.roles = self._roles(files)
        self.born = {row("sourcedId") or row("userSourcedId"): row for row in _lines(files, "demographics.csv")}
        self.forms = self._forms(files)
        self.agents: dict[str, list[str]] = {}
        for user in self.users:
            for agent in user.many("agentSourcedIds"):
                self._tie(user("sourcedId"), agent)

    def _tie(self, one: str, other: str) -> None:
        pupil, adult = (one, other) if "student" in self.roles_of(one) else (other, one)
        if adult not in self.agents.setdefault(pupil, []):
            self.agents[pupil].append(adult)

    def _roles(self, files: dict[str, str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in _lines(files, "roles.csv"):
            here = not self.school or row("orgSourcedId") == self.school
            if not row.gone and (here or row("role").lower() in GUARDIANS) and not self._over(row):
                found.setdefault(row("userSourcedId"), set()).add(row("role").lower())
        for user in self.users:
            here = not self.school or self.school in user.many("orgSourcedIds")
            if user("role") and (here or user("role").lower() in GUARDIANS):
                found.setdefault(user("sourcedId"), set()).add(user("role").lower())
        return found

    def _over(self, row: _Line) -> bool:
        try:
            return bool(row("endDate")) and cells.day(row("endDate")) < self.today
        except ValueError:
            return False

    def _forms(self, files: dict[str, str]) -> dict[str, str]:
        titles = {
            row("sourcedId"): row("classCode") or row("title")
            for row in _lines(files, "classes.csv")
            if row("classType").lower() == "homeroom" and not row.gone
        }
        return {
            row("userSourcedId"): titles[row("classSourcedId")]
            for row in _lines(files, "enrollments.csv")
            if row("classSourcedId") in titles
            and row("role").lower() == "student"
            and not row.gone
            and not self._over(row)
        }

    def roles_of(self, user: str) -> set[str]:
        """What somebody is."""
        return self.roles.get(user, set())

    def is_pupil(self, user: _Line) -> bool:
        """Whether this row is a pupil of the school."""
        return "student" in self.roles_of(user("sourcedId"))

    def child(self, user: _Line, odd: list[Odd]) -> Child | None:
        """The child in a row; None, with the reason noted, if it can't be taken."""
        ident = user("sourcedId")
        first, last = user("givenName"), user("familyName")
        wrong = _wrong(user, first, last)
        if wrong:
            odd.append(Odd(_NEEDED, user.line, wrong, key=f"id {ident}"))
            return None
        years = list(_years(user, odd))
        return Child(
            first,
            last,
            ident,
            known_as=user("preferredGivenName") or None,
            born=self._birthday(ident, odd),
            year=years[0] if years else None,
            form=self.forms.get(ident, ""),
            adults=tuple(self._ties(ident, odd)),
        )

    def _birthday(self, ident: str, odd: list[Odd]) -> dt.date | None:
        row = self.born.get(ident)
        if row is None or not row("birthDate"):
            return None
        try:
            return cells.birthday(row("birthDate"), self.today)
        except ValueError:
            told = "The date of birth can't be read, or nobody of that age is at a school; it was left out."
            odd.append(Odd("demographics.csv", row.line, told, left_out=False))
            return None

    def _ties(self, pupil: str, odd: list[Odd]) -> Iterator[Tie]:
        for ident in self.agents.get(pupil, []):
            user = self.by_id.get(ident)
            if user is None:
                told = "A guardian of this pupil (agentSourcedIds) is not in the file."
                odd.append(Odd(_NEEDED, self.by_id[pupil].line, told, left_out=False))
                continue
            roles = self.roles_of(ident) & GUARDIANS
            name = f"{user('preferredGivenName') or user('givenName')} {user('familyName')}".strip()
            if user.gone or not roles or not name:
                continue
            email = user("email")
            try:
                email = cells.email(email) if email else ""
            except ValueError:
                email = ""
                told = "The e-mail address of a guardian can't be read; it was left out."
                odd.append(Odd(_NEEDED, user.line, told, left_out=False))
            adult = Adult(name[: cells.LONGEST], ident, email=email, phone=user("sms") or user("phone"))
            yield Tie(adult, relation=None if roles == {"guardian"} else min(roles - {"guardian"}))


def _wrong(user: _Line, first: str, last: str) -> str:
    if not user.whole:
        return "It has more or fewer cells than there are headings: the file may not be whole."
    if not first or not last:
        return "A name (givenName, familyName) is missing."
    if cells.is_formula(first) or cells.is_formula(last):
        return "Where a name should be there is a formula."
    return f"A name is longer than {cells.LONGEST} characters." if max(len(first), len(last)) > cells.LONGEST else ""


def _years(user: _Line, odd: list[Odd]) -> Iterator[str]:
    for text in user.many("grades"):
        try:
            yield cells.year(text)
        except ValueError:
            odd.append(
                Odd(
                    _NEEDED,
                    user.line,
                    f"The year group “{cells.shown(text[:20])}” can't be read; it was left out.",
                    left_out=False,
                )
            )
