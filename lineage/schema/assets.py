"""What assets and fields gain by lineage; `config/schema.py` joins it to their types."""

from typing import Any

import graphene

from common.graphql.cohort import Cohort, Row
from common.graphql.columns import code, listed
from common.graphql.connections import FORWARD, connection_in, paging
from lineage.queries.edges import edges_at_assets
from lineage.queries.fields import field_graphs_read, field_impacts_read
from lineage.queries.graphs import graphs_read, impacts_read, reached_pages
from lineage.queries.sensitivity import sensitivities_read
from lineage.schema.answers import (
    EffectiveLevel,
    FieldGraph,
    FieldImpact,
    Fields,
    Impact,
    Impacts,
    LineageGraph,
    graph_told,
    levels_told,
)
from lineage.schema.arguments import (
    AS_OF,
    DEPTH,
    DIRECTION,
    FILTERS,
    PART,
    depth_read,
    moment_read,
    part_read,
    wish_read,
)
from lineage.schema.types import (
    EdgeConnection,
    EdgeType,
    GraphNode,
    LineageAsset,
    ReachedAsset,
    ReachedAssetConnection,
)


class AssetLineage(graphene.ObjectType):
    """Joined to `Asset`."""

    upstream = graphene.Field(
        ReachedAssetConnection,
        required=True,
        description="What it is made from, nearest first.",
        **DEPTH,
        **AS_OF,
        **FORWARD,
    )
    downstream = graphene.Field(
        ReachedAssetConnection,
        required=True,
        description="What is made from it, nearest first.",
        **DEPTH,
        **AS_OF,
        **FORWARD,
    )
    lineage = graphene.Field(
        LineageGraph,
        description="The graph around it; null when it was not there at that moment.",
        **DIRECTION,
        **DEPTH,
        **AS_OF,
        **FILTERS,
        **PART,
    )
    edges_in = graphene.Field(
        EdgeConnection, required=True, description="The edges that enter it now.", **FORWARD
    )
    edges_out = graphene.Field(
        EdgeConnection, required=True, description="The edges that leave it now.", **FORWARD
    )
    effective_sensitivity = listed(
        EffectiveLevel, "DICP as it holds because of what flows; none when it was not there.", **AS_OF
    )
    impact = graphene.Field(
        Impact, description="What breaks if it changes; null when it was not there at that moment.", **AS_OF
    )

    def resolve_upstream(row: Row, info: Any, **wanted: Any) -> dict[str, Any]:
        return _reached(row, info, upstream=True, **wanted)

    def resolve_downstream(row: Row, info: Any, **wanted: Any) -> dict[str, Any]:
        return _reached(row, info, upstream=False, **wanted)

    def resolve_lineage(row: Row, info: Any, **wanted: Any) -> dict[str, Any] | None:
        wish = wish_read(**wanted)

        def read() -> dict[int, dict[str, Any]]:
            found = graphs_read(info.context.actor, row.cohort.values("id"), wish)
            nodes, edges = Cohort(GraphNode, parent=row.cohort), Cohort(EdgeType, parent=row.cohort)
            return {pk: graph_told(graph, nodes, edges) for pk, graph in found.items()}

        return row.cohort.once(("lineage", wish), read).get(row["id"])

    def resolve_edges_in(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        return _edges(row, info, "target", **pages)

    def resolve_edges_out(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        return _edges(row, info, "source", **pages)

    def resolve_effective_sensitivity(row: Row, info: Any, as_of: Any = None) -> list[dict[str, Any]]:
        at = moment_read(as_of)

        def read() -> dict[int, list[dict[str, Any]]]:
            found = sensitivities_read(info.context.actor, row.cohort.values("id"), at)
            assets = Cohort(LineageAsset, parent=row.cohort)
            return {pk: levels_told(told["axes"], assets) for pk, told in found.items()}

        return row.cohort.once(("effective_sensitivity", at), read).get(row["id"], [])

    def resolve_impact(row: Row, info: Any, as_of: Any = None) -> dict[str, Any] | None:
        at = moment_read(as_of)

        def read() -> dict[int, dict[str, Any]]:
            found, impacts = impacts_read(info.context.actor, row.cohort.values("id"), at), Impacts()
            return {pk: impacts.told(impact) for pk, impact in found.items()}

        return row.cohort.once(("impact", at), read).get(row["id"])


def _reached(
    row: Row, info: Any, *, upstream: bool, depth: int | None = None, as_of: Any = None, **pages: Any
) -> dict[str, Any]:
    window, deep, at = paging(**pages), depth_read(depth), moment_read(as_of)

    def read() -> dict[int, dict[str, Any]]:
        ids, assets = row.cohort.values("id"), Cohort(ReachedAsset, parent=row.cohort)
        found = reached_pages(info.context.actor, ids, upstream=upstream, depth=deep, at=at, **window)
        return {pk: connection_in(page, assets) for pk, page in found.items()}

    return row.cohort.once(("reached", upstream, deep, at, *window.values()), read)[row["id"]]


def _edges(row: Row, info: Any, end: str, **pages: Any) -> dict[str, Any]:
    window = paging(**pages)

    def read() -> dict[int, dict[str, Any]]:
        edges = Cohort(EdgeType, parent=row.cohort)
        found = edges_at_assets(info.context.actor, row.cohort.values("id"), end, **window)
        return {pk: connection_in(page, edges) for pk, page in found.items()}

    return row.cohort.once(("edges", end, *window.values()), read)[row["id"]]


class FieldLineage(graphene.ObjectType):
    """Joined to `Field`."""

    lineage = graphene.Field(
        FieldGraph,
        description="The graph of fields around it; null when it was not there at that moment.",
        **DIRECTION,
        **DEPTH,
        **AS_OF,
        **PART,
    )
    impact = graphene.Field(
        FieldImpact, description="What breaks if it changes; null when it was not there then.", **AS_OF
    )

    def resolve_lineage(
        row: Row, info: Any, direction: Any, limit: int, offset: int, depth: Any = None, as_of: Any = None
    ) -> dict[str, Any] | None:
        wanted: dict[str, Any] = {
            "direction": code(direction),
            "depth": depth_read(depth),
            "at": moment_read(as_of),
            **part_read(limit, offset),
        }

        def read() -> dict[int, dict[str, Any]]:
            found = field_graphs_read(info.context.actor, row.cohort.values("id"), **wanted)
            fields = Fields()
            return {pk: fields.graph_told(graph) for pk, graph in found.items()}

        return row.cohort.once(("lineage", *wanted.values()), read).get(row["id"])

    def resolve_impact(row: Row, info: Any, as_of: Any = None) -> dict[str, Any] | None:
        at = moment_read(as_of)

        def read() -> dict[int, dict[str, Any]]:
            found, impacts = field_impacts_read(info.context.actor, row.cohort.values("id"), at), Impacts()
            return {pk: impacts.field_told(impact) for pk, impact in found.items()}

        return row.cohort.once(("impact", at), read).get(row["id"])
