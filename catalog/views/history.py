"""What happened: versions of an asset and their differences, whole changes, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import access
from catalog.commands import asset_restore, change_undo
from catalog.queries.assets import assets_get
from catalog.queries.glossary import names_of
from catalog.queries.versions import (
    asset_at,
    asset_versions,
    changes_of,
    version_differences,
    versions_differences,
)
from catalog.views.pages import rights_of
from catalog.wording import told
from common.actor import Actor
from common.errors import AppError, Conflict, Invalid, NotFound
from workshop.middleware import PageRequest


@require_safe
def asset_history(request: PageRequest, pk: int) -> HttpResponse:
    """The versions, latest first; two of them compared (`from`, `to`), at first the latest change."""
    actor = request.actor
    return _history(request, actor, pk)


def _history(request: PageRequest, actor: Actor, pk: int, refused: AppError | None = None) -> HttpResponse:
    versions = asset_versions(actor, pk)
    after = _chosen(request.GET.get("to"), versions, versions[0]["id"])
    older = [version["id"] for version in versions if version["id"] < after]
    before = _chosen(request.GET.get("from"), versions, older[0] if older else None)
    current = assets_get(actor, [pk])
    changes = version_differences(actor, pk, after, before)
    context = {
        "asset": current[0] if current else {**asset_at(actor, pk, versions[0]["id"]), "id": pk},
        "is_deleted": not current,
        "can_restore": access.can_describe(actor)
        if not current
        else rights_of(actor, current[0])["describe"],
        "versions": versions,
        "before": next((v for v in versions if v["id"] == before), None),
        "after": next(v for v in versions if v["id"] == after),
        "changes": told(changes, names_of(actor)),
        "refused": refused,
    }
    return render(request, "catalog/asset_history.html", context, status=refused.status if refused else 200)


def _chosen(asked: str | None, versions: list[dict[str, Any]], otherwise: int | None) -> Any:
    """The version asked for; raises `NotFound` for one that this asset does not have."""
    if not asked:
        return otherwise
    found = next((version["id"] for version in versions if str(version["id"]) == asked), None)
    if found is None:
        raise NotFound()
    return found


@require_POST
def asset_restore_version(request: PageRequest, pk: int) -> HttpResponse:
    actor, version = request.actor, request.POST.get("version", "")
    if not version.isdigit():
        raise NotFound()
    try:
        asset_restore(actor=actor, asset_id=pk, version_id=int(version), reason=_("Earlier version restored"))
    except (Conflict, Invalid) as refused:
        return _history(request, actor, pk, refused)
    messages.success(request, _("Restored, as a new version."))
    return redirect("catalog:asset-detail", pk)


@require_safe
def change_detail(request: PageRequest, request_id: UUID) -> HttpResponse:
    return _change(request, request_id)


def _change(request: PageRequest, request_id: UUID, refused: AppError | None = None) -> HttpResponse:
    """Everything that one request did, asset by asset."""
    actor = request.actor
    versions = changes_of(actor, request_id)
    if not versions:
        raise NotFound()
    changes = versions_differences(actor, [version["id"] for version in versions])
    names = names_of(actor)
    context = {
        "request_id": request_id,
        "first": versions[0],
        "versions": [{**version, "changes": told(changes[version["id"]], names)} for version in versions],
        "can_undo": access.can_describe(actor),
        "refused": refused,
    }
    return render(request, "catalog/change_detail.html", context, status=refused.status if refused else 200)


@require_POST
def change_take_back(request: PageRequest, request_id: UUID) -> HttpResponse:
    try:
        change_undo(actor=request.actor, request_id=request_id, reason=_("Change taken back as a whole"))
    except (Conflict, Invalid) as refused:
        return _change(request, request_id, refused)
    messages.success(request, _("The whole change was taken back."))
    return redirect("catalog:asset-list")
