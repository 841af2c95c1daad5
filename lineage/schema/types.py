"""Assets on a graph, edges, lowerings, jobs and runs. Relations are read for a whole cohort at once."""

from collections.abc import Sequence
from typing import Any

import graphene

from catalog.choices import Colour, Kind, Shape, Status, Zone
from catalog.models import Asset
from catalog.representation import by
from catalog.schema.types import AssetType, FieldNode
from common.actor import Actor
from common.graphql.cohort import Cohort, Row, RowData, many, one
from common.graphql.columns import Json, RowType, column, described, enum_of, listed
from common.graphql.connections import FORWARD, connection_in, connection_of, paging
from common.graphql.nodes import NodeType, Numbered
from common.models import bilingual
from lineage.choices import (
    Dependency,
    Direction,
    EventKind,
    Flag,
    LoweringState,
    OriginKind,
    RunState,
    Technique,
)
from lineage.models import Event, FieldEdge, Job, Lowering, Origin, Run
from lineage.queries.edges import edge_histories, edges_read, links_of_edges
from lineage.queries.lowerings import lowerings_read
from lineage.queries.nodes import nodes_of
from lineage.queries.runs import datasets_of_runs, jobs_read, runs_of_jobs, runs_read
from workshop.schema import ParticipantType


class DeclaredLevels(RowType):
    """DICP as declared: each axis from 0 (no need) to 4 (critical); null is “not assessed”."""

    class Meta:
        model = Asset
        columns = "availability integrity confidentiality proof"


class LineageAsset(Numbered, RowType):
    """An asset as graphs show it; with `asOf`, as it was then."""

    class Meta:
        model = Asset
        columns = "namespace name importance personal_data"

    title = graphene.String(required=True, description="Title in your language, else the name.")
    kind = column(Asset, "kind", enum_of(Kind))
    colour = column(Asset, "colour", enum_of(Colour))
    shape = column(Asset, "shape", enum_of(Shape))
    status = column(Asset, "status", enum_of(Status))
    system_code = graphene.String(required=True, description="Code of its system.")
    zone = graphene.Field(enum_of(Zone), description="The zone it stands in.")
    declared = graphene.Field(DeclaredLevels, required=True, description="DICP as declared.")
    asset = graphene.Field(AssetType, description="The asset as it is now; null when it is gone.")

    def resolve_title(row: Row, info: Any) -> str:
        return bilingual(row, "title") or row["name"]

    def resolve_system_code(row: Row, info: Any) -> str:
        return row["system"]

    def resolve_zone(row: Row, info: Any) -> str | None:
        return row["zone"] or None

    def resolve_declared(row: Row, info: Any) -> dict[str, int | None]:
        return row["sensitivity"]

    def resolve_asset(row: Row, info: Any) -> Row | None:
        return one(row, "id", AssetType, lambda ids: AssetType.read(info.context.actor, ids))


LineageAssetConnection = connection_of(LineageAsset, "A page of assets as graphs show them.")


class GraphNode(LineageAsset):
    """An asset on a graph, and where it stands there."""

    distance = graphene.Int(required=True, description="Steps from the asset the graph is about.")
    side = graphene.Field(
        enum_of(Direction), description="On which side it lies; null for the asset the graph is about."
    )
    hidden_upstream = graphene.Int(required=True, description="Sources of it that are not in this answer.")
    hidden_downstream = graphene.Int(required=True, description="Targets of it that are not in this answer.")

    def resolve_side(row: Row, info: Any) -> str | None:
        return row["side"] if row["distance"] else None


class ReachedAsset(LineageAsset):
    """An asset that lies up or down from another one."""

    distance = graphene.Int(required=True, description="Steps to it.")


ReachedAssetConnection = connection_of(ReachedAsset, "A page of assets that lie up or down, nearest first.")


def assets_shown(
    rows: Sequence[RowData], type_: Any = LineageAsset, parent: Cohort | None = None
) -> list[Row]:
    """Rows of assets as one cohort."""
    return Cohort(type_, rows, parent).rows


# Jobs and runs


class JobType(NodeType):
    """What moves or computes data: a script, a dbt model, a transfer, the SQL of an indicator."""

    class Meta:
        name = "Job"
        model = Job
        columns = "namespace name kind description location created_at updated_at"

    tags = Json(required=True, description=described(Job, "tags"))
    facets = Json(required=True, description=described(Job, "facets"))
    parent = graphene.Field(lambda: JobType, description="The job it is a part of.")
    runs = graphene.Field(
        lambda: RunConnection, required=True, description="Its executions, latest first.", **FORWARD
    )

    def resolve_parent(row: Row, info: Any) -> Row | None:
        return one(row, "parent_id", JobType, lambda ids: JobType.read(info.context.actor, ids))

    def resolve_runs(row: Row, info: Any, **pages: Any) -> dict[str, Any]:
        wanted = paging(**pages)

        def read() -> dict[int, dict[str, Any]]:
            runs = Cohort(RunType, parent=row.cohort)
            found = runs_of_jobs(info.context.actor, row.cohort.values("id"), **wanted)
            return {job: connection_in(page, runs) for job, page in found.items()}

        return row.cohort.once(("runs", *wanted.values()), read)[row["id"]]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(jobs_read(actor, ids))


JobConnection = connection_of(JobType, "A page of jobs.")


class RunType(NodeType):
    """One execution of a job."""

    class Meta:
        name = "Run"
        model = Run
        columns = "run_id at started_at ended_at nominal_start_at nominal_end_at parent_run_id error"

    state = column(Run, "state", enum_of(RunState))
    facets = Json(required=True, description=described(Run, "facets"))
    job = graphene.Field(JobType, required=True, description="The job that was executed.")
    inputs = listed(LineageAsset, "What it read.")
    outputs = listed(LineageAsset, "What it wrote.")

    def resolve_job(row: Row, info: Any) -> Row | None:
        return one(row, "job_id", JobType, lambda ids: JobType.read(info.context.actor, ids))

    def resolve_inputs(row: Row, info: Any) -> list[Row]:
        return _datasets(row, info.context.actor, "inputs")

    def resolve_outputs(row: Row, info: Any) -> list[Row]:
        return _datasets(row, info.context.actor, "outputs")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(runs_read(actor, ids))


def _datasets(row: Row, actor: Actor, side: str) -> list[Row]:
    """What a run read or wrote; those of its whole cohort are read at once."""

    def read() -> tuple[dict[int, dict[str, list[int]]], dict[int, Row]]:
        sides = datasets_of_runs(row.cohort.values("id"))
        ids = {pk for own in sides.values() for both in own.values() for pk in both}
        rows = assets_shown(list(nodes_of(actor, ids).values()), parent=row.cohort)
        return sides, {shown["id"]: shown for shown in rows}

    sides, shown = row.cohort.once("datasets", read)
    return [shown[pk] for pk in sides[row["id"]][side] if pk in shown]


RunConnection: Any = connection_of(RunType, "A page of runs.")


class EventType(RowType):
    """An OpenLineage event exactly as it came."""

    class Meta:
        name = "Event"
        model = Event
        columns = "event_time received_at"

    number = graphene.Int(required=True, description="The id that REST uses.")
    kind = column(Event, "kind", enum_of(EventKind))
    run_id = graphene.UUID(description="The run that it speaks of.")
    body = Json(description="What was sent.")

    def resolve_number(row: Row, info: Any) -> int:
        return row["id"]

    def resolve_run_id(row: Row, info: Any) -> Any:
        return row["run__run_id"]


EventConnection = connection_of(EventType, "A page of events.")


# Edges


class EdgeOrigin(graphene.ObjectType):
    """Who says that an edge is there; it holds while one of its origins does."""

    kind = column(Origin, "kind", enum_of(OriginKind))
    job = graphene.Field(JobType, description="The job whose runs show it.")
    since = graphene.DateTime(required=True, description="Since when.")

    def resolve_job(row: Row, info: Any) -> Row | None:
        return one(row, "job_id", JobType, lambda ids: JobType.read(info.context.actor, ids))


class Signature(graphene.ObjectType):
    """Who wrote something, when, through which door and why."""

    by = graphene.String(required=True, description="Nickname of who did it.")
    at = graphene.DateTime(required=True, description="When.")
    door = graphene.String(required=True, description="The way in: page, admin, rest, graphql, openlineage …")
    reason = graphene.String(required=True, description="Why.")
    request_id = graphene.UUID(required=True, description="All that one request did shares it.")


class EdgeSpell(graphene.ObjectType):
    """From when until when somebody said that an edge is there."""

    kind = column(Origin, "kind", enum_of(OriginKind))
    job_name = graphene.String(description="Name of the job whose runs showed it.")
    valid_from = graphene.DateTime(required=True, description="From when.")
    valid_until = graphene.DateTime(description="Until when; null while it holds.")
    opened = graphene.Field(Signature, required=True, description="Who said so.")
    closed = graphene.Field(Signature, description="Who took it back.")

    def resolve_job_name(row: dict[str, Any], info: Any) -> str | None:
        return row["job"] and row["job"]["name"]


class FieldLinkType(RowType):
    """That a field's value, or what is done with it, goes into another field."""

    class Meta:
        name = "FieldLink"
        model = FieldEdge
        columns = "subtype masking description"

    dependency = graphene.Field(enum_of(Dependency), description="Null when nobody said it.")
    kind = column(FieldEdge, "kind", enum_of(OriginKind))
    source_field = graphene.Field(FieldNode, description="Where it comes from.")
    target_field = graphene.Field(FieldNode, description="Where it goes.")

    def resolve_dependency(row: Row, info: Any) -> str | None:
        return row["dependency"] or None

    def resolve_source_field(row: Row, info: Any) -> Row | None:
        return one(row, "source_field", FieldNode, lambda ids: FieldNode.read(info.context.actor, ids))

    def resolve_target_field(row: Row, info: Any) -> Row | None:
        return one(row, "target_field", FieldNode, lambda ids: FieldNode.read(info.context.actor, ids))


class EdgeType(NodeType):
    """That data goes from one asset to another."""

    class Meta:
        name = "LineageEdge"

    number = graphene.Int(required=True, description="The id that REST uses.")
    source = graphene.Field(LineageAsset, required=True, description="Where it comes from.")
    target = graphene.Field(LineageAsset, required=True, description="Where it goes.")
    origins = listed(EdgeOrigin, "Who says that it is there; none when it has ended.")
    flag = graphene.Field(enum_of(Flag), description="Why it deserves a look; null when all is well.")
    lowered_to = graphene.Int(description="The confidentiality that a reviewed lowering lets pass.")
    fields = listed(FieldLinkType, "Which fields it carries, as far as anybody said.")
    lowerings = listed(lambda: LoweringType, "What was asked to let confidentiality fall along it.")
    history = listed(EdgeSpell, "From when until when it held, and who said so; latest first.")

    def resolve_number(row: Row, info: Any) -> int:
        return row["id"]

    def resolve_source(row: Row, info: Any) -> Row:
        return _end(row, "source")

    def resolve_target(row: Row, info: Any) -> Row:
        return _end(row, "target")

    def resolve_origins(row: Row, info: Any) -> list[Row]:
        return many(row, "origins", EdgeOrigin, _origins)

    def resolve_flag(row: Row, info: Any) -> str | None:
        return row["flag"] or None

    def resolve_fields(row: Row, info: Any) -> list[Row]:
        return many(row, "fields", FieldLinkType, lambda edges: links_of_edges(edges.values("id")))

    def resolve_lowerings(row: Row, info: Any) -> list[Row]:
        def read(edges: Cohort) -> Any:
            found = lowerings_read(info.context.actor, edge__among=edges.values("id"))
            return by(found, "edge_id")

        return many(row, "lowerings", LoweringType, read)

    def resolve_history(row: Row, info: Any) -> list[dict[str, Any]]:
        read = lambda: edge_histories(info.context.actor, row.cohort.values("id"))  # noqa: E731
        return row.cohort.once("history", read).get(row["id"], [])

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(edges_read(actor, ids))


def _end(edge: Row, end: str) -> Row:
    """One of the two assets of an edge; those of its whole cohort are one cohort."""

    def read() -> dict[int, Row]:
        nodes = {row[side]["id"]: row[side] for row in edge.cohort.rows for side in ("source", "target")}
        return {shown["id"]: shown for shown in assets_shown(list(nodes.values()), parent=edge.cohort)}

    return edge.cohort.once("ends", read)[edge[end]["id"]]


def _origins(edges: Cohort) -> dict[int, list[RowData]]:
    return {
        edge["id"]: [
            {**origin, "job_id": origin["job"] and origin["job"]["id"]} for origin in edge["origins"]
        ]
        for edge in edges.rows
    }


EdgeConnection = connection_of(EdgeType, "A page of edges.")


class LoweringType(NodeType):
    """Why confidentiality may fall along an edge: a technique, a reason, a second person's review, an expiry."""

    class Meta:
        name = "Lowering"
        model = Lowering
        columns = "version level k expires_at reviewed_at accepted review_reason created_at"

    technique = column(Lowering, "technique", enum_of(Technique))
    reason = graphene.String(required=True, description="Why, in the words of who asked.")
    state = enum_of(LoweringState)(required=True, description="Where it stands now.")
    edge = graphene.Field(EdgeType, description="The edge; null when one of its ends is gone.")
    asked_by = graphene.Field(ParticipantType, required=True, description="Who asked for it.")
    reviewed_by = graphene.Field(ParticipantType, description="Who reviewed it.")

    def resolve_reason(row: Row, info: Any) -> str:
        return row["asked_reason"]

    def resolve_edge(row: Row, info: Any) -> Row | None:
        return one(row, "edge_id", EdgeType, lambda ids: EdgeType.read(info.context.actor, ids))

    def resolve_asked_by(row: Row, info: Any) -> Row | None:
        return one(
            row, "asked_by_id", ParticipantType, lambda ids: ParticipantType.read(info.context.actor, ids)
        )

    def resolve_reviewed_by(row: Row, info: Any) -> Row | None:
        return one(
            row, "reviewed_by_id", ParticipantType, lambda ids: ParticipantType.read(info.context.actor, ids)
        )

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(lowerings_read(actor, pk__in=ids))


LoweringConnection = connection_of(LoweringType, "A page of lowerings.")
