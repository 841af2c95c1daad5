"""Lineage of fields: graphs, impact, and what is known only of whole assets."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from catalog.models import Field
from common.actor import Actor
from common.errors import NotFound
from lineage.choices import Direction
from lineage.graph import Arrow, walk
from lineage.models import FieldEdge
from lineage.queries.cones import cone_arrows, field_cone_arrows, holding
from lineage.queries.graphs import affected_told
from lineage.queries.nodes import nodes_of

FIELDS_MAX = 2_000
FIELD_COLUMNS = ("id", "name", "type", "asset_id", "personal_data_category", "confidentiality")


def field_get(actor: Actor, field_id: int) -> dict[str, Any]:
    """One field; raises `NotFound`."""
    found = fields_read(actor, [field_id])
    if not found:
        raise NotFound()
    return found[field_id]


def fields_read(actor: Actor, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = Field.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*FIELD_COLUMNS)
    return {row["id"]: row for row in rows}


def field_graph_read(
    actor: Actor,
    field_ids: Collection[int],
    *,
    direction: str = Direction.BOTH.value,
    depth: int | None = None,
    at: datetime | None = None,
    limit: int = 500,
) -> dict[str, Any]:
    """The lineage around fields: `{roots, fields, assets, links, total_fields, missing, cut, as_of}`.

    Raises `NotFound` when one of them is not in the actor's workshop. Fields that are gone are left out.
    """
    roots = fields_read(actor, field_ids)
    if len(roots) < len(set(field_ids)):
        raise NotFound()
    distances, arrows = _cones(roots, direction, depth, at)
    near = sorted(distances, key=lambda pk: (distances[pk], pk))
    fields = fields_read(actor, near[:limit])
    inside = [a for a in arrows if a.source_id in fields and a.target_id in fields]
    assets = nodes_of(actor, {row["asset_id"] for row in fields.values()}, at)
    return {
        "roots": list(roots),
        "fields": [{**fields[pk], "distance": distances[pk]} for pk in near[:limit] if pk in fields],
        "assets": list(assets.values()),
        "links": links_told(inside),
        "total_fields": len(near),
        "missing": max(0, len(near) - limit),
        "cut": len(near) > limit,
        "as_of": at,
    }


def _cones(
    roots: Iterable[int], direction: str, depth: int | None, at: datetime | None
) -> tuple[dict[int, int], list[Arrow]]:
    distances: dict[int, int] = dict.fromkeys(roots, 0)
    arrows: dict[Arrow, None] = {}
    for side in (Direction.UPSTREAM, Direction.DOWNSTREAM):
        if direction in (side.value, Direction.BOTH):
            upstream = side == Direction.UPSTREAM
            found = field_cone_arrows(list(roots), upstream=upstream, depth=depth, at=at)
            for pk, distance in walk(roots, found, upstream=upstream, depth=depth).distances.items():
                distances[pk] = min(distance, distances.get(pk, distance))
            arrows.update(dict.fromkeys(found))
    return distances, list(arrows)


def links_told(arrows: Collection[Arrow]) -> list[dict[str, Any]]:
    """Field edges with what they do: `{id, edge, source_field, target_field, dependency, subtype, masking, kind}`."""
    rows = FieldEdge.objects.filter(pk__in=[arrow.edge_id for arrow in arrows]).order_by("pk")
    columns = (
        "id", "edge_id", "source_field_id", "target_field_id", "dependency", "subtype", "masking", "description",
        "kind", "job_id",
    )  # fmt: skip
    return [
        {name.removesuffix("_id") if name != "id" else name: value for name, value in row.items()}
        for row in rows.values(*columns)
    ]


def field_impact_read(actor: Actor, field_id: int, at: datetime | None = None) -> dict[str, Any]:
    """What breaks if a field changes: `{field, fields, …}` and, as for an asset, all that is surely affected.

    `uncertain` tells the same of the assets that lie behind an edge of which nobody said which fields it carries.
    """
    field = field_get(actor, field_id)
    found = walk([field_id], field_cone_arrows([field_id], upstream=False, at=at))
    fields = fields_read(actor, found.distances)
    sure: dict[int, int] = {field["asset_id"]: 0}
    for pk, row in fields.items():
        sure[row["asset_id"]] = min(found.distances[pk], sure.get(row["asset_id"], found.distances[pk]))
    uncertain = _uncertain(sure, at)
    del sure[field["asset_id"]]
    return {
        "field": field,
        "fields": [
            {**fields[pk], "distance": distance}
            for pk, distance in found.distances.items()
            if pk in fields and pk != field_id
        ],
        **affected_told(actor, sure, at),
        "uncertain": affected_told(actor, uncertain, at),
    }


def _uncertain(sure: Mapping[int, int], at: datetime | None) -> dict[int, int]:
    """Assets behind edges without field links, by distance from the nearest of the sure ones."""
    arrows = cone_arrows(list(sure), upstream=False, at=at)
    out = [arrow for arrow in arrows if arrow.source_id in sure]
    links = holding(FieldEdge.objects.filter(edge__in=[arrow.edge_id for arrow in out]), at)
    told = set(links.values_list("edge_id", flat=True))
    starts = {arrow.target_id for arrow in out if arrow.edge_id not in told} - sure.keys()
    distances = walk(starts, arrows).distances
    return {pk: distance + 1 for pk, distance in distances.items() if pk not in sure}


def fields_between(actor: Actor, asset_ids: Collection[int], at: datetime | None = None) -> dict[str, Any]:
    """The fields of some assets with the links among them: `{fields, links, total_fields, missing, cut}`.

    Fields stand in their order, `FIELDS_MAX` at most in all.
    """
    rows = Field.objects.filter(workshop_id=actor.workshop_id, asset__in=asset_ids)
    fields = list(rows.order_by("asset_id", "position", "pk").values(*FIELD_COLUMNS)[:FIELDS_MAX])
    total = len(fields) if len(fields) < FIELDS_MAX else rows.count()
    ids = {row["id"] for row in fields}
    edges = FieldEdge.objects.filter(edge__source__in=asset_ids, edge__target__in=asset_ids)
    arrows = holding(edges, at).values_list("pk", "source_field_id", "target_field_id")
    inside = [Arrow(*row) for row in arrows if row[1] in ids and row[2] in ids]
    return {
        "fields": fields,
        "links": links_told(inside),
        "total_fields": total,
        "missing": total - len(fields),
        "cut": total > len(fields),
    }
