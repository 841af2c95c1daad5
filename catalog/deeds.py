"""What people did in the catalogue, counted for the tables at a glance (see `workshop.deeds`)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Asset
from common.actor import Actor
from common.history import history_of
from workshop.deeds import deed


def assets_written(actor: Actor, since: datetime | None) -> Mapping[int, tuple[int, int]]:
    """How many different assets each user wrote on."""
    fresh = Q(history_date__gte=since or timezone.now())
    rows = (
        history_of(Asset)
        .objects.filter(workshop_id=actor.workshop_id, history_user__isnull=False)
        .order_by()
        .values_list("history_user_id")
        .annotate(Count("id", distinct=True), fresh=Count("id", distinct=True, filter=fresh))
    )
    return {user_id: (count, fresh_count) for user_id, count, fresh_count in rows}


def deeds_join() -> None:
    deed("assets", _("assets worked on"), assets_written)
