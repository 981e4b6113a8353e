"""What the worker does for briefings: the leads are told that a dangerous question waits. The public door can't tell them."""

from __future__ import annotations

from django.db import transaction

from seawall.guidance.rules.danger import Level
from seawall.journal.actions import WORKER
from seawall.kit import clock
from seawall.notices.actions import notify
from seawall.notices.rules import Kind
from seawall.questionbox.models import Question

MOST_AT_ONCE = 200


def tell_of_dangerous_questions() -> int:
    """Leave each lead one notice about each question that sounds urgent; return about how many. It says nothing of it.

    Only danger to life rings in the night: nobody knows who asked, and whoever did was shown help.
    """
    rows = Question.objects.waiting().filter(danger__gte=Level.URGENT.value, noticed_at=None)
    told = 0
    for row in rows.select_related("school").order_by("received_at")[:MOST_AT_ONCE]:
        with transaction.atomic():
            if Question.objects.filter(pk=row.pk, noticed_at=None).update(noticed_at=clock.now()):
                leads = list(row.school.people.leads())
                kind = Kind.URGENT if row.level is Level.IMMEDIATE else Kind.NEW
                notify(school=row.school, people=leads, kind=kind, about=f"question:{row.pk}", by=WORKER)
                told += 1
    return told
