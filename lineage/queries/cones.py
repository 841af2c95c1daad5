"""Which edges lie upstream or downstream of assets, in one recursive query however long the chains are.

The recursion keeps a set of nodes (UNION), so cycles end by themselves. It reads the index of `lineage_origin` alone:
a walk never touches the tables of assets and edges. Ends of an edge are always in one workshop, so a walk that starts
inside a workshop stays there.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lineage.graph import Arrow
from lineage.models import FieldEdge, Origin

NOW = "o.valid_until IS NULL"
THEN = "o.valid_from <= %s AND (o.valid_until IS NULL OR o.valid_until > %s)"
STEPS_COUNTED = 12  # a walk of at most so many steps counts them; a longer one only keeps what it has met


def holding(rows: QuerySet[Any], at: datetime | None = None) -> QuerySet[Any]:
    """Those origins or field edges that hold now, or held at a moment."""
    if at is None:
        return rows.filter(valid_until=None)
    return rows.filter(valid_from__lte=at).exclude(valid_until__lte=at)


def cone_arrows(
    asset_ids: Collection[int],
    *,
    upstream: bool,
    depth: int | None = None,
    at: datetime | None = None,
    job_id: int | None = None,
) -> list[Arrow]:
    """The edges met when walking from assets (that the caller may see); `at` walks the graph as it was then."""
    return _walk(Origin, "edge_id", ("source_id", "target_id"), asset_ids, upstream, depth, at, job_id)


def field_cone_arrows(
    field_ids: Collection[int],
    *,
    upstream: bool,
    depth: int | None = None,
    at: datetime | None = None,
    job_id: int | None = None,
) -> list[Arrow]:
    """The same between fields; the id of an arrow is that of the field edge."""
    ends = ("source_field_id", "target_field_id")
    return _walk(FieldEdge, "id", ends, field_ids, upstream, depth, at, job_id)


def _walk(
    model: Any,
    key: str,
    ends: tuple[str, str],
    starts: Collection[int],
    upstream: bool,
    depth: int | None,
    at: datetime | None,
    job_id: int | None,
) -> list[Arrow]:
    if not starts:
        return []
    near, far = ends[::-1] if upstream else ends
    holds, moment = (THEN, [_moment(at), _moment(at)]) if at else (NOW, [])
    if job_id is not None:
        holds, moment = f"{holds} AND o.job_id = %s", [*moment, job_id]
    table = model._meta.db_table
    counted = depth is not None and depth <= STEPS_COUNTED
    step, bound = (", steps", f" AND c.steps < {depth:d}") if counted else ("", "")
    # VALUES and not UNION ALL: SQLite joins at most 500 SELECTs.
    seeds = ", ".join(["(%s)" if connection.vendor == "sqlite" else "(%s::bigint)"] * len(starts))
    # CROSS JOIN: SQLite then takes the tables in this order, and PostgreSQL does not mind.
    sql = f"""
        WITH RECURSIVE seeds(id) AS (VALUES {seeds}), cone(id{step}) AS (
            SELECT id{", 0" if counted else ""} FROM seeds
            UNION
            SELECT o.{far}{", c.steps + 1" if counted else ""}
            FROM cone c CROSS JOIN {table} o WHERE o.{near} = c.id{bound} AND {holds}
        )
        SELECT DISTINCT o.{key}, o.{ends[0]}, o.{ends[1]}
        FROM cone c CROSS JOIN {table} o WHERE o.{near} = c.id{bound} AND {holds}
    """  # noqa: S608 - names of our own tables and columns, and a number
    with connection.cursor() as cursor:
        cursor.execute(sql, [*starts, *moment, *moment])
        return [Arrow(*row) for row in cursor.fetchall()]


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
