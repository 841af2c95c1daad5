"""Codes of quality in words, with a mark for each, so that nothing is told by colour alone. Pure."""

from typing import Any

from quality.choices import (
    SEVERITY_MEANINGS,
    Dimension,
    EventKind,
    IncidentOrigin,
    IncidentState,
    Outcome,
    RuleState,
    RuleType,
    Severity,
    Trigger,
    Unmeasured,
)

CHOICES: dict[str, Any] = {
    "dimension": Dimension,
    "event": EventKind,
    "origin": IncidentOrigin,
    "outcome": Outcome,
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
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.NOT_MEASURED: "?",
}
BADGES: dict[str, str] = {
    Severity.BLOCKING: "badge-bad",
    Severity.MAJOR: "badge-warn",
    Outcome.PASSED: "badge-good",
    Outcome.FAILED: "badge-bad",
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
