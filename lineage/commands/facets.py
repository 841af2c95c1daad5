"""The latest facet of each name that machines said of an asset, and whether its source is still there."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from catalog.observed import AssetKey
from common.actor import Actor
from common.history import table_of, value_prepared
from common.rows import RowsByIds
from lineage.latest import Facets, facets_joined, facets_merged
from lineage.models import AssetFacets
from lineage.openlineage import DatasetSaid, EventSaid

# Of the facets about one reading or writing, those that tell of the dataset itself.
LASTING = ("dataQualityMetrics", "dataQualityAssertions")

_facets = RowsByIds(
    AssetFacets.objects.order_by(), "asset_id", ("asset_id", "facets", "seen_at", "dropped_at")
)


def facets_keep(actor: Actor, event: EventSaid, ids: Mapping[AssetKey, int]) -> None:
    """The latest of each facet; and that a dataset is dropped, until a later event speaks of it."""
    rows = {row["asset_id"]: row for row in _facets(set(ids.values()))}
    kept: dict[int, dict[str, Any]] = {}
    for pk in ids.values():
        kept[pk] = dict(rows.get(pk) or {"asset_id": pk, "facets": {}, "seen_at": None, "dropped_at": None})
    for dataset in event.datasets:
        row = kept[ids[dataset.key]]
        row["facets"] = facets_merged(row["facets"], _lasting(dataset), event.at)
    dropped = {ids[dataset.key] for dataset in event.datasets if dataset.dropped}
    for pk, row in kept.items():
        if row["seen_at"] is None or row["seen_at"] < event.at:
            row["seen_at"], row["dropped_at"] = event.at, None
        if pk in dropped and row["seen_at"] == event.at:
            row["dropped_at"] = event.at
    _write(actor, [row for pk, row in kept.items() if row != rows.get(pk)])


def _lasting(dataset: DatasetSaid) -> Facets:
    own = {name: dataset.side_facets[name] for name in LASTING if name in dataset.side_facets}
    return {**own, **dataset.facets} if own else dataset.facets


def _write(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make or replace rows of `asset_id`, `facets`, `seen_at`, `dropped_at`."""
    if not rows:
        return
    table, columns = table_of(AssetFacets)[0], ("facets", "seen_at", "dropped_at")
    fields: list[Any] = [AssetFacets._meta.get_field(name) for name in columns]
    values = [
        value
        for row in rows
        for value in (
            row["asset_id"],
            actor.workshop_id,
            *(value_prepared(field, row[field.name]) for field in fields),
        )
    ]
    marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    sql = (
        f"INSERT INTO {table} (asset_id, workshop_id, {', '.join(columns)}) VALUES {marks} "  # noqa: S608
        f"ON CONFLICT (asset_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def facets_join(actor: Actor, kept_id: int, gone_id: int) -> None:
    """What was said of an asset is said of the one it turned out to be."""
    rows = {row["asset_id"]: row for row in _facets([kept_id, gone_id])}
    if (gone := rows.get(gone_id)) is None:
        return
    kept = rows.get(kept_id) or {"asset_id": kept_id, "facets": {}, "seen_at": None, "dropped_at": None}
    latest = max((kept, gone), key=lambda row: row["seen_at"].timestamp() if row["seen_at"] else 0)
    seen = {name: latest[name] for name in ("seen_at", "dropped_at")}
    _write(actor, [{**kept, **seen, "facets": facets_joined(kept["facets"], gone["facets"])}])
    AssetFacets.objects.filter(pk=gone_id).delete()
