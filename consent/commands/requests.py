"""Rights requests and their clock."""

from django.utils.translation import gettext as _

from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, Invalid
from consent import access, deadlines
from consent.choices import RIGHTS, LegalBasis, Outcome, Right
from consent.documents import AnswerDocument, ExtensionDocument, RequestDocument
from consent.models import RightsRequest
from consent.queries.purposes import purpose_get
from consent.queries.subjects import own_subject_id, request_get, subject_get


@command
def request_file(*, actor: Actor, document: RequestDocument, reason: str = "") -> int:
    """Take in a request; the clock runs from when it came. Raises `Conflict` (`no_right`) where the basis has none."""
    subject = subject_get(actor, document.subject)
    require(actor, access.can_request(actor, subject.pk == own_subject_id(actor)))
    change = current_change()
    assert change is not None
    received = document.received_at or change.at
    if received > change.at:
        raise Invalid.at("received_at", "future", _("Give a moment that is past."))
    if document.purpose is not None:
        _check_right(actor, document.right, document.purpose)
    row = RightsRequest.objects.create(
        workshop_id=actor.workshop_id,
        subject=subject,
        right=document.right,
        purpose_id=document.purpose,
        received_at=received,
        due_at=deadlines.due_at(received),
    )
    return row.pk


def _check_right(actor: Actor, right: str, purpose_id: int) -> None:
    purpose = purpose_get(actor, purpose_id)
    if right == Right.OBJECTION and purpose.direct_marketing:
        return
    if purpose.basis and right not in RIGHTS[purpose.basis]:
        values = {"right": Right(right).label, "basis": LegalBasis(purpose.basis).label}
        message = _("“%(right)s” does not exist where the legal basis is “%(basis)s”.") % values
        raise Conflict(message, code="no_right")


@command
def request_extend(*, actor: Actor, request_id: int, document: ExtensionDocument, reason: str = "") -> None:
    """Two more months, for a complex request, told with the reason within the first month."""
    row = _open(actor, request_id)
    change = current_change()
    assert change is not None
    if row.extended_reason or not deadlines.may_extend(row.received_at, change.at):
        message = _("Only once, and within the first month, can the time be extended.")
        raise Conflict(message, code="not_extendable")
    row.due_at = deadlines.due_at(row.received_at, extended=True)
    row.extended_reason = document.reason
    row.version += 1
    row.save()


@command
def request_answer(*, actor: Actor, request_id: int, document: AnswerDocument, reason: str = "") -> None:
    """Answer it, once. A granted restriction holds from now until it is lifted."""
    row = _open(actor, request_id)
    change = current_change()
    assert change is not None
    row.answered_at, row.outcome, row.answer = change.at, document.outcome, document.answer
    row.version += 1
    row.save()


@command
def restriction_lift(*, actor: Actor, request_id: int, reason: str = "") -> None:
    """End a restriction that was granted; the person is told before (art. 18(3))."""
    row = request_get(actor, request_id)
    require(actor, access.can_answer(actor))
    is_held = row.right == Right.RESTRICTION and row.outcome in (Outcome.GRANTED, Outcome.PARTLY)
    if not is_held or row.ended_at is not None:
        raise Conflict(_("No restriction holds here."), code="not_restricted")
    change = current_change()
    assert change is not None
    row.ended_at = change.at
    row.version += 1
    row.save()


def _open(actor: Actor, request_id: int) -> RightsRequest:
    row = request_get(actor, request_id)
    require(actor, access.can_answer(actor))
    if row.answered_at is not None:
        raise Conflict(_("This request was answered already."), code="answered")
    return row
