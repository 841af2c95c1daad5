"""Who is here and who waits for help. Being seen is no change: it is written without history and without pulse."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.access import require
from common.actor import Actor
from common.change import command
from workshop import access
from workshop.models import Presence
from workshop.queries import participant_get

SEEN_AGAIN = timedelta(seconds=20)  # one write for so many seconds of asking every two


def presence_touch(participant_id: int, seen_at: datetime | None, at: datetime | None = None) -> None:
    """Note that this participant's page asked now; `seen_at` is what was noted before."""
    now = at or timezone.now()
    if seen_at is not None and now - seen_at < SEEN_AGAIN:
        return
    if not Presence.objects.filter(participant_id=participant_id).update(seen_at=now):
        with suppress(IntegrityError), transaction.atomic():  # two pages of one person: either moment will do
            Presence.objects.create(participant_id=participant_id, seen_at=now)


@command
def help_ask(*, actor: Actor, at: datetime | None = None, reason: str = "") -> None:
    """Raise a hand: the console shows it until it is lowered."""
    require(actor, access.can_write_notes(actor))
    Presence.objects.get_or_create(participant_id=actor.participant_id)
    waiting = Presence.objects.filter(participant_id=actor.participant_id, help_at=None)
    waiting.update(help_at=at or timezone.now())


@command
def help_end(*, actor: Actor, participant_id: int, reason: str = "") -> None:
    """Lower a hand: one's own, or anybody's for the facilitator."""
    participant = participant_get(actor, participant_id)
    require(actor, participant.pk == actor.participant_id or access.can_manage_workshop(actor))
    Presence.objects.filter(participant_id=participant.pk).update(help_at=None)
