"""The write path: a command is one transaction and one audited change.

The current change (who, why, when, through which door) is what history rows are signed with.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.actor import Actor, Door
from common.errors import Conflict

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    actor: Actor
    reason: str

    @cached_property
    def at(self) -> datetime:
        """One moment for the whole change: that of its first write, after its locks were taken."""
        return timezone.now()

    @property
    def door(self) -> Door:
        return self.actor.door

    @property
    def request_id(self) -> UUID:
        return self.actor.request_id


# Registry: what follows every change, as its last statements in the same transaction.
# An app joins in its `AppConfig.ready()`: `afterwards(function)`.
AFTERWARDS: list[Callable[[Actor], None]] = []


def afterwards(function: Callable[[Actor], None]) -> Callable[[Actor], None]:
    if function not in AFTERWARDS:
        AFTERWARDS.append(function)
    return function


_current: ContextVar[Change | None] = ContextVar("current_change", default=None)


def current_change() -> Change | None:
    return _current.get()


@contextmanager
def changing(actor: Actor, reason: str) -> Iterator[None]:
    """Sign what is written inside; an inner command belongs to the change of the outer one."""
    if _current.get() is not None:
        yield
        return
    token = _current.set(Change(actor, reason))
    try:
        yield
        for follow in AFTERWARDS:
            follow(actor)
    finally:
        _current.reset(token)


def command(function: Callable[P, T]) -> Callable[P, T]:
    """Make `function(*, actor, reason="", …)` a writer: all of it or nothing, and signed."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        actor, reason = kwargs["actor"], kwargs.get("reason", "")
        assert isinstance(actor, Actor)
        try:
            with transaction.atomic(), changing(actor, str(reason)):
                return function(*args, **kwargs)
        except IntegrityError as error:
            # Commands check before they write; only somebody who wrote in between can still be in the way.
            logger.warning("Two writers met", exc_info=error)
            message = _("Somebody wrote the same at the same moment. Read again, then redo it.")
            raise Conflict(message) from error

    return run
