"""Answers to questions about the graph: graphs, paths, differences, impact, sensitivity, gaps."""

from collections.abc import Mapping
from typing import Any

import graphene

from catalog.choices import Kind
from catalog.schema.types import FieldNode
from common.graphql.cohort import Cohort, Row, one
from common.graphql.columns import enum_of, listed
from common.graphql.connections import connection_of
from lineage.choices import Axis
from lineage.queries.graphs import TELL_MAX
from lineage.schema.arguments import in_range
from lineage.schema.types import (
    EdgeType,
    FieldLinkType,
    GraphNode,
    LineageAsset,
    ReachedAsset,
    assets_shown,
)

FIRST = {"first": graphene.Int(default_value=50, description=f"The nearest of them; 1 to {TELL_MAX}.")}


class Cut(graphene.ObjectType):
    """What an answer says that may not hold all."""

    class Meta:
        abstract = True

    missing = graphene.Int(required=True, description="How many are not in this answer.")
    cut = graphene.Boolean(required=True, description="Whether any are missing.")
    next_offset = graphene.Int(description="The `offset` that goes on; null at the end.")


class LineageGraph(Cut):
    """Assets, nearest first, and all edges between them. An asset alone is a graph of one node."""

    nodes = listed(GraphNode, "The assets, nearest first.")
    edges = listed(EdgeType, "All edges between these assets.")
    total_nodes = graphene.Int(required=True, description="How many there are in all.")
    as_of = graphene.DateTime(description="The moment of which it tells; null is now.")


def graph_told(found: Mapping[str, Any], nodes: Cohort, edges: Cohort) -> dict[str, Any]:
    """A graph whose rows join cohorts that several graphs share."""
    return {
        **found,
        "nodes": nodes.add(found["nodes"]),
        "edges": edges_told(found["edges"], found["nodes"], edges),
    }


def edges_told(edges: Any, nodes: Any, cohort: Cohort | None = None) -> list[Row]:
    """Edges that name their ends by id, with these nodes as their ends."""
    shown = {node["id"]: node for node in nodes}
    whole = [
        {**edge, "source": shown[edge["source"]], "target": shown[edge["target"]]}
        for edge in edges
        if edge["source"] in shown and edge["target"] in shown
    ]
    return (cohort or Cohort(EdgeType)).add(whole)


class GraphField(graphene.ObjectType):
    """A field on a graph; with `asOf`, as it was then."""

    number = graphene.Int(required=True, description="The id that REST uses.")
    name = graphene.String(required=True, description="Its name.")
    distance = graphene.Int(required=True, description="Steps from the nearest of the fields asked about.")
    field = graphene.Field(FieldNode, description="The field as it is now; null when it is gone.")
    asset = graphene.Field(LineageAsset, description="The asset that it belongs to.")

    def resolve_number(row: Row, info: Any) -> int:
        return row["id"]

    def resolve_field(row: Row, info: Any) -> Row | None:
        return one(row, "id", FieldNode, lambda ids: FieldNode.read(info.context.actor, ids))


class Fields:
    """Tells fields that stand side by side: they, their assets and their links are cohorts in common."""

    def __init__(self) -> None:
        self.fields = Cohort(GraphField)
        self.assets = Cohort(LineageAsset)
        self.links = Cohort(FieldLinkType)

    def told(self, fields: Any, assets: Any) -> list[Row]:
        shown = {asset["id"]: asset for asset in self.assets.add(assets)}
        return self.fields.add([{**field, "asset": shown.get(field["asset_id"])} for field in fields])

    def graph_told(self, found: Mapping[str, Any]) -> dict[str, Any]:
        fields = self.told(found["fields"], found["assets"])
        return {**found, "fields": fields, "links": self.links.add(found["links"])}


class FieldGraph(Cut):
    """Fields, nearest first, and all links between them."""

    fields = listed(GraphField, "The fields, nearest first.")
    links = listed(FieldLinkType, "All links between these fields.")
    total_fields = graphene.Int(required=True, description="How many there are in all.")
    as_of = graphene.DateTime(description="The moment of which it tells; null is now.")


class LineagePath(graphene.ObjectType):
    """A shortest way from one asset down to another."""

    length = graphene.Int(required=True, description="In steps.")
    nodes = listed(LineageAsset, "The assets on it, both ends included, in order.")
    edges = listed(EdgeType, "The edges between them, in order.")


def path_told(found: Mapping[str, Any]) -> dict[str, Any] | None:
    if not found["found"]:
        return None
    return {
        **found,
        "nodes": assets_shown(found["nodes"]),
        "edges": edges_told(found["edges"], found["nodes"]),
    }


class LineageDifference(Cut):
    """The edges that came and those that went between two moments, oldest first."""

    since = graphene.DateTime(required=True, description="The earlier moment.")
    until = graphene.DateTime(required=True, description="The later moment.")
    added = listed(EdgeType, "Edges that came.")
    removed = listed(EdgeType, "Edges that went.")
    total_edges = graphene.Int(required=True, description="How many there are in all.")


def difference_told(found: Mapping[str, Any]) -> dict[str, Any]:
    sides = {side: edges_told(found[side], found["nodes"]) for side in ("added", "removed")}
    return {**found, **sides}


# Impact


class AffectedAsset(ReachedAsset):
    """An asset that is affected, with those who answer for it."""

    owners = listed(graphene.String, "Nicknames of its accountable owners.")


class DistanceCount(graphene.ObjectType):
    """How many assets are so far away."""

    distance = graphene.Int(required=True, description="Steps.")
    count = graphene.Int(required=True, description="How many.")


class KindCount(graphene.ObjectType):
    """How many assets are of a kind."""

    kind = enum_of(Kind)(required=True, description="The kind.")
    count = graphene.Int(required=True, description="How many.")


class OwnerCount(graphene.ObjectType):
    """How many assets a person answers for."""

    owner = graphene.String(required=True, description="Nickname; empty for assets that nobody answers for.")
    count = graphene.Int(required=True, description="How many.")


class Impact(graphene.ObjectType):
    """What breaks if something changes. Counts and owners are over all affected assets."""

    total = graphene.Int(required=True, description="How many assets are affected.")
    by_distance = listed(DistanceCount, "How many are how far away.")
    by_kind = listed(KindCount, "How many are of which kind.")
    assets = listed(AffectedAsset, "The nearest of them.", **FIRST)
    missing = graphene.Int(required=True, description=f"How many lie beyond the {TELL_MAX} nearest.")
    owners = listed(OwnerCount, "Whom to tell.")
    most_sensitive = graphene.Field(LineageAsset, description="The one with the highest confidentiality.")
    indicators = listed(ReachedAsset, "The indicators among them, nearest first.", **FIRST)

    def resolve_by_kind(found: dict[str, Any], info: Any) -> list[dict[str, Any]]:
        return [{"kind": kind, "count": count} for kind, count in found["by_kind"].items()]

    def resolve_assets(found: dict[str, Any], info: Any, first: int) -> list[Row]:
        return found["assets"][: in_range("first", first, TELL_MAX)]

    def resolve_most_sensitive(found: dict[str, Any], info: Any) -> Row | None:
        return next(iter(found["most_sensitive"]), None)

    def resolve_indicators(found: dict[str, Any], info: Any, first: int) -> list[Row]:
        return found["indicators"][: in_range("first", first, TELL_MAX)]


class FieldImpact(Impact):
    """What breaks if a field changes."""

    fields = listed(GraphField, "The nearest of the fields that are surely affected.", **FIRST)
    total_fields = graphene.Int(required=True, description="How many fields are surely affected.")
    uncertain = graphene.Field(
        Impact,
        required=True,
        description="What lies behind edges of which nobody said which fields they carry.",
    )

    def resolve_fields(found: dict[str, Any], info: Any, first: int) -> list[Row]:
        return found["fields"][: in_range("first", first, TELL_MAX)]


class Impacts:
    """Tells impacts that stand side by side: their assets are cohorts in common."""

    def __init__(self) -> None:
        self.assets = Cohort(AffectedAsset)
        self.others = Cohort(ReachedAsset)
        self.single = Cohort(LineageAsset)
        self.fields = Fields()

    def told(self, found: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **found,
            "assets": self.assets.add(found["assets"]),
            "indicators": self.others.add(found["indicators"]),
            "most_sensitive": self.single.add(found["most_sensitive"]),
        }

    def field_told(self, found: Mapping[str, Any]) -> dict[str, Any]:
        fields = self.fields.told(found["fields"], found["field_assets"])
        return {**self.told(found), "fields": fields, "uncertain": self.told(found["uncertain"])}


# Sensitivity


class EffectiveLevel(graphene.ObjectType):
    """One axis of an asset: what is declared, and what holds because of what flows."""

    axis = enum_of(Axis)(required=True, description="The axis.")
    declared = graphene.Int(description="As declared; null is “not assessed”.")
    effective = graphene.Int(description="As it holds; null when nobody within reach declared anything.")
    is_gap = graphene.Boolean(required=True, description="Whether it is declared too low.")
    path = listed(LineageAsset, "From the asset that causes the effective level to this one.")


def levels_told(axes: Any, assets: Cohort) -> list[dict[str, Any]]:
    return [{**axis, "path": assets.add(axis["path"])} for axis in axes]


class Gap(graphene.ObjectType):
    """A level that is declared below the effective one, or not at all."""

    asset = graphene.Field(LineageAsset, required=True, description="The asset.")
    axis = enum_of(Axis)(required=True, description="The axis.")
    declared = graphene.Int(description="As declared; null is “not assessed”.")
    effective = graphene.Int(required=True, description="As it holds.")
    owners = listed(graphene.String, "Nicknames of those who answer for the asset.")


GapConnection = connection_of(Gap, "A page of gaps, widest first.")


def gap_told(gap: Mapping[str, Any], assets: Cohort) -> dict[str, Any]:
    return {**gap, "asset": assets.add([gap["asset"]])[0]}
