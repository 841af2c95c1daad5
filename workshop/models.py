"""Who is here, and what time is it? The workshop is the tenant of everything else."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager

from common.history import History
from common.models import Governed, bilingual
from workshop.choices import JOIN_CODE_LENGTH, Role


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

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="step_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "title")


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
