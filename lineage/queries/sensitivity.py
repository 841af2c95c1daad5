"""Effective sensitivity: what an asset needs because of what flows into it and what is made of it.

Confidentiality and proof flow down: the maximum of the asset and of all that lies upstream. Availability and
integrity flow up: the maximum of the asset and of all that is made of it. Only an accepted, unexpired lowering of an
edge lets less confidentiality pass. Nothing of this is stored, so nothing can be stale.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from catalog.choices import AXES
from catalog.models import Asset
from catalog.queries.parts import ownerships_of
from common.actor import Actor
from lineage.graph import Arrow, Cause, levels_spread, strongest
from lineage.models import Lowering, Origin
from lineage.queries.cones import cone_arrows
from lineage.queries.nodes import nodes_of

DOWN = ("confidentiality", "proof")
UP = ("availability", "integrity")
Levels = dict[str, int | None]
CHUNK = 10_000  # ids in one query


def caps_of(actor: Actor, at: datetime | None = None) -> dict[int, int]:
    """The confidentiality that passes each lowered edge, by edge id; accepted and unexpired lowerings only."""
    at = at or timezone.now()
    rows = Lowering.objects.filter(
        workshop_id=actor.workshop_id, accepted=True, expires_at__gt=at, reviewed_at__lte=at
    )
    caps: dict[int, int] = {}
    for edge_id, level in rows.values_list("edge_id", "level"):
        caps[edge_id] = min(level, caps.get(edge_id, 4))
    return caps


def effective_of(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, Cause | None]]:
    """For each of these assets and each axis: the effective level with the path that causes it, declarer first."""
    causes: dict[int, dict[str, Cause | None]] = {pk: {} for pk in asset_ids}
    caps = caps_of(actor, at)
    for axes, upstream in ((DOWN, True), (UP, False)):
        arrows = cone_arrows(asset_ids, upstream=upstream, at=at)
        declared = _declared(actor, {*asset_ids, *(pk for arrow in arrows for pk in arrow[1:])}, at)
        for pk in asset_ids:
            for axis in axes:
                lowered = caps if axis == "confidentiality" else None
                found = strongest(pk, declared[axis], arrows, upstream=upstream, caps=lowered)
                causes[pk][axis] = found
    return causes


def levels_of(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, int | None]]:
    """The effective levels of many assets, by axis; without their paths, and so by one walk per level for all."""
    caps = caps_of(actor, at)
    levels: dict[int, dict[str, int | None]] = {pk: {} for pk in asset_ids}
    for axes, upstream in ((DOWN, True), (UP, False)):
        arrows = cone_arrows(asset_ids, upstream=upstream, at=at)
        declared = _declared(actor, {*asset_ids, *(pk for arrow in arrows for pk in arrow[1:])}, at)
        for axis in axes:
            lowered = caps if axis == "confidentiality" else None
            spread = levels_spread(declared[axis], arrows, upstream=not upstream, caps=lowered)
            for pk in asset_ids:
                levels[pk][axis] = spread.get(pk)
    return levels


def _declared(actor: Actor, ids: Collection[int], at: datetime | None) -> dict[str, dict[int, int | None]]:
    """Declared levels, by axis and asset."""
    if at is not None:
        nodes = nodes_of(actor, ids, at)
        return {axis: {pk: node["sensitivity"][axis] for pk, node in nodes.items()} for axis in AXES}
    wanted = list(ids)
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    here = Asset.objects.filter(workshop_id=actor.workshop_id)
    return _by_axis(row for chunk in chunks for row in here.filter(pk__in=chunk).values_list("pk", *AXES))


def _by_axis(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[int, int | None]]:
    declared: dict[str, dict[int, int | None]] = {axis: {} for axis in AXES}
    for pk, *levels in rows:
        for axis, level in zip(AXES, levels, strict=True):
            declared[axis][pk] = level
    return declared


def gaps_read(actor: Actor) -> list[dict[str, Any]]:
    """Assets whose declared level is below the effective one: `{asset, axis, declared, effective, owners}`.

    The widest gaps come first; a level that nobody declared counts as one below 0.
    """
    declared = _by_axis(Asset.objects.filter(workshop_id=actor.workshop_id).values_list("pk", *AXES))
    arrows = _all_arrows(actor)
    caps = caps_of(actor)
    gaps: list[tuple[int, int, str, int | None]] = []
    for axis in AXES:
        lowered = caps if axis == "confidentiality" else None
        spread = levels_spread(declared[axis], arrows, upstream=axis in UP, caps=lowered)
        for pk, level in spread.items():
            own = declared[axis].get(pk)
            if pk in declared[axis] and (own is None or own < level):
                gaps.append((level - (-1 if own is None else own), pk, axis, own))
    return _gaps_told(actor, sorted(gaps, key=lambda gap: (-gap[0], gap[1], AXES.index(gap[2]))))


def _all_arrows(actor: Actor) -> list[Arrow]:
    rows = Origin.objects.filter(workshop_id=actor.workshop_id, valid_until=None)
    return [Arrow(*row) for row in rows.values_list("edge_id", "source_id", "target_id").distinct()]


def _gaps_told(actor: Actor, gaps: list[tuple[int, int, str, int | None]]) -> list[dict[str, Any]]:
    ids = list(dict.fromkeys(pk for _width, pk, _axis, _own in gaps))
    nodes, owners = nodes_of(actor, ids), owners_of(ids)
    return [
        {
            "asset": nodes[pk],
            "axis": axis,
            "declared": own,
            "effective": width + (-1 if own is None else own),
            "owners": owners[pk],
        }
        for width, pk, axis, own in gaps
    ]


def owners_of(asset_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Nicknames of the accountable owners, by asset."""
    owners: dict[int, list[str]] = defaultdict(list)
    for pk, rows in ownerships_of(asset_ids).items():
        owners[pk] += [row["participant__nickname"] for row in rows if row["responsibility"] == "accountable"]
    return owners


def lowerings_ended(actor: Actor, asset_id: int) -> list[dict[str, Any]]:
    """Accepted lowerings into an asset that have expired: why its level rose again."""
    rows = Lowering.objects.filter(
        Q(edge__target=asset_id), workshop_id=actor.workshop_id, accepted=True, expires_at__lte=timezone.now()
    )
    return list(rows.order_by("-expires_at").values("id", "edge_id", "technique", "level", "expires_at"))
