"""Who is here, and what time is it? The workshop is the tenant of everything else."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from common.history import History
from common.models import Governed, bilingual
from workshop.choices import (
    JOIN_CODE_LENGTH,
    PEOPLE_EXPECTED,
    PEOPLE_MAX,
    TABLES_MAX,
    Dimension,
    NoteKind,
    Press,
    Role,
)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # knox has no types
    """A log-in. People who join with a nickname have one too, without e-mail and password.

    Users are deactivated, never deleted: history keeps who did what.
    """

    language = models.CharField(
        _("language"), max_length=5, blank=True, help_text=_("Empty follows the browser.")
    )


class Workshop(models.Model):
    """One room, one catalogue. Whatever carries its id is seen by its participants only."""

    name = models.CharField(_("name"), max_length=200)
    join_code = models.CharField(_("join code"), max_length=JOIN_CODE_LENGTH, unique=True)
    language = models.CharField(_("language"), max_length=5, default="fr", choices=settings.LANGUAGES)
    current_step = models.ForeignKey(
        "Step",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current step"),
        help_text=_("The phase of the guide the room is in; roles may change with it."),
    )
    starts_at = models.DateTimeField(
        _("planned beginning"), null=True, blank=True, help_text=_("When the clock shall be started.")
    )
    expected_people = models.PositiveSmallIntegerField(
        _("people expected"),
        default=PEOPLE_EXPECTED,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)],
        help_text=_("Roles are proposed for so many people, and the bricks are counted for them."),
    )
    table_count = models.PositiveSmallIntegerField(
        _("tables"), default=2, validators=[MinValueValidator(1), MaxValueValidator(TABLES_MAX)]
    )
    votes_shown = models.BooleanField(
        _("votes shown"),
        default=False,
        help_text=_("Whether the room sees the median of its maturity votes."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    history = History()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")

    def __str__(self) -> str:
        return self.name


class Step(Governed):
    """A phase of the agenda, cloned from the guide so that its minutes can be edited."""

    code = models.SlugField(_("code"), max_length=20)
    title_fr = models.CharField(_("title (French)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    starts_minute = models.PositiveSmallIntegerField(_("starts at minute"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    slides = models.CharField(_("slides"), max_length=20, blank=True)
    purpose_fr = models.CharField(_("purpose (French)"), max_length=200, blank=True)
    purpose_en = models.CharField(_("purpose (English)"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="step_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "title")


class Activity(Governed):
    """A sub-activity of a step: what the room does for some minutes, who does what, and on which page."""

    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, related_name="activities", verbose_name=_("step")
    )
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Within the whole agenda."))
    title_fr = models.CharField(_("title (French)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    text_fr = models.TextField(_("instructions (French)"), blank=True)
    text_en = models.TextField(_("instructions (English)"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=0, help_text=_("0 shows no countdown."), validators=[MaxValueValidator(600)]
    )
    slides = models.CharField(_("slides"), max_length=20, blank=True)
    notions = models.JSONField(
        _("notions"), default=list, blank=True, help_text=_("Codes of the glossary that are met here.")
    )
    questions_fr = models.TextField(
        _("questions (French)"), blank=True, help_text=_("One a line, put to the room.")
    )
    questions_en = models.TextField(_("questions (English)"), blank=True)
    collects = models.CharField(
        _("collects"),
        max_length=8,
        blank=True,
        choices=NoteKind.choices,
        help_text=_("Which notes the room writes meanwhile."),
    )
    tasks = models.JSONField(
        _("tasks"),
        default=list,
        blank=True,
        help_text=_("Who does what: roles (none means everybody), text in both languages, name of the page."),
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "position"], name="activity_position_unique")
        ]

    def __str__(self) -> str:
        return bilingual(self, "title")


class Timer(Governed):
    """A press on the clock of the room. The clock is what all presses tell together (`workshop/clock.py`)."""

    kind = models.CharField(_("press"), max_length=8, choices=Press.choices)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("activity")
    )
    seconds = models.IntegerField(_("seconds"), default=0, help_text=_("Time added to the activity."))
    at = models.DateTimeField(_("at"))
    undone = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("press on the clock")
        verbose_name_plural = _("presses on the clock")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Pulse(models.Model):
    """A stamp that every change in a workshop renews: a page that asks again learns by it whether all is as it was.

    Drawn at random, so that it never repeats, not even after a backup was restored.
    """

    workshop = models.OneToOneField(
        Workshop, on_delete=models.CASCADE, primary_key=True, related_name="pulse"
    )
    stamp = models.UUIDField(default=uuid4)


class Announcement(Governed):
    """A message of the facilitator to the whole room; the latest one that was not withdrawn is shown."""

    text = models.CharField(_("message"), max_length=200)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text


class Participant(Governed):  # type: ignore[django-manager-missing]  # knox has no types
    """A person in one workshop, known to the others by a nickname."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="participations", verbose_name=_("user")
    )
    nickname = models.CharField(_("nickname"), max_length=40)
    nickname_key = models.CharField(max_length=40, editable=False)
    table_number = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)
    resume_digest = models.CharField(max_length=64, editable=False, db_index=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["nickname_key"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="participant_user_unique"),
            models.UniqueConstraint(
                fields=["workshop", "nickname_key"],
                name="participant_nickname_unique",
                violation_error_message=_("This nickname is taken here. Choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.nickname


class RoleAssignment(Governed):
    """A role of a participant, for one step or (without step) for all of them."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="role_assignments", verbose_name=_("participant")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    step = models.ForeignKey(
        Step, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("step")
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "role", "step"], name="role_assignment_unique_in_step"
            ),
            models.UniqueConstraint(
                fields=["participant", "role"],
                condition=models.Q(step=None),
                name="role_assignment_unique_for_all_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.get_role_display()}"


class ApiToken(AbstractAuthToken):
    """A bearer token of one participant (knox: only its digest is stored)."""

    objects = AuthTokenManager()  # answers (token, secret) on create

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("label"), max_length=60, blank=True)


class JoinAttempt(models.Model):
    """A wrong join or resume code, kept only to slow down guessing; rows older than that go."""

    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="join_attempt_recent")]


class IdempotencyKey(models.Model):
    """The answer given to a keyed POST, so that a repeated one gets it again instead of a double."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "key"], name="idempotency_key_unique")]


class Presence(models.Model):
    """When a participant's page last asked, and since when they wait for help. Not history: it is overwritten."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="presence"
    )
    seen_at = models.DateTimeField(null=True)
    help_at = models.DateTimeField(null=True)


class Note(Governed):
    """What somebody wrote for the room: a word, a notion met, a debrief, an answer to a question."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name=_("author")
    )
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+", verbose_name=_("step"))
    kind = models.CharField(_("kind"), max_length=8, choices=NoteKind.choices)
    text = models.CharField(_("text"), max_length=500)
    key = models.CharField(max_length=500, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["workshop", "kind", "step"], name="note_shown")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "step", "kind", "key"],
                name="note_said_once",
                violation_error_message=_("You wrote this already."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Picture(Governed):
    """The drawn image that a participant holds in the ice-breaker, and its place in the half circle."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="picture", verbose_name=_("holder")
    )
    code = models.SlugField(_("picture"), max_length=20)
    place = models.PositiveSmallIntegerField(_("place"), help_text=_("From the smallest, from 0."))
    revealed = models.BooleanField(_("revealed"), default=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="picture_dealt_once")]

    def __str__(self) -> str:
        return self.code


class MaturityVote(Governed):
    """How mature somebody finds their organisation in one dimension; only its author ever reads it."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="+", verbose_name=_("participant")
    )
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension.choices)
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        verbose_name = _("maturity vote")
        verbose_name_plural = _("maturity votes")
        constraints = [
            models.UniqueConstraint(fields=["participant", "dimension"], name="vote_once_a_dimension")
        ]


class MaturityGoal(Governed):
    """Where the room wants to be in one dimension, and its next action."""

    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension.choices)
    target = models.PositiveSmallIntegerField(
        _("target"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    action = models.CharField(_("action"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("maturity goal")
        verbose_name_plural = _("maturity goals")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "dimension"], name="goal_once_a_dimension")
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} → {self.target}"
