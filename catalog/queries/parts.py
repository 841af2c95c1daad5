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
from catalog.representation import FIELD_COLUMNS, Parts, asset_parts, by
from common.actor import Actor
from common.errors import NotFound
from common.models import Governed
from common.pagination import Page, page_by_key

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
    "foreign_keys": ("id", "asset_id", "name", "target_id", "target__namespace", "target__name", "proposed"),
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
