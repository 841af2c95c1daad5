"""Which edges lie upstream or downstream of assets, in one recursive query however long the chains are.

The recursion keeps a set of nodes (UNION), so cycles end by themselves. It reads the index of `lineage_origin` alone:
a walk never touches the tables of assets and edges. Ends of an edge are always in one workshop, so a walk that starts
inside a workshop stays there.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from common.rows import ids_parameter
from lineage.graph import Arrow
from lineage.models import FieldEdge, Origin

# On SQLite both conditions also name the cone (whose ids are never null): a condition on the edges alone makes its
# planner build a Bloom filter of the whole table before each walk, which costs as much as the table is long.
NOW = {"sqlite": "o.valid_until IS nullif(c.id, c.id)", "postgresql": "o.valid_until IS NULL"}
THEN = (
    "CASE WHEN c.id IS NOT NULL THEN o.valid_from <= %s AND (o.valid_until IS NULL OR o.valid_until > %s) END"
)
# Cone first, then the index, whatever the planners think of the size of the cone.
JOINED = {
    "sqlite": "FROM cone c CROSS JOIN {table} o WHERE {condition}",
    "postgresql": (
        "FROM cone c CROSS JOIN LATERAL (SELECT {columns} FROM {table} o WHERE {condition} OFFSET 0) o"
    ),
}
STARTS = {"sqlite": "json_each(%s)", "postgresql": "unnest(%s::bigint[]) AS start(value)"}
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


def cone_origins(
    asset_ids: Collection[int],
    *,
    upstream: bool,
    depth: int | None = None,
    at: datetime | None = None,
    job_id: int | None = None,
) -> dict[Arrow, list[tuple[str, int | None]]]:
    """The edges met, as `cone_arrows`, each with its origins: kind and job."""
    ends, more = ("source_id", "target_id"), ("kind", "job_id")
    found: dict[Arrow, list[tuple[str, int | None]]] = {}
    for edge_id, source, target, kind, job in _read(
        Origin, "edge_id", ends, asset_ids, upstream, depth, at, job_id, more
    ):
        found.setdefault(Arrow(edge_id, source, target), []).append((kind, job))
    return found


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
    rows = _read(model, key, ends, starts, upstream, depth, at, job_id)
    return list(dict.fromkeys(map(Arrow._make, rows)))


def _read(
    model: Any,
    key: str,
    ends: tuple[str, str],
    starts: Collection[int],
    upstream: bool,
    depth: int | None,
    at: datetime | None,
    job_id: int | None,
    more: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Rows of `model` met on the walk: its key, its ends, and `more` columns."""
    if not starts:
        return []
    near, far = ends[::-1] if upstream else ends
    holds, moment = (THEN, [_moment(at), _moment(at)]) if at else (NOW[connection.vendor], [])
    if job_id is not None:
        holds, moment = f"{holds} AND o.job_id = c.id - c.id + %s", [*moment, job_id]
    counts = depth is not None and depth <= STEPS_COUNTED
    steps, first, further, bound = (
        (", steps", ", 0", ", c.steps + 1", f"c.steps < {depth:d} AND") if counts else ("", "", "", "")
    )
    columns = ", ".join((key, *ends, *more))
    joined = JOINED[connection.vendor].format(
        columns=columns, table=model._meta.db_table, condition=f"{bound} o.{near} = c.id AND {holds}"
    )
    sql = f"""
        WITH RECURSIVE cone(id{steps}) AS (
            SELECT value{first} FROM {STARTS[connection.vendor]}
            UNION
            SELECT o.{far}{further} {joined}
        )
        SELECT {columns} {joined}
    """  # noqa: S608 - names of our own tables and columns, and a number
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids_parameter(starts), *moment, *moment])
        return list(dict.fromkeys(cursor.fetchall())) if counts else cursor.fetchall()


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
