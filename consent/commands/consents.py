"""What persons say: one purpose at a time, only ever added to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.access import require
from common.actor import Actor
from common.change import command, current_change
from common.errors import Conflict, FieldError, Invalid, NotFound
from common.history import values_insert
from consent import access
from consent.choices import AGREEING, EVENTS_MAX, Act, Channel, ConsentKind, LegalBasis
from consent.documents import ConsentDocument, ObjectionDocument
from consent.models import ConsentEvent, Notice, Objection, Purpose, Subject
from consent.queries.purposes import latest_notices, purpose_get
from consent.queries.subjects import own_subject_id, subject_get
from consent.states import Evidence, is_sound

MESSAGES: dict[str, Any] = {
    "unknown_subject": gettext_lazy("There is no such person in your workshop."),
    "unknown_purpose": gettext_lazy(
        "There is no such purpose in your workshop. Declare it, or correct the id."
    ),
    "unknown_notice": gettext_lazy("This notice belongs to another purpose. Name one of this purpose."),
    "erased": gettext_lazy("This person was erased: nothing can be said of them any more."),
    "not_on_consent": gettext_lazy(
        "This purpose does not rest on consent, so there is nothing to give or withdraw. It has other rights."
    ),
    "future": gettext_lazy("Give a moment that is past: nobody has said this yet."),
    "expired": gettext_lazy("It would end before it begins. Give a later end."),
}


@command
def consents_record(*, actor: Actor, documents: Sequence[ConsentDocument], reason: str = "") -> list[int]:
    """Write down what persons said, all or none; answers the ids, in order.

    Raises `Forbidden`, and `Invalid` with every refused place as `<index>.<path>`.
    """
    if len(documents) > EVENTS_MAX:
        raise Invalid.at("", "too_long", _("Send at most %(max)s at once.") % {"max": EVENTS_MAX})
    require(actor, access.can_record(actor, _is_self(actor, documents)))
    change = current_change()
    assert change is not None
    known = _Known(actor, documents)
    errors = [e for n, document in enumerate(documents) for e in known.errors(n, document, change.at)]
    if errors:
        raise Invalid(errors=errors)
    return values_insert(ConsentEvent, [known.row(document, change.at) for document in documents])


@command
def consent_record(*, actor: Actor, document: ConsentDocument, reason: str = "") -> int:
    """One of them; places are those of the document."""
    try:
        return consents_record(actor=actor, documents=[document], reason=reason)[0]
    except Invalid as refused:
        errors = [FieldError(e.path.partition(".")[2], e.code, e.message) for e in refused.errors]
        raise Invalid(errors=errors) from None


def _is_self(actor: Actor, documents: Sequence[ConsentDocument]) -> bool:
    own = own_subject_id(actor)
    return own is not None and all(document.subject == own for document in documents)


class _Known:
    """The rows that documents name, read at once."""

    def __init__(self, actor: Actor, documents: Sequence[ConsentDocument]):
        self.actor = actor
        here = {"workshop_id": actor.workshop_id}
        subjects = Subject.objects.filter(**here, pk__among={d.subject for d in documents})
        self.subjects = dict(subjects.values_list("pk", "erased_at"))
        purposes = Purpose.objects.filter(**here, pk__among={d.purpose for d in documents})
        self.purposes = dict(purposes.values_list("pk", "basis"))
        notices = Notice.objects.filter(**here, pk__among={d.notice for d in documents if d.notice})
        self.notices = {
            pk: (purpose, frozenset(told), at)
            for pk, purpose, told, at in notices.values_list("pk", "purpose_id", "told", "published_at")
        }

    def errors(self, index: int, document: ConsentDocument, now: datetime) -> list[FieldError]:
        wrong = {
            "subject": self._subject_error(document),
            "purpose": self._purpose_error(document),
            "notice": self._notice_error(document),
            "at": "future" if document.at is not None and document.at > now else "",
            "expires_at": self._expiry_error(document, now),
        }
        return [FieldError(f"{index}.{path}", code, MESSAGES[code]) for path, code in wrong.items() if code]

    def _subject_error(self, document: ConsentDocument) -> str:
        if document.subject not in self.subjects:
            return "unknown_subject"
        return "erased" if self.subjects[document.subject] is not None else ""

    def _purpose_error(self, document: ConsentDocument) -> str:
        if document.purpose not in self.purposes:
            return "unknown_purpose"
        return "" if self.purposes[document.purpose] == LegalBasis.CONSENT else "not_on_consent"

    def _notice_error(self, document: ConsentDocument) -> str:
        if document.notice is None:
            return ""
        return "" if self.notices.get(document.notice, (0,))[0] == document.purpose else "unknown_notice"

    def _expiry_error(self, document: ConsentDocument, now: datetime) -> str:
        return "expired" if document.expires_at and document.expires_at <= (document.at or now) else ""

    def row(self, document: ConsentDocument, now: datetime) -> dict[str, Any]:
        at = document.at or now
        _purpose, told, published = self.notices.get(document.notice or 0, (0, frozenset(), None))
        shown_before = published is not None and published <= at
        evidence = Evidence(document.act, document.refusal_offered, document.notice, told, shown_before)
        return {
            "workshop_id": self.actor.workshop_id,
            "subject_id": document.subject,
            "purpose_id": document.purpose,
            "notice_id": document.notice,
            "kind": document.kind,
            "at": at,
            "recorded_at": now,
            "expires_at": document.expires_at if document.kind in AGREEING else None,
            "channel": document.channel,
            "act": document.act,
            "refusal_offered": document.refusal_offered,
            "by_parent": document.by_parent,
            "proof": document.proof,
            "sound": is_sound(document.kind, evidence),
            "participant_id": self.actor.participant_id or None,
            "door": self.actor.door.value,
            "request_id": self.actor.request_id,
        }


@command
def consent_answer(*, actor: Actor, purpose_id: int, agrees: bool, reason: str = "") -> int:
    """The person whom the actor plays presses one of two equal buttons under the latest notice."""
    kind = ConsentKind.GIVEN if agrees else ConsentKind.REFUSED
    return _say(actor, purpose_id, kind)


@command
def consent_withdraw(
    *, actor: Actor, purpose_id: int, subject_id: int | None = None, reason: str = ""
) -> int:
    """Take an agreement back, from now on: the person in one tap, or whoever they told."""
    return _say(actor, purpose_id, ConsentKind.WITHDRAWN, subject_id)


def _say(actor: Actor, purpose_id: int, kind: ConsentKind, subject_id: int | None = None) -> int:
    own = own_subject_id(actor)
    subject_id = subject_id if subject_id is not None else own
    require(actor, access.can_read(actor))
    if subject_id is None:
        raise NotFound(_("Say first which person you play."))
    purpose = purpose_get(actor, purpose_id)
    is_self = subject_id == own
    document = ConsentDocument(
        subject=subject_id,
        purpose=purpose.pk,
        kind=kind.value,
        channel=(Channel.PHONE_PAGE if is_self else Channel.IN_ROOM).value,
        act=(Act.BUTTON if is_self else Act.SPOKEN).value,
        notice=latest_notices([purpose.pk]).get(purpose.pk),
        refusal_offered=True,
    )
    return consent_record(actor=actor, document=document)


@command
def objection_raise(*, actor: Actor, document: ObjectionDocument, reason: str = "") -> int:
    """Object to a purpose, or (without one) to all direct marketing; doing it twice changes nothing.

    Raises `Conflict` (`no_right`) where the law gives no right to object: one withdraws consent, and a contract or an
    obligation goes on.
    """
    subject = _object_check(actor, document.subject)
    if document.purpose is not None:
        purpose = purpose_get(actor, document.purpose)
        if not (purpose.direct_marketing or purpose.basis in (LegalBasis.LEGITIMATE, LegalBasis.PUBLIC)):
            raise Conflict(_no_right(purpose), code="no_right")
    standing = Objection.objects.filter(subject=subject, purpose=document.purpose, until=None)
    if (known := standing.values_list("pk", flat=True).first()) is not None:
        return known
    change = current_change()
    assert change is not None
    row = Objection.objects.create(
        workshop_id=actor.workshop_id,
        subject=subject,
        purpose_id=document.purpose,
        at=change.at,
        channel=document.channel,
        participant_id=actor.participant_id or None,
        door=actor.door.value,
        request_id=actor.request_id,
    )
    return row.pk


def _no_right(purpose: Purpose) -> str:
    if purpose.basis == LegalBasis.CONSENT:
        return _("This purpose rests on consent: withdraw it instead.")
    return _("This purpose rests on a contract, an obligation or vital interests: it goes on.")


@command
def objection_lift(*, actor: Actor, objection_id: int, reason: str = "") -> None:
    """Take an objection back: only the person may, for it always wins."""
    own = own_subject_id(actor)
    row = Objection.objects.filter(workshop_id=actor.workshop_id, pk=objection_id, until=None).first()
    if row is None or (row.subject_id != own and not access.can_read_persons(actor)):
        raise NotFound()
    require(actor, row.subject_id == own, _("Only the person who objected takes it back."))
    row.until = timezone.now()
    row.save()


def _object_check(actor: Actor, subject_id: int) -> Subject:
    subject = subject_get(actor, subject_id)
    require(actor, access.can_record(actor, subject.pk == own_subject_id(actor)))
    if subject.erased_at is not None:
        raise Conflict(MESSAGES["erased"], code="erased")
    return subject
