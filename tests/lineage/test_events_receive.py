"""What follows from an event: assets, fields, jobs, runs, edges."""

from typing import Any

from lineage.commands import event_receive
from lineage.models import Origin
from tests.lineage.events import (
    columns,
    dataset,
    run_event,
    schema,
)
from tests.people import Room


def send(room: Room, *events: dict[str, Any]) -> int:
    """Each by a request of the engineer; answers the id of the last."""
    return [event_receive(actor=room["engineer"], body=one) for one in events][-1]


def edges(room: Room) -> set[tuple[str, str]]:
    """The edges that hold now, by the names of their ends."""
    rows = Origin.objects.filter(workshop_id=room.workshop.pk, valid_until=None)
    return set(rows.values_list("edge__source__name", "edge__target__name"))


def test_run_makes_assets_fields_and_edges(room: Room) -> None:
    orders = dataset("orders", schema(id="bigint", amount="numeric"))
    turnover = dataset("turnover", schema(day="date", total="numeric") | columns(total="orders.amount"))
    send(room, run_event("START", 0, inputs=[orders]), run_event(minute=1, outputs=[turnover]))
    assert edges(room) == {("orders", "turnover")}
