"""Questions to the whole graph: a path, a difference, ends that lead nowhere, gaps."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.documents import AssetFilter
from catalog.queries.assets import assets_page
from common.actor import Actor
from common.errors import Invalid, NotFound
from lineage.forms import DifferenceForm
from lineage.forms.looking import moment_input
from lineage.queries.gaps import gaps_read
from lineage.queries.graphs import difference_read, path_read, sourceless_page, unused_sources_page
from lineage.queries.nodes import Node
from lineage.queries.pictures import flow_page, systems_in_flow
from lineage.templatetags.lineage_words import moment
from lineage.views.pages import asset_asked, id_asked, reader_of, window_of
from workshop.middleware import PageRequest

PAGE_SIZE = 30
TARGETS_SHOWN = 24
EDGES_SHOWN = 200  # of a difference, at a time
ENDS = {"unused": unused_sources_page, "sourceless": sourceless_page}


def assets_found(actor: Actor, request: PageRequest) -> dict[str, Any]:
    """What the search of a page that asks for an asset needs: `q` and the page of assets found."""
    q = request.GET.get("q", "")[:200].strip()
    return {"q": q, "page": assets_page(actor, AssetFilter(q=q), limit=TARGETS_SHOWN)}


@require_safe
def path(request: PageRequest) -> HttpResponse:
    """A shortest way from one asset to another; first both are chosen (`from`, `to`)."""
    actor = reader_of(request)
    ends = {"from": asset_asked(request, "from"), "to": asset_asked(request, "to")}
    context: dict[str, Any] = {"source": ends["from"], "target": ends["to"]}
    missing = next((name for name, asset in ends.items() if asset is None), None)
    if missing:
        context |= {"missing": missing, **assets_found(actor, request)}
    elif ends["from"] and ends["to"]:
        source_id, target_id = ends["from"]["id"], ends["to"]["id"]
        context["way"] = path_read(actor, source_id, target_id)
        context["back"] = not context["way"]["found"] and path_read(actor, target_id, source_id)["found"]
    partial = request.htmx and missing
    return render(request, "lineage/_path_targets.html" if partial else "lineage/path.html", context)


@require_safe
def difference(request: PageRequest) -> HttpResponse:
    """Which edges came and went between two moments, of the whole workshop or around one asset."""
    reader_of(request)
    asset = asset_asked(request, "asset")
    now = timezone.now()
    asked = {"since": moment_input(now - timedelta(days=7)), "until": moment_input(now), **request.GET.dict()}
    form = DifferenceForm(asked)
    form.is_valid()
    # An input knows no fractions of a second: what happened in this one would be left out.
    until = form.cleaned_data["until"] if "until" in request.GET else now
    context: dict[str, Any] = {"form": form, "asset": asset}
    try:
        context |= _difference(request, form.cleaned_data["since"], until, asset)
    except Invalid as refused:
        context["refused"] = refused
    status = context["refused"].status if "refused" in context else 200
    return render(request, "lineage/difference.html", context, status=status)


def _difference(
    request: PageRequest, since: datetime | None, until: datetime | None, asset: Node | None
) -> dict[str, Any]:
    """The edges that came and went, `EDGES_SHOWN` from `offset` on; nothing without both moments."""
    if since is None or until is None:
        return {}
    offset = id_asked(request, "offset") or 0
    about = asset["id"] if asset else None
    told = difference_read(request.actor, since, until, about, limit=EDGES_SHOWN, offset=offset)
    nodes = {node["id"]: node for node in told["nodes"]}
    sides = {
        name: [{**e, "source": nodes[e["source"]], "target": nodes[e["target"]]} for e in told[name]]
        for name in ("added", "removed")
    }
    onward = ""
    if told["next_offset"] is not None:
        more = {"since": moment(since), "until": moment(until), "offset": told["next_offset"]}
        onward = urlencode({**more, **({"asset": about} if about else {})})
    return {"told": told, **sides, "shown": sum(map(len, sides.values())), "onward": onward}


@require_safe
def ends(request: PageRequest) -> HttpResponse:
    """Sources that nobody uses, or what stands in the store and beyond without a source (`list=sourceless`)."""
    actor = reader_of(request)
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in ENDS else "unused"
    context = {"chosen": chosen, "page": ENDS[chosen](actor, limit=PAGE_SIZE, **window_of(request))}
    return render(request, "lineage/ends.html", context)


@require_safe
def flow(request: PageRequest) -> HttpResponse:
    """The edges from one system to another (`from`, `to`)."""
    actor = reader_of(request)
    systems = {system.code: system for system in systems_in_flow(actor)}
    source, target = (systems.get(request.GET.get(name, "")) for name in ("from", "to"))
    if source is None or target is None:
        raise NotFound()
    page = flow_page(actor, source.code, target.code, limit=PAGE_SIZE, **window_of(request))
    query = urlencode({"from": source.code, "to": target.code})
    context = {"source": source, "target": target, "page": page, "query": query}
    return render(request, "lineage/flow.html", context)


@require_safe
def gaps(request: PageRequest) -> HttpResponse:
    """Levels declared below what holds, widest first, of everybody or of the reader (`mine`)."""
    actor = reader_of(request)
    found = gaps_read(actor)
    mine = [gap for gap in found if actor.name in gap["owners"]]
    is_mine = bool(request.GET.get("mine"))
    shown = mine if is_mine else found
    context = {
        "gaps": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_mine": is_mine,
        "all_count": len(found),
        "mine_count": len(mine),
    }
    return render(request, "lineage/gaps.html", context)
