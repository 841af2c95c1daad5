"""Effective sensitivity: what an asset needs because of what flows into it and what is made of it.

Confidentiality and proof flow down: the maximum of the asset and of all that lies upstream. Availability and
integrity flow up: the maximum of the asset and of all that is made of it. Only an accepted, unexpired lowering of an
edge lets less confidentiality pass. Nothing of this is stored, so nothing can be stale.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from catalog.choices import AXES
from common.actor import Actor
from common.errors import NotFound
from lineage.graph import Cause, Ways, levels_spread, strongest
from lineage.queries.cones import cone_arrows
from lineage.queries.lowerings import caps_of, lowerings_ended
from lineage.queries.nodes import axes_declared, nodes_of

DOWN = ("confidentiality", "proof")
UP = ("availability", "integrity")


def effective_of(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, Cause | None]]:
    """For each of these assets and each axis: the effective level with the path that causes it, declarer first."""
    caps = caps_of(actor, at)
    cones = {upstream: cone_arrows(asset_ids, upstream=upstream, at=at) for upstream in (True, False)}
    met = {*asset_ids, *(pk for arrows in cones.values() for arrow in arrows for pk in arrow[1:])}
    declared = axes_declared(actor, met, at)
    ways = {upstream: Ways.of(arrows, upstream=upstream) for upstream, arrows in cones.items()}
    return {
        pk: {
            axis: strongest(pk, declared[axis], ways[axis in DOWN], caps=caps_for(axis, caps))
            for axis in AXES
        }
        for pk in asset_ids
    }


def levels_of(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, int | None]]:
    """The effective levels of many assets, by axis; without their paths, and so by one walk per level for all."""
    caps = caps_of(actor, at)
    cones = {upstream: cone_arrows(asset_ids, upstream=upstream, at=at) for upstream in (True, False)}
    met = {*asset_ids, *(pk for arrows in cones.values() for arrow in arrows for pk in arrow[1:])}
    declared = axes_declared(actor, met, at)
    ways = {upstream: Ways.of(arrows, upstream=not upstream) for upstream, arrows in cones.items()}
    spread = {
        axis: levels_spread(declared[axis], ways[axis in DOWN], caps=caps_for(axis, caps)) for axis in AXES
    }
    return {pk: {axis: spread[axis].get(pk) for axis in AXES} for pk in asset_ids}


def caps_for(axis: str, caps: Mapping[int, int]) -> Mapping[int, int] | None:
    """Only confidentiality can be lowered."""
    return caps if axis == "confidentiality" else None


def sensitivity_read(actor: Actor, asset_id: int, at: datetime | None = None) -> dict[str, Any]:
    """The sensitivity of an asset with its causes: `{asset, as_of, axes, lowerings_ended}`; raises `NotFound`."""
    found = sensitivities_read(actor, [asset_id], at).get(asset_id)
    if found is None:
        raise NotFound()
    return {**found, "as_of": at, "lowerings_ended": lowerings_ended(actor, asset_id, at)}


def sensitivities_read(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """For each of these assets `{asset, axes}`; those that are not there are left out.

    `axes` tells of each axis `{axis, declared, effective, is_gap, path}`: the path leads from the asset that causes
    the effective level to this one, and is empty when nobody declared anything.
    """
    roots = nodes_of(actor, asset_ids, at)
    causes = effective_of(actor, list(roots), at)
    on_paths = {pk for own in causes.values() for cause in own.values() if cause for pk in cause.path}
    nodes = roots | nodes_of(actor, on_paths - roots.keys(), at)
    return {
        pk: {"asset": node, "axes": [_axis_told(axis, node, causes[pk][axis], nodes) for axis in AXES]}
        for pk, node in roots.items()
    }


def _axis_told(
    axis: str, node: Mapping[str, Any], cause: Cause | None, nodes: Mapping[int, Any]
) -> dict[str, Any]:
    declared = node["sensitivity"][axis]
    effective = cause.level if cause else None
    return {
        "axis": axis,
        "declared": declared,
        "effective": effective,
        "is_gap": effective is not None and (declared is None or declared < effective),
        "path": [nodes[pk] for pk in cause.path if pk in nodes] if cause else [],
    }
