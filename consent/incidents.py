"""Registry of one: who knows how many incidents are open on assets. Without anybody, none are known."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from common.actor import Actor


class Open(NamedTuple):
    """Open incidents of one asset; `blocking` are those of them that forbid its use."""

    incidents: int
    blocking: int


Counter = Callable[[Actor, Collection[int], datetime | None], Mapping[int, Open]]
_counters: list[Counter] = []


def counter(function: Counter) -> Counter:
    """Join: `function(actor, asset_ids, at)` answers the incidents open now, or (with `at`) then, by asset."""
    _counters[:] = [function]
    return function


def incidents_open(
    actor: Actor, asset_ids: Collection[int], at: datetime | None = None
) -> Mapping[int, Open]:
    return _counters[0](actor, asset_ids, at) if _counters else {}
