"""Versions of assets in the admin: list, compare any two, restore; also for those that were deleted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from catalog import access
from catalog.commands import asset_restore
from catalog.queries.glossary import names_of
from catalog.queries.versions import asset_versions, assets_deleted, version_differences
from catalog.wording import told
from common.actor import Actor
from common.admin import CommandAdmin, actor_of
from common.errors import AppError, NotFound


class Versions(CommandAdmin):
    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("deleted/", wrap(self.deleted_view), name="catalog_asset_deleted"),
            path("<int:asset_id>/restore/", wrap(self.restore_view), name="catalog_asset_restore"),
            *super().get_urls(),
        ]

    def versions(self, actor: Actor, pk: int) -> list[dict[str, Any]]:
        return asset_versions(actor, pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Also of a deleted asset: its history is all that is left of it."""
        actor = actor_of(request)
        try:
            versions = self.versions(actor, _whole_number(object_id))
            compared = self._compared(actor, versions, request)
        except NotFound:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
            return missing
        title = _("History of %(name)s") % {"name": versions[0]["name"]}
        template = "admin/catalog/asset/versions.html"
        may_restore = access.can_describe(actor)
        obj = self.get_object(request, object_id)
        return self.page(
            request,
            template,
            title,
            obj,
            versions=versions,
            asset_id=int(object_id),
            may_restore=may_restore,
            **compared,
        )

    @staticmethod
    def _compared(actor: Actor, versions: list[dict[str, Any]], request: HttpRequest) -> dict[str, Any]:
        """The two versions to compare: those asked for, else the latest and the one before."""
        pk = versions[0]["asset_id"]
        latest, before = versions[0]["id"], versions[min(1, len(versions) - 1)]["id"]
        newer = _whole_number(request.GET.get("newer", str(latest)))
        older = _whole_number(request.GET.get("older", str(before)))
        older, newer = sorted((older, newer))
        differences = version_differences(actor, pk, newer, None if older == newer else older)
        return {"newer": newer, "older": older, "differences": told(differences, names_of(actor))}

    def restore_view(self, request: HttpRequest, asset_id: int) -> HttpResponse:
        actor, version = actor_of(request), request.POST.get("version", "")
        if request.method != "POST" or not version.isdigit():
            raise Http404
        if not access.can_describe(actor):
            raise PermissionDenied
        reason = request.POST.get("reason", "")[:500]
        try:
            asset_restore(actor=actor, asset_id=asset_id, version_id=int(version), reason=reason)
        except NotFound:
            raise Http404 from None
        except AppError as refused:
            return self.turned_back(request, refused, "history", asset_id)
        messages.success(request, _("The asset is again what it was in that version."))
        return HttpResponseRedirect(self.url("change", asset_id))

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        gone = assets_deleted(actor_of(request))
        return self.page(request, "admin/catalog/asset/deleted.html", _("Deleted assets"), versions=gone)


def _whole_number(text: str) -> int:
    if not text.isdigit():
        raise NotFound()
    return int(text)
