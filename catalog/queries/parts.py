"""The rows around assets, read in one query per table however many assets there are."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from catalog.models import (
    Field,
    ForeignKey,
    ForeignKeyColumn,
    Ownership,
    TermLink,
    UniqueKey,
    UniqueKeyField,
)
from catalog.representation import FIELD_COLUMNS, Parts, by

ALL = ("fields", "keys", "ownerships", "terms")


def parts_of(asset_ids: Collection[int], wanted: Iterable[str] = ALL) -> Parts:
    """The parts of assets that the caller was already allowed to see."""
    wanted, parts = set(wanted), Parts()
    if not asset_ids:
        return parts
    if wanted & {"fields", "keys"}:
        parts.fields = _rows(Field.objects.order_by("position", "id"), asset_ids, FIELD_COLUMNS)
    if "keys" in wanted:
        _add_keys(parts, asset_ids)
    if "ownerships" in wanted:
        owners = Ownership.objects.order_by("responsibility", "participant__nickname_key")
        columns: tuple[str, ...] = (
            "id",
            "asset_id",
            "participant_id",
            "participant__nickname",
            "responsibility",
        )
        parts.ownerships = _rows(owners, asset_ids, columns)
    if "terms" in wanted:
        columns = ("id", "asset_id", "field_id", "term__code", "term__name_fr", "term__name_en")
        parts.term_links = _rows(TermLink.objects.order_by("term__code"), asset_ids, columns)
    return parts


def _add_keys(parts: Parts, asset_ids: Collection[int]) -> None:
    parts.unique_keys = _rows(UniqueKey.objects.order_by("name"), asset_ids, ("id", "asset_id", "name"))
    if parts.unique_keys:
        columns: tuple[str, ...] = ("asset_id", "unique_key_id", "field_id", "field__name")
        parts.unique_key_fields = _rows(UniqueKeyField.objects.order_by("position"), asset_ids, columns)
    columns = ("id", "asset_id", "name", "target_id", "target__namespace", "target__name", "proposed")
    parts.foreign_keys = _rows(ForeignKey.objects.order_by("name"), asset_ids, columns)
    if parts.foreign_keys:
        columns = ("asset_id", "foreign_key_id", "field__name", "target_field__name")
        parts.foreign_key_columns = _rows(ForeignKeyColumn.objects.order_by("position"), asset_ids, columns)


def _rows(queryset: QuerySet[Any], asset_ids: Collection[int], columns: Iterable[str]) -> Any:
    return by(queryset.filter(asset_id__in=asset_ids).values(*columns), "asset_id")
