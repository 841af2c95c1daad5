"""A thousand OpenLineage events by eight clients at once, some twice and shuffled: the same as one after the other."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from random import Random
from typing import Any

from common.actor import Door
from lineage.commands import event_receive
from lineage.models import Event
from tests.lineage.events import columns, dataset, dataset_event, facet, run_event, schema
from tests.lineage.pictures import picture
from tests.lineage.test_events_names import renamed, symlinks
from tests.people import Room, room_found

CLIENTS = 8
JOBS, ROUNDS = 16, 31  # 992 run events, and some of datasets
TABLES = 30
TYPES = ("", "int", "varchar", "numeric(10,2)", "timestamp")


def stream(random: Random) -> list[dict[str, Any]]:
    """Events of jobs whose datasets, schemas and column lineage change over time, in the order of their time."""
    events = [*_runs(random), *_of_datasets()]
    return sorted(events, key=lambda event: str(event["eventTime"]))


def _runs(random: Random) -> Iterator[dict[str, Any]]:
    for number in range(ROUNDS):
        for job in range(JOBS):
            begin = number * 60 + job
            end = random.choice(["COMPLETE"] * 8 + ["FAIL", "ABORT"])
            sides = _sides(random, job, number)
            run: dict[str, Any] = {
                "run": f"{job}/{number}",
                "job": f"job{job}",
                "run_facets": _parent(job, number),
            }
            yield run_event("START", begin, **run, inputs=sides["inputs"])
            yield run_event(end, begin + random.choice([5, 200]), **run, **sides)


def _parent(job: int, number: int) -> dict[str, Any]:
    root = run_event(run=f"dag/{number}", job=f"dag{job % 2}")
    return {
        "parent": facet(
            run={"runId": root["run"]["runId"]}, job={"namespace": "nightly", "name": f"dag{job % 2}"}
        )
    }


def _sides(random: Random, job: int, number: int) -> dict[str, Any]:
    """Every ten rounds a job reads other tables."""
    own = Random(f"{job}/{number // 10}")
    sources = [f"t{own.randrange(TABLES)}" for _n in range(2)]
    names = [f"c{n}" for n in range(random.randint(3, 6))]
    described = {"documentation": facet(description=f"Round {number}")} if random.random() < 0.2 else {}
    shape = schema(**{name: random.choice(TYPES) for name in names})
    lineage = columns(**{name: f"{own.choice(sources)}.{name}" for name in names})
    return {
        "inputs": [dataset(name, schema(c0="int")) for name in dict.fromkeys(sources)],
        "outputs": [dataset(f"out{job}", shape | lineage | described)],
    }


def _of_datasets() -> Iterator[dict[str, Any]]:
    drop = {"lifecycleStateChange": facet(lifecycleStateChange="DROP")}
    yield dataset_event(5_000, name="t1", facets=drop)
    yield dataset_event(5_001, name="s3/t2", facets=symlinks("t2"))
    yield dataset_event(5_002, name="renamed_t3", facets=renamed("t3"))
    yield dataset_event(5_003, name="out0", facets=columns(["t4.status"]))


def test_eight_clients_at_once(committed_room: Room, served: int) -> None:
    random = Random(7)
    told = stream(random)
    assert len(told) >= 992
    apart = room_found("Salle deux")
    for event in told:
        event_receive(actor=replace(apart["engineer"], door=Door.OPENLINEAGE), body=event)
    shuffled = [*told, *random.sample(told, 150)]
    random.shuffle(shuffled)
    tokens = [committed_room.token("engineer") for _client in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = pool.map(lambda n: post(served, tokens[n], shuffled[n::CLIENTS]), range(CLIENTS))
        assert {status for statuses in answers for status in statuses} == {201}
    assert Event.objects.filter(workshop_id=committed_room.workshop.pk).count() == len(told)
    assert picture(committed_room) == picture(apart)


def post(port: int, token: str, events: Sequence[dict[str, Any]]) -> list[int]:
    """What the server answers to each, over one kept connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    statuses = []
    for event in events:
        connection.request("POST", "/api/v1/lineage", json.dumps(event), headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    return statuses
