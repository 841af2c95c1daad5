"""Governed rows as they are, or as they were at a moment (from their history)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from common.history import states_at

Rows = list[dict[str, Any]]


def rows_at(
    model: type[Model], column: str, ids: Collection[int], columns: Sequence[str], moment: datetime | None
) -> Rows:
    """`columns` of the rows whose `column` is one of `ids`; with `moment` as they stood then."""
    wanted = {f"{column}__among": ids}
    if moment is None:
        return list(model._default_manager.filter(**wanted).order_by("pk").values(*columns))
    return list(states_at(model, moment, **wanted).order_by("id").values(*columns))
