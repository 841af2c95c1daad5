"""One person traced: every brick, copy, and whatever was made from them, with what must happen and who does it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from common.access import require
from common.actor import Actor
from common.errors import NotFound
from common.models import bilingual
from common.pagination import Page, page_by_key
from consent import access
from consent.choices import RIGHTS, Duty
from consent.holding.registry import HOLDERS, Held
from consent.models import Erasure, Subject
from consent.queries.purposes import purpose_get, purposes_of
from consent.queries.subjects import own_subject_id, person_of, subject_get
from consent.wording import duty_said

ERASURE_COLUMNS = ("id", "subject_id", "started_at", "finished_at", "done", "participant__nickname")


def withdrawal_trace(actor: Actor, subject_id: int, purpose_id: int | None = None) -> dict[str, Any]:
    """All that holds or derives from a person: `{subject_id, items, to_do, counts}`.

    With a purpose: what its end for this person means; without: what an erasure means. Raises `NotFound`, `Forbidden`.
    """
    subject = _traced(actor, subject_id)
    if purpose_id is not None:
        purpose_get(actor, purpose_id)
    person = person_of(subject)
    found = [held for holder in HOLDERS.values() for held in holder.held(actor, person, purpose_id)]
    titles = {purpose.pk: bilingual(purpose, "title") for purpose in purposes_of(actor)}
    said = {(h.why, h.purpose_id): duty_said(h.why, titles.get(h.purpose_id or 0, "")) for h in found}
    items = [_told(held, said[held.why, held.purpose_id]) for held in found]
    return {
        "subject_id": subject.pk,
        "purpose_id": purpose_id,
        "at": timezone.now(),
        "items": items,
        "to_do": _to_do(items),
        "counts": {duty: sum(i["count"] for i in items if i["duty"] == duty) for duty in Duty.values},
    }


def may_trace(actor: Actor, subject_id: int) -> bool:
    return access.can_trace(actor, subject_id == own_subject_id(actor))


def untold(subject_id: int, purpose_id: int) -> dict[str, Any]:
    """The shape of a trace for whoever may write down a withdrawal, but not see where the person's data is."""
    counts = dict.fromkeys(Duty.values, 0)
    shape = {"subject_id": subject_id, "purpose_id": purpose_id, "at": timezone.now()}
    return {**shape, "items": [], "to_do": [], "counts": counts}


def _traced(actor: Actor, subject_id: int) -> Subject:
    require(actor, access.can_read(actor))
    subject = subject_get(actor, subject_id)
    require(actor, access.can_trace(actor, subject.pk == own_subject_id(actor)))
    return subject


def _told(held: Held, said: str) -> dict[str, Any]:
    return {
        "holder": held.holder,
        "what": held.what,
        "duty": str(held.duty),
        "count": held.count,
        "asset_id": held.asset_id,
        "zone": held.zone,
        "ids": list(held.ids),
        "who": list(held.who),
        "why": held.why,
        "until": held.until,
        "purpose_id": held.purpose_id,
        "said": said,
    }


def _to_do(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What people must do, one line for each duty and each of those who must do it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        if item["duty"] == Duty.KEEP:
            continue
        for who in item["who"] or [""]:
            found[item["duty"], who].append(item["what"])
    return [
        {"duty": duty, "who": who, "what": sorted(set(what))} for (duty, who), what in sorted(found.items())
    ]


def personal_copy(actor: Actor, subject_id: int) -> dict[str, Any]:
    """All that is held on a person, for them to read or take along (access, portability)."""
    subject = _traced(actor, subject_id)
    person = person_of(subject)
    purposes = [
        {
            "code": purpose.code,
            "title": bilingual(purpose, "title"),
            "basis": purpose.basis,
            "rights": sorted(RIGHTS.get(purpose.basis, ())),
            "retention_days": purpose.retention_days,
            "recipients": purpose.recipients,
            "transfers": purpose.transfers,
            "controller": purpose.controller,
            "dpo": purpose.dpo,
        }
        for purpose in purposes_of(actor).order_by("code")
    ]
    held = {code: holder.told(actor, person) for code, holder in HOLDERS.items()}
    return {"person": subject.key, "at": timezone.now(), "purposes": purposes, **held}


def erasures_of(actor: Actor) -> QuerySet[Erasure]:
    rows = Erasure.objects.filter(workshop_id=actor.workshop_id)
    return rows if access.can_read_persons(actor) else rows.none()


def erasures_page(actor: Actor, **window: Any) -> Page:
    """Proofs of erasure, latest first."""
    require(actor, access.can_read(actor))
    return page_by_key(erasures_of(actor), columns=ERASURE_COLUMNS, order=("-id",), **window)


def erasures_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these proofs that the actor may see."""
    return list(erasures_of(actor).filter(pk__in=ids).values(*ERASURE_COLUMNS))


def erasure_row(actor: Actor, pk: int) -> dict[str, Any]:
    row: dict[str, Any] | None = erasures_of(actor).filter(pk=pk).values(*ERASURE_COLUMNS).first()
    if row is None:
        raise NotFound()
    return row
