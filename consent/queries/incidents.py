"""How many quality incidents are open on assets, now or at a past moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from common.actor import Actor
from quality.choices import OPEN, STATES, IncidentEventKind, IncidentState, Severity
from quality.models import Incident, IncidentEvent
from quality.queries.incidents import incidents_of


class Open(NamedTuple):
    """Open incidents of one asset; `blocking` are those of them that forbid its use."""

    incidents: int = 0
    blocking: int = 0


def incidents_open(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> Mapping[int, Open]:
    """By asset; assets without any are left out."""
    rows = _now(actor, asset_ids) if at is None else _then(actor, asset_ids, at)
    found: dict[int, Open] = {}
    for asset_id, severity in rows:
        count = found.get(asset_id, Open())
        found[asset_id] = Open(count.incidents + 1, count.blocking + (severity == Severity.BLOCKING))
    return found


def _now(actor: Actor, asset_ids: Collection[int]) -> list[tuple[int, str]]:
    rows = incidents_of(actor).filter(asset__among=asset_ids, state__in=OPEN)
    return list(rows.values_list("asset_id", "severity"))


def _then(actor: Actor, asset_ids: Collection[int], at: datetime) -> list[tuple[int, str]]:
    """The same, told from the events that had happened by then."""
    incidents = Incident.objects.filter(
        workshop_id=actor.workshop_id, asset__among=asset_ids, created_at__lte=at
    )
    assets = dict(incidents.values_list("pk", "asset_id"))
    events = IncidentEvent.objects.filter(incident__among=list(assets), at__lte=at).order_by("id")
    states: dict[int, str] = {}
    severities: dict[int, str] = {}
    for incident, kind, severity, expires_at in events.values_list(
        "incident_id", "kind", "severity", "expires_at"
    ):
        severities[incident] = severity or severities.get(incident, "")
        if kind in STATES:
            ended = kind == IncidentEventKind.WAIVE and expires_at is not None and expires_at <= at
            states[incident] = IncidentState.REOPENED if ended else STATES[IncidentEventKind(kind)]
    return [(assets[pk], severities[pk]) for pk, state in states.items() if state in OPEN]
