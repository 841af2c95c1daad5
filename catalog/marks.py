"""Registry: who says that something is wrong with an asset now. An app above joins in `AppConfig.ready()`.

`marker(function)`: asked with an actor and ids of assets, it answers how many problems each has, those without left
out. Pictures of assets put a red brick with that number on them.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

from common.actor import Actor


class Marker(Protocol):
    def __call__(self, actor: Actor, asset_ids: Collection[int]) -> Mapping[int, int]: ...


MARKERS: list[Marker] = []


def marker(joined: Marker) -> None:
    if joined not in MARKERS:
        MARKERS.append(joined)


def marks(actor: Actor, asset_ids: Collection[int]) -> dict[int, int]:
    """How many problems each asset has; assets without any are left out."""
    counted: Counter[int] = Counter()
    for one in MARKERS if asset_ids else ():
        counted.update(one(actor, asset_ids))
    return dict(counted)
