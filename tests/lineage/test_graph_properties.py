"""Walks and levels on random graphs, against networkx and a naive evaluator; on values and on the database."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import networkx
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.choices import AXES
from catalog.commands import assets_create
from catalog.documents import AssetDocument
from catalog.models import Asset
from common.actor import Actor
from lineage.assertions import FieldLink, JobKey
from lineage.commands import edges_draw, run_record
from lineage.commands.runs import RunReport
from lineage.documents import Drawing
from lineage.graph import Arrow, Ways, levels_spread, shortest_path, strongest, walk
from lineage.models import Edge, Lowering, Origin
from lineage.queries.cones import cone_arrows
from lineage.queries.gaps import gaps_found
from lineage.queries.graphs import GraphWish, graph_read
from lineage.queries.sensitivity import DOWN, effective_of
from tests.people import Room

SIZE = 9
PLACES = st.integers(0, SIZE - 1)
# Short lists of few nodes: cycles, loops and parallel edges are in most of them.
PAIRS = st.lists(st.tuples(PLACES, PLACES), max_size=22)
LEVELS = st.lists(st.none() | st.integers(0, 4), min_size=SIZE, max_size=SIZE)
CAPS = st.dictionaries(st.integers(0, 21), st.integers(0, 4), max_size=6)  # by place in the list of pairs
Levels = Mapping[int, int | None]


def arrows_of(pairs: Iterable[tuple[int, int]]) -> list[Arrow]:
    return [Arrow(number, source, target) for number, (source, target) in enumerate(pairs)]


def graph_of(pairs: Iterable[tuple[int, int]], *, upstream: bool = False) -> Any:
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(range(SIZE))
    graph.add_edges_from((target, source) if upstream else (source, target) for source, target in pairs)
    return graph


def naive(
    declared: Levels, arrows: Iterable[Arrow], caps: Mapping[int, int], *, upstream: bool
) -> dict[int, int]:
    """Let each edge pass its level on until nothing changes any more."""
    held = {node: own for node, own in declared.items() if own is not None}
    changed = True
    while changed:
        changed = False
        for arrow in arrows:
            near, far = (arrow.target_id, arrow.source_id) if upstream else (arrow.source_id, arrow.target_id)
            passed = min(held.get(near, -1), caps.get(arrow.edge_id, 4))
            if passed > held.get(far, -1):
                held[far], changed = passed, True
    return held


# Values


@given(pairs=PAIRS, start=PLACES, upstream=st.booleans(), depth=st.none() | st.integers(0, 5))
def test_walk_reaches_what_networkx_reaches(
    pairs: list[tuple[int, int]], start: int, upstream: bool, depth: int | None
) -> None:
    found = walk([start], arrows_of(pairs), upstream=upstream, depth=depth)
    graph = graph_of(pairs, upstream=upstream)
    assert found.distances == networkx.single_source_shortest_path_length(graph, start, cutoff=depth)
    assert list(found.distances.values()) == sorted(found.distances.values())
    for node, distance in found.distances.items():
        assert len(found.path_to(node)) == distance


@given(pairs=PAIRS, start=PLACES, end=PLACES)
def test_shortest_path_is_as_short_as_that_of_networkx(
    pairs: list[tuple[int, int]], start: int, end: int
) -> None:
    path, graph = shortest_path(start, end, arrows_of(pairs)), graph_of(pairs)
    if not networkx.has_path(graph, start, end):
        assert path is None
        return
    assert path is not None
    assert len(path) == networkx.shortest_path_length(graph, start, end)
    stops = [start, *(arrow.target_id for arrow in path)]
    assert stops == [*(arrow.source_id for arrow in path), end]


@given(pairs=PAIRS, levels=LEVELS, caps=CAPS, upstream=st.booleans())
def test_levels_are_those_of_a_naive_evaluator(
    pairs: list[tuple[int, int]], levels: list[int | None], caps: dict[int, int], upstream: bool
) -> None:
    """`upstream` says which way the levels take: needs flow against the arrows."""
    arrows, declared = arrows_of(pairs), dict(enumerate(levels))
    wanted = naive(declared, arrows, caps, upstream=upstream)
    assert levels_spread(declared, Ways.of(arrows, upstream=upstream), caps=caps) == wanted
    back = Ways.of(arrows, upstream=not upstream)
    for node in range(SIZE):
        cause = strongest(node, declared, back, caps=caps)
        assert (cause and cause.level) == wanted.get(node)
        if cause is not None:
            assert is_explained(cause.level, cause.path, node, declared, arrows, caps, upstream)


def is_explained(
    level: int,
    path: tuple[int, ...],
    node: int,
    declared: Levels,
    arrows: Iterable[Arrow],
    caps: Mapping[int, int],
    upstream: bool,
) -> bool:
    """The first on the path declared at least that level, and each step lets it pass."""
    first = declared[path[0]]
    passing = {
        (a.target_id, a.source_id) if upstream else (a.source_id, a.target_id)
        for a in arrows
        if caps.get(a.edge_id, 4) >= level
    }
    steps = set(pairwise(path))
    return path[-1] == node and first is not None and first >= level and steps <= passing


# The database

on_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def nodes(room: Room) -> list[int]:
    documents = [AssetDocument(system="crm", name=f"n{number}") for number in range(SIZE)]
    return assets_create(actor=room["facilitator"], documents=documents)


def drawn(actor: Actor, nodes: list[int], pairs: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Draw exactly these edges; a job shows those that are named twice. Answers their ids by ends."""
    Lowering.objects.all().delete()
    Origin.objects.all().delete()
    documents = [Drawing(nodes[source], nodes[target]) for source, target in pairs]
    ids = edges_draw(actor=actor, documents=documents) if documents else []
    twice = [pair for pair in set(pairs) if pairs.count(pair) > 1]
    links = [FieldLink(nodes[source], 1, nodes[target], 1) for source, target in twice]
    outputs = {nodes[target] for _source, target in twice}
    report = RunReport(
        job=JobKey("etl", "load"), run_id=uuid4(), at=timezone.now(), outputs=outputs, links=links
    )
    run_record(actor=actor, report=report)
    return dict(zip(pairs, ids, strict=True))


@on_database
@given(pairs=PAIRS, start=PLACES, upstream=st.booleans(), depth=st.none() | st.integers(1, 14))
def test_database_walks_as_far_as_networkx(
    room: Room,
    nodes: list[int],
    pairs: list[tuple[int, int]],
    start: int,
    upstream: bool,
    depth: int | None,
) -> None:
    drawn(room["engineer"], nodes, pairs)
    arrows = cone_arrows([nodes[start]], upstream=upstream, depth=depth)
    assert len(arrows) == len(set(arrows))
    found = walk([nodes[start]], arrows, upstream=upstream, depth=depth).distances
    wanted = networkx.single_source_shortest_path_length(
        graph_of(pairs, upstream=upstream), start, cutoff=depth
    )
    assert found == {nodes[node]: distance for node, distance in wanted.items()}
    shown = graph_read(
        room["client"],
        nodes[start],
        GraphWish(direction="upstream" if upstream else "downstream", depth=depth),
    )
    assert {node["id"]: node["distance"] for node in shown["nodes"]} == found
    among = {(a, b) for a, b in pairs if nodes[a] in found and nodes[b] in found}
    assert {(edge["source"], edge["target"]) for edge in shown["edges"]} == {
        (nodes[a], nodes[b]) for a, b in among
    }
    degrees = Degrees(pairs)
    for node in shown["nodes"]:
        place = nodes.index(node["id"])
        assert node["hidden_downstream"] == len(degrees.out(place) - among)
        assert node["hidden_upstream"] == len(degrees.into(place) - among)


class Degrees:
    def __init__(self, pairs: Iterable[tuple[int, int]]):
        self.pairs = set(pairs)

    def out(self, node: int) -> set[tuple[int, int]]:
        return {pair for pair in self.pairs if pair[0] == node}

    def into(self, node: int) -> set[tuple[int, int]]:
        return {pair for pair in self.pairs if pair[1] == node}


@on_database
@given(pairs=PAIRS, caps=CAPS, levels=st.lists(LEVELS, min_size=len(AXES), max_size=len(AXES)))
def test_effective_levels_are_those_of_a_naive_evaluator(
    room: Room,
    nodes: list[int],
    pairs: list[tuple[int, int]],
    caps: dict[int, int],
    levels: list[list[int | None]],
) -> None:
    ids = drawn(room["engineer"], nodes, pairs)
    capped = {ids[pairs[place]]: level for place, level in caps.items() if place < len(pairs)}
    rate(nodes, levels)
    lower(room, capped)
    arrows = [Arrow(pk, nodes[source], nodes[target]) for (source, target), pk in ids.items()]
    effective = effective_of(room["client"], nodes)
    gaps = {(gap.asset_id, gap.axis): (gap.declared, gap.effective) for gap in gaps_found(room["client"])}
    wanted_gaps: dict[tuple[int, str], tuple[int | None, int]] = {}
    for axis, own in zip(AXES, levels, strict=True):
        declared = dict(zip(nodes, own, strict=True))
        lowers = capped if axis == "confidentiality" else {}
        wanted = naive(declared, arrows, lowers, upstream=axis not in DOWN)
        found = {pk: cause.level for pk in nodes if (cause := effective[pk][axis]) is not None}
        assert found == wanted, axis
        for pk, level in wanted.items():
            if (level_declared := declared[pk]) is None or level_declared < level:
                wanted_gaps[pk, axis] = (level_declared, level)
    assert gaps == wanted_gaps


def rate(nodes: list[int], levels: list[list[int | None]]) -> None:
    """Declare levels by axis; straight into the rows, for their history is not read here."""
    for number, pk in enumerate(nodes):
        Asset.objects.filter(pk=pk).update(
            **{axis: own[number] for axis, own in zip(AXES, levels, strict=True)}
        )


def lower(room: Room, caps: Mapping[int, int]) -> None:
    """Accepted lowerings of these levels, by edge."""
    now = timezone.now()
    Lowering.objects.bulk_create(
        Lowering(
            workshop=room.workshop,
            edge=Edge.objects.get(pk=edge),
            technique="masking",
            level=level,
            asked_reason="x",
            expires_at=now + timedelta(days=1),
            asked_by_id=room["engineer"].participant_id,
            reviewed_by_id=room["dpo"].participant_id,
            reviewed_at=now,
            accepted=True,
        )
        for edge, level in caps.items()
    )
