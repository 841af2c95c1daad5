"""Many assets in one change, all or none; the change can be undone as a whole."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from catalog import access
from catalog.commands.assets import (
    DEFAULT_NAMESPACE,
    asset_move,
    asset_update,
    assets_create,
    assets_update,
)
from catalog.commands.references import assets_named, refuse
from catalog.documents import AssetChange, AssetDocument
from catalog.queries.assets import assets_visible
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import AppError, FieldError, Invalid, NotFound


@command
def assets_move(*, actor: Actor, asset_ids: Collection[int], status: str, reason: str = "") -> None:
    """Move assets to another state; those that are there already stay. Errors: see `asset_move`."""
    for asset_id, name, present in _known(actor, asset_ids, "name", "status"):
        if present != status:
            _naming(name, asset_move, actor=actor, asset_id=asset_id, status=status, reason=reason)


@command
def assets_tag(*, actor: Actor, asset_ids: Collection[int], tag: str, reason: str = "") -> None:
    """Add a tag to assets."""
    for asset_id, name, tags in _known(actor, asset_ids, "name", "tags"):
        change = AssetChange.read({"tags": [*(other for other in tags if other != tag), tag]})
        if tag not in tags:
            _naming(name, asset_update, actor=actor, asset_id=asset_id, change=change, reason=reason)


@command
def assets_edit(
    *,
    actor: Actor,
    asset_ids: Collection[int],
    owner: str = "",
    tag: str = "",
    status: str = "",
    reason: str = "",
) -> None:
    """Name an accountable owner, add a tag and move assets; what is empty stays."""
    if owner:
        ownership = {"participant": owner, "responsibility": "accountable"}
        change = AssetChange.read({"ownerships": [ownership]})
        assets_update(actor=actor, asset_ids=asset_ids, change=change, reason=reason)
    if tag:
        assets_tag(actor=actor, asset_ids=asset_ids, tag=tag, reason=reason)
    if status:
        assets_move(actor=actor, asset_ids=asset_ids, status=status, reason=reason)


def _known(actor: Actor, asset_ids: Collection[int], *columns: str) -> list[tuple[Any, ...]]:
    rows = list(assets_visible(actor).filter(pk__in=asset_ids).values_list("pk", *columns))
    if len(rows) != len(set(asset_ids)):
        raise NotFound()
    return rows


def _naming(name: str, function: Any, **arguments: Any) -> None:
    """Call a command; its refusal says which asset it is about."""
    try:
        function(**arguments)
    except AppError as refused:
        if not refused.errors:
            raise type(refused)(f"“{name}”: {refused.message}", code=refused.code) from None
        raise type(refused)(errors=[error.under(name) for error in refused.errors]) from None


@command
def assets_put(*, actor: Actor, changes: Sequence[AssetChange], reason: str = "") -> None:
    """Make the assets of these names if they are missing, else change what is given of them.

    Raises `Invalid` with every refused place as `<index>.<path>`; nothing is then written.
    """
    require(actor, access.can_describe(actor))
    keys = [(change.namespace or DEFAULT_NAMESPACE, change.name) for change in changes]
    known = assets_named(actor.workshop_id, keys)
    new = {n: changes[n] for n, key in enumerate(keys) if key not in known}
    errors = _creation_errors(actor, new, reason)
    for n, key in enumerate(keys):
        if key in known:
            errors += _update_errors(actor, n, known[key], changes[n], reason)
    refuse(errors)


def _creation_errors(actor: Actor, changes: Mapping[int, AssetChange], reason: str) -> list[FieldError]:
    """Create assets; why some cannot be, by their index."""
    documents: list[AssetDocument] = []
    errors: list[FieldError] = []
    for n, change in changes.items():
        try:
            given = change.model_dump(include=change.model_fields_set)
            documents.append(AssetDocument.read(given, path=str(n)))
        except Invalid as refused:
            errors += refused.errors
    if errors:
        return errors
    try:
        with transaction.atomic():
            assets_create(actor=actor, documents=documents, reason=reason)
    except Invalid as refused:
        return [_at_index(error, list(changes)) for error in refused.errors]
    return []


def _at_index(error: FieldError, indexes: Sequence[int]) -> FieldError:
    index, _dot, rest = error.path.partition(".")
    if not index.isdigit():
        return error
    return FieldError(f"{indexes[int(index)]}.{rest}", error.code, error.message)


def _update_errors(actor: Actor, n: int, asset_id: int, change: AssetChange, reason: str) -> list[FieldError]:
    try:
        with transaction.atomic():
            asset_update(actor=actor, asset_id=asset_id, change=change, reason=reason)
    except AppError as refused:
        own = refused.errors or [FieldError("", refused.code, refused.message)]
        return [error.under(str(n)) for error in own]
    return []
