"""The commands of the exchange as mutations, one each."""

from typing import Any

import graphene

from common.actor import Actor
from common.graphql.columns import Json, enum_of, listed
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import key_of, node_by_key
from exchange import commands
from exchange.choices import ErrorKind, Verdict
from exchange.documents import (
    BrickValues,
    SeedDocument,
    ShopMapping,
    ShopOrder,
    ShopperDocument,
    TransferDocument,
)
from exchange.movers import document_transfer
from exchange.schema.queries import shop_told
from exchange.schema.types import (
    BrickType,
    DecisionType,
    SeededErrorType,
    ShopType,
    SubmissionType,
    TransferType,
)


def _id(type_name: str) -> graphene.ID:
    return graphene.ID(required=True, description=f"Global id of the {type_name}.")


def _ids(type_name: str) -> graphene.List:
    return graphene.List(
        graphene.NonNull(graphene.ID), required=True, description=f"Global ids of {type_name}."
    )


def _expected_version() -> graphene.Int:
    return graphene.Int(description="Refuse (`outdated`) unless this is still the version.")


def _key() -> graphene.String:
    return graphene.String(description="A name of your own for it: sending it again does nothing twice.")


def _values() -> Json:
    return Json(required=True, description="Values by field name.")


class BricksSend(CommandMutation):
    """Send bricks into a source system, all or none."""

    class Input:
        asset_id = _id("asset")
        bricks = graphene.List(
            graphene.NonNull(Json), required=True, description="The values of each, by field name."
        )
        key = _key()

    submission = graphene.Field(SubmissionType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, asset_id: str, bricks: list[Any], reason: str, key: str | None = None
    ) -> dict[str, Any]:
        pk = commands.submission_send(
            actor=actor, asset_id=key_of(asset_id, "Asset"), bricks=bricks, key=key or "", reason=reason
        )
        return {"submission": node_by_key(actor, SubmissionType, pk)}


class BrickCorrect(CommandMutation):
    """Give a brick other values (all of them) at its source."""

    class Input:
        id = _id("brick")
        values = _values()
        expected_version = _expected_version()

    brick = graphene.Field(BrickType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, values: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Brick")
        given = BrickValues.read({"values": values}).values
        commands.brick_correct(
            actor=actor, brick_id=key, values=given, reason=reason, expected_version=expected_version
        )
        return {"brick": node_by_key(actor, BrickType, key)}


class BrickChange(CommandMutation):
    """Correct some values of a brick at its source; what is not given stays, null takes a value away."""

    class Input:
        id = _id("brick")
        values = _values()
        expected_version = _expected_version()

    brick = graphene.Field(BrickType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, values: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Brick")
        given = BrickValues.read({"values": values}).values
        commands.brick_change(
            actor=actor, brick_id=key, values=given, reason=reason, expected_version=expected_version
        )
        return {"brick": node_by_key(actor, BrickType, key)}


class BricksWithdraw(CommandMutation):
    """Take bricks out of their source, all or none; their copies go with the next transfer."""

    class Input:
        ids = _ids("bricks")

    deleted_ids = listed(graphene.ID, "The bricks that are gone.")

    @classmethod
    def run(cls, actor: Actor, *, ids: list[str], reason: str) -> dict[str, Any]:
        keys = [key_of(id, "Brick") for id in ids]
        commands.bricks_withdraw(actor=actor, brick_ids=keys, reason=reason)
        return {"deleted_ids": ids}


class BricksDecide(CommandMutation):
    """Accept or return bricks that wait, all or none. Returning needs a reason."""

    class Input:
        ids = _ids("bricks")
        verdict = enum_of(Verdict)(required=True, description="Your word.")

    decisions = listed(DecisionType, "One for each asset.")

    @classmethod
    def run(cls, actor: Actor, *, ids: list[str], verdict: Any, reason: str) -> dict[str, Any]:
        keys = [key_of(id, "Brick") for id in ids]
        made = commands.bricks_decide(actor=actor, brick_ids=keys, verdict=verdict.value, reason=reason)
        return {"decisions": [node_by_key(actor, DecisionType, pk) for pk in made]}


class SubmissionDecide(CommandMutation):
    """Accept or return all that waits in a send. Returning needs a reason."""

    class Input:
        id = _id("submission")
        verdict = enum_of(Verdict)(required=True, description="Your word.")
        seen = graphene.List(
            graphene.NonNull(graphene.ID),
            description="The bricks you looked at: it is then decided on a sample.",
        )

    decision = graphene.Field(DecisionType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, verdict: Any, reason: str, seen: list[str] | None = None
    ) -> dict[str, Any]:
        pk = commands.submission_decide(
            actor=actor,
            submission_id=key_of(id, "Submission"),
            verdict=verdict.value,
            seen=[key_of(one, "Brick") for one in seen or ()],
            reason=reason,
        )
        return {"decision": node_by_key(actor, DecisionType, pk)}


class TransferRun(CommandMutation):
    """Copy accepted bricks one floor up, into an asset or into the source's copy in a system."""

    class Input:
        source_id = _id("source")
        target_id = graphene.ID(description="Global id of the target.")
        system = graphene.String(description="Instead of `targetId`: the code of a system.")

    transfer = graphene.Field(TransferType, required=True)

    @classmethod
    def run(
        cls,
        actor: Actor,
        *,
        source_id: str,
        reason: str,
        target_id: str | None = None,
        system: str | None = None,
    ) -> dict[str, Any]:
        target = key_of(target_id, "Asset") if target_id else None
        document = TransferDocument.read(
            {"source": key_of(source_id, "Asset"), "target": target, "system": system}
        )
        pk = document_transfer(actor=actor, document=document, reason=reason)
        return {"transfer": node_by_key(actor, TransferType, pk)}


class ErrorSeed(CommandMutation):
    """Hide an error in a brick of your own: secret until the facilitator reveals it."""

    class Input:
        brick_id = _id("brick")
        kind = enum_of(ErrorKind)(required=True, description="What is wrong.")
        note = graphene.String(description="What is wrong, in words.")

    seeded_error = graphene.Field(SeededErrorType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, brick_id: str, kind: Any, reason: str, note: str | None = None
    ) -> dict[str, Any]:
        document = SeedDocument.read(
            {"brick": key_of(brick_id, "Brick"), "kind": kind.value, "note": note or ""}
        )
        pk = commands.error_seed(actor=actor, document=document, reason=reason)
        return {"seeded_error": node_by_key(actor, SeededErrorType, pk)}


class ErrorUnseed(CommandMutation):
    """Take back a seeded error of your own, while it is secret."""

    class Input:
        id = _id("seeded error")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        commands.error_unseed(actor=actor, seeded_id=key_of(id, "SeededError"), reason=reason)
        return {"deleted_id": id}


class ErrorsReveal(CommandMutation):
    """Show everybody all errors that are still secret."""

    revealed_count = graphene.Int(required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str) -> dict[str, Any]:
        return {"revealed_count": commands.errors_reveal(actor=actor, reason=reason)}


class ShopSetUp(CommandMutation):
    """Say which assets and fields the shop uses."""

    class Input:
        mapping = Json(
            required=True,
            description="Ids (of REST) of assets and names of fields, as `shop { mapping }` has them.",
        )
        expected_version = _expected_version()

    shop = graphene.Field(ShopType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, mapping: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        document = ShopMapping.read(mapping, path="mapping")
        commands.shop_set_up(
            actor=actor, mapping=document.model_dump(), reason=reason, expected_version=expected_version
        )
        return {"shop": shop_told(actor)}


class ShopIntroduce(CommandMutation):
    """Say who you are: makes your client brick, or corrects it."""

    class Input:
        name = graphene.String(required=True, description="Your name.")
        email = graphene.String(description="Your address.")
        region = graphene.String(description="Where you live.")
        key = _key()

    brick = graphene.Field(BrickType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, key: str | None = None, **told: Any) -> dict[str, Any]:
        document = ShopperDocument.read({name: value or "" for name, value in told.items()})
        pk = commands.shop_introduce(actor=actor, document=document, key=key or "", reason=reason)
        return {"brick": node_by_key(actor, BrickType, pk)}


class ShopLineInput(graphene.InputObjectType):
    """One product and how many of it."""

    product_id = _id("product's brick")
    quantity = graphene.Int(default_value=1, description="How many; 1 to 1000.")


class ShopOrderPlace(CommandMutation):
    """Order products; each line becomes an order's brick."""

    class Input:
        lines = graphene.List(graphene.NonNull(ShopLineInput), required=True, description="What to order.")
        key = _key()

    submission = graphene.Field(SubmissionType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, lines: list[Any], reason: str, key: str | None = None) -> dict[str, Any]:
        given = [
            {"product": key_of(line["product_id"], "Brick"), "quantity": line["quantity"]} for line in lines
        ]
        document = ShopOrder.read({"lines": given})
        pk = commands.shop_order(actor=actor, document=document, key=key or "", reason=reason)
        return {"submission": node_by_key(actor, SubmissionType, pk)}


class ShopRate(CommandMutation):
    """Say whether you are content with an order of yours."""

    class Input:
        id = _id("order's brick")
        happy = graphene.Boolean(required=True, description="Content, or not.")

    brick = graphene.Field(BrickType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, happy: bool, reason: str) -> dict[str, Any]:
        key = key_of(id, "Brick")
        commands.shop_rate(actor=actor, order_id=key, happy=happy, reason=reason)
        return {"brick": node_by_key(actor, BrickType, key)}


class ExchangeMutation(graphene.ObjectType):
    bricks_send = BricksSend.Field()
    brick_correct = BrickCorrect.Field()
    brick_change = BrickChange.Field()
    bricks_withdraw = BricksWithdraw.Field()
    bricks_decide = BricksDecide.Field()
    submission_decide = SubmissionDecide.Field()
    transfer_run = TransferRun.Field()
    error_seed = ErrorSeed.Field()
    error_unseed = ErrorUnseed.Field()
    errors_reveal = ErrorsReveal.Field()
    shop_set_up = ShopSetUp.Field()
    shop_introduce = ShopIntroduce.Field()
    shop_order = ShopOrderPlace.Field()
    shop_rate = ShopRate.Field()
