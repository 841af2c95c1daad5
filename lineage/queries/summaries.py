"""One asset in the lineage, told shortly: its neighbours, how much lies beyond, its levels and what causes them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from catalog.choices import AXES
from common.access import require
from common.actor import Actor
from lineage.access import can_read
from lineage.graph import Arrow, Cause, walk
from lineage.queries.cones import cone_arrows
from lineage.queries.fields import fields_between
from lineage.queries.lowerings import lowerings_page
from lineage.queries.nodes import Node, node_get, nodes_of
from lineage.queries.sensitivity import effective_of

NEIGHBOURS_SHOWN = 12
SOON = timedelta(days=14)  # an end that is worth a warning


def summary_read(actor: Actor, asset_id: int, at: datetime | None = None) -> dict[str, Any]:
    """`{asset, inputs, outputs, upstream_count, downstream_count, levels, lowerings, fields}`; raises `NotFound`.

    `inputs` and `outputs` are `{nodes, count}`, `NEIGHBOURS_SHOWN` nodes at most; the counts are of all. `levels` tell
    of each axis what was declared, what holds, and the path of nodes that brings it, the one that declared it first.
    """
    require(actor, can_read(actor))
    asset = node_get(actor, asset_id, at)
    up = cone_arrows([asset_id], upstream=True, at=at)
    down = cone_arrows([asset_id], upstream=False, at=at)
    inputs = sorted({a.source_id for a in up if a.target_id == asset_id})
    outputs = sorted({a.target_id for a in down if a.source_id == asset_id})
    causes = effective_of(actor, [asset_id], at)[asset_id]
    shown = {*inputs[:NEIGHBOURS_SHOWN], *outputs[:NEIGHBOURS_SHOWN]}
    nodes = nodes_of(actor, shown | {pk for cause in causes.values() if cause for pk in cause.path}, at)
    return {
        "asset": asset,
        "inputs": _neighbours(inputs, nodes),
        "outputs": _neighbours(outputs, nodes),
        "upstream_count": _reached(asset_id, up, upstream=True),
        "downstream_count": _reached(asset_id, down, upstream=False),
        "levels": [_level(axis, asset, causes[axis], nodes) for axis in AXES],
        "lowerings": lowerings_of_target(actor, asset_id, at),
        "fields": fields_between(actor, [asset_id], at)["fields"],
    }


def _neighbours(ids: Collection[int], nodes: Mapping[int, Node]) -> dict[str, Any]:
    return {
        "nodes": [nodes[pk] for pk in list(ids)[:NEIGHBOURS_SHOWN] if pk in nodes],
        "count": len(ids),
        "hidden": max(0, len(ids) - NEIGHBOURS_SHOWN),
    }


def _reached(asset_id: int, arrows: Iterable[Arrow], *, upstream: bool) -> int:
    return len(walk([asset_id], arrows, upstream=upstream).distances) - 1


def _level(axis: str, asset: Node, cause: Cause | None, nodes: Mapping[int, Node]) -> dict[str, Any]:
    """`path` is empty where the asset's own level holds."""
    declared: int | None = asset["sensitivity"][axis]
    effective = cause.level if cause else None
    path = [nodes[pk] for pk in cause.path if pk in nodes] if cause and len(cause.path) > 1 else []
    gap = is_gap(declared, effective)
    return {"axis": axis, "declared": declared, "effective": effective, "is_gap": gap, "path": path}


def is_gap(declared: int | None, effective: int | None) -> bool:
    """Whether less was declared than holds; what nobody declared is less than 0."""
    return effective is not None and (declared is None or declared < effective)


def lowerings_of_target(actor: Actor, asset_id: int, at: datetime | None = None) -> list[dict[str, Any]]:
    """The accepted lowerings of edges into an asset, one for each edge: the one that holds, else the last that ended.

    `holds` says which, `is_soon` that it ends within `SOON`; one that was asked anew is told once.
    """
    at = at or timezone.now()
    rows = lowerings_page(actor, target=asset_id, waiting=False, limit=200).rows
    accepted = [row for row in rows if row["accepted"] and row["reviewed_at"] <= at]
    sources = nodes_of(actor, {row["edge__source_id"] for row in accepted}, at)
    told: dict[int, dict[str, Any]] = {}
    for row in sorted(accepted, key=lambda row: row["expires_at"], reverse=True):
        if row["edge__source_id"] in sources:
            source = sources[row["edge__source_id"]]
            left = row["expires_at"] - at
            state = {"holds": left > timedelta(0), "is_soon": timedelta(0) < left < SOON}
            told.setdefault(row["edge_id"], {**row, "source": source, **state})
    return list(told.values())
