"""Who said what of the lineage: the signatures of an edge, the last runs of jobs, the events of a run."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Subquery

from common.actor import Actor
from lineage.models import Event, Job, Origin
from lineage.queries.nodes import Node, nodes_of
from lineage.queries.runs import EVENT_COLUMNS, RUN_COLUMNS, runs_of
from workshop.queries import nicknames

SIGNED = ("user_id", "at", "door", "reason")
EDGES_SHOWN = 200


def origins_signed(actor: Actor, edge_id: int) -> list[dict[str, Any]]:
    """Every origin that an edge has or had, latest first: kind, job, validity, and who opened and closed it and why."""
    names = [f"{end}__{name}" for end in ("opened", "closed") for name in SIGNED]
    rows = list(
        Origin.objects.filter(workshop_id=actor.workshop_id, edge=edge_id)
        .order_by("-valid_from", "-pk")
        .values("kind", "job_id", "job__namespace", "job__name", "valid_from", "valid_until", *names)
    )
    people = nicknames(actor, {row[f"{end}__user_id"] for row in rows for end in ("opened", "closed")})
    return [
        {**row, "opened": _signature(row, "opened", people), "closed": _signature(row, "closed", people)}
        for row in rows
    ]


def _signature(row: dict[str, Any], end: str, people: dict[int, str]) -> dict[str, Any] | None:
    if row[f"{end}__at"] is None:
        return None
    by = people.get(row[f"{end}__user_id"], "")
    return {"by": by, **{name: row[f"{end}__{name}"] for name in ("at", "door", "reason")}}


def runs_latest(actor: Actor, job_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The latest run of each of these jobs."""
    of_job = runs_of(actor).filter(job=OuterRef("pk")).order_by("-at", "-pk")
    latest = Job.objects.filter(pk__in=job_ids).annotate(run=Subquery(of_job.values("pk")[:1]))
    rows = runs_of(actor).filter(pk__in=list(latest.values_list("run", flat=True)))
    return {row["job_id"]: row for row in rows.values(*RUN_COLUMNS)}


def job_edges(actor: Actor, job_id: int) -> dict[str, Any]:
    """The edges that a job shows now: `{edges, count}`, each with its ends, `EDGES_SHOWN` at most."""
    rows = Origin.objects.filter(workshop_id=actor.workshop_id, job=job_id, valid_until=None)
    pairs = list(rows.order_by("edge_id").values_list("edge_id", "source_id", "target_id")[:EDGES_SHOWN])
    nodes = nodes_of(actor, {pk for _edge, *ends in pairs for pk in ends})
    return {
        "edges": [
            {"id": edge_id, "source": nodes[source], "target": nodes[target]}
            for edge_id, source, target in pairs
            if source in nodes and target in nodes
        ],
        "count": rows.count(),
    }


def run_events(actor: Actor, run_id: int) -> list[dict[str, Any]]:
    """The events that told of a run, in the order in which they happened."""
    rows = Event.objects.filter(workshop_id=actor.workshop_id, run=run_id)
    return list(rows.order_by("event_time", "pk").values(*EVENT_COLUMNS))


def datasets_of_run(actor: Actor, run: dict[str, Any]) -> dict[str, list[Node]]:
    """What a run (of `run_get`) read and wrote, as nodes."""
    nodes = nodes_of(actor, {*run["inputs"], *run["outputs"]})
    return {side: [nodes[pk] for pk in run[side] if pk in nodes] for side in ("inputs", "outputs")}
