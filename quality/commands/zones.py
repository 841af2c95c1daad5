"""Entering a zone of the lake: rules judge, the exchange moves, and what fails stays out with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from catalog.choices import Zone
from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError
from exchange.commands import transfer_run
from exchange.commands.locks import assets_lock
from exchange.documents import Refusal
from quality import access
from quality.choices import ResultOutcome, Trigger, Unmeasured
from quality.commands.checks import check_keep
from quality.commands.findings import excused
from quality.measuring import ACCEPTED, Judgement, judge
from quality.queries.promotions import REJECTING, RuleSaid, conditions_of
from quality.queries.rules import HeldRule, rules_holding, rules_of_target
from workshop.choices import Role


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules said of the source before anything moved."""

    judgements: Sequence[Judgement]
    excused: Mapping[int, frozenset[int]]  # by rule: bricks that it may not keep out; 0 is the whole
    began: datetime


class PromotionRefused(Conflict):
    """The data store does not take it yet; `errors` say what is missing, by the codes of the conditions."""

    code = "promotion"
    message: Any = _lazy("The data store does not take it yet.")

    def __init__(self, judged: Judged, errors: Sequence[FieldError]):
        super().__init__(
            _("The data store does not take it yet. See to what is missing, then promote it again."),
            errors=errors,
        )
        self.judged = judged


def zone_enter(*, actor: Actor, source_id: int, target_id: int, reason: str = "") -> int:
    """Check the accepted bricks of an asset and copy those that pass into the next zone; answers the transfer's id.

    Raw takes all. Further on, bricks that fail a blocking, major or minor rule stay out, in quarantine with their
    rules – unless waived, or judged a false alarm. The store takes nothing until `conditions_of` are met. What fails
    becomes incidents, also when the store refuses. Raises what `transfer_run` raises, and `PromotionRefused`.
    """
    try:
        return _enter(actor=actor, source_id=source_id, target_id=target_id, reason=reason)
    except PromotionRefused as refused:
        _keep(actor=actor, source_id=source_id, judged=refused.judged, reason=reason)
        raise


@command
def _keep(*, actor: Actor, source_id: int, judged: Judged, reason: str = "") -> None:
    check_keep(actor, source_id, judged.judgements, Trigger.TRANSFER, judged.began, ACCEPTED)


@command
def _enter(*, actor: Actor, source_id: int, target_id: int, reason: str = "") -> int:
    require(actor, access.can_read(actor))
    asset_get(actor, source_id, ())
    zone = asset_get(actor, target_id, ())["zone"]
    mover = _mover(actor, source_id, zone)
    assets_lock(actor, source_id, target_id)
    judged = _judge(actor, source_id, target_id)
    if zone == Zone.STORE:
        _refuse_unready(actor, source_id, judged)
    skip = {} if zone == Zone.RAW else _kept_out(judged)
    transfer_id = transfer_run(
        actor=mover, source_id=source_id, target_id=target_id, skip=skip, reason=reason
    )
    check_keep(actor, source_id, judged.judgements, Trigger.TRANSFER, judged.began, ACCEPTED, transfer_id)
    return transfer_id


def _mover(actor: Actor, source_id: int, zone: str) -> Actor:
    """Who copies: whoever may let data into the store has it copied there by the engineer's flow."""
    if zone != Zone.STORE:
        return actor
    require(actor, access.can_promote(actor, standings([source_id])[source_id]))
    return actor.with_role(Role.ENGINEER)


def _judge(actor: Actor, source_id: int, target_id: int) -> Judged:
    began = timezone.now()
    rules = [*rules_holding(actor, source_id), *rules_of_target(actor, source_id, target_id)]
    judgements = judge(actor, source_id, rules, states=ACCEPTED, at=began)
    failed = [judgement for judgement in judgements if judgement.outcome == ResultOutcome.FAILED]
    return Judged(judgements, excused(actor, failed), began)


def _kept_out(judged: Judged) -> dict[int, list[Refusal]]:
    """The bricks that do not enter, each with the rules that it fails."""
    skip: dict[int, list[Refusal]] = {}
    for judgement in judged.judgements:
        if judgement.rule.severity in REJECTING:
            refusal = _refusal(judgement.rule)
            for brick_id in judgement.failing:
                if brick_id not in judged.excused.get(judgement.rule.id, ()):
                    skip.setdefault(brick_id, []).append(refusal)
    return skip


def _refusal(rule: HeldRule) -> Refusal:
    return Refusal(rule.id, rule.said_fr, rule.said_en)


def _refuse_unready(actor: Actor, source_id: int, judged: Judged) -> None:
    said = [_rule_said(judgement, judged) for judgement in judged.judgements]
    missing = [one for one in conditions_of(actor, source_id, said) if not one.is_met]
    if missing:
        errors = [FieldError(one.code, one.code, one.missing) for one in missing]
        raise PromotionRefused(judged, errors)


def _rule_said(judgement: Judgement, judged: Judged) -> RuleSaid:
    """A rule that fails only where that is waived, or a false alarm, does not stand in the way."""
    rule, outcome = judgement.rule, judgement.outcome
    if outcome == ResultOutcome.FAILED and set(judgement.failing or [0]) <= judged.excused[rule.id]:
        outcome = ResultOutcome.PASSED
    is_broken = judgement.unmeasured not in ("", Unmeasured.NO_BRICKS)
    return RuleSaid(rule.id, rule.severity, rule.said, outcome, is_broken)
