"""Governed rows as they are, or as they were at a moment (from their history)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, OuterRef, Subquery
from django.db.models.expressions import RawSQL

from common.history import history_of
from common.rows import ids_parameter

Rows = list[dict[str, Any]]
SELECT = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def ids_query(ids: Collection[int]) -> RawSQL:
    """Any number of ids, for `…__in`: SQLite bounds how many parameters a statement may have."""
    return RawSQL(SELECT[connection.vendor], [ids_parameter(ids)])  # noqa: S611 - constants and a parameter


def rows_at(
    model: type[Model], column: str, ids: Collection[int], columns: Sequence[str], moment: datetime | None
) -> Rows:
    """`columns` of the rows whose `column` is one of `ids`; with `moment` as they stood then."""
    wanted = {f"{column}__in": ids_query(ids)}
    if moment is None:
        return list(model._default_manager.filter(**wanted).order_by("pk").values(*columns))
    history = history_of(model).objects.filter(history_date__lte=moment)
    latest = history.filter(id=OuterRef("id")).order_by("-history_date", "-history_id").values("history_id")
    then = history.filter(history_id=Subquery(latest[:1]), **wanted).exclude(history_type="-")
    return list(then.order_by("id").values(*columns))
