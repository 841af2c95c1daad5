"""REST: history of assets, and the ways back."""

from typing import Any
from uuid import UUID

from catalog.api.examples import example
from catalog.api.inputs import DiffQuery, RestoreFrom
from catalog.api.shapes import Asset, AssetsWritten, Change, Differences, EarlierAsset, VersionPage
from catalog.commands import asset_restore, change_undo
from catalog.queries.assets import asset_get
from catalog.queries.versions import (
    asset_document_at,
    asset_versions_page,
    assets_deleted_page,
    changes_of,
    version_differences,
)
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import versioned
from common.errors import NotFound
from workshop.api.base import ApiView


class VersionsView(ApiView):
    @operation("versions_list", "List the versions of an asset", query=PageQuery, answer=VersionPage)
    def get(self, request: Any, *, asset_id: int, query: PageQuery) -> JsonAnswer:
        """Latest first; also those of a deleted asset."""
        return page_answer(request, asset_versions_page(self.actor, asset_id, **query.window))


class VersionView(ApiView):
    @operation("versions_retrieve", "Read an asset as it was", answer=EarlierAsset)
    def get(self, request: Any, *, asset_id: int, version_id: int) -> JsonAnswer:
        """`document` is what `PUT /assets/{id}/` would take, with the status of then."""
        document = asset_document_at(self.actor, asset_id, version_id)
        return JsonAnswer({"id": version_id, "asset_id": asset_id, "document": document})


class DiffView(ApiView):
    @operation("versions_diff", "Compare two versions", query=DiffQuery, answer=Differences)
    def get(self, request: Any, *, asset_id: int, version_id: int, query: DiffQuery) -> JsonAnswer:
        """What became different up to this version."""
        found = version_differences(self.actor, asset_id, version_id, query.against)
        return JsonAnswer(
            {"differences": [{"path": d.path, "before": d.before, "after": d.after} for d in found]}
        )


class RestoreView(ApiView):
    @operation(
        "assets_restore",
        "Go back to an earlier version",
        body=RestoreFrom,
        answer=Asset,
        examples=example("The first version", {"version": 1}),
    )
    def post(self, request: Any, *, asset_id: int, body: RestoreFrom) -> JsonAnswer:
        """As a new version; brings a deleted asset back with its fields and keys."""
        asset_restore(asset_id=asset_id, version_id=body.version, **self.signed)
        return versioned(asset_get(self.actor, asset_id))


class DeletedAssetsView(ApiView):
    @operation("assets_deleted", "List deleted assets", query=PageQuery, answer=VersionPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Their last versions, latest first."""
        return page_answer(request, assets_deleted_page(self.actor, **query.window))


class ChangeView(ApiView):
    @operation("changes_retrieve", "Read what one request wrote", answer=Change)
    def get(self, request: Any, *, request_id: UUID) -> JsonAnswer:
        """`request_id` stands in every version, and in the header X-Request-Id of the answer."""
        versions = changes_of(self.actor, request_id)
        if not versions:
            raise NotFound()
        return JsonAnswer({"results": versions})


class UndoView(ApiView):
    @operation("changes_undo", "Take back what one request wrote", answer=AssetsWritten)
    def post(self, request: Any, *, request_id: UUID) -> JsonAnswer:
        """All or none. 409 names the assets that somebody changed since."""
        ids = change_undo(request_id=request_id, **self.signed)
        return JsonAnswer({"ids": ids, "request_id": self.actor.request_id})
