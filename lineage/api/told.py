"""Rows of the queries as the shapes tell them."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from common.api.pages import address

Row = Mapping[str, Any]


def lowering_told(row: Row) -> dict[str, Any]:
    renamed = {
        "edge": row["edge_id"],
        "source": row["edge__source_id"],
        "target": row["edge__target_id"],
        "reason": row["asked_reason"],
        "asked_by": row["asked_by__nickname"],
        "reviewed_by": row["reviewed_by__nickname"],
    }
    same = (
        "id", "version", "technique", "level", "k", "expires_at", "reviewed_at", "accepted", "review_reason", "state",
        "created_at",
    )  # fmt: skip
    return {**renamed, **{name: row[name] for name in same}}


def edge_told(edge: Row) -> dict[str, Any]:
    return {**edge, "lowerings": [lowering_told(row) for row in edge["lowerings"]]}


def ended_told(row: Row) -> dict[str, Any]:
    same = {name: row[name] for name in ("id", "technique", "level", "expires_at")}
    return {**same, "edge": row["edge_id"], "source": row["edge__source_id"]}


def with_next(request: Request, found: dict[str, Any]) -> dict[str, Any]:
    """An answer that may have been cut, with the address that goes on."""
    found["next"] = address(request, "offset", found.pop("next_offset"))
    return found


def job_told(row: Row) -> dict[str, Any]:
    return {("parent" if name == "parent_id" else name): value for name, value in row.items()}


def run_told(row: Row) -> dict[str, Any]:
    told = dict(row)
    told["job"] = {
        "id": told.pop("job_id"),
        "namespace": told.pop("job__namespace"),
        "name": told.pop("job__name"),
    }
    return told


def event_told(row: Row) -> dict[str, Any]:
    return {("run_id" if name == "run__run_id" else name): value for name, value in row.items()}
