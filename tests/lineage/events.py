"""OpenLineage events as clients write them, in a few words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMESPACE = "postgres://db.example.org:5432"
PRODUCER = "https://example.org/producer"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs"


def run_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def at(minute: float) -> str:
    return (NOON + timedelta(minutes=minute)).isoformat()


def facet(**values: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": "https://openlineage.io/spec/facets/1-0-0/X.json", **values}


def schema(**columns: str) -> dict[str, Any]:
    return {"schema": facet(fields=[{"name": name, "type": kind} for name, kind in columns.items()])}


def dataset(name: str, facets: Mapping[str, Any] | None = None, **sides: Any) -> dict[str, Any]:
    return {"namespace": NAMESPACE, "name": name, "facets": dict(facets or {}), **sides}


def use(source: str, *transformations: Mapping[str, Any]) -> dict[str, Any]:
    """An input field, `table.column`."""
    table, _dot, column = source.rpartition(".")
    found = {"namespace": NAMESPACE, "name": table, "field": column}
    return {**found, "transformations": list(transformations)} if transformations else found


def columns(whole: Sequence[str] = (), **fields: str | Sequence[str]) -> dict[str, Any]:
    """`columns(total="orders.amount")`: total is made of that; `whole` goes into every field."""
    named = {
        target: {"inputFields": [use(one) for one in ([sources] if isinstance(sources, str) else sources)]}
        for target, sources in fields.items()
    }
    return {"columnLineage": facet(fields=named, dataset=[use(one) for one in whole])}


def event(minute: float = 0, **values: Any) -> dict[str, Any]:
    return {"eventTime": at(minute), "producer": PRODUCER, **values}


def run_event(
    kind: str | None = "COMPLETE",
    minute: float = 0,
    *,
    run: str = "run",
    job: str = "job",
    inputs: Sequence[Any] = (),
    outputs: Sequence[Any] = (),
    run_facets: Mapping[str, Any] | None = None,
    job_facets: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Datasets are names, or dictionaries made by `dataset`."""
    sides = {"inputs": inputs, "outputs": outputs}
    return event(
        minute,
        schemaURL=f"{SPEC}/RunEvent",
        **({"eventType": kind} if kind else {}),
        run={"runId": str(run_id(run)), "facets": dict(run_facets or {})},
        job={"namespace": "nightly", "name": job, "facets": dict(job_facets or {})},
        **{side: [dataset(d) if isinstance(d, str) else d for d in named] for side, named in sides.items()},
    )


def job_event(minute: float = 0, *, job: str = "job", **values: Any) -> dict[str, Any]:
    said = run_event(None, minute, job=job, **values)
    del said["run"]
    return {**said, "schemaURL": f"{SPEC}/JobEvent"}


def dataset_event(minute: float = 0, **said: Any) -> dict[str, Any]:
    return event(minute, schemaURL=f"{SPEC}/DatasetEvent", dataset=dataset(**said))
