"""What became different in the lineage between two moments."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common.actor import Actor
from common.errors import Invalid, NotFound
from lineage.graph import Arrow
from lineage.models import Origin
from lineage.queries.cones import cone_arrows, holding
from lineage.queries.graphs.measured import measured
from lineage.queries.graphs.told import edges_told
from lineage.queries.nodes import nodes_of

CHANGES_DEFAULT = 500
CHANGES_MAX = 5_000


def difference_read(
    actor: Actor,
    since: datetime,
    until: datetime | None = None,
    asset_id: int | None = None,
    *,
    limit: int = CHANGES_DEFAULT,
    offset: int = 0,
) -> dict[str, Any]:
    """The edges there are at `until` (now without it) and were not at `since`, and the other way round.

    `{since, until, nodes, added, removed, total_edges, missing, cut, next_offset}`: of the whole workshop, or among
    what lies around an asset. The oldest edges come first, `limit` of them. Raises `NotFound` for an asset that was
    there at neither moment, `Invalid` for a time that runs backwards.
    """
    until = until or timezone.now()
    if until < since:
        raise Invalid.at("until", "backwards", _("Give a later moment than “since”."))
    before, after = _edges_at(actor, asset_id, since, until)
    added, removed = after - before, before - after
    shown = set(sorted(added | removed)[offset : offset + limit])
    return {
        "since": since,
        "until": until,
        **_told(actor, added & shown, removed & shown, since, until),
        **measured("edges", len(added) + len(removed), len(shown), offset),
    }


def _told(
    actor: Actor, added: Iterable[Arrow], removed: Iterable[Arrow], since: datetime, until: datetime
) -> dict[str, Any]:
    """The nodes as they were when their edge last was there."""
    before = nodes_of(actor, {pk for arrow in removed for pk in arrow[1:]}, since)
    after = nodes_of(actor, {pk for arrow in added for pk in arrow[1:]}, until)
    nodes = before | after
    return {
        "nodes": [nodes[pk] for pk in sorted(nodes)],
        "added": edges_told(actor, _among(added, after), after, until),
        "removed": edges_told(actor, _among(removed, before), before, since),
    }


def _among(arrows: Iterable[Arrow], nodes: Collection[int]) -> list[Arrow]:
    return [arrow for arrow in sorted(arrows) if arrow.source_id in nodes and arrow.target_id in nodes]


def _edges_at(
    actor: Actor, asset_id: int | None, since: datetime, until: datetime
) -> tuple[set[Arrow], set[Arrow]]:
    """The edges to compare, before and after."""
    if asset_id is None:
        return _edges_changed(actor, since, until)
    before, after = _edges_around(actor, asset_id, since), _edges_around(actor, asset_id, until)
    if before is None and after is None:
        raise NotFound()
    return before or set(), after or set()


def _edges_around(actor: Actor, asset_id: int, at: datetime) -> set[Arrow] | None:
    """What lay up and down from an asset; `None` when it was not there."""
    if not nodes_of(actor, [asset_id], at):
        return None
    up = cone_arrows([asset_id], upstream=True, at=at)
    return {*up, *cone_arrows([asset_id], upstream=False, at=at)}


def _edges_changed(actor: Actor, since: datetime, until: datetime) -> tuple[set[Arrow], set[Arrow]]:
    """Of the edges whose origins began or ended in between, those that held before and those that hold after."""
    begun = Q(valid_from__gt=since, valid_from__lte=until)
    ended = Q(valid_until__gt=since, valid_until__lte=until)
    here = Origin.objects.filter(workshop_id=actor.workshop_id).order_by()
    touched = here.filter(edge__in=here.filter(begun | ended).values("edge"))
    before, after = (
        set(map(Arrow._make, holding(touched, at).values_list("edge_id", "source_id", "target_id")))
        for at in (since, until)
    )
    return before, after
