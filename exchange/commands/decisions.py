"""The owner's word on what was sent: accepted, or returned with a reason; one by one, on a sample, as a whole."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, FieldError, Invalid, NotFound
from common.history import rows_record_where
from exchange import access
from exchange.choices import Basis, BrickState, Verdict
from exchange.commands.bricks import bricks_held
from exchange.commands.locks import assets_lock
from exchange.models import Brick, Decision
from exchange.queries.submissions import submissions_of


@command
def bricks_decide(*, actor: Actor, brick_ids: Collection[int], verdict: str, reason: str = "") -> list[int]:
    """Accept or return bricks that wait, all or none; answers the ids of the decisions, one for each asset.

    Raises `NotFound` naming unknown ids as `ids.<index>`, `Forbidden`, `Conflict` naming those that do not wait any
    more, and `Invalid` when bricks are returned without a reason.
    """
    _check_reason(verdict, reason)
    bricks = bricks_held(actor, brick_ids)
    by_asset: dict[int, list[int]] = defaultdict(list)
    for brick in bricks:
        by_asset[brick.asset_id].append(brick.pk)
    for standing in standings(by_asset).values():
        require(actor, access.can_decide(actor, standing))
    _refuse_decided(brick_ids, bricks)
    return [
        _decide(actor, Brick.objects.filter(pk__in=ids), asset_id, verdict, Basis.CHOSEN, reason)
        for asset_id, ids in sorted(by_asset.items())
    ]


@command
def submission_decide(
    *, actor: Actor, submission_id: int, verdict: str, seen: Sequence[int] = (), reason: str = ""
) -> int:
    """Accept or return all bricks of a submission that still wait; answers the decision's id.

    `seen` are those of them that were looked at: some make it a decision on a sample. Raises `NotFound`, `Forbidden`,
    `Conflict` when nothing waits any more, and `Invalid` when bricks are returned without a reason.
    """
    _check_reason(verdict, reason)
    submission = submissions_of(actor).filter(pk=submission_id).first()
    if submission is None:
        raise NotFound()
    assets_lock(actor, submission.asset_id)
    standing = standings([submission.asset_id]).get(submission.asset_id)
    require(actor, standing is not None and access.can_decide(actor, standing))
    waiting = Brick.objects.filter(submission=submission, state=BrickState.WAITING)
    if not waiting.exists():
        raise Conflict(_("Nothing of this submission waits any more."), code="decided")
    known = list(waiting.filter(pk__in=seen).order_by("pk").values_list("pk", flat=True))
    basis = Basis.SAMPLE if known else Basis.WHOLE
    return _decide(actor, waiting, submission.asset_id, verdict, basis, reason, submission_id, known)


@command
def submissions_decide(
    *, actor: Actor, submission_ids: Collection[int], verdict: str, reason: str = ""
) -> list[int]:
    """The same for several submissions as a whole, all or none; answers the decisions' ids."""
    return [
        submission_decide(actor=actor, submission_id=pk, verdict=verdict, reason=reason)
        for pk in sorted(set(submission_ids))
    ]


def _check_reason(verdict: str, reason: str) -> None:
    if verdict == Verdict.RETURNED and not reason.strip():
        message = _("Say what is wrong, so that the producer can correct it.")
        raise Invalid.at("reason", "missing", message)


def _refuse_decided(asked: Collection[int], bricks: Sequence[Brick]) -> None:
    decided = {brick.pk for brick in bricks if brick.state != BrickState.WAITING}
    message = _("This brick does not wait any more. Read the list again.")
    errors = [FieldError(f"ids.{n}", "decided", message) for n, pk in enumerate(asked) if pk in decided]
    if errors:
        raise Conflict(code="decided", errors=errors)


def _decide(
    actor: Actor,
    bricks: QuerySet[Brick],
    asset_id: int,
    verdict: str,
    basis: Basis,
    reason: str,
    submission_id: int | None = None,
    seen: Sequence[int] = (),
) -> int:
    change = current_change()
    assert change is not None, "only inside a command"
    decision = Decision.objects.create(
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        submission_id=submission_id,
        verdict=verdict,
        basis=basis,
        reason=reason,
        brick_count=0,
        seen=list(seen),
        decided_by_id=actor.participant_id,
        decided_at=change.at,
        door=change.door.value,
        request_id=change.request_id,
    )
    decision.brick_count = bricks.update(
        state=verdict, decision=decision, version=F("version") + 1, modified_at=change.at
    )
    decision.save(update_fields=["brick_count"])
    rows_record_where(Brick, "decision_id = %s", [decision.pk], "~")
    return decision.pk
