"""Transfers: those that were, and what one would take now."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key, pages_by_key
from exchange.choices import BrickState
from exchange.models import Brick, BrickOrigin, Rejection, Transfer
from exchange.queries.assets import with_assets
from exchange.queries.bricks import bricks_of

TRANSFER_COLUMNS = (
    "id", "source_id", "target_id", "quarantine_id", "run__run_id", "participant_id", "participant__nickname", "door",
    "reason", "started_at", "duration",
    "read_count", "copied_count", "updated_count", "unchanged_count", "rejected_count", "removed_count",
    "waiting_count",
)  # fmt: skip
REJECTION_COLUMNS = ("id", "transfer_id", "brick_id", "brick_version", "refusals")


def transfers_of(actor: Actor) -> QuerySet[Transfer]:
    return Transfer.objects.filter(workshop_id=actor.workshop_id)


def transfers_page(
    actor: Actor, *, source: int | None = None, target: int | None = None, **window: Any
) -> Page:
    """Transfers, latest first; from an asset, into one, or all."""
    rows = transfers_of(actor)
    rows = rows.filter(source=source) if source is not None else rows
    rows = rows.filter(target=target) if target is not None else rows
    page = page_by_key(rows, columns=TRANSFER_COLUMNS, order=("-id",), **window)
    return page.with_rows(with_assets(page.rows, "source", "target"))


def transfer_get(actor: Actor, transfer_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row = transfers_of(actor).filter(pk=transfer_id).values(*TRANSFER_COLUMNS).first()
    if row is None:
        raise NotFound()
    return with_assets([row], "source", "target")[0]


def rejections_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of `ids` that are of the workshop."""
    return list(
        Rejection.objects.filter(workshop_id=actor.workshop_id, pk__in=ids).values(*REJECTION_COLUMNS)
    )


def rejections_of(
    actor: Actor, transfer_ids: Collection[int], *, limit: int = 50, after: str | None = None
) -> dict[int, Page]:
    """A page of what each of these transfers did not take."""
    return pages_by_key(
        Rejection.objects.filter(workshop_id=actor.workshop_id),
        per="transfer_id",
        values=transfer_ids,
        columns=REJECTION_COLUMNS,
        order=("brick_id", "id"),
        limit=limit,
        after=after,
    )


def rejections_page(actor: Actor, transfer_id: int, **window: Any) -> Page:
    """What a transfer did not take, and why; in the order of the bricks."""
    transfer_get(actor, transfer_id)
    rows = Rejection.objects.filter(workshop_id=actor.workshop_id, transfer=transfer_id)
    return page_by_key(rows, columns=REJECTION_COLUMNS, order=("brick_id", "id"), **window)


def transfer_candidates(actor: Actor, source_id: int, target_id: int) -> QuerySet[Brick]:
    """The accepted bricks of an asset that are new to another one, or changed since they were copied there."""
    copied = BrickOrigin.objects.filter(
        origin=OuterRef("pk"), asset_id=target_id, transfer__isnull=False
    ).values("origin_version")
    bricks = bricks_of(actor).filter(asset=source_id, state=BrickState.ACCEPTED)
    bricks = bricks.annotate(copied_version=Subquery(copied[:1]))
    return bricks.filter(Q(copied_version=None) | Q(copied_version__lt=F("version")))
