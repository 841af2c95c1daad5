"""The lineage around a dataset or a job, as a graph of both."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from common.actor import Actor
from common.errors import NotFound
from lineage.choices import DATASET_JOB, Side
from lineage.graph import walk
from lineage.models import RunDataset
from lineage.node_id import NodeId, NodeType
from lineage.queries.cones import Held, OriginRow, cone_arrows, origins_between
from lineage.queries.marquez.datasets import datasets_named, datasets_plain
from lineage.queries.marquez.jobs import job_datasets, jobs_read, jobs_told
from lineage.queries.marquez.runs import latest_run
from lineage.queries.runs import jobs_of

Row = dict[str, Any]
NODES_MAX = 5_000  # datasets reached: of more, the nearest


# Which node is meant


def node_found(actor: Actor, readings: Sequence[NodeId]) -> tuple[NodeId, int]:
    """The first of these readings that exists, with the id of its asset or job; raises `NotFound`."""
    of_job = [node.key for node in readings if node.type == NodeType.JOB]
    of_asset = [node.key for node in readings if node.type in (NodeType.DATASET, NodeType.FIELD)]
    known = {**datasets_named(actor, of_asset), **jobs_named(actor, of_job)}
    for node in readings:
        if node.type != NodeType.RUN and node.key in known:
            return node, known[node.key]
    raise NotFound()


def jobs_named(actor: Actor, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    if not keys:
        return {}
    rows = jobs_told(actor).filter(namespace__in={key[0] for key in keys}, name__in={key[1] for key in keys})
    found = {(ns, name): pk for ns, name, pk in rows.values_list("namespace", "name", "pk")}
    return {key: pk for key, pk in found.items() if key in keys}


# The graph


@dataclass(slots=True)
class Flows:
    """What jobs read and write, by job; and the edges that no job shows."""

    reads: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    writes: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    drawn: set[tuple[int, int]] = field(default_factory=set)

    @property
    def jobs(self) -> set[int]:
        return {*self.reads, *self.writes}

    @property
    def assets(self) -> set[int]:
        both = (*self.reads.values(), *self.writes.values(), *self.drawn)
        return {pk for ids in both for pk in ids}

    def follow(self, origin: OriginRow) -> None:
        """Take in why an edge is there: a job, or that it was drawn."""
        if origin.job_id is None:
            self.drawn.add((origin.source_id, origin.target_id))
        else:
            self.reads[origin.job_id].add(origin.source_id)
            self.writes[origin.job_id].add(origin.target_id)

    def add(self, datasets: Mapping[int, Mapping[str, Sequence[Row]]]) -> None:
        for job, sides in datasets.items():
            self.reads[job] |= {row["id"] for row in sides[Side.INPUT]}
            self.writes[job] |= {row["id"] for row in sides[Side.OUTPUT]}


def lineage_read(actor: Actor, readings: Sequence[NodeId], depth: int) -> Row:
    """What lies upstream and downstream of a dataset or a job, up to jobs that are `depth` jobs away.

    `{datasets, jobs, drawn, missing}`: jobs are told whole, whatever they read and write is there; `drawn` are the
    edges that no job shows, as pairs of ids. Raises `NotFound`.
    """
    node, pk = node_found(actor, readings)
    flows = Flows()
    if node.type == NodeType.JOB:
        flows.add(job_datasets([pk]))
        starts, steps = (flows.reads[pk], flows.writes[pk]), depth
    else:
        starts, steps = ({pk}, {pk}), depth + 1
    near = _walked(*starts, steps)
    shown = set(sorted(near, key=lambda asset: (near[asset], asset))[:NODES_MAX])
    for origin in origins_between(shown, Held()):
        flows.follow(origin)
    flows.add(job_datasets(flows.jobs))
    flows.add(_ends(shown, flows.jobs))
    _without_stand_ins(actor, flows)
    datasets = {row["id"]: row for row in datasets_plain(actor, sorted(shown | flows.assets))}
    return {
        "datasets": list(datasets.values()),
        "jobs": [
            {
                **job,
                "inputs": _of(datasets, flows.reads[job["id"]]),
                "outputs": _of(datasets, flows.writes[job["id"]]),
            }
            for job in jobs_read(actor, sorted(flows.jobs), latest_run)
        ],
        "drawn": [pair for pair in sorted(flows.drawn) if datasets.keys() >= set(pair)],
        "missing": len(near) - len(shown),
    }


def _of(datasets: Mapping[int, Row], ids: Collection[int]) -> list[Row]:
    return [datasets[pk] for pk in sorted(ids) if pk in datasets]


def _walked(upstream: set[int], downstream: set[int], steps: int) -> dict[int, int]:
    """How far the assets are that are upstream of some and downstream of others."""
    near: dict[int, int] = {}
    for starts, against in ((upstream, True), (downstream, False)):
        arrows = cone_arrows(starts, upstream=against, depth=steps)
        for pk, distance in walk(starts, arrows, upstream=against, depth=steps).distances.items():
            near[pk] = min(distance, near.get(pk, distance))
    return near


def _without_stand_ins(actor: Actor, flows: Flows) -> None:
    """A dataset event that tells its own lineage is no job: its edges are as if they were drawn."""
    for job in jobs_of(actor).filter(pk__in=flows.jobs, kind=DATASET_JOB).values_list("pk", flat=True):
        flows.drawn |= set(product(flows.reads.pop(job, ()), flows.writes.pop(job, ())))


def _ends(assets: Collection[int], known: Collection[int]) -> dict[int, dict[str, list[Row]]]:
    """Jobs that only read or only write these assets: no edge shows them."""
    rows = RunDataset.objects.filter(asset__in=assets).order_by()
    jobs = set(rows.values_list("run__job_id", flat=True).distinct()) - set(known)
    found = job_datasets(jobs).items()
    return {
        job: sides
        for job, sides in found
        if any(sides.values()) and not all(sides.values()) and _among(sides, assets)
    }


def _among(sides: Mapping[str, Iterable[Row]], assets: Collection[int]) -> bool:
    return any(row["id"] in assets for rows in sides.values() for row in rows)
