"""Incidents: the board, one with its timeline, reporting, and everything that can be done with one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.access import Standing
from catalog.queries.assets import asset_get, assets_get, standings
from common.access import require
from common.actor import Actor
from common.errors import NotFound
from exchange.queries.bricks import BRICK_COLUMNS, brick_get, bricks_of
from lineage.queries.graphs import impact_read
from quality import access
from quality.choices import TRANSITIONS, IncidentEventKind, IncidentState, Severity
from quality.commands import incident_move, incident_report
from quality.documents import EventDocument, IncidentFilter, ReportDocument
from quality.forms import EventForm, ReportForm
from quality.queries.incidents import (
    board_counts,
    bricks_of_incidents,
    events_of,
    incident_get,
    incidents_open_by_brick,
    incidents_page,
)
from quality.queries.rules import rules_page
from quality.views.pages import reader_of
from workshop.middleware import PageRequest
from workshop.queries import participants_of

BOARD_SHOWN = 60
BRICKS_SHOWN = 20
COLUMNS = (
    IncidentState.REPORTED, IncidentState.REOPENED, IncidentState.QUALIFIED, IncidentState.ASSIGNED,
    IncidentState.CORRECTED, IncidentState.VERIFIED,
)  # fmt: skip
WAY = (COLUMNS[0], *COLUMNS[2:], IncidentState.CLOSED)
ENDS = (IncidentState.CLOSED, IncidentState.REJECTED, IncidentState.WAIVED)


@require_safe
def board(request: PageRequest) -> HttpResponse:
    """The open incidents in columns by state; those that are over, by choosing their state."""
    actor = reader_of(request)
    wanted = _wanted(request, actor)
    window = {"limit": BOARD_SHOWN, "after": request.GET.get("after") or None}
    page = incidents_page(actor, wanted, **window)
    counts = board_counts(actor, wanted)
    states = list(wanted.state) or [state.value for state in COLUMNS]
    context = {
        "page": page,
        "columns": [
            {
                "state": state,
                "count": counts[state],
                "incidents": [row for row in page.rows if row["state"] == state],
            }
            for state in states
        ],
        "ends": [(state.value, counts[state.value]) for state in ENDS],
        "chosen": {"state": request.GET.get("state", ""), "mine": request.GET.get("mine", "")},
        "severities": Severity.choices,
        "severity": request.GET.get("severity", ""),
    }
    return render(request, "quality/incident_board.html", context)


def _wanted(request: PageRequest, actor: Actor) -> IncidentFilter:
    """The filter of the address; what it does not know it passes over."""
    asked: dict[str, Any] = {"open": True}
    state, severity, asset = (request.GET.get(name, "") for name in ("state", "severity", "asset"))
    if state in IncidentState.values:
        asked = {"state": [state]}
    if severity in Severity.values:
        asked["severity"] = [severity]
    if asset.isdigit() and len(asset) < 19:
        asked["asset"] = int(asset)
    if request.GET.get("mine"):
        asked["assignee"] = actor.participant_id or None
    return IncidentFilter(**asked)


@require_safe
def incident_detail(request: PageRequest, pk: int) -> HttpResponse:
    return _detail(request, pk)


def _detail(request: PageRequest, pk: int, refused: EventForm | None = None) -> HttpResponse:
    actor = reader_of(request)
    incident = incident_get(actor, pk)
    timeline = events_of(actor, [pk])[pk]
    bricks = bricks_of_incidents([pk])[pk]
    context = {
        "incident": incident,
        "asset": incident["asset"],
        "is_asset_there": bool(assets_get(actor, [incident["asset_id"]], ())),
        "timeline": timeline,
        "minutes_to_fix": _minutes_to_fix(timeline),
        "forms": _forms(actor, incident, refused),
        "bricks": _bricks(actor, bricks[:BRICKS_SHOWN]),
        "more_count": max(0, len(bricks) - BRICKS_SHOWN),
        "impact": _impact(actor, incident["asset_id"]),
        "way": WAY,
    }
    status = refused.status if refused else 200
    return render(request, "quality/incident_detail.html", context, status=status)


def _forms(actor: Actor, incident: Mapping[str, Any], refused: EventForm | None) -> list[EventForm]:
    """A form for each thing that this reader may do with it now; one that was refused comes back as it was sent."""
    people = list(participants_of(actor).order_by("nickname").values_list("nickname", flat=True))
    rules = [
        (rule["id"], rule["sentence"])
        for rule in rules_page(actor, asset=incident["asset_id"], state=["active"], limit=200).rows
    ]
    return [
        refused
        if refused and refused.kind == kind
        else EventForm(kind=kind, incident=incident, people=people, rules=rules)
        for kind in allowed_kinds(actor, incident)
    ]


def allowed_kinds(actor: Actor, incident: Mapping[str, Any]) -> list[str]:
    """What this actor may do with an incident in its present state."""
    standing = standings([incident["asset_id"]]).get(incident["asset_id"], Standing())
    kinds = [*TRANSITIONS[IncidentState(incident["state"])], IncidentEventKind.COMMENT]
    return [kind.value for kind in kinds if access.can_do(actor, kind, standing, incident["assignee_id"])]


def _bricks(actor: Actor, pairs: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """The bricks as they are now, each with the one at its source."""
    ids = {pk for pair in pairs for pk in pair}
    rows = {row["id"]: row for row in bricks_of(actor).filter(pk__in=ids).values(*BRICK_COLUMNS)}
    return [
        {"brick": rows.get(brick_id), "source": rows.get(source_id), "is_copy": brick_id != source_id}
        for brick_id, source_id in pairs
    ]


def _impact(actor: Actor, asset_id: int) -> dict[str, Any] | None:
    """What is made of the data, and who answers for it; nothing for an asset that is gone."""
    try:
        return impact_read(actor, asset_id)
    except NotFound:
        return None


def _minutes_to_fix(timeline: list[dict[str, Any]]) -> int | None:
    """From the report to the correction."""
    corrected = next((event["at"] for event in timeline if event["kind"] == IncidentEventKind.CORRECT), None)
    return round((corrected - timeline[0]["at"]).total_seconds() / 60) if corrected else None


@require_POST
def incident_event(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    incident = incident_get(actor, pk)
    kind = request.POST.get("kind", "")
    if kind not in IncidentEventKind.values or kind not in TRANSITION_KINDS:
        raise NotFound()
    people = list(participants_of(actor).values_list("nickname", flat=True))
    rules = [(rule["id"], rule["sentence"]) for rule in rules_page(actor, asset=incident["asset_id"]).rows]
    form = EventForm(request.POST, kind=kind, incident=incident, people=people, rules=rules)

    def write() -> None:
        document = EventDocument.read(form.document())
        incident_move(actor=actor, incident_id=pk, document=document)

    if form.carries_out(write):
        messages.success(request, _("It stands on the timeline now."))
        return redirect("quality:incident-detail", pk)
    return _detail(request, pk, form)


TRANSITION_KINDS = frozenset({kind for kinds in TRANSITIONS.values() for kind in kinds}) | {
    IncidentEventKind.COMMENT
}


# Reporting


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PageRequest, pk: int) -> HttpResponse:
    """Put a red brick on a brick (`?brick=`), or on the asset as a whole."""
    actor = request.actor
    require(actor, access.can_read(actor))
    asset = asset_get(actor, pk)
    require(actor, access.can_raise(actor))
    brick = _brick_asked(request, pk)
    form = ReportForm(request.POST or None, fields=[field["name"] for field in asset["fields"]])
    reported: list[int] = []

    def write() -> None:
        document = form.document(pk, [brick["id"]] if brick else [])
        reported.append(incident_report(actor=actor, document=ReportDocument.read(document)))

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("The red brick is on it. Its producer sees it on the board."))
        return redirect("quality:incident-detail", reported[0])
    context = {"asset": asset, "brick": brick, "form": form, "known": _known(actor, brick)}
    return render(request, "quality/report_form.html", context, status=form.status)


def _brick_asked(request: PageRequest, asset_id: int) -> dict[str, Any] | None:
    given = request.GET.get("brick", "")
    if not given:
        return None
    if not given.isdigit() or len(given) > 18:
        raise NotFound()
    brick = brick_get(request.actor, int(given))
    if brick["asset_id"] != asset_id:
        raise NotFound()
    return brick


def _known(actor: Actor, brick: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What is open on this brick already, so that nobody reports it twice."""
    if brick is None or not incidents_open_by_brick(actor, [brick["id"]]):
        return []
    return incidents_page(actor, IncidentFilter(brick=brick["id"], open=True)).rows


@require_safe
def brick_panel(request: PageRequest, pk: int) -> HttpResponse:
    """What the page of a brick shows of its incidents; opened by itself, it leads to the brick."""
    if not request.htmx:
        return redirect("exchange:brick-detail", pk)
    actor = reader_of(request)
    brick = brick_get(actor, pk)
    context = {
        "brick": brick,
        "incidents": _known(actor, brick),
        "may_raise": access.can_raise(actor),
    }
    return render(request, "quality/_brick_panel.html", context)


@require_safe
def brick_report(request: PageRequest, pk: int) -> HttpResponse:
    """From a brick that was tapped to the form about it."""
    actor = reader_of(request)
    asset_id = brick_get(actor, pk)["asset_id"]
    return redirect(f"{reverse('quality:report', args=[asset_id])}?brick={pk}")
