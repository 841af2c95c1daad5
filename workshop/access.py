"""Who may see or change what of the workshop itself."""

from common.actor import Actor
from workshop.choices import Role


def can_manage_workshop(actor: Actor) -> bool:
    """Name, current step, people, roles."""
    return actor.has_role(Role.FACILITATOR)


def can_write_notes(actor: Actor) -> bool:
    """Everybody in the room speaks."""
    return bool(actor.participant_id)


def can_vote(actor: Actor) -> bool:
    """Each person votes, the facilitator too; nobody reads another's vote."""
    return bool(actor.participant_id)


def can_read_participants(actor: Actor) -> bool:
    return bool(actor.participant_id)


def can_manage_tokens(actor: Actor, participant_id: int) -> bool:
    """Tokens are personal."""
    return actor.participant_id == participant_id


def can_enter_admin(actor: Actor) -> bool:
    """The admin is the stewards' and the facilitators' door."""
    return actor.has_role(Role.FACILITATOR, Role.STEWARD)
