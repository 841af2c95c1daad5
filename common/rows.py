"""Questions that are asked all the time: Django compiles them once, then they are only run.

Compiling a queryset takes several times as long as running it on a few rows (`bench/`). The SQL and the
conversions are Django's own; only their making is remembered, by number of ids and by database.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, Lookup, QuerySet

Convert = Callable[[Any], Any]
REMEMBERED = 200  # longer lists of ids go as one parameter, however many they are


def ids_parameter(vendor: str, ids: Collection[int]) -> Any:
    """Any number of ids as one parameter of a statement: databases take only so many parameters."""
    return json.dumps([*ids]) if vendor == "sqlite" else [*ids]


def ids_selected(vendor: str) -> str:
    """A SELECT of the ids in that parameter."""
    if vendor == "sqlite":
        return "SELECT value AS id FROM json_each(%s)"
    return "SELECT unnest(%s::bigint[]) AS id"


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`pk__among=ids`: as `__in`, for any number of ids; several times cheaper for many."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*parameters, ids_parameter(connection.vendor, self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        left, parameters = self.process_lhs(compiler, connection)
        values = ids_parameter(connection.vendor, self.rhs)
        return f"{left} IN ({ids_selected('sqlite')})", [*parameters, values]


class RowsByIds:
    """`RowsByIds(Field.objects.order_by("position"), "asset_id", columns)(ids)`: plain rows of some ids.

    With `scope` (a column, such as `workshop_id`) the call also takes the value that it must have.
    """

    def __init__(self, queryset: QuerySet[Any], key: str, columns: Sequence[str], scope: str = ""):
        self.queryset = queryset
        self.key = key
        self.columns = tuple(columns)
        self.scope = scope
        self._remembered = lru_cache(REMEMBERED)(self._compile)

    def __call__(self, ids: Collection[int], *scope: int) -> list[dict[str, Any]]:
        """The rows whose key is one of `ids` (different ones), in the order of the queryset."""
        if not ids:
            return []
        few = len(ids) <= REMEMBERED
        sql, fixed, converters = self._remembered(connection.vendor, len(ids) if few else 0)
        asked = ids if few else [ids_parameter(connection.vendor, ids)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*fixed, *scope, *asked])
            rows = [dict(zip(self.columns, row, strict=True)) for row in cursor.fetchall()]
        for name, convert in converters:
            for row in rows:
                row[name] = convert(row[name])
        return rows

    def _compile(self, vendor: str, count: int) -> tuple[str, list[Any], list[tuple[str, Convert]]]:
        """The statement for so many ids (for 0: for any number of them in one parameter), and what the queryset
        itself asks for."""
        scope = {self.scope: 0} if self.scope else {}
        places = [-number for number in range(1, count + 1)]
        condition = {f"{self.key}__in": places} if count else {f"{self.key}__among": places}
        asked = self.queryset.filter(**scope).filter(**condition).values(*self.columns)
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        varying = [*scope.values(), *(places if count else [ids_parameter(vendor, places)])]
        fixed, asked_for = list(parameters)[: -len(varying)], list(parameters)[-len(varying) :]
        assert asked_for == varying, "only the scope and the ids may vary"
        expressions = [column[0] for column in compiler.select]
        converters = compiler.get_converters(expressions)
        return (
            sql,
            fixed,
            [
                (self.columns[position], _chained(functions, expression))
                for position, (functions, expression) in converters.items()
            ],
        )


def _chained(functions: Sequence[Callable[..., Any]], expression: Any) -> Convert:
    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    return convert
