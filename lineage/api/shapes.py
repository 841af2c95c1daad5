"""What the lineage answers, declared for OpenAPI."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from catalog.documents import (
    CategoryCode,
    ColourCode,
    Importance,
    KindCode,
    Level,
    ShapeCode,
    StatusCode,
    TypeCode,
    ZoneCode,
)
from common.api.openapi import PageShape, Shape
from common.document import OneOf
from lineage.api.inputs import AxisCode, EventCode, OriginCode, StateCode
from lineage.choices import Dependency, Flag, RunState, Technique

Flagged = Annotated[str, OneOf(Flag, empty=True)]
TechniqueCode = Annotated[str, OneOf(Technique)]


class DeclaredSensitivity(Shape):
    """DICP as people declared it."""

    availability: Level
    integrity: Level
    confidentiality: Level
    proof: Level


class LineageAsset(Shape):
    """An asset as graphs show it."""

    id: int
    namespace: str
    name: str
    title_fr: str
    title_en: str
    kind: KindCode
    colour: ColourCode
    shape: ShapeCode
    status: StatusCode
    importance: Importance
    personal_data: bool | None
    system: str
    zone: ZoneCode
    sensitivity: DeclaredSensitivity


class LineageAssetPage(PageShape):
    results: list[LineageAsset]


class Cut(Shape):
    """`cut` when not all of it is in this answer: `missing` counts the rest, `next` is the address that goes on."""

    missing: int
    cut: bool
    next: str | None


# Edges


class JobName(Shape):
    id: int
    namespace: str
    name: str


class EdgeOrigin(Shape):
    """Who says that the edge is there; it holds while one of its origins does."""

    kind: OriginCode
    job: JobName | None
    since: datetime


class Crossing(Shape):
    """`flag` says why the edge deserves a look: it skips a zone, goes against the flow, or lets quarantined data
    out. `lowered_to` is the confidentiality that a reviewed lowering lets pass."""

    id: int
    origins: list[EdgeOrigin]
    flag: Flagged
    lowered_to: Level


class Edge(Crossing):
    source: LineageAsset
    target: LineageAsset


class EdgePage(PageShape):
    results: list[Edge]


class FieldLink(Shape):
    """That a field goes into another; `dependency` and `subtype` as in OpenLineage's column lineage."""

    id: int
    edge: int
    source_field: int
    target_field: int
    dependency: Annotated[str, OneOf(Dependency, empty=True)]
    subtype: str
    masking: bool
    description: str
    kind: OriginCode
    job: JobName | None


class Signature(Shape):
    by: str
    at: datetime
    door: str
    reason: str
    request_id: UUID


class EdgeSpell(Shape):
    """From when until when somebody said that the edge is there, and who."""

    kind: OriginCode
    job: JobName | None
    valid_from: datetime
    valid_until: datetime | None
    opened: Signature
    closed: Signature | None


class Lowering(Shape):
    """Why confidentiality may fall along an edge, and until when."""

    id: int
    version: int
    edge: int
    source: int
    target: int
    technique: TechniqueCode
    level: Level
    k: int | None
    reason: str
    expires_at: datetime
    asked_by: str
    reviewed_by: str | None
    reviewed_at: datetime | None
    accepted: bool | None
    review_reason: str
    state: StateCode
    created_at: datetime


class LoweringPage(PageShape):
    results: list[Lowering]


class EdgeWhole(Edge):
    """An edge with the links of its fields, its lowerings and its history; `open` says whether it still holds."""

    open: bool
    fields: list[FieldLink]
    lowerings: list[Lowering]
    history: list[EdgeSpell]


class EdgesDrawn(Shape):
    """Ids in the order sent."""

    ids: list[int]
    request_id: UUID


# Graphs


class GraphNode(LineageAsset):
    """`distance` in steps; `side` is root, upstream or downstream. `hidden` counts neighbours that are not in the
    answer."""

    distance: int
    side: str
    hidden: int
    hidden_upstream: int
    hidden_downstream: int


class GraphEdge(Crossing):
    source: int
    target: int


class Graph(Cut):
    """Nodes, nearest first, and all edges between them. An asset alone is a graph of one node."""

    root: LineageAsset
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    total_nodes: int
    as_of: datetime | None


class LineageField(Shape):
    id: int
    name: str
    type: TypeCode
    asset_id: int
    personal_data_category: CategoryCode
    confidentiality: Level


class GraphField(LineageField):
    distance: int


class FieldGraph(Cut):
    """Fields, nearest first, their assets, and all links between the fields."""

    roots: list[int]
    fields: list[GraphField]
    assets: list[LineageAsset]
    links: list[FieldLink]
    total_fields: int
    as_of: datetime | None


class LineagePath(Shape):
    """`found` false when no way leads from one to the other."""

    found: bool
    length: int | None
    nodes: list[LineageAsset]
    edges: list[GraphEdge]


class LineageDifference(Cut):
    since: datetime
    until: datetime
    nodes: list[LineageAsset]
    added: list[GraphEdge]
    removed: list[GraphEdge]
    total_edges: int


# Impact


class AtDistance(Shape):
    distance: int
    count: int


class OfOwner(Shape):
    """`owner` is empty for assets that nobody answers for."""

    owner: str
    count: int


class DistantAsset(LineageAsset):
    distance: int


class AffectedAsset(DistantAsset):
    owners: list[str]


class Affected(Shape):
    """`assets` are the nearest; counts, owners and indicators are over all of them."""

    total: int
    by_distance: list[AtDistance]
    by_kind: dict[str, int]
    assets: list[AffectedAsset]
    missing: int
    cut: bool
    owners: list[OfOwner]
    most_sensitive: list[LineageAsset]
    indicators: list[DistantAsset]


class Impact(Affected):
    """What breaks if `asset`, or `field`, changes. Of a field only are told: the nearest `fields` with their assets,
    and `uncertain`, what lies behind edges of which nobody said which fields they carry."""

    asset: LineageAsset | None = None
    field: LineageField | None = None
    fields: list[GraphField] | None = None
    total_fields: int | None = None
    field_assets: list[LineageAsset] | None = None
    uncertain: Affected | None = None


# Sensitivity


class AxisSensitivity(Shape):
    """`path` leads from the asset that causes the effective level to this one."""

    axis: AxisCode
    declared: Level
    effective: Level
    is_gap: bool
    path: list[LineageAsset]


class EndedLowering(Shape):
    id: int
    edge: int
    source: int
    technique: TechniqueCode
    level: Level
    expires_at: datetime


class EffectiveSensitivity(Shape):
    """Computed now, from what is declared and what flows. `lowerings_ended` say why a level rose again."""

    asset: LineageAsset
    axes: list[AxisSensitivity]
    lowerings_ended: list[EndedLowering]
    as_of: datetime | None


class Gap(Shape):
    """A level that is declared below the effective one, or not at all."""

    asset: LineageAsset
    axis: AxisCode
    declared: Level
    effective: Level
    owners: list[str]


class GapPage(PageShape):
    results: list[Gap]


# Jobs, runs, events


class Job(Shape):
    id: int
    namespace: str
    name: str
    kind: str
    description: str
    location: str
    parent: int | None
    tags: list[Any]
    facets: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class JobPage(PageShape):
    results: list[Job]


class Run(Shape):
    id: int
    run_id: UUID
    job: JobName
    state: Annotated[str, OneOf(RunState)]
    at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    nominal_start_at: datetime | None
    nominal_end_at: datetime | None
    parent_run_id: UUID | None
    error: str
    facets: dict[str, Any]


class RunPage(PageShape):
    results: list[Run]


class RunWhole(Run):
    """With the datasets that it read and wrote."""

    inputs: list[LineageAsset]
    outputs: list[LineageAsset]


class EventSummary(Shape):
    """An OpenLineage event; its body is read by itself."""

    id: int
    kind: EventCode
    event_time: datetime
    received_at: datetime
    run_id: UUID | None


class EventPage(PageShape):
    results: list[EventSummary]


class Event(EventSummary):
    """`body` is exactly what was sent."""

    body: Any
