"""What Marquez's clients send, and the OpenLineage events that it means. Pure.

Marquez's own writes came before OpenLineage and say no more than an event can. So each becomes one event, which the
same ingestion takes in: there is no second way for a machine to make an asset, a job or a run.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict
from pydantic import Field as Rule
from pydantic.alias_generators import to_camel

from common.document import Document, Line, LongName, Name, Text

PRODUCER = "https://github.com/MarquezProject/marquez"
SPEC = "https://openlineage.io/spec"
EVENT_SCHEMA = f"{SPEC}/2-0-2/OpenLineage.json#/$defs"
Key = tuple[str, str]  # namespace, name


def _in_utc(moment: datetime) -> datetime:
    """A moment without offset is meant in UTC."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(moment) from error


Moment = Annotated[datetime, Rule(strict=False), AfterValidator(_in_utc)]
Uuid = Annotated[UUID, Rule(strict=False)]
Url = Annotated[str, Rule(max_length=1000)]


class MarquezDocument(Document):
    """Keys are in camelCase; unknown ones are passed over, as Marquez does."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, alias_generator=to_camel)


class Named(MarquezDocument):
    """What can be called so."""

    name: Name


class LongNamed(MarquezDocument):
    name: LongName


class NamespacePut(MarquezDocument):
    owner_name: LongName
    description: Text | None = None


class SourcePut(MarquezDocument):
    type: Annotated[Name, Rule(max_length=64)]
    connection_url: Annotated[Url, Rule(min_length=1)]
    description: Text | None = None


class TagPut(MarquezDocument):
    description: Text | None = None


class FieldPut(MarquezDocument):
    name: Name
    type: Line | None = None
    tags: list[Name] | None = None
    description: Text | None = None


class DatasetPut(MarquezDocument):
    """`run_id` is the run that wrote it."""

    type: Literal["DB_TABLE", "STREAM"]
    physical_name: LongName
    source_name: LongName
    fields: Annotated[list[FieldPut], Rule(max_length=2000)] = []
    tags: list[Name] = []
    description: Text | None = None
    run_id: Uuid | None = None
    schema_location: Url | None = None


class DatasetName(MarquezDocument):
    namespace: LongName
    name: LongName

    @property
    def key(self) -> Key:
        return self.namespace, self.name


class JobPut(MarquezDocument):
    """`run_id` is a run of the job that read and wrote these datasets."""

    type: Literal["BATCH", "STREAM", "SERVICE"]
    inputs: list[DatasetName] = []
    outputs: list[DatasetName] = []
    location: Url | None = None
    context: dict[str, Any] | None = None
    description: Text | None = None
    run_id: Uuid | None = None


class RunPost(MarquezDocument):
    id: Uuid | None = None
    nominal_start_time: Moment | None = None
    nominal_end_time: Moment | None = None
    args: dict[str, Any] | None = None


# As events


@dataclass(frozen=True, slots=True)
class RunName:
    """A run and its job."""

    run_id: UUID
    namespace: str
    name: str


def _facet(schema: str, **body: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": f"{SPEC}/facets/{schema}", **body}


def _own_facet(**body: Any) -> dict[str, Any]:
    """What Marquez alone knows of."""
    return {"_producer": PRODUCER, "_schemaURL": f"{PRODUCER}/blob/main/spec/openapi.yml", **body}


def _event(kind: str, at: datetime, **body: Any) -> dict[str, Any]:
    return {
        "eventTime": at.astimezone(UTC).isoformat(),
        "producer": PRODUCER,
        "schemaURL": f"{EVENT_SCHEMA}/{kind}",
        **body,
    }


def dataset_event(key: Key, document: DatasetPut, source_url: str, at: datetime) -> dict[str, Any]:
    """That a dataset is so."""
    return _event("DatasetEvent", at, dataset=_dataset(key, document, source_url))


def dataset_written_event(
    key: Key, document: DatasetPut, source_url: str, run: RunName, at: datetime
) -> dict[str, Any]:
    """That a run wrote it; of the state of the run it says nothing."""
    return run_event("OTHER", run, at, outputs=[_dataset(key, document, source_url)])


def _dataset(key: Key, document: DatasetPut, source_url: str) -> dict[str, Any]:
    is_stream = document.type == "STREAM"
    own = {"physicalName": document.physical_name, "schemaLocation": document.schema_location}
    facets = {
        "dataSource": _facet("1-0-1/DatasourceDatasetFacet.json", name=document.source_name, uri=source_url),
        "datasetType": _facet(
            "1-0-1/DatasetTypeDatasetFacet.json", datasetType="STREAM" if is_stream else "TABLE"
        ),
        "marquezDataset": _own_facet(**{name: value for name, value in own.items() if value}),
    }
    if document.fields:
        facets["schema"] = _facet("1-1-1/SchemaDatasetFacet.json", fields=_fields(document))
    if document.description:
        facets["documentation"] = _facet(
            "1-0-1/DocumentationDatasetFacet.json", description=document.description
        )
    if tags := _tags(document):
        facets["tags"] = _facet("1-0-0/TagsDatasetFacet.json", tags=tags)
    return {"namespace": key[0], "name": key[1], "facets": facets}


def _fields(document: DatasetPut) -> list[dict[str, str]]:
    said = [{"name": f.name, "type": f.type, "description": f.description} for f in document.fields]
    return [{name: value for name, value in field.items() if value} for field in said]


def _tags(document: DatasetPut) -> list[dict[str, str]]:
    own = [{"key": tag, "value": "true", "source": "MARQUEZ"} for tag in document.tags]
    fields = [(tag, field.name) for field in document.fields for tag in field.tags or ()]
    return [
        *own,
        *({"key": tag, "value": "true", "source": "MARQUEZ", "field": name} for tag, name in fields),
    ]


def job_event(key: Key, document: JobPut, at: datetime) -> dict[str, Any]:
    """What a job is made to do."""
    inputs, outputs = _names(document.inputs), _names(document.outputs)
    return _event("JobEvent", at, job=_job(key, document), inputs=inputs, outputs=outputs)


def job_done_event(key: Key, document: JobPut, run: RunName, at: datetime) -> dict[str, Any]:
    """What a run of a job read and wrote."""
    inputs, outputs = _names(document.inputs), _names(document.outputs)
    event = run_event("OTHER", run, at, inputs=inputs, outputs=outputs)
    return {**event, "job": _job(key, document)}


def _names(datasets: Collection[DatasetName]) -> list[dict[str, str]]:
    return [{"namespace": one.namespace, "name": one.name} for one in dict.fromkeys(datasets)]


def _job(key: Key, document: JobPut) -> dict[str, Any]:
    context = document.context or {}
    streaming = "STREAMING" if document.type == "STREAM" else "BATCH"
    facets = {
        "jobType": _facet(
            "2-0-3/JobTypeJobFacet.json",
            processingType=streaming,
            integration="MARQUEZ",
            jobType=document.type,
        ),
    }
    if document.description:
        facets["documentation"] = _facet("1-0-1/DocumentationJobFacet.json", description=document.description)
    if document.location:
        facets["sourceCodeLocation"] = _facet(
            "1-0-1/SourceCodeLocationJobFacet.json", type="git", url=document.location
        )
    if isinstance(sql := context.get("sql") or context.get("SQL"), str):
        facets["sql"] = _facet("1-0-1/SQLJobFacet.json", query=sql)
    if context:
        facets["marquezJob"] = _own_facet(context=context)
    return {"namespace": key[0], "name": key[1], "facets": facets}


def run_opened_event(run: RunName, document: RunPost, at: datetime) -> dict[str, Any]:
    """That a run is planned."""
    facets: dict[str, Any] = {}
    nominal = {"nominalStartTime": document.nominal_start_time, "nominalEndTime": document.nominal_end_time}
    said = {name: moment.isoformat() for name, moment in nominal.items() if moment}
    if said:
        facets["nominalTime"] = _facet("1-0-1/NominalTimeRunFacet.json", **said)
    if document.args:
        facets["marquezRun"] = _own_facet(args=document.args)
    return run_event("OTHER", run, at, facets=facets)


def run_event(
    kind: str,
    run: RunName,
    at: datetime,
    *,
    inputs: Collection[Mapping[str, Any]] = (),
    outputs: Collection[Mapping[str, Any]] = (),
    facets: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """That something happened to a run: `kind` is OpenLineage's event type."""
    return _event(
        "RunEvent",
        at,
        eventType=kind,
        run={"runId": str(run.run_id), "facets": dict(facets or {})},
        job={"namespace": run.namespace, "name": run.name},
        inputs=list(inputs),
        outputs=list(outputs),
    )
