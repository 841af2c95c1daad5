"""Which assets are copies of which: transfers say so. What holds of an asset holds of its copies in the lake."""

from collections import defaultdict
from collections.abc import Collection

from common.actor import Actor
from exchange.queries.transfers import transfers_of


def sources_above(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[int]]:
    """The assets that each of these is a copy of, nearest first, itself left out."""
    parents = _parents(actor)
    return {pk: _walk(pk, parents) for pk in asset_ids}


def _parents(actor: Actor) -> dict[int, list[int]]:
    parents: dict[int, dict[int, None]] = defaultdict(dict)
    rows = transfers_of(actor).order_by().values_list("source_id", "target_id", "quarantine_id").distinct()
    for source, target, quarantine in sorted(rows, key=lambda row: (row[0], row[1])):
        parents[target][source] = None
        if quarantine is not None:
            parents[quarantine][source] = None
    return {pk: list(found) for pk, found in parents.items()}


def _walk(asset_id: int, parents: dict[int, list[int]]) -> list[int]:
    found: dict[int, None] = {}
    edge = [asset_id]
    while edge:
        edge = [pk for at in edge for pk in parents.get(at, ()) if pk not in found and pk != asset_id]
        found |= dict.fromkeys(edge)
    return list(found)
