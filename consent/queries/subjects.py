"""Persons, what they said, and their requests."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.access import require
from common.actor import Actor
from common.errors import NotFound
from common.pagination import Page, page_by_key
from consent import access
from consent.choices import ConsentKind
from consent.deadlines import state_of
from consent.holding.registry import Person
from consent.models import ConsentEvent, Objection, Purpose, RightsRequest, Subject
from consent.queries.people import objections_to
from consent.queries.person import standings_for
from consent.queries.purposes import purposes_of
from consent.states import Evidence, criteria_met
from exchange.models import ShopClient

SUBJECT_COLUMNS = (
    "id", "asset_id", "key", "participant_id", "participant__nickname", "of_age_on", "created_at", "erased_at",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "subject_id", "purpose_id", "notice_id", "notice__number", "notice__told", "notice__published_at", "kind",
    "at", "recorded_at", "expires_at", "channel", "act", "refusal_offered", "by_parent", "proof", "sound",
    "participant__nickname", "door",
)  # fmt: skip
REQUEST_COLUMNS = (
    "id", "version", "subject_id", "right", "purpose_id", "received_at", "due_at", "extended_reason", "answered_at",
    "outcome", "answer", "ended_at",
)  # fmt: skip


def subjects_of(actor: Actor) -> QuerySet[Subject]:
    """The persons that the actor may see: all for those who work with consent, else the one they play."""
    rows = Subject.objects.filter(workshop_id=actor.workshop_id)
    if access.can_read_persons(actor):
        return rows
    own = own_subject_id(actor)
    return rows.filter(pk=own) if own else rows.none()


def own_subject_id(actor: Actor) -> int | None:
    """The person that the actor plays: the one they said, else the client they buy as."""
    if not actor.participant_id:
        return None
    subjects = Subject.objects.filter(workshop_id=actor.workshop_id, erased_at=None)
    chosen = subjects.filter(participant=actor.participant_id).values_list("pk", flat=True).first()
    if chosen is not None:
        return chosen
    client = ShopClient.objects.filter(participant=actor.participant_id).values_list(
        "brick__asset_id", "brick__key"
    )
    if (brick := client.first()) is None:
        return None
    found = subjects.filter(asset_id=brick[0], key=brick[1], participant=None).values_list("pk", flat=True)
    return found.first()


def subject_get(actor: Actor, pk: Any) -> Subject:
    """Raises `NotFound`, also for a person whom the actor may not see."""
    subject = subjects_of(actor).filter(pk=pk).first()
    if subject is None:
        raise NotFound()
    return subject


def person_of(subject: Subject) -> Person:
    return Person(subject.pk, subject.workshop_id, subject.asset_id, subject.key, subject.participant_id)


def subjects_page(actor: Actor, *, asset: int | None = None, **window: Any) -> Page:
    require(actor, access.can_read(actor))
    rows = subjects_of(actor)
    rows = rows.filter(asset_id=asset) if asset is not None else rows
    return page_by_key(rows, columns=SUBJECT_COLUMNS, order=("id",), **window)


def subjects_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these persons whom the actor may see."""
    return list(subjects_of(actor).filter(pk__in=ids).values(*SUBJECT_COLUMNS))


def subject_row(actor: Actor, pk: int, at: datetime | None = None) -> dict[str, Any]:
    """A person with where they stand towards every purpose, now or as of a moment."""
    row = subjects_of(actor).filter(pk=pk).values(*SUBJECT_COLUMNS).first()
    if row is None:
        raise NotFound()
    purposes = list(purposes_of(actor).order_by("code"))
    standings = standings_for(Subject.objects.get(pk=pk), purposes, at or timezone.now())
    choices = [
        {"purpose_id": p.pk, "code": p.code, "basis": p.basis, "standing": standings[p.pk]} for p in purposes
    ]
    return {**row, "choices": choices}


def events_of(actor: Actor) -> QuerySet[ConsentEvent]:
    rows = ConsentEvent.objects.filter(workshop_id=actor.workshop_id)
    return rows if access.can_read_persons(actor) else rows.filter(subject=own_subject_id(actor) or 0)


def events_page(
    actor: Actor,
    *,
    subject: int | None = None,
    purpose: int | None = None,
    kind: str = "",
    **window: Any,
) -> Page:
    """The register: what was said, latest first, each with the four criteria and their evidence."""
    require(actor, access.can_read(actor))
    rows = events_of(actor)
    rows = rows.filter(subject=subject) if subject is not None else rows
    rows = rows.filter(purpose=purpose) if purpose is not None else rows
    rows = rows.filter(kind=kind) if kind in ConsentKind.values else rows
    return page_by_key(rows, columns=EVENT_COLUMNS, order=("-id",), **window).mapped(event_told)


def events_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these events that the actor may see."""
    return [event_told(row) for row in events_of(actor).filter(pk__in=ids).values(*EVENT_COLUMNS)]


def event_row(actor: Actor, pk: int) -> dict[str, Any]:
    row = events_of(actor).filter(pk=pk).values(*EVENT_COLUMNS).first()
    if row is None:
        raise NotFound()
    return event_told(row)


def event_told(row: dict[str, Any]) -> dict[str, Any]:
    """An event with each criterion and whether it holds."""
    published = row["notice__published_at"]
    evidence = Evidence(
        row["act"],
        row["refusal_offered"],
        row["notice_id"],
        frozenset(row["notice__told"] or ()),
        published is not None and published <= row["at"],
    )
    told = {name: value for name, value in row.items() if not name.startswith(("notice__", "participant__"))}
    return {
        **told,
        "notice_number": row["notice__number"],
        "recorded_by": row["participant__nickname"],
        "criteria": criteria_met(evidence),
    }


def objections_of(actor: Actor, subject_id: int, purpose: Purpose | None = None) -> QuerySet[Objection]:
    """The objections of a person that stand; with a purpose, those that count for it."""
    rows = Objection.objects.filter(workshop_id=actor.workshop_id, subject=subject_id, until=None)
    return rows.filter(objections_to(purpose)) if purpose else rows.order_by("pk")


def requests_of(actor: Actor) -> QuerySet[RightsRequest]:
    """All requests for those who answer them; to everybody else, those of the person they play."""
    rows = RightsRequest.objects.filter(workshop_id=actor.workshop_id)
    return rows if access.can_answer(actor) else rows.filter(subject=own_subject_id(actor) or 0)


def request_get(actor: Actor, pk: Any) -> RightsRequest:
    request = requests_of(actor).filter(pk=pk).first()
    if request is None:
        raise NotFound()
    return request


def requests_page(actor: Actor, *, state: str = "", subject: int | None = None, **window: Any) -> Page:
    """Requests, those due first at the top."""
    require(actor, access.can_read(actor))
    now = timezone.now()
    conditions = {
        "open": Q(answered_at=None, due_at__gte=now),
        "late": Q(answered_at=None, due_at__lt=now),
        "answered": Q(answered_at__isnull=False),
    }
    rows = requests_of(actor).filter(conditions.get(state, Q()))
    rows = rows.filter(subject=subject) if subject is not None else rows
    return page_by_key(rows, columns=REQUEST_COLUMNS, order=("due_at", "id"), **window).mapped(request_told)


def requests_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of these requests that the actor may see."""
    return [request_told(row) for row in requests_of(actor).filter(pk__in=ids).values(*REQUEST_COLUMNS)]


def request_row(actor: Actor, pk: int) -> dict[str, Any]:
    row = requests_of(actor).filter(pk=pk).values(*REQUEST_COLUMNS).first()
    if row is None:
        raise NotFound()
    return request_told(row)


def request_told(row: dict[str, Any]) -> dict[str, Any]:
    state = state_of(row["due_at"], row["answered_at"], timezone.now())
    return {**row, "state": state.value}
