"""One field, key, link or owner of an asset: written as a change of that asset.

A part has no life of its own: its rights, its version and its history are those of its asset.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.commands.assets import asset_update
from catalog.diff import ROW_KEYS
from catalog.documents import AssetChange
from catalog.queries.assets import asset_get
from catalog.queries.parts import part_asset_id
from catalog.representation import DOCUMENT_ROWS, as_document
from common.actor import Actor
from common.change import command
from common.errors import AppError, FieldError, Invalid, NotFound, Referenced
from common.text import fold

Row = dict[str, Any]


@command
def part_create(
    *,
    actor: Actor,
    part: str,
    asset_id: int,
    row: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Add a row to a part (`fields`, `unique_keys`, `foreign_keys`, `ownerships`); answers its id.

    Errors are those of `asset_update`, their places relative to the row.
    """
    try:
        before = asset_get(actor, asset_id)
    except NotFound:
        message = _("No asset of your workshop has this id.")
        raise Invalid.at("asset", "unknown", message) from None
    rows: list[Row] = as_document(before)[part]
    if _key(part, row) in [_key(part, other) for other in rows]:
        raise Invalid.at("name" if "name" in row else "", "duplicate", _("This is already there."))
    change = {part: [*rows, dict(row)]}
    _write(actor, before, change, (part, len(rows)), reason, expected_version)
    return _id_of(actor, asset_id, part, _key(part, row))


@command
def part_update(
    *,
    actor: Actor,
    part: str,
    part_id: int,
    values: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Change what is given of one row; answers its id. Keys follow a field that is renamed."""
    before, index = _located(actor, part, part_id)
    document = as_document(before)
    old: Row = document[part][index]
    new: Row = {**old, **values}
    change = {part: [new if n == index else row for n, row in enumerate(document[part])]}
    if part == "fields" and new["name"] != old["name"]:
        change |= _renamed({**document, **change}, before, old["name"], new["name"])
    _write(actor, before, change, (part, index), reason, expected_version)
    return _id_of(actor, before["id"], part, _key(part, new))


@command
def part_delete(
    *,
    actor: Actor,
    part: str,
    part_id: int,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Remove one row; raises `Referenced` for a field that a key of its asset or another one needs."""
    before, index = _located(actor, part, part_id)
    if part == "fields":
        _refuse_needed(before, before[part][index]["name"])
    rows = as_document(before)[part]
    change = {part: [row for n, row in enumerate(rows) if n != index]}
    _write(actor, before, change, (part, index), reason, expected_version)


def _located(actor: Actor, part: str, part_id: int) -> tuple[Row, int]:
    """The asset that the row belongs to, and the row's place in its part."""
    asset = asset_get(actor, part_asset_id(actor, part, part_id))
    return asset, next(n for n, row in enumerate(asset[part]) if row["id"] == part_id)


def _write(
    actor: Actor,
    before: Row,
    change: Row,
    place: tuple[str, int],
    reason: str,
    expected_version: int | None,
) -> None:
    prefix = f"{place[0]}.{place[1]}"
    try:
        asset_update(
            actor=actor,
            asset_id=before["id"],
            change=AssetChange.read(change),
            reason=reason,
            expected_version=expected_version,
        )
    except AppError as refused:
        refused.errors = tuple(_relative(error, prefix) for error in refused.errors)
        raise


def _relative(error: FieldError, prefix: str) -> FieldError:
    if error.path == prefix or error.path.startswith(f"{prefix}."):
        return FieldError(error.path.removeprefix(prefix).lstrip("."), error.code, error.message)
    return error


def _key(part: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    values = (row[name] for name in ROW_KEYS[part])
    return tuple(fold(value) if part == "ownerships" else value for value in values)


def _id_of(actor: Actor, asset_id: int, part: str, key: tuple[str, ...]) -> int:
    rows = asset_get(actor, asset_id, _PARTS_READ[part])[part]
    return next(int(row["id"]) for row in rows if _key(part, row) == key)


_PARTS_READ = {
    "fields": ["fields"],
    "unique_keys": ["keys"],
    "foreign_keys": ["keys"],
    "ownerships": ["ownerships"],
}
assert _PARTS_READ.keys() == DOCUMENT_ROWS.keys()


def _renamed(document: Row, before: Row, old: str, new: str) -> Row:
    """The keys of an asset after one of its fields has another name."""
    swap: Callable[[str], str] = lambda name: new if name == old else name  # noqa: E731
    to_itself = (before["namespace"], before["name"])
    return {
        "primary_key": [swap(name) for name in document["primary_key"]],
        "unique_keys": [
            {**key, "fields": [swap(name) for name in key["fields"]]} for key in document["unique_keys"]
        ],
        "foreign_keys": [
            {
                **key,
                "columns": [
                    {
                        "field": swap(pair["field"]),
                        "target_field": swap(pair["target_field"])
                        if (key["target"]["namespace"], key["target"]["name"]) == to_itself
                        else pair["target_field"],
                    }
                    for pair in key["columns"]
                ],
            }
            for key in document["foreign_keys"]
        ],
    }


def _refuse_needed(asset: Row, name: str) -> None:
    needing = {
        "primary_key": name in asset["primary_key"],
        "unique_keys": any(name in key["fields"] for key in asset["unique_keys"]),
        "foreign_keys": any(
            name == pair["field"] for key in asset["foreign_keys"] for pair in key["columns"]
        ),
    }
    message = _("A key of this asset uses the field “%(name)s”. Change that key first.") % {"name": name}
    errors = [FieldError(section, "referenced", message) for section, needs in needing.items() if needs]
    if errors:
        raise Referenced(errors=errors)
