"""The lineage around assets."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_of_list
from lineage.choices import Direction
from lineage.graph import Ways, walk_ways
from lineage.queries.cones import Held, cone_arrows, degrees
from lineage.queries.graphs.measured import measured
from lineage.queries.graphs.told import edges_between
from lineage.queries.nodes import nodes_of
from lineage.queries.runs import job_known

NODES_DEFAULT = 500
NODES_MAX = 5_000
SIDES = (Direction.UPSTREAM, Direction.DOWNSTREAM)
Places = dict[int, tuple[int, str]]  # distance and side of each node, nearest first


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphWish:
    """What of the lineage around an asset to show. Filters choose the nodes shown, not the ways walked."""

    direction: str = Direction.BOTH.value
    depth: int | None = None
    at: datetime | None = None
    kinds: Collection[str] = ()
    zones: Collection[str] = ()
    job_id: int | None = None  # walks edges of this job only
    limit: int = NODES_DEFAULT
    offset: int = 0  # of the nodes, nearest first

    @property
    def held(self) -> Held:
        return Held(self.at, self.job_id)


def graph_read(actor: Actor, asset_id: int, wish: GraphWish) -> dict[str, Any]:
    """The lineage around an asset: `{root, nodes, edges, total_nodes, missing, cut, next_offset, as_of}`.

    Nodes are nearest first, each with its `distance` and `side` (root, upstream, downstream); `hidden_upstream` and
    `hidden_downstream` count its neighbours that are not in the answer, `hidden` both. Edges are all those between
    the nodes told. Raises `NotFound` for an asset that is not, or was not then, in the actor's workshop; an asset
    alone is a graph of one node.
    """
    found = graphs_read(actor, [asset_id], wish).get(asset_id)
    if found is None:
        raise NotFound()
    return found


def graphs_read(actor: Actor, asset_ids: Collection[int], wish: GraphWish) -> dict[int, dict[str, Any]]:
    """The same around each of several assets, in as many queries; those that are not there are left out."""
    roots = nodes_of(actor, asset_ids, wish.at)
    job_known(actor, wish.job_id)
    places = _places(roots, wish)
    chosen = _chosen(actor, places, wish)
    shown = {root: ids[wish.offset : wish.offset + wish.limit] for root, ids in chosen.items()}
    every = {pk for ids in shown.values() for pk in ids}
    nodes = roots | nodes_of(actor, every - roots.keys(), wish.at)
    edges = edges_between(actor, nodes, wish.held)
    entering, leaving = degrees(nodes.keys(), wish.held)
    return {
        root: {
            "root": roots[root],
            **_told(ids, places[root], nodes, edges, entering, leaving),
            **measured("nodes", len(chosen[root]), len(ids), wish.offset),
            "as_of": wish.at,
        }
        for root, ids in shown.items()
    }


def reached_pages(
    actor: Actor,
    asset_ids: Collection[int],
    *,
    upstream: bool,
    depth: int | None = None,
    at: datetime | None = None,
    **window: Any,
) -> dict[int, Page]:
    """A page of what lies up or down from each of these assets, nearest first, each with its `distance`.

    `window` is that of `page_of_list`.
    """
    cone = cone_arrows(asset_ids, upstream=upstream, depth=depth, at=at)
    ways, pages = Ways.of(cone, upstream=upstream), {}
    for root in asset_ids:
        distances = walk_ways([root], ways, depth=depth).distances
        near = sorted(((steps, pk) for pk, steps in distances.items() if pk != root))
        pages[root] = page_of_list(near, lambda part: [{"id": pk, "distance": n} for n, pk in part], **window)
    nodes = nodes_of(actor, {row["id"] for page in pages.values() for row in page.rows}, at)
    return {
        root: page.with_rows([{**nodes[row["id"]], **row} for row in page.rows if row["id"] in nodes])
        for root, page in pages.items()
    }


def _places(roots: Iterable[int], wish: GraphWish) -> dict[int, Places]:
    """Where each node stands, for each root; in a cycle, on the nearer side."""
    sides: dict[str, Ways] = {}
    for side in SIDES:
        if wish.direction in (side, Direction.BOTH):
            upstream = side == Direction.UPSTREAM
            found = cone_arrows(
                list(roots), upstream=upstream, depth=wish.depth, at=wish.at, job_id=wish.job_id
            )
            sides[side.value] = Ways.of(found, upstream=upstream)
    return {root: _places_around(root, sides, wish.depth) for root in roots}


def _places_around(root: int, sides: Mapping[str, Ways], depth: int | None) -> Places:
    places: Places = {}
    for side, ways in sides.items():
        for pk, distance in walk_ways([root], ways, depth=depth).distances.items():
            if pk not in places or distance < places[pk][0]:
                places[pk] = (distance, side)
    places[root] = (0, "root")
    return dict(sorted(places.items(), key=lambda item: (item[1][0], item[0])))


def _chosen(actor: Actor, places: Mapping[int, Places], wish: GraphWish) -> dict[int, list[int]]:
    """For each root the nodes that the filters let through; itself always."""
    if not (wish.kinds or wish.zones):
        return {root: list(found) for root, found in places.items()}
    fitting = _fitting(actor, {pk for found in places.values() for pk in found}, wish)
    return {root: [pk for pk in found if pk in fitting or pk == root] for root, found in places.items()}


def _fitting(actor: Actor, ids: Collection[int], wish: GraphWish) -> set[int]:
    if wish.at is not None:
        nodes = nodes_of(actor, ids, wish.at).values()
        wanted = [(wish.kinds, "kind"), (wish.zones, "zone")]
        return {n["id"] for n in nodes if all(not codes or n[name] in codes for codes, name in wanted)}
    assets = assets_visible(actor).filter(pk__among=ids)
    assets = assets.filter(kind__in=wish.kinds) if wish.kinds else assets
    assets = assets.filter(system__zone__in=wish.zones) if wish.zones else assets
    return set(assets.values_list("pk", flat=True))


def _told(
    ids: Iterable[int],
    places: Places,
    nodes: Mapping[int, Any],
    edges: Iterable[dict[str, Any]],
    entering: Mapping[int, int],
    leaving: Mapping[int, int],
) -> dict[str, Any]:
    told = dict.fromkeys(pk for pk in ids if pk in nodes)
    inside = [edge for edge in edges if edge["source"] in told and edge["target"] in told]
    into, out = (Counter(edge[end] for edge in inside) for end in ("target", "source"))

    def node(pk: int) -> dict[str, Any]:
        upstream, downstream = entering.get(pk, 0) - into[pk], leaving.get(pk, 0) - out[pk]
        distance, side = places[pk]
        return {
            **nodes[pk],
            "distance": distance,
            "side": side,
            "hidden": upstream + downstream,
            "hidden_upstream": upstream,
            "hidden_downstream": downstream,
        }

    return {"nodes": [node(pk) for pk in told], "edges": inside}
