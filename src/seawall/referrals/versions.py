"""Two leads at once, and one lead who presses twice: each change of a referral takes its next version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from seawall.cases.models import Line
from seawall.cases.wording import said
from seawall.kit.refusal import Clash
from seawall.referrals.models import Referral

if TYPE_CHECKING:
    from django.db.models import QuerySet


def lines_of(referral: Referral) -> QuerySet[Line]:
    """The lines of the chronology about one referral, the last first."""
    return referral.case.lines.filter(facts__referral=str(referral.pk)).order_by("-number")


def claim(referral: Referral, seen: int, once: bytes) -> bool:
    """Take the next version; False if this very press was done before. Raises Clash if somebody else took it since `seen`."""
    if Line.objects.filter(sent_once=once).exists():
        return False
    if not Referral.objects.filter(pk=referral.pk, version=seen).update(version=F("version") + 1):
        if Line.objects.filter(sent_once=once).exists():  # the first press was done while this one waited
            return False
        raise Clash(_came_second(referral))
    referral.refresh_from_db()
    return True


def _came_second(referral: Referral) -> str:
    line = lines_of(referral).select_related("author").first()
    what = said(line.kind, line.facts, {}) if line else ""
    who = line.author.get_full_name() if line else _("Somebody")
    at = f"{timezone.localtime(line.written_at):%H:%M}" if line else ""
    return _(
        "Somebody else was quicker. %(who)s at %(at)s: “%(what)s”. What you asked for was not done. "
        "Look again before you decide."
    ) % {"who": who, "at": at, "what": what}
