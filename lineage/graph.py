"""Walks on edges that were already read. Pure, without the ORM.

An edge here is `(edge_id, source_id, target_id)`. Cycles, loops and parallel edges are harmless.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


def strongest(
    node: int,
    declared: Mapping[int, int | None],
    arrows: Iterable[Arrow],
    *,
    upstream: bool,
    caps: Mapping[int, int] | None = None,
) -> Cause | None:
    """The highest level that reaches `node`, its own included, with a shortest path that brings it.

    `caps` lowers what passes an edge, by edge id: a level passes only edges that are capped no lower. `None` when
    nobody within reach declared anything.
    """
    arrows = list(arrows)
    for level in range(4, -1, -1) if caps else (0,):
        found = walk([node], _passing(arrows, caps or {}, level), upstream=upstream)
        known = [(declared.get(reached), reached) for reached in found.distances]  # nearest first
        best = max((own for own, _reached in known if own is not None), default=-1)
        if best >= level:
            cause = next(reached for own, reached in known if own == best)
            held = level if caps else best
            return Cause(held, _nodes(node, found.path_to(cause), upstream)[::-1])
    return None


def _passing(arrows: Iterable[Arrow], caps: Mapping[int, int], level: int) -> Iterable[Arrow]:
    return [a for a in arrows if caps.get(a.edge_id, 4) >= level] if caps else arrows


def _nodes(start: int, path: Sequence[Arrow], upstream: bool) -> tuple[int, ...]:
    far = 1 if upstream else 2
    return (start, *(arrow[far] for arrow in path))


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
