"""Adding to the timelines of incidents; inside commands only. Nothing here is ever changed or taken away."""

from collections.abc import Iterable, Mapping
from typing import Any

from common.actor import Actor
from common.change import current_change
from common.history import values_insert
from exchange.commands.locks import assets_lock
from quality.choices import IncidentEventKind, IncidentOrigin
from quality.models import Incident, IncidentBrick, IncidentEvent

BRICKS_MAX = 2_000  # kept with one incident; its report says how many there were


def incident_open(
    actor: Actor,
    *,
    asset_id: int,
    key: str,
    origin: IncidentOrigin,
    report: Mapping[str, Any],
    bricks: Iterable[Mapping[str, Any]] = (),
    **columns: Any,
) -> int:
    """A new incident with its report; `bricks` are rows of `IncidentBrick`."""
    change = current_change()
    assert change is not None, "only inside a command"
    incident = Incident.objects.create(
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        key=key[:300],
        origin=origin,
        created_at=change.at,
        **columns,
    )
    bricks_add(incident.pk, bricks)
    event_add(actor, incident.pk, IncidentEventKind.REPORT, **report)
    return incident.pk


def bricks_add(incident_id: int, bricks: Iterable[Mapping[str, Any]]) -> None:
    known = set(IncidentBrick.objects.filter(incident=incident_id).values_list("source_id", flat=True))
    fresh = {row["source_id"]: row for row in bricks if row["source_id"] not in known}
    room = max(0, BRICKS_MAX - len(known))
    values_insert(IncidentBrick, [{"incident_id": incident_id, **row} for row in list(fresh.values())[:room]])


def event_add(actor: Actor, incident_id: int, kind: IncidentEventKind, **columns: Any) -> int:
    """One more event, signed by the current change."""
    change = current_change()
    assert change is not None, "only inside a command"
    event = IncidentEvent.objects.create(
        incident_id=incident_id,
        kind=kind,
        at=change.at,
        participant_id=actor.participant_id,
        door=change.door.value,
        request_id=change.request_id,
        **columns,
    )
    return event.pk


def findings_lock(actor: Actor, asset_ids: Iterable[int]) -> None:
    """Of two who find the same at once, the second sees what the first has reported."""
    assets_lock(actor, *sorted(set(asset_ids)))
