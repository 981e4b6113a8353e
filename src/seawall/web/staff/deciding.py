"""The forms of the decision: triggers, questions, what is decided, the sheet for the head, and the forms around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.decisions import papers, queries, rules
from seawall.decisions.wording import ANSWERS
from seawall.govuk.forms import Checkboxes, Radios
from seawall.guidance.rules.decision_data import decision_texts, reviews
from seawall.web.staff.asking import AskedForm, StepForm, Words
from seawall.web.staff.forms import MOST, OLD_PAGE, OnceForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField
    from django.http import QueryDict

    from seawall.cases.models import Case
    from seawall.decisions.queries import OnPaper, Opened, Said
    from seawall.guidance.rules.decision_data import Sourced
    from seawall.schools.models import Person
    from seawall.vault.sealing import DataKey


class TriggersForm(StepForm):
    """The five triggers, and the facts that refer on their own; those that reports say are ticked, and named as such."""

    ident = "triggers"
    reports = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST, error_messages=OLD_PAGE)
    facts = Checkboxes(
        label=gettext_lazy("Which of these are part of it?"),
        hint=gettext_lazy("Each of them means: refer now. Tick all that apply."),
        choices=[],
        required=False,
        size="s",
    )
    why_words = Words(
        label=gettext_lazy("Why something that a report says is not so"),
        hint=gettext_lazy("Needed only if you take out a tick that came from a report."),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, said: Said) -> None:
        super().__init__(data, initial={"reports": said.reports, "facts": list(said.facts)})
        self.said = said
        texts = decision_texts()
        asked = cast("Checkboxes", self.fields["facts"])
        asked.choices = [(key, _(fact.label)) for key, fact in texts.facts.items()]
        asked.widget.hints = {key: self._fact_hint(key) for key in texts.facts}
        for key, text in texts.triggers.items():
            self.fields[key] = Radios(
                label=f"{text.number}. {_(text.question)}",
                hint=_(text.hint),
                choices=list(ANSWERS.items()),
                missing=_("Answer trigger %(number)s: yes, no or not known yet") % {"number": text.number},
                size="s",
            )

    def _fact_hint(self, key: str) -> str:
        hint = _(decision_texts().facts[key].hint)
        named = ", ".join(self.said.facts.get(key, []))
        return f"{hint} {_('Told in %(reports)s.') % {'reports': named}}" if named else hint

    @property
    def asked(self) -> list[tuple[Sourced, list[BoundField]]]:
        """Each trigger with its field."""
        return [(text, [self[key]]) for key, text in decision_texts().triggers.items()]

    def show(self, found: Opened) -> None:
        """Put in what was answered before; what reports have said since is ticked, too."""
        told = found.reviewed
        new = [fact for fact in found.said.facts if fact not in told.reports_say]
        self.fill(found.standing.version, facts=[*told.facts, *new], why_words=told.why_not, **told.triggers)

    def clean(self) -> dict[str, Any]:
        """Ask why, where a report says something that was not ticked."""
        given = super().clean() or {}
        if {*self.said.facts} - {*given.get("facts", ())} and not given.get("why_words"):
            self.add_error("why_words", _("Say why something that a report says is not so"))
        return given

    def told(self) -> dict[str, Any]:
        """What `decisions.actions.save_triggers` takes."""
        given = self.cleaned_data
        return {
            "triggers": {key: given[key] for key in decision_texts().triggers},
            "facts": given["facts"],
            "why_not": given["why_words"],
            "reports": given["reports"],
            "seen": given["seen"],
        }


class QuestionsForm(AskedForm):
    """The nine questions of the initial review."""

    ident = "questions"

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, questions=reviews().initial_review)


class ReferForm(StepForm):
    """Refer now, with a reason of one's own or the guidance's."""

    ident = "refer"
    reason = Words(label=gettext_lazy("Why, in your own words (optional)"), required=False)


class FindOutForm(StepForm):
    """What is still to be found out."""

    ident = "find-out"
    reason = Words(
        label=gettext_lazy("What is missing, who finds it out, and by when?"),
        rows=4,
        hint=gettext_lazy("Nobody looks at a picture to find it out."),
        missing=gettext_lazy("Write what is missing, who finds it out, and by when"),
    )


class ManageForm(AskedForm):
    """The risk assessment, and why this is not referred."""

    ident = "manage"
    reason = Words(
        label=gettext_lazy("Why is this not referred?"),
        rows=4,
        hint=gettext_lazy("Why the five triggers do not apply, and how the school keeps every child in it safe."),
        missing=gettext_lazy("Write down why this is not referred"),
        size="s",
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, questions=reviews().risk_assessment)


class SheetForm(StepForm):
    """What the head reads before signing, and which head."""

    ident = "sheet"
    to = Radios(label=gettext_lazy("Who signs?"), choices=[], missing=gettext_lazy("Choose who signs"), size="s")
    text = Words(
        label=gettext_lazy("What the head reads"),
        hint=gettext_lazy(
            "What happened in a few words, and why it need not be referred. Write no child's name, and nothing by which "
            "somebody could tell who it is."
        ),
        rows=6,
        missing=gettext_lazy("Write what the head reads"),
        size="s",
    )

    def __init__(self, data: QueryDict | None = None, *, heads: Sequence[Person]) -> None:
        able = [head for head in heads if head.holder_id]
        super().__init__(data, initial={"to": str(able[0].pk)} if len(able) == 1 else None)
        self.heads = {str(head.pk): head for head in able}
        cast("Radios", self.fields["to"]).choices = [(pk, head.get_full_name()) for pk, head in self.heads.items()]

    def clean_to(self) -> Person:
        """The person behind the choice."""
        return self.heads[self.cleaned_data["to"]]


class SignForm(OnceForm):
    """The head's signature."""

    ident = "sign"


class SendBackForm(OnceForm):
    """Why the head does not sign."""

    ident = "send-back"
    text = Words(
        label=gettext_lazy("Why you do not sign"),
        rows=4,
        hint=gettext_lazy("The safeguarding team reads it and decides again. Write no child's name."),
        missing=gettext_lazy("Write why you do not sign"),
    )


class PaperForm(AskedForm):
    """A form around the decision: the whole of it, or what came of it (`before`: what was kept)."""

    ident = "paper"

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        case: Case,
        key: DataKey,
        kind: rules.Paper,
        before: OnPaper | None = None,
    ) -> None:
        asked = queries.questions_of(kind)
        super().__init__(data, questions=rules.later_part(asked) if before else asked)
        self.case, self.key, self.kind, self.before = case, key, kind, before
        self.fill_in(before.row.number if before else 0, before.given if before else {})

    def clean(self) -> dict[str, Any]:
        """Hold the answers to the rules, each sentence beside the answer it is about."""
        cleaned = super().clean()
        if not self.errors:
            told = {**self._kept(), **self.given}
            for name, refusal in papers.wrong_in(
                case=self.case, key=self.key, kind=self.kind, given=told, new=self.before is None
            ):
                self.refuse(name, str(refusal.reason))
        return cleaned

    def _kept(self) -> dict[str, Any]:
        """What was answered first, and stays as it was."""
        names = rules.names_of(rules.first_part(queries.questions_of(self.kind)))
        return {name: value for name, value in self.before.given.items() if name in names} if self.before else {}
