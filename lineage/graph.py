"""Walks on edges that were already read. Pure, without the ORM.

An edge here is an `Arrow`. Cycles, loops and parallel edges are harmless. Walking downstream follows the arrows,
walking upstream goes against them; every function says which way it walks by `upstream`.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LEVEL_MAX = 4


class Arrow(NamedTuple):
    edge_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class Ways:
    """Arrows by the node from which a walk takes them; arranged once, walked often."""

    out: Mapping[int, Sequence[Arrow]]
    upstream: bool

    @classmethod
    def of(cls, arrows: Iterable[Arrow], *, upstream: bool = False) -> "Ways":
        near = 2 if upstream else 1
        out: dict[int, list[Arrow]] = defaultdict(list)
        for arrow in arrows:
            out[arrow[near]].append(arrow)
        return cls(dict(out), upstream)

    @property
    def far(self) -> int:
        """Where in an arrow the node stands to which a walk takes it."""
        return 1 if self.upstream else 2


@dataclass(frozen=True, slots=True)
class Walk:
    """The nodes reached from the starts, nearest first, and by which arrow each was reached first."""

    distances: dict[int, int]
    arrived_by: dict[int, Arrow] = field(default_factory=dict)

    def path_to(self, node: int) -> list[Arrow]:
        """The arrows from a start to `node`, in the order of the walk; empty for a start."""
        path: list[Arrow] = []
        while (arrow := self.arrived_by.get(node)) is not None:
            path.append(arrow)
            node = arrow.source_id if arrow.target_id == node else arrow.target_id
        return path[::-1]


def walk(
    starts: Iterable[int], arrows: Iterable[Arrow], *, upstream: bool = False, depth: int | None = None
) -> Walk:
    """Breadth first along `arrows` (against them when `upstream`), at most `depth` steps."""
    return walk_ways(starts, Ways.of(arrows, upstream=upstream), depth=depth)


def walk_ways(
    starts: Iterable[int],
    ways: Ways,
    *,
    depth: int | None = None,
    level: int = 0,
    caps: Mapping[int, int] | None = None,
) -> Walk:
    """The same on arrows that are arranged; `caps` (by edge id) closes edges that let less than `level` pass."""
    far, out = ways.far, ways.out
    distances = dict.fromkeys(starts, 0)
    arrived_by: dict[int, Arrow] = {}
    waiting = deque(distances)
    while waiting:
        node = waiting.popleft()
        steps = distances[node] + 1
        if depth is not None and steps > depth:
            break  # nearest first: nobody behind this one is nearer
        for arrow in out.get(node, ()):
            other = arrow[far]
            if other not in distances and (not caps or caps.get(arrow[0], LEVEL_MAX) >= level):
                distances[other] = steps
                arrived_by[other] = arrow
                waiting.append(other)
    return Walk(distances, arrived_by)


def shortest_path(start: int, end: int, arrows: Iterable[Arrow]) -> list[Arrow] | None:
    """The fewest arrows from `start` to `end`, `None` when there is no way."""
    found = walk([start], arrows)
    return found.path_to(end) if end in found.distances else None


@dataclass(frozen=True, slots=True)
class Cause:
    """A level and the nodes that bring it about: from the one that declared it to the one that has it."""

    level: int
    path: tuple[int, ...]


def strongest(
    node: int, declared: Mapping[int, int | None], ways: Ways, *, caps: Mapping[int, int] | None = None
) -> Cause | None:
    """The highest level that reaches `node`, its own included, with a shortest path that brings it.

    `ways` lead from the node to those that concern it. `caps` lowers what passes an edge, by edge id: a level passes
    only edges that are capped no lower. `None` when nobody within reach declared anything.
    """
    for level in range(LEVEL_MAX, -1, -1) if caps else (0,):
        found = walk_ways([node], ways, level=level, caps=caps)
        known = {reached: own for reached in found.distances if (own := declared.get(reached)) is not None}
        best = max(known.values(), default=-1)
        if best >= level:
            held = level if caps else best
            cause = next(reached for reached, own in known.items() if own >= held)  # nearest first
            return Cause(held, _nodes(node, found.path_to(cause), ways)[::-1])
    return None


def _nodes(start: int, path: Sequence[Arrow], ways: Ways) -> tuple[int, ...]:
    return (start, *(arrow[ways.far] for arrow in path))


def levels_spread(
    declared: Mapping[int, int | None], ways: Ways, *, caps: Mapping[int, int] | None = None
) -> dict[int, int]:
    """The highest level that reaches each node of a whole graph; nodes that nothing reaches are left out.

    `ways` lead the way the levels take: downstream for confidentiality and proof, upstream for needs. From the
    highest level down, so that each node is met with its final level first, and each edge is taken once.
    """
    caps, far, out = caps or {}, ways.far, ways.out
    levels: dict[int, int] = {}
    waiting: list[list[int]] = [[] for _level in range(LEVEL_MAX + 1)]
    for node, own in declared.items():
        if own is not None:
            waiting[own].append(node)
    for level in range(LEVEL_MAX, -1, -1):
        while waiting[level]:
            node = waiting[level].pop()
            if node in levels:
                continue
            levels[node] = level
            for arrow in out.get(node, ()):
                if arrow[far] not in levels:
                    waiting[min(level, caps.get(arrow[0], LEVEL_MAX))].append(arrow[far])
    return levels
