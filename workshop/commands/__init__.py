"""The writers of the workshop: people, roles, steps, tokens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import require
from common.actor import Actor, Door
from common.change import command
from common.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Outdated, TooMany
from common.models import Governed
from common.text import fold
from workshop import access
from workshop.actors import actor_of_participant
from workshop.agenda import agenda_clone, guide_clone
from workshop.choices import (
    JOIN_ATTEMPTS_MAX,
    JOIN_ATTEMPTS_MINUTES,
    JOIN_CODE_LENGTH,
    PEOPLE_EXPECTED,
    RESUME_CODE_LENGTH,
    Role,
)
from workshop.codes import code_digest, code_draw, code_normalise
from workshop.models import ApiToken, JoinAttempt, Participant, RoleAssignment, Step, User, Workshop
from workshop.queries import can_open_workshop, participant_get, workshop_current, workshop_led_get
from workshop.starters import STARTERS

Row = TypeVar("Row", Workshop, Step, Participant)


@command
def workshop_create(
    *,
    actor: Actor,
    name: str,
    language: str = "fr",
    join_code: str = "",
    starts_at: datetime | None = None,
    expected_people: int = PEOPLE_EXPECTED,
    table_count: int = 2,
    agenda_of: int | None = None,
    reason: str = "",
) -> Workshop:
    """Open a workshop with its agenda, systems and glossary; whoever opens it facilitates it.

    The agenda is the guide's, or that of the workshop `agenda_of`, which this person facilitated. Needs an
    account with a password, which a nickname has not.
    """
    if not can_open_workshop(actor):
        raise Forbidden(_("Only accounts with a password open workshops."))
    user = User.objects.get(pk=actor.user_id)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise Invalid.at("name", "length", _("Give a name of 1 to 200 characters."))
    code = code_normalise(join_code) or code_draw(JOIN_CODE_LENGTH)
    room = {"starts_at": starts_at, "expected_people": expected_people, "table_count": table_count}
    workshop = Workshop(name=name, language=language, join_code=code, **room)
    _check(workshop)
    workshop.save()
    if agenda_of is None:
        guide_clone(workshop.pk)
    else:
        agenda_clone(workshop.pk, workshop_led_get(actor, agenda_of).pk)
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
    nickname = _nickname(nickname)
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
        raise _nickname_taken() from None
    return participant, code


def _nickname(typed: str) -> str:
    nickname = " ".join(typed.split())
    if not 1 <= len(nickname) <= 40 or not nickname.isprintable():
        raise Invalid.at("nickname", "length", _("Give a nickname of 1 to 40 characters."))
    return nickname


def _nickname_taken() -> Conflict:
    return Conflict(_("This nickname is taken here. Choose another one."), code="nickname_taken")


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
def workshop_update(*, actor: Actor, name: str, language: str, reason: str = "") -> Workshop:
    """Rename the workshop, or change the language it greets in."""
    require(actor, access.can_manage_workshop(actor))
    return _changed(workshop_current(actor), {"name": name.strip(), "language": language})


@command
def room_plan(
    *,
    actor: Actor,
    starts_at: datetime | None,
    expected_people: int,
    table_count: int,
    reason: str = "",
) -> Workshop:
    """Change when it begins, for how many people, at how many tables."""
    require(actor, access.can_manage_workshop(actor))
    values = {"starts_at": starts_at, "expected_people": expected_people, "table_count": table_count}
    return _changed(workshop_current(actor), values)


@command
def step_update(
    *, actor: Actor, step_id: int, starts_minute: int, minutes: int, slides: str, reason: str = ""
) -> Step:
    """Plan a step anew: when it starts after the beginning, how long it takes, which slides it shows."""
    require(actor, access.can_manage_workshop(actor))
    step = Step.objects.filter(workshop_id=actor.workshop_id, pk=step_id).first()
    if step is None:
        raise NotFound()
    return _changed(step, {"starts_minute": starts_minute, "minutes": minutes, "slides": slides})


@command
def participant_update(
    *, actor: Actor, participant_id: int, nickname: str, table_number: int | None, reason: str = ""
) -> Participant:
    """Correct a nickname, or seat somebody at a table; raises `Conflict` for a nickname that is taken."""
    require(actor, access.can_manage_workshop(actor))
    participant = participant_get(actor, participant_id)
    nickname = _nickname(nickname)
    taken = Participant.objects.filter(workshop_id=actor.workshop_id, nickname_key=fold(nickname))
    if taken.exclude(pk=participant.pk).exists():
        raise _nickname_taken()
    values = {"nickname": nickname, "nickname_key": fold(nickname), "table_number": table_number}
    return _changed(participant, values)


@command
def account_create(
    *, actor: Actor, username: str, password: str, nickname: str, role: str, reason: str = ""
) -> Participant:
    """A log-in with a password for somebody who takes part in the actor's workshop, in a role."""
    require(actor, access.can_manage_workshop(actor))
    user = User(username=username)
    errors = [
        *_refusals("username", lambda: user.clean_fields(exclude=["password"])),
        *_refusals("username", user.validate_unique),
        *_refusals("password", lambda: validate_password(password, user)),
    ]
    if errors:
        raise Invalid(errors=errors)
    user.set_password(password)
    user.save()
    participant, _code = _participant_add(workshop_current(actor), user, nickname)
    role_assign(actor=actor, participant_id=participant.pk, role=role)
    return participant


def _refusals(path: str, check: Callable[[], None]) -> list[FieldError]:
    """What Django's own validation says, as our errors."""
    try:
        check()
    except ValidationError as refused:
        return [FieldError(path, "invalid", message) for message in refused.messages]
    return []


def _changed(row: Row, values: dict[str, Any]) -> Row:
    """Write what differs; nothing when nothing does."""
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        _check(row)
        row.version += 1
        if isinstance(row, Governed):
            row.modified_at = timezone.now()
        row.save()
    return row


def _check(row: Row) -> None:
    """Refuse what a column cannot hold."""
    try:
        row.clean_fields()
    except ValidationError as refused:
        errors = [FieldError(name, "invalid", text[0]) for name, text in refused.message_dict.items()]
        raise Invalid(errors=errors) from None


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
