"""Edges and lowerings as rows."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from lineage.graph import Arrow
from lineage.models import Edge, FieldEdge, Lowering, Origin
from lineage.queries.fields import links_told
from lineage.queries.graphs import edges_told
from lineage.queries.nodes import nodes_of

LOWERING_COLUMNS = (
    "id", "version", "edge_id", "edge__source_id", "edge__target_id", "technique", "level", "k", "asked_reason",
    "expires_at", "asked_by_id", "asked_by__nickname", "reviewed_by__nickname", "reviewed_at", "accepted",
    "review_reason", "created_at",
)  # fmt: skip


def edges_of(actor: Actor) -> QuerySet[Edge]:
    """The edges of the workshop that hold now."""
    open_origins = Origin.objects.filter(edge=OuterRef("pk"), valid_until=None)
    return Edge.objects.filter(Exists(open_origins), workshop_id=actor.workshop_id)


def edges_page(
    actor: Actor, *, source: int | None = None, target: int | None = None, kind: str = "", **window: Any
) -> Page:
    """Edges that hold now, in the order in which they first came."""
    rows = edges_of(actor)
    rows = rows.filter(source=source) if source is not None else rows
    rows = rows.filter(target=target) if target is not None else rows
    if kind:
        rows = rows.filter(Exists(Origin.objects.filter(edge=OuterRef("pk"), valid_until=None, kind=kind)))
    page = page_by_key(rows, columns=("id", "source_id", "target_id"), order=("id",), **window)
    return page.with_rows(_told(actor, page.rows))


def edge_get(actor: Actor, edge_id: int) -> dict[str, Any]:
    """One edge with its ends, origins, field links and lowerings; `open` says whether it still holds."""
    row = (
        Edge.objects.filter(workshop_id=actor.workshop_id, pk=edge_id)
        .values("id", "source_id", "target_id")
        .first()
    )
    told = _told(actor, [row]) if row else []
    if not told:
        raise NotFound()
    links = FieldEdge.objects.filter(edge=edge_id, valid_until=None).values_list(
        "pk", "source_field_id", "target_field_id"
    )
    return {
        **told[0],
        "open": bool(told[0]["origins"]),
        "fields": links_told([Arrow(*link) for link in links]),
        "lowerings": lowerings_page(actor, edge=edge_id, limit=200).rows,
    }


def _told(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each edge with both ends as nodes; one whose end is gone from the catalogue is left out."""
    nodes = nodes_of(actor, {row[end] for row in rows for end in ("source_id", "target_id")})
    arrows = [Arrow(row["id"], row["source_id"], row["target_id"]) for row in rows]
    arrows = [arrow for arrow in arrows if arrow.source_id in nodes and arrow.target_id in nodes]
    return [
        {**edge, "source": nodes[edge["source"]], "target": nodes[edge["target"]]}
        for edge in edges_told(actor, arrows, nodes)
    ]


def lowerings_page(
    actor: Actor,
    *,
    edge: int | None = None,
    target: int | None = None,
    waiting: bool | None = None,
    **window: Any,
) -> Page:
    """Lowerings, latest first; `waiting` for a review or not."""
    rows = Lowering.objects.filter(workshop_id=actor.workshop_id)
    rows = rows.filter(edge=edge) if edge is not None else rows
    rows = rows.filter(edge__target=target) if target is not None else rows
    rows = rows.filter(accepted__isnull=waiting) if waiting is not None else rows
    return page_by_key(rows, columns=LOWERING_COLUMNS, order=("-id",), **window)


def lowering_get(actor: Actor, lowering_id: int) -> dict[str, Any]:
    row = (
        Lowering.objects.filter(workshop_id=actor.workshop_id, pk=lowering_id)
        .values(*LOWERING_COLUMNS)
        .first()
    )
    if row is None:
        raise NotFound()
    return row
