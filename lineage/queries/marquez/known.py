"""Which of several readings of an address names something that exists."""

from collections.abc import Mapping, Sequence
from typing import Any

from common.actor import Actor
from lineage.queries.marquez.datasets import datasets_named
from lineage.queries.marquez.graphs import jobs_named
from lineage.queries.marquez.names import namespace_exists


def place_known(actor: Actor, readings: Sequence[Mapping[str, Any]]) -> int:
    """The place of the first reading whose dataset or job exists in the actor's workshop; else of the first whose
    namespace does; else of the first."""
    datasets = datasets_named(actor, [(r["namespace"], r["dataset"]) for r in readings if "dataset" in r])
    jobs = jobs_named(actor, [(r["namespace"], r["job"]) for r in readings if "job" in r])
    for place, reading in enumerate(readings):
        known, name = (jobs, "job") if "job" in reading else (datasets, "dataset")
        if (reading["namespace"], reading.get(name)) in known:
            return place
    namespaces = [reading["namespace"] for reading in readings]
    return next((n for n, name in enumerate(namespaces) if namespace_exists(actor, name)), 0)
