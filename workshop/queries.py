"""What an actor may read of the workshop."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from common.actor import Actor
from common.errors import NotFound
from workshop.models import ApiToken, Participant, RoleAssignment, Step, User, Workshop


def workshops_joined(actor: Actor) -> QuerySet[Workshop]:
    """The workshops this person takes part in, latest first."""
    return Workshop.objects.filter(
        pk__in=Participant.objects.filter(user_id=actor.user_id).values("workshop_id")
    ).order_by("-pk")


def workshop_joined_get(actor: Actor, pk: Any) -> Workshop:
    """One of them; raises `NotFound` for any other."""
    workshop = workshops_joined(actor).filter(pk=pk).first() if str(pk).isdecimal() else None
    if workshop is None:
        raise NotFound()
    return workshop


def can_open_workshop(actor: Actor) -> bool:
    """Whether this person has an account of their own, not only a nickname."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    return user is not None and user.has_usable_password()


def workshop_current(actor: Actor) -> Workshop:
    """The actor's workshop; raises `NotFound` outside one."""
    workshop = Workshop.objects.select_related("current_step").filter(pk=actor.workshop_id).first()
    if workshop is None:
        raise NotFound()
    return workshop


def steps_of(actor: Actor) -> QuerySet[Step]:
    return Step.objects.filter(workshop_id=actor.workshop_id)


def participants_of(actor: Actor) -> QuerySet[Participant]:
    """The people of the actor's workshop, with their roles."""
    roles = RoleAssignment.objects.select_related("step").order_by("role")
    return Participant.objects.filter(workshop_id=actor.workshop_id).prefetch_related(
        Prefetch("role_assignments", queryset=roles)
    )


def participant_get(actor: Actor, pk: Any) -> Participant:
    participant = participants_of(actor).filter(pk=pk).first()
    if participant is None:
        raise NotFound()
    return participant


def role_assignments_of(actor: Actor) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(workshop_id=actor.workshop_id).select_related("participant", "step")


def role_assignment_get(actor: Actor, pk: int) -> RoleAssignment:
    assignment = role_assignments_of(actor).filter(pk=pk).first()
    if assignment is None:
        raise NotFound()
    return assignment


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens, newest first."""
    own: QuerySet[ApiToken] = ApiToken.objects.filter(participant_id=actor.participant_id)
    return own.order_by("-created")
