"""Lineage of fields: graphs, impact, and what is known only of whole assets."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from catalog.models import Field
from common.actor import Actor
from common.errors import NotFound
from common.history import states_at
from lineage.choices import Direction
from lineage.graph import Arrow, Ways, walk_ways
from lineage.models import FieldEdge
from lineage.queries.cones import cone_arrows, field_cone_arrows, holding
from lineage.queries.graphs import TELL_MAX, affected_told_each, measured
from lineage.queries.graphs.told import jobs_named
from lineage.queries.nodes import node_get, nodes_of

FIELD_COLUMNS = ("id", "name", "type", "asset_id", "personal_data_category", "confidentiality")
LINK_COLUMNS = (
    "id", "edge_id", "source_field_id", "target_field_id", "dependency", "subtype", "masking", "description",
    "kind", "job_id",
)  # fmt: skip
FIELDS_DEFAULT = 500
FIELDS_MAX = 5_000
BETWEEN_MAX = 2_000
FieldRow = dict[str, Any]


def field_get(actor: Actor, field_id: int, at: datetime | None = None) -> FieldRow:
    """One field; raises `NotFound`."""
    found = fields_read(actor, [field_id], at)
    if not found:
        raise NotFound()
    return found[field_id]


def fields_read(actor: Actor, ids: Collection[int], at: datetime | None = None) -> dict[int, FieldRow]:
    """Those of these fields that the actor may see, by id; with `at` as they were then."""
    scope = {"workshop_id": actor.workshop_id, "id__among": ids}
    if not ids:
        return {}
    rows = Field.objects.filter(**scope) if at is None else states_at(Field, at, **scope)
    return {row["id"]: row for row in rows.order_by().values(*FIELD_COLUMNS)}


def fields_of_asset(actor: Actor, asset_id: int, at: datetime | None = None) -> list[int]:
    """The ids of the fields of an asset; raises `NotFound`."""
    node_get(actor, asset_id, at)
    scope = {"workshop_id": actor.workshop_id, "asset_id": asset_id}
    rows = Field.objects.filter(**scope) if at is None else states_at(Field, at, **scope)
    return list(rows.order_by("position", "id").values_list("id", flat=True))


# Graphs


def field_graph_read(
    actor: Actor,
    field_ids: Collection[int],
    *,
    direction: str = Direction.BOTH.value,
    depth: int | None = None,
    at: datetime | None = None,
    limit: int = FIELDS_DEFAULT,
    offset: int = 0,
) -> dict[str, Any]:
    """The lineage around fields: `{roots, fields, assets, links, total_fields, missing, cut, next_offset, as_of}`.

    Fields are nearest first, each with its `distance`; links are all those between the fields told. Raises `NotFound`
    when one of them is not, or was not then, in the actor's workshop. Fields that are gone are left out.
    """
    roots = fields_read(actor, field_ids, at)
    if len(roots) < len(set(field_ids)):
        raise NotFound()
    return _graphs(actor, roots, {0: list(roots)}, direction, depth, at, limit, offset)[0]


def field_graphs_read(
    actor: Actor,
    field_ids: Collection[int],
    *,
    direction: str = Direction.BOTH.value,
    depth: int | None = None,
    at: datetime | None = None,
    limit: int = FIELDS_DEFAULT,
    offset: int = 0,
) -> dict[int, dict[str, Any]]:
    """The same around each of several fields, in as many queries; those that are not there are left out."""
    roots = fields_read(actor, field_ids, at)
    return _graphs(actor, roots, {pk: [pk] for pk in roots}, direction, depth, at, limit, offset)


def _graphs(
    actor: Actor,
    roots: Mapping[int, FieldRow],
    groups: Mapping[int, list[int]],
    direction: str,
    depth: int | None,
    at: datetime | None,
    limit: int,
    offset: int,
) -> dict[int, dict[str, Any]]:
    """A graph around each group of these fields."""
    sides = _sides(list(roots), direction, depth, at)
    distances = {key: _distances(starts, sides, depth) for key, starts in groups.items()}
    fields = {**roots, **fields_read(actor, {pk for d in distances.values() for pk in d} - roots.keys(), at)}
    near = {key: _nearest(found, fields) for key, found in distances.items()}
    shown = {key: dict.fromkeys(ids[offset : offset + limit]) for key, ids in near.items()}
    every = {pk for ids in shown.values() for pk in ids}
    assets = nodes_of(actor, {fields[pk]["asset_id"] for pk in every}, at)
    arrows = {arrow for ways in sides for out in ways.out.values() for arrow in out}
    links = links_told([a for a in arrows if a.source_id in every and a.target_id in every])
    return {
        key: {
            "roots": groups[key],
            "fields": [{**fields[pk], "distance": distances[key][pk]} for pk in ids],
            "assets": _assets_of(ids, fields, assets),
            "links": [link for link in links if link["source_field"] in ids and link["target_field"] in ids],
            **measured("fields", len(near[key]), len(ids), offset),
            "as_of": at,
        }
        for key, ids in shown.items()
    }


def _sides(ids: list[int], direction: str, depth: int | None, at: datetime | None) -> list[Ways]:
    wanted = [
        side for side in (Direction.UPSTREAM, Direction.DOWNSTREAM) if direction in (side, Direction.BOTH)
    ]
    return [
        Ways.of(field_cone_arrows(ids, upstream=upstream, depth=depth, at=at), upstream=upstream)
        for upstream in (side == Direction.UPSTREAM for side in wanted)
    ]


def _distances(starts: Iterable[int], sides: Iterable[Ways], depth: int | None) -> dict[int, int]:
    distances: dict[int, int] = {}
    for ways in sides:
        for pk, distance in walk_ways(starts, ways, depth=depth).distances.items():
            distances[pk] = min(distance, distances.get(pk, distance))
    return distances


def _nearest(distances: Mapping[int, int], among: Collection[int]) -> list[int]:
    return sorted((pk for pk in distances if pk in among), key=lambda pk: (distances[pk], pk))


def _assets_of(
    ids: Iterable[int], fields: Mapping[int, FieldRow], assets: Mapping[int, Any]
) -> list[dict[str, Any]]:
    return [assets[pk] for pk in dict.fromkeys(fields[field]["asset_id"] for field in ids) if pk in assets]


def links_told(arrows: Collection[Arrow]) -> list[dict[str, Any]]:
    """Field edges with what they do and who says so.

    `{id, edge, source_field, target_field, dependency, subtype, masking, description, kind, job}`.
    """
    rows = FieldEdge.objects.filter(pk__among=[arrow.edge_id for arrow in arrows]).order_by("pk")
    found = list(rows.values(*LINK_COLUMNS)) if arrows else []
    jobs = jobs_named({row["job_id"] for row in found if row["job_id"]})
    told = ({**row, "job": jobs.get(row.pop("job_id"))} for row in found)
    return [{name.removesuffix("_id"): value for name, value in row.items()} for row in told]


def fields_between(actor: Actor, asset_ids: Collection[int], at: datetime | None = None) -> dict[str, Any]:
    """The fields of some assets with the links among them: `{fields, links, total_fields, missing, cut}`.

    Fields stand in their order, `BETWEEN_MAX` at most in all.
    """
    rows = Field.objects.filter(workshop_id=actor.workshop_id, asset__among=asset_ids)
    fields = list(rows.order_by("asset_id", "position", "pk").values(*FIELD_COLUMNS)[:BETWEEN_MAX])
    total = len(fields) if len(fields) < BETWEEN_MAX else rows.count()
    ids = {row["id"] for row in fields}
    edges = FieldEdge.objects.filter(edge__source__among=asset_ids, edge__target__among=asset_ids)
    arrows = holding(edges, at).values_list("pk", "source_field_id", "target_field_id")
    inside = [Arrow(*row) for row in arrows if row[1] in ids and row[2] in ids]
    return {
        "fields": fields,
        "links": links_told(inside),
        "total_fields": total,
        "missing": total - len(fields),
        "cut": total > len(fields),
    }


# Impact


def field_impact_read(actor: Actor, field_id: int, at: datetime | None = None) -> dict[str, Any]:
    """What breaks if a field changes: as of an asset, and `{field, fields, total_fields, field_assets, uncertain}`.

    `fields` are the nearest `TELL_MAX`, `field_assets` what they belong to. `uncertain` tells of the assets that lie
    behind an edge of which nobody said which fields it carries. Raises `NotFound`.
    """
    found = field_impacts_read(actor, [field_id], at).get(field_id)
    if found is None:
        raise NotFound()
    return found


def field_impacts_read(
    actor: Actor, field_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """The same for several fields, in as many queries; those that are not there are left out."""
    roots = fields_read(actor, field_ids, at)
    ways = Ways.of(field_cone_arrows(list(roots), upstream=False, at=at))
    distances = {root: walk_ways([root], ways).distances for root in roots}
    reached = {pk for found in distances.values() for pk in found}
    fields = roots | fields_read(actor, reached - roots.keys(), at)
    sure = {root: _assets_nearest(found, fields) for root, found in distances.items()}
    uncertain = _uncertain(sure, at)
    told = affected_told_each(actor, {root: _without(roots[root], ids) for root, ids in sure.items()}, at)
    maybe = affected_told_each(actor, uncertain, at)
    near = {root: _nearest(found, fields)[1:] for root, found in distances.items()}
    shown = {root: ids[:TELL_MAX] for root, ids in near.items()}
    assets = nodes_of(actor, {fields[pk]["asset_id"] for ids in shown.values() for pk in ids}, at)
    return {
        root: {
            "field": field,
            "fields": [{**fields[pk], "distance": distances[root][pk]} for pk in shown[root]],
            "total_fields": len(near[root]),
            "field_assets": _assets_of(shown[root], fields, assets),
            **told[root],
            "uncertain": maybe[root],
        }
        for root, field in roots.items()
    }


def _assets_nearest(distances: Mapping[int, int], fields: Mapping[int, FieldRow]) -> dict[int, int]:
    """The assets of these fields, by the distance of the nearest of each."""
    nearest: dict[int, int] = {}
    for pk, distance in distances.items():  # nearest first
        if pk in fields:
            nearest.setdefault(fields[pk]["asset_id"], distance)
    return nearest


def _without(field: FieldRow, assets: Mapping[int, int]) -> dict[int, int]:
    return {pk: distance for pk, distance in assets.items() if pk != field["asset_id"]}


def _uncertain(sure: Mapping[int, Mapping[int, int]], at: datetime | None) -> dict[int, dict[int, int]]:
    """For each root the assets behind edges without field links, by distance from the nearest of the sure ones."""
    arrows = cone_arrows({pk for assets in sure.values() for pk in assets}, upstream=False, at=at)
    told, ways = _edges_with_links(arrows, at), Ways.of(arrows)
    found: dict[int, dict[int, int]] = {}
    for root, assets in sure.items():
        silent = (a for pk in assets for a in ways.out.get(pk, ()) if a.edge_id not in told)
        starts = {arrow.target_id for arrow in silent} - assets.keys()
        distances = walk_ways(starts, ways).distances
        found[root] = {pk: distance + 1 for pk, distance in distances.items() if pk not in assets}
    return found


def _edges_with_links(arrows: Collection[Arrow], at: datetime | None) -> set[int]:
    """Those edges of which somebody said which fields they carry; what was said of fields that are gone is void."""
    links = holding(FieldEdge.objects.filter(edge__among=[arrow.edge_id for arrow in arrows]), at)
    if at is None:
        for end in ("source_field", "target_field"):
            links = links.filter(Exists(Field.objects.filter(pk=OuterRef(end))))
    return set(links.values_list("edge_id", flat=True))
