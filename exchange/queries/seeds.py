"""Seeded errors: one's own, and all of them once they are revealed; what was found of them, and how fast."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from exchange import findings
from exchange.models import SeededError
from exchange.queries.origins import descendants_of

SEED_COLUMNS = (
    "id", "version", "brick_id", "brick__key", "brick__asset_id", "brick__asset__name",
    "brick__asset__namespace", "kind", "note",
    "seeded_by_id", "seeded_by__nickname", "created_at", "revealed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """What the room found of the errors that are revealed, and how often it was mistaken."""

    found: int
    missed: int
    false_alarms: int
    mean_time: timedelta | None  # from hiding to finding


def seeded_errors_visible(actor: Actor) -> QuerySet[SeededError]:
    """One's own and those that are revealed; a secret does not exist for anybody else, the facilitator included."""
    rows = SeededError.objects.filter(workshop_id=actor.workshop_id)
    return rows.filter(Q(revealed_at__isnull=False) | Q(seeded_by=actor.participant_id))


def seeded_errors_page(actor: Actor, **window: Any) -> Page:
    """Those that the actor may see, latest first, each with when it was found once it is revealed."""
    page = page_by_key(seeded_errors_visible(actor), columns=SEED_COLUMNS, order=("-id",), **window)
    return page.with_rows(with_findings(actor, page.rows))


def seeded_error_get(actor: Actor, seeded_id: int) -> dict[str, Any]:
    """One of them; raises `NotFound` also for a secret of somebody else."""
    row = seeded_errors_visible(actor).filter(pk=seeded_id).values(*SEED_COLUMNS).first()
    if row is None:
        raise NotFound()
    return with_findings(actor, [row])[0]


def with_findings(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Seeded errors with `found_at`: the first report on the brick or on anything made from it. None while secret."""
    revealed = {row["brick_id"] for row in rows if row["revealed_at"]}
    family = descendants_of(actor, revealed)
    reports = findings.found(actor, {*revealed, *(pk for copies in family.values() for pk in copies)})
    first = {
        pk: min((at for one in (pk, *copies) if (at := reports.get(one))), default=None)
        for pk, copies in family.items()
    }
    return [{**row, "found_at": first.get(row["brick_id"])} for row in rows]


def hidden_count(actor: Actor) -> int:
    """How many errors are still secret in the workshop: a number that gives nothing away."""
    return SeededError.objects.filter(workshop_id=actor.workshop_id, revealed_at=None).count()


def score(actor: Actor) -> Score | None:
    """The result of the hunt; None before anything was revealed."""
    revealed = SeededError.objects.filter(workshop_id=actor.workshop_id, revealed_at__isnull=False)
    rows = with_findings(actor, list(revealed.values(*SEED_COLUMNS)))
    if not rows:
        return None
    times = [row["found_at"] - row["created_at"] for row in rows if row["found_at"]]
    return Score(
        found=len(times),
        missed=len(rows) - len(times),
        false_alarms=findings.false_alarms(actor),
        mean_time=sum(times, timedelta()) / len(times) if times else None,
    )
