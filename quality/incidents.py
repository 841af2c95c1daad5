"""The state of an incident, from its timeline. Pure; `quality.queries.incidents` says the same in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from quality.choices import STATES, TRANSITIONS, IncidentEventKind, IncidentState


@dataclass(frozen=True, slots=True)
class Happened:
    """What decides the state: what happened, and until when a waiver holds."""

    kind: str
    expires_at: datetime | None = None


def state_at(timeline: Iterable[Happened], at: datetime) -> IncidentState:
    """The state after these events (earliest first) at a moment: a waiver that has run out reopens by itself."""
    deciding = [event for event in timeline if event.kind in STATES]
    assert deciding, "an incident begins with its report"
    latest = deciding[-1]
    state = STATES[latest.kind]
    if state == IncidentState.WAIVED and latest.expires_at is not None and latest.expires_at <= at:
        return IncidentState.REOPENED
    return state


def can_happen(state: str, kind: str) -> bool:
    """Whether an event may follow in this state; what decides nothing always may."""
    return kind not in STATES or IncidentEventKind(kind) in TRANSITIONS[IncidentState(state)]
