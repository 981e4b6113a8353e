"""The school and its people. Every sensitive row elsewhere carries its school; pages reach rows only through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator, URLValidator
from django.db import models

from seawall.kit import clock
from seawall.kit.ids import new_id
from seawall.schools.rules import (
    HOLDERS,
    LEADS,
    LOCK_AFTER,
    LONGEST_LOCK,
    SHORTEST_LOCK,
    InvitationState,
    Role,
    Step,
    needs_second_factor,
)
from seawall.vault.fields import ServerSealedTextField
from seawall.vault.models import Circle, Holder
from seawall.vault.server import blind

if TYPE_CHECKING:
    from uuid import UUID


class School(models.Model):
    """One school: the tenant. What stands here is public, or harmless."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    host = models.CharField(max_length=253, unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    reads_when = models.CharField(max_length=300, blank=True)
    """When somebody reads what comes in, in the school's own words, shown to whoever tells."""
    police_force = models.CharField(max_length=80, blank=True)
    police_url = models.CharField(max_length=200, blank=True, validators=[URLValidator(schemes=["https"])])
    social_care_name = models.CharField(max_length=80, blank=True)
    social_care_phone = models.CharField(max_length=40, blank=True)
    social_care_hours = models.CharField(max_length=120, blank=True)
    social_care_night_phone = models.CharField(max_length=40, blank=True)
    social_care_url = models.CharField(max_length=200, blank=True, validators=[URLValidator(schemes=["https"])])
    lado_phone = models.CharField(max_length=40, blank=True)
    lado_email = models.CharField(max_length=254, blank=True)
    duty_within_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The clock of the duty to report (guidance/data/reviews.toml, clocks): days, or empty while the school runs none."""
    duty_source = models.CharField(max_length=300, blank=True)
    """Where the office read that the duty is in force."""
    colour = models.CharField(max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    language = models.CharField(max_length=12, default="en-gb")
    nation = models.CharField(max_length=20, default="england")
    """Whose routes and rules its pages show: a key of guidance.data_file.REGIONS."""
    exit_url = models.CharField(
        max_length=200, default="https://www.bbc.co.uk/weather", validators=[URLValidator(schemes=["https"])]
    )
    team = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="+")
    kit_confirmed_at = models.DateTimeField(null=True, blank=True)
    """When somebody typed a word of the printed recovery kit back. Set-up is not finished before."""
    lock_minutes = models.PositiveSmallIntegerField(default=LOCK_AFTER)
    """After how many minutes without use what was told is closed, and asks for the password again."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="schools_lock_in_bounds",
                condition=models.Q(lock_minutes__gte=SHORTEST_LOCK, lock_minutes__lte=LONGEST_LOCK),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finding people without keeping their address in clear."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find the person with this sign-in key."""
        return self.get(username=username)

    def working(self) -> models.QuerySet[Person]:
        """People who have not left."""
        return self.filter(is_active=True)

    def heads(self) -> models.QuerySet[Person]:
        """Heads who have not left."""
        return self.working().filter(role=Role.HEAD)

    def leads(self) -> models.QuerySet[Person]:
        """Safeguarding leads and deputies who have not left."""
        return self.working().filter(role__in=LEADS)


def sign_in_key(email: str) -> str:
    """Return what an address is found by: 32 hexadecimal digits that only this server can make."""
    return blind("sign-in", email.strip().casefold()).hex()


class Person(AbstractBaseUser):
    """Somebody who works at a school. Name and address lie under the server key; their own keys under their password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    username = models.CharField(max_length=32, unique=True)
    name = ServerSealedTextField()
    email = ServerSealedTextField()
    holder = models.OneToOneField(Holder, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    outside = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    """Their account with the school's own sign-in: blind keys of its provider and its subject (schools.outside)."""

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school", "role"], name="schools_person_role")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="schools_person_left_is_inactive",
                condition=models.Q(left_at__isnull=True) | models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def journal_name(self) -> str:
        """How this person stands in the journal."""
        return f"person:{self.pk}"

    @property
    def is_lead(self) -> bool:
        """Whether this person is in the safeguarding team by role."""
        return self.role in LEADS

    @property
    def must_have_second_factor(self) -> bool:
        """Whether the role asks for a second factor."""
        return needs_second_factor(self.role)

    @property
    def chooses_password(self) -> bool:
        """Whether a lead, deputy or head has yet to choose a password of their own, with which their keys are made."""
        return self.role in HOLDERS and self.holder_id is None

    def get_full_name(self) -> str:
        """Return the name, for the pages of colleagues."""
        return str(self.name)


def people_by_id(school: School, ids: Any) -> dict[UUID, Person]:  # noqa: ANN401 - any iterable of ids
    """Return colleagues of one school by id, in one query, leavers included (their names stand in old lines)."""
    return {person.pk: person for person in school.people.filter(pk__in=set(ids))}


class NotNeeded(models.Model):
    """A step of the set-up that this school does not need, who said so, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="steps_not_needed")
    step = models.CharField(max_length=12, choices=[(step.value, step.value) for step in Step])
    reason = ServerSealedTextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "step"], name="schools_not_needed_once")]

    def __str__(self) -> str:
        return f"not needed: {self.step}"


class Invitation(models.Model):
    """Somebody is asked to join by a link that works once. The link's secret is kept as a hash; name and address are sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations")
    name = ServerSealedTextField()
    email = ServerSealedTextField()
    username = models.CharField(max_length=32)
    """What the address is found by (`sign_in_key`)."""
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in InvitationState],
        default=InvitationState.WAITING,
    )
    link = models.BinaryField(max_length=32, unique=True)
    """The hash of the link's secret, which is nowhere else but in the link."""
    until = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["username"], condition=models.Q(state="waiting"), name="schools_invited_once"
            ),
            models.CheckConstraint(
                name="schools_invitation_used_by_somebody",
                condition=models.Q(state="used", person__isnull=False)
                | (~models.Q(state="used") & models.Q(person=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SignIn(models.Model):
    """One browser in which somebody is signed in. No internet address, no full name of the browser: only its family."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    session = models.CharField(max_length=40, unique=True)
    """The name of the session's row: a hash of what the browser holds (web.shared.sessions)."""
    browser = models.CharField(max_length=60)
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-seen_at"]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"
