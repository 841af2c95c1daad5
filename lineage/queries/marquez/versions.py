"""Versions of datasets: one for each run that wrote it, and one for each time that its fields became others.

None is stored. A run that failed wrote nothing; a schema that came with the event of a run that wrote the dataset is
that run's version. The caller knows that the actor may see the assets.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.models import Asset, Field
from common.errors import NotFound
from common.history import history_of
from common.models import bilingual
from lineage.choices import RunState, Side
from lineage.models import RunDataset
from lineage.version_ids import schema_version, written_version

WROTE_NOTHING = (RunState.FAILED, RunState.ABORTED)
FIELD_COLUMNS = ("name", "type", "description_fr", "description_en")
FieldRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of an asset since a moment."""

    at: datetime
    fields: tuple[FieldRow, ...] = ()

    @property
    def shape(self) -> set[tuple[str, str]]:
        return {(field["name"], field["type"]) for field in self.fields}


@dataclass(frozen=True, slots=True)
class Version:
    """`run` is the key of the run that wrote it; without, only its fields are others."""

    uuid: UUID
    at: datetime
    run: int | None = None


# What runs wrote


def writes() -> QuerySet[Any]:
    """What runs wrote, each with the moment `written_at`."""
    rows: QuerySet[Any] = RunDataset.objects.filter(side=Side.OUTPUT, run__is_design=False)
    written_at = Coalesce("run__ended_at", "run__at", output_field=DateTimeField())
    wrote: QuerySet[Any] = rows.exclude(run__state__in=WROTE_NOTHING).annotate(written_at=written_at)
    return wrote


def latest_write(asset: str, until: OuterRef | datetime | None = None) -> dict[str, Subquery]:
    """Annotations: run id and moment of the last write (until then) to the asset in the column `asset`."""
    rows = writes().filter(asset=OuterRef(asset)).order_by("-written_at", "-run")
    rows = rows.filter(written_at__lte=until) if until else rows
    return {
        "write_run_id": Subquery(rows.values("run__run_id")[:1]),
        "write_at": Subquery(rows.values("written_at")[:1]),
    }


# Schemas


def schemas_of(asset_ids: Collection[int]) -> dict[int, list[Schema]]:
    """The schemas that each asset had, in order: the first since it is here."""
    history = history_of(Asset).objects.filter(id__in=asset_ids, history_type="+").order_by()
    begun = dict(history.values_list("id").annotate(Min("history_date")))
    columns = ("asset_id", "history_date", "history_type", "id", "position", *FIELD_COLUMNS)
    rows = history_of(Field).objects.filter(asset_id__in=asset_ids).order_by("history_date", "history_id")
    changes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values(*columns):
        changes[row["asset_id"]].append(row)
    return {pk: _schemas(at, changes[pk]) for pk, at in begun.items()}


def _schemas(begun: datetime, changes: Iterable[dict[str, Any]]) -> list[Schema]:
    """Follow the fields through their history; all that one change did is one step."""
    standing: dict[int, dict[str, Any]] = {}
    schemas = [Schema(begun)]
    for at, step in groupby(changes, key=lambda change: change["history_date"]):
        for change in step:
            standing[change["id"]] = change
            if change["history_type"] == "-":
                del standing[change["id"]]
        rows = sorted(standing.values(), key=lambda row: (row["position"], row["id"]))
        after = Schema(at, tuple({name: row[name] for name in FIELD_COLUMNS} for row in rows))
        if at <= begun:
            schemas = [Schema(begun, after.fields)]
        elif after.shape != schemas[-1].shape:
            schemas.append(after)
    return schemas


def schema_versions(asset_ids: Collection[int]) -> dict[int, list[Version]]:
    """The versions that no run wrote, in order."""
    schemas = schemas_of(asset_ids)
    moments = {schema.at for found in schemas.values() for schema in found}
    with_runs = set(
        writes()
        .filter(asset__in=asset_ids, run__events__received_at__in=moments)
        .values_list("asset_id", "run__events__received_at")
    )
    return {
        pk: [Version(schema_version(pk, s.at), s.at) for s in found if (pk, s.at) not in with_runs]
        for pk, found in schemas.items()
    }


# Versions


def version_of(
    asset_id: int,
    by_schema: Sequence[Version],
    write: tuple[UUID, datetime] | None,
    at: datetime | None = None,
) -> UUID | None:
    """The version at a moment (now without), from those by schema and the last write until then."""
    place = bisect_right(by_schema, at, key=lambda version: version.at) if at else len(by_schema)
    known = by_schema[max(0, place - 1)] if by_schema else None
    if write and (known is None or write[1] >= known.at or (at and known.at > at)):
        return written_version(asset_id, write[0])
    return known.uuid if known else None


def versions_at(asset_ids: Collection[int], at: datetime) -> dict[int, UUID | None]:
    """The version that each asset had at a moment."""
    by_schema = schema_versions(asset_ids)
    assets: QuerySet[Any] = Asset.objects.filter(pk__in=asset_ids).order_by()
    rows = assets.annotate(**latest_write("pk", at)).values_list("pk", "write_run_id", "write_at")
    return {
        pk: version_of(pk, by_schema.get(pk, []), (run_id, moment) if run_id else None, at)
        for pk, run_id, moment in rows
    }


def versions_page(asset_id: int, *, limit: int, offset: int) -> tuple[list[Version], int]:
    """The versions of a dataset, latest first, and how many there are."""
    by_schema = schema_versions([asset_id]).get(asset_id, [])
    rows = writes().filter(asset=asset_id).order_by("-written_at", "-run")
    count = rows.count() + len(by_schema)
    written = [_written(asset_id, *row) for row in rows.values_list(*WRITE)[: offset + limit]]
    both = sorted([*written, *by_schema], key=lambda version: (version.at, version.run or 0), reverse=True)
    return both[offset : offset + limit], count


WRITE = ("run_id", "run__run_id", "written_at")


def _written(asset_id: int, run: int, run_id: UUID, at: datetime) -> Version:
    return Version(written_version(asset_id, run_id), at, run)


def version_get(asset_id: int, uuid: UUID) -> Version:
    """One version of a dataset; raises `NotFound`."""
    for version in schema_versions([asset_id]).get(asset_id, []):
        if version.uuid == uuid:
            return version
    for row in writes().filter(asset=asset_id).values_list(*WRITE).iterator():
        version = _written(asset_id, *row)
        if version.uuid == uuid:
            return version
    raise NotFound()


def version_fields(asset_id: int, versions: Collection[Version]) -> dict[UUID, list[FieldRow]]:
    """The fields at each version as they were then, as a schema facet would say them."""
    schemas = schemas_of([asset_id]).get(asset_id, [])
    return {version.uuid: _fields_at(schemas, version.at) for version in versions}


def _fields_at(schemas: Sequence[Schema], at: datetime) -> list[FieldRow]:
    place = bisect_right(schemas, at, key=lambda schema: schema.at)
    fields = schemas[max(0, place - 1)].fields if schemas else ()
    return [
        {"name": row["name"], "type": row["type"].upper(), "description": bilingual(row, "description")}
        for row in fields
    ]
