"""Going back: restore an earlier version or a deleted asset, undo a whole change; always as a new version."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import access
from catalog.access import Standing
from catalog.choices import Status
from catalog.commands.assets import asset_delete, asset_update, assets_create
from catalog.documents import AssetChange, AssetDocument
from catalog.models import Asset
from catalog.queries.versions import asset_at, asset_before, asset_history, changes_of
from catalog.representation import as_document
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, NotFound


@command
def asset_restore(*, actor: Actor, asset_id: int, version_id: int, reason: str = "") -> int:
    """Make an asset again what it was in a version (history row id), deleted or not; answers its id.

    Its status stays as it is; a deleted asset comes back as a draft unless the actor may validate.
    Raises `NotFound`, `Forbidden`, and `Invalid` when what it referred to is gone.
    """
    _write_back(actor, asset_id, asset_at(actor, asset_id, version_id), reason)
    return asset_id


def _write_back(actor: Actor, asset_id: int, detail: dict[str, Any], reason: str) -> None:
    document = as_document(detail)
    if Asset.objects.filter(pk=asset_id, workshop_id=actor.workshop_id).exists():
        asset_update(actor=actor, asset_id=asset_id, change=AssetChange.read(document), reason=reason)
        return
    assets_create(actor=actor, documents=[AssetDocument.read(document)], ids=[asset_id], reason=reason)
    asset = Asset.objects.get(pk=asset_id)
    last = asset_history(actor, asset_id).filter(history_type="-").first()
    asset.version = last.version + 1 if last else 1
    if detail["status"] != Status.DRAFT and access.can_move(actor, Standing(), detail["status"]):
        asset.status = detail["status"]
    asset.save()


@command
def change_undo(*, actor: Actor, request_id: UUID, reason: str = "") -> list[int]:
    """Take back everything one request did to assets; answers their ids.

    Raises `NotFound` for an unknown request, and `Conflict` naming the assets that somebody
    changed since: undoing would lose that.
    """
    require(actor, access.can_describe(actor))
    versions = changes_of(actor, request_id)
    if not versions:
        raise NotFound()
    by_asset: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for version in versions:
        by_asset[version["asset_id"]].append(version)
    _refuse_changed_since(actor, by_asset)
    for asset_id, own in reversed(by_asset.items()):
        before = asset_before(actor, asset_id, own[0]["id"])
        if before is None:
            asset_delete(actor=actor, asset_id=asset_id, reason=reason)
        else:
            _write_back(actor, asset_id, before, reason)
    return list(by_asset)


def _refuse_changed_since(actor: Actor, by_asset: dict[int, list[dict[str, Any]]]) -> None:
    message = _("“%(name)s” was changed since.")
    errors = [
        FieldError(str(asset_id), "changed_since", message % {"name": own[-1]["name"]})
        for asset_id, own in by_asset.items()
        if asset_history(actor, asset_id).filter(history_id__gt=own[-1]["id"]).exists()
    ]
    if errors:
        raise Conflict(
            _("Later changes would be lost. Undo them first."), code="changed_since", errors=errors
        )
