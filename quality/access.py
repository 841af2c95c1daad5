"""Who may see or change what of quality: rows of the guide's RACI table, as code.

“Define quality rules”: A owner, R steward and engineer. “Raise incident”: R consumer, engineer, analyst, scientist.
“Correct at source”: A owner, R producer. “Validate → data store”: A owner, R steward and engineer. “Data contract”:
A owner. R and A of a row may do it; who is consulted may comment. The facilitator may do everything.
"""

from catalog.access import Standing, can_key, is_answerable
from common.actor import Actor
from quality.choices import IncidentEventKind
from workshop.choices import Role

RAISE = frozenset({Role.FACILITATOR, Role.CONSUMER, Role.ENGINEER, Role.ANALYST, Role.SCIENTIST})
VALIDATE = frozenset({Role.FACILITATOR, Role.STEWARD, Role.ENGINEER})
COMMENT = frozenset(
    {
        Role.FACILITATOR,
        Role.OWNER,
        Role.STEWARD,
        Role.PRODUCER,
        Role.CONSUMER,
        Role.ENGINEER,
        Role.ANALYST,
        Role.SCIENTIST,
    }
)


def can_read(actor: Actor) -> bool:
    """Everybody in the room sees how good the room's data is."""
    return bool(actor.workshop_id)


def can_rule(actor: Actor, standing: Standing) -> bool:
    """Write, change, accept and delete the rules of an asset: the same row as its keys."""
    return can_key(actor, standing)


def can_check(actor: Actor, standing: Standing) -> bool:
    """Run the rules: who writes them, and who raises incidents, since that is what a check does."""
    return can_rule(actor, standing) or can_raise(actor)


def can_raise(actor: Actor) -> bool:
    """Report a problem, or say that it is back."""
    return actor.has_role(*RAISE)


def can_comment(actor: Actor) -> bool:
    return actor.has_role(*COMMENT)


def can_triage(actor: Actor, standing: Standing) -> bool:
    """Qualify, assign, reject, verify and close: who watches quality and validates the data."""
    return actor.has_role(*VALIDATE) or is_answerable(actor, standing)


def can_reopen(actor: Actor, standing: Standing) -> bool:
    return can_raise(actor) or can_triage(actor, standing)


def can_correct(actor: Actor, standing: Standing, assignee_id: int | None) -> bool:
    """Say that it is corrected at the source: the producer it is assigned to, or the owner who answers for it."""
    if actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing):
        return True
    return actor.has_role(Role.PRODUCER) and assignee_id in (None, actor.participant_id)


def can_waive(actor: Actor, standing: Standing) -> bool:
    """Accept a defect for a time: nobody but who answers for the data."""
    return actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing)


def can_do(actor: Actor, kind: IncidentEventKind, standing: Standing, assignee_id: int | None) -> bool:
    """Whether somebody may add an event of this kind to an incident of an asset."""
    match kind:
        case IncidentEventKind.CORRECT:
            return can_correct(actor, standing, assignee_id)
        case IncidentEventKind.WAIVE:
            return can_waive(actor, standing)
        case IncidentEventKind.REOPEN:
            return can_reopen(actor, standing)
        case IncidentEventKind.COMMENT:
            return can_comment(actor)
    return can_triage(actor, standing)


def can_promote(actor: Actor, standing: Standing) -> bool:
    """Let data enter the data store."""
    return actor.has_role(*VALIDATE) or is_answerable(actor, standing)


def can_publish(actor: Actor, standing: Standing) -> bool:
    """Publish the data contract of an asset."""
    return actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing)
