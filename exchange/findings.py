"""Registry: who can say which bricks were found wrong. An app above joins in its `AppConfig.ready()`: `finder(…)`.

Without any, no brick is marked and every seeded error stays missed.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from common.actor import Actor


class Finder(Protocol):
    def found(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, datetime]:
        """When a problem was first reported on each of these bricks; those without are left out."""

    def marks(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, int]:
        """How many problems are open on each of these bricks, drawn as red bricks; those without are left out."""

    def false_alarms(self, actor: Actor) -> int:
        """How many reported problems were none."""


FINDERS: list[Finder] = []


def finder(joined: Finder) -> None:
    if not any(type(known) is type(joined) for known in FINDERS):
        FINDERS.append(joined)


def found(actor: Actor, brick_ids: Collection[int]) -> dict[int, datetime]:
    earliest: dict[int, datetime] = {}
    for one in FINDERS:
        for pk, at in one.found(actor, brick_ids).items():
            earliest[pk] = min(at, earliest.get(pk, at))
    return earliest


def marks(actor: Actor, brick_ids: Collection[int]) -> dict[int, int]:
    counted: Counter[int] = Counter()
    for one in FINDERS:
        counted.update(one.marks(actor, brick_ids))
    return dict(counted)


def false_alarms(actor: Actor) -> int:
    return sum(one.false_alarms(actor) for one in FINDERS)
