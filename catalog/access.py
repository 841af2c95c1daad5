"""Who may see or change what of the catalogue: the RACI table of the guide, as code.

R and A of a row may do it. The facilitator leads the game and may do everything in the workshop.
"""

from dataclasses import dataclass
from typing import Any

from catalog.choices import TRANSITIONS, Status
from common.actor import Actor
from workshop.choices import Role

DESCRIBE = frozenset({Role.FACILITATOR, Role.STEWARD})  # and the owner who answers for the asset
KEY = DESCRIBE | {Role.ENGINEER}
GLOSSARY = frozenset({Role.FACILITATOR, Role.STEWARD})
OBSERVE = frozenset({Role.FACILITATOR, Role.OWNER, Role.ENGINEER})  # the row “copy to lake, lineage”
SETTLED = frozenset({Status.VALIDATED, Status.DEPRECATED})

# Which right each part of an asset document needs; what is not named needs "describe".
SECTION_RIGHTS = {
    "sensitivity": "rate",
    "importance": "rate",
    "importance_reason": "rate",
    "primary_key": "key",
    "unique_keys": "key",
    "foreign_keys": "key",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What rights on an asset depend on; the default is that of one about to be created."""

    status: str = Status.DRAFT
    accountable_id: int | None = None


NEW = Standing()


def can_read(actor: Actor) -> bool:
    """Everybody in the room sees the whole catalogue of the room."""
    return bool(actor.workshop_id)


def is_answerable(actor: Actor, standing: Standing) -> bool:
    """An owner acts on what they answer for, and on what nobody answers for yet."""
    return actor.has_role(Role.OWNER) and standing.accountable_id in (None, actor.participant_id)


def can_describe(actor: Actor, standing: Standing = NEW) -> bool:
    """Create, describe, delete an asset; name who answers for it."""
    return actor.has_role(*DESCRIBE) or is_answerable(actor, standing)


def can_rate(actor: Actor, standing: Standing = NEW) -> bool:
    """Set DICP and importance: the owner's. On a draft, the steward who documents it may propose."""
    if actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing):
        return True
    return standing.status == Status.DRAFT and actor.has_role(Role.STEWARD)


def can_key(actor: Actor, standing: Standing = NEW) -> bool:
    """Define keys and links."""
    return actor.has_role(*KEY) or is_answerable(actor, standing)


def can_move(actor: Actor, standing: Standing, after: str) -> bool:
    """Submitting and taking back is documenting; whatever touches a validated state is the owner's."""
    if after in SETTLED or standing.status in SETTLED:
        return actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing)
    return can_describe(actor, standing)


def can_delete(actor: Actor, standing: Standing) -> bool:
    if standing.status in SETTLED:
        return actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing)
    return can_describe(actor, standing)


def can_observe(actor: Actor) -> bool:
    """Let a machine register and complete assets: whoever may write lineage, or describe."""
    return actor.has_role(*OBSERVE) or can_describe(actor)


def can_edit_glossary(actor: Actor) -> bool:
    return actor.has_role(*GLOSSARY)


def can_edit_systems(actor: Actor) -> bool:
    return can_describe(actor)


RIGHTS = {"describe": can_describe, "rate": can_rate, "key": can_key}


def can_write_section(actor: Actor, section: str, standing: Standing) -> bool:
    """Whether the actor may change this part of an asset document."""
    return RIGHTS[SECTION_RIGHTS.get(section, "describe")](actor, standing)


def rights_on(actor: Actor, standing: Standing) -> dict[str, Any]:
    """What a page may offer on one asset: rights, and the states it may be moved to."""
    return {
        **{name: can(actor, standing) for name, can in RIGHTS.items()},
        "delete": can_delete(actor, standing),
        "move": [after for after in TRANSITIONS[standing.status] if can_move(actor, standing, after)],
    }
