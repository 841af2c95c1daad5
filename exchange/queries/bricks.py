"""Bricks of the workshop: lists, one with where it comes from, its versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.history import history_of
from common.pagination import Page, page_by_key
from exchange import findings
from exchange.documents import BrickFilter
from exchange.models import Brick
from exchange.representation import brick_shown
from workshop.queries import HISTORY_TYPES, nicknames

BRICK_COLUMNS = (
    "id", "version", "asset_id", "key", "values", "state", "producer_id", "producer__nickname", "submission_id",
    "decision_id", "created_at", "modified_at", "asset__name", "asset__namespace", "asset__colour", "asset__shape",
)  # fmt: skip


def bricks_of(actor: Actor) -> QuerySet[Brick]:
    """All bricks of the actor's workshop."""
    return Brick.objects.filter(workshop_id=actor.workshop_id)


def bricks_matching(actor: Actor, wanted: BrickFilter) -> QuerySet[Brick]:
    """The bricks for which every condition of the filter holds."""
    plain = {
        "asset_id": wanted.asset,
        "submission_id": wanted.submission,
        "producer_id": wanted.producer,
        "key": wanted.key or None,
        "origins__transfer_id": wanted.transfer,
    }
    bricks = bricks_of(actor).filter(**{name: value for name, value in plain.items() if value is not None})
    return bricks.filter(state__in=wanted.state) if wanted.state else bricks


def bricks_page(actor: Actor, wanted: BrickFilter, **window: Any) -> Page:
    """Bricks as plain rows, in the order in which they came; `window` is that of `page_by_key`."""
    return page_by_key(bricks_matching(actor, wanted), columns=BRICK_COLUMNS, order=("id",), **window)


def bricks_shown(actor: Actor, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of bricks as they are read, with how many problems are open on each."""
    problems = findings.marks(actor, [row["id"] for row in rows])
    return [brick_shown(row, problems) for row in rows]


def bricks_drawn(actor: Actor, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for pages where bricks of several assets meet: each with the colour and shape to draw (`drawn`)."""
    return [
        {**shown, "drawn": {"colour": row["asset__colour"], "shape": row["asset__shape"]}}
        for row, shown in zip(rows, bricks_shown(actor, rows), strict=True)
    ]


def bricks_sent_by(actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The latest bricks that the actor sent, copies aside; latest first."""
    own = bricks_of(actor).filter(producer=actor.participant_id, submission__isnull=False)
    return list(own.order_by("-id").values(*BRICK_COLUMNS)[:limit])


def brick_get(actor: Actor, brick_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row: dict[str, Any] | None = bricks_of(actor).filter(pk=brick_id).values(*BRICK_COLUMNS).first()
    if row is None:
        raise NotFound()
    return row


VERSION_COLUMNS = (
    "history_id", "version", "key", "values", "state", "history_date", "history_type", "history_change_reason",
    "history_user_id", "door", "request_id",
)  # fmt: skip


def brick_versions_page(actor: Actor, brick_id: int, **window: Any) -> Page:
    """The versions of a brick, latest first; also of a withdrawn one. Raises `NotFound` when it never was."""
    rows = history_of(Brick).objects.filter(workshop_id=actor.workshop_id, id=brick_id)
    page = page_by_key(rows, columns=VERSION_COLUMNS, order=("-history_id",), **window)
    if not page.total:
        raise NotFound()
    names = nicknames(actor, {row["history_user_id"] for row in page.rows})
    return page.mapped(lambda row: _version(row, names))


def _version(row: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": row["history_id"],
        **{name: row[name] for name in ("version", "key", "values", "state", "door", "request_id")},
        "at": row["history_date"],
        "type": HISTORY_TYPES[row["history_type"]],
        "by": names.get(row["history_user_id"], ""),
        "reason": row["history_change_reason"] or "",
    }
