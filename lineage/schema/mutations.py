"""The commands of the lineage as mutations, one each."""

from typing import Any

import graphene

from common.actor import Actor
from common.graphql.cohort import Cohort, Row
from common.graphql.columns import described, enum_of, input_of, listed, plain
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import key_of, node_by_key
from lineage import commands
from lineage.choices import Technique
from lineage.documents import Drawing, FieldLinkDocument, LoweringDocument, ReviewDocument
from lineage.models import FieldEdge, Lowering
from lineage.schema.types import EdgeType, LoweringType

FieldLinkInput = input_of(FieldLinkDocument, "FieldLinkInput", FieldEdge)


class EdgeInput(graphene.InputObjectType):
    """An edge drawn by hand."""

    source = graphene.ID(required=True, description="Global id of the asset it comes from.")
    target = graphene.ID(required=True, description="Global id of the asset it goes to.")
    fields = graphene.List(graphene.NonNull(FieldLinkInput), description="Which fields it carries, by name.")


class LoweringInput(graphene.InputObjectType):
    """Asks that confidentiality falls along an edge."""

    technique = enum_of(Technique)(required=True, description="What makes it less confidential.")
    level = graphene.Int(required=True, description=described(Lowering, "level"))
    k = graphene.Int(description=described(Lowering, "k"))
    reason = graphene.String(required=True, description="Why it is enough.")
    expires_at = graphene.DateTime(required=True, description="When it ends, and is looked at again.")


def _drawing(edge: Any, place: int) -> Drawing:
    links = [
        FieldLinkDocument.read(plain(FieldLinkDocument, link), path=f"{place}.fields.{n}")
        for n, link in enumerate(edge.get("fields") or ())
    ]
    return Drawing(key_of(edge["source"], "Asset"), key_of(edge["target"], "Asset"), links)


class EdgesDraw(CommandMutation):
    """Draw edges from now on, all or none. One that is drawn already stays as it is."""

    class Input:
        edges = graphene.List(
            graphene.NonNull(EdgeInput), required=True, description="The edges; send them as a variable."
        )

    edges = listed(EdgeType, "As they are now, in order.")

    @classmethod
    def run(cls, actor: Actor, *, edges: list[Any], reason: str) -> dict[str, Any]:
        drawings = [_drawing(edge, n) for n, edge in enumerate(edges)]
        keys = commands.edges_draw(actor=actor, documents=drawings, reason=reason)
        rows = {
            row["id"]: row for row in Cohort(EdgeType, EdgeType.read(actor, list(dict.fromkeys(keys)))).rows
        }
        return {"edges": [rows[pk] for pk in keys]}


class EdgeRemove(CommandMutation):
    """Take back what people drew of an edge; it ends now unless a job still shows it."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the edge.")

    edge = graphene.Field(EdgeType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        key = key_of(id, "LineageEdge")
        commands.edge_remove(actor=actor, edge_id=key, reason=reason)
        return {"edge": node_by_key(actor, EdgeType, key)}


def _lowering(actor: Actor, key: int) -> dict[str, Row]:
    return {"lowering": node_by_key(actor, LoweringType, key)}


class LoweringAsk(CommandMutation):
    """Ask that confidentiality falls along an edge; it waits for a second person's review."""

    class Input:
        edge_id = graphene.ID(required=True, description="Global id of the edge.")
        lowering = LoweringInput(required=True, description="Technique, level, reason and expiry.")

    lowering = graphene.Field(LoweringType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, edge_id: str, lowering: Any, reason: str) -> dict[str, Any]:
        document = LoweringDocument.read(plain(LoweringDocument, lowering), path="lowering")
        key = key_of(edge_id, "LineageEdge")
        return _lowering(
            actor, commands.lowering_ask(actor=actor, edge_id=key, document=document, reason=reason)
        )


class LoweringReview(CommandMutation):
    """Accept or refuse a lowering, as a second person."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the lowering.")
        accepted = graphene.Boolean(required=True, description="Whether it is enough.")
        review_reason = graphene.String(description=described(Lowering, "review_reason"))

    lowering = graphene.Field(LoweringType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, accepted: bool, reason: str, review_reason: str | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Lowering")
        document = ReviewDocument.read({"accepted": accepted, "reason": review_reason or ""})
        commands.lowering_review(actor=actor, lowering_id=key, document=document, reason=reason)
        return _lowering(actor, key)


class LoweringEnd(CommandMutation):
    """End a lowering before its time, or take back the question."""

    class Input:
        id = graphene.ID(required=True, description="Global id of the lowering.")

    lowering = graphene.Field(LoweringType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str) -> dict[str, Any]:
        key = key_of(id, "Lowering")
        commands.lowering_end(actor=actor, lowering_id=key, reason=reason)
        return _lowering(actor, key)


class LineageMutation(graphene.ObjectType):
    edges_draw = EdgesDraw.Field()
    edge_remove = EdgeRemove.Field()
    lowering_ask = LoweringAsk.Field()
    lowering_review = LoweringReview.Field()
    lowering_end = LoweringEnd.Field()
