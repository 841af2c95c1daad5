"""Jobs with what they read and write, and their latest runs."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from common.actor import Actor
from common.errors import NotFound
from lineage.choices import DATASET_JOB, RunState, Side
from lineage.models import Job, Run, RunDataset
from lineage.queries.marquez.runs import latest_runs
from lineage.queries.runs import JOB_COLUMNS, jobs_of
from lineage.version_ids import job_uuid, job_version

Row = dict[str, Any]
COLUMNS = (*JOB_COLUMNS, "parent__namespace", "parent__name")
SAID_NOTHING = (RunState.FAILED, RunState.ABORTED)


def jobs_told(actor: Actor) -> QuerySet[Job]:
    """Jobs that are more than a dataset event that tells its own lineage."""
    return jobs_of(actor).exclude(kind=DATASET_JOB)


def jobs_page_of(actor: Actor, namespace: str, *, limit: int, offset: int) -> tuple[list[Row], int]:
    """The jobs of a namespace by name, and how many there are."""
    jobs = jobs_told(actor).filter(namespace=namespace)
    ids = list(jobs.order_by("name").values_list("pk", flat=True)[offset : offset + limit])
    return jobs_read(actor, ids), jobs.count()


def job_id_named(actor: Actor, namespace: str, name: str) -> int:
    """Raises `NotFound`."""
    found = jobs_told(actor).filter(namespace=namespace, name=name).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def job_get_named(actor: Actor, namespace: str, name: str) -> Row:
    """One job; raises `NotFound`."""
    return jobs_read(actor, [job_id_named(actor, namespace, name)])[0]


def jobs_read(
    actor: Actor,
    ids: Collection[int],
    runs_read: Callable[[Actor, Collection[int]], dict[int, list[Row]]] = latest_runs,
) -> list[Row]:
    """Jobs in the order of `ids`, with `inputs` and `outputs` (id, namespace, name), `runs` latest first, `version`."""
    if not ids:
        return []
    rows = {row["id"]: row for row in jobs_told(actor).filter(pk__in=ids).order_by().values(*COLUMNS)}
    datasets, runs = job_datasets(rows), runs_read(actor, rows)
    return [{**rows[pk], **_told(rows[pk], datasets[pk]), "runs": runs[pk]} for pk in ids if pk in rows]


def _told(job: Row, datasets: dict[str, list[Row]]) -> Row:
    inputs, outputs = datasets[Side.INPUT], datasets[Side.OUTPUT]
    read, written = ([row["id"] for row in rows] for rows in (inputs, outputs))
    return {
        "inputs": inputs,
        "outputs": outputs,
        "version": job_version(job["id"], read, written, job["location"]),
        "parent_uuid": job_uuid(job["parent_id"]) if job["parent_id"] else None,
    }


def job_datasets(job_ids: Collection[int]) -> dict[int, dict[str, list[Row]]]:
    """What jobs read and write: by job and side, as the latest run that names any says."""
    found: dict[int, dict[str, list[Row]]] = {pk: {Side.INPUT: [], Side.OUTPUT: []} for pk in job_ids}
    named = RunDataset.objects.filter(run=OuterRef("pk"))
    runs = Run.objects.filter(Exists(named), job=OuterRef("pk")).exclude(state__in=SAID_NOTHING)
    latest = runs.order_by("-at", "-id").values("pk")[:1]
    jobs = Job.objects.filter(pk__in=job_ids).order_by().annotate(latest=Subquery(latest))
    keys = {run: pk for pk, run in jobs.values_list("pk", "latest") if run is not None}
    rows = RunDataset.objects.filter(run__in=keys).order_by("asset__namespace", "asset__name")
    columns = ("run_id", "side", "asset_id", "asset__namespace", "asset__name")
    for run, side, pk, namespace, name in rows.values_list(*columns):
        found[keys[run]][side].append({"id": pk, "namespace": namespace, "name": name})
    return found
