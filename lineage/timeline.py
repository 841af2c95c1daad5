"""From what the runs of a job say, in the order of their time, to what held from when until when. Pure.

A completed run says all that its job does: what it no longer names ends there. A run under way only adds, so that
a START event with half of its datasets ends nothing. Failed runs say nothing. The result depends on the set of
statements and not on the order in which they came in, so late and shuffled events give the same graph.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from lineage.assertions import FieldLink, Pair

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one run says. `closes` when it is complete."""

    at: datetime
    pairs: frozenset[Pair]
    links: frozenset[FieldLink]
    closes: bool


@dataclass(frozen=True, slots=True)
class Interval(Generic[K]):
    key: K
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Replayed:
    pairs: list[Interval[Pair]]
    links: list[Interval[FieldLink]]


class _Track(Generic[K]):
    """What holds now, since when; and what held."""

    def __init__(self, before: Mapping[K, datetime]):
        self.since = dict(before)
        self.ended: list[Interval[K]] = []

    def become(self, keys: Iterable[K], at: datetime) -> None:
        wanted = set(keys)
        for key in [key for key in self.since if key not in wanted]:
            begun = self.since.pop(key)
            if begun < at:
                self.ended.append(Interval(key, begun, at))
        for key in wanted:
            self.since.setdefault(key, at)

    def intervals(self) -> list[Interval[K]]:
        return [*self.ended, *(Interval(key, since, None) for key, since in self.since.items())]


def replay(
    pairs: Mapping[Pair, datetime], links: Mapping[FieldLink, datetime], statements: Sequence[Statement]
) -> Replayed:
    """Follow `statements` (in order of time) from what held before them, each since when."""
    held_pairs, held_links = _Track(pairs), _Track(links)
    for said in statements:
        standing = said.pairs if said.closes else {*held_pairs.since, *said.pairs}
        held_pairs.become(standing, said.at)
        held_links.become(_links_after(held_links.since, said, held_pairs.since), said.at)
    return Replayed(held_pairs.intervals(), held_links.intervals())


def _links_after(
    held: Iterable[FieldLink], said: Statement, pairs: Mapping[Pair, datetime]
) -> set[FieldLink]:
    """Naming the columns of a target replaces them, silence leaves them; no link outlives its edge."""
    replaced = {link.target_id for link in said.links} if said.closes else set()
    kept = {link for link in held if link.target_id not in replaced}
    return {link for link in kept | said.links if link.pair in pairs}
