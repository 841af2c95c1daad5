"""Purposes, notices, what data is collected for, compatibility tests."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from consent.models import CollectedFor, Compatibility, Notice, Purpose

PURPOSE_COLUMNS = (
    "id", "version", "code", "title_fr", "title_en", "text_fr", "text_en", "basis", "retention_days",
    "recipients", "categories", "transfers", "controller", "dpo", "direct_marketing", "exception_9", "dpia",
    "created_at", "modified_at",
)  # fmt: skip
NOTICE_COLUMNS = (
    "id", "purpose_id", "number", "text_fr", "text_en", "told", "published_at", "published_by__nickname",
)  # fmt: skip
TEST_COLUMNS = (
    "id", "version", "original_id", "link", "context", "nature", "consequences", "safeguards", "compatible",
)  # fmt: skip


def purposes_of(actor: Actor) -> QuerySet[Purpose]:
    return Purpose.objects.filter(workshop_id=actor.workshop_id)


def purpose_get(actor: Actor, pk: Any) -> Purpose:
    """Raises `NotFound`."""
    purpose = purposes_of(actor).filter(pk=pk).first()
    if purpose is None:
        raise NotFound()
    return purpose


def purposes_page(actor: Actor, **window: Any) -> Page:
    page = page_by_key(purposes_of(actor), columns=PURPOSE_COLUMNS, order=("code", "id"), **window)
    return page.with_rows(_with_notices(page.rows))


def purposes_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these purposes that are of the actor's workshop."""
    return _with_notices(list(purposes_of(actor).filter(pk__in=ids).values(*PURPOSE_COLUMNS)))


def purpose_row(actor: Actor, pk: int) -> dict[str, Any]:
    """A purpose with its latest notice, its tests, and the assets whose data is collected for it."""
    row = purposes_of(actor).filter(pk=pk).values(*PURPOSE_COLUMNS).first()
    if row is None:
        raise NotFound()
    tests = Compatibility.objects.filter(purpose=pk).order_by("pk").values(*TEST_COLUMNS)
    assets = CollectedFor.objects.filter(purpose=pk).order_by("asset_id").values_list("asset_id", flat=True)
    return {**_with_notices([row])[0], "tests": list(tests), "assets": list(assets)}


def _with_notices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each purpose with the id of its latest `notice`, or none."""
    notices = latest_notices([row["id"] for row in rows])
    return [{**row, "notice_id": notices.get(row["id"])} for row in rows]


def latest_notices(purpose_ids: Collection[int]) -> dict[int, int]:
    """The id of the latest notice of each of these purposes."""
    rows = Notice.objects.filter(purpose__in=purpose_ids).order_by("number").values_list("purpose_id", "pk")
    return dict(rows)


def notices_page(actor: Actor, *, purpose: int | None = None, **window: Any) -> Page:
    """Notices, latest first."""
    rows = Notice.objects.filter(workshop_id=actor.workshop_id)
    rows = rows.filter(purpose=purpose) if purpose is not None else rows
    return page_by_key(rows, columns=NOTICE_COLUMNS, order=("-id",), **window)


def notices_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    return list(Notice.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*NOTICE_COLUMNS))


def notice_get(actor: Actor, pk: Any) -> Notice:
    notice = Notice.objects.filter(workshop_id=actor.workshop_id, pk=pk).first()
    if notice is None:
        raise NotFound()
    return notice


def notice_row(actor: Actor, pk: int) -> dict[str, Any]:
    row: dict[str, Any] | None = (
        Notice.objects.filter(workshop_id=actor.workshop_id, pk=pk).values(*NOTICE_COLUMNS).first()
    )
    if row is None:
        raise NotFound()
    return row


def collected_for(actor: Actor, asset_ids: Collection[int]) -> dict[int, list[int]]:
    """The purposes that the data of each of these assets was collected for; an asset without any is absent."""
    rows = CollectedFor.objects.filter(workshop_id=actor.workshop_id, asset__in=asset_ids).order_by(
        "purpose_id"
    )
    found: dict[int, list[int]] = defaultdict(list)
    for asset_id, purpose_id in rows.values_list("asset_id", "purpose_id"):
        found[asset_id].append(purpose_id)
    return dict(found)
