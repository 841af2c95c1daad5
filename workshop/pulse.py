"""The pulse of a workshop: it rises with every change, so that whoever asks again learns cheaply that nothing did.

Joined to the write path (`common.change.AFTERWARDS`): no app has to tell that it wrote.
"""

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from common.actor import Actor
from workshop.models import Pulse


def pulse_raise(actor: Actor) -> None:
    """The last statement of every change: its row is locked only until the commit that follows."""
    if not actor.workshop_id:
        return
    own = Pulse.objects.filter(workshop_id=actor.workshop_id)
    if not own.update(number=F("number") + 1):
        _begin(actor.workshop_id)


def _begin(workshop_id: int) -> None:
    """The first change of a workshop; another first one may come between."""
    try:
        with transaction.atomic():
            Pulse.objects.create(workshop_id=workshop_id, number=1)
    except IntegrityError:
        if connection.in_atomic_block:
            Pulse.objects.filter(workshop_id=workshop_id).update(number=F("number") + 1)


def pulse_of(actor: Actor) -> int:
    return Pulse.objects.filter(workshop_id=actor.workshop_id).values_list("number", flat=True).first() or 0
