"""Tests of other tools (OpenLineage `dataQualityAssertions`): what fails becomes an incident, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from common.actor import Actor
from quality.choices import IncidentEventKind, IncidentOrigin, IncidentState, QualityDimension, Severity
from quality.commands.findings import producer_of
from quality.commands.timeline import event_add, findings_lock, incident_open
from quality.models import IncidentEvent
from quality.queries.incidents import incidents_of

SEVERITIES: dict[str, Severity] = {"error": Severity.MAJOR, "warn": Severity.MINOR}
# By a word in the name that the tool gives to its test.
DIMENSIONS: tuple[tuple[str, QualityDimension], ...] = (
    ("null", QualityDimension.COMPLETENESS),
    ("missing", QualityDimension.COMPLETENESS),
    ("unique", QualityDimension.UNIQUENESS),
    ("duplicate", QualityDimension.UNIQUENESS),
    ("fresh", QualityDimension.TIMELINESS),
    ("recency", QualityDimension.TIMELINESS),
    ("relationship", QualityDimension.CONSISTENCY),
    ("foreign", QualityDimension.CONSISTENCY),
)
TESTED = (IncidentEventKind.REPORT, IncidentEventKind.FOUND, IncidentEventKind.PASSED)
QUIET = frozenset({IncidentState.REJECTED, IncidentState.WAIVED})


def assertions_take_in(
    actor: Actor,
    asset_id: int,
    assertions: Sequence[Mapping[str, Any]],
    at: datetime,
    run_pk: int | None = None,
) -> None:
    """Take in what was tested of an asset; called inside the command that takes an event in.

    A test that fails again adds nothing while its incident is open; one that passes again is noted, once.
    """
    findings_lock(actor, [asset_id])
    for assertion in assertions:
        _take_in(actor, asset_id, assertion, at, run_pk)


def _take_in(
    actor: Actor, asset_id: int, assertion: Mapping[str, Any], at: datetime, run_pk: int | None
) -> None:
    key = f"assertion:{asset_id}:{assertion.get('assertion')}:{assertion.get('column') or ''}"[:300]
    has_passed = bool(assertion.get("success"))
    rows = incidents_of(actor).filter(key=key).exclude(state=IncidentState.CLOSED)
    present = rows.order_by("-id").values_list("pk", "state").first()
    if present is None or (present[1] == IncidentState.VERIFIED and not has_passed):
        if not has_passed:
            _report(actor, asset_id, key, assertion, at, run_pk)
        return
    pk, state = present
    latest = _latest(pk)
    if state in QUIET or at.isoformat() < latest["facts"].get("at", ""):
        return
    kind = IncidentEventKind.PASSED if has_passed else IncidentEventKind.FOUND
    if has_passed != (latest["kind"] == IncidentEventKind.PASSED):
        event_add(actor, pk, kind, facts=_facts(assertion, at, run_pk))


def _latest(incident_id: int) -> dict[str, Any]:
    """What the test said last."""
    rows = IncidentEvent.objects.filter(incident=incident_id, kind__in=TESTED).order_by("-id")
    latest = rows.values("kind", "facts").first()
    assert latest is not None, "an incident begins with its report"
    return {**latest}


def _report(
    actor: Actor,
    asset_id: int,
    key: str,
    assertion: Mapping[str, Any],
    at: datetime,
    run_pk: int | None,
) -> None:
    name, column = str(assertion.get("assertion", ""))[:500], str(assertion.get("column") or "")[:200]
    folded = name.casefold()
    dimension = next((code for word, code in DIMENSIONS if word in folded), QualityDimension.VALIDITY)
    incident_open(
        actor,
        asset_id=asset_id,
        key=key,
        origin=IncidentOrigin.ASSERTION,
        field=column,
        producer_id=producer_of(asset_id),
        report={
            "severity": SEVERITIES.get(str(assertion.get("severity", "")), Severity.MAJOR),
            "dimension": dimension,
            "text": f"{name} ({column})" if column else name,
            "facts": _facts(assertion, at, run_pk),
        },
    )


def _facts(assertion: Mapping[str, Any], at: datetime, run_pk: int | None) -> dict[str, Any]:
    said = {
        name: str(assertion[name])[:500] for name in ("expected", "actual") if assertion.get(name) is not None
    }
    return {"at": at.isoformat(), "run": run_pk, **said}
