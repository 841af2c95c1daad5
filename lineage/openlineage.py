"""OpenLineage events (spec 2-0-2, and what older clients send) as plain values. Pure, without the ORM.

`event_read(body)` checks what we use and refuses the rest with its JSON path (`$.run.runId`); facets that we do not
know are kept as they came.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.choices import FIELD_NAME_MAX, FIELDS_MAX, NAME_BYTES_MAX, NAME_MAX, Responsibility
from catalog.observed import AssetKey, ObservedField, ObservedOwner, flattened
from catalog.wording import names_too_long
from common.document import MESSAGES, control_characters
from common.errors import Invalid
from lineage.assertions import JobKey
from lineage.choices import Dependency, EventKind, RunState

STATES = {
    "START": RunState.RUNNING,
    "RUNNING": RunState.RUNNING,
    "COMPLETE": RunState.COMPLETED,
    "ABORT": RunState.ABORTED,
    "FAIL": RunState.FAILED,
    "OTHER": RunState.NEW,  # says nothing of the state
}
NESTED_MAX = 30  # levels of fields in a schema
JOB_KIND_MAX, LOCATION_MAX, SUBTYPE_MAX = 64, 1000, 64
YEAR_MIN = 1900
Facets = Mapping[str, Any]
_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d\d")
_PLAIN = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUse:
    """A line of `columnLineage`: which field of which dataset goes into `target` (`None`: into all fields)."""

    target: str | None
    source: AssetKey
    field: str
    dependency: str = ""
    subtype: str = ""
    masking: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSaid:
    """What an event says of a dataset; `side_facets` are those of this one reading or writing of it."""

    key: AssetKey
    facets: Facets = field(default_factory=dict)
    side_facets: Facets = field(default_factory=dict)
    fields: Sequence[ObservedField] = ()
    description: str = ""
    tags: Sequence[str] = ()
    owners: Sequence[ObservedOwner] = ()
    columns: Sequence[ColumnUse] = ()
    symlinks: Sequence[AssetKey] = ()
    previous: AssetKey | None = None  # the name it had before it was renamed
    dropped: bool = False
    assertions: Sequence[Facets] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSaid:
    key: JobKey
    facets: Facets
    kind: str = ""
    description: str = ""
    location: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSaid:
    run_id: UUID
    state: RunState
    facets: Facets
    parent_job: JobKey | None = None
    parent_run_id: UUID | None = None
    nominal_start_at: datetime | None = None
    nominal_end_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSaid:
    """A run event has run and job, a job event only a job, a dataset event only `dataset`."""

    kind: EventKind
    at: datetime
    job: JobSaid | None = None
    run: RunSaid | None = None
    inputs: Sequence[DatasetSaid] = ()
    outputs: Sequence[DatasetSaid] = ()
    dataset: DatasetSaid | None = None

    @property
    def datasets(self) -> Sequence[DatasetSaid]:
        return (*self.inputs, *self.outputs, *((self.dataset,) if self.dataset else ()))


def event_read(body: Any) -> EventSaid:
    """The event in a body (parsed JSON). Raises `Invalid` naming the JSON path of the first value that is wrong."""
    event = Place(body).as_object()
    at = event.moment("eventTime", required=True)
    assert at is not None
    event.text("producer", required=True)
    event.text("schemaURL", required=True)
    match _kind_of(event):
        case EventKind.RUN:
            run = _run(event)
            return EventSaid(kind=EventKind.RUN, at=at, run=run, job=_job(event), **_sides(event))
        case EventKind.JOB:
            return EventSaid(kind=EventKind.JOB, at=at, job=_job(event), **_sides(event))
        case _dataset:
            dataset = _dataset_said(event.object("dataset"), describes=True)
            return EventSaid(kind=EventKind.DATASET, at=at, dataset=dataset)


def _kind_of(event: "Place") -> EventKind:
    if event.has("run"):
        return EventKind.RUN
    if event.has("dataset") and not event.has("job"):
        return EventKind.DATASET
    if event.has("job") and not event.has("dataset"):
        return EventKind.JOB
    raise event.refused("event_kind", _("An event has a run and a job, or only a job, or only a dataset."))


# Reading a body


class Place:
    """A value in the body and where it stands. `null` counts as not given."""

    __slots__ = ("_parent", "_step", "value")

    def __init__(self, value: Any, parent: "Place | None" = None, step: str | int = "$"):
        self.value = value
        self._parent = parent
        self._step = step

    @property
    def path(self) -> str:
        """Its JSON path; only built when something is refused."""
        if self._parent is None:
            return str(self._step)
        is_plain = isinstance(self._step, str) and _PLAIN.fullmatch(self._step)
        return f"{self._parent.path}{f'.{self._step}' if is_plain else f'[{self._step!r}]'}"

    def refused(self, code: str, message: Any) -> Invalid:
        return Invalid.at(self.path, code, message)

    def _wrong(self, code: str) -> Invalid:
        return self.refused(code, MESSAGES[code])

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def inner(self, name: str) -> "Place":
        return Place(self.value.get(name), self, name)

    def as_object(self) -> "Place":
        if self.value is None:
            raise self._wrong("missing")
        if not isinstance(self.value, dict):
            raise self._wrong("dict_type")
        return self

    def object(self, name: str) -> "Place":
        """The object of this name; raises when there is none."""
        return self.inner(name).as_object()

    def objects(self, name: str) -> Iterator["Place"]:
        """The objects in a list; none when it is not given."""
        found = self.inner(name)
        if found.value is None:
            return
        if not isinstance(found.value, list):
            raise found._wrong("list_type")
        for n, value in enumerate(found.value):
            yield Place(value, found, n).as_object()

    def entries(self, name: str) -> Iterator[tuple[str, "Place"]]:
        """The objects in an object, by name."""
        if self.has(name):
            found = self.object(name)
            for key in found.value:
                yield key, found.object(key)

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.value.get(name)
        if isinstance(value, str):
            if value or not required:
                return value
        elif value is not None:
            raise self.inner(name)._wrong("string_type")
        if required:
            raise self.inner(name)._wrong("missing")
        return ""

    def flag(self, name: str, *, required: bool = False) -> bool:
        value = self.value.get(name)
        if value is None and required:
            raise self.inner(name)._wrong("missing")
        if value is not None and not isinstance(value, bool):
            raise self.inner(name)._wrong("bool_type")
        return bool(value)

    def moment(self, name: str, *, required: bool = False) -> datetime | None:
        """A moment; one without offset is in UTC."""
        text = self.text(name, required=required)
        return _moment(self.inner(name), text) if text else None

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name, required=True))
        except ValueError:
            message = _("Give a UUID, such as 3f5e83fa-3480-44ff-99c5-ff943904e5e8.")
            raise self.inner(name).refused("uuid", message) from None

    def name(self, name: str, longest: int = NAME_MAX) -> str:
        """A name, without the blanks around it."""
        text = self.text(name, required=True).strip()
        if not text or len(text) > longest or control_characters(text):
            self.inner(name).check_name(text, longest)
        return text

    def check_name(self, text: str, longest: int = NAME_MAX) -> None:
        if not text:
            raise self._wrong("missing")
        if len(text) > longest:
            raise self.refused("string_too_long", MESSAGES["string_too_long"] % {"max_length": longest})
        if control_characters(text):
            raise self._wrong("control_character")

    def key(self) -> AssetKey:
        """The `namespace` and `name` that an object has."""
        namespace, name = self.name("namespace"), self.name("name")
        if (
            len(namespace) + len(name) > NAME_BYTES_MAX // 4
            and len(f"{namespace}{name}".encode()) > NAME_BYTES_MAX
        ):
            raise self.inner("name").refused("string_too_long", names_too_long())
        return namespace, name

    def facet(self, name: str) -> "Place | None":
        """One of its facets, unless it is absent or taken back (`_deleted`)."""
        if not self.has("facets"):
            return None
        facets = self.object("facets")
        if not facets.has(name):
            return None
        facet = facets.object(name)
        return None if facet.value.get("_deleted") is True else facet

    def all_facets(self, name: str = "facets") -> Facets:
        """All of them, each an object."""
        return {key: facet.value for key, facet in self.entries(name)}


def _moment(place: Place, text: str) -> datetime:
    try:
        if _MOMENT.match(text):
            at = datetime.fromisoformat(text.partition("[")[0])  # Java adds the zone: …+01:00[Europe/Paris]
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
            if at.year >= YEAR_MIN:
                return at
    except (ValueError, OverflowError):
        pass
    message = _("Give a date with its time and offset (ISO 8601), such as 2026-03-01T12:00:00Z.")
    raise place.refused("moment", message)


# Runs and jobs


def _run(event: Place) -> RunSaid:
    run = event.object("run")
    values: dict[str, Any] = {"run_id": run.uuid("runId"), "facets": run.all_facets()}
    said = event.text("eventType")
    if said and said.upper() not in STATES:
        message = MESSAGES["enum"] % {"expected": ", ".join(STATES)}
        raise event.inner("eventType").refused("enum", message)
    values["state"] = STATES[said.upper() or "OTHER"]
    if parent := run.facet("parent") or run.facet("parentRun"):
        values["parent_run_id"] = parent.object("run").uuid("runId")
        values["parent_job"] = JobKey(*parent.object("job").key())
    if nominal := run.facet("nominalTime"):
        values["nominal_start_at"] = nominal.moment("nominalStartTime", required=True)
        values["nominal_end_at"] = nominal.moment("nominalEndTime")
    if failure := run.facet("errorMessage"):
        values["error"] = failure.text("message", required=True)
    return RunSaid(**values)


def _job(event: Place) -> JobSaid:
    job = event.object("job")
    values: dict[str, Any] = {"key": JobKey(*job.key()), "facets": job.all_facets()}
    if kind := job.facet("jobType"):
        values["kind"] = (kind.text("jobType") or kind.text("processingType"))[:JOB_KIND_MAX]
    if described := job.facet("documentation"):
        values["description"] = described.text("description")
    if located := job.facet("sourceCodeLocation"):
        values["location"] = located.text("url")[:LOCATION_MAX]
    if query := job.facet("sql"):
        query.text("query", required=True)
    values["tags"] = _tags(job)
    return JobSaid(**values)


def _tags(thing: Place) -> list[str]:
    """`key`, or `key:value` where the value says more than yes. Tags of single fields stay in the facet."""
    facet = thing.facet("tags")
    tags = []
    for tag in facet.objects("tags") if facet else ():
        key, value = tag.text("key", required=True), tag.text("value")
        if not tag.text("field"):
            tags.append(key if value.lower() in ("", "true") else f"{key}:{value}")
    return tags


# Datasets


def _sides(event: Place) -> dict[str, Any]:
    return {
        "inputs": [_dataset_said(dataset, side="inputFacets") for dataset in event.objects("inputs")],
        "outputs": [
            _dataset_said(dataset, side="outputFacets", describes=True)
            for dataset in event.objects("outputs")
        ],
    }


def _dataset_said(dataset: Place, *, side: str = "", describes: bool = False) -> DatasetSaid:
    """`describes` when its column lineage says how it comes about; an input only carries that along."""
    facets, side_facets = dataset.all_facets(), dataset.all_facets(side) if side else {}
    values: dict[str, Any] = {"key": dataset.key()}
    if schema := dataset.facet("schema"):
        values["fields"] = _schema(schema)
    if described := dataset.facet("documentation"):
        values["description"] = described.text("description")
    if ownership := dataset.facet("ownership"):
        values["owners"] = [_owner(owner) for owner in ownership.objects("owners")]
    if describes and (columns := dataset.facet("columnLineage")):
        values["columns"] = list(_columns(columns))
    if symlinks := dataset.facet("symlinks"):
        values["symlinks"] = [identifier.key() for identifier in symlinks.objects("identifiers")]
    return DatasetSaid(
        facets=facets,
        side_facets=side_facets,
        tags=_tags(dataset),
        assertions=list(_assertions(dataset, side)),
        **_lifecycle(dataset),
        **values,
    )


def _schema(schema: Place) -> list[ObservedField]:
    fields = _fields(schema)
    names = {described.name for described in flattened(fields)}
    place = schema.inner("fields")
    if len(names) > FIELDS_MAX:
        raise place.refused("too_long", MESSAGES["too_long"] % {"max_length": FIELDS_MAX})
    if longest := max(names, key=len, default=""):  # a nested field is named by its whole path
        place.check_name(longest, FIELD_NAME_MAX)
    return fields


def _fields(schema: Place, depth: int = 1) -> list[ObservedField]:
    if depth > NESTED_MAX:
        message = _("Fields are nested more than %(max)s levels deep.") % {"max": NESTED_MAX}
        raise schema.inner("fields").refused("too_deep", message)
    return [
        ObservedField(
            name=described.name("name", FIELD_NAME_MAX),
            type=described.text("type"),
            description=described.text("description"),
            fields=_fields(described, depth + 1) if described.has("fields") else (),
        )
        for described in schema.objects("fields")
    ]


def _owner(owner: Place) -> ObservedOwner:
    """`user:ada` and `team:sales` are known by what follows the colon."""
    is_producer = owner.text("type").upper() == "PRODUCER"
    return ObservedOwner(
        name=owner.text("name", required=True).rpartition(":")[2],
        responsibility=Responsibility.PRODUCER if is_producer else Responsibility.STEWARD,
    )


def _columns(facet: Place) -> Iterator[ColumnUse]:
    for name, described in facet.entries("fields"):
        target = name.strip()
        described.check_name(target, FIELD_NAME_MAX)
        older = described.text("transformationType").upper(), described.text("transformationDescription")
        for source in described.objects("inputFields"):
            yield from _uses(target, source, *older)
    for source in facet.objects("dataset"):
        yield from _uses(None, source, "", "")


def _uses(target: str | None, source: Place, kind: str, description: str) -> Iterator[ColumnUse]:
    """One for each transformation. Older clients (`kind`) tell one of all input fields: IDENTITY or MASKED."""
    values: dict[str, Any] = {
        "target": target,
        "source": source.key(),
        "field": source.name("field", FIELD_NAME_MAX),
    }
    transformations = list(source.objects("transformations"))
    if not transformations:
        dependency = Dependency.DIRECT.value if kind else ""
        yield ColumnUse(
            **values,
            dependency=dependency,
            subtype=kind[:SUBTYPE_MAX],
            masking=kind == "MASKED",
            description=description,
        )
    for one in transformations:
        dependency = one.text("type", required=True).upper()
        yield ColumnUse(
            **values,
            dependency=dependency if dependency in Dependency.values else "",
            subtype=one.text("subtype").upper()[:SUBTYPE_MAX],
            masking=one.flag("masking"),
            description=one.text("description") or description,
        )


def _lifecycle(dataset: Place) -> dict[str, Any]:
    facet = dataset.facet("lifecycleStateChange")
    if facet is None:
        return {}
    change = facet.text("lifecycleStateChange", required=True).upper()
    if change == "RENAME":
        return {"previous": facet.object("previousIdentifier").key()}
    return {"dropped": change == "DROP"}


def _assertions(dataset: Place, side: str) -> Iterator[Facets]:
    """Newer clients send them in `facets`, older ones in `inputFacets`; some in both."""
    found: list[Facets] = []
    for name in ("facets", side):
        facets = dataset.object(name) if name and dataset.has(name) else None
        facet = (
            facets.object("dataQualityAssertions") if facets and facets.has("dataQualityAssertions") else None
        )
        for one in facet.objects("assertions") if facet else ():
            one.text("assertion", required=True)
            one.flag("success", required=True)
            if one.value not in found:
                found.append(one.value)
    return iter(found)
