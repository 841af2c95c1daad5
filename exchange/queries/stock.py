"""How many bricks stand where: assets by floor, with their counts."""

from typing import Any

from django.db.models import Count, Q

from catalog.choices import Zone
from catalog.models import Asset, System
from common.actor import Actor
from exchange.choices import FLOORS, NEXT_FLOOR, BrickState
from exchange.models import Brick, Transfer

ASSET_COLUMNS = (
    "id", "name", "namespace", "title_fr", "title_en", "colour", "shape", "kind", "system_id", "system__code",
    "system__title_fr", "system__title_en", "system__zone", "system__plate", "system__position",
)  # fmt: skip


def stock(actor: Actor) -> list[dict[str, Any]]:
    """The assets that hold bricks, and those of source systems that may; by floor, system and name, with counts."""
    counts = _counts(actor)
    held = Q(pk__in=list(counts)) | Q(system__zone=Zone.SOURCE)
    assets = Asset.objects.filter(held, workshop_id=actor.workshop_id).values(*ASSET_COLUMNS)
    empty = dict.fromkeys(BrickState.values, 0)
    rows = [{**row, **_named({**empty, **counts.get(row["id"], {})})} for row in assets]
    return sorted(rows, key=_place)


def stock_of(actor: Actor, asset_id: int) -> dict[str, int]:
    """How many bricks of an asset are in which state, and all together."""
    own = Asset.objects.filter(workshop_id=actor.workshop_id, pk=asset_id).values("pk")
    rows = Brick.objects.filter(asset__in=own).order_by()
    counted = dict(rows.values_list("state").annotate(Count("pk")))
    return _named({**dict.fromkeys(BrickState.values, 0), **counted})


def _counts(actor: Actor) -> dict[int, dict[str, int]]:
    own = Asset.objects.filter(workshop_id=actor.workshop_id).values("pk")  # so that one index is read alone
    rows = Brick.objects.filter(asset__in=own).order_by().values_list("asset_id", "state")
    found: dict[int, dict[str, int]] = {}
    for asset_id, state, count in rows.annotate(Count("pk")):
        found.setdefault(asset_id, {})[state] = count
    return found


def _named(counts: dict[str, int]) -> dict[str, int]:
    named = {f"{state}_count": counts[state] for state in BrickState.values}
    return {**named, "brick_count": sum(named.values())}


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    zone = row["system__zone"]
    return FLOORS.index(zone), row["system__position"], row["system_id"], row["name"], row["id"]


def ways(actor: Actor) -> list[dict[str, Any]]:
    """The ways up: each asset that holds bricks, with each system one floor above it and the last transfer there."""
    systems: dict[str, list[dict[str, Any]]] = {}
    rows = System.objects.filter(workshop_id=actor.workshop_id).order_by("position", "code")
    for system in rows.values("code", "title_fr", "title_en", "zone"):
        systems.setdefault(system["zone"], []).append({**system})
    last = _last_transfers(actor)
    return [
        {"source": asset, "system": system, "last": last.get((asset["id"], system["code"]))}
        for asset in stock(actor)
        if asset["brick_count"] or (asset["system__zone"] == Zone.SOURCE)
        for system in systems.get(NEXT_FLOOR.get(asset["system__zone"], ""), [])
    ]


def _last_transfers(actor: Actor) -> dict[tuple[int, str], dict[str, Any]]:
    """The latest transfer from each asset to each system."""
    latest = Transfer.objects.filter(workshop_id=actor.workshop_id).order_by("id")
    columns = (
        "id", "source_id", "target_id", "target__system__code", "started_at", "copied_count", "updated_count",
        "rejected_count", "unchanged_count",
    )  # fmt: skip
    return {(row["source_id"], row["target__system__code"]): row for row in latest.values(*columns)}
