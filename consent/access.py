"""Who may see or do what of consent: the row “declare purpose, base, consent check” of the guide's RACI.

Consumers, analysts and scientists do it (R), owners answer for it (A), the DPO is asked (C). A client decides for the
person they play, and for nobody else.
"""

from common.actor import Actor
from workshop.choices import Role

DECLARE = frozenset({Role.FACILITATOR, Role.OWNER, Role.CONSUMER, Role.ANALYST, Role.SCIENTIST})
READ_PERSONS = DECLARE | {Role.DPO, Role.STEWARD}
ANSWER = frozenset({Role.FACILITATOR, Role.OWNER, Role.DPO})


def can_read(actor: Actor) -> bool:
    """Purposes, notices, verdicts and the record of processing: everybody in the room, numbers alone."""
    return bool(actor.workshop_id)


def can_declare(actor: Actor) -> bool:
    """Purposes, notices, what data is collected for, verdicts; the DPO may ask for one too (`can_ask`)."""
    return actor.has_role(*DECLARE)


def can_ask(actor: Actor) -> bool:
    return can_declare(actor) or actor.has_role(Role.DPO)


def can_test(actor: Actor) -> bool:
    """Record a compatibility test: whoever answers for the use, on the DPO's advice."""
    return actor.has_role(*ANSWER)


def can_read_persons(actor: Actor) -> bool:
    """Who said what. Persons are shown by their numbers; still, not to the whole room."""
    return actor.has_role(*READ_PERSONS)


def can_record(actor: Actor, is_self: bool) -> bool:
    """Write down what a person says: themselves, or whoever asks them."""
    return is_self or can_declare(actor)


def can_request(actor: Actor, is_self: bool) -> bool:
    """Use a right: the person, or somebody to whom they came with it."""
    return is_self or actor.has_role(*ANSWER)


def can_answer(actor: Actor) -> bool:
    """Answer requests, trace and erase: owners, with the DPO who watches the clock."""
    return actor.has_role(*ANSWER)


def can_trace(actor: Actor, is_self: bool) -> bool:
    return is_self or can_answer(actor)


def can_register(actor: Actor) -> bool:
    """The record of processing: the DPO keeps it, owners answer for their rows."""
    return actor.has_role(*ANSWER)


def can_claim(actor: Actor) -> bool:
    """Say “I play this person”."""
    return actor.has_role(Role.CLIENT)
