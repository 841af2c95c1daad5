"""What the lineage pages draw: a part of the graph with everything one sees of it at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from catalog.models import System
from catalog.queries.assets import assets_visible
from catalog.queries.glossary import systems_of
from common.access import require
from common.actor import Actor
from common.pagination import Page, page_by_key
from lineage.access import can_read
from lineage.choices import FLOW, Direction
from lineage.graph import Arrow
from lineage.models import Origin
from lineage.queries.cones import holding
from lineage.queries.edges import edges_of
from lineage.queries.graphs import GraphWish, edges_told, graph_read
from lineage.queries.nodes import nodes_of
from lineage.zones import flag_of

OPENED_STEP = 100  # neighbours that one opening of a node shows
WHOLE_MAX = 300  # assets up to which a whole workshop is drawn one by one
MOMENTS_MAX = 200

SIDES = (Direction.UPSTREAM.value, Direction.DOWNSTREAM.value)
ENDS = {SIDES[0]: ("target_id", "source_id"), SIDES[1]: ("source_id", "target_id")}  # of a node, and beyond
Opened = Mapping[tuple[int, str], int]  # how many times a node was opened to one side


@dataclass(frozen=True, slots=True)
class Scope:
    """Which edges count: those that hold at a moment (now), of one job or of all."""

    at: datetime | None = None
    job_id: int | None = None

    def origins(self, **condition: Any) -> QuerySet[Origin]:
        rows = holding(Origin.objects.filter(**condition), self.at)
        return rows if self.job_id is None else rows.filter(job=self.job_id)


def picture_read(
    actor: Actor, asset_id: int, wish: GraphWish, opened: Opened | None = None
) -> dict[str, Any]:
    """The graph around an asset as `graph_read` tells it, to be drawn.

    Nodes that were opened show their neighbours too, whatever the filters; all edges between the nodes are there.
    `hidden` of a node becomes `{upstream, downstream}`: how many of its neighbours are not in the picture.
    """
    require(actor, can_read(actor))
    graph = graph_read(actor, asset_id, wish)
    scope = Scope(wish.at, wish.job_id)
    shown = {node["id"]: node for node in graph["nodes"]}
    met = _opened_neighbours(opened or {}, shown, scope)
    for pk, node in nodes_of(actor, met, wish.at).items():
        shown[pk] = {**node, "distance": None, "side": "opened"}
    arrows = arrows_among(shown, scope)
    known = {edge["id"] for edge in graph["edges"]}
    more = edges_told(actor, [arrow for arrow in arrows if arrow.edge_id not in known], shown, wish.at)
    return {
        **graph,
        "nodes": _with_hidden(shown, arrows, scope),
        "edges": [*graph["edges"], *more],
    }


def _opened_neighbours(opened: Opened, shown: Collection[int], scope: Scope) -> list[int]:
    """The neighbours that openings add, `OPENED_STEP` for each time, those that are shown left out."""
    added: dict[int, None] = {}
    for side, (near, far) in ENDS.items():
        asked = {pk: times for (pk, wanted), times in opened.items() if wanted == side}
        rows = scope.origins(**{f"{near}__in": asked}).order_by(far) if asked else Origin.objects.none()
        counts: Counter[int] = Counter()
        for pk, other in dict.fromkeys(rows.values_list(near, far)):
            counts[pk] += other not in shown
            if other not in shown and counts[pk] <= OPENED_STEP * asked[pk]:
                added[other] = None
    return list(added)


def arrows_among(ids: Mapping[int, Any], scope: Scope) -> list[Arrow]:
    """Every edge whose ends are both among these assets."""
    if not ids:
        return []
    # Both ends in the question would let SQLite try every source with every target.
    rows = scope.origins(source_id__in=ids).values_list("edge_id", "source_id", "target_id")
    return [Arrow(*row) for row in dict.fromkeys(rows) if row[2] in ids]


def _with_hidden(
    shown: Mapping[int, dict[str, Any]], arrows: Iterable[Arrow], scope: Scope
) -> list[dict[str, Any]]:
    seen = {SIDES[0]: Counter[int](), SIDES[1]: Counter[int]()}
    for arrow in arrows:
        seen[SIDES[0]][arrow.target_id] += 1
        seen[SIDES[1]][arrow.source_id] += 1
    degrees = {side: degrees_of(shown, side, scope) for side in SIDES}
    return [
        {**node, "hidden": {side: degrees[side].get(pk, 0) - seen[side][pk] for side in SIDES}}
        for pk, node in shown.items()
    ]


def degrees_of(ids: Collection[int], side: str, scope: Scope) -> dict[int, int]:
    """How many direct neighbours each of these assets has to one side."""
    near, far = ENDS[side]
    rows = scope.origins(**{f"{near}__in": ids}) if ids else Origin.objects.none()
    return dict(rows.order_by().values_list(near).annotate(Count(far, distinct=True)))


def moments_of(ids: Collection[int]) -> list[datetime]:
    """When edges of these assets began or ended, the latest `MOMENTS_MAX`, in order: where the slider may stop."""
    moments: set[datetime] = set()
    for near in ("source_id", "target_id"):
        rows = Origin.objects.filter(**{f"{near}__in": ids})
        for name in ("valid_from", "valid_until"):
            times = rows.exclude(**{name: None}).order_by(f"-{name}").values_list(name, flat=True)
            moments.update(times.distinct()[:MOMENTS_MAX])
    return sorted(moments)[-MOMENTS_MAX:]


# The whole workshop


def systems_in_flow(actor: Actor) -> list[System]:
    """The systems from left to right: along the flow, quarantine beside the raw zone."""
    floors = {zone.value: floor for floor, zone in enumerate(FLOW)}
    return sorted(systems_of(actor), key=lambda s: (floors.get(s.zone, 1.5), s.position, s.pk))


def overview_read(actor: Actor) -> dict[str, Any]:
    """The lineage of the workshop, one node per system: `{systems, flows, asset_count, edge_count, flagged_count}`.

    `systems` are `{system, count}`, `flows` are `{source, target, count, flag}` by codes of systems. Counted by the
    database, whatever the number of assets.
    """
    require(actor, can_read(actor))
    counts = dict(assets_visible(actor).order_by().values_list("system_id").annotate(Count("pk")))
    systems = systems_in_flow(actor)
    flows = _flows(actor, {system.pk: system for system in systems})
    return {
        "systems": [{"system": system, "count": counts.get(system.pk, 0)} for system in systems],
        "flows": flows,
        "asset_count": sum(counts.values()),
        "edge_count": sum(flow["count"] for flow in flows),
        "flagged_count": sum(flow["count"] for flow in flows if flow["flag"]),
    }


def _flows(actor: Actor, systems: Mapping[int, System]) -> list[dict[str, Any]]:
    ends = ("source__system_id", "target__system_id")
    rows = edges_of(actor).values_list(*ends).annotate(Count("pk"))
    return [
        {
            "source": systems[source].code,
            "target": systems[target].code,
            "count": count,
            "flag": flag_of(systems[source].zone, systems[target].zone),
        }
        for source, target, count in sorted(rows)
        if source in systems and target in systems
    ]


def flow_page(actor: Actor, source: str, target: str, **window: Any) -> Page:
    """The edges that go from one system to another (by their codes), in the order in which they first came."""
    require(actor, can_read(actor))
    edges = edges_of(actor).filter(source__system__code=source, target__system__code=target)
    page = page_by_key(edges, columns=("id", "source_id", "target_id"), order=("id",), **window)
    nodes = nodes_of(actor, {row[end] for row in page.rows for end in ("source_id", "target_id")})
    arrows = [Arrow(row["id"], row["source_id"], row["target_id"]) for row in page.rows]
    told = edges_told(actor, arrows, nodes)
    return page.with_rows([{**e, "source": nodes[e["source"]], "target": nodes[e["target"]]} for e in told])


def workshop_picture_read(actor: Actor) -> dict[str, Any]:
    """Every asset of a workshop of at most `WHOLE_MAX`, as `picture_read` tells them; nothing of a larger one."""
    ids = list(assets_visible(actor).order_by("name", "id").values_list("pk", flat=True)[: WHOLE_MAX + 1])
    if len(ids) > WHOLE_MAX:
        return {"nodes": [], "edges": []}
    nodes = nodes_of(actor, ids)
    arrows = arrows_among(nodes, Scope())
    none = dict.fromkeys(SIDES, 0)
    return {
        "nodes": [{**nodes[pk], "distance": None, "side": "whole", "hidden": none} for pk in ids],
        "edges": edges_told(actor, arrows, nodes),
    }
