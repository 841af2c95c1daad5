"""The pulse of a workshop: every change renews it, so that whoever asks again learns cheaply that nothing changed.

Joined to the write path (`common.change.AFTERWARDS`): no app has to tell that it wrote.
"""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from common.actor import Actor
from workshop.models import Pulse


def pulse_renew(actor: Actor) -> None:
    """The last statement of every change: its row is locked only until the commit that follows."""
    if not actor.workshop_id:
        return
    own = Pulse.objects.filter(workshop_id=actor.workshop_id)
    if not own.update(stamp=uuid4()):
        try:
            with transaction.atomic():
                Pulse.objects.create(workshop_id=actor.workshop_id)
        except IntegrityError:  # another first change came between
            own.update(stamp=uuid4())


def pulse_of(actor: Actor) -> UUID | None:
    """`None` before the first change."""
    return Pulse.objects.filter(workshop_id=actor.workshop_id).values_list("stamp", flat=True).first()
