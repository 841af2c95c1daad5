"""The catalogue at 1 000, 10 000 and 100 000 assets: one worker, one client, SQLite or PostgreSQL.

Peers measured elsewhere at 10 000 assets (one asset / page / search, ms; writes a second):
grai-core 27 / 102 / 54, 1.9; Dagster 7.5 a read; DataHub embedded 38 / – / 64, 56;
pycsw 26 / 84 / 110, 187; MLflow 24 / 24 / 19.
"""

import itertools
from collections.abc import Callable
from typing import Any

from bench.data import documents
from bench.server import Client, Server
from bench.table import Timing, measure, show

RUNS = 200
QUERY = """query ($id: ID!) { asset(id: $id) {
  number kind name namespace title description colour shape status tags completeness missing
  sensitivity { availability integrity confidentiality proof }
  fields { name type required primaryKeyPosition } primaryKey uniqueKeys { name }
  foreignKeys { name target { id name } }
  ownerships { responsibility participant { nickname } } terms { code } } }"""


def bulk_create(client: Client, total: int, size: int) -> float:
    """Assets a second, with five fields each, through REST in batches of 500."""
    spent = 0.0
    for start in range(0, total, 500):
        batch = list(documents(min(500, total - start), 1_000_000 + size * 10 + start))
        spent += client.call("POST", "/api/v1/assets/bulk/", batch)[0]
    return total / spent * 1000


def reads(client: Client, far: str, ids: list[int], graphql_id: Callable[[int], str]) -> list[Timing]:
    """The questions of a consumer, each over many assets."""
    turn = itertools.cycle(ids)
    words = itertools.cycle(["client 77", "order refund", "shipment stock 12", "warehouse_price"])

    def get(path: str) -> Callable[[], float]:
        return lambda: client.call("GET", path)[0]

    def search() -> float:
        return client.call("GET", f"/api/v1/assets/?q={next(words).replace(' ', '+')}&limit=50")[0]

    def graphql() -> float:
        body: dict[str, Any] = {"query": QUERY, "variables": {"id": graphql_id(next(turn))}}
        milliseconds, answer = client.call("POST", "/graphql/", body)
        if answer.get("errors"):
            raise RuntimeError(str(answer["errors"]))
        return milliseconds

    page = "/api/v1/assets/?kind=indicator&limit=50"
    return [
        measure(
            "one asset with its parts", lambda: client.call("GET", f"/api/v1/assets/{next(turn)}/")[0], RUNS
        ),
        measure("the same by GraphQL", graphql, RUNS),
        measure("filtered page of 50 with total", get(page), RUNS),
        measure("the same at the far end", get(f"{page}&cursor={far}"), RUNS),
        measure("ranked search of 50", search, RUNS, note="two or three words, varied"),
        measure("ranked search of one frequent word", get("/api/v1/assets/?q=client&limit=50"), 20),
    ]


def run(
    server: Server, token: str, size: int, far: str, ids: list[int], graphql_id: Callable[[int], str]
) -> None:
    client = Client(server.port, token)
    empty = measure("empty DRF view (control)", lambda: client.call("GET", "/bench/empty/")[0], RUNS)
    raw = measure(
        "raw page of 50 with total (control)", lambda: client.call("GET", "/bench/raw-page/")[0], RUNS
    )
    timings = [empty, raw, *reads(client, far, ids, graphql_id)]
    show(f"{size:,} assets", timings, {"empty": empty, "raw page": raw})
    print(
        f"bulk create: {bulk_create(client, 5000, size):,.0f} assets/s (5 fields, key, owner, term, history)"
    )
    memory = server.memory_mb()
    print(
        f"start {server.start_seconds:.1f} s; worker {memory['worker']:.0f} MB, all {memory['all']:.0f} MB resident"
    )
