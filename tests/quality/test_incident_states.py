"""The state of an incident: one pure function over the timeline, the same in SQL."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.change import changing
from quality.choices import STATES, TRANSITIONS, IncidentEventKind, IncidentOrigin, IncidentState
from quality.commands.timeline import event_add, incident_open
from quality.incidents import Happened, can_happen, state_at
from quality.models import IncidentEvent
from quality.queries.incidents import incidents_of
from tests.people import Room

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
KINDS = [kind for kind in IncidentEventKind if kind != IncidentEventKind.REPORT]
later = st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))
events = st.lists(st.tuples(st.sampled_from(KINDS), later), max_size=8)


def test_each_deciding_event_leads_to_its_state():
    for kind, state in STATES.items():
        expires = NOW + timedelta(days=1) if kind == IncidentEventKind.WAIVE else None
        assert state_at([Happened("report"), Happened(kind, expires)], NOW) == state


def test_comments_and_findings_decide_nothing():
    told = [
        Happened("report"),
        Happened("qualify"),
        Happened("comment"),
        Happened("found"),
        Happened("passed"),
    ]
    assert state_at(told, NOW) == IncidentState.QUALIFIED


def test_a_waiver_ends_by_itself():
    told = [Happened("report"), Happened("waive", NOW)]
    assert state_at(told, NOW - timedelta(seconds=1)) == IncidentState.WAIVED
    assert state_at(told, NOW) == IncidentState.REOPENED


def test_every_state_can_be_left_and_reached():
    assert set(TRANSITIONS) == set(IncidentState)
    reached = {STATES[kind] for kinds in TRANSITIONS.values() for kind in kinds}
    assert reached == set(IncidentState) - {IncidentState.REPORTED}
    assert all(can_happen(state, IncidentEventKind.COMMENT) for state in IncidentState)
    assert not can_happen(IncidentState.REPORTED, IncidentEventKind.CLOSE)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=events)
def test_sql_says_the_same_as_the_function(
    room: Room, told: list[tuple[IncidentEventKind, datetime]]
) -> None:
    actor = room["engineer"]
    with changing(actor, ""):
        pk = incident_open(
            actor, asset_id=1, key="x", origin=IncidentOrigin.PERSON, report={"severity": "major"}
        )
        for kind, moment in told:
            expires = moment if kind == IncidentEventKind.WAIVE else None
            event_add(actor, pk, kind, expires_at=expires)
    timeline = IncidentEvent.objects.filter(incident=pk).order_by("id")
    happened = [Happened(kind, at) for kind, at in timeline.values_list("kind", "expires_at")]
    for at in (NOW - timedelta(days=5), NOW, NOW + timedelta(days=5)):
        assert incidents_of(actor, at).get(pk=pk).state == state_at(happened, at)


def test_what_was_said_last_holds(room: Room) -> None:
    """Severity and assignee too are what the timeline says last."""
    actor = room["engineer"]
    consumer = room["consumer"].participant_id
    with changing(actor, ""):
        pk = incident_open(
            actor, asset_id=1, key="x", origin=IncidentOrigin.PERSON, report={"severity": "minor"},
            producer_id=actor.participant_id,
        )  # fmt: skip
        assert incidents_of(actor).get(pk=pk).assignee_id == actor.participant_id
        event_add(actor, pk, IncidentEventKind.QUALIFY, severity="blocking", dimension="validity")
        event_add(actor, pk, IncidentEventKind.ASSIGN, assignee_id=consumer)
        event_add(actor, pk, IncidentEventKind.COMMENT, text="on it")
    row = incidents_of(actor).get(pk=pk)
    assert (row.severity, row.dimension, row.assignee_id, row.event_count) == (
        "blocking", "validity", consumer, 4,
    )  # fmt: skip
    assert row.changed_at <= timezone.now()
