"""Edges as rows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.choices import Zone
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key, pages_by_key
from lineage.graph import Arrow
from lineage.models import Edge, FieldEdge, Origin
from lineage.queries.cones import holding
from lineage.queries.fields import links_told
from lineage.queries.graphs import edges_told
from lineage.queries.lowerings import lowerings_read
from lineage.queries.nodes import node_get, nodes_of
from lineage.queries.runs import job_known
from lineage.zones import flag_of
from workshop.queries import nicknames

EDGE_COLUMNS = ("id", "source_id", "target_id")
SIGNED = ("user_id", "at", "door", "reason", "request_id")


def edges_of(actor: Actor, at: datetime | None = None, **why: Any) -> QuerySet[Edge]:
    """The edges of the workshop that hold now, or held at a moment; `why` narrows their origins."""
    held = holding(Origin.objects.filter(edge=OuterRef("pk"), **why), at)
    return Edge.objects.filter(Exists(held), workshop_id=actor.workshop_id)


def edges_page(
    actor: Actor,
    *,
    source: int | None = None,
    target: int | None = None,
    kind: str = "",
    job: int | None = None,
    flag: str = "",
    at: datetime | None = None,
    **window: Any,
) -> Page:
    """Edges that hold (or held), in the order in which they first came; raises `NotFound` for an end or a job that is
    not the workshop's."""
    for end in (source, target):
        if end is not None:
            node_get(actor, end, at)
    job_known(actor, job)
    why = {name: value for name, value in (("kind", kind), ("job", job)) if value}
    rows = edges_of(actor, at, **why)
    rows = rows.filter(source=source) if source is not None else rows
    rows = rows.filter(target=target) if target is not None else rows
    rows = rows.filter(flagged(flag)) if flag else rows
    page = page_by_key(rows, columns=EDGE_COLUMNS, order=("id",), **window)
    return page.with_rows(_told(actor, page.rows, at))


def edges_at_assets(actor: Actor, asset_ids: Collection[int], end: str, **window: Any) -> dict[int, Page]:
    """A page of the edges that leave (`end` is "source") or enter ("target") each of these assets."""
    pages = pages_by_key(
        edges_of(actor), per=f"{end}_id", values=asset_ids, columns=EDGE_COLUMNS, order=("id",), **window
    )
    told = {edge["id"]: edge for edge in _told(actor, [row for page in pages.values() for row in page.rows])}
    return {
        pk: page.with_rows([told[row["id"]] for row in page.rows if row["id"] in told])
        for pk, page in pages.items()
    }


def flagged(flag: str) -> Q:
    """The condition that an edge deserves this `Flag`, for the database."""
    found = Q(pk__in=[])
    for source in Zone.values:
        targets = [target for target in Zone.values if flag_of(source, target) == flag]
        found |= Q(source__system__zone=source, target__system__zone__in=targets)
    return found


def edges_read(actor: Actor, edge_ids: Collection[int], at: datetime | None = None) -> list[dict[str, Any]]:
    """Those of these edges that the actor may see, whether they still hold or not."""
    rows = Edge.objects.filter(workshop_id=actor.workshop_id, pk__among=edge_ids).order_by("id")
    return _told(actor, list(rows.values(*EDGE_COLUMNS)), at)


def edge_get(actor: Actor, edge_id: int) -> dict[str, Any]:
    """One edge with its ends, origins, field links, lowerings and history; `open` says whether it still holds.

    Raises `NotFound`, also when one of its ends is gone from the catalogue.
    """
    told = edges_read(actor, [edge_id])
    if not told:
        raise NotFound()
    return {
        **told[0],
        "open": bool(told[0]["origins"]),
        "fields": links_of_edges([edge_id]).get(edge_id, []),
        "lowerings": lowerings_read(actor, edge=edge_id),
        "history": edge_history(actor, edge_id),
    }


def links_of_edges(edge_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The links of fields along edges (that the caller may see) that hold now, by edge."""
    rows = FieldEdge.objects.filter(edge__among=edge_ids, valid_until=None)
    arrows = [Arrow(*link) for link in rows.values_list("pk", "source_field_id", "target_field_id")]
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for link in links_told(arrows):
        found[link["edge"]].append(link)
    return found


def edge_history(actor: Actor, edge_id: int) -> list[dict[str, Any]]:
    """Why an edge held from when until when, and who said so and took it back, latest first; raises `NotFound`.

    `{kind, job, valid_from, valid_until, opened, closed}`, the last two `{by, at, door, reason, request_id}`.
    """
    found = edge_histories(actor, [edge_id])
    if edge_id not in found:
        raise NotFound()
    return found[edge_id]


def edge_histories(actor: Actor, edge_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The same of several edges, by edge."""
    rows = Origin.objects.filter(workshop_id=actor.workshop_id, edge__among=edge_ids)
    signed = [f"{side}__{name}" for side in ("opened", "closed") for name in SIGNED]
    columns = (
        "edge_id", "kind", "job_id", "job__namespace", "job__name", "valid_from", "valid_until", "closed_id",
    )  # fmt: skip
    found = list(rows.order_by("-valid_from", "-pk").values(*columns, *signed))
    names = nicknames(actor, {row[f"{side}__user_id"] for row in found for side in ("opened", "closed")})
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        told[row["edge_id"]].append(_spell_told(row, names))
    return told


def _spell_told(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    job = {"id": row["job_id"], "namespace": row["job__namespace"], "name": row["job__name"]}
    return {
        "kind": row["kind"],
        "job": job if row["job_id"] else None,
        "valid_from": row["valid_from"],
        "valid_until": row["valid_until"],
        "opened": _signature(row, "opened", names),
        "closed": _signature(row, "closed", names) if row["closed_id"] else None,
    }


def _signature(row: dict[str, Any], side: str, names: dict[int, str]) -> dict[str, Any]:
    told = {name: row[f"{side}__{name}"] for name in SIGNED}
    return {"by": names.get(told.pop("user_id"), ""), **told}


def _told(actor: Actor, rows: list[dict[str, Any]], at: datetime | None = None) -> list[dict[str, Any]]:
    """Each edge with both ends as nodes; one whose end is gone from the catalogue is left out."""
    nodes = nodes_of(actor, {row[end] for row in rows for end in ("source_id", "target_id")}, at)
    arrows = [Arrow(row["id"], row["source_id"], row["target_id"]) for row in rows]
    arrows = [arrow for arrow in arrows if arrow.source_id in nodes and arrow.target_id in nodes]
    return [
        {**edge, "source": nodes[edge["source"]], "target": nodes[edge["target"]]}
        for edge in edges_told(actor, arrows, nodes, at)
    ]
