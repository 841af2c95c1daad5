"""The phone page of a client: who they play, what they are asked, what they chose."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from common.actor import Actor
from common.models import bilingual
from consent.choices import RIGHTS, LegalBasis, Standing
from consent.models import Notice, Subject
from consent.queries.person import standings_for
from consent.queries.purposes import latest_notices, purposes_of
from consent.queries.subjects import objections_of, own_subject_id

AGREED = frozenset({Standing.COVERED, Standing.NEEDS_PARENT, Standing.UNPROVEN})


def persons_free(actor: Actor) -> QuerySet[Subject]:
    """The persons whom nobody plays yet, by number."""
    rows = Subject.objects.filter(workshop_id=actor.workshop_id, participant=None, erased_at=None)
    return rows.order_by("asset_id", "pk")[:200]


def choices_of(actor: Actor) -> list[dict[str, Any]]:
    """Each purpose with its text as shown, where the person stands, and what they may do about it."""
    own = own_subject_id(actor)
    if own is None:
        return []
    purposes = list(purposes_of(actor).exclude(basis="").order_by("code"))
    shown = {
        notice.pk: notice
        for notice in Notice.objects.filter(pk__in=latest_notices([p.pk for p in purposes]).values())
    }
    notices = {notice.purpose_id: notice for notice in shown.values()}
    standings = standings_for(Subject.objects.get(pk=own), purposes, timezone.now())
    against = {objection.purpose_id: objection.pk for objection in objections_of(actor, own)}
    found = []
    for purpose in purposes:
        standing = standings[purpose.pk]
        notice = notices.get(purpose.pk)
        found.append(
            {
                "purpose": purpose,
                "title": bilingual(purpose, "title"),
                "text": bilingual(notice, "text") if notice else bilingual(purpose, "text"),
                "notice": notice,
                "standing": standing,
                "is_asked": purpose.basis == LegalBasis.CONSENT and notice is not None,
                "is_agreed": purpose.basis == LegalBasis.CONSENT and standing in AGREED,
                "is_open": standing == Standing.NO_ANSWER,
                "can_object": purpose.basis in (LegalBasis.LEGITIMATE, LegalBasis.PUBLIC)
                and not purpose.direct_marketing,
                "objection": against.get(purpose.pk),
                "rights": [str(right) for right in sorted(RIGHTS[purpose.basis])],
            }
        )
    return sorted(found, key=lambda row: (not row["is_open"], not row["is_asked"]))


def marketing_objection(actor: Actor) -> int | None:
    """The person's objection to all direct marketing, when it stands."""
    own = own_subject_id(actor)
    if own is None:
        return None
    return objections_of(actor, own).filter(purpose=None).values_list("pk", flat=True).first()
