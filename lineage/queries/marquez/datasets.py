"""Assets as Marquez's datasets: whatever their kind, since a lineage graph names them all."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from catalog.models import Observation
from catalog.queries.assets import assets_visible
from catalog.queries.parts import fields_of
from common.actor import Actor
from common.errors import NotFound
from lineage.models import Alias, AssetFacets, Event, FieldEdge, FieldTag
from lineage.queries.marquez.runs import runs_by_key
from lineage.queries.marquez.versions import (
    Version,
    latest_write,
    schema_versions,
    version_fields,
    version_get,
    version_of,
    versions_page,
)

Row = dict[str, Any]
Key = tuple[str, str]  # namespace, name
DATASET_COLUMNS = (
    "id", "namespace", "name", "kind", "description_fr", "description_en", "tags", "created_at", "modified_at",
    "facets__facets", "facets__dropped_at",
)  # fmt: skip
LINK_COLUMNS = (
    "target_field__asset_id", "target_field__name", "source_field__name", "source_field__asset__namespace",
    "source_field__asset__name", "dependency", "subtype", "masking", "description",
)  # fmt: skip


# Names


def datasets_named(actor: Actor, keys: Collection[Key]) -> dict[Key, int]:
    """The assets of these names; else those that machines mean by them: symlinks, and what people renamed."""
    wanted = set(keys)
    found = _named(assets_visible(actor), "pk", wanted)
    for others_of in (Alias.objects.filter(until=None), Observation.objects.all()):
        if missing := wanted - found.keys():
            others = _named(others_of.filter(workshop_id=actor.workshop_id), "asset_id", missing)
            living = set(assets_visible(actor).filter(pk__in=others.values()).values_list("pk", flat=True))
            found |= {key: pk for key, pk in others.items() if pk in living}
    return found


def _named(rows: Any, column: str, keys: Collection[Key]) -> dict[Key, int]:
    if not keys:
        return {}
    rows = rows.filter(namespace__in={key[0] for key in keys}, name__in={key[1] for key in keys})
    found = {(ns, name): pk for ns, name, pk in rows.order_by().values_list("namespace", "name", column)}
    return {key: pk for key, pk in found.items() if key in keys}


def dataset_id(actor: Actor, namespace: str, name: str) -> int:
    """Raises `NotFound`."""
    found = datasets_named(actor, [(namespace, name)])
    if not found:
        raise NotFound()
    return found[namespace, name]


# Datasets


def datasets_page(actor: Actor, namespace: str, *, limit: int, offset: int) -> tuple[list[Row], int]:
    """The datasets of a namespace by name, and how many there are."""
    rows = assets_visible(actor).filter(namespace=namespace)
    ids = list(rows.order_by("name").values_list("pk", flat=True)[offset : offset + limit])
    return datasets_read(actor, ids), rows.count()


def dataset_get(actor: Actor, namespace: str, name: str) -> Row:
    """One dataset; raises `NotFound`."""
    return datasets_read(actor, [dataset_id(actor, namespace, name)])[0]


def datasets_read(actor: Actor, ids: Collection[int]) -> list[Row]:
    """Datasets in the order of `ids`, each with `fields`, `lineage` (what its fields are made of) and `version`."""
    rows = datasets_plain(actor, ids)
    found = [row["id"] for row in rows]
    lineage, by_schema = _lineage(found), schema_versions(found)
    return [
        {
            **row,
            "lineage": lineage.get(row["id"], {}),
            "version": version_of(row["id"], by_schema.get(row["id"], []), _write(row)),
        }
        for row in rows
    ]


def datasets_plain(actor: Actor, ids: Collection[int]) -> list[Row]:
    """The same without lineage and version."""
    if not ids:
        return []
    assets = assets_visible(actor).filter(pk__in=ids).order_by().annotate(**latest_write("pk"))
    rows = {row["id"]: row for row in assets.values(*DATASET_COLUMNS, "write_run_id", "write_at")}
    fields = _fields(rows)
    return [
        {**rows[pk], "facets": rows[pk]["facets__facets"] or {}, "fields": fields.get(pk, [])}
        for pk in ids
        if pk in rows
    ]


def _write(row: Row) -> tuple[UUID, Any] | None:
    return (row["write_run_id"], row["write_at"]) if row["write_run_id"] else None


def _fields(asset_ids: Collection[int]) -> dict[int, list[Row]]:
    """Fields with their tags."""
    fields = fields_of(asset_ids)
    tags: dict[int, list[str]] = defaultdict(list)
    rows = FieldTag.objects.filter(field__asset__in=asset_ids).order_by("name")
    for field_id, name in rows.values_list("field_id", "name"):
        tags[field_id].append(name)
    return {pk: [{**row, "tags": tags[row["id"]]} for row in rows] for pk, rows in fields.items()}


def said_fields_of(asset_ids: Collection[int]) -> dict[int, dict[str, Row]]:
    """What machines last said of the fields of assets, by name."""
    rows = AssetFacets.objects.filter(asset__in=asset_ids).values_list(
        "asset_id", "facets__schema__body__fields"
    )
    return {pk: said_fields(fields) for pk, fields in rows}


def said_fields(fields: Any, prefix: str = "") -> dict[str, Row]:
    """The fields of a schema facet by name; nested ones as `parent.child`."""
    found: dict[str, Row] = {}
    for field in fields or ():
        name = f"{prefix}{field.get('name', '')}"
        found[name] = field
        found |= said_fields(field.get("fields"), f"{name}.")
    return found


def _lineage(asset_ids: Collection[int]) -> dict[int, dict[str, list[Row]]]:
    """By asset and field, the fields it is made of."""
    rows = FieldEdge.objects.filter(edge__target__in=asset_ids, valid_until=None).order_by("pk")
    found: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.values(*LINK_COLUMNS):
        found[row["target_field__asset_id"]][row["target_field__name"]].append(
            {
                "namespace": row["source_field__asset__namespace"],
                "dataset": row["source_field__asset__name"],
                "field": row["source_field__name"],
                **{name: row[name] for name in ("dependency", "subtype", "masking", "description")},
            }
        )
    return found


# Versions


def dataset_versions_page(
    actor: Actor, namespace: str, name: str, *, limit: int, offset: int
) -> tuple[list[Row], int]:
    """The versions of a dataset, latest first, and how many there are; raises `NotFound`."""
    pk = dataset_id(actor, namespace, name)
    versions, count = versions_page(pk, limit=limit, offset=offset)
    return _versions_read(actor, pk, versions), count


def dataset_version_get(actor: Actor, namespace: str, name: str, uuid: UUID) -> Row:
    """One version of a dataset; raises `NotFound`."""
    pk = dataset_id(actor, namespace, name)
    return _versions_read(actor, pk, [version_get(pk, uuid)])[0]


def _versions_read(actor: Actor, asset_id: int, versions: Collection[Version]) -> list[Row]:
    """The dataset as it is, with the `schema` (as a facet says it) and the `run` (or `None`) of each version."""
    (dataset,) = datasets_plain(actor, [asset_id])
    keys = [version.run for version in versions if version.run]
    said, runs = _schemas_said(actor, asset_id, keys), runs_by_key(actor, keys)
    fields = version_fields(asset_id, versions)
    return [
        {
            **dataset,
            "version": version.uuid,
            "at": version.at,
            "schema": said.get(version.run or 0) or fields[version.uuid],
            "run": runs.get(version.run or 0),
        }
        for version in versions
    ]


def _schemas_said(actor: Actor, asset_id: int, runs: Collection[int]) -> dict[int, list[Row]]:
    """The fields of a dataset in the words of the runs that wrote it, by the key of the run."""
    if not runs:
        return {}
    bodies = (
        Event.objects.filter(run__in=runs).order_by("event_time", "id").values_list("run_id", "body__outputs")
    )
    said = [(run, output) for run, outputs in bodies for output in outputs or () if _schema_of(output)]
    names = datasets_named(actor, {(output["namespace"], output["name"]) for _run, output in said})
    return {
        run: _schema_of(output)
        for run, output in said
        if names.get((output["namespace"], output["name"])) == asset_id
    }


def _schema_of(output: Row) -> list[Row]:
    schema = (output.get("facets") or {}).get("schema") or {}
    fields: list[Row] = schema.get("fields") or []
    return fields
