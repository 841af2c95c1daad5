"""Runs with the versions of what they read and wrote."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from common.actor import Actor
from common.errors import NotFound
from common.pagination import pages_by_key
from lineage.choices import FINISHED, Side
from lineage.models import RunDataset
from lineage.queries.marquez.versions import latest_write, schema_versions, version_of
from lineage.queries.runs import RUN_COLUMNS, jobs_of, runs_of
from lineage.version_ids import job_version, written_version

Row = dict[str, Any]
COLUMNS = (*RUN_COLUMNS, "state_at", "job__location")
LATEST = 10  # runs told with a job


def runs_page_of(actor: Actor, job_id: int, *, limit: int, offset: int) -> tuple[list[Row], int]:
    """The runs of a job, latest first, and how many there are."""
    runs = runs_of(actor).filter(job=job_id)
    rows = list(runs.order_by("-at", "-id").values(*COLUMNS)[offset : offset + limit])
    return _with_datasets(rows), runs.count()


def run_named(actor: Actor, run_id: UUID) -> Row:
    """One run; raises `NotFound`."""
    row = runs_of(actor).filter(run_id=run_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound()
    return _with_datasets([row])[0]


def runs_by_key(actor: Actor, keys: Collection[int]) -> dict[int, Row]:
    if not keys:
        return {}
    rows = _with_datasets(list(runs_of(actor).filter(pk__in=keys).values(*COLUMNS)))
    return {row["id"]: row for row in rows}


def latest_run(actor: Actor, job_ids: Collection[int]) -> dict[int, list[Row]]:
    """The last run of each job, in a list that is empty when it never ran."""
    last = runs_of(actor).filter(job=OuterRef("pk")).order_by("-at", "-id").values("pk")[:1]
    jobs = jobs_of(actor).filter(pk__in=job_ids).order_by().annotate(last=Subquery(last))
    keys = {pk: run for pk, run in jobs.values_list("pk", "last") if run is not None}
    runs = runs_by_key(actor, list(keys.values()))
    return {pk: [runs[keys[pk]]] if keys.get(pk) in runs else [] for pk in job_ids}


def latest_runs(actor: Actor, job_ids: Collection[int]) -> dict[int, list[Row]]:
    """The latest runs of each job, latest first."""
    pages = pages_by_key(
        runs_of(actor), per="job_id", values=job_ids, columns=COLUMNS, order=("-at", "-id"), limit=LATEST
    )
    rows = {row["id"]: row for row in _with_datasets([row for p in pages.values() for row in p.rows])}
    return {job_id: [rows[row["id"]] for row in page.rows] for job_id, page in pages.items()}


def _with_datasets(runs: list[Row]) -> list[Row]:
    """Each run with `inputs` and `outputs` (id, namespace, name, version, facets), and the version of its job."""
    sides: dict[int, dict[str, list[Row]]] = defaultdict(lambda: {Side.INPUT: [], Side.OUTPUT: []})
    for row in _datasets([run["id"] for run in runs]):
        sides[row["run_id"]][row["side"]].append(row)
    return [{**run, **_told(run, sides[run["id"]])} for run in runs]


def _told(run: Row, sides: dict[str, list[Row]]) -> Row:
    inputs, outputs = sides[Side.INPUT], sides[Side.OUTPUT]
    ended = run["state"] in FINISHED or inputs or outputs
    read, written = ([row["asset_id"] for row in rows] for rows in (inputs, outputs))
    version = job_version(run["job_id"], read, written, run["job__location"]) if ended else None
    return {"inputs": inputs, "outputs": outputs, "job_version": version}


def _datasets(run_keys: Collection[int]) -> list[Row]:
    """What runs read and wrote, each with its version: that which they wrote, or which they found."""
    if not run_keys:
        return []
    rows = RunDataset.objects.filter(run__in=run_keys).order_by("asset__namespace", "asset__name")
    rows = rows.annotate(
        namespace=F("asset__namespace"),
        name=F("asset__name"),
        began=F("run__at"),
        of_run=F("run__run_id"),
        **latest_write("asset_id", OuterRef("run__at")),
    )
    columns = (
        "run_id", "side", "asset_id", "namespace", "name", "facets", "began", "of_run", "write_run_id", "write_at",
    )  # fmt: skip
    found = list(rows.values(*columns))
    by_schema = schema_versions({row["asset_id"] for row in found if row["side"] == Side.INPUT})
    return [{**row, "version": _version(row, by_schema)} for row in found]


def _version(row: Row, by_schema: Any) -> UUID | None:
    if row["side"] == Side.OUTPUT:
        return written_version(row["asset_id"], row["of_run"])
    write = (row["write_run_id"], row["write_at"]) if row["write_run_id"] else None
    return version_of(row["asset_id"], by_schema.get(row["asset_id"], []), write, row["began"])
