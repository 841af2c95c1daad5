"""Questions that are asked all the time: Django compiles them once, then they are only run.

Compiling a queryset takes several times as long as running it on a few rows (`bench/`). The SQL and the
conversions are Django's own; only their making is remembered, by database. The ids travel as one parameter,
so that one statement serves any number of them.
"""

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Convert = Callable[[Any], Any]
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def ids_among(column: str) -> str:
    """SQL: that `column` is one of the ids in the parameter that `ids_parameter` makes."""
    return f"{column} {AMONG[connection.vendor]}"


def ids_parameter(ids: Collection[Any]) -> Any:
    """Any number of ids (or codes) as one parameter of a statement."""
    return json.dumps(list(ids)) if connection.vendor == "sqlite" else list(ids)


class RowsByIds:
    """`RowsByIds(Field.objects.order_by("position"), "asset_id", columns)(ids)`: plain rows of some ids.

    With `scope` (a column, such as `workshop_id`) the call also takes the value that it must have.
    """

    def __init__(self, queryset: QuerySet[Any], key: str, columns: Sequence[str], scope: str = ""):
        self.queryset = queryset
        self.key = key
        self.columns = tuple(columns)
        self.scope = scope
        self._remembered = lru_cache(self._compile)

    def __call__(self, ids: Collection[int], *scope: int) -> list[dict[str, Any]]:
        """The rows whose key is one of `ids`, in the order of the queryset."""
        if not ids:
            return []
        sql, converters = self._remembered(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*scope, ids_parameter(ids)])
            rows = [dict(zip(self.columns, row, strict=True)) for row in cursor.fetchall()]
        for name, convert in converters:
            for row in rows:
                row[name] = convert(row[name])
        return rows

    def _compile(self, vendor: str) -> tuple[str, list[tuple[str, Convert]]]:
        scope = {self.scope: 0} if self.scope else {}
        asked = self.queryset.filter(**scope).filter(**{f"{self.key}__in": [-1]}).values(*self.columns)
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        assert list(parameters) == [*scope.values(), -1], "only the scope and the ids may vary"
        assert sql.count("IN (%s)") == 1, "the ids stand in one place"
        expressions = [column[0] for column in compiler.select]
        converters = compiler.get_converters(expressions)
        return sql.replace("IN (%s)", AMONG[vendor]), [
            (self.columns[position], _chained(functions, expression))
            for position, (functions, expression) in converters.items()
        ]


def _chained(functions: Sequence[Callable[..., Any]], expression: Any) -> Convert:
    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    return convert
