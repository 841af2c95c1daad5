"""History of governed rows: who, when, why, through which door; for one row and for thousands.

`QuerySet.update()` and `bulk_create()` write no history by themselves, so writes of many rows go
through `rows_insert`, `rows_update` and `rows_delete`, which let the database copy the rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.actor import Door
from common.change import current_change

CHUNK = 5000  # ids per statement: well below SQLite's limit of 32 766 parameters
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


def history_of(model: type[models.Model]) -> Any:
    """The table of history rows of `model`."""
    return model.history.model  # type: ignore[attr-defined]


def rows_insert(model: type[M], rows: Sequence[M]) -> list[M]:
    """Insert unsaved `rows` and their history; each comes back with its id."""
    created = model._default_manager.bulk_create(rows)
    rows_record(model, [row.pk for row in created], "+")
    return created


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
    columns = [field.column for field in model._meta.concrete_fields]
    change = current_change()
    signature = {
        "history_date": change.at if change else timezone.now(),
        "history_type": kind,
        "history_change_reason": change.reason if change else None,
        "history_user_id": change.actor.user_id if change else None,
        "door": current_door(),
        "request_id": current_request_id(),
    }
    history, quote = history_of(model), connection.ops.quote_name
    adapted = [
        history._meta.get_field(name).get_db_prep_save(value, connection) for name, value in signature.items()
    ]
    own = ", ".join(map(quote, columns))
    into = ", ".join(quote(name) for name in signature)
    for chunk in _chunks(ids):
        marks = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({own}, {into}) "
                f"SELECT {own}, {_casts(history, signature)} FROM {quote(model._meta.db_table)} "
                f"WHERE {quote(model._meta.pk.column)} IN ({marks})",
                [*adapted, *chunk],
            )


def _casts(history: type[models.Model], names: Iterable[str]) -> str:
    """Placeholders with their types: PostgreSQL cannot guess the type of a selected parameter."""
    types = [history._meta.get_field(name).db_type(connection) for name in names]
    if connection.vendor == "postgresql":
        return ", ".join(f"%s::{kind}" for kind in types)
    return ", ".join(["%s"] * len(types))


def _chunks(ids: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
