"""The only writers of quality; every door calls these."""

from quality.commands.checks import check_run
from quality.commands.contracts import contract_publish
from quality.commands.incidents import (
    incident_assign,
    incident_close,
    incident_comment,
    incident_correct,
    incident_move,
    incident_qualify,
    incident_reject,
    incident_reopen,
    incident_report,
    incident_verify,
    incident_waive,
)
from quality.commands.rules import rule_create, rule_delete, rule_update, rules_accept, rules_propose
from quality.commands.zones import zone_enter

__all__ = [
    "check_run",
    "contract_publish",
    "incident_assign",
    "incident_close",
    "incident_comment",
    "incident_correct",
    "incident_move",
    "incident_qualify",
    "incident_reject",
    "incident_reopen",
    "incident_report",
    "incident_verify",
    "incident_waive",
    "rule_create",
    "rule_delete",
    "rule_update",
    "rules_accept",
    "rules_propose",
    "zone_enter",
]
