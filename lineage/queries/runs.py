"""Jobs, their runs, and the events they sent."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key, pages_by_key
from lineage.models import Event, Job, Run, RunDataset

JOB_COLUMNS = (
    "id", "namespace", "name", "kind", "description", "location", "parent_id", "tags", "facets", "created_at",
    "updated_at",
)  # fmt: skip
RUN_COLUMNS = (
    "id", "run_id", "job_id", "job__namespace", "job__name", "state", "at", "started_at", "ended_at",
    "nominal_start_at", "nominal_end_at", "parent_run_id", "error", "facets",
)  # fmt: skip
EVENT_SUMMARY = ("id", "kind", "event_time", "received_at", "run__run_id")
EVENT_COLUMNS = (*EVENT_SUMMARY, "body")


def jobs_of(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(workshop_id=actor.workshop_id)


def jobs_page(actor: Actor, *, namespace: str = "", **window: Any) -> Page:
    """Jobs by name."""
    rows = jobs_of(actor).filter(namespace=namespace) if namespace else jobs_of(actor)
    return page_by_key(rows, columns=JOB_COLUMNS, order=("name", "id"), **window)


def job_known(actor: Actor, job_id: int | None) -> None:
    """Raises `NotFound` for a job that is not one of the workshop's."""
    if job_id is not None:
        _known(jobs_of(actor), job_id)


def job_get(actor: Actor, pk: int) -> dict[str, Any]:
    return _one(jobs_of(actor).filter(pk=pk), JOB_COLUMNS)


def jobs_read(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these jobs that the actor may see."""
    return list(jobs_of(actor).filter(pk__among=ids).values(*JOB_COLUMNS))


def job_named(actor: Actor, namespace: str, name: str) -> dict[str, Any]:
    return _one(jobs_of(actor).filter(namespace=namespace, name=name), JOB_COLUMNS)


def runs_of(actor: Actor) -> QuerySet[Run]:
    """Executions; what a job is only designed to do is not one."""
    return Run.objects.filter(workshop_id=actor.workshop_id, is_design=False)


def runs_page(actor: Actor, *, job: int | None = None, **window: Any) -> Page:
    """Runs, latest first; raises `NotFound` for an unknown job."""
    job_known(actor, job)
    rows = runs_of(actor).filter(job=job) if job is not None else runs_of(actor)
    return page_by_key(rows, columns=RUN_COLUMNS, order=("-at", "-id"), **window)


def runs_read(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these runs that the actor may see."""
    return list(runs_of(actor).filter(pk__among=ids).values(*RUN_COLUMNS))


def runs_of_jobs(actor: Actor, job_ids: Collection[int], **window: Any) -> dict[int, Page]:
    """A page of the runs of each of these jobs, latest first."""
    order = ("-at", "-id")
    return pages_by_key(
        runs_of(actor), per="job_id", values=job_ids, columns=RUN_COLUMNS, order=order, **window
    )


def run_get(actor: Actor, pk: int) -> dict[str, Any]:
    """One run with the ids of the datasets that it read (`inputs`) and wrote (`outputs`)."""
    row = _one(runs_of(actor).filter(pk=pk), RUN_COLUMNS)
    return {**row, **datasets_of_runs([pk])[pk]}


def datasets_of_runs(run_ids: Collection[int]) -> dict[int, dict[str, list[int]]]:
    """The ids of what runs (that the caller may see) read and wrote: `{inputs, outputs}` by run."""
    found: dict[int, dict[str, list[int]]] = {pk: {"inputs": [], "outputs": []} for pk in run_ids}
    rows = RunDataset.objects.filter(run__among=run_ids).order_by("asset_id")
    for run_id, asset_id, side in rows.values_list("run_id", "asset_id", "side"):
        found[run_id][f"{side}s"].append(asset_id)
    return found


def events_page(
    actor: Actor,
    *,
    kind: str = "",
    run: int | None = None,
    columns: tuple[str, ...] = EVENT_COLUMNS,
    **window: Any,
) -> Page:
    """Events as they came, latest first by the time they happened; `run` raises `NotFound` for an unknown one."""
    rows = Event.objects.filter(workshop_id=actor.workshop_id)
    rows = rows.filter(kind=kind) if kind else rows
    if run is not None:
        _known(runs_of(actor), run)
        rows = rows.filter(run=run)
    return page_by_key(rows, columns=columns, order=("-event_time", "-id"), **window)


def event_get(actor: Actor, pk: int) -> dict[str, Any]:
    return _one(Event.objects.filter(workshop_id=actor.workshop_id, pk=pk), EVENT_COLUMNS)


def _known(rows: QuerySet[Any], pk: int) -> None:
    if not rows.filter(pk=pk).exists():
        raise NotFound()


def _one(rows: QuerySet[Any], columns: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] | None = rows.values(*columns).first()
    if row is None:
        raise NotFound()
    return row
