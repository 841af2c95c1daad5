"""Bricks and what happened to them. Relations are read for a whole cohort at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import graphene

from catalog.schema.types import AssetType
from common.actor import Actor
from common.graphql.cohort import Cohort, Row, RowData, one
from common.graphql.columns import Json, column, described, enum_of, listed
from common.graphql.connections import BOTH_WAYS, FORWARD, connection, connection_in, connection_of, paging
from common.graphql.nodes import NodeType
from exchange import findings
from exchange.choices import Basis, BrickState, ErrorKind, SubmissionState, Verdict
from exchange.models import Brick, Decision, SeededError, Submission, Transfer
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of
from exchange.queries.origins import copies_of, origins_of
from exchange.queries.seeds import SEED_COLUMNS, seeded_errors_visible, with_findings
from exchange.queries.shop import orders_page, products_page, shop_opened
from exchange.queries.submissions import (
    DECISION_COLUMNS,
    SUBMISSION_COLUMNS,
    decisions_of,
    submissions_of,
    with_states,
)
from exchange.queries.transfers import TRANSFER_COLUMNS, rejections_by_id, rejections_of, transfers_of
from exchange.representation import TRANSFER_COUNTS
from workshop.schema import ParticipantType


def _asset(row: Row, info: Any, by: str = "asset_id") -> Row | None:
    return one(row, by, AssetType, lambda ids: AssetType.read(info.context.actor, ids))


def _person(row: Row, info: Any, by: str) -> Row | None:
    return one(row, by, ParticipantType, lambda ids: ParticipantType.read(info.context.actor, ids))


Neighbours = Callable[[Actor, Collection[int]], Mapping[int, list[int]]]


def _related(row: Row, info: Any, name: str, neighbours: Neighbours) -> list[Row]:
    """The bricks one step away from `row`, read for all its cohort; those that are gone are left out."""
    actor: Actor = info.context.actor

    def read() -> dict[int, list[Row]]:
        ids = neighbours(actor, row.cohort.values("id"))
        found = Cohort(
            BrickType, BrickType.read(actor, [pk for own in ids.values() for pk in own]), row.cohort
        )
        bricks = {brick["id"]: brick for brick in found.rows}
        return {pk: [bricks[other] for other in own if other in bricks] for pk, own in ids.items()}

    return row.cohort.once(name, read)[row["id"]]


class BrickType(NodeType):
    """One record of an asset."""

    class Meta:
        name = "Brick"
        model = Brick
        columns = "key version created_at modified_at"

    values = graphene.Field(Json, required=True, description=described(Brick, "values"))
    state = column(Brick, "state", enum_of(BrickState))
    asset = graphene.Field(AssetType, required=True, description="The asset that it is a record of.")
    producer = graphene.Field(ParticipantType, description=described(Brick, "producer"))
    submission = graphene.Field(lambda: SubmissionType, description="How it was sent; none for a copy.")
    decision = graphene.Field(lambda: DecisionType, description=described(Brick, "decision"))
    problem_count = graphene.Int(
        required=True, description="How many problems are open on it: its red bricks."
    )
    origins = listed(lambda: BrickType, "The bricks that it was made from.")
    copies = listed(lambda: BrickType, "The bricks that were made from it.")

    def resolve_asset(row: Row, info: Any) -> Row | None:
        return _asset(row, info)

    def resolve_producer(row: Row, info: Any) -> Row | None:
        return _person(row, info, "producer_id")

    def resolve_submission(row: Row, info: Any) -> Row | None:
        return one(
            row, "submission_id", SubmissionType, lambda ids: SubmissionType.read(info.context.actor, ids)
        )

    def resolve_decision(row: Row, info: Any) -> Row | None:
        return one(row, "decision_id", DecisionType, lambda ids: DecisionType.read(info.context.actor, ids))

    def resolve_problem_count(row: Row, info: Any) -> int:
        cohort = row.cohort
        found = cohort.once("problems", lambda: findings.marks(info.context.actor, cohort.values("id")))
        return found.get(row["id"], 0)

    def resolve_origins(row: Row, info: Any) -> list[Row]:
        return _related(row, info, "origins", origins_of)

    def resolve_copies(row: Row, info: Any) -> list[Row]:
        return _related(row, info, "copies", copies_of)

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(bricks_of(actor).filter(pk__in=ids).values(*BRICK_COLUMNS))


BrickConnection = connection_of(BrickType, "A page of bricks.")


class SubmissionType(NodeType):
    """A send. Its state is that of its bricks."""

    class Meta:
        name = "Submission"
        model = Submission
        columns = "door brick_count reason created_at"

    state = graphene.Field(
        enum_of(SubmissionState), required=True, description="What has become of its bricks."
    )
    waiting_count = graphene.Int(required=True, description="Bricks that wait for their owner.")
    accepted_count = graphene.Int(required=True, description="Bricks that their owner accepted.")
    returned_count = graphene.Int(required=True, description="Bricks that their owner returned.")
    asset = graphene.Field(AssetType, description="Where they were sent; none once it left the catalogue.")
    producer = graphene.Field(ParticipantType, required=True, description="Who sent them.")

    def resolve_state(row: Row, info: Any) -> str:
        return str(_stated(row)["state"])

    def resolve_waiting_count(row: Row, info: Any) -> int:
        return int(_stated(row)["counts"][BrickState.WAITING])

    def resolve_accepted_count(row: Row, info: Any) -> int:
        return int(_stated(row)["counts"][BrickState.ACCEPTED])

    def resolve_returned_count(row: Row, info: Any) -> int:
        return int(_stated(row)["counts"][BrickState.RETURNED])

    def resolve_asset(row: Row, info: Any) -> Row | None:
        return _asset(row, info)

    def resolve_producer(row: Row, info: Any) -> Row | None:
        return _person(row, info, "producer_id")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(submissions_of(actor).filter(pk__in=ids).values(*SUBMISSION_COLUMNS))


def _stated(row: Row) -> RowData:
    """The counts of a submission, read for its whole cohort."""
    states = row.cohort.once("states", lambda: {one["id"]: one for one in with_states(row.cohort.rows)})
    return states[row["id"]]


SubmissionConnection = connection_of(SubmissionType, "A page of sends.")


class DecisionType(NodeType):
    """An owner's word on bricks of one asset."""

    class Meta:
        name = "Decision"
        model = Decision
        columns = "reason brick_count decided_at door"

    verdict = column(Decision, "verdict", enum_of(Verdict))
    basis = column(Decision, "basis", enum_of(Basis))
    decided_by = graphene.Field(ParticipantType, required=True, description="Who decided.")
    asset = graphene.Field(AssetType, description="The asset; none once it left the catalogue.")

    def resolve_decided_by(row: Row, info: Any) -> Row | None:
        return _person(row, info, "decided_by_id")

    def resolve_asset(row: Row, info: Any) -> Row | None:
        return _asset(row, info)

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(decisions_of(actor).filter(pk__in=ids).values(*DECISION_COLUMNS))


DecisionConnection = connection_of(DecisionType, "A page of decisions.")


class RefusalType(graphene.ObjectType):
    """A rule that failed, as its sentence was then."""

    class Meta:
        name = "Refusal"

    rule = graphene.Int(description="The rule's id.")
    fr = graphene.String(required=True, description="In French.")
    en = graphene.String(required=True, description="In English.")


class RejectionType(NodeType):
    """A brick that a transfer did not take."""

    class Meta:
        name = "Rejection"

    brick = graphene.Field(BrickType, description="The brick of the source; none once it was withdrawn.")
    brick_version = graphene.Int(required=True, description="The version of it that was judged.")
    refusals = listed(RefusalType, "The rules that failed.")

    def resolve_brick(row: Row, info: Any) -> Row | None:
        return one(row, "brick_id", BrickType, lambda ids: BrickType.read(info.context.actor, ids))

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> Sequence[RowData]:
        return rejections_by_id(actor, ids)


RejectionConnection = connection_of(RejectionType, "A page of rejected bricks.")


class TransferType(NodeType):
    """Bricks of one asset copied, never moved, one floor up."""

    class Meta:
        name = "Transfer"
        model = Transfer
        columns = "door reason started_at " + " ".join(f"{name}_count" for name in TRANSFER_COUNTS)

    duration_seconds = graphene.Float(description="How long it took.")
    run_id = graphene.UUID(description="Its run in the lineage.")
    source = graphene.Field(AssetType, description="From; none once it left the catalogue.")
    target = graphene.Field(AssetType, description="To; none once it left the catalogue.")
    quarantine = graphene.Field(AssetType, description=described(Transfer, "quarantine_id"))
    participant = graphene.Field(ParticipantType, required=True, description="Who copied.")
    rejections = graphene.Field(
        RejectionConnection, required=True, description="What it did not take, and why.", **FORWARD
    )

    def resolve_duration_seconds(row: Row, info: Any) -> float | None:
        return row["duration"].total_seconds() if row["duration"] is not None else None

    def resolve_run_id(row: Row, info: Any) -> Any:
        return row["run__run_id"]

    def resolve_source(row: Row, info: Any) -> Row | None:
        return _asset(row, info, "source_id")

    def resolve_target(row: Row, info: Any) -> Row | None:
        return _asset(row, info, "target_id")

    def resolve_quarantine(row: Row, info: Any) -> Row | None:
        return _asset(row, info, "quarantine_id")

    def resolve_participant(row: Row, info: Any) -> Row | None:
        return _person(row, info, "participant_id")

    def resolve_rejections(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        wanted = paging(**pages)

        def read() -> dict[int, dict[str, Any]]:
            rejected = Cohort(RejectionType, parent=row.cohort)
            found = rejections_of(info.context.actor, row.cohort.values("id"), **wanted)
            return {transfer: connection_in(page, rejected) for transfer, page in found.items()}

        return row.cohort.once(("rejections", *wanted.values()), read)[row["id"]]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(transfers_of(actor).filter(pk__in=ids).values(*TRANSFER_COLUMNS))


TransferConnection = connection_of(TransferType, "A page of transfers.")


class SeededErrorType(NodeType):
    """A mistake made on purpose; its author's secret until the facilitator reveals it."""

    class Meta:
        name = "SeededError"
        model = SeededError
        columns = "note version created_at revealed_at"

    kind = column(SeededError, "kind", enum_of(ErrorKind))
    brick = graphene.Field(BrickType, required=True, description="The brick that is wrong.")
    seeded_by = graphene.Field(ParticipantType, required=True, description="Who hid it.")
    found_at = graphene.DateTime(description="When it was first reported; null while it is secret.")

    def resolve_brick(row: Row, info: Any) -> Row | None:
        return one(row, "brick_id", BrickType, lambda ids: BrickType.read(info.context.actor, ids))

    def resolve_seeded_by(row: Row, info: Any) -> Row | None:
        return _person(row, info, "seeded_by_id")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> Sequence[RowData]:
        rows = seeded_errors_visible(actor).filter(pk__in=ids).values(*SEED_COLUMNS)
        return with_findings(actor, list(rows))


SeededErrorConnection = connection_of(SeededErrorType, "A page of seeded errors.")


class SeededScore(graphene.ObjectType):
    """What the room found of the revealed errors, and how often it was mistaken."""

    hidden_count = graphene.Int(required=True, description="Errors that are still secret.")
    found_count = graphene.Int(required=True, description="Revealed errors that somebody had reported.")
    missed_count = graphene.Int(required=True, description="Revealed errors that nobody had reported.")
    false_alarm_count = graphene.Int(required=True, description="Reported problems that were none.")
    mean_seconds = graphene.Float(description="From hiding to finding; null when none was found.")


class ShopType(graphene.ObjectType):
    """The shop, and which assets and fields it uses."""

    class Meta:
        name = "Shop"

    version = graphene.Int(required=True, description="Of what was set up; 0 while it is only guessed.")
    is_open = graphene.Boolean(required=True, description="Whether clients can buy.")
    mapping = graphene.Field(
        Json, required=True, description="Ids of assets and names of fields, by their use."
    )
    missing = listed(graphene.String, "What keeps it closed, in your language.")
    client = graphene.Field(BrickType, description="The client you buy as.")
    products = graphene.Field(BrickConnection, required=True, description="What is sold.", **BOTH_WAYS)
    orders = graphene.Field(BrickConnection, required=True, description="What you ordered.", **BOTH_WAYS)

    def resolve_products(shop: Any, info: Any, **pages: Any) -> dict[str, Any]:
        actor = info.context.actor
        return connection(products_page(actor, shop_opened(actor), **paging(**pages)), BrickType)

    def resolve_orders(shop: Any, info: Any, **pages: Any) -> dict[str, Any]:
        actor = info.context.actor
        return connection(orders_page(actor, shop_opened(actor), **paging(**pages)), BrickType)
