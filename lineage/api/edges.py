"""REST: edges, one and many."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.errors import AppError
from lineage.api.examples import EDGE, LOWERING, example
from lineage.api.inputs import BulkEdges, EdgeQuery
from lineage.api.shapes import EdgePage, EdgesDrawn, EdgeWhole, Lowering
from lineage.api.told import edge_told, lowering_told
from lineage.commands import edge_remove, edges_draw, lowering_ask
from lineage.documents import EdgeDocument, LoweringDocument, drawing_of
from lineage.queries.edges import edge_get, edges_page
from lineage.queries.lowerings import lowering_get
from workshop.api.base import ApiView, created, nothing


class EdgesView(ApiView):
    @operation("edges_list", "Find edges", query=EdgeQuery, answer=EdgePage)
    def get(self, request: Any, *, query: EdgeQuery) -> JsonAnswer:
        """Those that hold now, or held at a moment, in the order in which they first came."""
        return page_answer(request, edges_page(self.actor, **query.conditions, **query.window))

    @operation(
        "edges_create",
        "Draw an edge",
        body=EdgeDocument,
        answer=EdgeWhole,
        status=201,
        examples=example("From the customers to their copy in the lake", EDGE),
    )
    def post(self, request: Any, *, body: EdgeDocument) -> JsonAnswer:
        """From now on. One that is drawn already stays as it is; new links of its fields are added."""
        try:
            (pk,) = edges_draw(documents=[body], **self.signed)
        except AppError as refused:  # of a list of one
            refused.errors = tuple(replace(e, path=e.path.removeprefix("0.")) for e in refused.errors)
            raise
        answer = JsonAnswer(edge_told(edge_get(self.actor, pk)), 201)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{pk}/")
        return answer


class EdgesBulkView(ApiView):
    @operation(
        "edges_bulk_create",
        "Draw many edges",
        body=BulkEdges,
        answer=EdgesDrawn,
        status=201,
        examples=example("Two edges by name", [EDGE, {"source": 2, "target": 3}]),
    )
    def post(self, request: Any, *, body: BulkEdges) -> JsonAnswer:
        """All or none. Refused places begin with the edge's position, from 0: `12.source`."""
        ids = edges_draw(documents=[drawing_of(row) for row in body.root], **self.signed)
        return JsonAnswer({"ids": ids, "request_id": self.actor.request_id}, 201)


class EdgeView(ApiView):
    @operation("edges_retrieve", "Read an edge", answer=EdgeWhole)
    def get(self, request: Any, *, edge_id: int) -> JsonAnswer:
        """With its history, whether it still holds or not."""
        return JsonAnswer(edge_told(edge_get(self.actor, edge_id)))

    @operation("edges_delete", "Take back an edge drawn by hand", status=204)
    def delete(self, request: Any, *, edge_id: int) -> JsonAnswer:
        """It ends now unless a job still shows it; the past keeps it. 409 when nobody drew it."""
        edge_remove(edge_id=edge_id, **self.signed)
        return nothing()


class EdgeLoweringsView(ApiView):
    @operation(
        "lowerings_create",
        "Ask that confidentiality falls along an edge",
        body=LoweringDocument,
        answer=Lowering,
        status=201,
        examples=example("Towns instead of addresses", LOWERING),
    )
    def post(self, request: Any, *, edge_id: int, body: LoweringDocument) -> JsonAnswer:
        """It has no effect until a second person has accepted it, and none after it expires."""
        pk = lowering_ask(edge_id=edge_id, document=body, **self.signed)
        answer = created(request, lowering_told(lowering_get(self.actor, pk)))
        answer["Location"] = request.build_absolute_uri(reverse("lineage-api:lowering", args=[pk]))
        return answer
