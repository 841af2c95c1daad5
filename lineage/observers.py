"""Registry: who wants to know what machines tested. `quality` joins in its `AppConfig.ready()`.

`assertion_observer(function)`: the function is called inside the command that takes an event in, once for each
dataset of an event with assertions, with `(actor, asset_id, assertions, at, run_pk)`: the id of the asset, the
assertions as they came (`assertion`, `success`, and perhaps `column`, `severity`, `name`, `expected`, `actual` …),
when they were tested, and the row of the run (`None` for a dataset event). An event that is sent again is not told.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from common.actor import Actor

Assertions = Sequence[Mapping[str, Any]]


class AssertionObserver(Protocol):
    def __call__(
        self, actor: Actor, asset_id: int, assertions: Assertions, at: datetime, run_pk: int | None
    ) -> None: ...


ASSERTION_OBSERVERS: list[AssertionObserver] = []


def assertion_observer(joined: AssertionObserver) -> AssertionObserver:
    if joined not in ASSERTION_OBSERVERS:
        ASSERTION_OBSERVERS.append(joined)
    return joined


def assertions_tell(
    actor: Actor, asset_id: int, assertions: Assertions, at: datetime, run_pk: int | None
) -> None:
    for tell in ASSERTION_OBSERVERS:
        tell(actor, asset_id, assertions, at, run_pk)
