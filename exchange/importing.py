"""Bricks from a database or a folder of files, into the assets that `import_catalogue` made of them.

Running it again brings the rows whose keys are new; rows that are there already are left as people made them.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.choices import FieldType
from catalog.importing.databases import database_rows, is_database
from catalog.importing.folders import folder_files
from catalog.importing.source import Unreadable
from catalog.models import ImportedSource
from catalog.queries.assets import asset_get
from common.actor import Actor
from common.errors import Invalid
from exchange.commands import submission_decide, submission_store
from exchange.models import Brick
from exchange.shape import Shape, cell_read
from exchange.streams import Numbered, csv_rows, received


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one table. Without `asset_id` no asset of the workshop was imported from it."""

    name: str
    asset_id: int | None = None
    sent: int = 0
    known: int = 0


def bricks_load(
    actor: Actor, location: str, *, namespace: str = "", only: str = "", accept: bool = False
) -> Iterator[Loaded]:
    """Send the rows of each table (or of the one named `only`) as one submission; with `accept`, accept it too.

    Raises `Unreadable`, `Forbidden`, and `Invalid` naming the refused rows, of which nothing is stored.
    """
    tables = _of_database if is_database(location) else _of_folder
    for space, name, rows_of in tables(location, namespace):
        if only and name != only:
            continue
        asset_id = _asset_of(actor, space, name)
        if asset_id is None:
            yield Loaded(name)
            continue
        shape = Shape.of(asset_get(actor, asset_id, ["fields"]))
        with rows_of(shape) as rows:
            yield _table_load(actor, asset_id, name, shape, rows, accept)


def _asset_of(actor: Actor, namespace: str, name: str) -> int | None:
    known = ImportedSource.objects.filter(workshop_id=actor.workshop_id, namespace=namespace, name=name)
    return known.values_list("asset_id", flat=True).first()


def _table_load(actor: Actor, asset_id: int, name: str, shape: Shape, rows: Numbered, accept: bool) -> Loaded:
    fresh = Fresh(asset_id, shape, rows)
    try:
        with received(shape, iter(fresh), fresh.fingerprint) as taken:
            key = f"import {asset_id} {taken.fingerprint[:32]}"
            pk = submission_store(actor=actor, asset_id=asset_id, received=taken, key=key)
            if accept:
                submission_decide(actor=actor, submission_id=pk, verdict="accepted")
            return Loaded(name, asset_id, taken.count, fresh.known)
    except Invalid as refused:
        if fresh.count or refused.errors[0].code != "too_short":
            raise Invalid(refused.message, errors=[e.under(name) for e in refused.errors]) from None
        return Loaded(name, asset_id, 0, fresh.known)  # there was nothing new


class Fresh:
    """The rows whose keys the asset has not yet; hashed as they pass."""

    def __init__(self, asset_id: int, shape: Shape, rows: Numbered):
        self.shape, self.rows = shape, rows
        self.count = self.known = 0
        self._hash = hashlib.sha256()
        keys = Brick.objects.filter(asset=asset_id).values_list("key", flat=True)
        self._keys = set(keys.iterator()) if shape.primary_key else set()

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        for n, values in self.rows:
            if self._is_known(values):
                self.known += 1
                continue
            self.count += 1
            self._hash.update(repr(values).encode())
            yield n, values

    def _is_known(self, values: Any) -> bool:
        has_key = isinstance(values, dict) and all(
            values.get(name) is not None for name in self.shape.primary_key
        )
        return bool(self._keys) and has_key and self.shape.key(values, "") in self._keys

    def fingerprint(self) -> str:
        return self._hash.hexdigest()


# Where rows come from


def _of_folder(location: str, namespace: str) -> Iterator[tuple[str, str, Any]]:
    path = Path(location)
    if not path.exists():
        raise Unreadable.at(path.name, _("There is neither a file nor a folder of this name."))
    for space, name, file in folder_files(path, namespace=namespace):
        yield space, name, _file_opener(file)


def _file_opener(path: Path) -> Any:
    @contextmanager
    def opened(shape: Shape) -> Iterator[Numbered]:
        with path.open("rb") as file:
            yield csv_rows(file, shape)

    return opened


def _of_database(location: str, namespace: str) -> Iterator[tuple[str, str, Any]]:
    for space, name, rows in database_rows(location, namespace=namespace):
        yield space, name, _rows_opener(rows)


def _rows_opener(rows: Iterator[dict[str, Any]]) -> Any:
    @contextmanager
    def opened(shape: Shape) -> Iterator[Numbered]:
        yield enumerate(
            ({name: _json(value, shape.types.get(name, "")) for name, value in row.items()} for row in rows),
            start=1,
        )

    return opened


def _json(value: Any, kind: str) -> Any:
    """A database's value as JSON has it; what does not fit its field stays, and the shape refuses it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return b64encode(bytes(value)).decode()
        case Decimal():
            return cell_read(str(value), FieldType.DECIMAL)
        case int() if kind == FieldType.BOOLEAN and value in (0, 1):
            return bool(value)
        case None | bool() | int() | float() | str() | list() | dict():
            return value
    return str(value)
