"""Incidents: reported by people, then moved along to their end, or out by a side exit.

Each verb adds one event to the timeline. What a state allows is in `choices.TRANSITIONS`, who may do it in `access`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.access import Standing
from catalog.queries.assets import asset_get, standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, NotFound
from common.text import fold
from exchange.queries.bricks import bricks_of
from exchange.queries.origins import sources_of
from quality import access
from quality.choices import IncidentEventKind, IncidentOrigin, IncidentState, ResultOutcome, Unmeasured
from quality.commands.findings import (
    LOOKED_AT,
    Failing,
    failing_bricks,
    incident_open_keyed,
    producer_of,
)
from quality.commands.timeline import event_add, findings_lock, incident_open
from quality.documents import EventDocument, ReportDocument
from quality.incidents import can_happen
from quality.measuring import Judgement, judge
from quality.models import Incident, IncidentBrick, IncidentEvent
from quality.queries.incidents import incidents_of
from quality.queries.rules import rule_held, rules_of
from workshop.models import Participant


@command
def incident_report(*, actor: Actor, document: ReportDocument, reason: str = "") -> int:
    """Report a problem; answers the incident's id – that of the open one, when the same was reported already.

    Raises `NotFound`, `Forbidden`, and `Invalid` for bricks of another asset or an unknown field.
    """
    require(actor, access.can_read(actor))
    asset = asset_get(actor, document.asset, ("fields",))
    require(actor, access.can_raise(actor))
    if document.field and document.field not in [field["name"] for field in asset["fields"]]:
        message = _("“%(asset)s” has no field “%(name)s”. Correct the name or add the field.")
        raise Invalid.at("field", "unknown", message % {"asset": asset["name"], "name": document.field})
    findings_lock(actor, [document.asset])
    bricks = _bricks_reported(actor, document)
    sources = sorted(brick.source_id for brick in bricks)
    key = f"person:{document.asset}:{document.field}:{','.join(map(str, sources[:20]))}"
    if known := incident_open_keyed(actor, key):
        event_add(actor, known.pk, IncidentEventKind.FOUND, text=document.description)
        return known.pk
    producers = [brick.producer_id for brick in bricks if brick.producer_id is not None]
    return incident_open(
        actor,
        asset_id=document.asset,
        key=key,
        origin=IncidentOrigin.PERSON,
        field=document.field,
        producer_id=producers[0] if producers else producer_of(document.asset),
        report={"severity": document.severity, "text": document.description},
        bricks=[brick.row for brick in bricks],
    )


def _bricks_reported(actor: Actor, document: ReportDocument) -> list[Failing]:
    rows = bricks_of(actor).filter(pk__in=document.bricks, asset=document.asset)
    found = set(rows.values_list("pk", flat=True))
    message = _("No such brick stands here.")
    if errors := [
        FieldError(f"bricks.{n}", "unknown", message)
        for n, pk in enumerate(document.bricks)
        if pk not in found
    ]:
        raise Invalid(errors=errors)
    return failing_bricks(actor, document.bricks)


# Along the way


@command
def incident_qualify(
    *,
    actor: Actor,
    incident_id: int,
    severity: str,
    dimension: str = "",
    rule_id: int | None = None,
    text: str = "",
    reason: str = "",
) -> None:
    """Say that it is real and how bad. `rule_id` names a rule of its asset that must pass before it is verified."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.QUALIFY)
    facts: dict[str, Any] = {}
    if rule_id is not None:
        rule = rules_of(actor).filter(pk=rule_id).first()
        if rule is None:
            raise Invalid.at("rule", "unknown", _("No such rule stands here."))
        facts["rule"], dimension = rule_id, dimension or rule.dimension
    event_add(
        actor,
        incident.pk,
        IncidentEventKind.QUALIFY,
        severity=severity,
        dimension=dimension,
        text=text,
        facts=facts,
    )


@command
def incident_assign(
    *, actor: Actor, incident_id: int, assignee: str = "", text: str = "", reason: str = ""
) -> None:
    """Give it to somebody (by nickname) to correct; without, to the producer of the failing brick."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.ASSIGN)
    assignee_id = _participant(actor, assignee) if assignee else incident.assignee_id
    if assignee_id is None:
        message = _("Nobody is known to have produced it. Say who corrects it.")
        raise Invalid.at("assignee", "missing", message)
    event_add(actor, incident.pk, IncidentEventKind.ASSIGN, assignee_id=assignee_id, text=text)


def _participant(actor: Actor, nickname: str) -> int:
    rows = Participant.objects.filter(workshop_id=actor.workshop_id, nickname_key=fold(nickname))
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        message = _("Nobody here is called “%(name)s”.") % {"name": nickname}
        raise Invalid.at("assignee", "unknown", message)
    return int(pk)


@command
def incident_correct(*, actor: Actor, incident_id: int, text: str, fix: str = "", reason: str = "") -> None:
    """Say that it is corrected at the source: what the cause was, and what was done."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.CORRECT)
    _require_text(text)
    changed, count = _bricks_changed(actor, incident.pk)
    facts = {"fix": fix, "changed": changed, "count": count}
    event_add(actor, incident.pk, IncidentEventKind.CORRECT, text=text, facts=facts)


def _bricks_changed(actor: Actor, incident_id: int) -> tuple[int, int]:
    """How many of its bricks have been changed or withdrawn at the source since they were found, of how many."""
    found = IncidentBrick.objects.filter(incident=incident_id).values_list("source_id", "source_version")
    then = dict(found)
    now = dict(bricks_of(actor).filter(pk__in=list(then)).values_list("pk", "version"))
    return sum(now.get(pk) != version for pk, version in then.items()), len(then)


def incident_verify(*, actor: Actor, incident_id: int, text: str = "", reason: str = "") -> None:
    """Say that the correction holds: where it was found by a rule, that rule must pass again for its bricks.

    The rule is asked before the transaction begins, so that nobody waits for it. Raises `Conflict` while it fails.
    """
    incident = _allowed(actor, incident_id, IncidentEventKind.VERIFY)
    facts = _verified_by_rule(actor, incident) or _verified_by_assertion(incident)
    _verify(actor=actor, incident_id=incident_id, text=text, facts=facts, reason=reason)


@command
def _verify(*, actor: Actor, incident_id: int, text: str, facts: Mapping[str, Any], reason: str = "") -> None:
    incident = _incident_for(actor, incident_id, IncidentEventKind.VERIFY)
    event_add(actor, incident.pk, IncidentEventKind.VERIFY, text=text, facts=facts)


def _verified_by_rule(actor: Actor, incident: Any) -> dict[str, Any]:
    """What the rule says now of the incident's bricks; nothing when there is no rule (any more)."""
    rule = rule_held(actor, _rule_of(incident) or 0)
    if rule is None:
        return {}
    (judgement,) = judge(actor, incident.asset_id, [rule], at=timezone.now())
    if judgement.unmeasured and judgement.unmeasured != Unmeasured.NO_BRICKS:
        message = _("Its rule cannot be measured: %(why)s")
        raise Conflict(message % {"why": Unmeasured(judgement.unmeasured).label}, code="not_measured")
    if failing := _still_failing(actor, incident, judgement):
        message = ngettext(
            "Its rule still fails for %(count)s of its bricks. Correct it at the source, copy it again, verify.",
            "Its rule still fails for %(count)s of its bricks. Correct them at the source, copy them again, verify.",
            failing,
        )
        raise Conflict(message % {"count": failing}, code="still_failing")
    return {"rule": rule.id, "checked": judgement.checked_count, "passed": judgement.passed_count}


def _rule_of(incident: Any) -> int | None:
    """The rule that found it, or that somebody named when qualifying it."""
    named = IncidentEvent.objects.filter(incident=incident.pk, kind=IncidentEventKind.QUALIFY).order_by("-id")
    facts: dict[str, Any] = next(
        (facts for facts in named.values_list("facts", flat=True) if facts.get("rule")), {}
    )
    return incident.rule_id or facts.get("rule")


def _still_failing(actor: Actor, incident: Any, judgement: Judgement) -> int:
    """How many of the incident's bricks fail; 1 for a rule about the whole that fails."""
    if judgement.outcome != ResultOutcome.FAILED:
        return 0
    if not judgement.failing:
        return 1
    own = dict(IncidentBrick.objects.filter(incident=incident.pk).values_list("source_id", "brick_id"))
    if not own:
        return len(judgement.failing)
    failing = set(judgement.failing)
    same = {source for source, brick in own.items() if brick in failing or source in failing}
    others = sorted(failing - set(own.values()))[:LOOKED_AT]
    return len(same | (own.keys() & set(sources_of(actor, others).values())))


def _verified_by_assertion(incident: Any) -> dict[str, Any]:
    """A test of another tool must have passed since it last failed."""
    if incident.origin != IncidentOrigin.ASSERTION:
        return {}
    said = IncidentEvent.objects.filter(
        incident=incident.pk,
        kind__in=(IncidentEventKind.REPORT, IncidentEventKind.FOUND, IncidentEventKind.PASSED),
    )
    latest = said.order_by("-id").values_list("kind", flat=True).first()
    if latest != IncidentEventKind.PASSED:
        message = _("The test that found it has not passed since. Run it again, then verify.")
        raise Conflict(message, code="still_failing")
    return {"assertion": incident.key}


@command
def incident_close(*, actor: Actor, incident_id: int, text: str = "", reason: str = "") -> None:
    """End it: the correction is verified."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.CLOSE)
    event_add(actor, incident.pk, IncidentEventKind.CLOSE, text=text)


# Side exits


@command
def incident_reject(*, actor: Actor, incident_id: int, text: str, reason: str = "") -> None:
    """Say that it is a false alarm, and why. The same bricks, unchanged, do not alarm by the same rule again."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.REJECT)
    _require_text(text)
    event_add(actor, incident.pk, IncidentEventKind.REJECT, text=text)


@command
def incident_waive(
    *, actor: Actor, incident_id: int, text: str, expires_at: datetime | None, reason: str = ""
) -> None:
    """Accept the defect until a moment, and say why; then it is open again by itself."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.WAIVE)
    _require_text(text)
    if expires_at is None or expires_at <= timezone.now():
        message = _("Give a moment in the future, at which it is looked at again.")
        raise Invalid.at("expires_at", "missing" if expires_at is None else "past", message)
    event_add(actor, incident.pk, IncidentEventKind.WAIVE, text=text, expires_at=expires_at)


@command
def incident_reopen(*, actor: Actor, incident_id: int, text: str, reason: str = "") -> None:
    """Take up again what was settled too early, and say why."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.REOPEN)
    _require_text(text)
    event_add(actor, incident.pk, IncidentEventKind.REOPEN, text=text)


@command
def incident_comment(*, actor: Actor, incident_id: int, text: str, reason: str = "") -> None:
    """Add a word to the timeline."""
    incident = _incident_for(actor, incident_id, IncidentEventKind.COMMENT)
    _require_text(text)
    event_add(actor, incident.pk, IncidentEventKind.COMMENT, text=text)


# One door for all verbs


def incident_move(*, actor: Actor, incident_id: int, document: EventDocument, reason: str = "") -> None:
    """Carry out the verb that a document names; raises what that verb raises, `Invalid` for what it does not take."""
    verb, takes, renames = VERBS.get(document.kind, (None, (), {}))
    if verb is None:
        message = _("Choose one of: %(expected)s.") % {"expected": ", ".join(VERBS)}
        raise Invalid.at("kind", "literal_error", message)
    given = {name for name, value in document.model_dump(exclude={"kind"}).items() if value}
    if unknown := sorted(given - {"text", *takes}):
        message = _("This kind of event does not take it. Leave it out.")
        raise Invalid(errors=[FieldError(name, "not_taken", message) for name in unknown])
    if document.kind == IncidentEventKind.QUALIFY and not document.severity:
        raise Invalid.at("severity", "missing", _("This value is required."))
    values = {renames.get(name, name): getattr(document, name) for name in ("text", *takes)}
    verb(actor=actor, incident_id=incident_id, reason=reason, **values)


Verb = tuple[Callable[..., None] | None, Sequence[str], Mapping[str, str]]
VERBS: dict[str, Verb] = {
    IncidentEventKind.QUALIFY.value: (
        incident_qualify,
        ("severity", "dimension", "rule"),
        {"rule": "rule_id"},
    ),
    IncidentEventKind.ASSIGN.value: (incident_assign, ("assignee",), {}),
    IncidentEventKind.CORRECT.value: (incident_correct, ("fix",), {}),
    IncidentEventKind.VERIFY.value: (incident_verify, (), {}),
    IncidentEventKind.CLOSE.value: (incident_close, (), {}),
    IncidentEventKind.REJECT.value: (incident_reject, (), {}),
    IncidentEventKind.WAIVE.value: (incident_waive, ("expires_at",), {}),
    IncidentEventKind.REOPEN.value: (incident_reopen, (), {}),
    IncidentEventKind.COMMENT.value: (incident_comment, (), {}),
}


def _incident_for(actor: Actor, incident_id: int, kind: IncidentEventKind) -> Any:
    """The incident as it is now, held until the transaction ends; raises what `_allowed` raises."""
    require(actor, access.can_read(actor))
    rows = Incident.objects.filter(workshop_id=actor.workshop_id, pk=incident_id)
    findings_lock(actor, rows.values_list("asset_id", flat=True))
    return _allowed(actor, incident_id, kind)


def _allowed(actor: Actor, incident_id: int, kind: IncidentEventKind) -> Any:
    """The incident with its state; raises `NotFound`, `Forbidden`, and `Conflict` when its state is another."""
    require(actor, access.can_read(actor))
    incident = incidents_of(actor).filter(pk=incident_id).first()
    if incident is None:
        raise NotFound()
    standing = standings([incident.asset_id]).get(incident.asset_id, Standing())
    require(actor, access.can_do(actor, kind, standing, incident.assignee_id))
    if not can_happen(incident.state, kind):
        message = _("It is “%(state)s” now, so this cannot be done.")
        said = {"state": IncidentState(incident.state).label}
        raise Conflict(message % said, code="state")
    return incident


def _require_text(text: str) -> None:
    if not text:
        raise Invalid.at("text", "missing", _("Say why, in a few words."))
