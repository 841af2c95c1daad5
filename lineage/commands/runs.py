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
from lineage import access
from lineage.assertions import FieldLink, JobKey, Pair
from lineage.choices import FINISHED, OriginKind, RunState, Side
from lineage.commands.ledger import Ledger, edges_known, lineage_lock
from lineage.models import FieldEdge, Job, Origin, Run, RunDataset
from lineage.timeline import Interval, Statement, replay

Facets = Mapping[str, Any]
RANKS = {RunState.NEW: 0, RunState.RUNNING: 1, RunState.COMPLETED: 2, RunState.FAILED: 2, RunState.ABORTED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What one event says of a run. Datasets are ids of assets of the workshop, which the caller has checked."""

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
    job = job_take_in(actor, report)
    run, since, differs = _run_take_in(actor, job, report)
    differs = _datasets_take_in(run, report) or differs
    if differs:
        settle(Ledger(actor), job, report.kind, since)
    return run.pk


# The job


def job_take_in(actor: Actor, report: RunReport) -> Job:
    """The job of this name, made or completed by what the event says of it; a later event wins."""
    job = _job_named(actor, report.job, report.at)
    parent = _job_named(actor, report.parent_job, report.at) if report.parent_job else None
    facets = facets_merged(job.facets, report.job_facets, report.at)
    is_later = report.at >= job.updated_at
    values = {
        "facets": facets,
        "updated_at": max(report.at, job.updated_at),
        "kind": (is_later and report.job_kind) or job.kind or report.job_kind,
        "description": (is_later and report.description) or job.description or report.description,
        "location": (is_later and report.location) or job.location or report.location,
        "parent_id": parent.pk if parent and is_later else job.parent_id or (parent.pk if parent else None),
    }
    _update(job, values)
    return job


def _job_named(actor: Actor, key: JobKey, at: datetime) -> Job:
    job = Job.objects.filter(workshop_id=actor.workshop_id, namespace=key.namespace, name=key.name).first()
    if job is None:
        job = Job(
            workshop_id=actor.workshop_id,
            namespace=key.namespace,
            name=key.name,
            created_at=at,
            updated_at=at,
        )
        job.save(force_insert=True)
    elif at < job.created_at:
        _update(job, {"created_at": at})
    return job


def facets_merged(known: Facets, said: Facets, at: datetime) -> dict[str, Any]:
    """Facets by name, each with the moment it was said; of two, the later stays (of one moment, the greater text)."""
    merged = dict(known)
    moment = at.isoformat()
    for name, body in said.items():
        present = merged.get(name)
        if present is None or (present["at"], str(present["body"])) <= (moment, str(body)):
            merged[name] = {"at": moment, "body": body}
    return merged


def _update(row: Any, values: Mapping[str, Any]) -> bool:
    """Save what differs; answers whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
    return bool(changed)


# The run


def _run_take_in(actor: Actor, job: Job, report: RunReport) -> tuple[Run, datetime, bool]:
    """The run, the moment from which its job's timeline must be read again, and whether it must."""
    run = Run.objects.filter(workshop_id=actor.workshop_id, run_id=report.run_id).first()
    if run is None:
        run = Run(
            workshop_id=actor.workshop_id,
            job=job,
            run_id=report.run_id,
            at=report.at,
            state=report.state,
            state_at=report.at,
            columns=_columns((), report.links),
            is_design=report.is_design,
            **_times(None, report),
        )
        run.facets = facets_merged({}, report.run_facets, report.at)
        run.save(force_insert=True)
        return run, report.at, True
    since = min(run.at, report.at)
    settling = {
        "at": since,
        **_state_after(run, report),
        "columns": _columns(run.columns, report.links),
    }
    differs = any(getattr(run, name) != value for name, value in settling.items())
    _update(
        run,
        {
            **settling,
            **_times(run, report),
            "facets": facets_merged(run.facets, report.run_facets, report.at),
        },
    )
    return run, since, differs


def _state_after(run: Run, report: RunReport) -> dict[str, Any]:
    """A finished state stays whatever unfinished events come late; of two finished ones, the later stays."""
    present = (RANKS[RunState(run.state)], run.state_at, run.state)
    said = (RANKS[report.state], report.at, report.state.value)
    _rank, state_at, state = max(present, said)
    return {"state": state, "state_at": state_at}


def _times(run: Run | None, report: RunReport) -> dict[str, Any]:
    started = report.at if report.state in {RunState.NEW, RunState.RUNNING} else None
    ended = report.at if report.state in FINISHED else None
    known = [run.started_at, run.ended_at] if run else [None, None]
    return {
        "started_at": min((t for t in (known[0], started) if t), default=None),
        "ended_at": max((t for t in (known[1], ended) if t), default=None),
        "nominal_start_at": report.nominal_start_at or (run.nominal_start_at if run else None),
        "nominal_end_at": report.nominal_end_at or (run.nominal_end_at if run else None),
        "parent_run_id": report.parent_run_id or (run.parent_run_id if run else None),
        "error": report.error or (run.error if run else ""),
    }


def _columns(known: Iterable[Sequence[Any]], links: Iterable[FieldLink]) -> list[list[Any]]:
    """All links that the events of a run named, each once, in a fixed order."""
    return [list(link) for link in sorted({*(FieldLink(*row) for row in known), *links})]


def _datasets_take_in(run: Run, report: RunReport) -> bool:
    """Add what the run read and wrote; answers whether anything was new."""
    sides = {Side.INPUT: report.inputs, Side.OUTPUT: report.outputs}
    said = {(pk, side) for side, ids in sides.items() for pk in ids}
    if not said:
        return False
    known = {(row.asset_id, Side(row.side)): row for row in RunDataset.objects.filter(run=run)}
    new = sorted(said - known.keys())
    rows = [
        {
            "run_id": run.pk,
            "asset_id": pk,
            "side": side.value,
            "facets": facets_merged({}, report.dataset_facets.get((pk, side), {}), report.at),
        }
        for pk, side in new
    ]
    values_insert(RunDataset, rows)
    for key in said & known.keys():
        if facets := report.dataset_facets.get(key):
            _update(known[key], {"facets": facets_merged(known[key].facets, facets, report.at)})
    return bool(new)


# The edges of the job


def settle(ledger: Ledger, job: Job, kind: OriginKind, since: datetime) -> None:
    """Make the edges of a job what its runs say, from `since` on; what held before is not touched."""
    origins = _touched(Origin, job, since, ("source_id", "target_id"))
    links = _touched(
        FieldEdge,
        job,
        since,
        (
            "edge__source_id", "source_field_id", "edge__target_id", "target_field_id",
            "dependency", "subtype", "masking", "description",
        ),
    )  # fmt: skip
    before_pairs = {Pair(*key): begun for _pk, begun, _until, *key in origins if begun < since}
    before_links = {FieldLink(*key): begun for _pk, begun, _until, *key in links if begun < since}
    after = replay(before_pairs, before_links, _statements(job, since))
    new_pairs = _reconcile(ledger, Origin, [(row, Pair(*row[3:])) for row in origins], after.pairs)
    edges = ledger.open(new_pairs, kind, job.pk) if new_pairs else {}
    new_links = _reconcile(ledger, FieldEdge, [(row, FieldLink(*row[3:])) for row in links], after.links)
    if new_links:
        missing = {interval.key.pair for interval in new_links} - edges.keys()
        ledger.open_links(new_links, {**edges, **edges_known(missing)}, kind, job.pk)


def _touched(model: Any, job: Job, since: datetime, key: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows of the job that hold at `since` or later: id, from, until, and what they are about."""
    rows = model.objects.filter(job=job)
    held = rows.filter(valid_until=None) | rows.filter(valid_until__gte=since)
    return list(held.values_list("pk", "valid_from", "valid_until", *key))


def _statements(job: Job, since: datetime) -> list[Statement]:
    """What the runs of a job said from a moment on, in order; failed runs and those without datasets say nothing."""
    runs = list(
        Run.objects.filter(job=job, at__gte=since)
        .exclude(state__in=(RunState.FAILED, RunState.ABORTED))
        .order_by("at", "run_id")
        .values_list("pk", "at", "state", "columns")
    )
    sides: dict[int, dict[str, list[int]]] = {pk: {Side.INPUT: [], Side.OUTPUT: []} for pk, *_rest in runs}
    datasets = RunDataset.objects.filter(run__in=list(sides)).values_list("run_id", "asset_id", "side")
    for run_id, asset_id, side in datasets:
        sides[run_id][side].append(asset_id)
    return [
        _statement(at, state, columns, sides[pk])
        for pk, at, state, columns in runs
        if any(sides[pk].values()) or columns
    ]


def _statement(at: datetime, state: str, columns: Any, sides: Mapping[str, Sequence[int]]) -> Statement:
    links = frozenset(FieldLink(*row) for row in columns)
    between = {Pair(source, target) for source in sides[Side.INPUT] for target in sides[Side.OUTPUT]}
    pairs = frozenset(between | {link.pair for link in links})
    return Statement(at, pairs, links, closes=state == RunState.COMPLETED)


def _reconcile(
    ledger: Ledger, model: Any, present: Sequence[tuple[Any, Any]], wanted: Sequence[Interval[Any]]
) -> list[Interval[Any]]:
    """End, reopen and take away rows so that they are as wanted; answers the intervals that are still to be made."""
    ends = {(interval.key, interval.valid_from): interval.valid_until for interval in wanted}
    gone: list[int] = []
    for (pk, begun, until, *_key), key in present:
        if (key, begun) not in ends:
            gone.append(pk)
        elif (end := ends.pop((key, begun))) != until:
            closed = ledger.change_id if end else None
            model.objects.filter(pk=pk).update(valid_until=end, closed_id=closed)
    if gone:
        model.objects.filter(pk__in=gone).delete()
    return [Interval(key, begun, until) for (key, begun), until in ends.items()]
