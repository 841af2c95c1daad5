"""REST: copies from floor to floor."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from exchange.api.examples import COPY
from exchange.api.inputs import TransferQuery
from exchange.api.shapes import RejectionPage, Transfer, TransferPage
from exchange.documents import TransferDocument
from exchange.movers import document_transfer
from exchange.queries.transfers import rejections_page, transfer_get, transfers_page
from exchange.representation import rejection_shown, transfer_shown
from workshop.api.base import ApiView


class TransfersView(ApiView):
    @operation("transfers_list", "List transfers", query=TransferQuery, answer=TransferPage)
    def get(self, request: Any, *, query: TransferQuery) -> JsonAnswer:
        """Latest first."""
        page = transfers_page(self.actor, source=query.source, target=query.target, **query.window)
        return page_answer(request, page.mapped(transfer_shown))

    @operation(
        "transfers_create",
        "Copy bricks one floor up",
        body=TransferDocument,
        answer=Transfer,
        status=201,
        examples=example("From a source to the lake", COPY),
    )
    def post(self, request: Any, *, body: TransferDocument) -> JsonAnswer:
        """Into `target`, or into the copy of the source in `system`, made when it is missing.

        Only accepted bricks that are new or changed since move; the source keeps them. 409 unless the way leads one
        floor up: source → raw → cleansed → store.
        """
        pk = document_transfer(document=body, **self.signed)
        shown = transfer_shown(transfer_get(self.actor, pk))
        return JsonAnswer(shown, 201, {"Location": request.build_absolute_uri(f"{request.path}{pk}/")})


class TransferView(ApiView):
    @operation("transfers_retrieve", "Read a transfer", answer=Transfer)
    def get(self, request: Any, *, transfer_id: int) -> JsonAnswer:
        return JsonAnswer(transfer_shown(transfer_get(self.actor, transfer_id)))


class RejectionsView(ApiView):
    @operation(
        "transfers_rejections", "List what a transfer did not take", query=PageQuery, answer=RejectionPage
    )
    def get(self, request: Any, *, transfer_id: int, query: PageQuery) -> JsonAnswer:
        """Each brick with the rules that failed."""
        page = rejections_page(self.actor, transfer_id, **query.window)
        return page_answer(request, page.mapped(rejection_shown))
