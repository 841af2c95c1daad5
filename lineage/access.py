"""Who may see or change what of the lineage: the rows “copy to lake, lineage” and “set DICP” of the guide's RACI."""

from catalog.access import Standing, can_observe, can_rate
from common.actor import Actor
from workshop.choices import Role

DRAW = frozenset({Role.FACILITATOR, Role.OWNER, Role.ENGINEER})
REVIEW = frozenset({Role.FACILITATOR, Role.OWNER, Role.DPO})


def can_read(actor: Actor) -> bool:
    """Everybody in the room sees where the room's data goes."""
    return bool(actor.workshop_id)


def can_draw(actor: Actor) -> bool:
    """Write lineage: draw and remove edges, send events."""
    return actor.has_role(*DRAW)


def can_lower(actor: Actor, standing: Standing) -> bool:
    """Ask that confidentiality falls along an edge into an asset: who rates that asset, or who builds the flow."""
    return actor.has_role(Role.ENGINEER) or can_rate(actor, standing)


def can_review(actor: Actor, asked_by_id: int) -> bool:
    """Accept or refuse it: the DPO or an owner, but never the person who asked."""
    return actor.has_role(*REVIEW) and actor.participant_id != asked_by_id


def can_name(actor: Actor) -> bool:
    """Say who answers for a namespace, where a source is, what a tag means: whoever lets machines register assets."""
    return can_observe(actor)
