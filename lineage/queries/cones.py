"""The edges of the graph as the database finds them: walks, what lies between nodes, how many there are at a node.

A walk is one recursive query however long the chains are. It keeps a set of nodes (UNION), so cycles end by
themselves, and reads one index of `lineage_origin` alone, never the tables of assets and edges. Ends of an edge are
always in one workshop, so a walk that starts inside a workshop stays there. The SQL is ours because Django compiles a
query of this kind for longer than the database runs it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from common.rows import ids_parameter, ids_selected
from lineage.graph import Arrow
from lineage.models import FieldEdge, Origin

STEPS_COUNTED = 12  # a walk of at most so many steps counts them; a longer one only keeps what it has met


class Held(NamedTuple):
    """Which edges count: those that hold now, or held at a moment; of one job only, if so wished."""

    at: datetime | None = None
    job_id: int | None = None

    @property
    def condition(self) -> tuple[str, list[Any]]:
        """On the table that is called `o`, with its parameters."""
        sql, parameters = "o.valid_until IS NULL", []
        if self.at is not None:
            moment = connection.ops.adapt_datetimefield_value(self.at)
            sql = "o.valid_from <= %s AND (o.valid_until IS NULL OR o.valid_until > %s)"
            parameters = [moment, moment]
        if self.job_id is not None:
            return f"{sql} AND o.job_id = %s", [*parameters, self.job_id]
        return sql, parameters


def holding(rows: QuerySet[Any], at: datetime | None = None) -> QuerySet[Any]:
    """Those origins or field edges that hold now, or held at a moment."""
    if at is None:
        return rows.filter(valid_until=None)
    return rows.filter(valid_from__lte=at).exclude(valid_until__lte=at)


# Walks


def cone_arrows(
    asset_ids: Collection[int],
    *,
    upstream: bool,
    depth: int | None = None,
    at: datetime | None = None,
    job_id: int | None = None,
) -> list[Arrow]:
    """The edges met when walking from assets (that the caller may see); `at` walks the graph as it was then.

    `depth` says how far it is worth reading; edges farther away may be among the answer.
    """
    return _walk(Origin, "edge_id", ("source_id", "target_id"), asset_ids, upstream, depth, Held(at, job_id))


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
    return _walk(FieldEdge, "id", ends, field_ids, upstream, depth, Held(at, job_id))


def _walk(
    model: Any,
    key: str,
    ends: tuple[str, str],
    starts: Collection[int],
    upstream: bool,
    depth: int | None,
    held: Held,
) -> list[Arrow]:
    if not starts:
        return []
    vendor = connection.vendor
    near, far = ends[::-1] if upstream else ends
    holds, parameters = held.condition
    counted = depth is not None and depth <= STEPS_COUNTED
    step, bound = (", steps", f" AND c.steps < {depth:d}") if counted else ("", "")
    leaving = f"{_leaving(vendor, model._meta.db_table, (key, *ends), near, holds)}{bound}"
    sql = f"""
        WITH RECURSIVE seeds(id) AS ({ids_selected(vendor)}), cone(id{step}) AS (
            SELECT id{", 0" if counted else ""} FROM seeds
            UNION
            SELECT o.{far}{", c.steps + 1" if counted else ""} {leaving}
        )
        SELECT o.{key}, o.{ends[0]}, o.{ends[1]} {leaving}
    """  # noqa: S608 - names of our own tables and columns, and a number
    rows = _run(sql, [ids_parameter(vendor, starts), *parameters, *parameters])
    return list(map(Arrow._make, dict.fromkeys(rows)))


def _leaving(vendor: str, table: str, columns: tuple[str, ...], near: str, holds: str) -> str:
    """The rows that leave the nodes of `cone`, each node looked up in the index, whatever the size of the table.

    SQLite takes the tables of a CROSS JOIN in their order, but for an equality it would first read the whole index
    into a Bloom filter. PostgreSQL would rather read a table that is not large than look up many nodes; it does not
    look into a subquery with an OFFSET.
    """
    if vendor == "sqlite":
        return f"FROM cone c CROSS JOIN {table} o WHERE o.{near} BETWEEN c.id AND c.id AND {holds}"
    found = ", ".join(f"o.{column}" for column in columns)
    inner = f"SELECT {found} FROM {table} o WHERE o.{near} = c.id AND {holds} OFFSET 0"  # noqa: S608
    return f"FROM cone c CROSS JOIN LATERAL ({inner}) o WHERE true"


# Around nodes

ORIGIN_ROW = "o.edge_id, o.source_id, o.target_id, o.kind, o.job_id, o.valid_from"


class OriginRow(NamedTuple):
    """Why an edge is there."""

    edge_id: int
    source_id: int
    target_id: int
    kind: str
    job_id: int | None
    valid_from: datetime

    @property
    def arrow(self) -> Arrow:
        return Arrow(self.edge_id, self.source_id, self.target_id)


def origins_between(asset_ids: Collection[int], held: Held) -> list[OriginRow]:
    """The origins of the edges with both ends among these assets, in the order in which they came."""
    vendor, (holds, parameters) = connection.vendor, held.condition
    # The sum keeps SQLite from looking up every pair of ids in an index: it takes those that leave, and looks on.
    sql = f"""
        SELECT {ORIGIN_ROW} FROM lineage_origin o
        WHERE o.source_id IN ({ids_selected(vendor)}) AND o.target_id + 0 IN ({ids_selected(vendor)}) AND {holds}
        ORDER BY o.id
    """  # noqa: S608 - our own names
    ids = ids_parameter(vendor, asset_ids)
    return _origin_rows(_run(sql, [ids, ids, *parameters]))


def origins_of_edges(edge_ids: Collection[int], held: Held) -> list[OriginRow]:
    """The origins of these edges, in the order in which they came."""
    vendor, (holds, parameters) = connection.vendor, held.condition
    sql = f"""
        SELECT {ORIGIN_ROW} FROM lineage_origin o WHERE o.edge_id IN ({ids_selected(vendor)}) AND {holds}
        ORDER BY o.id
    """  # noqa: S608 - our own names
    return _origin_rows(_run(sql, [ids_parameter(vendor, edge_ids), *parameters]))


def degrees(asset_ids: Collection[int], held: Held) -> tuple[dict[int, int], dict[int, int]]:
    """How many edges enter each of these assets, and how many leave it."""
    vendor, (holds, parameters) = connection.vendor, held.condition
    entering, leaving = (
        dict(
            _run(
                f"SELECT o.{end}, count(DISTINCT o.edge_id) FROM lineage_origin o "  # noqa: S608 - our own names
                f"WHERE o.{end} IN ({ids_selected(vendor)}) AND {holds} GROUP BY o.{end}",
                [ids_parameter(vendor, asset_ids), *parameters],
            )
        )
        for end in ("target_id", "source_id")
    )
    return entering, leaving


def _origin_rows(rows: list[tuple[Any, ...]]) -> list[OriginRow]:
    moments = _moments({row[5] for row in rows})
    return [OriginRow._make((*row[:5], moments[row[5]])) for row in rows]


def _moments(values: set[Any]) -> dict[Any, datetime]:
    """What the database answers for moments, as moments; each converted once, for a change opens many edges at one."""
    column = Origin._meta.get_field("valid_from").get_col("o")
    found = {value: value for value in values}
    for convert in [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]:
        found = {value: convert(moment, column, connection) for value, moment in found.items()}
    return found


def _run(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
