"""Bricks into the table, thousands at a time; used inside commands only."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import connection

from common.change import current_change
from common.history import adapted, casts, rows_record_where, table_of
from exchange.gates import gates_pass
from exchange.models import Brick

Row = tuple[str, str]  # key, values as JSON text
BATCH = 1_000  # bricks in one statement


def bricks_insert(rows: Iterable[Row], *, submission_id: int, **shared: Any) -> int:
    """Insert the bricks of a send, which share all but their key and values, with their history; answers how many."""
    change = current_change()
    assert change is not None, "only inside a command"
    moment = {"created_at": change.at, "modified_at": change.at}
    columns = {"submission_id": submission_id, "version": 1, **moment, **shared}
    count = 0
    for batch in _batches(rows):
        gates_pass(change.actor, shared["asset_id"], [key for key, _values in batch])
        count += _insert(batch, columns)
    rows_record_where(Brick, "submission_id = %s", [submission_id], "+")
    return count


def _insert(batch: list[Row], shared: Mapping[str, Any]) -> int:
    """Two parameters a brick: what they share is selected beside them once."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in [*shared, "key", "values"])
    values = "sent.column2::jsonb" if connection.vendor == "postgresql" else "sent.column2"
    marks = ", ".join(["(%s, %s)"] * len(batch))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table_of(Brick)[0]} ({names}) "  # noqa: S608 - names of our own columns
            f"SELECT {casts(Brick, shared)}, sent.column1, {values} FROM (VALUES {marks}) AS sent",
            [*adapted(Brick, shared), *(cell for row in batch for cell in row)],
        )
    return len(batch)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
