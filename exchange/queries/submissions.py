"""Sends and what became of them; and what waits for the actor's word."""

import random
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from catalog.choices import Responsibility, Zone
from catalog.models import Asset, Ownership
from common.actor import Actor
from common.errors import NotFound
from common.history import table_of
from common.pagination import Page, page_by_key
from exchange.choices import BrickState, SubmissionState
from exchange.models import Brick, Decision, Submission
from workshop.choices import Role

SUBMISSION_COLUMNS = (
    "id", "asset_id", "asset__name", "asset__namespace", "asset__colour", "asset__shape", "asset__system__code",
    "producer_id", "producer__nickname",
    "door", "brick_count", "reason", "created_at",
)  # fmt: skip
COUNTED = 1_000  # bricks that wait in one send; beyond, the answer says that there are more
BRICK = table_of(Brick)[0]
DECISION_COLUMNS = (
    "id", "asset_id", "asset__name", "asset__namespace", "submission_id", "verdict", "basis", "reason", "brick_count",
    "seen", "decided_by_id", "decided_by__nickname", "decided_at", "door",
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
    return replace(page, rows=with_states(page.rows))


def submission_get(actor: Actor, submission_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row = submissions_of(actor).filter(pk=submission_id).values(*SUBMISSION_COLUMNS).first()
    if row is None:
        raise NotFound()
    return with_states([row])[0]


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


def assets_to_decide(actor: Actor) -> QuerySet[Asset]:
    """The source assets on whose bricks the actor decides: their own, and those that nobody answers for yet."""
    assets = Asset.objects.filter(workshop_id=actor.workshop_id, system__zone=Zone.SOURCE)
    if actor.has_role(Role.FACILITATOR):
        return assets
    if not actor.has_role(Role.OWNER):
        return assets.none()
    answered = Ownership.objects.filter(
        workshop_id=actor.workshop_id, responsibility=Responsibility.ACCOUNTABLE
    )
    own = answered.filter(participant=actor.participant_id)
    return assets.filter(Q(pk__in=own.values("asset")) | ~Q(pk__in=answered.values("asset")))


def waiting_page(actor: Actor, **window: Any) -> Page:
    """The sends with bricks that wait for the actor's word, oldest first, each with `waiting_count`.

    That is counted up to `COUNTED`; `is_more` says that there are more.
    """
    page = page_by_key(submissions_waiting(actor), columns=SUBMISSION_COLUMNS, order=("id",), **window)
    counts = _waiting_counts(actor, [row["id"] for row in page.rows])
    return page.mapped(
        lambda row: {
            **row,
            "waiting_count": min(counts[row["id"]], COUNTED),
            "is_more": counts[row["id"]] > COUNTED,
        }
    )


def submissions_waiting(actor: Actor) -> QuerySet[Submission]:
    """The sends with bricks that wait for the actor's word."""
    assets = assets_to_decide(actor).values("pk")
    return submissions_of(actor).filter(pk__among=_undecided(actor), asset__in=assets)


def _undecided(actor: Actor) -> list[int]:
    """The sends of the workshop with bricks that wait, found by leaping from one to the next through an index.

    So their bricks, which may be a hundred thousand, are not counted.
    """
    waiting = (
        f"SELECT min(submission_id) FROM {BRICK} WHERE workshop_id = %s AND submission_id IS NOT NULL "  # noqa: S608
        "AND decision_id IS NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE sends(id) AS (SELECT ({waiting}) UNION ALL "  # noqa: S608 - our own names
            f"SELECT ({waiting} AND submission_id > sends.id) FROM sends WHERE sends.id IS NOT NULL) "
            "SELECT id FROM sends WHERE id IS NOT NULL",
            [actor.workshop_id, actor.workshop_id],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _waiting_counts(actor: Actor, submission_ids: Collection[int]) -> dict[int, int]:
    """How many bricks wait in each of these sends, counted up to one more than `COUNTED`."""
    if not submission_ids:
        return {}
    one = (
        f"SELECT %s, count(*) FROM (SELECT 1 FROM {BRICK} WHERE workshop_id = %s AND submission_id = %s "  # noqa: S608
        f"AND decision_id IS NULL LIMIT {COUNTED + 1}) AS waiting"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(submission_ids)),
            [value for pk in submission_ids for value in (pk, actor.workshop_id, pk)],
        )
        return {int(pk): count for pk, count in cursor.fetchall()}


def waiting_bricks(actor: Actor, submission_id: int) -> QuerySet[Brick]:
    """The bricks of a send that still wait."""
    waiting = Brick.objects.filter(workshop_id=actor.workshop_id, submission=submission_id)
    return waiting.filter(decision=None)


def sample_of(actor: Actor, submission_id: int, size: int) -> list[int]:
    """The ids of some bricks of a send that still wait, drawn at random; few draws from however many."""
    waiting = waiting_bricks(actor, submission_id)
    ends = waiting.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    if ends["last"] - ends["first"] < 20 * size:
        ids = list(waiting.values_list("pk", flat=True))
        return sorted(random.sample(ids, min(size, len(ids))))
    drawn: set[int] = set()
    for _draw in range(2 * size):
        at = random.randint(ends["first"], ends["last"])  # noqa: S311 - a sample, not a secret
        drawn.update(waiting.filter(pk__gte=at).order_by("pk").values_list("pk", flat=True)[:1])
        if len(drawn) == size:
            break
    return sorted(drawn)


def decisions_of(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(workshop_id=actor.workshop_id)


def decisions_page(
    actor: Actor, *, asset: int | None = None, submission: int | None = None, **window: Any
) -> Page:
    """Who decided what, when and why; latest first."""
    rows = decisions_of(actor)
    rows = rows.filter(asset=asset) if asset is not None else rows
    rows = rows.filter(submission=submission) if submission is not None else rows
    return page_by_key(rows, columns=DECISION_COLUMNS, order=("-id",), **window)


def decision_get(actor: Actor, decision_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    row: dict[str, Any] | None = decisions_of(actor).filter(pk=decision_id).values(*DECISION_COLUMNS).first()
    if row is None:
        raise NotFound()
    return row
