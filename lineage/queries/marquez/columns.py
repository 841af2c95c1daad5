"""The lineage of fields as a graph: what fields are made of, and on demand what is made of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from catalog.models import Field
from common.actor import Actor
from common.errors import NotFound
from lineage.choices import Side
from lineage.graph import Arrow, walk
from lineage.models import FieldEdge, RunDataset
from lineage.node_id import NodeId, NodeType
from lineage.queries.cones import field_cone_arrows
from lineage.queries.marquez.datasets import said_fields_of
from lineage.queries.marquez.graphs import node_found
from lineage.queries.marquez.jobs import job_datasets
from lineage.queries.marquez.versions import version_get, versions_at
from lineage.queries.runs import runs_of
from lineage.version_ids import job_version

Row = dict[str, Any]
FIELD_COLUMNS = ("id", "name", "type", "asset_id", "asset__namespace", "asset__name")
LINK_COLUMNS = ("source_field_id", "target_field_id", "dependency", "subtype", "masking", "description")


def columns_read(actor: Actor, readings: Sequence[NodeId], depth: int, *, downstream: bool) -> Row:
    """The fields behind a dataset, a field or what a job writes: `{fields, links}`, the fields by id.

    Each field has `namespace`, `dataset`, `type` and, when a version was asked for, the `version` of its dataset
    then. Raises `NotFound`, also for what has no fields.
    """
    node, pk = node_found(actor, readings)
    starts, at = _starts(actor, node, pk)
    if not starts:
        raise NotFound()
    arrows = _met(starts, depth, at, upstream=True)
    if downstream:
        arrows |= _met(starts, depth, at, upstream=False)
    fields = _fields_read(actor, {pk for arrow in arrows for pk in arrow[1:]}, at)
    return {"fields": fields, "links": _links_read(arrows, fields)}


def _met(starts: Collection[int], depth: int, at: datetime | None, *, upstream: bool) -> set[Arrow]:
    arrows = field_cone_arrows(starts, upstream=upstream, depth=depth, at=at)
    near = walk(starts, arrows, upstream=upstream, depth=depth).distances
    return {arrow for arrow in arrows if arrow.source_id in near and arrow.target_id in near}


# Where it begins


def _starts(actor: Actor, node: NodeId, pk: int) -> tuple[list[int], datetime | None]:
    """The ids of the fields, and the moment that the version in the node names."""
    if node.type == NodeType.JOB:
        outputs, at = _outputs(actor, node, pk)
        return list(Field.objects.filter(asset__in=outputs).values_list("pk", flat=True)), at
    at = version_get(pk, node.version).at if node.version else None
    fields = Field.objects.filter(asset=pk)
    if node.type == NodeType.FIELD:
        fields = fields.filter(name=node.field)
    return list(fields.values_list("pk", flat=True)), at


def _outputs(actor: Actor, node: NodeId, job_id: int) -> tuple[list[int], datetime | None]:
    """What a job writes; in one of its versions, what the last run of that version wrote."""
    if node.version is None:
        return [row["id"] for row in job_datasets([job_id])[job_id][Side.OUTPUT]], None
    for inputs, outputs, location, at in _runs_of(actor, job_id):
        if job_version(job_id, inputs, outputs, location) == node.version:
            return outputs, at
    raise NotFound()


def _runs_of(actor: Actor, job_id: int) -> list[tuple[list[int], list[int], str, datetime]]:
    """What each run read and wrote, where its code is, and when it was; latest first."""
    runs = runs_of(actor).filter(job=job_id).order_by("-at", "-id")
    rows = list(runs.values_list("pk", "job__location", "at", "ended_at"))
    sides: dict[tuple[int, str], list[int]] = {}
    for run, side, asset in RunDataset.objects.filter(run__job=job_id).values_list(
        "run_id", "side", "asset_id"
    ):
        sides.setdefault((run, side), []).append(asset)
    return [
        (sides.get((pk, Side.INPUT), []), sides.get((pk, Side.OUTPUT), []), location, ended or at)
        for pk, location, at, ended in rows
    ]


# What is told


def _fields_read(actor: Actor, ids: Collection[int], at: datetime | None) -> dict[int, Row]:
    rows = list(Field.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*FIELD_COLUMNS))
    assets = {row["asset_id"] for row in rows}
    said = said_fields_of(assets)
    versions: dict[int, UUID | None] = versions_at(assets, at) if at else {}
    return {
        row["id"]: {
            "namespace": row["asset__namespace"],
            "dataset": row["asset__name"],
            "name": row["name"],
            "type": said.get(row["asset_id"], {}).get(row["name"], {}).get("type") or row["type"].upper(),
            "version": versions.get(row["asset_id"]),
        }
        for row in rows
    }


def _links_read(arrows: Collection[Arrow], fields: Collection[int]) -> list[Row]:
    """Each dependency between two of these fields, in a fixed order; one that several jobs show stands for all."""
    rows = (
        FieldEdge.objects.filter(pk__in=[arrow.edge_id for arrow in arrows])
        .order_by("pk")
        .values(*LINK_COLUMNS)
    )
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if row["source_field_id"] in fields and row["target_field_id"] in fields:
            found.setdefault(tuple(row.values()), row)
    return list(found.values())
