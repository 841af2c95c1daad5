"""Rows that stand side by side in an answer, and are therefore read side by side.

A resolver is called for one row, but reads for all rows of its cohort, once: so the number of
queries depends on the shape of a request and never on the number of its rows, at any depth and
through fragments and aliases. What was read for a cohort is one cohort in turn.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
RowData = Mapping[str, Any]


class Row(dict[str, Any]):
    """A plain row that knows its cohort."""

    __slots__ = ("cohort",)
    cohort: "Cohort"


class Cohort:
    """Rows of one GraphQL type; `parent` is the cohort for which they were read."""

    def __init__(self, type_: Any, rows: Iterable[RowData] = (), parent: "Cohort | None" = None):
        self.type = type_
        self.parent = parent
        self.rows: list[Row] = []
        self._read: dict[Hashable, Any] = {}
        self.add(rows)

    def add(self, rows: Iterable[RowData]) -> list[Row]:
        added = [Row(row) for row in rows]
        for row in added:
            row.cohort = self
        self.rows += added
        return added

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` answers, asked for the first time only."""
        if key not in self._read:
            self._read[key] = read()
        found: T = self._read[key]
        return found

    def values(self, column: str) -> list[Any]:
        """The distinct values of a column, empty ones left out."""
        return list(dict.fromkeys(row[column] for row in self.rows if row[column] is not None))


def many(
    row: Row,
    key: Hashable,
    type_: Any,
    read: Callable[[Cohort], Mapping[Any, Iterable[RowData]]],
    *,
    by: str = "id",
) -> list[Row]:
    """The children of `row`; `read` answers those of its whole cohort, by each row's `by`."""

    def read_all() -> dict[Any, list[Row]]:
        children = Cohort(type_, parent=row.cohort)
        return {value: children.add(rows) for value, rows in read(row.cohort).items()}

    return row.cohort.once(key, read_all).get(row[by], [])


def one(
    row: Row,
    by: str,
    type_: Any,
    read: Callable[[list[Any]], Iterable[RowData]],
    *,
    target: str = "id",
) -> Row | None:
    """What `row` points to; `read` answers it for all values of the column `by` at once."""

    def read_all() -> dict[Any, Row]:
        found = Cohort(type_, read(row.cohort.values(by)), parent=row.cohort)
        return {pointed[target]: pointed for pointed in found.rows}

    return row.cohort.once(("one", by), read_all).get(row[by])


def joined(row: Row, by: str, type_: Any) -> Row:
    """What `row` points to, when its columns were read along with the row as `<name>__<column>`."""
    name = by.removesuffix("_id")

    def read_all() -> dict[Any, Row]:
        distinct = {each[by]: each for each in row.cohort.rows}
        found = Cohort(type_, (_part(each, by, f"{name}__") for each in distinct.values()), row.cohort)
        return {pointed["id"]: pointed for pointed in found.rows}

    return row.cohort.once(("one", by), read_all)[row[by]]


def _part(row: RowData, by: str, prefix: str) -> dict[str, Any]:
    columns = {key.removeprefix(prefix): row[key] for key in row if key.startswith(prefix)}
    return {"id": row[by], **columns}


def single(type_: Any, row: RowData) -> Row:
    """A row that stands alone."""
    return Cohort(type_, [row]).rows[0]
