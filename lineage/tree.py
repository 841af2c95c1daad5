"""A graph as an indented tree, for those who read it: screen readers, paper, pages without scripts. Pure.

Every arrow that the walk meets is one row. A node is followed where the walk came to it first, which is a shortest
way; elsewhere its row says that it is told somewhere else, so that cycles end and nothing is told twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lineage.graph import Arrow, walk


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the node that an edge leads to. `opens`: lines below it follow; `closes`: how many lists end here."""

    node_id: int
    edge_id: int
    depth: int  # 1 for direct neighbours
    is_repeat: bool = False  # told at another line
    is_cycle: bool = False  # this very line hangs below it
    opens: bool = False
    closes: int = 0

    @property
    def closings(self) -> range:
        """To loop over in a template."""
        return range(self.closes)


def tree_rows(
    root: int, arrows: Iterable[Arrow], *, upstream: bool, order: Callable[[int], Any] = lambda node: node
) -> list[Row]:
    """The rows below `root`, walking against the arrows when `upstream`; siblings sorted by `order` of their node."""
    known = list(arrows)
    rows = list(_rows(root, known, upstream, order))
    depths = [*(row.depth for row in rows), 1]
    return [
        replace(row, opens=after > row.depth, closes=max(0, row.depth - after))
        for row, after in zip(rows, depths[1:], strict=True)
    ]


def _rows(root: int, arrows: list[Arrow], upstream: bool, order: Callable[[int], Any]) -> Iterator[Row]:
    first = walk([root], arrows, upstream=upstream).arrived_by
    near, far = (2, 1) if upstream else (1, 2)
    beyond: dict[int, list[Arrow]] = defaultdict(list)
    for one in arrows:
        beyond[one[near]].append(one)

    def following(node: int) -> Iterator[Arrow]:
        return iter(sorted(beyond.get(node, ()), key=lambda arrow: (order(arrow[far]), arrow.edge_id)))

    path, waiting = [root], [following(root)]
    while waiting:
        arrow: Arrow | None = next(waiting[-1], None)
        if arrow is None:
            waiting.pop()
            path.pop()
            continue
        node, is_first = arrow[far], first.get(arrow[far]) == arrow
        yield Row(node, arrow.edge_id, len(path), is_repeat=not is_first, is_cycle=node in path)
        if is_first:
            path.append(node)
            waiting.append(following(node))
