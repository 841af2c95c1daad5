"""Jobs as events tell them: made when first named, completed by what is said of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.actor import Actor
from common.history import values_insert
from common.prepared import Prepared, values_update
from lineage.assertions import JobKey
from lineage.latest import Facets, facets_merged, latest
from lineage.models import Job

COLUMNS = (
    "id", "kind", "description", "location", "parent_id", "tags", "facets", "moments", "created_at", "updated_at",
)  # fmt: skip
_named = Prepared(
    lambda workshop, namespace, name: Job.objects.filter(
        workshop_id=workshop, namespace=namespace, name=name
    ),
    COLUMNS,
    int,
    str,
    str,
)


def job_take_in(
    actor: Actor,
    key: JobKey,
    at: datetime,
    said: Mapping[str, Any],
    facets: Facets,
    parent: JobKey | None = None,
) -> int:
    """The id of the job of this name, made or completed; of `kind`, `description`, `location`, `tags` the latest stay.

    Inside a command that lets one writer in at a time.
    """
    names = {}
    if parent and parent != key:
        said = {**said, "parent_id": job_mentioned(actor, parent, at)}
        names["parent_id"] = str(parent)
    row = _row(actor, key)
    if row is None:
        return _insert(actor, key, at, said, facets, names)
    changes, moments = latest(row, row["moments"], said, at, names)
    after = {
        **changes,
        "moments": moments,
        "facets": facets_merged(row["facets"], facets, at) if facets else row["facets"],
        "created_at": min(at, row["created_at"]),
        "updated_at": max(at, row["updated_at"]),
    }
    values_update(Job, row["id"], {name: value for name, value in after.items() if value != row[name]})
    return int(row["id"])


def job_mentioned(actor: Actor, key: JobKey, at: datetime) -> int:
    """The id of a job of which only the name is told."""
    row = _row(actor, key)
    if row is None:
        return _insert(actor, key, at, {}, {}, {})
    after = {"created_at": min(at, row["created_at"]), "updated_at": max(at, row["updated_at"])}
    values_update(Job, row["id"], {name: value for name, value in after.items() if value != row[name]})
    return int(row["id"])


def _row(actor: Actor, key: JobKey) -> dict[str, Any] | None:
    found = _named(actor.workshop_id, key.namespace, key.name)
    return dict(zip(COLUMNS, found[0], strict=True)) if found else None


def _insert(
    actor: Actor,
    key: JobKey,
    at: datetime,
    said: Mapping[str, Any],
    facets: Facets,
    names: Mapping[str, str],
) -> int:
    values, moments = latest({}, {}, said, at, names)
    row = {
        "workshop_id": actor.workshop_id,
        "namespace": key.namespace,
        "name": key.name,
        "facets": facets_merged({}, facets, at),
        "moments": moments,
        "created_at": at,
        "updated_at": at,
        **values,
    }
    (pk,) = values_insert(Job, [row])
    return pk
