"""The record of processing: rows filled from the catalogue as far as it knows, each cell with what is missing."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from catalog.choices import AXES, PersonalDataCategory
from catalog.models import Asset, Field
from common.access import require
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from consent import access
from consent.models import Processing, Purpose

COLUMNS = (
    "id", "version", "code", "title_fr", "title_en", "form", "controller", "joint_controller", "representative",
    "dpo", "people", "security", "created_at", "modified_at",
)  # fmt: skip
SENSITIVE = frozenset({PersonalDataCategory.SPECIAL, PersonalDataCategory.OFFENCE})


def processings_of(actor: Actor) -> QuerySet[Processing]:
    return Processing.objects.filter(workshop_id=actor.workshop_id)


def processings_page(actor: Actor, **window: Any) -> Page:
    require(actor, access.can_read(actor))
    page = page_by_key(processings_of(actor), columns=COLUMNS, order=("code", "id"), **window)
    return page.with_rows(sheets_of(actor, page.rows))


def processings_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    return sheets_of(actor, list(processings_of(actor).filter(pk__in=ids).values(*COLUMNS)))


def processing_row(actor: Actor, pk: int) -> dict[str, Any]:
    """One sheet; raises `NotFound`."""
    row = processings_of(actor).filter(pk=pk).values(*COLUMNS).first()
    if row is None:
        raise NotFound()
    return sheets_of(actor, [row])[0]


def sheets_of(actor: Actor, rows: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row as the CNIL's sheet: what it says itself, and what purposes and assets add."""
    ids = [row["id"] for row in rows]
    through: Any = Processing.purposes.through
    purposes = _grouped(through.objects.filter(processing__in=ids).values_list("processing_id", "purpose_id"))
    through = Processing.assets.through
    assets = _grouped(through.objects.filter(processing__in=ids).values_list("processing_id", "asset_id"))
    known_purposes = _by_id(Purpose.objects.filter(workshop_id=actor.workshop_id), purposes, _PURPOSE)
    known_assets = _by_id(Asset.objects.filter(workshop_id=actor.workshop_id), assets, _ASSET)
    categories = _categories(known_assets)
    return [
        _sheet(
            row,
            [known_purposes[pk] for pk in sorted(purposes.get(row["id"], ()))],
            [known_assets[pk] for pk in sorted(assets.get(row["id"], ()))],
            categories,
        )
        for row in rows
    ]


_PURPOSE = ("id", "code", "title_fr", "title_en", "basis", "retention_days", "recipients", "transfers")
_ASSET = ("id", "name", "title_fr", "title_en", "system__code", "system__title_fr", "personal_data", *AXES)


def _grouped(pairs: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def _by_id(rows: QuerySet[Any], groups: dict[int, list[int]], columns: tuple[str, ...]) -> dict[int, Any]:
    ids = {pk for group in groups.values() for pk in group}
    return {row["id"]: row for row in rows.filter(pk__among=ids).values(*columns)}


def _categories(asset_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for asset_id, category in Field.objects.filter(asset__among=asset_ids).values_list(
        "asset_id", "personal_data_category"
    ):
        found.setdefault(asset_id, set()).add(category)
    return found


def _sheet(
    row: dict[str, Any],
    purposes: list[dict[str, Any]],
    assets: list[dict[str, Any]],
    categories: dict[int, set[str]],
) -> dict[str, Any]:
    found = {c for asset in assets for c in categories.get(asset["id"], ()) if c not in ("", "none")}
    days = [purpose["retention_days"] for purpose in purposes if purpose["retention_days"] is not None]
    sheet = {
        **row,
        "purposes": [{name: purpose[name] for name in _PURPOSE[:6]} for purpose in purposes],
        "assets": [{"id": asset["id"], "name": asset["name"]} for asset in assets],
        "software": sorted({asset["system__title_fr"] for asset in assets}),
        "categories": sorted(found),
        "sensitive": bool(found & SENSITIVE),
        "retention_days": max(days, default=None),
        "recipients": sorted({text for purpose in purposes for text in purpose["recipients"]}),
        "transfers": sorted({text for purpose in purposes for text in purpose["transfers"]}),
        "levels": {
            axis: max((a[axis] for a in assets if a[axis] is not None), default=None) for axis in AXES
        },
    }
    return {**sheet, "missing": _missing(sheet)}


def _missing(sheet: dict[str, Any]) -> list[str]:
    """Which cells of the sheet are still empty; the processor's form has no purposes of its own."""
    needed = ["controller", "dpo", "people", "categories", "security", "recipients"]
    if sheet["form"] == "controller":
        needed += ["purposes", "retention_days"]
    return [name for name in needed if not sheet[name]]
