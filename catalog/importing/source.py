"""What every reader answers: the tables of a source, as far as a source can know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.documents import AssetChange
from common.errors import AppError, FieldError, Invalid

PROPOSED_KEY = "proposed-key"  # the tag of an asset whose primary key was guessed; take it off to confirm


@dataclass(frozen=True, slots=True)
class Source:
    """`tables` give only what the source says; `notes` tell what was left out and why."""

    label: str
    namespace: str
    tables: tuple[AssetChange, ...]
    notes: tuple[str, ...] = ()


class Unreadable(AppError):
    """A source that cannot be read. Nothing in it repeats a password."""

    code = "unreadable"
    message = _("This source cannot be read.")

    @classmethod
    def at(cls, place: str, message: Any) -> "Unreadable":
        return cls(errors=[FieldError(place, "unreadable", message)])


def table_read(place: str, values: dict[str, Any]) -> AssetChange:
    """A table as a document; raises `Unreadable` naming the place of each name it cannot hold."""
    try:
        return AssetChange.read(values)
    except Invalid as refused:
        raise Unreadable(errors=_under(place, refused.errors)) from None


def _under(place: str, errors: Iterable[FieldError]) -> list[FieldError]:
    return [FieldError(f"{place}: {error.path}", "unreadable", error.message) for error in errors]
