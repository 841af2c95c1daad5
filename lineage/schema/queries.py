"""What can be asked of the lineage."""

from typing import Any

import graphene
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.graphql.cohort import Cohort, Row
from common.graphql.columns import code, enum_of
from common.graphql.connections import BOTH_WAYS, connection, paging
from common.graphql.nodes import key_of, key_or_none, node_get
from lineage.choices import Axis, EventKind, Flag, LoweringState, OriginKind
from lineage.queries.edges import edges_page
from lineage.queries.fields import field_graph_read, field_impact_read, fields_of_asset
from lineage.queries.gaps import gaps_page
from lineage.queries.graphs import difference_read, path_read, sourceless_page, unused_sources_page
from lineage.queries.lowerings import lowerings_page
from lineage.queries.runs import events_page, jobs_page, runs_page
from lineage.schema.answers import (
    FieldGraph,
    FieldImpact,
    Fields,
    Gap,
    GapConnection,
    Impacts,
    LineageDifference,
    LineagePath,
    difference_told,
    gap_told,
    path_told,
)
from lineage.schema.arguments import AS_OF, DEPTH, DIRECTION, PART, depth_read, moment_read, part_read
from lineage.schema.types import (
    EdgeConnection,
    EdgeType,
    EventConnection,
    EventType,
    JobConnection,
    JobType,
    LineageAsset,
    LineageAssetConnection,
    LoweringConnection,
    LoweringType,
    RunConnection,
    RunType,
)


class LineageQuery(graphene.ObjectType):
    edge = graphene.Field(EdgeType, id=graphene.ID(required=True), description="One edge, held or ended.")
    edges = graphene.Field(
        EdgeConnection,
        required=True,
        source=graphene.ID(description="Those that leave this asset."),
        target=graphene.ID(description="Those that enter this asset."),
        kind=enum_of(OriginKind)(description="Who says so."),
        job=graphene.ID(description="Shown by this job."),
        flag=enum_of(Flag)(description="How they cross the zones."),
        description="Edges that hold, in the order in which they first came.",
        **AS_OF,
        **BOTH_WAYS,
    )
    lowering = graphene.Field(LoweringType, id=graphene.ID(required=True), description="One lowering.")
    lowerings = graphene.Field(
        LoweringConnection,
        required=True,
        edge=graphene.ID(description="Along this edge."),
        target=graphene.ID(description="Along the edges into this asset."),
        state=enum_of(LoweringState)(description="Where they stand now."),
        description="What was asked to let confidentiality fall, latest first.",
        **BOTH_WAYS,
    )
    shortest_path = graphene.Field(
        LineagePath,
        source=graphene.ID(required=True, description="The asset it comes from."),
        target=graphene.ID(required=True, description="The asset it goes to."),
        description="A shortest way down from one asset to another; null when there is none.",
        **AS_OF,
    )
    lineage_difference = graphene.Field(
        LineageDifference,
        required=True,
        since=graphene.DateTime(required=True, description="The earlier moment."),
        until=graphene.DateTime(description="The later moment; without it, now."),
        asset=graphene.ID(description="Around this asset; without it, in the whole workshop."),
        description="The edges that came and those that went.",
        **PART,
    )
    field_lineage = graphene.Field(
        FieldGraph,
        required=True,
        fields=graphene.List(graphene.NonNull(graphene.ID), description="These fields, or …"),
        asset=graphene.ID(description="… all fields of this asset."),
        description="The graph of fields around some fields, or around all fields of an asset.",
        **DIRECTION,
        **DEPTH,
        **AS_OF,
        **PART,
    )
    field_impact = graphene.Field(
        FieldImpact,
        required=True,
        field=graphene.ID(required=True, description="The field that changes."),
        description="What breaks if a field changes.",
        **AS_OF,
    )
    unused_sources = graphene.Field(
        LineageAssetConnection,
        required=True,
        description="Assets in source systems that nothing reads, by name.",
        **BOTH_WAYS,
    )
    sourceless_assets = graphene.Field(
        LineageAssetConnection,
        required=True,
        description="Assets of the store, of analysis and of AI that nothing feeds, by name.",
        **BOTH_WAYS,
    )
    gaps = graphene.Field(
        GapConnection,
        required=True,
        axis=enum_of(Axis)(description="Of this axis only."),
        owner=graphene.String(description="Of what this person (nickname) answers for."),
        description="Levels that are declared below the effective ones, widest first.",
        **AS_OF,
        **BOTH_WAYS,
    )
    job = graphene.Field(JobType, id=graphene.ID(required=True), description="One job.")
    jobs = graphene.Field(
        JobConnection,
        required=True,
        namespace=graphene.String(description="In this namespace only."),
        description="Jobs, by name.",
        **BOTH_WAYS,
    )
    run = graphene.Field(RunType, id=graphene.ID(required=True), description="One run.")
    runs = graphene.Field(
        RunConnection,
        required=True,
        job=graphene.ID(description="Of this job only."),
        description="Runs, latest first.",
        **BOTH_WAYS,
    )
    events = graphene.Field(
        EventConnection,
        required=True,
        run=graphene.ID(description="Of this run only."),
        kind=enum_of(EventKind)(description="Of this kind only."),
        description="OpenLineage events as they came, latest first.",
        **BOTH_WAYS,
    )

    def resolve_edge(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, EdgeType, id)

    def resolve_edges(
        root: Any,
        info: Any,
        source: str | None = None,
        target: str | None = None,
        kind: Any = None,
        job: str | None = None,
        flag: Any = None,
        as_of: Any = None,
        **pages: Any,
    ) -> dict[str, Any]:
        page = edges_page(
            info.context.actor,
            source=key_or_none(source, "Asset"),
            target=key_or_none(target, "Asset"),
            kind=code(kind),
            job=key_or_none(job, "Job"),
            flag=code(flag),
            at=moment_read(as_of),
            **paging(**pages),
        )
        return connection(page, EdgeType)

    def resolve_lowering(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, LoweringType, id)

    def resolve_lowerings(
        root: Any,
        info: Any,
        edge: str | None = None,
        target: str | None = None,
        state: Any = None,
        **pages: Any,
    ) -> dict[str, Any]:
        page = lowerings_page(
            info.context.actor,
            edge=key_or_none(edge, "LineageEdge"),
            target=key_or_none(target, "Asset"),
            state=code(state),
            **paging(**pages),
        )
        return connection(page, LoweringType)

    def resolve_shortest_path(
        root: Any, info: Any, source: str, target: str, as_of: Any = None
    ) -> dict[str, Any] | None:
        ends = key_of(source, "Asset"), key_of(target, "Asset")
        return path_told(path_read(info.context.actor, *ends, moment_read(as_of)))

    def resolve_lineage_difference(
        root: Any, info: Any, since: Any, limit: int, offset: int, until: Any = None, asset: str | None = None
    ) -> dict[str, Any]:
        earlier, later = moment_read(since, "since"), moment_read(until, "until")
        part = part_read(limit, offset)
        found = difference_read(
            info.context.actor, earlier or since, later, key_or_none(asset, "Asset"), **part
        )
        return difference_told(found)

    def resolve_field_lineage(
        root: Any,
        info: Any,
        direction: Any,
        limit: int,
        offset: int,
        fields: list[str] | None = None,
        asset: str | None = None,
        depth: int | None = None,
        as_of: Any = None,
    ) -> dict[str, Any]:
        if bool(fields) == bool(asset):
            raise Invalid.at("asset", "one_of", _("Give either “asset” or “field”."))
        actor, at = info.context.actor, moment_read(as_of)
        keys = [key_of(pk, "Field") for pk in fields or ()]
        found = field_graph_read(
            actor,
            fields_of_asset(actor, key_of(asset, "Asset"), at) if asset else keys,
            direction=code(direction),
            depth=depth_read(depth),
            at=at,
            **part_read(limit, offset),
        )
        return Fields().graph_told(found)

    def resolve_field_impact(root: Any, info: Any, field: str, as_of: Any = None) -> dict[str, Any]:
        found = field_impact_read(info.context.actor, key_of(field, "Field"), moment_read(as_of))
        return Impacts().field_told(found)

    def resolve_unused_sources(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(unused_sources_page(info.context.actor, **paging(**pages)), LineageAsset)

    def resolve_sourceless_assets(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(sourceless_page(info.context.actor, **paging(**pages)), LineageAsset)

    def resolve_gaps(
        root: Any, info: Any, axis: Any = None, owner: str | None = None, as_of: Any = None, **pages: Any
    ) -> dict[str, Any]:
        page = gaps_page(
            info.context.actor, axis=code(axis), owner=owner or "", at=moment_read(as_of), **paging(**pages)
        )
        assets = Cohort(LineageAsset)
        return connection(page.mapped(lambda gap: gap_told(gap, assets)), Gap)

    def resolve_job(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, JobType, id)

    def resolve_jobs(root: Any, info: Any, namespace: str | None = None, **pages: Any) -> dict[str, Any]:
        return connection(
            jobs_page(info.context.actor, namespace=namespace or "", **paging(**pages)), JobType
        )

    def resolve_run(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, RunType, id)

    def resolve_runs(root: Any, info: Any, job: str | None = None, **pages: Any) -> dict[str, Any]:
        return connection(
            runs_page(info.context.actor, job=key_or_none(job, "Job"), **paging(**pages)), RunType
        )

    def resolve_events(
        root: Any, info: Any, run: str | None = None, kind: Any = None, **pages: Any
    ) -> dict[str, Any]:
        page = events_page(
            info.context.actor, run=key_or_none(run, "Run"), kind=code(kind), **paging(**pages)
        )
        return connection(page, EventType)
