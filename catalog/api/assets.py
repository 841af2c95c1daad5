"""REST: assets, one and many."""

from typing import Any

from catalog.api.examples import CLIENT, ORDER, example
from catalog.api.inputs import AssetBatch, AssetBatchChange, AssetQuery, StatusChange
from catalog.api.shapes import Asset, AssetPage, AssetsWritten, Facets
from catalog.commands import (
    asset_create,
    asset_delete,
    asset_move,
    asset_update,
    assets_create,
    assets_update,
)
from catalog.documents import AssetChange, AssetDocument, AssetFilter
from catalog.queries.assets import asset_facets, asset_get, assets_page
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.api.preconditions import unless_known, versioned
from common.errors import AppError
from workshop.api.base import ApiView, created, nothing


class AssetsView(ApiView):
    @operation("assets_list", "Find assets", query=AssetQuery, answer=AssetPage)
    def get(self, request: Any, *, query: Any) -> JsonAnswer:
        """Every given condition must hold. With `q`, the best match comes first and `order` is not used."""
        page = assets_page(self.actor, query.conditions, order=query.order, **query.window)
        return page_answer(request, page)

    @operation(
        "assets_create",
        "Register an asset",
        body=AssetDocument,
        answer=Asset,
        status=201,
        examples=example("The shop's customers", CLIENT),
    )
    def post(self, request: Any, *, body: AssetDocument) -> JsonAnswer:
        """With its fields, keys, owners and terms, which refer to each other by name."""
        pk = asset_create(document=body, **self.signed)
        return created(request, asset_get(self.actor, pk))


class AssetView(ApiView):
    @operation("assets_retrieve", "Read an asset with its parts", answer=Asset, guarded=True)
    def get(self, request: Any, *, asset_id: int) -> JsonAnswer:
        answer = versioned(asset_get(self.actor, asset_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "assets_replace",
        "Write an asset whole",
        body=AssetDocument,
        answer=Asset,
        guarded=True,
        examples=example("The shop's customers", CLIENT),
    )
    def put(self, request: Any, *, asset_id: int, body: AssetDocument) -> JsonAnswer:
        """What is not given takes its default; fields keep their identity by `id` or by name."""
        return self._write(asset_id, AssetChange.read(body.model_dump()))

    @operation(
        "assets_update",
        "Change an asset",
        body=AssetChange,
        answer=Asset,
        guarded=True,
        examples=example("A title", {"title_fr": "Client de la boutique"}),
    )
    def patch(self, request: Any, *, asset_id: int, body: AssetChange) -> JsonAnswer:
        """What is not given stays; a list that is given replaces the one that was there."""
        return self._write(asset_id, body)

    @operation("assets_delete", "Delete an asset", status=204, guarded=True)
    def delete(self, request: Any, *, asset_id: int) -> JsonAnswer:
        """History keeps it: `POST /assets/{id}/restore/` brings it back."""
        asset_delete(asset_id=asset_id, **self.guarded)
        return nothing()

    def _write(self, asset_id: int, change: AssetChange) -> JsonAnswer:
        asset_update(asset_id=asset_id, change=change, **self.guarded)
        return versioned(asset_get(self.actor, asset_id))


class AssetStatusView(ApiView):
    @operation(
        "assets_move",
        "Move an asset to another status",
        body=StatusChange,
        answer=Asset,
        guarded=True,
        examples=example("Submit", {"status": "submitted"}),
    )
    def post(self, request: Any, *, asset_id: int, body: StatusChange) -> JsonAnswer:
        """draft → submitted → validated → deprecated, and back to draft. 409 for a step in between."""
        asset_move(asset_id=asset_id, status=body.status, **self.guarded)
        return versioned(asset_get(self.actor, asset_id))


class AssetsBulkView(ApiView):
    @operation(
        "assets_bulk_create",
        "Register many assets",
        body=AssetBatch,
        answer=AssetsWritten,
        status=201,
        examples=example("Two that refer to each other", [CLIENT, ORDER]),
    )
    def post(self, request: Any, *, body: AssetBatch) -> JsonAnswer:
        """All or none. Refused places begin with the asset's position, from 0: `12.fields.0.name`."""
        return self._written(assets_create(documents=body.root, **self.signed), 201)

    @operation(
        "assets_bulk_update",
        "Make the same change to many assets",
        body=AssetBatchChange,
        answer=AssetsWritten,
        examples=example("Rate two assets", {"ids": [1, 2], "change": {"importance": 3}}),
    )
    def patch(self, request: Any, *, body: AssetBatchChange) -> JsonAnswer:
        """All or none; each asset gets a new version."""
        try:
            ids = assets_update(asset_ids=list(dict.fromkeys(body.ids)), change=body.change, **self.signed)
        except AppError as refused:
            refused.errors = tuple(error.under("ids") for error in refused.errors)
            raise
        return self._written(ids, 200)

    def _written(self, ids: list[int], status: int) -> JsonAnswer:
        return JsonAnswer({"ids": ids, "request_id": self.actor.request_id}, status)


class AssetFacetsView(ApiView):
    @operation("assets_facets", "Count assets by facet", query=AssetFilter, answer=Facets)
    def get(self, request: Any, *, query: AssetFilter) -> JsonAnswer:
        """How many assets each value would give beside the other conditions."""
        facets = asset_facets(self.actor, query)
        return JsonAnswer(
            {
                name: [{"value": value, "count": count} for value, count in counts.items()]
                for name, counts in facets.items()
            }
        )
