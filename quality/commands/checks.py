"""Checks: the rules of an asset over its bricks, what they said, and the incidents that follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.history import values_insert
from exchange.queries.bricks import bricks_of
from quality import access
from quality.choices import ResultOutcome, Trigger
from quality.commands.findings import findings_take_in
from quality.measuring import CURRENT, Judgement, judge
from quality.models import Check, CheckResult
from quality.queries.rules import rules_holding
from quality.rules.scoring import weighted

FAILING_MAX = 200  # ids kept with a result; its counts are of all


def check_run(*, actor: Actor, asset_id: int, trigger: Trigger = Trigger.DEMAND, reason: str = "") -> int:
    """Check an asset's current bricks (all but returned ones) by its rules and those of what it is a copy of.

    Answers the id of the check; incidents are opened for what is found anew. The engine works before the transaction
    begins, so that nobody waits for it. Raises `NotFound`, `Forbidden`.
    """
    require(actor, access.can_read(actor))
    asset_get(actor, asset_id, ())
    require(actor, access.can_check(actor, standings([asset_id])[asset_id]))
    began = timezone.now()
    judgements = judge(actor, asset_id, rules_holding(actor, asset_id), at=began)
    return _check_write(
        actor=actor, asset_id=asset_id, judgements=judgements, trigger=trigger, began=began, reason=reason
    )


@command
def _check_write(
    *,
    actor: Actor,
    asset_id: int,
    judgements: Sequence[Judgement],
    trigger: Trigger,
    began: datetime,
    reason: str = "",
) -> int:
    return check_keep(actor, asset_id, judgements, trigger, began)


def check_keep(
    actor: Actor,
    asset_id: int,
    judgements: Sequence[Judgement],
    trigger: Trigger,
    began: datetime,
    states: Sequence[str] = CURRENT,
    transfer_id: int | None = None,
) -> int:
    """Keep what was judged, and report what fails. Inside commands only."""
    check = _check_add(actor, asset_id, judgements, trigger, began, states, transfer_id)
    findings_take_in(actor, asset_id, judgements, check.pk)
    return check.pk


def _check_add(
    actor: Actor,
    asset_id: int,
    judgements: Sequence[Judgement],
    trigger: Trigger,
    began: datetime,
    states: Sequence[str],
    transfer_id: int | None,
) -> Check:
    change = current_change()
    assert change is not None, "only inside a command"
    check = Check.objects.create(
        workshop_id=actor.workshop_id,
        asset_id=asset_id,
        participant_id=actor.participant_id,
        trigger=trigger,
        door=change.door.value,
        request_id=change.request_id,
        at=began,
        duration=max(timezone.now() - began, timedelta()),
        brick_count=bricks_of(actor).filter(asset=asset_id, state__in=states).count(),
        score=weighted(judgement.measured for judgement in judgements),
        transfer_id=transfer_id,
    )
    values_insert(CheckResult, [_result(check.pk, judgement) for judgement in judgements])
    return check


def _result(check_id: int, judgement: Judgement) -> dict[str, Any]:
    rule = judgement.rule
    failed = judgement.outcome == ResultOutcome.FAILED
    return {
        "check_run_id": check_id,
        "rule_id": rule.id,
        "rule_version": rule.version,
        "said_fr": rule.said_fr,
        "said_en": rule.said_en,
        "dimension": rule.dimension,
        "severity": rule.severity,
        "outcome": judgement.outcome.value,
        "unmeasured": judgement.unmeasured,
        "checked_count": judgement.checked_count,
        "passed_count": judgement.passed_count,
        "found": judgement.found[:200],
        "failing": list(judgement.failing[:FAILING_MAX]) if failed else [],
    }
