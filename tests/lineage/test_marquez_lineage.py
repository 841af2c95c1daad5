"""Lineage graphs, column lineage and events as Marquez tells them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import requests

from lineage.commands.events import event_receive
from tests.lineage.conftest import Draw
from tests.lineage.marquez import Marquez, completed, refused
from tests.people import Room
from tests.rest import Caller, call

Send = Callable[..., None]


@pytest.fixture
def send(room: Room) -> Send:
    def take_in(*bodies: Any) -> None:
        for body in bodies:
            event_receive(actor=room["engineer"], body=body)

    return take_in


@pytest.fixture
def ask(room: Room) -> Caller:
    return call(room, "client")


def graph(ask: Caller, node: str, depth: int = 20) -> dict[str, Any]:
    answer = ask("GET", f"lineage?nodeId={node}&depth={depth}")
    assert answer.status_code == 200, answer.content
    return {node["id"]: node for node in answer.json()["graph"]}


# The graph


def test_graph_tells_datasets_and_jobs(ask: Caller, send: Send) -> None:
    send(completed("load", "a", "b"), completed("make", "b", "c"))
    found = graph(ask, "dataset:lac:b")
    assert list(found) == ["dataset:lac:a", "dataset:lac:b", "dataset:lac:c", "job:lac:load", "job:lac:make"]
    assert found["dataset:lac:b"]["type"] == "DATASET"
    assert found["dataset:lac:b"]["inEdges"] == [{"origin": "job:lac:load", "destination": "dataset:lac:b"}]
    assert found["dataset:lac:b"]["outEdges"] == [{"origin": "dataset:lac:b", "destination": "job:lac:make"}]
    load = found["job:lac:load"]
    assert (load["type"], load["data"]["inputs"]) == ("JOB", [{"namespace": "lac", "name": "a"}])
    assert load["data"]["latestRun"]["state"] == "COMPLETED"
    assert graph(ask, "job:lac:make") == found


def test_graph_goes_as_deep_as_it_is_asked_to(ask: Caller, send: Send) -> None:
    send(*(completed(f"j{n}", f"t{n}", f"t{n + 1}") for n in range(20)))
    near = graph(ask, "dataset:lac:t10", depth=1)
    assert [node for node in near if node.startswith("job")] == [f"job:lac:j{n}" for n in (10, 11, 8, 9)]
    of_job = graph(ask, "job:lac:j10", depth=0)
    assert list(of_job) == ["dataset:lac:t10", "dataset:lac:t11", "job:lac:j10"]
    assert len(graph(ask, "dataset:lac:t10", depth=100)) == 41


def test_jobs_are_told_whole(ask: Caller, send: Send) -> None:
    """What a job on the way also reads and writes is there, and jobs that only read or only write."""
    send(
        completed("load", "a other", "b side"),
        completed("watch", "b"),
        completed("seed", "", "a"),
    )
    found = graph(ask, "dataset:lac:b")
    assert {node for node in found if node.startswith("dataset")} == {
        "dataset:lac:a",
        "dataset:lac:b",
        "dataset:lac:other",
        "dataset:lac:side",
    }
    assert {node for node in found if node.startswith("job")} == {
        "job:lac:load",
        "job:lac:seed",
        "job:lac:watch",
    }
    ends = {edge[end] for node in found.values() for edge in node["inEdges"] for end in edge}
    assert ends <= found.keys()


def test_edges_that_people_drew_need_no_job(ask: Caller, draw: Draw) -> None:
    draw("a>b")
    found = graph(ask, "dataset:bricks:a")
    edge = {"origin": "dataset:bricks:a", "destination": "dataset:bricks:b"}
    assert (found["dataset:bricks:a"]["outEdges"], found["dataset:bricks:b"]["inEdges"]) == ([edge], [edge])


def test_cycle_is_harmless(ask: Caller, send: Send) -> None:
    send(completed("there", "a", "b"), completed("back", "b", "a"), completed("self", "a", "a"))
    assert len(graph(ask, "dataset:lac:a")) == 5


def test_node_with_colons_is_found(ask: Caller, room: Room) -> None:
    room.asset(namespace="postgres://h:5432", name="db.public:2024")
    found = graph(ask, "dataset:postgres://h:5432:db.public:2024")
    assert list(found) == ["dataset:postgres://h:5432:db.public:2024"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("nodeId=dataset:lac:nothing", 404),
        ("nodeId=job:lac:a", 404),
        ("nodeId=run:3f5e83fa-3480-44ff-99c5-ff943904e5e8", 404),
        ("nodeId=table:lac:a", 400),
        ("nodeId=dataset:lac:a&depth=-1", 400),
        ("depth=1", 400),
        ("nodeId=dataset:lac:a&depth=1&unknown=passed%20over", 200),
    ],
)
def test_what_is_refused(ask: Caller, send: Send, query: str, status: int) -> None:
    send(completed("load", "a", "b"))
    answer = ask("GET", f"lineage?{query}")
    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"


# Columns


def columns(found: dict[str, Any]) -> list[str]:
    return [node["id"].removeprefix("datasetField:lac:") for node in found["graph"]]


def chain(send: Send) -> None:
    send(
        completed("load", "a", "b", columns={"x": "a.x"}),
        completed("make", "b", "c", columns={"x": "b.x"}, at="2026-01-02T00:00:00Z"),
    )


def test_columns_of_a_dataset_a_field_and_a_job(marquez: Marquez, send: Send) -> None:
    chain(send)
    client = marquez("client")
    of_dataset = client.get_column_lineage_by_dataset("lac", "b")
    assert columns(of_dataset) == ["a:x", "b:x"]
    assert client.get_column_lineage_by_dataset_field("lac", "b", "x") == of_dataset
    assert client.get_column_lineage_by_job("lac", "load") == of_dataset
    both = client.get_column_lineage_by_dataset("lac", "b", with_downstream=True)
    assert columns(both) == ["a:x", "b:x", "c:x"]
    assert columns(client.get_column_lineage_by_dataset("lac", "c", depth=1)) == ["b:x", "c:x"]
    node = of_dataset["graph"][1]
    assert node["type"] == "DATASET_FIELD"
    assert node["data"] == {
        "namespace": "lac",
        "dataset": "b",
        "datasetVersion": None,
        "field": "x",
        "fieldType": "STRING",
        "transformationDescription": "as it is",
        "transformationType": "IDENTITY",
        "inputFields": [
            {
                "namespace": "lac",
                "dataset": "a",
                "datasetVersion": None,
                "field": "x",
                "transformationDescription": "as it is",
                "transformationType": "IDENTITY",
            }
        ],
    }
    here, there = "datasetField:lac:b:x", "datasetField:lac:a:x"
    assert node["inEdges"] == [{"origin": here, "destination": there}]
    assert of_dataset["graph"][0]["outEdges"] == [{"origin": there, "destination": here}]


def test_columns_of_a_version_are_as_they_were(marquez: Marquez, send: Send) -> None:
    send(completed("load", "a", "b", columns={"x": "a.x"}))
    client = marquez("client")
    version = client.list_dataset_versions("lac", "b")["versions"][0]["version"]
    job_version = client.get_job("lac", "load")["currentVersion"]
    send(completed("load", "z", "b", columns={"x": "z.x"}, at="2026-02-01T00:00:00Z"))
    now = client.get_column_lineage_by_dataset("lac", "b")
    assert columns(now) == ["b:x", "z:x"]
    then = client.get_column_lineage_by_dataset("lac", "b", version=version)
    assert [node["data"]["dataset"] for node in then["graph"]] == ["a", "b"]
    assert then["graph"][1]["id"] == f"datasetField:lac:b:x#{version}"
    assert then["graph"][1]["data"]["datasetVersion"] == version
    assert client.get_column_lineage_by_dataset_field("lac", "b", "x", version=version) == then
    assert client.get_column_lineage_by_job("lac", "load", version=job_version) == then


def test_columns_that_cannot_be_told(marquez: Marquez, send: Send) -> None:
    chain(send)
    client = marquez("client")
    version = client.list_dataset_versions("lac", "b")["versions"][0]["version"]
    for ask in (
        lambda: client.get_column_lineage_by_dataset("lac", "nothing"),
        lambda: client.get_column_lineage_by_dataset_field("lac", "b", "nothing"),
        lambda: client.get_column_lineage_by_job("lac", "nothing"),
        lambda: client.get_column_lineage_by_dataset("lac", "b", version=str(uuid4())),
        lambda: client.get_column_lineage_by_job("lac", "load", version=str(uuid4())),
    ):
        with refused(404):
            ask()
    with refused(400):
        client.get_column_lineage_by_dataset("lac", "b", with_downstream=True, version=version)


def test_dataset_tells_what_its_fields_are_made_of(marquez: Marquez, send: Send) -> None:
    chain(send)
    assert marquez("client").get_dataset("lac", "b")["columnLineage"] == [
        {
            "name": "x",
            "inputFields": [
                {
                    "namespace": "lac",
                    "dataset": "a",
                    "field": "x",
                    "transformationDescription": "as it is",
                    "transformationType": "IDENTITY",
                }
            ],
        }
    ]


# Events


def test_events_come_back_as_they_came(marquez: Marquez, send: Send) -> None:
    bodies = [completed(f"j{n}", "a", "b", at=f"2026-01-0{n}T00:00:00Z") for n in (1, 2, 3)]
    of_dataset = {
        "eventTime": "2026-01-04T00:00:00Z",
        "producer": "https://example.org/t",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent",
        "dataset": {"namespace": "s3://seau/été", "name": "t"},
    }
    send(*bodies, of_dataset)
    client = marquez("client")
    assert client.list_events() == {"events": [of_dataset, *reversed(bodies)], "totalCount": 4}
    assert client.list_events(limit=1, offset=1)["events"] == [bodies[2]]
    assert client.list_events("lac")["events"] == bodies[::-1]
    assert client.list_events("s3://seau/été")["events"] == [of_dataset]
    assert client.list_events("nowhere") == {"events": [], "totalCount": 0}


def test_events_between_two_moments(ask: Caller, send: Send) -> None:
    bodies = [completed(f"j{n}", "a", "b", at=f"2026-01-0{n}T00:00:00Z") for n in (1, 2, 3)]
    send(*bodies)

    def found(query: str = "") -> list[str]:
        return [event["job"]["name"] for event in ask("GET", f"events/lineage{query}").json()["events"]]

    assert found() == ["j3", "j2", "j1"]
    assert found("?sortDirection=asc&limit=2") == ["j1", "j2"]
    assert found("?after=2026-01-02T00:00:00Z") == ["j3", "j2"]
    assert found("?before=2026-01-02T00:00:00%2B00:00&limit=1&offset=0") == ["j1"]
    assert ask("GET", "events/lineage?after=2026-01-02T00:00:00Z").json()["totalCount"] == 2
    assert ask("GET", "events/lineage?after=then").status_code == 400


def test_who_asks_is_known_by_the_token(marquez: Marquez) -> None:
    answer = requests.get(
        f"{marquez.url}/api/v1/namespaces", headers={"Authorization": "Bearer x"}, timeout=5
    )
    assert answer.status_code == 401
