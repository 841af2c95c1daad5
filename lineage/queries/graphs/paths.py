"""Shortest ways from one asset to another."""

from datetime import datetime
from typing import Any

from common.actor import Actor
from lineage.graph import shortest_path
from lineage.queries.cones import cone_arrows
from lineage.queries.graphs.told import edges_told
from lineage.queries.nodes import node_get, nodes_of


def path_read(actor: Actor, source_id: int, target_id: int, at: datetime | None = None) -> dict[str, Any]:
    """A shortest way from one asset down to another: `{found, length, nodes, edges}`.

    Raises `NotFound` for an asset that is not, or was not then, in the actor's workshop; two assets without a way
    between them are `found` false.
    """
    for pk in (source_id, target_id):
        node_get(actor, pk, at)
    arrows = shortest_path(source_id, target_id, cone_arrows([source_id], upstream=False, at=at))
    ids = [source_id, *(arrow.target_id for arrow in arrows or ())]
    nodes = nodes_of(actor, ids, at)
    if arrows is None or len(nodes) < len(ids):  # a node may leave while we read
        return {"found": False, "length": None, "nodes": [], "edges": []}
    edges = edges_told(actor, arrows, nodes, at)
    return {"found": True, "length": len(arrows), "nodes": [nodes[pk] for pk in ids], "edges": edges}
