"""Registry: what holds personal data, what each holder has of a person, and how it forgets them.

An app above joins in its `AppConfig.ready()`: `holder(object)`. Its `tables` are the labels of the models in which it
may hold something of a data subject; a model of ours that no holder names must be listed in `declarations.py` (or be
declared by its app: `impersonal({...})`) with why it holds nothing. A test compares both with the models there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from common.actor import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """A subject as holders need it."""

    id: int
    workshop_id: int
    asset_id: int
    key: str
    participant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Something that holds, or was made from, a person: what must happen with it, by whom, and why."""

    holder: str
    what: str  # the name of the asset, or of the kind of row
    duty: str  # a `Duty`
    count: int = 1
    asset_id: int | None = None
    zone: str = ""
    ids: tuple[int, ...] = ()  # of the rows
    who: tuple[str, ...] = ()  # nicknames of those who must do it
    why: str = ""  # a code of `wording.DUTY_REASONS`
    until: datetime | None = None  # of what is kept
    purpose_id: int | None = None  # that lets it be kept


@dataclass(slots=True)
class Forgotten:
    """What a holder did: numbers and reasons alone, for the proof."""

    erased: dict[str, int] = field(default_factory=dict)
    kept: list[dict[str, Any]] = field(default_factory=list)  # {what, count, why, until}
    to_do: list[dict[str, Any]] = field(default_factory=list)  # {what, count, duty, who}

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


class Holder(Protocol):
    code: str

    @property
    def tables(self) -> Sequence[str]:
        """Labels such as `exchange.Brick`."""

    def held(self, actor: Actor, person: Person, ended: int | None) -> list[Held]:
        """All that it has of the person, nearest to the source first, and what must happen with each.

        `ended` is the purpose that ended for them (a withdrawal); `None`: all of them (an erasure).
        """

    def forget(self, actor: Actor, person: Person) -> Forgotten:
        """Erase all it may, history included; called inside a transaction, any number of times."""

    def told(self, actor: Actor, person: Person) -> Mapping[str, Any]:
        """All that it has, for the person's own copy (access, portability)."""


HOLDERS: dict[str, Holder] = {}
IMPERSONAL: dict[str, str] = {}  # label of a model → why it holds nothing of a data subject


def holder(found: Holder) -> Holder:
    HOLDERS[found.code] = found
    return found


def impersonal(models: Mapping[str, str]) -> None:
    IMPERSONAL.update(models)


def undeclared(labels: Iterable[str]) -> list[str]:
    """Those of `labels` (models there are) that nobody has declared."""
    known = {label for found in HOLDERS.values() for label in found.tables} | IMPERSONAL.keys()
    return sorted(set(labels) - known)
