"""Lineage of records: what a brick was made from, and what was made from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from common.actor import Actor
from exchange.choices import FLOORS
from exchange.models import Brick, BrickOrigin

DEPTH_MAX = 20  # floors of the house, and room for what uses make of bricks
CHUNK = 5_000


def origins_of(actor: Actor, brick_ids: Collection[int]) -> dict[int, list[int]]:
    """What each of these bricks was directly made from; origins that are gone are named too."""
    return _neighbours(actor, brick_ids, "brick_id", "origin_id")


def copies_of(actor: Actor, brick_ids: Collection[int]) -> dict[int, list[int]]:
    """What was directly made from each of these bricks."""
    return _neighbours(actor, brick_ids, "origin_id", "brick_id")


def _neighbours(actor: Actor, brick_ids: Collection[int], here: str, there: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {pk: [] for pk in brick_ids}
    for chunk in _chunks(brick_ids):
        rows = BrickOrigin.objects.filter(workshop_id=actor.workshop_id, **{f"{here}__in": chunk})
        for mine, other in rows.order_by("id").values_list(here, there):
            found[mine].append(other)
    return found


def sources_of(actor: Actor, brick_ids: Collection[int]) -> dict[int, int]:
    """The brick at the beginning of each: itself when it was made from nothing. Of several origins, the first."""
    found = {pk: pk for pk in brick_ids}
    for _floor in range(DEPTH_MAX):
        origins = origins_of(actor, set(found.values()))
        step = {pk: origins[at][0] for pk, at in found.items() if origins[at]}
        if not step:
            break
        found |= step
    return found


def descendants_of(actor: Actor, brick_ids: Collection[int]) -> dict[int, set[int]]:
    """All that was made from each of these bricks, at any distance."""
    found: dict[int, set[int]] = {pk: set() for pk in brick_ids}
    above: dict[int, set[int]] = {
        pk: {pk} for pk in brick_ids
    }  # of a brick, those asked about that it comes from
    edge = set(brick_ids)
    for _floor in range(DEPTH_MAX):
        beyond: dict[int, set[int]] = defaultdict(set)
        for parent, copies in copies_of(actor, edge).items():
            for pk in copies:
                beyond[pk] |= above[parent]
        fresh = {pk: roots for pk, roots in beyond.items() if not roots <= above.get(pk, set())}
        if not fresh:
            break
        for pk, roots in fresh.items():
            above[pk] = above.get(pk, set()) | roots
            for root in roots:
                found[root].add(pk)
        edge = set(fresh)
    return found


def _chunks(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def family_of(actor: Actor, brick_id: int) -> list[dict[str, Any]]:
    """A brick with all it comes from and all made from it, by floor; each as a plain row."""
    source = sources_of(actor, [brick_id])[brick_id]
    ids = {source, *descendants_of(actor, [source])[source], brick_id}
    columns = ("id", "key", "state", "version", "asset_id", "asset__name", "asset__colour", "asset__shape")
    system = (
        "asset__system__title_fr",
        "asset__system__title_en",
        "asset__system__zone",
        "asset__system__plate",
    )
    rows = Brick.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*columns, *system)
    return sorted(rows, key=lambda row: (FLOORS.index(row["asset__system__zone"]), row["id"]))
