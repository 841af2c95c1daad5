"""What Marquez's clients write, by names. Each is an OpenLineage event (`lineage/marquez.py`), taken in as all are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from catalog.commands import assets_tag
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.document import MESSAGES
from common.errors import Conflict, Invalid, NotFound
from lineage import access, marquez
from lineage.choices import Side
from lineage.commands.events import event_receive
from lineage.commands.ledger import lineage_lock
from lineage.commands.names import field_tag
from lineage.marquez import DatasetName, DatasetPut, JobPut, RunName, RunPost
from lineage.models import Run
from lineage.queries.marquez.datasets import dataset_id, datasets_named
from lineage.queries.marquez.jobs import job_datasets, job_id_named
from lineage.queries.marquez.names import namespace_known, source_get
from lineage.queries.runs import runs_of


@command
def dataset_put(*, actor: Actor, namespace: str, name: str, document: DatasetPut, reason: str = "") -> None:
    """Register or complete a dataset, with `run_id` as what that run wrote.

    Raises `Forbidden`, `Invalid`, and `NotFound` when its namespace, its source or the run is not there.
    """
    require(actor, access.can_draw(actor))
    namespace_known(actor, namespace)
    url = source_get(actor, document.source_name)["connection_url"]
    key = (namespace, name)
    if document.run_id is None:
        event = marquez.dataset_event(key, document, url, _now())
    else:
        event = marquez.dataset_written_event(key, document, url, _run(actor, document.run_id), _now())
    event_receive(actor=actor, body=event, reason=reason)


@command
def job_put(*, actor: Actor, namespace: str, name: str, document: JobPut, reason: str = "") -> None:
    """Register or complete a job, with `run_id` as what that run of it read and wrote.

    Raises `Forbidden`, `Invalid`, and `NotFound` when its namespace, its datasets or the run of it are not there.
    """
    require(actor, access.can_draw(actor))
    namespace_known(actor, namespace)
    _datasets_known(actor, [*document.inputs, *document.outputs])
    key = (namespace, name)
    if document.run_id is None:
        event = marquez.job_event(key, document, _now())
    else:
        run = _run(actor, document.run_id)
        if (run.namespace, run.name) != key:
            raise NotFound(_("This is not a run of this job."))
        event = marquez.job_done_event(key, document, run, _now())
    event_receive(actor=actor, body=event, reason=reason)


def _datasets_known(actor: Actor, datasets: Collection[DatasetName]) -> None:
    known = datasets_named(actor, [one.key for one in datasets])
    for one in datasets:
        if one.key not in known:
            message = _("There is no dataset “%(name)s” here. Register it first.")
            raise NotFound(message % {"name": f"{one.namespace}:{one.name}"})


@command
def run_open(*, actor: Actor, namespace: str, name: str, document: RunPost, reason: str = "") -> UUID:
    """Open a run of a job; answers its id.

    Raises `Forbidden`, `NotFound`, `Conflict` for an id that is taken, and `Invalid` for an end without a start.
    """
    require(actor, access.can_draw(actor))
    if document.nominal_end_time and not document.nominal_start_time:
        raise Invalid.at("nominalStartTime", "missing", MESSAGES["missing"])
    job_id_named(actor, namespace, name)
    lineage_lock(actor)
    run = RunName(document.id or uuid4(), namespace, name)
    if Run.objects.filter(workshop_id=actor.workshop_id, run_id=run.run_id).exists():
        raise Conflict(_("There is a run with this id already."), code="run_exists")
    event_receive(actor=actor, body=marquez.run_opened_event(run, document, _now()), reason=reason)
    return run.run_id


@command
def run_mark(*, actor: Actor, run_id: UUID, event: str, at: datetime | None = None, reason: str = "") -> None:
    """Say that a run started, ended, failed or was aborted (`event`: OpenLineage's type), then or now.

    It read and wrote what its job does, unless events said otherwise. Raises `Forbidden`, `NotFound`.
    """
    require(actor, access.can_draw(actor))
    run = _run(actor, run_id)
    job_id = job_id_named(actor, run.namespace, run.name)
    sides = job_datasets([job_id])[job_id]
    body = marquez.run_event(
        event, run, at or _now(), inputs=_names(sides[Side.INPUT]), outputs=_names(sides[Side.OUTPUT])
    )
    event_receive(actor=actor, body=body, reason=reason)


def _names(rows: Collection[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"namespace": row["namespace"], "name": row["name"]} for row in rows]


def _run(actor: Actor, run_id: UUID) -> RunName:
    """Raises `NotFound`."""
    columns = ("run_id", "job__namespace", "job__name")
    row = runs_of(actor).filter(run_id=run_id).values_list(*columns).first()
    if row is None:
        raise NotFound(_("There is no run with this id here."))
    return RunName(*row)


def _now() -> datetime:
    change = current_change()
    assert change is not None, "only inside a command"
    return change.at


@command
def dataset_tag(*, actor: Actor, namespace: str, name: str, tag: str, reason: str = "") -> None:
    """Tag a dataset, as a change of its asset; raises `NotFound`, `Forbidden`, `Invalid`."""
    assets_tag(actor=actor, asset_ids=[dataset_id(actor, namespace, name)], tag=tag, reason=reason)


@command
def dataset_field_tag(
    *, actor: Actor, namespace: str, name: str, field: str, tag: str, reason: str = ""
) -> None:
    """Tag a field of a dataset; raises `NotFound`, `Forbidden`, `Invalid`."""
    field_tag(actor=actor, asset_id=dataset_id(actor, namespace, name), field=field, tag=tag, reason=reason)
