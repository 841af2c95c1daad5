"""Pages by key, not by offset: the far end of a list costs what its beginning costs.

Serves REST and GraphQL alike. django-cursor-pagination was looked at: it reads model instances,
where our lists are plain rows (several times cheaper).
"""

import base64
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid

MAX_LIMIT = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of plain rows. Cursors are opaque; `None` means that nothing lies that way."""

    rows: list[dict[str, Any]]
    total: int
    next: str | None
    previous: str | None
    cursors: list[str]  # of each row
    note: str = ""  # what the reader must know, such as a corrected word

    def mapped(self, function: Callable[[dict[str, Any]], dict[str, Any]]) -> "Page":
        return self.with_rows([function(row) for row in self.rows])

    def with_rows(self, rows: list[dict[str, Any]]) -> "Page":
        """The same page, its rows told otherwise; some may have gone meanwhile."""
        return replace(self, rows=rows, cursors=self.cursors[: len(rows)])


def cursor_of(row: Mapping[str, Any], order: Sequence[str]) -> str:
    values = [row[name.lstrip("-")] for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()


def page_by_key(
    queryset: QuerySet[Any],
    *,
    columns: Iterable[str],
    order: Sequence[str],
    limit: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """Read `limit` rows after (or before) a cursor. `order` must end with a unique column.

    The columns of `order` must not be null; a `-` sorts down. An empty `before` is the end of the list.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    backwards = before is not None
    cursor = before if backwards else after
    sorting = [_flip(name) for name in order] if backwards else list(order)
    total = queryset.count()
    rows_after = _rows_beyond(queryset, sorting, cursor) if cursor else queryset
    rows = list(rows_after.order_by(*sorting).values(*columns)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more if not backwards else bool(cursor))
    has_previous = bool(rows) and (more if backwards else cursor is not None)
    return Page(
        rows=rows,
        total=total,
        next=cursor_of(rows[-1], order) if has_next else None,
        previous=cursor_of(rows[0], order) if has_previous else None,
        cursors=[cursor_of(row, order) for row in rows],
    )


def page_of_ids(
    ids: Sequence[int],
    read: Callable[[Sequence[int]], list[dict[str, Any]]],
    *,
    limit: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """A page of rows whose ids are known already, all of them and rising; `read` answers those of some."""
    limit = max(1, min(limit, MAX_LIMIT))
    if before is not None:
        end = bisect_left(ids, _id_of(before)) if before else len(ids)
        start = max(0, end - limit)
    else:
        start = bisect_right(ids, _id_of(after)) if after else 0
        end = min(len(ids), start + limit)
    rows = read(ids[start:end])
    cursors = [cursor_of(row, ("id",)) for row in rows]
    return Page(
        rows=rows,
        total=len(ids),
        next=cursors[-1] if rows and end < len(ids) else None,
        previous=cursors[0] if rows and start > 0 else None,
        cursors=cursors,
    )


def _id_of(cursor: str) -> int:
    (pk,) = _parse(cursor, 1)
    if not isinstance(pk, int):
        raise _not_ours()
    return pk


def pages_by_key(
    queryset: QuerySet[Any],
    *,
    per: str,
    values: Collection[Any],
    columns: Sequence[str],
    order: Sequence[str],
    limit: int = 50,
    after: str | None = None,
) -> dict[Any, Page]:
    """A page for each of `values` of the column `per`, in two queries however many there are."""
    rows = queryset.filter(**{f"{per}__in": values})
    totals = dict(rows.order_by().values_list(per).annotate(Count("pk")))
    beyond = _rows_beyond(rows, order, after) if after else rows
    limit = max(1, min(limit, MAX_LIMIT))
    rank = Window(RowNumber(), partition_by=[F(per)], order_by=list(order))
    ranked = beyond.annotate(rank=rank).filter(rank__lte=limit + 1).order_by(per, *order)
    grouped: dict[Any, list[dict[str, Any]]] = {value: [] for value in values}
    for row in ranked.values(*{*columns, per}):
        grouped[row[per]].append(row)
    return {
        value: _first_page(found, totals.get(value, 0), order, limit, after)
        for value, found in grouped.items()
    }


def _first_page(
    found: list[dict[str, Any]], total: int, order: Sequence[str], limit: int, after: str | None
) -> Page:
    rows = found[:limit]
    cursors = [cursor_of(row, order) for row in rows]
    return Page(
        rows=rows,
        total=total,
        next=cursors[-1] if len(found) > limit else None,
        previous=cursors[0] if rows and after else None,
        cursors=cursors,
    )


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _parse(cursor: str | None, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode((cursor or "").encode()))
        if isinstance(values, list) and len(values) == length and "\0" not in "".join(map(str, values)):
            return values
    except ValueError:
        pass
    raise _not_ours()


def _not_ours() -> Invalid:
    return Invalid.at("cursor", "cursor", _("This cursor is not one of ours. Start again without it."))


def _rows_beyond(queryset: QuerySet[Any], order: Sequence[str], cursor: str) -> QuerySet[Any]:
    """The rows behind a cursor; refuses one whose values do not have their columns' types."""
    try:
        return queryset.filter(_beyond(order, _parse(cursor, len(order))))
    except (TypeError, ValueError, ValidationError):
        raise _not_ours() from None


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows strictly after `values` in `order`: (a > x) or (a = x and b > y) …

    The first column is also bounded inclusively, which lets the database seek in its index.
    """
    beyond, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, operator = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{operator}": value})
        equal &= Q(**{column: value})
    first, operator = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{operator}": values[0]}) & beyond


def offset_cursor(offset: int) -> str:
    """A cursor for ranked lists, which have no key to seek by."""
    return base64.urlsafe_b64encode(json.dumps([offset]).encode()).decode()


def offset_of(cursor: str | None) -> int:
    """The inverse; 0 without cursor."""
    if cursor is None:
        return 0
    (offset,) = _parse(cursor, 1)
    if not isinstance(offset, int) or offset < 0:
        raise _not_ours()
    return offset


def page_of_list(
    found: Sequence[T],
    told: Callable[[Sequence[T]], list[dict[str, Any]]],
    *,
    limit: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """A page of what was computed whole; `told` makes rows of that part of it. Cursors are places, counted from 1."""
    limit = max(1, min(limit, MAX_LIMIT))
    if before is None:
        start = offset_of(after)
        end = start + limit
    else:
        end = max(0, offset_of(before) - 1) if before else len(found)
        start = max(0, end - limit)
    end = min(end, len(found))
    rows = told(found[start:end])
    return Page(
        rows=rows,
        total=len(found),
        next=offset_cursor(end) if end < len(found) else None,
        previous=offset_cursor(start + 1) if start and start < end else None,
        cursors=[offset_cursor(place) for place in range(start + 1, start + len(rows) + 1)],
    )
