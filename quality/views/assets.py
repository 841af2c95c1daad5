"""How good an asset is: its scores, rules and incidents; checks; the overview of the workshop."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog.choices import Zone
from catalog.queries.assets import asset_get, assets_get
from common.actor import Actor
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of
from quality.choices import QualityDimension, RuleState
from quality.commands import check_run
from quality.documents import IncidentFilter
from quality.queries.checks import check_get, check_latest, checks_page, scores_series
from quality.queries.contracts import contract_current
from quality.queries.families import sources_above
from quality.queries.incidents import incidents_page
from quality.queries.overview import scores_read
from quality.queries.rules import rules_of_assets
from quality.views.pages import reader_of, rights_on
from workshop.middleware import PageRequest

INCIDENTS_SHOWN = 20
CHECKS_SHOWN = 10
BRICKS_SHOWN = 20  # failing bricks of one rule, drawn with their values


@require_safe
def asset_quality(request: PageRequest, pk: int) -> HttpResponse:
    actor = reader_of(request)
    asset = asset_get(actor, pk)
    context = {
        "asset": asset,
        "rights": rights_on(actor, pk),
        **_scores(actor, pk),
        **_rules(actor, pk),
        "incidents": incidents_page(actor, IncidentFilter(asset=pk, open=True), limit=INCIDENTS_SHOWN),
        "checks": checks_page(actor, asset=pk, limit=CHECKS_SHOWN),
        "contract": contract_current(actor, pk),
    }
    return render(request, "quality/asset_quality.html", context)


@require_safe
def asset_panel(request: PageRequest, pk: int) -> HttpResponse:
    """What the page of an asset shows of its quality; opened by itself, it leads to the whole of it."""
    if not request.htmx:
        return redirect("quality:asset-quality", pk)
    actor = reader_of(request)
    asset = asset_get(actor, pk, ())
    context = {
        "asset": asset,
        "rights": rights_on(actor, pk),
        **_scores(actor, pk),
        "incidents": incidents_page(actor, IncidentFilter(asset=pk, open=True), limit=5),
        "contract": contract_current(actor, pk),
    }
    return render(request, "quality/_panel.html", context)


def _scores(actor: Actor, pk: int) -> dict[str, Any]:
    check = check_latest(actor, pk)
    return {
        "check": check,
        "series": scores_series(actor, [pk])[pk],
        "dimensions": [(QualityDimension(code).label, score) for code, score in check["dimensions"].items()]
        if check
        else [],
    }


def _rules(actor: Actor, pk: int) -> dict[str, Any]:
    """Its own rules, those it has from what it is a copy of, and what each said last."""
    above = sources_above(actor, [pk])[pk]
    found = rules_of_assets(actor, [pk, *above])
    check = check_latest(actor, pk)
    results = {result["rule_id"]: result for result in check["results"]} if check else {}
    own = [{**rule, "result": results.get(rule["id"])} for rule in found[pk]]
    return {
        "proposed": [rule for rule in own if rule["state"] == RuleState.PROPOSED],
        "rules": [rule for rule in own if rule["state"] != RuleState.PROPOSED],
        "inherited": [
            {**rule, "result": results.get(rule["id"])}
            for source in above
            for rule in found[source]
            if rule["state"] == RuleState.ACTIVE
        ],
    }


@require_POST
def check_now(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    check_id = check_run(actor=actor, asset_id=pk, reason=request.POST.get("reason", ""))
    check = check_get(actor, check_id)
    failed = sum(result["outcome"] == "failed" for result in check["results"])
    if not check["results"]:
        messages.warning(request, _("No rule holds here yet: propose some, or write one."))
    elif failed:
        said = ngettext("%(count)s rule fails.", "%(count)s rules fail.", failed)
        messages.warning(request, said % {"count": failed})
    else:
        messages.success(request, _("Every rule that could be measured passes."))
    return redirect("quality:check-detail", check_id)


@require_safe
def check_detail(request: PageRequest, pk: int) -> HttpResponse:
    """What each rule said, with the failing bricks."""
    actor = reader_of(request)
    check = check_get(actor, pk)
    found = assets_get(actor, [check["asset_id"]])
    asset = found[0] if found else None
    context = {
        "check": check,
        "asset": asset,
        "results": _with_bricks(actor, check["results"]),
        "dimensions": [(QualityDimension(code).label, score) for code, score in check["dimensions"].items()],
        "rights": rights_on(actor, asset["id"]) if asset else {},
    }
    return render(request, "quality/check_detail.html", context)


def _with_bricks(actor: Actor, results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Results with the first of their failing bricks, all of them read at once."""
    ids = {pk for result in results for pk in result["failing"][:BRICKS_SHOWN]}
    rows = {row["id"]: row for row in bricks_of(actor).filter(pk__in=ids).values(*BRICK_COLUMNS)}
    return [
        {
            **result,
            "bricks": [rows[pk] for pk in result["failing"][:BRICKS_SHOWN] if pk in rows],
            "more_count": max(0, result["failed_count"] - BRICKS_SHOWN) if result["failing"] else 0,
        }
        for result in results
    ]


@require_safe
def overview(request: PageRequest) -> HttpResponse:
    """The whole workshop: by zone, by dimension, asset by asset."""
    actor = reader_of(request)
    scores = scores_read(actor)
    series = scores_series(actor, [row["id"] for row in scores["assets"]])
    context = {
        "zones": [(Zone(code).label, score) for code, score in scores["zones"].items()],
        "dimensions": [(QualityDimension(code).label, score) for code, score in scores["dimensions"].items()],
        "assets": [{**row, "series": series[row["id"]]} for row in scores["assets"]],
        "incidents": incidents_page(actor, IncidentFilter(open=True), limit=5),
    }
    return render(request, "quality/overview.html", context)
