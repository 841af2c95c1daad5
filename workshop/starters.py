"""Registry: what the apps above put into a new workshop (systems, glossary, …).

An app joins in its `AppConfig.ready()`: `starter(function)`.
"""

from collections.abc import Callable

from common.actor import Actor
from workshop.models import Workshop

Starter = Callable[[Workshop, Actor], None]
STARTERS: list[Starter] = []


def starter(function: Starter) -> Starter:
    if function not in STARTERS:
        STARTERS.append(function)
    return function
