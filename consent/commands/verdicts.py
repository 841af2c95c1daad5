"""Asking “may we?”."""

from common.access import require
from common.actor import Actor
from common.change import command, current_change
from consent import access
from consent.documents import UseDocument
from consent.models import Verdict
from consent.queries.verdicts import decided, fingerprint, reasons_kept


@command
def verdict_ask(*, actor: Actor, use: UseDocument, reason: str = "") -> int:
    """Decide now and keep the answer with its reasons, for ever as it was; answers the verdict's id."""
    require(actor, access.can_ask(actor))
    change = current_change()
    assert change is not None
    case, decision = decided(actor, use)
    people = case.facts.people
    row = Verdict.objects.create(
        workshop_id=actor.workshop_id,
        purpose_id=use.purpose,
        asset_id=use.asset,
        kind=use.kind,
        use=use.model_dump(),
        at=case.at,
        answer=decision.answer,
        reasons=reasons_kept(decision),
        people=None if people is None else dict(people),
        field_ids=sorted(decision.field_ids),
        inputs=fingerprint(case),
        participant_id=actor.participant_id or None,
        door=actor.door.value,
        request_id=actor.request_id,
        asked_at=change.at,
    )
    return row.pk
