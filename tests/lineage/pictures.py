"""All that events leave behind in a room, by names instead of ids, to compare two rooms."""

from collections import defaultdict
from typing import Any

from catalog.models import Asset, Field, Ownership
from lineage.models import Alias, AssetFacets, FieldEdge, Job, Origin, Run, RunDataset
from tests.people import Room

FIELD = ("asset__namespace", "asset__name", "name", "type", "description_fr", "position")


def picture(room: Room) -> dict[str, Any]:
    here = {"workshop_id": room.workshop.pk}
    fields: dict[Any, list[Any]] = defaultdict(list)
    for *asset, name, kind, text, _place in (
        Field.objects.filter(**here).order_by("position", "pk").values_list(*FIELD)
    ):
        fields[tuple(asset)].append((name, kind, text))
    assets = Asset.objects.filter(**here)
    links = FieldEdge.objects.filter(**here)
    return {
        "assets": {
            (row.namespace, row.name): (row.description_fr, row.tags, row.system.code)
            for row in assets.select_related("system")
        },
        "fields": dict(fields),
        "owners": _rows(Ownership.objects.filter(**here), "asset__name", "participant__nickname"),
        "edges": _rows(
            Origin.objects.filter(**here),
            "edge__source__name",
            "edge__target__name",
            "job__name",
            "kind",
            "valid_from",
            "valid_until",
        ),
        "links": _rows(
            links,
            "source_field__asset__name",
            "source_field__name",
            "target_field__asset__name",
            "target_field__name",
            "dependency",
            "subtype",
            "masking",
            "description",
            "job__name",
            "valid_from",
            "valid_until",
        ),
        "jobs": _by(
            Job.objects.filter(**here),
            "namespace",
            "name",
            columns=(
                "kind",
                "description",
                "location",
                "parent__name",
                "tags",
                "facets",
                "created_at",
                "updated_at",
            ),
        ),
        "runs": _by(
            Run.objects.filter(**here, is_design=False),
            "run_id",
            columns=(
                "job__name",
                "state",
                "at",
                "state_at",
                "started_at",
                "ended_at",
                "nominal_start_at",
                "nominal_end_at",
                "parent_run_id",
                "error",
                "facets",
            ),
        ),
        "datasets": _by(
            RunDataset.objects.filter(run__workshop_id=room.workshop.pk, run__is_design=False),
            "run__run_id",
            "asset__name",
            "side",
            columns=("facets",),
        ),
        "facets": _by(
            AssetFacets.objects.filter(**here, asset__in=assets),
            "asset__name",
            columns=("facets", "seen_at", "dropped_at"),
        ),
        "aliases": _rows(Alias.objects.filter(**here), "name", "asset__name", "until"),
    }


def _rows(rows: Any, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(rows.values_list(*columns), key=str)


def _by(rows: Any, *key: str, columns: tuple[str, ...]) -> dict[Any, tuple[Any, ...]]:
    return {tuple(row[: len(key)]): tuple(row[len(key) :]) for row in rows.values_list(*key, *columns)}
