"""The graph: of the workshop, around one asset; the fragments that its script and the page of an asset ask for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.access import can_rate
from catalog.models import System
from catalog.queries.assets import standings
from catalog.templatetags.bricks import titled
from common.actor import Actor
from common.errors import NotFound
from lineage.access import can_draw
from lineage.forms import GraphForm, moment_read
from lineage.forms.looking import STEP
from lineage.graph import Arrow
from lineage.queries.fields import fields_between
from lineage.queries.graphs import NODES_MAX
from lineage.queries.nodes import node_get
from lineage.queries.pictures import (
    moments_of,
    overview_read,
    picture_read,
    systems_in_flow,
    workshop_picture_read,
)
from lineage.queries.sensitivity import levels_of
from lineage.queries.summaries import summary_read
from lineage.tree import Row, tree_rows
from lineage.views.drawing import Signs, drawing_of, fields_drawn, moments_drawn, words
from lineage.views.pages import ID_DIGITS, reader_of
from workshop.middleware import PageRequest

ASSETS_WITH_FIELDS = 300  # that may show their fields at a time

Picture = Mapping[str, Any]


@require_safe
def overview(request: PageRequest) -> HttpResponse:
    """The whole workshop: brick by brick while it is small, system by system always."""
    actor = reader_of(request)
    told = overview_read(actor)
    picture = workshop_picture_read(actor)
    ids = [node["id"] for node in picture["nodes"]]
    levels, signs = levels_of(actor, ids), Signs.of(actor, ids)
    systems = [row["system"] for row in told["systems"]]
    counts = {row["system"].code: row["count"] for row in told["systems"]}
    names = {system.code: str(system) for system in systems}
    context = {
        "told": told,
        "flows": [
            {**flow, "source_title": names[flow["source"]], "target_title": names[flow["target"]]}
            for flow in told["flows"]
        ],
        "is_whole": bool(picture["nodes"]),
        "drawing": drawing_of(picture, systems, levels, signs, flows=told["flows"], counts=counts),
        "words": words(),
        "can_draw": can_draw(actor),
    }
    return render(request, "lineage/overview.html", context)


@require_safe
@vary_on_headers("HX-Request")
def asset_lineage(request: PageRequest, pk: int) -> HttpResponse:
    """The graph around an asset; the whole page, or what changes with the filters."""
    actor = reader_of(request)
    form = GraphForm(request.GET)
    wish = form.wanted()
    try:
        picture = picture_read(actor, pk, wish, form.opened())
    except NotFound:
        if wish.at is None:
            raise
        return _not_yet(request, node_get(actor, pk), form)
    ids = [node["id"] for node in picture["nodes"]]
    levels = levels_of(actor, ids, wish.at) if form.overlay_chosen == "dicp" else {}
    form.jobs_offered(_jobs(picture))
    moments = moments_drawn(moments_of(ids))
    signs = Signs.of(actor, ids) if wish.at is None else Signs()  # they are of now
    drawing = drawing_of(picture, systems_in_flow(actor), levels, signs, root=pk, moments=moments)
    context = {
        "asset": picture["root"],
        "form": form,
        "picture": picture,
        "drawing": drawing,
        "shown": len(ids),
        "onward": _onward(request.GET, picture, wish.limit),
        "limit_max": NODES_MAX,
        "trees": _trees(picture, levels, signs),
        "words": words(),
        "can_draw": can_draw(actor),
    }
    return render(request, "lineage/_picture.html" if request.htmx else "lineage/asset_lineage.html", context)


def _not_yet(request: PageRequest, asset: Mapping[str, Any], form: GraphForm) -> HttpResponse:
    """An asset that is there now and was not in the catalogue at the moment asked for."""
    form.jobs_offered([])
    context = {"asset": asset, "form": form, "is_absent": True, "words": words()}
    template = "lineage/_picture.html" if request.htmx else "lineage/asset_lineage.html"
    return render(request, template, context, status=200 if request.htmx else 404)


def _jobs(picture: Picture) -> list[tuple[int, str]]:
    """The jobs that the picture shows, by name."""
    found = {o["job"]["id"]: o["job"]["name"] for e in picture["edges"] for o in e["origins"] if o["job"]}
    return sorted(found.items(), key=lambda job: job[1])


def _onward(asked: QueryDict, picture: Picture, limit: int) -> str:
    """The query string of the same picture with more bricks; empty when nothing is left or it would be too many."""
    if picture["next_offset"] is None or limit >= NODES_MAX:
        return ""
    more = asked.copy()
    more["limit"] = str(min(limit + STEP, NODES_MAX))
    return more.urlencode()


def _trees(
    picture: Picture, levels: Mapping[int, Mapping[str, int | None]], signs: Signs
) -> dict[str, list[dict[str, Any]]]:
    """The picture in lines: what lies upstream, what lies downstream, and bricks that are neither."""
    nodes = {
        node["id"]: {
            **node,
            "title": titled(node),
            "effective": levels.get(node["id"]),
            "problem_count": signs.problems.get(node["id"], 0),
            "gate": signs.gates.get(node["id"]),
        }
        for node in picture["nodes"]
    }
    edges = {edge["id"]: edge for edge in picture["edges"]}
    arrows = [Arrow(e["id"], e["source"], e["target"]) for e in picture["edges"]]

    def lines(upstream: bool) -> list[dict[str, Any]]:
        rows = tree_rows(
            picture["root"]["id"], arrows, upstream=upstream, order=lambda pk: nodes[pk]["title"].casefold()
        )
        return [_line(row, nodes, edges) for row in rows]

    up, down = lines(True), lines(False)
    told = {picture["root"]["id"], *(line["node"]["id"] for line in [*up, *down])}
    others = [{"node": node} for pk, node in nodes.items() if pk not in told]
    return {"upstream": up, "downstream": down, "others": others}


def _line(row: Row, nodes: Mapping[int, Any], edges: Mapping[int, Any]) -> dict[str, Any]:
    return {"row": row, "node": nodes[row.node_id], "edge": edges[row.edge_id]}


# Fragments


@require_safe
def asset_panel(request: PageRequest, pk: int) -> HttpResponse:
    """What the page of an asset shows of its lineage; opened by itself, it leads to the graph."""
    if not request.htmx:
        return redirect("lineage:asset-lineage", pk)
    return _summary(request, pk, "lineage/_panel.html")


@require_safe
def asset_card(request: PageRequest, pk: int) -> HttpResponse:
    """What the graph shows of a brick that was opened, as it was at `at`."""
    return _summary(request, pk, "lineage/_card.html")


def _summary(request: PageRequest, pk: int, template: str) -> HttpResponse:
    actor = reader_of(request)
    at = moment_read(request.GET.get("at", ""))
    told = summary_read(actor, pk, at)
    context = {
        **told,
        "systems": _titles(systems_in_flow(actor)),
        "gaps": [level for level in told["levels"] if level["is_gap"]],
        "can_rate": at is None and _may_rate(actor, pk),
        "can_draw": can_draw(actor),
        "at": at,
    }
    return render(request, template, context)


def _titles(systems: Iterable[System]) -> dict[str, str]:
    return {system.code: str(system) for system in systems}


def _may_rate(actor: Actor, pk: int) -> bool:
    standing = standings([pk]).get(pk)
    return standing is not None and can_rate(actor, standing)


@require_safe
def fields_of_assets(request: PageRequest) -> JsonResponse:
    """The fields of the assets named (`asset=1&asset=2`) and the links among them, for the graph."""
    actor = reader_of(request)
    texts = request.GET.getlist("asset")
    ids = {int(text) for text in texts if text.isdecimal() and len(text) <= ID_DIGITS}
    at = moment_read(request.GET.get("at", ""))
    return JsonResponse(fields_drawn(fields_between(actor, sorted(ids)[:ASSETS_WITH_FIELDS], at)))
