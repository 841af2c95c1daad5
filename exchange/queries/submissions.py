"""Sends and what became of them, and who decided what."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from exchange.choices import BrickState, SubmissionState
from exchange.models import Brick, Decision, Submission
from exchange.queries.assets import with_assets

SUBMISSION_COLUMNS = (
    "id", "asset_id", "producer_id", "producer__nickname", "door", "brick_count", "reason", "created_at",
)  # fmt: skip
DECISION_COLUMNS = (
    "id", "asset_id", "submission_id", "verdict", "basis", "reason", "brick_count", "seen", "decided_by_id",
    "decided_by__nickname", "decided_at", "door",
)  # fmt: skip


def submissions_of(actor: Actor) -> QuerySet[Submission]:
    return Submission.objects.filter(workshop_id=actor.workshop_id)


def submissions_page(
    actor: Actor, *, asset: int | None = None, producer: int | None = None, **window: Any
) -> Page:
    """Sends, latest first, each with its state and how many of its bricks are in which."""
    rows = submissions_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    rows = rows.filter(producer=producer) if producer is not None else rows
    page = page_by_key(rows, columns=SUBMISSION_COLUMNS, order=("-id",), **window)
    return page.with_rows(with_assets(with_states(page.rows), "asset"))


def submission_get(actor: Actor, submission_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row = submissions_of(actor).filter(pk=submission_id).values(*SUBMISSION_COLUMNS).first()
    if row is None:
        raise NotFound()
    return with_assets(with_states([row]), "asset")[0]


def first_brick_of(actor: Actor, submission_id: int) -> int:
    """The first brick of a send that is still there; raises `NotFound`."""
    bricks = Brick.objects.filter(workshop_id=actor.workshop_id, submission=submission_id)
    pk = bricks.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound()
    return pk


def with_states(rows: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sends with their counts by state, in one query."""
    ids = [row["id"] for row in rows]
    counted = Brick.objects.filter(submission__in=ids).order_by().values_list("submission_id", "state")
    counts: dict[int, dict[str, int]] = {pk: dict.fromkeys(BrickState.values, 0) for pk in ids}
    for pk, state, count in counted.annotate(Count("pk")):
        counts[pk][state] = count
    return [{**row, "counts": counts[row["id"]], "state": state_of(counts[row["id"]])} for row in rows]


def state_of(counts: dict[str, int]) -> str:
    """What has become of a send, from how many of its bricks are in which state."""
    waiting, accepted, returned = (counts[state] for state in BrickState.values)
    match (bool(waiting), bool(accepted), bool(returned)):
        case (False, False, False):
            return SubmissionState.EMPTY.value
        case (True, False, False):
            return SubmissionState.WAITING.value
        case (True, _, _):
            return SubmissionState.PARTLY.value
        case (_, True, True):
            return SubmissionState.MIXED.value
        case (_, True, _):
            return SubmissionState.ACCEPTED.value
    return SubmissionState.RETURNED.value


def decisions_of(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(workshop_id=actor.workshop_id)


def decisions_page(
    actor: Actor, *, asset: int | None = None, submission: int | None = None, **window: Any
) -> Page:
    """Who decided what, when and why; latest first."""
    rows = decisions_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    rows = rows.filter(submission=submission) if submission is not None else rows
    page = page_by_key(rows, columns=DECISION_COLUMNS, order=("-id",), **window)
    return page.with_rows(with_assets(page.rows, "asset"))


def decision_get(actor: Actor, decision_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row = decisions_of(actor).filter(pk=decision_id).values(*DECISION_COLUMNS).first()
    if row is None:
        raise NotFound()
    return with_assets([row], "asset")[0]


def decisions_latest(actor: Actor, count: int) -> list[dict[str, Any]]:
    """The last decisions of the workshop, latest first."""
    rows = list(decisions_of(actor).order_by("-id").values(*DECISION_COLUMNS)[:count])
    return with_assets(rows, "asset")
