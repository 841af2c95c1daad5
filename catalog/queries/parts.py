"""The rows around assets, read in one query per table however many assets there are."""

from collections.abc import Collection, Iterable
from dataclasses import replace
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
from catalog.representation import FIELD_COLUMNS, Parts, Row, Rows, asset_parts, by
from common.actor import Actor
from common.errors import NotFound
from common.models import Governed
from common.pagination import Page, page_by_key
from common.rows import RowsByIds

ALL = ("fields", "keys", "ownerships", "terms")
FOREIGN_KEY_COLUMNS = ("id", "asset_id", "name", "target_id", "target__namespace", "target__name", "proposed")


def _rows(queryset: QuerySet[Any], columns: Iterable[str], key: str = "asset_id") -> RowsByIds:
    return RowsByIds(queryset, key, tuple(columns))


PERSON = ("participant_id", "participant__nickname", "participant__table_number", "participant__version")
TERM = ("code", "name_fr", "name_en", "definition_fr", "definition_en", "version")
PAIR = ("asset_id", "foreign_key_id", "field__name", "target_field__name")

_fields = _rows(Field.objects.order_by("position", "id"), FIELD_COLUMNS)
_unique_keys = _rows(UniqueKey.objects.order_by("name"), ("id", "asset_id", "name"))
_unique_key_fields = _rows(
    UniqueKeyField.objects.order_by("position"), ("asset_id", "unique_key_id", "field_id", "field__name")
)
_foreign_keys = _rows(ForeignKey.objects.order_by("name"), FOREIGN_KEY_COLUMNS)
_foreign_key_columns = _rows(ForeignKeyColumn.objects.order_by("position"), PAIR)
_referring_keys = _rows(
    ForeignKey.objects.order_by("asset__name", "name"), FOREIGN_KEY_COLUMNS, key="target_id"
)
_ownerships = _rows(
    Ownership.objects.order_by("responsibility", "participant__nickname_key"),
    ("id", "asset_id", "responsibility", *PERSON),
)
_term_links = _rows(
    TermLink.objects.order_by("term__code"),
    ("id", "asset_id", "field_id", "term_id", *(f"term__{name}" for name in TERM)),
)


def parts_of(asset_ids: Collection[int], wanted: Iterable[str] = ALL) -> Parts:
    """The parts of assets that the caller was already allowed to see."""
    wanted, parts, ids = set(wanted), Parts(), set(asset_ids)
    if not ids:
        return parts
    if wanted & {"fields", "keys"}:
        parts.fields = fields_of(ids)
    if "keys" in wanted:
        parts.unique_keys, parts.unique_key_fields = unique_keys_of(ids)
        parts.foreign_keys, parts.foreign_key_columns = foreign_keys_of(ids)
    if "ownerships" in wanted:
        parts.ownerships = ownerships_of(ids)
    if "terms" in wanted:
        parts.term_links = term_links_of(ids)
    return parts


def fields_of(asset_ids: Collection[int]) -> Rows:
    return by(_fields(asset_ids), "asset_id")


def fields_by_id(actor: Actor, ids: Collection[int]) -> list[Row]:
    """Fields of the actor's workshop."""
    return list(Field.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*FIELD_COLUMNS))


def ownerships_of(asset_ids: Collection[int]) -> Rows:
    return by(_ownerships(asset_ids), "asset_id")


def term_links_of(asset_ids: Collection[int]) -> Rows:
    """The terms of the assets and, with a `field_id`, of their fields."""
    return by(_term_links(asset_ids), "asset_id")


def unique_keys_of(asset_ids: Collection[int]) -> tuple[Rows, Rows]:
    """The unique keys and their columns, both by asset."""
    keys = by(_unique_keys(asset_ids), "asset_id")
    return keys, by(_unique_key_fields(keys), "asset_id")


def foreign_keys_of(asset_ids: Collection[int]) -> tuple[Rows, Rows]:
    """The foreign keys and their columns, both by asset."""
    keys = by(_foreign_keys(asset_ids), "asset_id")
    return keys, by(_foreign_key_columns(keys), "asset_id")


def referring_keys_of(asset_ids: Collection[int]) -> tuple[Rows, Rows]:
    """The foreign keys that point to these assets, by target; and their columns, by asset."""
    keys = by(_referring_keys(asset_ids), "target_id")
    owners = {key["asset_id"] for rows in keys.values() for key in rows}
    return keys, by(_foreign_key_columns(owners), "asset_id")


# One part across assets

MODELS: dict[str, type[Governed]] = {
    "fields": Field,
    "unique_keys": UniqueKey,
    "foreign_keys": ForeignKey,
    "ownerships": Ownership,
}
OF_ASSET = ("asset__version", "asset__namespace", "asset__name")
COLUMNS: dict[str, tuple[str, ...]] = {
    "fields": FIELD_COLUMNS,
    "unique_keys": ("id", "asset_id", "name"),
    "foreign_keys": FOREIGN_KEY_COLUMNS,
    "ownerships": ("id", "asset_id", "participant_id", "participant__nickname", "responsibility"),
}


def parts_page(actor: Actor, part: str, *, asset_id: int | None = None, **window: Any) -> Page:
    """The fields (or keys, or owners) of the workshop's assets, or of one; in the order of entry."""
    rows = _visible(actor, part)
    order: tuple[str, ...] = ("id",)
    if asset_id is not None:
        rows = rows.filter(asset_id=asset_id)
        order = ("position", "id") if part == "fields" else order
    page = page_by_key(rows, columns=(*COLUMNS[part], *OF_ASSET), order=order, **window)
    return replace(page, rows=_with_asset(part, page.rows))


def part_get(actor: Actor, part: str, part_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    rows = list(_visible(actor, part).filter(pk=part_id).values(*COLUMNS[part], *OF_ASSET))
    if not rows:
        raise NotFound()
    return _with_asset(part, rows)[0]


def part_asset_id(actor: Actor, part: str, part_id: int) -> int:
    """The asset that it belongs to; raises `NotFound`."""
    found = _visible(actor, part).filter(pk=part_id).values_list("asset_id", flat=True).first()
    if found is None:
        raise NotFound()
    return int(found)


def _visible(actor: Actor, part: str) -> QuerySet[Any]:
    return MODELS[part]._default_manager.filter(workshop_id=actor.workshop_id)


def _with_asset(part: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row in the shape it has inside its asset, with that asset's id, name and version."""
    around = Parts(**{part: by(rows, "asset_id")})
    _add_columns(around, part, [row["id"] for row in rows])
    shown = {
        row["id"]: row for asset_id in by(rows, "asset_id") for row in asset_parts(asset_id, around)[part]
    }
    return [
        {
            **shown[row["id"]],
            "version": row["asset__version"],
            "asset": {
                "id": row["asset_id"],
                "namespace": row["asset__namespace"],
                "name": row["asset__name"],
            },
        }
        for row in rows
    ]


def _add_columns(around: Parts, part: str, ids: Collection[int]) -> None:
    """What hangs on these rows, in one query."""
    if part == "fields":
        links = TermLink.objects.filter(field__in=ids).order_by("term__code")
        around.term_links = by(links.values("asset_id", "field_id", "term__code"), "asset_id")
    elif part == "unique_keys":
        members = UniqueKeyField.objects.filter(unique_key__in=ids).order_by("position")
        around.unique_key_fields = by(members.values("asset_id", "unique_key_id", "field__name"), "asset_id")
    elif part == "foreign_keys":
        pairs = ForeignKeyColumn.objects.filter(foreign_key__in=ids).order_by("position")
        columns = ("asset_id", "foreign_key_id", "field__name", "target_field__name")
        around.foreign_key_columns = by(pairs.values(*columns), "asset_id")
