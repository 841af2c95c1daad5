"""What waits for an owner's word. A hundred thousand bricks may wait: they are neither read nor counted to the end."""
# ruff: noqa: S608 - only names of our own tables are written into SQL here

import random
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Max, Min, QuerySet

from catalog.choices import Responsibility, Zone
from catalog.models import Asset, Ownership, System
from common.actor import Actor
from common.history import table_of
from common.pagination import Page, page_of_ids
from common.rows import RowsByIds
from exchange.access import can_decide_anything
from exchange.models import Brick, Submission
from exchange.queries.assets import COLUMNS as ASSET_COLUMNS
from exchange.queries.submissions import SUBMISSION_COLUMNS
from workshop.choices import Role

COUNTED = 1_000  # bricks that wait in one send; beyond, the answer says that there are more
BRICK, SEND, ASSET, SYSTEM, OWNERSHIP = (
    table_of(model)[0] for model in (Brick, Submission, Asset, System, Ownership)
)
# An asset with bricks cannot leave: it is joined here.
_COLUMNS = (*SUBMISSION_COLUMNS, *(f"asset__{name}" for name in ASSET_COLUMNS))
_send_rows = RowsByIds(Submission.objects.order_by("id"), "id", _COLUMNS, scope="workshop_id")

# From one send with bricks that wait to the next, by leaps through an index: their bricks are not walked.
WAITING = (
    f"SELECT min(submission_id) FROM {BRICK} "
    "WHERE workshop_id = %s AND submission_id IS NOT NULL AND decision_id IS NULL"
)
LEAPS = (
    f"WITH RECURSIVE sends(id) AS (SELECT ({WAITING}) UNION ALL "
    f"SELECT ({WAITING} AND submission_id > sends.id) FROM sends WHERE sends.id IS NOT NULL) "
    f"SELECT s.id FROM sends JOIN {SEND} s ON s.id = sends.id JOIN {ASSET} a ON a.id = s.asset_id "
    f"JOIN {SYSTEM} y ON y.id = a.system_id AND y.zone = %s"
)
# Those of one's own, and of assets that nobody answers for yet.
OWN = (
    f" LEFT JOIN {OWNERSHIP} o ON o.asset_id = a.id AND o.responsibility = %s "
    "WHERE o.id IS NULL OR o.participant_id = %s"
)


def waiting_ids(actor: Actor) -> list[int]:
    """The sends with bricks on which the actor decides, oldest first."""
    if not can_decide_anything(actor):
        return []
    everything = actor.has_role(Role.FACILITATOR)
    own = () if everything else (Responsibility.ACCOUNTABLE.value, actor.participant_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{LEAPS}{'' if everything else OWN} ORDER BY s.id",
            [actor.workshop_id, actor.workshop_id, Zone.SOURCE.value, *own],
        )
        return [pk for (pk,) in cursor.fetchall()]


def waiting_page(actor: Actor, **window: Any) -> Page:
    """The same as rows, each with `waiting_count`, counted up to `COUNTED`; `is_more` says that there are more."""
    page = page_of_ids(waiting_ids(actor), lambda ids: _send_rows(ids, actor.workshop_id), **window)
    counts = _counts(actor, [row["id"] for row in page.rows])
    return page.with_rows([row | counts[row["id"]] for row in page.rows])


def _counts(actor: Actor, submission_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    if not submission_ids:
        return {}
    one = (
        f"SELECT %s, count(*) FROM (SELECT 1 FROM {BRICK} WHERE workshop_id = %s AND submission_id = %s "
        f"AND decision_id IS NULL LIMIT {COUNTED + 1}) AS waiting"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(submission_ids)),
            [value for pk in submission_ids for value in (pk, actor.workshop_id, pk)],
        )
        return {
            int(pk): {"waiting_count": min(count, COUNTED), "is_more": count > COUNTED}
            for pk, count in cursor.fetchall()
        }


def waiting_bricks(actor: Actor, submission_id: int) -> QuerySet[Brick]:
    """The bricks of a send that still wait."""
    sent = Brick.objects.filter(workshop_id=actor.workshop_id, submission=submission_id)
    return sent.filter(decision=None)


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
