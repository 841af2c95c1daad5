"""REST: what lets confidentiality fall along edges."""

from typing import Any

from common.actor import Actor
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from common.api.preconditions import unless_known, versioned
from lineage.api.examples import example
from lineage.api.inputs import LoweringQuery
from lineage.api.shapes import Lowering, LoweringPage
from lineage.api.told import lowering_told
from lineage.commands import lowering_end, lowering_review
from lineage.documents import ReviewDocument
from lineage.queries.lowerings import lowering_get, lowerings_page
from workshop.api.base import ApiView


class LoweringsView(ApiView):
    @operation("lowerings_list", "Find lowerings", query=LoweringQuery, answer=LoweringPage)
    def get(self, request: Any, *, query: LoweringQuery) -> JsonAnswer:
        """Latest first."""
        page = lowerings_page(
            self.actor,
            edge=query.edge,
            target=query.target,
            waiting=query.waiting,
            state=query.state or "",
            **query.window,
        )
        return page_answer(request, page.mapped(lowering_told))


class LoweringView(ApiView):
    @operation("lowerings_retrieve", "Read a lowering", answer=Lowering, guarded=True)
    def get(self, request: Any, *, lowering_id: int) -> JsonAnswer:
        return unless_known(_answer(self.actor, lowering_id), request.META.get("HTTP_IF_NONE_MATCH"))


def _answer(actor: Actor, lowering_id: int) -> JsonAnswer:
    return versioned(lowering_told(lowering_get(actor, lowering_id)))


class LoweringReviewView(ApiView):
    @operation(
        "lowerings_review",
        "Accept or refuse a lowering",
        body=ReviewDocument,
        answer=Lowering,
        examples=example("Accepted", {"accepted": True, "reason": "Contrôlé sur 200 lignes."}),
    )
    def post(self, request: Any, *, lowering_id: int, body: ReviewDocument) -> JsonAnswer:
        """A second person does it: 403 for the one who asked. 409 when it is settled already."""
        lowering_review(lowering_id=lowering_id, document=body, **self.signed)
        return _answer(self.actor, lowering_id)


class LoweringEndView(ApiView):
    @operation("lowerings_end", "End a lowering before its time", answer=Lowering)
    def post(self, request: Any, *, lowering_id: int) -> JsonAnswer:
        """Or take back the question. The level rises again at once."""
        lowering_end(lowering_id=lowering_id, **self.signed)
        return _answer(self.actor, lowering_id)
