"""Incidents: opened once for one failure, moved along by the people of the RACI, verified by their rule."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.errors import Conflict, Forbidden, Invalid, NotFound
from exchange.commands import bricks_withdraw
from exchange.findings import false_alarms, found, marks
from quality import commands
from quality.commands import incident_move, incident_report
from quality.documents import EventDocument, IncidentFilter, ReportDocument
from quality.models import Incident
from quality.queries.incidents import events_page, incident_get, incidents_page
from tests.people import Room
from tests.quality.conftest import CLIENTS, Shop


def events(shop: Shop, pk: int) -> list[str]:
    return [row["kind"] for row in events_page(shop.room["client"], pk).rows]


def open_incidents(shop: Shop, **wanted: Any) -> list[dict[str, Any]]:
    conditions = IncidentFilter.read({"open": True, **wanted})
    return incidents_page(shop.room["client"], conditions).rows


def move(shop: Shop, pk: int, by: str, kind: str, **values: Any) -> str:
    """Carry out a verb and answer the state that follows."""
    document = EventDocument.read({"kind": kind, **values})
    incident_move(actor=shop.room[by], incident_id=pk, document=document)
    return str(incident_get(shop.room[by], pk)["state"])


def reported(shop: Shop, by: str = "consumer", **values: Any) -> int:
    document = {"asset": shop.client, "description": "The head is missing.", **values}
    return incident_report(actor=shop.room[by], document=ReportDocument.read(document))


@pytest.fixture
def failing(stocked: Shop) -> tuple[Shop, int, int]:
    """A region that is not allowed: the shop, the brick, the incident."""
    stocked.rule(stocked.client, "allowed", fields=["region"], values=["Nord", "Sud"], severity="blocking")
    (brick,) = stocked.send(stocked.client, [{**CLIENTS[0], "client_id": 9, "region": "Mars"}])
    stocked.check(stocked.client)
    (incident,) = open_incidents(stocked)
    return stocked, brick, incident["id"]


def test_a_failing_rule_opens_an_incident_for_the_producer(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    incident = incident_get(shop.room["client"], pk)
    assert (incident["state"], incident["origin"], incident["severity"]) == ("reported", "rule", "blocking")
    assert incident["assignee"]["nickname"] == "producer"
    assert (incident["brick_ids"], incident["brick_count"]) == ([brick], 1)
    assert (incident["field"], incident["dimension"]) == ("region", "validity")


def test_the_same_failure_found_twice_opens_no_second_incident(failing: tuple[Shop, int, int]) -> None:
    shop, _brick, pk = failing
    shop.check(shop.client)
    shop.check(shop.client, by="consumer")
    assert [row["id"] for row in open_incidents(shop)] == [pk]
    assert events(shop, pk) == ["report"]


def test_another_brick_with_the_same_failure_joins_the_open_incident(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    (other,) = shop.send(shop.client, [{**CLIENTS[0], "client_id": 10, "region": "Lune"}])
    shop.check(shop.client)
    (incident,) = open_incidents(shop)
    assert (incident["id"], incident["brick_ids"]) == (pk, [brick, other])
    assert events(shop, pk) == ["report", "found"]


def test_bricks_of_another_producer_are_another_incident(failing: tuple[Shop, int, int]) -> None:
    shop, _brick, _pk = failing
    shop.send(shop.client, [{**CLIENTS[0], "client_id": 11, "region": "Lune"}], by="facilitator")
    shop.check(shop.client)
    assert {row["assignee"]["nickname"] for row in open_incidents(shop)} == {"producer", "facilitator"}
    assert len(open_incidents(shop)) == 2


def test_several_rules_open_several_incidents_on_one_asset(failing: tuple[Shop, int, int]) -> None:
    shop, brick, _pk = failing
    shop.rule(shop.client, "length", fields=["region"], length_max=3, severity="cosmetic")
    shop.check(shop.client)
    assert [row["severity"] for row in open_incidents(shop, asset=shop.client)] == ["cosmetic", "blocking"]
    assert len(open_incidents(shop, brick=brick)) == 2


def test_the_whole_way(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    assert move(shop, pk, "steward", "qualify", severity="major", text="Real") == "qualified"
    assert move(shop, pk, "steward", "assign") == "assigned"
    with pytest.raises(Conflict) as refused:
        move(shop, pk, "steward", "verify")
    assert refused.value.code == "state"
    shop.correct(brick, region="Nord")
    assert move(shop, pk, "producer", "correct", text="A typing error", fix="Nord") == "corrected"
    assert move(shop, pk, "engineer", "verify") == "verified"
    assert move(shop, pk, "owner", "close") == "closed"
    assert open_incidents(shop) == []
    assert events(shop, pk) == ["report", "qualify", "assign", "correct", "verify", "close"]
    assert incident_get(shop.room["client"], pk)["severity"] == "major"
    told = events_page(shop.room["client"], pk).rows
    assert told[3]["facts"] == {"fix": "Nord", "changed": 1, "count": 1}
    assert told[4]["facts"]["checked"] == 4


def test_verifying_needs_the_rule_to_pass_again(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    for by, kind, values in (
        ("steward", "qualify", {"severity": "blocking"}),
        ("steward", "assign", {}),
        ("producer", "correct", {"text": "done, I think"}),
    ):
        move(shop, pk, by, kind, **values)
    with pytest.raises(Conflict) as refused:
        move(shop, pk, "engineer", "verify")
    assert refused.value.code == "still_failing"
    assert incident_get(shop.room["client"], pk)["state"] == "corrected"
    bricks_withdraw(actor=shop.room["producer"], brick_ids=[brick])
    assert move(shop, pk, "engineer", "verify") == "verified"


def test_a_verified_failure_that_comes_back_is_news(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    move(shop, pk, "steward", "qualify", severity="blocking")
    move(shop, pk, "steward", "assign")
    shop.correct(brick, region="Sud")
    move(shop, pk, "producer", "correct", text="typo")
    move(shop, pk, "engineer", "verify")
    move(shop, pk, "engineer", "close")
    shop.correct(brick, region="Venus")
    shop.check(shop.client)
    (again,) = open_incidents(shop)
    assert again["id"] != pk


def test_a_pass_is_noted_once(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    shop.correct(brick, region="Nord")
    shop.check(shop.client)
    shop.check(shop.client)
    assert events(shop, pk) == ["report", "passed"]


def test_a_false_alarm_does_not_alarm_again_until_the_brick_changes(failing: tuple[Shop, int, int]) -> None:
    shop, brick, pk = failing
    assert move(shop, pk, "steward", "reject", text="Mars is a village") == "rejected"
    shop.check(shop.client)
    assert open_incidents(shop) == []
    shop.correct(brick, region="Pluto")
    shop.check(shop.client)
    assert len(open_incidents(shop)) == 1


def test_a_waiver_is_the_owners_and_ends_by_itself(failing: tuple[Shop, int, int]) -> None:
    shop, _brick, pk = failing
    move(shop, pk, "steward", "qualify", severity="blocking")
    soon = (timezone.now() + timedelta(days=1)).isoformat()
    with pytest.raises(Forbidden):
        move(shop, pk, "steward", "waive", text="later", expires_at=soon)
    past = (timezone.now() - timedelta(days=1)).isoformat()
    with pytest.raises(Invalid) as refused:
        move(shop, pk, "owner", "waive", text="later", expires_at=past)
    assert [(error.path, error.code) for error in refused.value.errors] == [("expires_at", "past")]
    assert move(shop, pk, "owner", "waive", text="Next month", expires_at=soon) == "waived"
    shop.check(shop.client)
    assert open_incidents(shop) == []
    from quality.queries.incidents import incidents_of

    tomorrow = timezone.now() + timedelta(days=2)
    assert incidents_of(shop.room["client"], tomorrow).get(pk=pk).state == "reopened"


def test_reopening_takes_a_reason(failing: tuple[Shop, int, int]) -> None:
    shop, _brick, pk = failing
    move(shop, pk, "steward", "reject", text="no problem")
    with pytest.raises(Invalid):
        move(shop, pk, "consumer", "reopen")
    assert move(shop, pk, "consumer", "reopen", text="It is one") == "reopened"


def test_an_event_does_not_take_what_is_not_its_own(failing: tuple[Shop, int, int]) -> None:
    shop, _brick, pk = failing
    for given, place in (
        ({"kind": "comment", "text": "x", "severity": "major"}, "severity"),
        ({"kind": "qualify"}, "severity"),
        ({"kind": "report"}, "kind"),
        ({"kind": "comment"}, "text"),
    ):
        with pytest.raises(Invalid) as refused:
            incident_move(actor=shop.room["facilitator"], incident_id=pk, document=EventDocument.read(given))
        assert [error.path for error in refused.value.errors] == [place]


# Reported by people


def test_a_person_reports_a_brick(stocked: Shop) -> None:
    (brick,) = stocked.send(stocked.client, [{**CLIENTS[0], "client_id": 7}])
    pk = reported(stocked, bricks=[brick], field="region")
    incident = incident_get(stocked.room["client"], pk)
    assert (incident["origin"], incident["description"]) == ("person", "The head is missing.")
    assert (incident["reported_by"], incident["assignee"]["nickname"]) == ("consumer", "producer")
    assert reported(stocked, by="analyst", bricks=[brick], field="region", description="Same") == pk
    assert events(stocked, pk) == ["report", "found"]
    assert reported(stocked, bricks=[brick], field="nom") != pk


def test_a_report_names_only_what_is_there(stocked: Shop, other_room: Room) -> None:
    (order,) = stocked.send(stocked.order, [{"commande_id": 9, "client_id": 1}])
    for values, place in (({"bricks": [order]}, "bricks.0"), ({"field": "colour"}, "field")):
        with pytest.raises(Invalid) as refused:
            reported(stocked, **values)
        assert [error.path for error in refused.value.errors] == [place]
    stranger = ReportDocument.read({"asset": stocked.client, "description": "x"})
    with pytest.raises(NotFound):
        incident_report(actor=other_room["consumer"], document=stranger)


def test_a_persons_incident_is_verified_by_a_person_or_by_the_rule_somebody_named(stocked: Shop) -> None:
    rule = stocked.rule(stocked.client, "allowed", fields=["region"], values=["Est"])
    pk = reported(stocked)
    move(stocked, pk, "steward", "qualify", severity="major", rule=rule)
    move(stocked, pk, "steward", "assign", assignee="producer")
    move(stocked, pk, "producer", "correct", text="done")
    with pytest.raises(Conflict):
        move(stocked, pk, "steward", "verify")
    other = reported(stocked, field="nom")
    move(stocked, other, "steward", "qualify", severity="minor")
    move(stocked, other, "steward", "assign")
    move(stocked, other, "producer", "correct", text="done")
    assert move(stocked, other, "steward", "verify", text="Looked at it") == "verified"


def test_assigning_needs_somebody_of_the_room(stocked: Shop) -> None:
    pk = reported(stocked)
    move(stocked, pk, "steward", "qualify", severity="minor")
    with pytest.raises(Invalid):
        move(stocked, pk, "steward", "assign", assignee="nobody")
    move(stocked, pk, "steward", "assign", assignee="Consumer")
    assert incident_get(stocked.room["client"], pk)["assignee"]["nickname"] == "consumer"


# What others ask


def test_red_bricks_and_findings_for_the_exchange(failing: tuple[Shop, int, int], other_room: Room) -> None:
    shop, brick, pk = failing
    actor = shop.room["client"]
    at = Incident.objects.get(pk=pk).created_at
    assert (marks(actor, [brick]), found(actor, [brick])) == ({brick: 1}, {brick: at})
    assert marks(other_room["client"], [brick]) == {}
    assert false_alarms(actor) == 0
    move(shop, pk, "steward", "reject", text="no problem")
    assert (marks(actor, [brick]), found(actor, [brick])) == ({}, {})
    assert (false_alarms(actor), false_alarms(other_room["client"])) == (1, 0)


def test_another_workshops_incident_does_not_exist(failing: tuple[Shop, int, int], other_room: Room) -> None:
    _shop, _brick, pk = failing
    for role in ("facilitator", "owner"):
        with pytest.raises(NotFound):
            commands.incident_comment(actor=other_room[role], incident_id=pk, text="hello")
        with pytest.raises(NotFound):
            incident_get(other_room[role], pk)
