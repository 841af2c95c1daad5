"""Deterministic layered graphs of any size: twice as many edges as assets, a hub, a chain, a source of many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

LAYERS = 10
CHAIN = 50
HUB = 500
TREE = 20_000  # descendants of the source, at most a fifth of the assets
BRANCHES = 28  # of the source and of each of its children: two levels down there are enough


@dataclass(frozen=True, slots=True)
class Layout:
    """Which assets play which part, by their place in the list of ids."""

    chain: Sequence[int]
    hub: Sequence[int]
    tree: Sequence[int]
    layered: Sequence[int]


def layout(ids: Sequence[int]) -> Layout:
    tree = min(TREE, len(ids) // 5) + 1
    cuts = [0, CHAIN + 1, CHAIN + HUB + 2, CHAIN + HUB + 2 + tree, len(ids)]
    parts = [ids[start:end] for start, end in pairwise(cuts)]
    return Layout(*parts)


def edges(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """About 2 × len(ids) edges, each once, the same for the same ids."""
    parts = layout(ids)
    yield from pairwise(parts.chain)
    yield from ((parts.hub[0], target) for target in parts.hub[1:])
    yield from _tree(parts.tree)
    yield from _layers(parts.layered, 2 * len(ids) - CHAIN - HUB - len(parts.tree) + 1)


def _tree(nodes: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place in range(1, len(nodes)):
        yield nodes[(place - 1) // BRANCHES], nodes[place]


def _layers(nodes: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    random, seen = Random(len(nodes)), set[tuple[int, int]]()
    width = len(nodes) // LAYERS
    while len(seen) < count:
        layer = random.randrange(LAYERS - 1)
        edge = (
            nodes[layer * width + random.randrange(width)],
            nodes[(layer + 1) * width + random.randrange(width)],
        )
        if edge not in seen:
            seen.add(edge)
            yield edge
