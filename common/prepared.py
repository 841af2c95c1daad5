"""Single questions and writes on the hottest paths, without the price of compiling them each time.

`RowsByIds` (`common/rows.py`) serves lists of ids; this serves any queryset whose values vary, and the update of one
row. The SQL and the conversions are Django's own; only their making is remembered, by database.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from common.history import CONVERTED, table_of, value_prepared

Convert = Callable[[Any], Any]
# What stands in for a value of a type while a question is compiled: values that no question has.
EXAMPLES: dict[type, Callable[[int], Any]] = {
    int: lambda n: -(10**15) - n,
    str: lambda n: f"place {n}\ue000",
    datetime: lambda n: datetime(1, 1, 2, microsecond=n, tzinfo=UTC),
    UUID: lambda n: UUID(int=n),
}


class Prepared:
    """`Prepared(lambda room, name: Job.objects.filter(workshop_id=room, name=name), ("id", "kind"), int, str)`.

    Called with values of these types it answers rows as tuples, in the order of the columns.
    """

    def __init__(self, question: Callable[..., QuerySet[Any]], columns: Sequence[str], *types: type):
        self.question = question
        self.columns = tuple(columns)
        self.types = types
        self._remembered = lru_cache(self._compile)

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, fixed, places, converters = self._remembered(connection.vendor)
        parameters = list(fixed)
        for place, number in places:
            parameters[place] = _adapted(values[number])
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def _compile(
        self, vendor: str
    ) -> tuple[str, list[Any], list[tuple[int, int]], list[tuple[int, Convert]]]:
        examples = [EXAMPLES[kind](number) for number, kind in enumerate(self.types)]
        asked = self.question(*examples).values_list(*self.columns)
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        adapted = [_adapted(example) for example in examples]
        places = [(n, adapted.index(value)) for n, value in enumerate(parameters) if value in adapted]
        assert {number for _n, number in places} == set(range(len(examples))), "every value has its place"
        expressions = [column[0] for column in compiler.select]
        converters = compiler.get_converters(expressions)
        chained = [
            (place, _chained(functions, expression)) for place, (functions, expression) in converters.items()
        ]
        return sql, list(parameters), places, chained


def _adapted(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _chained(functions: Sequence[Callable[..., Any]], expression: Any) -> Convert:
    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    return convert


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Convert]]) -> tuple[Any, ...]:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return tuple(values)


def values_update(model: type[Model], pk: int, values: Mapping[str, Any]) -> None:
    """Write values (by column attribute) of one row, without history."""
    if not values:
        return
    table, key = table_of(model)
    columns, prepared = [], []
    for name, value in values.items():
        field: Any = model._meta.get_field(name)
        columns.append(f"{connection.ops.quote_name(str(field.column))} = %s")
        prepared.append(value_prepared(field, value) if isinstance(field, CONVERTED) else value)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {', '.join(columns)} WHERE {key} = %s", [*prepared, pk])  # noqa: S608
