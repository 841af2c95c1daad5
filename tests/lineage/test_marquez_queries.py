"""Lists cost the same number of queries however long they are."""

from typing import Any

import pytest

from lineage.commands.events import event_receive
from tests.lineage.marquez import completed
from tests.people import Room
from tests.rest import call


def world(room: Room, rows: int) -> None:
    """So many of everything: namespaces, sources, tags, tables, jobs, runs, versions, events."""
    steward, engineer = call(room, "steward"), call(room, "engineer")
    for n in range(rows):
        engineer("PUT", f"namespaces/space{n}", {"ownerName": "x"})
        engineer("PUT", f"sources/source{n}", {"type": "X", "connectionUrl": "x"})
        for job, inputs, outputs in (("load", "a", "b"), (f"job{n}", "b", f"t{n}")):
            body = completed(
                job, inputs, outputs, at=f"2026-01-0{n + 1}T00:00:00Z", columns={"x": f"{inputs}.x"}
            )
            event_receive(actor=room["engineer"], body=body)
        steward("POST", f"namespaces/lac/datasets/t{n}/tags/tag{n}")
        steward("POST", f"namespaces/lac/datasets/t{n}/fields/x/tags/tag{n}")


LISTS = [
    ("namespaces", "namespaces", 5),
    ("sources", "sources", 2),
    ("tags", "tags", 4),
    ("namespaces/lac/datasets", "datasets", 15),
    ("namespaces/lac/datasets/b/versions?limit=100", "versions", 18),
    ("namespaces/lac/jobs", "jobs", 17),
    ("namespaces/lac/jobs/load/runs?limit=100", "runs", 8),
    ("events", "events", 3),
    ("events/lac", "events", 3),
    ("events/lineage", "events", 3),
    ("lineage?nodeId=dataset:lac:b", "graph", 21),
    ("column-lineage?nodeId=dataset:lac:b&withDownstream=true", "graph", 8),
]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_have_the_same_number_of_queries(room: Room, django_assert_num_queries: Any, rows: int) -> None:
    world(room, rows)
    ask = call(room, "client")
    for address, key, queries in LISTS:
        ask("GET", address)
        with django_assert_num_queries(queries, info=address):
            found = ask("GET", address).json()[key]
        assert len(found) >= rows, address
