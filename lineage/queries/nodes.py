"""The assets on a graph: light rows, as they are or as they were."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from catalog.choices import AXES
from catalog.models import Asset, System
from common.actor import Actor
from common.errors import NotFound
from common.history import states_at
from common.rows import RowsByIds

Node = dict[str, Any]
PLAIN = (
    "id", "namespace", "name", "title_fr", "title_en", "kind", "colour", "shape", "status", "importance",
    "personal_data",
)  # fmt: skip
NODE_COLUMNS = (*PLAIN, *AXES, "system__code", "system__zone")

_rows = RowsByIds(Asset.objects.order_by(), "id", NODE_COLUMNS, scope="workshop_id")


def nodes_of(actor: Actor, ids: Collection[int], at: datetime | None = None) -> dict[int, Node]:
    """Assets of the workshop by their ids; with `at` as they were then, those that are gone since included."""
    if not ids:
        return {}
    if at is None:
        return {row["id"]: node_told(row) for row in _rows(ids, actor.workshop_id)}
    found = states_at(Asset, at, workshop_id=actor.workshop_id, id__among=ids)
    systems = {s.pk: (s.code, s.zone) for s in System.objects.filter(workshop_id=actor.workshop_id)}
    return {
        row["id"]: _node(row, *systems.get(row.pop("system_id"), ("", "")))
        for row in found.values(*PLAIN, *AXES, "system_id")
    }


def node_get(actor: Actor, asset_id: int, at: datetime | None = None) -> Node:
    """One asset; raises `NotFound` for one that is not, or was not then, in the actor's workshop."""
    found = nodes_of(actor, [asset_id], at).get(asset_id)
    if found is None:
        raise NotFound()
    return found


def node_told(row: Node) -> Node:
    """A row of `NODE_COLUMNS` as a node."""
    return _node(row, row.pop("system__code"), row.pop("system__zone"))


def _node(row: Node, system: str, zone: str) -> Node:
    row["system"], row["zone"] = system, zone
    row["sensitivity"] = {axis: row.pop(axis) for axis in AXES}
    return row


def axes_declared(
    actor: Actor, ids: Collection[int] | None = None, at: datetime | None = None
) -> dict[str, dict[int, int | None]]:
    """Declared levels by axis and asset, of these assets or of all; `at` tells them as they were."""
    scope: dict[str, Any] = {"workshop_id": actor.workshop_id}
    if ids is not None:
        scope["id__among"] = ids
    rows = (
        Asset.objects.filter(**scope).order_by() if at is None else states_at(Asset, at, **scope).order_by()
    )
    found = list(rows.values_list("id", *AXES))
    return {axis: {row[0]: row[place] for row in found} for place, axis in enumerate(AXES, 1)}
