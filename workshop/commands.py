"""The writers of the workshop: people, roles, steps, tokens."""

from dataclasses import asdict
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor, Door
from common.change import command
from common.errors import Conflict, Forbidden, Invalid, NotFound, Outdated, TooMany
from common.history import rows_insert
from common.text import fold
from workshop import access
from workshop.actors import actor_of_participant
from workshop.choices import (
    JOIN_ATTEMPTS_MAX,
    JOIN_ATTEMPTS_MINUTES,
    JOIN_CODE_LENGTH,
    RESUME_CODE_LENGTH,
    STEPS,
    Role,
)
from workshop.codes import code_digest, code_draw, code_normalise
from workshop.models import ApiToken, JoinAttempt, Participant, RoleAssignment, Step, User, Workshop
from workshop.queries import can_open_workshop, participant_get, workshop_current
from workshop.starters import STARTERS


@command
def workshop_create(
    *, actor: Actor, name: str, language: str = "fr", join_code: str = "", reason: str = ""
) -> Workshop:
    """Open a workshop with its agenda, systems and glossary; whoever opens it facilitates it.

    Needs an account with a password, which a nickname has not.
    """
    if not can_open_workshop(actor):
        raise Forbidden(_("Only accounts with a password open workshops."))
    user = User.objects.get(pk=actor.user_id)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise Invalid.at("name", "length", _("Give a name of 1 to 200 characters."))
    code = code_normalise(join_code) or code_draw(JOIN_CODE_LENGTH)
    workshop = Workshop.objects.create(name=name, language=language, join_code=code)
    rows_insert(
        Step, [{"workshop_id": workshop.pk, "position": n, **asdict(step)} for n, step in enumerate(STEPS)]
    )
    facilitator, _code = _participant_add(workshop, user, user.get_username())
    RoleAssignment.objects.create(workshop=workshop, participant=facilitator, role=Role.FACILITATOR)
    founder = actor_of_participant(facilitator, actor.door, actor.request_id)
    for start in STARTERS:
        start(workshop, founder)
    return workshop


def participant_join(
    *, code: str, nickname: str, address: str, door: Door = Door.PAGE, user: User | None = None
) -> tuple[Participant, str]:
    """Enter a workshop with its code and a nickname; answers the participant and the resume code.

    Raises `TooMany` after too many wrong codes from `address`, `NotFound` for a wrong code,
    `Conflict` for a nickname that is taken.
    """
    _attempts_check(address)
    workshop = Workshop.objects.filter(join_code=code_normalise(code)).first()
    if workshop is None:
        JoinAttempt.objects.create(address=address)
        raise NotFound(_("No workshop has this code. Look at the board and type its 6 characters again."))
    return _join(
        actor=Actor(workshop_id=workshop.pk, door=door), workshop=workshop, nickname=nickname, user=user
    )


@command
def _join(
    *, actor: Actor, workshop: Workshop, nickname: str, user: User | None, reason: str = ""
) -> tuple[Participant, str]:
    if user and Participant.objects.filter(workshop=workshop, user=user).exists():
        raise Conflict(
            _("You are already in this workshop. Log out first to join as somebody else."),
            code="already_joined",
        )
    if user is None:
        user = User(username=f"{workshop.join_code}-{code_draw(10)}", language=workshop.language)
        user.set_unusable_password()
        user.save()
    return _participant_add(workshop, user, nickname)


def _participant_add(workshop: Workshop, user: User, nickname: str) -> tuple[Participant, str]:
    nickname = " ".join(nickname.split())
    if not 1 <= len(nickname) <= 40 or not nickname.isprintable():
        raise Invalid.at("nickname", "length", _("Give a nickname of 1 to 40 characters."))
    code = code_draw(RESUME_CODE_LENGTH)
    try:
        with transaction.atomic():
            participant = Participant.objects.create(
                workshop=workshop,
                user=user,
                nickname=nickname,
                nickname_key=fold(nickname),
                resume_digest=code_digest(code),
            )
    except IntegrityError:
        raise Conflict(_("This nickname is taken here. Choose another one."), code="nickname_taken") from None
    return participant, code


def participant_resume(*, code: str, resume_code: str, address: str) -> Participant:
    """Find again who holds `resume_code` in the workshop `code`; raises `TooMany`, `NotFound`."""
    _attempts_check(address)
    participant = (
        Participant.objects.select_related("user", "workshop")
        .filter(
            workshop__join_code=code_normalise(code),
            resume_digest=code_digest(resume_code),
            user__is_active=True,
        )
        .first()
    )
    if participant is None:
        JoinAttempt.objects.create(address=address)
        raise NotFound(_("These codes do not belong together. Ask the facilitator for a new resume code."))
    return participant


def _attempts_check(address: str) -> None:
    since = timezone.now() - timedelta(minutes=JOIN_ATTEMPTS_MINUTES)
    JoinAttempt.objects.filter(at__lt=since).delete()
    if JoinAttempt.objects.filter(address=address, at__gte=since).count() >= JOIN_ATTEMPTS_MAX:
        raise TooMany()


@command
def participant_renew_resume_code(*, actor: Actor, participant_id: int, reason: str = "") -> str:
    """Draw a new resume code (the old one ends): one's own, or anybody's for the facilitator."""
    participant = participant_get(actor, participant_id)
    require(actor, actor.participant_id == participant.pk or access.can_manage_workshop(actor))
    code = code_draw(RESUME_CODE_LENGTH)
    participant.resume_digest = code_digest(code)
    participant.version += 1
    participant.save()
    return code


@command
def role_assign(
    *, actor: Actor, participant_id: int, role: str, step_id: int | None = None, reason: str = ""
) -> RoleAssignment:
    """Give a participant a role, for one step or for all; giving it twice changes nothing."""
    require(actor, access.can_manage_workshop(actor))
    if role not in Role.values:
        raise Invalid.at("role", "enum", _("Choose one of: %(roles)s.") % {"roles": ", ".join(Role.values)})
    participant = participant_get(actor, participant_id)
    assignment, _created = RoleAssignment.objects.get_or_create(
        workshop_id=participant.workshop_id,
        participant=participant,
        role=role,
        step=_step_get(actor, step_id),
    )
    return assignment


@command
def role_withdraw(*, actor: Actor, assignment_id: int, reason: str = "") -> None:
    """Take a role away; the last facilitator of a workshop keeps theirs."""
    require(actor, access.can_manage_workshop(actor))
    roles = RoleAssignment.objects.filter(workshop_id=actor.workshop_id)
    assignment = roles.filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound()
    if assignment.role == Role.FACILITATOR and roles.filter(role=Role.FACILITATOR, step=None).count() == 1:
        raise Conflict(
            _("A workshop keeps one facilitator. Name another one first."), code="last_facilitator"
        )
    assignment.delete()


@command
def workshop_go_to_step(
    *, actor: Actor, step_id: int | None, reason: str = "", expected_version: int | None = None
) -> Workshop:
    """Make a step the current one; the roles given for it hold from now."""
    require(actor, access.can_manage_workshop(actor))
    workshop = workshop_current(actor)
    if expected_version is not None and expected_version != workshop.version:
        raise Outdated()
    workshop.current_step = _step_get(actor, step_id)
    workshop.version += 1
    workshop.save()
    return workshop


def _step_get(actor: Actor, step_id: int | None) -> Step | None:
    if step_id is None:
        return None
    step = Step.objects.filter(workshop_id=actor.workshop_id, pk=step_id).first()
    if step is None:
        raise NotFound()
    return step


@command
def user_set_language(*, actor: Actor, language: str, reason: str = "") -> None:
    """Keep the language in which this person reads pages."""
    User.objects.filter(pk=actor.user_id).update(language=language)


@command
def token_create(*, actor: Actor, label: str = "", reason: str = "") -> tuple[ApiToken, str]:
    """A new API token for the actor; the secret is answered once and never again."""
    require(actor, bool(actor.participant_id))
    user = User.objects.get(pk=actor.user_id)
    created: tuple[ApiToken, str] = ApiToken.objects.create(
        user=user, participant_id=actor.participant_id, label=label[:60]
    )
    return created


@command
def token_revoke(*, actor: Actor, token_key: str, reason: str = "") -> None:
    """End one of the actor's own tokens at once."""
    deleted, _rows = ApiToken.objects.filter(
        participant_id=actor.participant_id, token_key=token_key
    ).delete()
    if not deleted:
        raise NotFound()
