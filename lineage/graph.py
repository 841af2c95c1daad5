"""Walks on edges that were already read. Pure, without the ORM.

An edge here is `(edge_id, source_id, target_id)`. Cycles, loops and parallel edges are harmless.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Arrow(NamedTuple):
    edge_id: int
    source_id: int
    target_id: int


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
    out: dict[int, list[Arrow]] = defaultdict(list)
    near, far = (2, 1) if upstream else (1, 2)
    for arrow in arrows:
        out[arrow[near]].append(arrow)
    distances = dict.fromkeys(starts, 0)
    arrived_by: dict[int, Arrow] = {}
    waiting = deque(distances)
    while waiting:
        node = waiting.popleft()
        if depth is not None and distances[node] >= depth:
            continue
        for arrow in out.get(node, ()):
            other = arrow[far]
            if other not in distances:
                distances[other] = distances[node] + 1
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


def highest(found: Walk, declared: Mapping[int, int | None], *, upstream: bool) -> Cause | None:
    """The highest level declared within a walk from one node, and a shortest path that brings it there.

    `None` when nobody within reach declared anything.
    """
    best, cause = -1, 0
    for node in found.distances:  # nearest first
        own = declared.get(node)
        if own is not None and own > best:
            best, cause = own, node
    return Cause(best, _nodes(found, cause, upstream)) if best >= 0 else None


def strongest(
    node: int,
    declared: Mapping[int, int | None],
    arrows: Iterable[Arrow],
    *,
    upstream: bool,
    caps: Mapping[int, int] | None = None,
) -> Cause | None:
    """The highest level that reaches `node`, its own included, with a shortest path that brings it.

    `caps` lowers what passes an edge, by edge id: a level passes only edges that are capped no lower.
    """
    arrows = list(arrows)
    for level in range(4, -1, -1) if caps else (0,):
        found = walk([node], _passing(arrows, caps or {}, level), upstream=upstream)
        cause = highest(found, declared, upstream=upstream)
        if cause and cause.level >= level:
            return replace(cause, level=level) if caps else cause
    return None


def _passing(arrows: Iterable[Arrow], caps: Mapping[int, int], level: int) -> Iterable[Arrow]:
    return [a for a in arrows if caps.get(a.edge_id, 4) >= level] if caps else arrows


def _nodes(found: Walk, cause: int, upstream: bool) -> tuple[int, ...]:
    """The nodes from the one that causes to the one that was asked about."""
    path = found.path_to(cause)
    near = 2 if upstream else 1
    return (cause, *(arrow[near] for arrow in reversed(path)))


def levels_spread(
    declared: Mapping[int, int | None],
    arrows: Iterable[Arrow],
    *,
    upstream: bool,
    caps: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """The highest level that reaches each node of a whole graph, by one walk per level.

    With `upstream` false, levels flow with the arrows (confidentiality, proof); else against them (needs).
    """
    caps, arrows = caps or {}, list(arrows)
    levels: dict[int, int] = {}
    for level in range(4, -1, -1):
        starts = [node for node, own in declared.items() if own is not None and own >= level]
        for node in walk(starts, _passing(arrows, caps, level), upstream=upstream).distances:
            levels.setdefault(node, level)
    return levels
