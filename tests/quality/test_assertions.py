"""Tests of other tools, as OpenLineage events carry them: what fails becomes an incident, once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from common.errors import Conflict
from quality.commands import incident_move
from quality.documents import EventDocument, IncidentFilter
from quality.queries.incidents import events_of, incidents_page
from tests.people import Room
from tests.quality.conftest import Shop

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def send(room: Room, success: bool, minutes: int = 0, **assertion: Any) -> None:
    """An event of a test run, as dbt's integration sends it."""
    told = {"assertion": "not_null", "success": success, "column": "email", **assertion}
    at = (START + timedelta(minutes=minutes)).isoformat()
    facet = {"_producer": "https://test", "_schemaURL": "https://test", "assertions": [told]}
    event = {
        "eventType": "COMPLETE",
        "eventTime": at,
        "producer": "https://test",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": str(uuid4())},
        "job": {"namespace": "dbt", "name": "tests"},
        "inputs": [
            {"namespace": "bricks", "name": "client", "inputFacets": {"dataQualityAssertions": facet}}
        ],
        "outputs": [],
    }
    client = Client(headers={"Authorization": f"Bearer {room.token('engineer')}"})
    answer = client.post("/api/v1/lineage", event, content_type="application/json")
    assert answer.status_code in (200, 201), answer.content


def incidents(shop: Shop) -> list[dict[str, Any]]:
    return incidents_page(shop.room["client"], IncidentFilter(open=True)).rows


def kinds(shop: Shop, pk: int) -> list[str]:
    return [event["kind"] for event in events_of(shop.room["client"], [pk])[pk]]


def test_a_failing_assertion_opens_one_incident(shop: Shop) -> None:
    send(shop.room, True)
    assert incidents(shop) == []
    send(shop.room, False, 1, severity="warn", expected="0", actual="3")
    send(shop.room, False, 2)
    (incident,) = incidents(shop)
    assert (incident["origin"], incident["severity"], incident["dimension"], incident["field"]) == (
        "assertion", "minor", "completeness", "email",
    )  # fmt: skip
    assert (incident["description"], incident["assignee"]["nickname"]) == ("not_null (email)", "producer")
    assert kinds(shop, incident["id"]) == ["report"]
    (report,) = events_of(shop.room["client"], [incident["id"]])[incident["id"]]
    assert (report["facts"]["expected"], report["facts"]["actual"]) == ("0", "3")


def test_another_column_is_another_incident(shop: Shop) -> None:
    send(shop.room, False)
    send(shop.room, False, 1, column="nom")
    assert {row["field"] for row in incidents(shop)} == {"email", "nom"}


def test_it_is_verified_when_the_test_has_passed_again(shop: Shop) -> None:
    send(shop.room, False)
    (incident,) = incidents(shop)
    pk = incident["id"]

    def move(by: str, **event: Any) -> None:
        incident_move(actor=shop.room[by], incident_id=pk, document=EventDocument.read(event))

    move("steward", kind="qualify", severity="major")
    move("steward", kind="assign")
    move("producer", kind="correct", text="filled in")
    with pytest.raises(Conflict):
        move("steward", kind="verify")
    send(shop.room, True, 5)
    send(shop.room, False, 3)  # an older one that comes late says nothing new
    move("steward", kind="verify")
    assert kinds(shop, pk) == ["report", "qualify", "assign", "correct", "passed", "verify"]
    send(shop.room, False, 9)
    assert len(incidents(shop)) == 2  # verified, and failing again: that is news


def test_a_false_alarm_is_quiet(shop: Shop) -> None:
    send(shop.room, False)
    (incident,) = incidents(shop)
    document = EventDocument(kind="reject", text="no email needed")
    incident_move(actor=shop.room["steward"], incident_id=incident["id"], document=document)
    send(shop.room, False, 1)
    assert incidents(shop) == []
