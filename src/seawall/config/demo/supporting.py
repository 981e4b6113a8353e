"""What the demonstration's leads plan for the children of its case: tasks, a plan, check-ins, talks with parents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from seawall.config.demo.shapes import Supporting, When
from seawall.support import parents, plans, tasks
from seawall.support.rules import Way

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from seawall.cases.models import Case, Involved
    from seawall.schools.models import Person


@dataclass(frozen=True, slots=True)
class SetTask(Supporting):
    """A lead sets a task, for somebody (or nobody: empty), due so many days from the end of the week."""

    title: str
    to: str
    due_in: int


@dataclass(frozen=True, slots=True)
class Finish(Supporting):
    """A lead says that the task set first is done."""

    how: str


@dataclass(frozen=True, slots=True)
class WritePlan(Supporting):
    """A lead writes a version of a child's plan."""

    child: str
    wishes: str
    helps: str
    does: str
    review_in: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class PlanCheckIn(Supporting):
    """A lead plans a talk with a child."""

    child: str
    to: str
    in_days: int


@dataclass(frozen=True, slots=True)
class CheckIn(Supporting):
    """A lead writes down the talk with a child that came first, and plans the next."""

    child: str
    own_words: str
    said: str
    next_in: int


@dataclass(frozen=True, slots=True)
class Talk(Supporting):
    """A lead talked with a parent, who knows what happened since."""

    who: str
    way: str
    said: str
    agreed: str


@dataclass(frozen=True, slots=True)
class NotTell(Supporting):
    """It is decided with a service that a parent is not told."""

    parent: str
    taken_with: str
    with_whom: str
    reason: str
    review_in: int


@dataclass(frozen=True, slots=True, repr=False)
class Hands:
    """What somebody works with: the case, who there is, a day so many days from the end of the week, and once, ring, by."""

    case: Case
    people: dict[str, Person]
    day: Callable[[int], date]
    pressed: dict[str, Any]

    def child(self, name: str) -> Involved:
        """Somebody in the case, by name."""
        key = self.pressed["ring"].data_key(self.case)
        return next(row for row in self.case.people.all() if key.open(row, "who")["name"] == name)


@singledispatch
def happen(what: Supporting, hands: Hands) -> None:
    """Let one thing happen."""
    del hands
    raise TypeError(what)


@happen.register
def _(what: SetTask, hands: Hands) -> None:
    to = hands.people.get(what.to)
    tasks.set_task(case=hands.case, title=what.title, detail="", to=to, due=hands.day(what.due_in), **hands.pressed)


@happen.register
def _(what: Finish, hands: Hands) -> None:
    task = hands.case.tasks.order_by("pk")[0]
    tasks.finish(task=task, how=what.how, seen=task.version, **hands.pressed)


@happen.register
def _(what: WritePlan, hands: Hands) -> None:
    new = plans.NewPlan(what.helps, what.does, what.wishes, agreed=True, review_on=hands.day(what.review_in))
    plans.write_plan(involved=hands.child(what.child), new=new, seen=what.version - 1, **hands.pressed)


@happen.register
def _(what: PlanCheckIn, hands: Hands) -> None:
    child, to = hands.child(what.child), hands.people[what.to]
    plans.plan_check_in(involved=child, on=hands.day(what.in_days), to=to, **hands.pressed)


@happen.register
def _(what: CheckIn, hands: Hands) -> None:
    check_in = hands.child(what.child).check_ins.planned()[0]
    talk = plans.Talk(True, what.said, what.own_words, next_on=hands.day(what.next_in))  # noqa: FBT003 - held
    plans.write_down(check_in=check_in, talk=talk, seen=check_in.version, **hands.pressed)


@happen.register
def _(what: Talk, hands: Hands) -> None:
    talk = parents.Talk(what.who, Way(what.way), what.said, what.agreed, told=True)
    parents.log_contact(case=hands.case, talk=talk, **hands.pressed)


@happen.register
def _(what: NotTell, hands: Hands) -> None:
    day = hands.day(what.review_in)
    decision = parents.Decision(what.parent, what.reason, what.taken_with, what.with_whom, day)
    parents.decide_not_to_tell(case=hands.case, decision=decision, **hands.pressed)


SUPPORT: Final[tuple[Supporting, ...]] = (
    Talk(
        When(5, "09:17"),
        "asha",
        "Mrs Reyes, mother of Callum",
        "phone",
        "Told with Callum beside me. She did not shout, she asked him whether he was all right. I asked her not to look at his "
        "phone and not to delete anything. She did not know that such pictures can be taken down; I read her the steps.",
        "She drives him to school this week. I ring her on Friday after four.",
    ),
    SetTask(When(5, "09:21"), "asha", "Ask Mr Tarn to keep the music room free at break", "dev", -3),
    WritePlan(
        When(5, "10:02"),
        "asha",
        "Callum Reyes",
        "He does not want to be taken out of lessons, and nobody in 7C is to notice.",
        "The music room at break, with a friend. He may leave a lesson with a green card and need not say why.",
        "Mr Tarn opens the room. His teachers know about the card, not about the reason.",
        -2,
    ),
    PlanCheckIn(When(5, "10:04"), "asha", "Callum Reyes", "asha", -3),
    Finish(When(4, "12:20"), "dev", "The key hangs in the office, Callum knows the knock."),
    Talk(
        When(4, "17:50"),
        "asha",
        "Marie Marlowe, mother of Jess",
        "phone",
        "Went through the form for the account together. Jess sat beside her. Marie is angry with whoever made it, not at Jess.",
        "Jess comes in by the side door on Thursday. Next word when the account is gone.",
    ),
    CheckIn(
        When(3, "08:41"),
        "asha",
        "Callum Reyes",
        "i slept the whole night. the music room is good. i still think everybody knows",
        "Nobody in the class has said anything. We practised what he says if somebody asks: I don't talk about that.",
        1,
    ),
    NotTell(
        When(3, "09:05"),
        "dev",
        "Mr Bello, father of Amara",
        "social_care",
        "P. Lund, duty social worker",
        "Amara is afraid of what he would do if he heard of it. Social care see the family on Friday and lead on when he is "
        "told. Her nan knows, and Amara may sleep there.",
        2,
    ),
    PlanCheckIn(When(3, "09:10"), "dev", "Amara Bello", "dev", 0),
    PlanCheckIn(When(3, "09:12"), "asha", "Jess Marlowe", "asha", -1),
    WritePlan(
        When(2, "15:45"),
        "asha",
        "Callum Reyes",
        "To go back to the lunch hall, but not alone.",
        "Lunch with Sami and Theo at the table by the hatch. The music room stays his at break. The green card stays.",
        "Mrs Adeyemi has lunch duty and looks over now and then.",
        0,
        2,
    ),
    SetTask(When(2, "15:50"), "asha", "Look whether the second account is gone, and ring Marie Marlowe", "asha", -1),
    SetTask(When(1, "14:15"), "asha", "Tell the four who were absent from the hall", "asha", 0),
    SetTask(When(1, "14:16"), "asha", "Thank the friend who told, without saying who it was about", "", 3),
)
"""What happens in Marram Bay's case, beside the story of story.py."""
