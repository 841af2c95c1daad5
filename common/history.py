"""History of governed rows: who, when, why, through which door; for one row and for thousands.

`QuerySet.update()` and `bulk_create()` write no history by themselves, so writes of many rows go
through `rows_insert`, `rows_update` and `rows_delete`, which let the database copy the rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic_core import to_json
from simple_history.models import HistoricalRecords

from common.actor import Door
from common.change import current_change

PARAMETERS = 4_000  # in one statement: longer ones gain no time and cost memory
CHUNK = 5000  # ids in one statement
CONVERTED = (models.DateField, models.DecimalField, models.JSONField, models.UUIDField)
M = TypeVar("M", bound=models.Model)


def current_door() -> str:
    change = current_change()
    return change.door.value if change else ""


def current_request_id() -> UUID | None:
    change = current_change()
    return change.request_id if change else None


class HistoryEntry(models.Model):
    """What every history row adds to the row itself; signed by the current change."""

    door = models.CharField(
        _("door"),
        max_length=12,
        blank=True,
        default=current_door,
        choices=[(door.value, door.value) for door in Door],
    )
    request_id = models.UUIDField(_("request"), null=True, default=current_request_id, db_index=True)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """simple-history, signed by the current change."""

    def __init__(self, **options: Any):
        super().__init__(bases=[HistoryEntry], **options)

    def get_history_user(self, instance: models.Model) -> Any:
        change = current_change()
        return get_user_model().objects.filter(pk=change.actor.user_id).first() if change else None

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: Any) -> Any:
        change = current_change()
        return change.reason if change else None

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        change = current_change()
        instance._history_date = change.at if change else timezone.now()
        super().create_historical_record(instance, history_type, using)


@lru_cache
def table_of(model: type[models.Model]) -> tuple[str, str]:
    """The quoted names of a table and of its key; the only names that are formatted into SQL here."""
    key = model._meta.pk.column
    assert key is not None
    return connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(key)


def history_of(model: type[models.Model]) -> Any:
    """The table of history rows of `model`."""
    return _history_of(model)


@lru_cache  # asking the model makes a manager each time
def _history_of(model: type[models.Model]) -> Any:
    return model.history.model  # type: ignore[attr-defined]


def states_at(model: type[models.Model], at: datetime, **scope: Any) -> models.QuerySet[Any]:
    """The history rows that say how the rows in `scope` stood at a moment; those gone by then are left out."""
    history = history_of(model).objects.filter(history_date__lte=at, **scope)
    last = history.values("id").annotate(last=models.Max("history_id")).values("last")
    rows: models.QuerySet[Any] = history_of(model).objects.filter(history_id__in=last)
    return rows.exclude(history_type="-")


def rows_insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows given as values (see `values_insert`), and their history; answers the new ids, in order."""
    ids = values_insert(model, rows)
    rows_record(model, ids, "+")
    return ids


def values_insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows given as values by column attribute, without history; answers their ids, in order.

    All rows name the same attributes; the rest takes its default. Values have their column's type:
    only those that a database stores in another form (dates, JSON, UUID) are converted. This is
    several times cheaper than `bulk_create`, whose time goes into instances and compilers.
    """
    if not rows:
        return []
    into, fields = _insert_plan(model, frozenset(rows[0]), connection.vendor)
    columns = [_values_of(field, default, rows) for field, default in fields]
    size = max(1, PARAMETERS // len(fields))
    return [
        pk
        for start in range(0, len(rows), size)
        for pk in _insert_batch(model, into, [column[start : start + size] for column in columns])
    ]


@lru_cache
def _insert_plan(
    model: type[models.Model], given: frozenset[str], vendor: str
) -> tuple[str, list[tuple[Any, Any]]]:
    """The columns to write; and of each its field, with the value of one that is not given (or how it is made)."""
    fields = [
        f for f in model._meta.concrete_fields if f.attname in given or not isinstance(f, models.AutoField)
    ]
    into = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return into, [(field, None if field.attname in given else _default_of(field)) for field in fields]


def _default_of(field: Any) -> Any:
    """The default as the database takes it; a function when it differs from row to row (now, a new list)."""
    if callable(field.default):
        return lambda: value_prepared(field, field.get_default())
    return field.get_db_prep_save(field.get_default(), connection)


def _values_of(field: Any, default: Any, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The values of one column as the database takes them."""
    name = field.attname
    if name not in rows[0]:
        return [default() if callable(default) else default] * len(rows)
    if not isinstance(field, CONVERTED):
        return [row[name] for row in rows]
    if len(rows) == 1 or isinstance(field, models.JSONField):
        return [value_prepared(field, row[name]) for row in rows]
    # Rows written together mostly share their moments.
    converted = {value: value_prepared(field, value) for value in {row[name] for row in rows}}
    return [converted[row[name]] for row in rows]


def value_prepared(field: Any, value: Any) -> Any:
    """A value as the database takes it. Of JSON, pydantic's encoder writes the text several times as fast."""
    if isinstance(field, models.JSONField) and connection.vendor == "sqlite" and value is not None:
        return to_json(value).decode()
    return field.get_db_prep_save(value, connection)


def _insert_batch(model: type[models.Model], into: str, columns: list[list[Any]]) -> list[int]:
    table, key = table_of(model)
    marks = f"({', '.join(['%s'] * len(columns))})"
    values = [value for row in zip(*columns, strict=True) for value in row]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({into}) VALUES {', '.join([marks] * len(columns[0]))} RETURNING {key}",  # noqa: S608
            values,
        )
        return [pk for (pk,) in cursor.fetchall()]


def rows_update(model: type[M], rows: Sequence[M], fields: Iterable[str]) -> None:
    """Write `fields` of changed `rows`, and their history."""
    if rows:
        model._default_manager.bulk_update(rows, list(fields))
        rows_record(model, [row.pk for row in rows], "~")


def rows_delete(queryset: models.QuerySet[Any], *, recorded: bool = False) -> None:
    """Delete what `queryset` selects, keeping its last state in history (unless that is done)."""
    ids = list(queryset.values_list("pk", flat=True))
    if ids and not recorded:
        rows_record(queryset.model, ids, "-")
    for chunk in _chunks(ids):
        rows = queryset.model._default_manager.filter(pk__in=chunk)
        rows._raw_delete(using=rows.db)


def rows_record(model: type[models.Model], ids: Sequence[Any], kind: str) -> None:
    """Copy rows into history inside the database; `kind` is + (created), ~ (changed) or - (deleted)."""
    key = table_of(model)[1]
    for chunk in _chunks(ids):
        rows_record_where(model, f"{key} IN ({', '.join(['%s'] * len(chunk))})", chunk, kind)


def rows_record_where(model: type[models.Model], where: str, parameters: Sequence[Any], kind: str) -> None:
    """The same for the rows of an SQL condition, however many: their ids never leave the database."""
    quote = connection.ops.quote_name
    own = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    change = current_change()
    signature = {
        "history_date": change.at if change else timezone.now(),
        "history_type": kind,
        "history_change_reason": change.reason if change else None,
        "history_user_id": (change.actor.user_id or None) if change else None,
        "door": current_door(),
        "request_id": current_request_id(),
    }
    history = history_of(model)
    into = ", ".join(quote(name) for name in signature)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table_of(history)[0]} ({own}, {into}) "  # noqa: S608
            f"SELECT {own}, {casts(history, signature)} FROM {table_of(model)[0]} WHERE {where}",
            [*adapted(history, signature), *parameters],
        )


def adapted(model: type[models.Model], values: Mapping[str, Any]) -> list[Any]:
    """Values by column attribute, as the database takes them."""
    fields = _attnames(model)
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


def casts(model: type[models.Model], names: Iterable[str]) -> str:
    """Placeholders with their types: PostgreSQL cannot guess the type of a selected parameter."""
    if connection.vendor == "postgresql":
        types = _attnames(model)
        return ", ".join(f"%s::{types[name].db_type(connection)}" for name in names)
    return ", ".join(["%s" for _name in names])


def _attnames(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _chunks(ids: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
