"""Going back: restore an earlier version or a deleted asset, undo a whole change; always as a new version."""

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import access
from catalog.commands.assets import assets_delete, without_index
from catalog.commands.together import Wanted, assets_write
from catalog.documents import AssetDocument
from catalog.models import ImportedSource
from catalog.queries.assets import assets_visible
from catalog.queries.versions import asset_at, asset_before, asset_history, changes_of
from catalog.representation import as_document
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, NotFound
from common.history import history_of, rows_delete, rows_update


@command
def asset_restore(*, actor: Actor, asset_id: int, version_id: int, reason: str = "") -> int:
    """Make an asset again what it was in a version (history row id), deleted or not; answers its id.

    Its status stays as it is; a deleted asset comes back as a draft unless the actor may validate.
    Raises `NotFound`, `Forbidden`, and `Invalid` when what it referred to is gone.
    """
    wanted = _as_it_was(asset_id, asset_at(actor, asset_id, version_id))
    if assets_visible(actor).filter(pk=asset_id).exists():
        wanted = replace(wanted, status="")
    try:
        assets_write(actor, [wanted])
    except Invalid as refused:
        raise Invalid(errors=[without_index(error) for error in refused.errors]) from None
    return asset_id


def _as_it_was(asset_id: int, detail: dict[str, Any]) -> Wanted:
    document = AssetDocument.read(as_document(detail))
    return Wanted(asset_id=asset_id, document=document, status=detail["status"])


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
    before = {pk: asset_before(actor, pk, own[0]["id"]) for pk, own in by_asset.items()}
    assets_write(actor, [_as_it_was(pk, detail) for pk, detail in before.items() if detail])
    unborn = assets_visible(actor).filter(pk__in=[pk for pk, detail in before.items() if not detail])
    assets_delete(actor=actor, asset_ids=list(unborn.values_list("pk", flat=True)), reason=reason)
    _imports_undo(actor, list(by_asset), request_id)
    return list(by_asset)


def _imports_undo(actor: Actor, asset_ids: list[int], request_id: UUID) -> None:
    """What imports compare with goes back too: the same import would then propose the same again."""
    history = history_of(ImportedSource).objects.filter(workshop_id=actor.workshop_id)
    for row in ImportedSource.objects.filter(asset__in=asset_ids):
        own = history.filter(id=row.pk).order_by("history_id")
        first = own.filter(request_id=request_id).first()
        before = own.filter(history_id__lt=first.history_id).last() if first else None
        if before is not None:
            row.said = before.said
            rows_update(ImportedSource, [row], ["said"])
        elif first is not None:
            rows_delete(ImportedSource.objects.filter(pk=row.pk))


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
