"""OpenLineage: typical events, START and COMPLETE of many runs of some jobs, by one client and by several at once.

An event has 2 inputs and 1 output with 10 fields each, and the column lineage of the output. The first runs of the
jobs, which register assets and draw edges, are counted apart from those that follow.
"""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bench.server import HOST, Client, Server

JOBS, FIELDS, CLIENTS = 50, 10, 4
ROUNDS_ALONE, ROUNDS_TOGETHER = 12, 12  # runs of every job
NAMESPACE = "postgres://warehouse.example.org:5432"
PRODUCER = "https://example.org/bench"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACET = {"_producer": PRODUCER, "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/Facet.json"}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def events(first_round: int, rounds: int) -> Iterator[bytes]:
    """Bodies, in the order of their time."""
    for number in range(first_round, first_round + rounds):
        for kind, minute in (("START", 0), ("COMPLETE", 5)):
            for job in range(JOBS):
                at = BEGIN + timedelta(hours=number, minutes=minute, seconds=job)
                yield json.dumps(_event(kind, at, job, number)).encode()


def _event(kind: str, at: datetime, job: int, number: int) -> dict[str, Any]:
    sources = [f"lake.raw.source_{job}_{n}" for n in range(2)]
    return {
        "eventType": kind,
        "eventTime": at.isoformat(),
        "producer": PRODUCER,
        "schemaURL": SPEC,
        "run": {"runId": str(uuid5(NAMESPACE_URL, f"{job}/{number}")), "facets": {}},
        "job": {"namespace": "bench", "name": f"load_{job}", "facets": {}},
        "inputs": [_dataset(name, {}) for name in sources],
        "outputs": [_dataset(f"lake.mart.result_{job}", {"columnLineage": _columns(sources)})],
    }


def _dataset(name: str, facets: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": f"column_{n}", "type": "varchar"} for n in range(FIELDS)]
    return {"namespace": NAMESPACE, "name": name, "facets": {"schema": {**FACET, "fields": fields}, **facets}}


def _columns(sources: Sequence[str]) -> dict[str, Any]:
    transformation = {"type": "DIRECT", "subtype": "IDENTITY", "description": "", "masking": False}
    return {
        **FACET,
        "fields": {
            f"column_{n}": {
                "inputFields": [
                    {
                        "namespace": NAMESPACE,
                        "name": sources[n % 2],
                        "field": f"column_{n}",
                        "transformations": [transformation],
                    }
                ]
            }
            for n in range(FIELDS)
        },
    }


def send(port: int, token: str, bodies: Sequence[bytes]) -> None:
    """Post them over one kept connection."""
    connection = http.client.HTTPConnection(HOST, port, timeout=120)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for body in bodies:
        connection.request("POST", "/api/v1/lineage", body, headers)
        response = connection.getresponse()
        raw = response.read()
        if response.status != 201:
            raise RuntimeError(f"{response.status} {raw[:500]!r}")


def send_together(port: int, token: str, bodies: Sequence[bytes]) -> None:
    """The same by several clients at once."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda n: send(port, token, bodies[n::CLIENTS]), range(CLIENTS)))


def ask(port: int, token: str, bodies: Sequence[bytes]) -> None:
    """The control: as many empty answers behind the same authentication."""
    client = Client(port, token)
    for _body in bodies:
        client.call("GET", "/bench/empty/")


def run(server: Server, token: str) -> None:
    """Print events a second; and the processor's share, which is what counts on a machine that others use too."""
    first = list(events(0, 1))
    alone = list(events(1, ROUNDS_ALONE))
    together = list(events(1 + ROUNDS_ALONE, ROUNDS_TOGETHER))
    print(f"\nOpenLineage events of {len(alone[0]):,} bytes (2 inputs, 1 output, {FIELDS} fields each)")
    for name, bodies, post in (
        ("empty DRF view (control)", alone, ask),
        ("first runs, which register and draw", first, send),
        ("one client", alone, send),
        (f"{CLIENTS} clients at once", together, send_together),
    ):
        used, begin = server.cpu_seconds(), time.perf_counter()
        post(server.port, token, bodies)
        rate = len(bodies) / (time.perf_counter() - begin)
        used_ms = (server.cpu_seconds() - used) / len(bodies) * 1000
        print(f"{name:42}{rate:10,.0f} a second, {used_ms:.1f} ms of processor time each")
