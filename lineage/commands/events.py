"""OpenLineage events: each taken in once, all of it or nothing, in whatever order they come."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Min
from django.utils.translation import gettext as _
from pydantic_core import PydanticSerializationError, to_json

from catalog.choices import NAME_MAX
from catalog.commands.observing import Seen
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.history import values_insert
from common.prepared import Prepared
from lineage import access
from lineage.assertions import GONE, WHOLE, FieldLink, JobKey
from lineage.choices import DATASET_JOB, OriginKind, RunState, Side
from lineage.commands.datasets import datasets_take_in
from lineage.commands.jobs import job_take_in
from lineage.commands.ledger import Ledger, lineage_lock
from lineage.commands.runs import RunReport, run_take_in
from lineage.commands.settling import settle
from lineage.models import Event, RunDataset
from lineage.observers import assertions_tell
from lineage.openlineage import DatasetSaid, EventSaid, JobSaid, Place, event_read

_known = Prepared(
    lambda workshop, digest: Event.objects.filter(workshop_id=workshop, digest=digest), ("id",), int, str
)
_SUSPICIOUS = re.compile(rb"\\u0000|Infinity|NaN")


@command
def event_receive(*, actor: Actor, body: Any, reason: str = "") -> int:
    """Take in an OpenLineage event (parsed JSON); answers its id, that of the first when it was sent before.

    Raises `Forbidden`, and `Invalid` naming the JSON path (`$.run.runId`) of what is malformed; then nothing is kept.
    """
    require(actor, access.can_draw(actor))
    change = current_change()
    assert change is not None, "only inside a command"
    event = event_read(body)
    digest = _digest(body)
    lineage_lock(actor)
    if known := _known(actor.workshop_id, digest):
        return int(known[0][0])
    seen = datasets_take_in(actor, event)
    run_pk = _lineage_take_in(actor, event, seen, digest)
    _whole_settle(actor, seen)
    row = {
        "workshop_id": actor.workshop_id,
        "kind": event.kind.value,
        "digest": digest,
        "event_time": event.at,
        "received_at": change.at,
        "run_id": run_pk,
        "user_id": actor.user_id or None,
        "body": body,
    }
    (pk,) = values_insert(Event, [row])
    for dataset in event.datasets:
        if dataset.assertions:
            assertions_tell(actor, seen.ids[dataset.key], dataset.assertions, event.at, run_pk)
    return pk


# What cannot be stored


def _digest(body: Any) -> str:
    """SHA-256 of the body. Refuses what no database keeps."""
    try:
        text = to_json(body)
    except PydanticSerializationError:
        text = b""
    if not text or _SUSPICIOUS.search(text):
        _check_values(Place(body))
    return hashlib.sha256(text).hexdigest()


def _check_values(place: Place) -> None:
    """Refuse the character 0, halves of characters, and numbers beyond all bounds."""
    value = place.value
    if isinstance(value, float) and not isfinite(value):
        raise place.refused("number", _("This number is too large. Send it as a text."))
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            message = _("Remove the control characters from this text.")
            raise place.refused("control_character", message)
    elif isinstance(value, list):
        for n, item in enumerate(value):
            _check_values(Place(item, place, n))
    elif isinstance(value, dict):
        for name in value:
            _check_values(Place(name, place, name))
            _check_values(place.inner(name))


# The lineage that an event tells


def _lineage_take_in(actor: Actor, event: EventSaid, seen: Seen, digest: str) -> int | None:
    """The row of the run, if the event is about one."""
    links = list(_links(event, seen))
    if event.run is not None and event.job is not None:
        report = RunReport(
            run_id=event.run.run_id,
            at=event.at,
            state=event.run.state,
            run_facets=event.run.facets,
            parent_job=event.run.parent_job,
            parent_run_id=event.run.parent_run_id,
            nominal_start_at=event.run.nominal_start_at,
            nominal_end_at=event.run.nominal_end_at,
            error=event.run.error,
            links=links,
            **_of_job(event.job),
            **_of_datasets(event, seen),
        )
        return run_take_in(actor, report)
    if event.job is not None and not event.datasets:
        told = event.job
        said = {
            "kind": told.kind,
            "description": told.description,
            "location": told.location,
            "tags": list(told.tags),
        }
        job_take_in(actor, told.key, event.at, said, told.facets)
    elif event.job is not None:
        design = {"links": links, **_of_job(event.job), **_of_datasets(event, seen)}
        _design_take_in(actor, event, digest, design)
    elif event.dataset is not None and links:
        namespace, name = event.dataset.key
        job = JobKey(namespace, f"dataset:{name}"[:NAME_MAX])
        outputs = [seen.ids[event.dataset.key]]
        design = {"links": links, "job": job, "job_kind": DATASET_JOB, "outputs": outputs}
        _design_take_in(actor, event, digest, design)
    return None


def _design_take_in(actor: Actor, event: EventSaid, digest: str, design: Mapping[str, Any]) -> None:
    """What is made to be so holds from the event on, until a later event or a complete run says otherwise."""
    run_id = uuid5(NAMESPACE_URL, f"design:{digest}")
    report = RunReport(run_id=run_id, at=event.at, state=RunState.COMPLETED, is_design=True, **design)
    run_take_in(actor, report)


def _of_job(job: JobSaid) -> dict[str, Any]:
    return {
        "job": job.key,
        "job_facets": job.facets,
        "job_kind": job.kind,
        "description": job.description,
        "location": job.location,
        "tags": job.tags,
    }


def _of_datasets(event: EventSaid, seen: Seen) -> dict[str, Any]:
    sides = {Side.INPUT: event.inputs, Side.OUTPUT: event.outputs}
    return {
        "inputs": {seen.ids[dataset.key] for dataset in event.inputs},
        "outputs": {seen.ids[dataset.key] for dataset in event.outputs},
        "dataset_facets": {
            (seen.ids[dataset.key], side): dataset.side_facets
            for side, datasets in sides.items()
            for dataset in datasets
            if dataset.side_facets
        },
    }


def _links(event: EventSaid, seen: Seen) -> Iterator[FieldLink]:
    """The column lineage by ids."""
    for dataset in event.datasets:
        yield from _links_into(dataset, seen)


def _links_into(dataset: DatasetSaid, seen: Seen) -> Iterable[FieldLink]:
    target_id = seen.ids[dataset.key]
    for use in dataset.columns:
        source_id = seen.ids[use.source]
        source = seen.fields[source_id].get(use.field, GONE)
        target = WHOLE if use.target is None else seen.fields[target_id].get(use.target)
        if target is None:
            source, target = GONE, WHOLE
        more = (use.dependency, use.subtype, use.masking, use.description)
        yield FieldLink(source_id, source, target_id, target, *more)


def _whole_settle(actor: Actor, seen: Seen) -> None:
    """Assets have more fields now: what goes into all fields of them goes into these too."""
    if not seen.grown:
        return
    rows = RunDataset.objects.filter(asset__in=seen.grown, side=Side.OUTPUT.value, whole=True)
    for job_id, since in rows.values_list("run__job").annotate(Min("run__at")):
        settle(Ledger(actor), job_id, OriginKind.OPENLINEAGE, since)
