"""From rows to what people and programs read: plain functions over plain rows, the same for REST, GraphQL and pages."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
Shown = dict[str, Any]


def brick_shown(row: Row, problems: Mapping[int, int] | None = None) -> Shown:
    """A brick; `problems` counts what is open on bricks, by id."""
    return {
        "id": row["id"],
        "version": row["version"],
        "asset": _asset(row, "asset"),
        "key": row["key"],
        "values": row["values"],
        "state": row["state"],
        "producer": row["producer__nickname"],
        "producer_id": row["producer_id"],
        "submission": row["submission_id"],
        "decision": row["decision_id"],
        "problem_count": (problems or {}).get(row["id"], 0),
        "created_at": row["created_at"],
        "modified_at": row["modified_at"],
    }


def _asset(row: Row, end: str) -> Shown:
    return {"id": row[f"{end}_id"], "namespace": row[f"{end}__namespace"], "name": row[f"{end}__name"]}


def submission_shown(row: Row) -> Shown:
    return {
        "id": row["id"],
        "asset": _asset(row, "asset"),
        "system": row["asset__system__code"],
        "producer": row["producer__nickname"],
        "producer_id": row["producer_id"],
        "door": row["door"],
        "state": row["state"],
        "brick_count": row["brick_count"],
        **{f"{state}_count": count for state, count in row["counts"].items()},
        "reason": row["reason"],
        "created_at": row["created_at"],
    }


def decision_shown(row: Row) -> Shown:
    return {
        "id": row["id"],
        "asset": _asset(row, "asset"),
        "submission": row["submission_id"],
        **{name: row[name] for name in ("verdict", "basis", "reason", "brick_count", "seen")},
        "decided_by": row["decided_by__nickname"],
        "decided_at": row["decided_at"],
        "door": row["door"],
    }


TRANSFER_COUNTS = ("read", "copied", "updated", "unchanged", "rejected", "removed", "waiting")


def transfer_shown(row: Row) -> Shown:
    return {
        "id": row["id"],
        "source": _end(row, "source"),
        "target": _end(row, "target"),
        "quarantine": row["quarantine_id"],
        "run_id": row["run__run_id"],
        "participant": row["participant__nickname"],
        "door": row["door"],
        "reason": row["reason"],
        "started_at": row["started_at"],
        "duration_seconds": row["duration"].total_seconds() if row["duration"] is not None else None,
        **{f"{name}_count": row[f"{name}_count"] for name in TRANSFER_COUNTS},
    }


def _end(row: Row, end: str) -> Shown:
    """An asset of a transfer; its name and system are null once it has left the catalogue."""
    return {
        "id": row[f"{end}_id"],
        "name": row[f"{end}__name"],
        "system": row[f"{end}__system__code"],
        "zone": row[f"{end}__system__zone"],
    }


def rejection_shown(row: Row) -> Shown:
    return {
        "id": row["id"],
        "transfer": row["transfer_id"],
        "brick": row["brick_id"],
        "brick_version": row["brick_version"],
        "refusals": row["refusals"],
    }


def seeded_error_shown(row: Row) -> Shown:
    found = row["found_at"]
    return {
        "id": row["id"],
        "version": row["version"],
        "brick": row["brick_id"],
        "key": row["brick__key"],
        "asset": _asset(row, "brick__asset"),
        "kind": row["kind"],
        "note": row["note"],
        "seeded_by": row["seeded_by__nickname"],
        "created_at": row["created_at"],
        "revealed_at": row["revealed_at"],
        "found_at": found,
        "seconds_to_find": (found - row["created_at"]).total_seconds() if found else None,
    }
