"""What somebody else did to a report or a case while you were looking at it, in a sentence for whoever came second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seawall.journal.actions import name_of
from seawall.journal.models import Line
from seawall.schools.models import Person

if TYPE_CHECKING:
    from django.db.models import Model

DONE: Final = {
    "report.set_aside": gettext_noop("%(who)s set it aside as junk at %(when)s."),
    "report.brought_back": gettext_noop("%(who)s brought it back into the queue at %(when)s."),
    "report.assigned": gettext_noop("%(who)s changed who has it at %(when)s."),
    "report.gathered": gettext_noop("%(who)s made it part of a case at %(when)s."),
    "report.let_go": gettext_noop("%(who)s took it out of its case at %(when)s."),
    "report.raised": gettext_noop("%(who)s raised its danger at %(when)s."),
    "report.lowered": gettext_noop("%(who)s lowered its danger at %(when)s."),
    "report.contacted": gettext_noop("%(who)s noted the first contact at %(when)s."),
    "identifier.confirmed": gettext_noop("%(who)s confirmed it at %(when)s."),
    "identifier.corrected": gettext_noop("%(who)s corrected it at %(when)s."),
    "identifier.dropped": gettext_noop("%(who)s dropped it at %(when)s."),
    "identifier.undone": gettext_noop("%(who)s took back what was decided about it at %(when)s."),
    "case.assigned": gettext_noop("%(who)s changed who has it at %(when)s."),
    "case.danger_set": gettext_noop("%(who)s changed its danger at %(when)s."),
    "case.part_changed": gettext_noop("%(who)s changed what part somebody has in it at %(when)s."),
    "case.closed_off": gettext_noop("%(who)s changed who may open it at %(when)s."),
    "case.opened_to_team": gettext_noop("%(who)s opened it to the whole team at %(when)s."),
    "case.closed": gettext_noop("%(who)s closed it at %(when)s."),
    "case.reopened": gettext_noop("%(who)s opened it again at %(when)s."),
    "series.begun": gettext_noop("%(who)s began it at %(when)s."),
    "series.joined": gettext_noop("%(who)s put a case into it at %(when)s."),
    "series.taken_out": gettext_noop("%(who)s took a case out of it at %(when)s."),
    "series.split": gettext_noop("%(who)s split it at %(when)s."),
    "series.merged": gettext_noop("%(who)s joined it with another series at %(when)s."),
    "series.renamed": gettext_noop("%(who)s gave it another name at %(when)s."),
    "series.taken_back": gettext_noop("%(who)s took something back at %(when)s."),
}
"""What takes a new version of a report, identifier, case or series, by its verb in the journal."""


def what_changed(row: Model) -> str:
    """Say who last did what to a row, and when, by the school's clock."""
    line = Line.objects.about(name_of(row)).filter(verb__in=DONE).last()
    if line is None:
        return _("Somebody else changed it first.")
    pk = line.by.partition("person:")[2]
    person = Person.objects.filter(pk=pk).first() if pk else None
    who = person.get_full_name() if person else _("Somebody")
    return _(DONE[line.verb]) % {"who": who, "when": f"{timezone.localtime(line.at):%H:%M}"}


def came_second(row: Model) -> str:
    """The sentence of a `Clash`: what changed, and that nothing of yours was done."""
    return _("Somebody else was quicker. %(what)s What you asked for was not done. Look again before you decide.") % {
        "what": what_changed(row)
    }
