"""REST: bricks, one and many; how they are corrected, and what they come from."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import unless_known, versioned
from common.errors import FieldError, Invalid
from exchange.api.examples import ALICE, BATCH, BRICK
from exchange.api.inputs import BrickQuery
from exchange.api.shapes import Brick, BrickFamily, BrickPage, BrickVersionPage, Submission
from exchange.commands import brick_change, brick_correct, bricks_withdraw, submission_send
from exchange.documents import Brick as BrickDocument
from exchange.documents import BrickBatch, BrickChange, BrickValues, Ids
from exchange.queries.bricks import brick_get, brick_versions_page, bricks_page, bricks_shown
from exchange.queries.origins import copies_of, origins_of, sources_of
from exchange.queries.submissions import first_brick_of, submission_get
from exchange.representation import submission_shown
from workshop.api.base import ApiView, created, nothing


class SendingView(ApiView):
    """What all sends share: the sender's own name for them, and the submission as the answer."""

    @property
    def key(self) -> str:
        return str(self.request.META.get("HTTP_IDEMPOTENCY_KEY", ""))

    def submission(self, pk: int) -> JsonAnswer:
        shown = submission_shown(submission_get(self.actor, pk))
        address = self.request.build_absolute_uri(reverse("exchange-api:submission", args=[pk]))
        return JsonAnswer(shown, 201, {"Location": address})


class BricksView(SendingView):
    @operation("bricks_list", "Find bricks", query=BrickQuery, answer=BrickPage)
    def get(self, request: Any, *, query: Any) -> JsonAnswer:
        """Every given condition must hold. In the order in which they came."""
        page = bricks_page(self.actor, query.conditions, **query.window)
        return page_answer(request, page.with_rows(bricks_shown(self.actor, page.rows)))

    @operation(
        "bricks_create",
        "Send a brick",
        body=BrickDocument,
        answer=Brick,
        status=201,
        examples=example("A customer", BRICK),
    )
    def post(self, request: Any, *, body: BrickDocument) -> JsonAnswer:
        """Into a source system, where it waits for the owner. Wrong *shape* is refused; wrong content may enter."""
        try:
            pk = submission_send(asset_id=body.asset, bricks=[body.values], key=self.key, **self.signed)
        except Invalid as refused:
            raise Invalid(errors=[_of_one(error) for error in refused.errors]) from None
        return created(request, _brick(self.actor, first_brick_of(self.actor, pk)))


def _of_one(error: FieldError) -> FieldError:
    """The place of a refusal in the body of a single brick."""
    return replace(error, path=error.path.replace("bricks.0", "values", 1))


def _brick(actor: Any, pk: int) -> dict[str, Any]:
    return bricks_shown(actor, [brick_get(actor, pk)])[0]


class BricksBulkView(SendingView):
    @operation(
        "bricks_bulk_create",
        "Send many bricks",
        body=BrickBatch,
        answer=Submission,
        status=201,
        examples=example("Two customers", BATCH),
    )
    def post(self, request: Any, *, body: BrickBatch) -> JsonAnswer:
        """All or none. Refused places begin with the brick's position, from 0: `bricks.12.region`."""
        pk = submission_send(asset_id=body.asset, bricks=body.bricks, key=self.key, **self.signed)
        return self.submission(pk)


class BricksWithdrawView(ApiView):
    @operation(
        "bricks_withdraw",
        "Take bricks out of their source",
        body=Ids,
        status=204,
        examples=example("Two", {"ids": [1, 2]}),
    )
    def post(self, request: Any, *, body: Ids) -> JsonAnswer:
        """All or none. History keeps them, and their copies go with the next transfer."""
        bricks_withdraw(brick_ids=body.ids, **self.signed)
        return nothing()


class BrickView(ApiView):
    @operation("bricks_retrieve", "Read a brick", answer=Brick, guarded=True)
    def get(self, request: Any, *, brick_id: int) -> JsonAnswer:
        answer = versioned(_brick(self.actor, brick_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "bricks_replace",
        "Correct a brick",
        body=BrickValues,
        answer=Brick,
        guarded=True,
        examples=example("All values", {"values": ALICE}),
    )
    def put(self, request: Any, *, brick_id: int, body: BrickValues) -> JsonAnswer:
        """At its source, with all its values. It waits for its owner again. 409 for a copy."""
        brick_correct(brick_id=brick_id, values=body.values, **self.guarded)
        return versioned(_brick(self.actor, brick_id))

    @operation(
        "bricks_update",
        "Correct some values of a brick",
        body=BrickChange,
        answer=Brick,
        guarded=True,
        examples=example("One value", {"values": {"region": "Corse"}}),
    )
    def patch(self, request: Any, *, brick_id: int, body: BrickChange) -> JsonAnswer:
        """What is not given stays; null takes a value away."""
        brick_change(brick_id=brick_id, values=body.values, **self.guarded)
        return versioned(_brick(self.actor, brick_id))

    @operation("bricks_delete", "Take a brick out of its source", status=204)
    def delete(self, request: Any, *, brick_id: int) -> JsonAnswer:
        """History keeps it, and its copies go with the next transfer."""
        bricks_withdraw(brick_ids=[brick_id], **self.signed)
        return nothing()


class BrickVersionsView(ApiView):
    @operation("bricks_versions", "List the versions of a brick", query=PageQuery, answer=BrickVersionPage)
    def get(self, request: Any, *, brick_id: int, query: PageQuery) -> JsonAnswer:
        """Latest first; also those of a withdrawn brick."""
        return page_answer(request, brick_versions_page(self.actor, brick_id, **query.window))


class BrickFamilyView(ApiView):
    @operation("bricks_family", "Read what a brick comes from and what was made from it", answer=BrickFamily)
    def get(self, request: Any, *, brick_id: int) -> JsonAnswer:
        """Ids of bricks, one step away each way; `source` is the one where it began."""
        brick_get(self.actor, brick_id)
        asked = [brick_id]
        return JsonAnswer(
            {
                "origins": origins_of(self.actor, asked)[brick_id],
                "copies": copies_of(self.actor, asked)[brick_id],
                "source": sources_of(self.actor, asked)[brick_id],
            }
        )
