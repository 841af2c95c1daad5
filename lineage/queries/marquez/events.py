"""Events as they came, in pages by offset."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from common.actor import Actor
from lineage.choices import EventKind
from lineage.models import Event


def bodies_page(
    actor: Actor,
    *,
    limit: int,
    offset: int,
    namespace: str = "",
    before: datetime | None = None,
    after: datetime | None = None,
    ascending: bool = False,
    kind: EventKind | None = None,
) -> tuple[list[Any], int]:
    """Bodies of events, latest first by the time they happened (`after` ≤ time < `before`), and how many there are.

    `namespace` is that of the job; of a dataset event, that of the dataset.
    """
    events = _of(Event.objects.filter(workshop_id=actor.workshop_id), namespace, kind)
    events = events.filter(event_time__lt=before) if before else events
    events = events.filter(event_time__gte=after) if after else events
    order = ("event_time", "id") if ascending else ("-event_time", "-id")
    rows = events.order_by(*order).values_list("body", flat=True)
    return list(rows[offset : offset + limit]), events.count()


def _of(events: QuerySet[Event], namespace: str, kind: EventKind | None) -> QuerySet[Event]:
    if kind is not None:
        events = events.filter(kind=kind)
    if namespace:
        of_dataset = Q(kind=EventKind.DATASET, body__dataset__namespace=namespace)
        events = events.filter(Q(run__job__namespace=namespace) | of_dataset)
    return events
