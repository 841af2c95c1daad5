"""What a run says, from OpenLineage, a transfer or a calculation; and the edges of its job that follow from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from common.access import require
from common.actor import Actor
from common.change import command
from common.history import values_insert
from common.prepared import Prepared, values_update
from lineage import access
from lineage.assertions import WHOLE, FieldLink, JobKey
from lineage.choices import FINISHED, OriginKind, RunState, Side
from lineage.commands.jobs import job_take_in
from lineage.commands.ledger import Ledger, lineage_lock
from lineage.commands.settling import settle
from lineage.latest import Facets, facets_merged, latest
from lineage.models import Run, RunDataset

RANKS = {RunState.NEW: 0, RunState.RUNNING: 1, RunState.COMPLETED: 2, RunState.FAILED: 2, RunState.ABORTED: 2}
COLUMNS = (
    "id", "job_id", "state", "at", "state_at", "started_at", "ended_at", "nominal_start_at", "nominal_end_at",
    "parent_run_id", "error", "facets", "columns", "moments",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What one event says of a run. Datasets are ids of assets of the workshop, which the caller has checked.

    A link whose `target_field_id` is `WHOLE` goes into every field of its target.
    """

    job: JobKey
    run_id: UUID
    at: datetime
    state: RunState = RunState.COMPLETED
    kind: OriginKind = OriginKind.OPENLINEAGE
    inputs: Collection[int] = ()
    outputs: Collection[int] = ()
    links: Sequence[FieldLink] = ()
    dataset_facets: Mapping[tuple[int, Side], Facets] = field(default_factory=dict)
    run_facets: Facets = field(default_factory=dict)
    job_facets: Facets = field(default_factory=dict)
    job_kind: str = ""
    description: str = ""
    location: str = ""
    tags: Sequence[str] = ()
    parent_job: JobKey | None = None
    parent_run_id: UUID | None = None
    nominal_start_at: datetime | None = None
    nominal_end_at: datetime | None = None
    error: str = ""
    is_design: bool = False


@command
def run_record(*, actor: Actor, report: RunReport, reason: str = "") -> int:
    """Take in what one event says of a run, and open and close the edges of its job accordingly; answers the run's id.

    Events may come late, twice or in any order: the result depends on what was said and not on when it arrived.
    Raises `Forbidden`.
    """
    require(actor, access.can_draw(actor))
    lineage_lock(actor)
    return run_take_in(actor, report)


def run_take_in(actor: Actor, report: RunReport) -> int:
    """The same inside a command that has checked the right and let one writer in at a time."""
    said = {
        "kind": report.job_kind,
        "description": report.description,
        "location": report.location,
        "tags": list(report.tags),
    }
    job_id = job_take_in(actor, report.job, report.at, said, report.job_facets, report.parent_job)
    row = _row(actor, report.run_id)
    run_id, unsettled = _insert(actor, job_id, report) if row is None else _complete(row, job_id, report)
    if _datasets_take_in(run_id, report, is_new=row is None) and not unsettled:
        unsettled = {job_id: min(row["at"], report.at) if row else report.at}
    if unsettled:
        ledger = Ledger(actor)
        for job, since in unsettled.items():
            settle(ledger, job, report.kind, since)
    return run_id


# The run

_found = Prepared(
    lambda workshop, run: Run.objects.filter(workshop_id=workshop, run_id=run), COLUMNS, int, UUID
)


def _row(actor: Actor, run_id: UUID) -> dict[str, Any] | None:
    found = _found(actor.workshop_id, run_id)
    return dict(zip(COLUMNS, found[0], strict=True)) if found else None


def _insert(actor: Actor, job_id: int, report: RunReport) -> tuple[int, dict[int, datetime]]:
    """A new run; it settles nothing that its datasets do not."""
    values, moments = latest({}, {}, _said(job_id, report), report.at, {"job_id": str(report.job)})
    row = {
        "workshop_id": actor.workshop_id,
        "run_id": report.run_id,
        "at": report.at,
        "state": report.state.value,
        "state_at": report.at,
        "facets": facets_merged({}, report.run_facets, report.at),
        "columns": _columns((), report.links),
        "moments": moments,
        "is_design": report.is_design,
        **_times(None, report),
        **values,
    }
    (pk,) = values_insert(Run, [row])
    return pk, {}


def _complete(row: dict[str, Any], job_id: int, report: RunReport) -> tuple[int, dict[int, datetime]]:
    """What an event adds to a run that is known; and the jobs whose edges it may change, each since when."""
    since = min(row["at"], report.at)
    changes, moments = latest(
        row, row["moments"], _said(job_id, report), report.at, {"job_id": str(report.job)}
    )
    settling = {
        "at": since,
        **_state_after(row, report),
        "columns": _columns(row["columns"], report.links),
        "job_id": changes.get("job_id", row["job_id"]),
    }
    after = {
        **changes,
        **settling,
        **_times(row, report),
        "moments": moments,
        "facets": facets_merged(row["facets"], report.run_facets, report.at),
    }
    values_update(Run, row["id"], {name: value for name, value in after.items() if row[name] != value})
    differs = any(row[name] != value for name, value in settling.items())
    return row["id"], dict.fromkeys((row["job_id"], settling["job_id"]), since) if differs else {}


def _said(job_id: int, report: RunReport) -> dict[str, Any]:
    """Values of which the latest stays; clients that learn more of a job under way give it another name."""
    return {
        "job_id": job_id,
        "parent_run_id": report.parent_run_id,
        "nominal_start_at": report.nominal_start_at,
        "nominal_end_at": report.nominal_end_at,
        "error": report.error,
    }


def _state_after(row: Mapping[str, Any], report: RunReport) -> dict[str, Any]:
    """A finished state stays whatever unfinished events come late; of two finished ones, the later stays."""
    present = (RANKS[RunState(row["state"])], row["state_at"], row["state"])
    said = (RANKS[report.state], report.at, report.state.value)
    _rank, state_at, state = max(present, said)
    return {"state": state, "state_at": state_at}


def _times(row: Mapping[str, Any] | None, report: RunReport) -> dict[str, Any]:
    began = report.at if report.state == RunState.RUNNING else None
    ended = report.at if report.state in FINISHED else None
    known = row or {"started_at": None, "ended_at": None}
    return {
        "started_at": min((at for at in (known["started_at"], began) if at), default=None),
        "ended_at": max((at for at in (known["ended_at"], ended) if at), default=None),
    }


def _columns(known: Iterable[Sequence[Any]], links: Iterable[FieldLink]) -> list[list[Any]]:
    """All links that the events of a run named, each once, in a fixed order."""
    return [list(link) for link in sorted({*(FieldLink(*row) for row in known), *links})]


# Its datasets

_datasets = Prepared(
    lambda run: RunDataset.objects.filter(run_id=run), ("id", "asset_id", "side", "facets", "whole"), int
)


def _datasets_take_in(run_id: int, report: RunReport, *, is_new: bool) -> bool:
    """Add what the run read and wrote; answers whether anything was new."""
    sides = {Side.INPUT: report.inputs, Side.OUTPUT: report.outputs}
    said = {(pk, side) for side, ids in sides.items() for pk in ids}
    if not said:
        return False
    whole = {link.target_id for link in report.links if link.target_field_id == WHOLE}
    known = {} if is_new else {(row[1], Side(row[2])): row for row in _datasets(run_id)}
    rows = [
        {
            "run_id": run_id,
            "asset_id": pk,
            "side": side.value,
            "facets": facets_merged({}, report.dataset_facets.get((pk, side), {}), report.at),
            "whole": side == Side.OUTPUT and pk in whole,
        }
        for pk, side in sorted(said - known.keys())
    ]
    values_insert(RunDataset, rows)
    for pk, side in said & known.keys():
        row_id, _pk, _side, facets, was_whole = known[pk, side]
        after = {
            "facets": facets_merged(facets, report.dataset_facets.get((pk, side), {}), report.at),
            "whole": was_whole or (side == Side.OUTPUT and pk in whole),
        }
        before = {"facets": facets, "whole": was_whole}
        values_update(RunDataset, row_id, {n: v for n, v in after.items() if v != before[n]})
    return bool(rows)
