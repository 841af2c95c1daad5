"""Incidents as doors tell them: their state read from their timelines, in SQL."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.queries.assets import assets_visible
from common.actor import Actor
from common.errors import NotFound
from common.models import bilingual
from common.pagination import Page, page_by_key
from quality.choices import OPEN, STATES, IncidentEventKind, IncidentState
from quality.documents import IncidentFilter
from quality.models import Incident, IncidentBrick, IncidentEvent
from quality.queries.rules import COLUMNS as RULE_COLUMNS
from quality.queries.rules import rules_of, rules_told
from workshop.models import Participant

BRICKS_SHOWN = 50
INCIDENT_COLUMNS = (
    "id", "asset_id", "origin", "rule_id", "field", "producer_id", "created_at", "state", "severity", "dimension",
    "assignee_id", "changed_at", "event_count",
)  # fmt: skip
ASSET_COLUMNS = ("namespace", "name", "title_fr", "title_en", "colour", "shape")
EVENT_COLUMNS = (
    "id", "incident_id", "kind", "at", "participant_id", "participant__nickname", "severity", "dimension",
    "assignee_id", "assignee__nickname", "expires_at", "text", "facts", "door",
)  # fmt: skip


def incidents_of(actor: Actor, at: datetime | None = None) -> QuerySet[Any]:
    """The incidents of the workshop, with what their timelines make of them at a moment (now)."""
    return with_state(Incident.objects.filter(workshop_id=actor.workshop_id), at or timezone.now())


def with_state(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """`state`, `severity`, `dimension`, `assignee_id`, `changed_at`, as `quality.incidents` says them."""
    events = IncidentEvent.objects.filter(incident=OuterRef("pk")).order_by("-id")
    deciding = events.filter(kind__in=list(STATES))
    expired = Q(last_kind=IncidentEventKind.WAIVE, last_expires_at__lte=at)
    stated: QuerySet[Any] = rows.annotate(
        last_kind=Subquery(deciding.values("kind")[:1]),
        last_expires_at=Subquery(deciding.values("expires_at")[:1]),
        state=Case(
            When(expired, then=Value(IncidentState.REOPENED.value)),
            *(When(last_kind=kind, then=Value(state.value)) for kind, state in STATES.items()),
            output_field=CharField(),
        ),
        severity=Subquery(events.exclude(severity="").values("severity")[:1]),
        dimension=Subquery(events.exclude(dimension="").values("dimension")[:1]),
        assignee_id=Coalesce(
            Subquery(events.exclude(assignee=None).values("assignee_id")[:1]),
            F("producer_id"),
            output_field=BigIntegerField(),
        ),
        changed_at=Subquery(events.values("at")[:1]),
        event_count=Subquery(
            IncidentEvent.objects.filter(incident=OuterRef("pk"))
            .order_by()
            .values("incident")
            .annotate(count=Count("pk"))
            .values("count")
        ),
    )
    return stated


def incidents_matching(actor: Actor, wanted: IncidentFilter, at: datetime | None = None) -> QuerySet[Any]:
    """The incidents for which every condition of the filter holds."""
    plain = {"asset_id": wanted.asset, "rule_id": wanted.rule, "assignee_id": wanted.assignee}
    lists = {"state__in": list(wanted.state), "severity__in": list(wanted.severity)}
    rows = incidents_of(actor, at).filter(
        **{name: value for name, value in plain.items() if value is not None}
    )
    rows = rows.filter(**{name: values for name, values in lists.items() if values})
    if wanted.brick is not None:
        rows = rows.filter(
            Exists(_about(IncidentBrick.objects.filter(incident=OuterRef("pk")), [wanted.brick]))
        )
    if wanted.open is not None:
        rows = rows.filter(state__in=OPEN) if wanted.open else rows.exclude(state__in=OPEN)
    return rows


def incidents_page(actor: Actor, wanted: IncidentFilter, **window: Any) -> Page:
    """Incidents, latest first; `window` is that of `page_by_key`."""
    rows = incidents_matching(actor, wanted)
    page = page_by_key(rows, columns=INCIDENT_COLUMNS, order=("-id",), **window)
    return replace(page, rows=incidents_told(actor, page.rows))


def incident_get(actor: Actor, incident_id: int) -> dict[str, Any]:
    """One incident; raises `NotFound`."""
    row = incidents_of(actor).filter(pk=incident_id).values(*INCIDENT_COLUMNS).first()
    if row is None:
        raise NotFound()
    return incidents_told(actor, [row])[0]


def incidents_by_id(actor: Actor, ids: Collection[int]) -> list[dict[str, Any]]:
    """Those of `ids` that the actor may see, latest first."""
    rows = incidents_of(actor).filter(pk__in=ids).order_by("-id").values(*INCIDENT_COLUMNS)
    return incidents_told(actor, rows)


def incidents_told(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `INCIDENT_COLUMNS` with the names of what they point to, in a fixed number of queries."""
    rows = list(rows)
    ids = [row["id"] for row in rows]
    assets = _assets(actor, {row["asset_id"] for row in rows})
    people = _people(actor, {row[name] for row in rows for name in ("assignee_id", "producer_id")})
    rules = _rules(actor, {row["rule_id"] for row in rows} - {None})
    first = _reports(ids)
    bricks = bricks_of_incidents(ids)
    return [
        {
            **row,
            "version": row["event_count"],
            "asset": assets[row["asset_id"]],
            "rule": rules.get(row["rule_id"]),
            "assignee": people.get(row["assignee_id"]),
            "producer": people.get(row["producer_id"]),
            "reported_by": first[row["id"]]["participant__nickname"],
            "description": first[row["id"]]["text"],
            "said": bilingual(first[row["id"]]["facts"].get("said", {}), "said"),
            "brick_ids": [pk for pk, _source in bricks[row["id"]][:BRICKS_SHOWN]],
            "brick_count": len(bricks[row["id"]]),
        }
        for row in rows
    ]


def _assets(actor: Actor, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """As they are called now; those that are gone keep their number."""
    rows = assets_visible(actor).filter(pk__in=ids).values("id", *ASSET_COLUMNS)
    found = {row["id"]: row for row in rows}
    gone = {"namespace": "", "title_fr": "", "title_en": "", "colour": "grey", "shape": "brick"}
    return {pk: found.get(pk, {"id": pk, "name": f"#{pk}", **gone}) for pk in ids}


def _people(actor: Actor, ids: Collection[int | None]) -> dict[int | None, dict[str, Any]]:
    rows = Participant.objects.filter(
        workshop_id=actor.workshop_id, pk__in=[pk for pk in set(ids) if pk is not None]
    )
    return {row["id"]: {**row} for row in rows.values("id", "nickname")}


def _rules(actor: Actor, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = list(rules_of(actor).filter(pk__in=ids).values(*RULE_COLUMNS)) if ids else []
    return {rule["id"]: rule for rule in rules_told(actor, rows)}


def _reports(ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The report with which each incident began."""
    rows = IncidentEvent.objects.filter(incident__in=ids, kind=IncidentEventKind.REPORT)
    columns = ("incident_id", "participant__nickname", "text", "facts")
    return {row["incident_id"]: row for row in rows.values(*columns)}


def bricks_of_incidents(ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """The bricks of each incident, as (brick, brick at the source)."""
    found: dict[int, list[tuple[int, int]]] = {pk: [] for pk in ids}
    rows = IncidentBrick.objects.filter(incident__in=ids).order_by("id")
    for pk, brick_id, source_id in rows.values_list("incident_id", "brick_id", "source_id"):
        found[pk].append((brick_id, source_id))
    return found


def events_page(actor: Actor, incident_id: int, **window: Any) -> Page:
    """The timeline of an incident, earliest first; raises `NotFound`."""
    if not Incident.objects.filter(workshop_id=actor.workshop_id, pk=incident_id).exists():
        raise NotFound()
    rows = IncidentEvent.objects.filter(incident=incident_id)
    return page_by_key(rows, columns=EVENT_COLUMNS, order=("id",), **window)


def events_of(actor: Actor, incident_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The whole timelines of some incidents, earliest first."""
    rows = IncidentEvent.objects.filter(
        incident__workshop_id=actor.workshop_id, incident__in=incident_ids
    ).order_by("id")
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in incident_ids}
    for row in rows.values(*EVENT_COLUMNS):
        found[row["incident_id"]].append(row)
    return found


# By brick


def _about(rows: QuerySet[Any], brick_ids: Collection[int]) -> QuerySet[Any]:
    """About exactly these bricks: where the problem was met, and at its source."""
    return rows.filter(Q(brick_id__in=brick_ids) | Q(source_id__in=brick_ids))


def incidents_open_by_brick(actor: Actor, brick_ids: Collection[int]) -> dict[int, list[int]]:
    """The open incidents about each of these bricks; bricks without any are left out."""
    wanted = set(brick_ids)
    found: dict[int, list[int]] = {}
    for chunk in _chunks(wanted):
        rows = _about(IncidentBrick.objects.filter(incident__workshop_id=actor.workshop_id), chunk)
        pairs = list(rows.values_list("incident_id", "brick_id", "source_id"))
        states = states_of(actor, {pk for pk, *_bricks in pairs})
        for incident_id, brick_id, source_id in pairs:
            for pk in {brick_id, source_id} & wanted:
                if states[incident_id] in OPEN:
                    found.setdefault(pk, []).append(incident_id)
    return {pk: sorted(set(ids)) for pk, ids in found.items()}


def first_reports(actor: Actor, brick_ids: Collection[int]) -> dict[int, datetime]:
    """When the first problem was reported on exactly each of these bricks, false alarms left out."""
    wanted = set(brick_ids)
    found: dict[int, datetime] = {}
    for chunk in _chunks(wanted):
        rows = _about(IncidentBrick.objects.filter(incident__workshop_id=actor.workshop_id), chunk)
        pairs = list(rows.values_list("incident_id", "incident__created_at", "brick_id", "source_id"))
        states = states_of(actor, {row[0] for row in pairs})
        for incident_id, at, brick_id, source_id in pairs:
            if states[incident_id] != IncidentState.REJECTED:
                found |= {pk: min(at, found.get(pk, at)) for pk in {brick_id, source_id} & wanted}
    return found


def states_of(actor: Actor, incident_ids: Collection[int], at: datetime | None = None) -> dict[int, str]:
    rows = incidents_of(actor, at).filter(pk__in=incident_ids)
    return dict(rows.values_list("pk", "state")) if incident_ids else {}


def _chunks(ids: Collection[int], size: int = 400) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


# By asset


def counts_open(actor: Actor, asset_ids: Collection[int]) -> dict[int, int]:
    """How many open incidents each asset has."""
    found = dict.fromkeys(asset_ids, 0)
    for chunk in _chunks(asset_ids):
        rows = incidents_of(actor).filter(asset__in=chunk, state__in=OPEN)
        for pk in rows.values_list("asset_id", flat=True):
            found[pk] += 1
    return found


def board_counts(actor: Actor, wanted: IncidentFilter) -> dict[str, int]:
    """How many incidents are in each state, the filter's other conditions holding."""
    rows = incidents_matching(actor, wanted.model_copy(update={"state": [], "open": None}))
    counted = dict.fromkeys(IncidentState.values, 0)
    for state in rows.values_list("state", flat=True):
        counted[state] += 1
    return counted
