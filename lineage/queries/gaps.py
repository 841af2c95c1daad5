"""Gaps: assets whose declared level is below the effective one, with those who should declare it anew."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from catalog.choices import AXES, Responsibility
from catalog.models import Ownership
from common.actor import Actor
from common.pagination import Page, page_of_list
from common.text import fold
from lineage.graph import Arrow, Ways, levels_spread
from lineage.models import Origin
from lineage.queries.cones import holding
from lineage.queries.lowerings import caps_of
from lineage.queries.nodes import axes_declared, nodes_of
from lineage.queries.owners import owners_of
from lineage.queries.sensitivity import UP, caps_for


class Gap(NamedTuple):
    """One axis of one asset. They sort as they are told: widest first."""

    closeness: int  # how far apart the levels are, below 0; a level that nobody declared counts as -1
    asset_id: int
    axis: str
    effective: int
    declared: int | None


def gaps_found(actor: Actor, *, axis: str = "", owner: str = "", at: datetime | None = None) -> list[Gap]:
    """The gaps of the workshop, widest first; of one axis, or of what one person (by nickname) answers for."""
    declared = axes_declared(actor, at=at)
    caps = caps_of(actor, at)
    arrows = _arrows_of_workshop(actor, at)
    ways = {upstream: Ways.of(arrows, upstream=upstream) for upstream in (False, True)}
    answered = _answered_for(actor, owner) if owner else None
    found = [
        Gap((-1 if own is None else own) - level, pk, each, level, own)
        for each in ([axis] if axis else AXES)
        for pk, level in levels_spread(declared[each], ways[each in UP], caps=caps_for(each, caps)).items()
        if pk in declared[each] and ((own := declared[each][pk]) is None or own < level)
        if answered is None or pk in answered
    ]
    return sorted(found)


def _arrows_of_workshop(actor: Actor, at: datetime | None) -> list[Arrow]:
    rows = holding(Origin.objects.filter(workshop_id=actor.workshop_id), at).order_by()
    columns = ("edge_id", "source_id", "target_id")
    return list(map(Arrow._make, dict.fromkeys(rows.values_list(*columns))))


def _answered_for(actor: Actor, nickname: str) -> set[int]:
    owned = Ownership.objects.filter(
        workshop_id=actor.workshop_id,
        responsibility=Responsibility.ACCOUNTABLE,
        participant__nickname_key=fold(nickname),
    )
    return set(owned.values_list("asset_id", flat=True))


def gaps_read(actor: Actor, **wanted: Any) -> list[dict[str, Any]]:
    """All gaps as they are told: `{asset, axis, declared, effective, owners}`; `wanted` is that of `gaps_found`."""
    return _told(actor, gaps_found(actor, **wanted), wanted.get("at"))


def gaps_page(
    actor: Actor, *, axis: str = "", owner: str = "", at: datetime | None = None, **window: Any
) -> Page:
    """A page of them; they are computed anew each time, so nothing of it can be stale."""
    found = gaps_found(actor, axis=axis, owner=owner, at=at)
    return page_of_list(found, lambda part: _told(actor, part, at), **window)


def _told(actor: Actor, gaps: Collection[Gap], at: datetime | None) -> list[dict[str, Any]]:
    ids = {gap.asset_id for gap in gaps}
    nodes, owners = nodes_of(actor, ids, at), owners_of(ids)
    return [
        {
            "asset": nodes[gap.asset_id],
            "axis": gap.axis,
            "declared": gap.declared,
            "effective": gap.effective,
            "owners": owners.get(gap.asset_id, []),
        }
        for gap in gaps
        if gap.asset_id in nodes
    ]
