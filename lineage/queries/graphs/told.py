"""Edges as readers see them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from common.actor import Actor
from lineage.graph import Arrow
from lineage.models import Job
from lineage.queries.cones import Held, OriginRow, origins_between, origins_of_edges
from lineage.queries.lowerings import caps_of
from lineage.zones import flag_of

Edges = list[dict[str, Any]]


def edges_told(
    actor: Actor, arrows: Collection[Arrow], nodes: Mapping[int, Any], at: datetime | None = None
) -> Edges:
    """Edges with their origins, the flag of their zones, and the confidentiality that a lowering lets pass."""
    rows = origins_of_edges([arrow.edge_id for arrow in arrows], Held(at)) if arrows else []
    return _told(actor, arrows, rows, nodes, at)


def edges_between(actor: Actor, nodes: Mapping[int, Any], held: Held) -> Edges:
    """The same of all edges with both ends among these nodes."""
    rows = origins_between(nodes.keys(), held)
    return _told(actor, dict.fromkeys(row.arrow for row in rows), rows, nodes, held.at)


def _told(
    actor: Actor,
    arrows: Iterable[Arrow],
    rows: Collection[OriginRow],
    nodes: Mapping[int, Any],
    at: datetime | None,
) -> Edges:
    origins, caps = _origins_told(rows), caps_of(actor, at)
    return [
        {
            "id": pk,
            "source": source,
            "target": target,
            "origins": origins.get(pk, []),
            "flag": flag_of(nodes[source]["zone"], nodes[target]["zone"]),
            "lowered_to": caps.get(pk),
        }
        for pk, source, target in arrows
    ]


def _origins_told(rows: Collection[OriginRow]) -> dict[int, list[dict[str, Any]]]:
    """Why each edge is there: `{kind, job, since}`."""
    jobs = jobs_named({row.job_id for row in rows if row.job_id is not None})
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        told = {"kind": row.kind, "job": jobs.get(row.job_id or 0), "since": row.valid_from}
        found.setdefault(row.edge_id, []).append(told)
    return found


def jobs_named(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Jobs (that the caller may see) by their ids, as `{id, namespace, name}`."""
    if not ids:
        return {}
    rows = Job.objects.filter(pk__among=ids).values("id", "namespace", "name")
    return {row["id"]: dict(row) for row in rows}
