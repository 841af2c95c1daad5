"""What Marquez answers, declared for OpenAPI. `told` makes it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from common.api.openapi import Shape

Facets = dict[str, Any]


class MarquezShape(Shape):
    """Keys are in camelCase."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class MarquezNamespace(MarquezShape):
    name: str
    created_at: datetime
    updated_at: datetime
    owner_name: str
    description: str | None
    is_hidden: bool


class MarquezNamespaces(MarquezShape):
    namespaces: list[MarquezNamespace]


class MarquezSource(MarquezShape):
    type: str
    name: str
    created_at: datetime
    updated_at: datetime
    connection_url: str
    description: str | None


class MarquezSources(MarquezShape):
    sources: list[MarquezSource]


class MarquezTag(MarquezShape):
    name: str
    description: str | None


class MarquezTags(MarquezShape):
    tags: list[MarquezTag]


class MarquezName(MarquezShape):
    namespace: str
    name: str


class MarquezVersionName(MarquezName):
    version: UUID


class MarquezField(MarquezShape):
    name: str
    type: str
    tags: list[str]
    description: str | None


class MarquezInputField(MarquezShape):
    namespace: str
    dataset: str
    field: str
    transformation_description: str | None
    transformation_type: str | None


class MarquezFieldLineage(MarquezShape):
    """What a field is made of."""

    name: str
    input_fields: list[MarquezInputField]


class MarquezDatasetData(MarquezShape):
    id: MarquezName
    type: Literal["DB_TABLE", "STREAM"]
    name: str
    physical_name: str
    created_at: datetime
    updated_at: datetime
    namespace: str
    source_name: str
    fields: list[MarquezField]
    tags: list[str]
    last_modified_at: datetime | None
    description: str | None
    last_lifecycle_state: str


class MarquezDataset(MarquezDatasetData):
    """`deleted` says that its source was dropped."""

    column_lineage: list[MarquezFieldLineage] | None
    facets: Facets
    current_version: UUID | None
    deleted: bool


class MarquezDatasets(MarquezShape):
    datasets: list[MarquezDataset]
    total_count: int


class MarquezDatasetVersionName(MarquezShape):
    dataset_version_id: MarquezVersionName
    facets: Facets


class MarquezRun(MarquezShape):
    id: UUID
    created_at: datetime
    updated_at: datetime
    nominal_start_time: datetime | None
    nominal_end_time: datetime | None
    state: Literal["NEW", "RUNNING", "COMPLETED", "FAILED", "ABORTED"]
    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None
    args: dict[str, Any]
    job_version: MarquezVersionName | None
    input_dataset_versions: list[MarquezDatasetVersionName]
    output_dataset_versions: list[MarquezDatasetVersionName]
    facets: Facets


class MarquezRuns(MarquezShape):
    runs: list[MarquezRun]
    total_count: int


class MarquezDatasetVersion(MarquezShape):
    id: MarquezVersionName
    type: Literal["DB_TABLE", "STREAM"]
    name: str
    physical_name: str
    created_at: datetime
    version: UUID
    namespace: str
    source_name: str
    fields: list[MarquezField]
    tags: list[str]
    description: str | None
    lifecycle_state: str
    created_by_run: MarquezRun | None
    facets: Facets


class MarquezDatasetVersions(MarquezShape):
    versions: list[MarquezDatasetVersion]
    total_count: int


class MarquezJob(MarquezShape):
    id: MarquezName
    type: Literal["BATCH", "STREAM", "SERVICE"]
    name: str
    simple_name: str
    parent_job_name: str | None
    parent_job_uuid: UUID | None
    created_at: datetime
    updated_at: datetime
    namespace: str
    inputs: list[MarquezName]
    outputs: list[MarquezName]
    location: str | None
    context: dict[str, Any]
    description: str | None
    latest_run: MarquezRun | None
    latest_runs: list[MarquezRun]
    facets: Facets
    current_version: UUID | None
    labels: list[str]
    tags: list[str]


class MarquezJobs(MarquezShape):
    jobs: list[MarquezJob]
    total_count: int


class MarquezEvents(MarquezShape):
    """Events as they came."""

    events: list[dict[str, Any]]
    total_count: int


class MarquezEdge(MarquezShape):
    origin: str
    destination: str


class MarquezNode(MarquezShape):
    """`id` is `dataset:<namespace>:<name>` or `job:<namespace>:<name>`."""

    id: str
    type: Literal["DATASET", "JOB"]
    data: MarquezDatasetData | MarquezJob
    in_edges: list[MarquezEdge]
    out_edges: list[MarquezEdge]


class MarquezGraph(MarquezShape):
    """`missing` counts the datasets that were left out because there are too many."""

    graph: list[MarquezNode]
    missing: int


class MarquezInputFieldData(MarquezInputField):
    dataset_version: UUID | None


class MarquezFieldData(MarquezShape):
    namespace: str
    dataset: str
    dataset_version: UUID | None
    field: str
    field_type: str
    transformation_description: str | None
    transformation_type: str | None
    input_fields: list[MarquezInputFieldData]


class MarquezFieldNode(MarquezShape):
    """`id` is `datasetField:<namespace>:<name>:<field>`. As in Marquez, edges of both kinds begin here."""

    id: str
    type: Literal["DATASET_FIELD"]
    data: MarquezFieldData
    in_edges: list[MarquezEdge]
    out_edges: list[MarquezEdge]


class MarquezFieldGraph(MarquezShape):
    graph: list[MarquezFieldNode]
