"""Registry: who says whether an asset may be used. `consent` joins in its `AppConfig.ready()`: `gatekeeper(…)`.

Pictures of the lineage draw the answer as a gate before the brick.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from common.actor import Actor


@dataclass(frozen=True, slots=True)
class Gate:
    """`sign` is drawn, `said` is read; `tone` is good, warn or bad."""

    sign: str
    said: str
    tone: str


Gatekeeper = Callable[[Actor, Collection[int]], Mapping[int, Gate]]
GATEKEEPERS: list[Gatekeeper] = []


def gatekeeper(joined: Gatekeeper) -> None:
    """`joined(actor, asset_ids)` answers the gates of these assets; those that nobody asked about are left out."""
    if joined not in GATEKEEPERS:
        GATEKEEPERS.append(joined)


def gates(actor: Actor, asset_ids: Collection[int]) -> dict[int, Gate]:
    return {pk: gate for keeper in GATEKEEPERS for pk, gate in keeper(actor, asset_ids).items()}
