"""The entity diagram of the workshop; the same links stand below it as a table."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import access
from catalog.marks import marks
from catalog.models import System
from catalog.queries.diagram import diagram_read
from catalog.queries.glossary import systems_of
from catalog.views.pages import title_at
from common.access import require
from workshop.middleware import PageRequest


@require_safe
def diagram(request: PageRequest) -> HttpResponse:
    """Bricks on their plates. Without JavaScript they stand side by side, with it they are laid out and linked."""
    actor = request.actor
    require(actor, access.can_read(actor))
    systems = list(systems_of(actor))
    chosen = [code for code in request.GET.getlist("system") if code in {s.code for s in systems}]
    drawing = diagram_read(actor, chosen)
    drawing["links"] = [
        {**link, "asset_title": title_at(link, "asset"), "target_title": title_at(link, "target")}
        for link in drawing["links"]
    ]
    shown = [asset for plate in drawing["plates"] for asset in plate["assets"]]
    problems = marks(actor, [asset["id"] for asset in shown])
    for asset in shown:
        asset["problem_count"] = problems.get(asset["id"], 0)
    context = {
        "drawing": drawing,
        "filters": [_filter(system, chosen) for system in systems],
        "chosen": chosen,
        "graph": _graph(drawing),
        "cut": drawing["total"] - drawing["shown"],
    }
    return render(request, "catalog/diagram.html", context)


def _filter(system: System, chosen: list[str]) -> dict[str, Any]:
    """A switch for one system, beside those that are on."""
    is_on = system.code in chosen
    others = [code for code in chosen if code != system.code]
    codes = others if is_on else [*others, system.code]
    query = urlencode([("system", code) for code in codes])
    return {"system": system, "is_on": is_on, "query": query}


def _graph(drawing: dict[str, Any]) -> dict[str, Any]:
    """What the layout needs: which bricks stand on which plate, and which are linked."""
    return {
        "plates": [
            {"id": f"plate-{plate['system'].pk}", "bricks": [asset["id"] for asset in plate["assets"]]}
            for plate in drawing["plates"]
        ],
        "links": [
            {"id": link["id"], "from": link["asset_id"], "to": link["target_id"], "name": link["name"]}
            for link in drawing["links"]
        ],
    }
