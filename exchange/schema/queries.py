"""What can be asked of the exchange."""

from typing import Any

import graphene

from common.document import Document
from common.graphql.cohort import Row, single
from common.graphql.columns import enum_of
from common.graphql.connections import BOTH_WAYS, connection, paging
from common.graphql.nodes import key_of, node_get
from exchange.choices import BrickState
from exchange.documents import BrickFilter
from exchange.queries.bricks import bricks_page
from exchange.queries.seeds import hidden_count, score, seeded_errors_page
from exchange.queries.shop import client_of, shop_get
from exchange.queries.submissions import decisions_page, submissions_page
from exchange.queries.transfers import transfers_page
from exchange.queries.waiting import waiting_page
from exchange.schema.types import (
    BrickConnection,
    BrickType,
    DecisionConnection,
    DecisionType,
    SeededErrorConnection,
    SeededErrorType,
    SeededScore,
    ShopType,
    SubmissionConnection,
    SubmissionType,
    TransferConnection,
    TransferType,
)
from exchange.shop import ASSETS, FIELDS

# What filters name by a global id, and the type it must be of.
IDS = {
    "asset": "Asset", "submission": "Submission", "producer": "Participant", "transfer": "Transfer",
    "source": "Asset", "target": "Asset",
}  # fmt: skip


class BrickFilterInput(graphene.InputObjectType):
    """Which bricks: every given condition must hold; several states are alternatives."""

    asset = graphene.ID(description="Records of this asset.")
    state = graphene.List(graphene.NonNull(enum_of(BrickState)), description="In one of these states.")
    submission = graphene.ID(description="Sent together.")
    producer = graphene.ID(description="Sent by this participant, or copies of what they sent.")
    transfer = graphene.ID(description="Made or updated by this transfer.")
    key = graphene.String(description="With exactly this key.")


def keys(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments with global ids as those of our queries."""
    return {
        name: key_of(value, IDS[name]) if name in IDS else value
        for name, value in given.items()
        if value is not None
    }


def _filter(given: dict[str, Any] | None) -> Document:
    plain = keys(dict(given or {}))
    states = [getattr(state, "value", state) for state in plain.pop("state", [])]
    return BrickFilter.read({**plain, "state": states}, path="filter")


class ExchangeQuery(graphene.ObjectType):
    brick = graphene.Field(BrickType, id=graphene.ID(required=True), description="One brick.")
    bricks = graphene.Field(
        BrickConnection,
        required=True,
        filter=graphene.Argument(BrickFilterInput),
        description="Bricks that meet every condition, in the order in which they came.",
        **BOTH_WAYS,
    )
    submission = graphene.Field(SubmissionType, id=graphene.ID(required=True), description="One send.")
    submissions = graphene.Field(
        SubmissionConnection,
        required=True,
        asset=graphene.ID(description="Into this asset only."),
        producer=graphene.ID(description="Of this participant only."),
        description="Sends, latest first.",
        **BOTH_WAYS,
    )
    submissions_waiting = graphene.Field(
        SubmissionConnection,
        required=True,
        description="Sends with bricks on which you decide, oldest first.",
        **BOTH_WAYS,
    )
    decision = graphene.Field(DecisionType, id=graphene.ID(required=True), description="One decision.")
    decisions = graphene.Field(
        DecisionConnection,
        required=True,
        asset=graphene.ID(description="On bricks of this asset only."),
        submission=graphene.ID(description="On this send as a whole only."),
        description="Who accepted or returned what, latest first.",
        **BOTH_WAYS,
    )
    transfer = graphene.Field(TransferType, id=graphene.ID(required=True), description="One transfer.")
    transfers = graphene.Field(
        TransferConnection,
        required=True,
        source=graphene.ID(description="From this asset only."),
        target=graphene.ID(description="Into this asset only."),
        description="Transfers, latest first.",
        **BOTH_WAYS,
    )
    seeded_error = graphene.Field(
        SeededErrorType,
        id=graphene.ID(required=True),
        description="One of your own, or one that is revealed.",
    )
    seeded_errors = graphene.Field(
        SeededErrorConnection,
        required=True,
        description="Your own errors, and those that are revealed; latest first.",
        **BOTH_WAYS,
    )
    seeded_score = graphene.Field(SeededScore, required=True, description="The result of the hunt so far.")
    shop = graphene.Field(ShopType, required=True, description="The workshop's shop.")

    def resolve_brick(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, BrickType, id)

    def resolve_bricks(
        root: Any, info: Any, filter: dict[str, Any] | None = None, **pages: Any
    ) -> dict[str, Any]:
        wanted: Any = _filter(filter)
        return connection(bricks_page(info.context.actor, wanted, **paging(**pages)), BrickType)

    def resolve_submission(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, SubmissionType, id)

    def resolve_submissions(
        root: Any, info: Any, asset: str | None = None, producer: str | None = None, **pages: Any
    ) -> dict[str, Any]:
        wanted = keys({"asset": asset, "producer": producer})
        return connection(submissions_page(info.context.actor, **wanted, **paging(**pages)), SubmissionType)

    def resolve_submissions_waiting(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(waiting_page(info.context.actor, **paging(**pages)), SubmissionType)

    def resolve_decision(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, DecisionType, id)

    def resolve_decisions(
        root: Any, info: Any, asset: str | None = None, submission: str | None = None, **pages: Any
    ) -> dict[str, Any]:
        wanted = keys({"asset": asset, "submission": submission})
        return connection(decisions_page(info.context.actor, **wanted, **paging(**pages)), DecisionType)

    def resolve_transfer(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, TransferType, id)

    def resolve_transfers(
        root: Any, info: Any, source: str | None = None, target: str | None = None, **pages: Any
    ) -> dict[str, Any]:
        wanted = keys({"source": source, "target": target})
        return connection(transfers_page(info.context.actor, **wanted, **paging(**pages)), TransferType)

    def resolve_seeded_error(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, SeededErrorType, id)

    def resolve_seeded_errors(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(seeded_errors_page(info.context.actor, **paging(**pages)), SeededErrorType)

    def resolve_seeded_score(root: Any, info: Any) -> dict[str, Any]:
        actor = info.context.actor
        result = score(actor)
        return {
            "hidden_count": hidden_count(actor),
            "found_count": result.found if result else 0,
            "missed_count": result.missed if result else 0,
            "false_alarm_count": result.false_alarms if result else 0,
            "mean_seconds": result.mean_time.total_seconds() if result and result.mean_time else None,
        }

    def resolve_shop(root: Any, info: Any) -> dict[str, Any]:
        return shop_told(info.context.actor)


def shop_told(actor: Any) -> dict[str, Any]:
    """The shop as its type reads it; lists are read when they are asked for."""
    shop = shop_get(actor)
    client = client_of(actor)
    return {
        "version": shop.version,
        "is_open": shop.is_open,
        "mapping": {name: shop.mapping.get(name) or None for name in (*ASSETS, *FIELDS)},
        "missing": [str(error.message) for error in shop.errors],
        "client": single(BrickType, client) if client else None,
    }
