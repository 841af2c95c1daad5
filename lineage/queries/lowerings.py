"""Lowerings as rows, and what they let pass."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from common.rows import RowsByIds
from lineage.choices import LoweringState
from lineage.models import Lowering

LOWERING_COLUMNS = (
    "id", "version", "edge_id", "edge__source_id", "edge__target_id", "technique", "level", "k", "asked_reason",
    "expires_at", "asked_by_id", "asked_by__nickname", "reviewed_by_id", "reviewed_by__nickname", "reviewed_at",
    "accepted", "review_reason", "created_at",
)  # fmt: skip

_accepted = RowsByIds(
    Lowering.objects.filter(accepted=True).order_by(),
    "workshop_id",
    ("edge_id", "level", "reviewed_at", "expires_at"),
)


def caps_of(actor: Actor, at: datetime | None = None) -> dict[int, int]:
    """The confidentiality that passes each lowered edge, by edge id; accepted and unexpired lowerings only."""
    at = at or timezone.now()
    caps: dict[int, int] = {}
    for row in _accepted([actor.workshop_id]):
        if row["reviewed_at"] <= at < row["expires_at"]:
            caps[row["edge_id"]] = min(row["level"], caps.get(row["edge_id"], row["level"]))
    return caps


def lowerings_page(
    actor: Actor,
    *,
    edge: int | None = None,
    target: int | None = None,
    waiting: bool | None = None,
    state: str = "",
    **window: Any,
) -> Page:
    """Lowerings, latest first, each with its `state`; `waiting` for a review or not."""
    rows = Lowering.objects.filter(workshop_id=actor.workshop_id)
    rows = rows.filter(edge=edge) if edge is not None else rows
    rows = rows.filter(edge__target=target) if target is not None else rows
    now = timezone.now()
    if waiting is not None:
        condition = in_state(LoweringState.WAITING, now)
        rows = rows.filter(condition if waiting else ~condition)
    rows = rows.filter(in_state(LoweringState(state), now)) if state else rows
    return page_by_key(rows, columns=LOWERING_COLUMNS, order=("-id",), **window).mapped(_told)


def in_state(state: LoweringState, at: datetime) -> Q:
    """The condition that `LoweringState.of` judges by, for the database."""
    refused, past = Q(accepted=False), Q(expires_at__lte=at)
    match state:
        case LoweringState.REFUSED:
            return refused
        case LoweringState.ENDED:
            return past & (Q(accepted=None) | Q(accepted=True))
        case LoweringState.ACTIVE:
            return Q(accepted=True) & ~past
    return Q(accepted=None) & ~past


def lowering_get(actor: Actor, lowering_id: int) -> dict[str, Any]:
    found = lowerings_read(actor, pk=lowering_id)
    if not found:
        raise NotFound()
    return found[0]


def lowerings_read(actor: Actor, **wanted: Any) -> list[dict[str, Any]]:
    """The lowerings of the workshop that fit, latest first."""
    rows = Lowering.objects.filter(workshop_id=actor.workshop_id, **wanted).order_by("-id")
    return [_told(row) for row in rows.values(*LOWERING_COLUMNS)]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "state": LoweringState.of(row["accepted"], row["expires_at"], timezone.now()).value}


def lowerings_ended(actor: Actor, asset_id: int, at: datetime | None = None) -> list[dict[str, Any]]:
    """Accepted lowerings into an asset that have expired: why its level rose again."""
    rows = Lowering.objects.filter(
        edge__target=asset_id,
        workshop_id=actor.workshop_id,
        accepted=True,
        expires_at__lte=at or timezone.now(),
    )
    columns = ("id", "edge_id", "edge__source_id", "technique", "level", "expires_at")
    return list(rows.order_by("-expires_at").values(*columns))
