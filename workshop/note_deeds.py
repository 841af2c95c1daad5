"""What people wrote in the room, counted for the tables at a glance (see `workshop.deeds`)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from workshop.deeds import deed
from workshop.models import Note


def notes_written(actor: Actor, since: datetime | None) -> Mapping[int, tuple[int, int]]:
    rows = (
        Note.objects.filter(workshop_id=actor.workshop_id)
        .order_by()
        .values_list("participant__user_id")
        .annotate(Count("pk"), fresh=Count("pk", filter=Q(created_at__gte=since or timezone.now())))
    )
    return {user_id: (count, fresh_count) for user_id, count, fresh_count in rows}


def deeds_join() -> None:
    deed("notes", _("notes written"), notes_written)
