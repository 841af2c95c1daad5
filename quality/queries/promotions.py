"""What the data store asks of an asset before its bricks enter: the gate of the guide (R75), as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.choices import AXES, AXIS_LETTERS, Status
from catalog.queries.assets import asset_get
from common.actor import Actor
from quality.choices import OPEN, ResultOutcome, Severity, Unmeasured
from quality.queries.checks import check_latest
from quality.queries.families import sources_above
from quality.queries.incidents import incidents_of
from quality.queries.rules import HeldRule, rules_holding

# A failing rule of one of these keeps the whole asset out of the store; of the others, only the failing bricks.
GATE = frozenset({Severity.BLOCKING, Severity.MAJOR})
# A cosmetic failure keeps nothing out of anything.
REJECTING = frozenset({Severity.BLOCKING, Severity.MAJOR, Severity.MINOR})


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing the store asks: a stable code, whether it is so, and what is missing. `ids` say where to look."""

    code: str
    is_met: bool
    title: str
    missing: str = ""
    ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """What a rule said last: enough to judge the gate."""

    id: int
    severity: str
    said: str
    outcome: str
    is_broken: bool = False  # not measured although there are bricks


def conditions_of(actor: Actor, asset_id: int, rules: Sequence[RuleSaid]) -> list[Condition]:
    """All that the store asks of an asset, in the order in which one would see to it; raises `NotFound`."""
    asset = asset_get(actor, asset_id, ("ownerships",))
    return [
        _rules_measured(rules),
        _rules_passed(rules),
        _incidents(actor, asset_id),
        _validated(asset),
        _assessed(asset),
    ]


def promotion_read(actor: Actor, asset_id: int) -> list[Condition]:
    """The same by the latest check; promoting checks anew. Raises `NotFound`."""
    asset_get(actor, asset_id, ())
    check = check_latest(actor, asset_id)
    results = {result["rule_id"]: result for result in check["results"]} if check else {}
    rules = [_said(rule, results.get(rule.id)) for rule in rules_holding(actor, asset_id)]
    return conditions_of(actor, asset_id, rules)


def _said(rule: HeldRule, result: Mapping[str, Any] | None) -> RuleSaid:
    """A rule that was never checked is as good as broken: nobody knows."""
    outcome = result["outcome"] if result else ResultOutcome.NOT_MEASURED.value
    is_broken = result is None or result["unmeasured"] not in ("", Unmeasured.NO_BRICKS)
    return RuleSaid(rule.id, rule.severity, rule.said, outcome, is_broken)


def _rules_measured(rules: Sequence[RuleSaid]) -> Condition:
    title = _("Rules say what good means, and were checked")
    if not rules:
        return Condition("rules", False, title, _("No rule holds here. Accept or write some."))
    silent = [rule for rule in rules if rule.is_broken and rule.severity in GATE]
    if not silent and all(rule.outcome == ResultOutcome.NOT_MEASURED for rule in rules):
        return Condition("rules", False, title, _("Nothing was measured: there is nothing to check."))
    missing = ngettext(
        "%(count)s rule was not measured: %(rules)s",
        "%(count)s rules were not measured: %(rules)s",
        len(silent),
    ) % {"count": len(silent), "rules": " ".join(rule.said for rule in silent)}
    return Condition("rules", not silent, title, missing if silent else "", [rule.id for rule in silent])


def _rules_passed(rules: Sequence[RuleSaid]) -> Condition:
    failing = [rule for rule in rules if rule.outcome == ResultOutcome.FAILED and rule.severity in GATE]
    missing = ngettext("%(count)s rule fails: %(rules)s", "%(count)s rules fail: %(rules)s", len(failing)) % {
        "count": len(failing),
        "rules": " ".join(rule.said for rule in failing),
    }
    title = _("The blocking and major rules pass")
    return Condition(
        "rules_passed", not failing, title, missing if failing else "", [rule.id for rule in failing]
    )


def _incidents(actor: Actor, asset_id: int) -> Condition:
    """On the asset, and on what it is a copy of."""
    family = [asset_id, *sources_above(actor, [asset_id])[asset_id]]
    rows = incidents_of(actor).filter(asset__in=family, state__in=OPEN, severity=Severity.BLOCKING)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    missing = ngettext(
        "%(count)s blocking incident is open.", "%(count)s blocking incidents are open.", len(ids)
    ) % {"count": len(ids)}
    return Condition("incidents", not ids, _("No blocking incident is open"), missing if ids else "", ids)


def _validated(asset: dict[str, Any]) -> Condition:
    is_met = asset["status"] == Status.VALIDATED
    owner = next(
        (o["participant"] for o in asset["ownerships"] if o["responsibility"] == "accountable"), None
    )
    if owner:
        missing = _("%(owner)s, who answers for it, has not validated it.") % {"owner": owner}
    else:
        missing = _("Nobody answers for it yet, so nobody can validate it. Name its owner.")
    return Condition("validated", is_met, _("Its owner has validated it"), "" if is_met else missing)


def _assessed(asset: dict[str, Any]) -> Condition:
    absent = [AXIS_LETTERS[axis] for axis in AXES if asset["sensitivity"][axis] is None]
    missing = _("Not assessed: %(axes)s.") % {"axes": ", ".join(absent)}
    return Condition("dicp", not absent, _("Its sensitivity (DICP) is assessed"), missing if absent else "")
