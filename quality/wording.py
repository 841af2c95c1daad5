"""Codes of quality in words, with a mark for each, so that nothing is told by colour alone. Pure."""

from typing import Any

from quality.choices import (
    SEVERITY_MEANINGS,
    IncidentEventKind,
    IncidentOrigin,
    IncidentState,
    QualityDimension,
    ResultOutcome,
    RuleState,
    RuleType,
    Severity,
    Trigger,
    Unmeasured,
)

CHOICES: dict[str, Any] = {
    "dimension": QualityDimension,
    "event": IncidentEventKind,
    "origin": IncidentOrigin,
    "outcome": ResultOutcome,
    "rule_state": RuleState,
    "severity": Severity,
    "state": IncidentState,
    "trigger": Trigger,
    "type": RuleType,
    "unmeasured": Unmeasured,
}
MARKS: dict[str, str] = {
    Severity.BLOCKING: "■",
    Severity.MAJOR: "▲",
    Severity.MINOR: "●",
    Severity.COSMETIC: "○",
    ResultOutcome.PASSED: "✓",
    ResultOutcome.FAILED: "✗",
    ResultOutcome.NOT_MEASURED: "?",
}
BADGES: dict[str, str] = {
    Severity.BLOCKING: "badge-bad",
    Severity.MAJOR: "badge-warn",
    ResultOutcome.PASSED: "badge-good",
    ResultOutcome.FAILED: "badge-bad",
    IncidentState.REPORTED: "badge-bad",
    IncidentState.REOPENED: "badge-bad",
    IncidentState.QUALIFIED: "badge-warn",
    IncidentState.ASSIGNED: "badge-warn",
    IncidentState.CORRECTED: "badge-accent",
    IncidentState.VERIFIED: "badge-good",
    IncidentState.CLOSED: "badge-good",
}


def label(code: str, kind: str) -> str:
    choices = CHOICES[kind]
    return str(choices(code).label) if code in choices.values else str(code)


def meaning(severity: str) -> str:
    return str(SEVERITY_MEANINGS[Severity(severity)])
