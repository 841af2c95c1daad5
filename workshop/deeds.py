"""Registry: what people did, as the apps above count it (assets described, bricks sent, …).

An app joins in its `AppConfig.ready()`: `deed("assets", _("assets described"), count)`, where
`count(actor, since)` answers, by user id, how often that user did it in the actor's workshop, and how
often since a moment: `{user_id: (count, count_since)}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.actor import Actor

Count = Callable[[Actor, datetime | None], Mapping[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Deed:
    code: str
    label: Any  # translated, follows a number: “3 assets described”
    count: Count


@dataclass(frozen=True, slots=True)
class Done:
    """How often something was done; `fresh_count` of it since the current activity began."""

    code: str
    label: Any
    count: int
    fresh_count: int

    def plus(self, other: "Done | None") -> "Done":
        if other is None:
            return self
        return Done(self.code, self.label, self.count + other.count, self.fresh_count + other.fresh_count)


DEEDS: dict[str, Deed] = {}


def deed(code: str, label: Any, count: Count) -> None:
    DEEDS[code] = Deed(code, label, count)


def deeds_done(
    actor: Actor, participants: Mapping[int, int], since: datetime | None
) -> dict[int, list[Done]]:
    """What each participant did, by participant id; `participants` names them by user id."""
    found: dict[int, list[Done]] = {}
    for kind in DEEDS.values():
        for user_id, (count, fresh) in kind.count(actor, since).items():
            if user_id in participants and count:
                done = Done(kind.code, kind.label, count, fresh)
                found.setdefault(participants[user_id], []).append(done)
    return found
