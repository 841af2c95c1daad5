"""What may be shown of a table of counts or sums about people. Pure.

A cell is hidden when fewer than k people are in it, or when one of them carries more than 85 % of its value. Then, in
each line whose total is shown, one hidden cell alone could be found by subtraction: the smallest other one is hidden
too (secondary suppression), until every such line hides none or at least two, of k people or more together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consent.choices import DOMINANCE_PERCENT, K_DEFAULT

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    people: int
    value: float = 0.0
    largest: float = 0.0  # the greatest contribution of one person, of the same sign as the value


class Hidden(StrEnum):
    FEW = "few"
    DOMINATED = "dominated"
    SECONDARY = "secondary"


def hidden_cells(
    cells: Mapping[Any, Cell], *, k: int = K_DEFAULT, dominance_percent: int = DOMINANCE_PERCENT
) -> dict[Key, Hidden]:
    """The cells that must not be shown, and why. Keys have one part per dimension; totals of all lines are shown.

    Empty cells (no people) tell nobody apart, so they neither need hiding nor protect others.
    """
    hidden: dict[Key, Hidden] = {}
    for key, cell in cells.items():
        if 0 < cell.people < k:
            hidden[key] = Hidden.FEW
        elif abs(cell.largest) * 100 > abs(cell.value) * dominance_percent:
            hidden[key] = Hidden.DOMINATED
    lines = list(_lines(cells))
    while more := _next(cells, lines, hidden, k):
        hidden[more] = Hidden.SECONDARY
    return hidden


def _lines(keys: Iterable[Key]) -> Iterable[list[Key]]:
    """Cells that add up to a total: all that differ in one dimension alone."""
    found: dict[tuple[int, Key], list[Key]] = defaultdict(list)
    for key in sorted(keys):
        for n in range(len(key)):
            found[n, key[:n] + key[n + 1 :]].append(key)
    return found.values()


def _next(
    cells: Mapping[Key, Cell], lines: list[list[Key]], hidden: Mapping[Key, Hidden], k: int
) -> Key | None:
    """The smallest cell of a line that can still be undone by subtraction."""
    for line in lines:
        secret = [key for key in line if key in hidden]
        shown = [key for key in line if key not in hidden and cells[key].people]
        together = sum(cells[key].people for key in secret)
        if secret and shown and (len(secret) < 2 or together < k):
            return min(shown, key=lambda key: (cells[key].people, key))
    return None


def total_hidden(cells: Mapping[Key, Cell], hidden: Mapping[Key, Hidden]) -> bool:
    """Whether even the total must stay out: every cell with people is hidden and there is only one of them."""
    inhabited = [key for key, cell in cells.items() if cell.people]
    return len(inhabited) == 1 and inhabited[0] in hidden
