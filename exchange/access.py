"""Who may do what with bricks: the rows “verify and store”, “copy to lake”, “correct at source” of the guide's RACI.

R and A of a row may do it. The facilitator leads the game and may do everything but see secrets.
"""

from catalog.access import Standing, can_describe, is_answerable
from common.actor import Actor
from workshop.choices import Role

SEND = frozenset({Role.FACILITATOR, Role.PRODUCER})
SHOP = frozenset({Role.FACILITATOR, Role.CLIENT})


def can_read(actor: Actor) -> bool:
    """Everybody in the room sees the room's bricks, and fetches them through the API (R59)."""
    return bool(actor.workshop_id)


def can_send(actor: Actor) -> bool:
    """Produce bricks, into whichever source system: the wrong one is a lesson."""
    return actor.has_role(*SEND)


def can_correct(actor: Actor, standing: Standing) -> bool:
    """Correct or withdraw at the source: producers do it, the owner answers for it."""
    return can_send(actor) or is_answerable(actor, standing)


def can_decide(actor: Actor, standing: Standing) -> bool:
    """Accept or return what was sent into an asset: its owner's."""
    return actor.has_role(Role.FACILITATOR) or is_answerable(actor, standing)


def can_decide_anything(actor: Actor) -> bool:
    """Whether there may be assets on whose bricks the actor decides."""
    return actor.has_role(Role.FACILITATOR, Role.OWNER)


def can_shop(actor: Actor) -> bool:
    """Buy in the shop."""
    return actor.has_role(*SHOP)


def can_set_up_shop(actor: Actor) -> bool:
    """Say which assets and fields the shop uses: documenting them."""
    return can_describe(actor)


def can_seed(actor: Actor, producer_id: int | None) -> bool:
    """Hide an error in a brick: producers, in what they sent themselves."""
    return actor.has_role(Role.PRODUCER) and producer_id == actor.participant_id


def can_reveal(actor: Actor) -> bool:
    """End the secret of the seeded errors."""
    return actor.has_role(Role.FACILITATOR)
