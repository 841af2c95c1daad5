"""The lineage at 1 000, 10 000 and 100 000 assets with twice as many edges: one worker, one client.

Peers measured elsewhere (chain of 50 / hub of 500, ms): grai-core 79 / dies after 30 s; Dagster 282 / 65;
DataJunction 77 / 77 on a tenth of the data; users of Marquez report 10 to 15 s in production.
"""

from collections.abc import Callable, Sequence
from itertools import cycle

from bench.graphs import edges, layout
from bench.server import Client, Server
from bench.table import measure, show

RUNS = 200
BATCH = 20_000


def draw(server: Server, token: str, ids: Sequence[int]) -> None:
    """Draw the graph by REST, in batches; prints edges a second."""
    client = Client(server.port, token)
    wanted = [{"source": source, "target": target} for source, target in edges(ids)]
    spent = 0.0
    for start in range(0, len(wanted), BATCH):
        spent += client.call("POST", "/api/v1/edges/bulk/", wanted[start : start + BATCH])[0]
    print(f"\n{len(wanted):,} edges drawn in bulk: {len(wanted) / spent * 1000:,.0f} edges/s")


def run(server: Server, token: str, ids: Sequence[int]) -> None:
    """Questions about the graph that `draw` made among `ids`."""
    client, parts = Client(server.port, token), layout(ids)
    some = cycle(parts.layered[:: max(1, len(parts.layered) // 500)])

    def get(path: str) -> Callable[[], float]:
        return lambda: client.call("GET", path)[0]

    def graph(asset: int) -> str:
        return f"/api/v1/lineage/graph/?asset={asset}&direction=downstream&limit=1000"

    chain, hub, tree = parts.chain[0], parts.hub[0], parts.tree[0]
    empty = measure("empty DRF view (control)", get("/bench/empty/"), RUNS)
    raw_chain = measure("raw walk of the chain (control)", get(f"/bench/raw-walk/?asset={chain}"), RUNS)
    raw_hub = measure("raw walk of the hub (control)", get(f"/bench/raw-walk/?asset={hub}"), RUNS)
    affected = f"{len(parts.tree) - 1:,} affected"
    timings = [
        empty,
        raw_chain,
        raw_hub,
        measure("chain, 50 deep, in one call", get(graph(chain)), RUNS),
        measure("hub, 500 direct, in one call", get(graph(hub)), RUNS),
        measure(
            "both ways of a layered asset", lambda: get(f"/api/v1/lineage/graph/?asset={next(some)}")(), RUNS
        ),
        measure(
            "effective DICP, varied", lambda: get(f"/api/v1/lineage/sensitivity/?asset={next(some)}")(), RUNS
        ),
        measure("effective DICP of the source", get(f"/api/v1/lineage/sensitivity/?asset={tree}"), 20),
        measure("impact of the source", get(f"/api/v1/lineage/impact/?asset={tree}"), 20, affected),
    ]
    controls = {"empty": empty, "raw chain": raw_chain, "raw hub": raw_hub}
    show(f"lineage of {len(ids):,} assets", timings, controls)
    memory = server.memory_mb()
    print(f"worker {memory['worker']:.0f} MB resident")
