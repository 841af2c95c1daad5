"""Graphs, paths, impact and ends, as pages, REST and GraphQL show them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from catalog.choices import AXES, Kind, Zone
from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from common.rows import RowsByIds
from lineage.choices import Direction
from lineage.graph import Arrow, Walk, shortest_path, walk
from lineage.models import Job, Origin
from lineage.queries.cones import cone_arrows, cone_origins, holding
from lineage.queries.nodes import nodes_of
from lineage.queries.sensitivity import caps_of, owners_of
from lineage.zones import flag_of

NODES_DEFAULT = 500
NODES_MAX = 5_000
TELL_MAX = 500  # nodes told one by one in an impact
Said = list[tuple[str, int | None]]  # the origins of an edge: kind, and id of the job

_jobs = RowsByIds(Job.objects.order_by(), "id", ("id", "namespace", "name"))


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


def graph_read(actor: Actor, asset_id: int, wish: GraphWish) -> dict[str, Any]:
    """The lineage around an asset: `{root, nodes, edges, total_nodes, missing, cut, next_offset, as_of}`.

    Nodes are nearest first, each with its `distance` and `side` (root, upstream, downstream); `hidden` counts its
    neighbours that are not in the answer. Raises `NotFound` for an asset that is not, or was not then, in the
    actor's workshop; an asset alone is a graph of one node.
    """
    root = asset_at(actor, asset_id, wish.at)
    job_known(actor, wish.job_id)
    walks, edges = _walks(asset_id, wish)
    places = _places(asset_id, walks)
    chosen = _chosen(actor, places, wish)
    shown = chosen[wish.offset : wish.offset + wish.limit]
    nodes = nodes_of(actor, shown, wish.at)
    inside = {a: said for a, said in edges.items() if a.source_id in nodes and a.target_id in nodes}
    end = wish.offset + len(shown)
    return {
        "root": root,
        "nodes": [
            {**nodes[pk], "distance": places[pk][0], "side": places[pk][1], "hidden": hidden}
            for pk, hidden in _hidden(shown, nodes, edges).items()
        ],
        "edges": edges_told(actor, inside, nodes, wish.at),
        "total_nodes": len(chosen),
        "missing": len(chosen) - len(nodes),
        "cut": len(chosen) > len(nodes),
        "next_offset": end if end < len(chosen) else None,
        "as_of": wish.at,
    }


def asset_at(actor: Actor, asset_id: int, at: datetime | None = None) -> dict[str, Any]:
    """One node; raises `NotFound`."""
    found = nodes_of(actor, [asset_id], at).get(asset_id)
    if found is None:
        raise NotFound()
    return found


def job_known(actor: Actor, job_id: int | None) -> None:
    if job_id is not None and not Job.objects.filter(workshop_id=actor.workshop_id, pk=job_id).exists():
        raise NotFound()


def _walks(asset_id: int, wish: GraphWish) -> tuple[dict[str, Walk], dict[Arrow, Said]]:
    walks: dict[str, Walk] = {}
    edges: dict[Arrow, Said] = {}
    for side in (Direction.UPSTREAM.value, Direction.DOWNSTREAM.value):
        if wish.direction in (side, Direction.BOTH):
            upstream = side == Direction.UPSTREAM
            found = cone_origins(
                [asset_id], upstream=upstream, depth=wish.depth, at=wish.at, job_id=wish.job_id
            )
            walks[side] = walk([asset_id], found, upstream=upstream, depth=wish.depth)
            edges.update(found)
    return walks, edges


def _places(root: int, walks: Mapping[str, Walk]) -> dict[int, tuple[int, str]]:
    """Distance and side of each node, nearest first; in a cycle, the nearer side."""
    places: dict[int, tuple[int, str]] = {}
    for side, found in walks.items():
        for pk, distance in found.distances.items():
            if pk not in places or distance < places[pk][0]:
                places[pk] = (distance, side)
    places[root] = (0, "root")
    return dict(sorted(places.items(), key=lambda item: (item[1][0], item[0])))


def _chosen(actor: Actor, places: Mapping[int, Any], wish: GraphWish) -> list[int]:
    """The nodes that the filters let through; the root always."""
    if not (wish.kinds or wish.zones):
        return list(places)
    fitting = ids_fitting(actor, places, wish.kinds, wish.zones)
    return [pk for pk, place in places.items() if pk in fitting or place[1] == "root"]


def ids_fitting(
    actor: Actor, ids: Iterable[int], kinds: Collection[str] = (), zones: Collection[str] = ()
) -> set[int]:
    assets = assets_visible(actor)
    if kinds:
        assets = assets.filter(kind__in=kinds)
    if zones:
        assets = assets.filter(system__zone__in=zones)
    wanted = list(ids)
    found: set[int] = set()
    for start in range(0, len(wanted), 10_000):
        found.update(assets.filter(pk__in=wanted[start : start + 10_000]).values_list("pk", flat=True))
    return found


def _hidden(shown: Iterable[int], nodes: Mapping[int, Any], arrows: Iterable[Arrow]) -> dict[int, int]:
    """For each node shown, how many neighbours met on the walk are not."""
    hidden: Counter[int] = Counter()
    for arrow in arrows:
        for near, far in ((arrow.source_id, arrow.target_id), (arrow.target_id, arrow.source_id)):
            if near in nodes and far not in nodes:
                hidden[near] += 1
    return {pk: hidden[pk] for pk in shown if pk in nodes}


def edges_told(
    actor: Actor, edges: Mapping[Arrow, Said], nodes: Mapping[int, Any], at: datetime | None = None
) -> list[dict[str, Any]]:
    """Edges with their origins, the flag of their zones, and the confidentiality that a lowering lets pass."""
    jobs = _job_names({job for said in edges.values() for _kind, job in said if job})
    caps = caps_of(actor, at) if edges else {}
    return [
        {
            "id": arrow.edge_id,
            "source": arrow.source_id,
            "target": arrow.target_id,
            "origins": [{"kind": kind, "job": jobs.get(job)} for kind, job in said],
            "flag": flag_of(nodes[arrow.source_id]["zone"], nodes[arrow.target_id]["zone"]),
            "lowered_to": caps.get(arrow.edge_id),
        }
        for arrow, said in edges.items()
    ]


def _job_names(ids: Collection[int]) -> dict[int | None, dict[str, Any]]:
    return {row["id"]: row for row in _jobs(ids)}


def origins_of(arrows: Collection[Arrow], at: datetime | None = None) -> dict[Arrow, Said]:
    """The same edges, each with its origins: kind and job."""
    found: dict[int, Said] = {arrow.edge_id: [] for arrow in arrows}
    wanted = list(found)
    for start in range(0, len(wanted), 10_000):
        rows = holding(Origin.objects.filter(edge__in=wanted[start : start + 10_000]), at)
        for edge_id, kind, job_id in rows.values_list("edge_id", "kind", "job_id"):
            found[edge_id].append((kind, job_id))
    return {arrow: found[arrow.edge_id] for arrow in arrows}


# Paths


def path_read(actor: Actor, source_id: int, target_id: int, at: datetime | None = None) -> dict[str, Any]:
    """A shortest way from one asset down to another: `{found, length, nodes, edges}`; raises `NotFound`."""
    for pk in (source_id, target_id):
        asset_at(actor, pk, at)
    arrows = shortest_path(source_id, target_id, cone_arrows([source_id], upstream=False, at=at))
    if arrows is None:
        return {"found": False, "length": None, "nodes": [], "edges": []}
    ids = [source_id, *(arrow.target_id for arrow in arrows)]
    nodes = nodes_of(actor, ids, at)
    edges = edges_told(actor, origins_of(arrows, at), nodes, at)
    return {"found": True, "length": len(arrows), "nodes": [nodes[pk] for pk in ids], "edges": edges}


# What became different


def difference_read(
    actor: Actor, since: datetime, until: datetime, asset_id: int | None = None
) -> dict[str, Any]:
    """The edges there are at `until` and were not at `since`, and the other way round; around an asset or all."""
    if asset_id is not None:
        asset_at(actor, asset_id, until)
    before, after = _edges_at(actor, since, asset_id), _edges_at(actor, until, asset_id)
    added, removed = after - before, before - after
    ids = {pk for arrow in added | removed for pk in arrow[1:]}
    nodes = nodes_of(actor, ids, since) | nodes_of(actor, ids, until)
    return {
        "since": since,
        "until": until,
        "nodes": [nodes[pk] for pk in sorted(nodes)],
        "added": edges_told(actor, origins_of(_among(added, nodes), until), nodes, until),
        "removed": edges_told(actor, origins_of(_among(removed, nodes), since), nodes, since),
    }


def _among(arrows: Iterable[Arrow], nodes: Mapping[int, Any]) -> list[Arrow]:
    return [a for a in sorted(arrows) if a.source_id in nodes and a.target_id in nodes]


def _edges_at(actor: Actor, at: datetime, asset_id: int | None) -> set[Arrow]:
    if asset_id is not None:
        up = cone_arrows([asset_id], upstream=True, at=at)
        return {*up, *cone_arrows([asset_id], upstream=False, at=at)}
    rows = holding(Origin.objects.filter(workshop_id=actor.workshop_id), at)
    return {Arrow(*row) for row in rows.values_list("edge_id", "source_id", "target_id")}


# Impact


def impact_read(actor: Actor, asset_id: int, at: datetime | None = None) -> dict[str, Any]:
    """What breaks if an asset changes.

    `{asset, total, by_distance, by_kind, assets, missing, cut, owners, most_sensitive, indicators}`: `assets` are the
    nearest `TELL_MAX`, with distance and owners; counts, owners and indicators are over all of them.
    """
    root = asset_at(actor, asset_id, at)
    found = walk([asset_id], cone_arrows([asset_id], upstream=False, at=at))
    distances = {pk: distance for pk, distance in found.distances.items() if pk != asset_id}
    return {"asset": root, **affected_told(actor, distances, at)}


def affected_told(actor: Actor, distances: Mapping[int, int], at: datetime | None = None) -> dict[str, Any]:
    ids = list(distances)
    near = sorted(ids, key=lambda pk: (distances[pk], pk))[:TELL_MAX]
    facts = _facts(actor, ids)
    owners = owners_of(ids)
    nodes = nodes_of(actor, {*near, *_most_sensitive(facts)}, at)
    told = [pk for pk in near if pk in nodes]
    return {
        "total": len(ids),
        "by_distance": [
            {"distance": distance, "count": count}
            for distance, count in sorted(Counter(distances.values()).items())
        ],
        "by_kind": dict(sorted(Counter(kind for kind, *_levels in facts.values()).items())),
        "assets": [{**nodes[pk], "distance": distances[pk], "owners": owners.get(pk, [])} for pk in told],
        "missing": len(ids) - len(told),
        "cut": len(ids) > len(told),
        "owners": _by_owner(ids, owners),
        "most_sensitive": [nodes[pk] for pk in _most_sensitive(facts) if pk in nodes],
        "indicators": _indicators(actor, facts, distances),
    }


def _facts(actor: Actor, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Kind and DICP of many assets."""
    facts: dict[int, tuple[Any, ...]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 10_000):
        rows = assets_visible(actor).filter(pk__in=wanted[start : start + 10_000])
        facts.update((pk, tuple(rest)) for pk, *rest in rows.values_list("pk", "kind", *AXES))
    return facts


def _most_sensitive(facts: Mapping[int, tuple[Any, ...]]) -> list[int]:
    """The asset with the highest confidentiality, then the highest levels of all."""
    c = 1 + AXES.index("confidentiality")

    def weight(pk: int) -> tuple[int, int, int]:
        levels = [-1 if level is None else level for level in facts[pk][1:]]
        return (levels[c - 1], sum(levels), -pk)

    return [max(facts, key=weight)] if facts else []


def _by_owner(ids: Iterable[int], owners: Mapping[int, Collection[str]]) -> list[dict[str, Any]]:
    """How many of the assets each accountable owner answers for; the empty name counts those without."""
    counts: Counter[str] = Counter()
    for pk in ids:
        counts.update(owners.get(pk) or [""])
    return [{"owner": name, "count": count} for name, count in counts.most_common()]


def _indicators(
    actor: Actor, facts: Mapping[int, tuple[Any, ...]], distances: Mapping[int, int]
) -> list[dict[str, Any]]:
    """The indicators among them, nearest first, `TELL_MAX` at most."""
    found = sorted(
        (pk for pk, fact in facts.items() if fact[0] == Kind.INDICATOR), key=lambda pk: (distances[pk], pk)
    )[:TELL_MAX]
    nodes = nodes_of(actor, found)
    return [{**nodes[pk], "distance": distances[pk]} for pk in found]


# Ends

STORE_ZONES = (Zone.STORE, Zone.ANALYSIS, Zone.AI)


def unused_sources_page(actor: Actor, **window: Any) -> Page:
    """Assets in source systems that nothing reads; `window` is that of `page_by_key`."""
    return _ends_page(actor, [Zone.SOURCE], "source_id", window)


def sourceless_page(actor: Actor, **window: Any) -> Page:
    """Assets of the store, of analysis and of AI that nothing feeds."""
    return _ends_page(actor, STORE_ZONES, "target_id", window)


def _ends_page(actor: Actor, zones: Collection[str], end: str, window: Mapping[str, Any]) -> Page:
    edges = Origin.objects.filter(valid_until=None, **{end: OuterRef("pk")})
    assets = assets_visible(actor).filter(~Exists(edges), system__zone__in=zones)
    page = page_by_key(assets, columns=("id", "name"), order=("name", "id"), **window)
    nodes = nodes_of(actor, [row["id"] for row in page.rows])
    return page.with_rows([nodes[row["id"]] for row in page.rows])
