"""The assets on a graph: light rows, as they are or as they were."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from catalog.choices import AXES
from catalog.models import Asset, System
from common.actor import Actor
from common.history import history_of
from common.rows import RowsByIds, ids_among, ids_parameter

Node = dict[str, Any]
NODE_COLUMNS = (
    "id", "namespace", "name", "title_fr", "title_en", "kind", "colour", "shape", "status", "importance",
    "personal_data", *AXES, "system__code", "system__zone",
)  # fmt: skip

_rows = RowsByIds(Asset.objects.order_by(), "id", NODE_COLUMNS, scope="workshop_id")


def nodes_of(actor: Actor, ids: Collection[int], at: datetime | None = None) -> dict[int, Node]:
    """Assets of the workshop by their ids; with `at` as they were then, those that are gone since included."""
    if at is None:
        return {row["id"]: _node(row) for row in _rows(ids, actor.workshop_id)} if ids else {}
    history = history_of(Asset).objects.filter(workshop_id=actor.workshop_id, history_date__lte=at)
    latest = (
        history.filter(id=OuterRef("id")).order_by("-history_date", "-history_id").values("history_id")[:1]
    )
    rows = history.filter(id__in=ids, history_id=Subquery(latest)).exclude(history_type="-")
    plain = (
        "system_id" if name == "system__code" else name for name in NODE_COLUMNS if name != "system__zone"
    )
    found = list(rows.values(*plain))
    systems = {s.pk: s for s in System.objects.filter(workshop_id=actor.workshop_id)}
    return {row["id"]: _node(row | _system(systems.get(row["system_id"]))) for row in found}


def levels_of(actor: Actor, ids: Collection[int]) -> list[tuple[Any, ...]]:
    """Id and declared DICP of assets of the workshop."""
    levels = f"SELECT id, {', '.join(AXES)} FROM catalog_asset WHERE {ids_among('id')} AND workshop_id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(levels, [ids_parameter(ids), actor.workshop_id])
        return cursor.fetchall()


def _system(system: System | None) -> dict[str, str]:
    return {
        "system__code": system.code if system else "",
        "system__zone": system.zone if system else "",
    }


def _node(row: dict[str, Any]) -> Node:
    return {
        **{name: row[name] for name in NODE_COLUMNS[:11]},
        "system": row["system__code"],
        "zone": row["system__zone"],
        "sensitivity": {axis: row[axis] for axis in AXES},
    }
