"""From a log-in to an `Actor`: one person, in one workshop, with the roles of the current step."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.crypto import hash_token

from common.actor import Actor, Door
from common.errors import Unauthenticated
from common.prepared import Prepared
from workshop.models import ApiToken, Participant, RoleAssignment, User

SESSION_WORKSHOP = "workshop_id"


def actor_of_participant(participant: Participant, door: Door, request_id: UUID | None = None) -> Actor:
    """The actor that `participant` is now."""
    roles = RoleAssignment.objects.filter(participant=participant).filter(
        Q(step=None) | Q(step=F("participant__workshop__current_step"))
    )
    return Actor(
        user_id=participant.user_id,
        participant_id=participant.pk,
        workshop_id=participant.workshop_id,
        name=participant.nickname,
        roles=frozenset(roles.values_list("role", flat=True)),
        door=door,
        request_id=request_id or uuid4(),
    )


def actor_of_token(token: ApiToken, door: Door) -> Actor:
    return actor_of_participant(token.participant, door)


_token_rows = Prepared(
    lambda digest, now: ApiToken.objects.filter(
        Q(expiry=None) | Q(expiry__gt=now), digest=digest, user__is_active=True
    ),
    (
        "user_id",
        "participant_id",
        "participant__workshop_id",
        "participant__nickname",
        "participant__workshop__current_step_id",
        "participant__role_assignments__step_id",
        "participant__role_assignments__role",
    ),
    str,
    datetime,
)


def actor_of_secret(secret: str, door: Door) -> Actor | None:
    """The actor that a bearer token stands for; `None` when it is unknown, expired, or the user inactive.

    One query of plain values, because every API request begins with it.
    """
    rows = _token_rows(hash_token(secret), timezone.now())
    if not rows:
        return None
    user_id, participant_id, workshop_id, nickname, *_role = rows[0]
    roles = {role for *_person, current, step, role in rows if role and step in (None, current)}
    return Actor(
        user_id=user_id,
        participant_id=participant_id,
        workshop_id=workshop_id,
        name=nickname,
        roles=frozenset(roles),
        door=door,
    )


def actor_of_request(request: HttpRequest, door: Door) -> tuple[Actor, bool]:
    """Who asks, and whether a session says so (a bearer token goes before); raises `Unauthenticated`."""
    header = request.headers.get("Authorization")
    if header is None:
        return actor_of_session(request, door), True
    scheme, _space, secret = header.partition(" ")
    actor = actor_of_secret(secret.strip(), door) if scheme.lower() == "bearer" else None
    if actor is None:
        message = _("This API token is not valid here, or was revoked. Make a new one on your page.")
        raise Unauthenticated(message, code="token_invalid")
    return actor, False


def actor_of_session(request: HttpRequest, door: Door) -> Actor:
    """The actor of a logged-in browser, in the workshop it chose (else the latest joined)."""
    user = request.user
    if isinstance(user, AnonymousUser):
        return Actor(door=door)
    participant = participation_of(user, request.session.get(SESSION_WORKSHOP))
    if participant is None:
        return Actor(user_id=user.pk, name=user.get_username(), door=door)
    return actor_of_participant(participant, door)


def participation_of(user: User, workshop_id: int | None = None) -> Participant | None:
    own = Participant.objects.filter(user=user).order_by("-pk")
    return own.filter(workshop_id=workshop_id).first() or own.first() if workshop_id else own.first()
