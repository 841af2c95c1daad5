"""Edges: drawn by hand, looked at, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.queries.assets import asset_get
from common.access import require
from common.errors import AppError, Conflict
from lineage import access
from lineage.commands import edge_remove as take_back
from lineage.commands import edges_draw
from lineage.documents import EdgeDocument
from lineage.forms import EdgeForm, RemovalForm
from lineage.queries.activity import origins_signed
from lineage.queries.edges import edge_get
from lineage.queries.fields import fields_read
from lineage.queries.nodes import node_get
from lineage.queries.summaries import lowerings_of_target
from lineage.views.lowerings import may_lower, rights_told
from lineage.views.pages import reader_of
from lineage.views.questions import assets_found
from workshop.middleware import PageRequest

WAYS = ("to", "from")


@require_safe
def edge_target(request: PageRequest, pk: int) -> HttpResponse:
    """First step of a new edge: what the asset goes into (`way=to`), or what goes into it (`way=from`)."""
    actor = reader_of(request)
    require(actor, access.can_draw(actor))
    way = request.GET.get("way", "")
    context = {
        "asset": node_get(actor, pk),
        "way": way if way in WAYS else "to",
        **assets_found(actor, request),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    template = "lineage/_edge_targets.html" if partial else "lineage/edge_target.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def edge_create(request: PageRequest, source_pk: int, target_pk: int) -> HttpResponse:
    """Second step: which field goes into which, if one knows, and why. `match` proposes fields of the same name."""
    actor = reader_of(request)
    require(actor, access.can_draw(actor))
    source, target = (asset_get(actor, pk, ["fields"]) for pk in (source_pk, target_pk))
    drawn: list[int] = []
    form = _form(request, source, target)

    def write() -> None:
        document = EdgeDocument.read(form.document(), path="0")
        drawn.extend(edges_draw(actor=actor, documents=[document], reason=form.why))

    if request.method == "POST" and "add_row" not in request.POST and form.carries_out(write):
        messages.success(request, _("The edge is drawn."))
        return redirect("lineage:edge-detail", drawn[0])
    context = {
        "form": form,
        "source": source,
        "target": target,
        "namesakes": namesakes(source, target),
        "is_matched": "match" in request.GET,
    }
    return render(request, "lineage/edge_form.html", context, status=form.status)


def _form(request: PageRequest, source: dict[str, Any], target: dict[str, Any]) -> EdgeForm:
    links = namesakes(source, target) if "match" in request.GET else []
    more = 1 if "add_row" in request.POST else 0
    form = EdgeForm(request.POST or None, source=source, target=target, links=links, more_rows=more)
    if more:
        form.hold_judgement()
    return form


def namesakes(source: dict[str, Any], target: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields that both have by the same name."""
    names = {row["name"] for row in target["fields"]}
    return [(row["name"], row["name"]) for row in source["fields"] if row["name"] in names]


@require_safe
def edge_detail(request: PageRequest, pk: int) -> HttpResponse:
    return _detail(request, pk)


def _detail(request: PageRequest, pk: int, refused: AppError | None = None) -> HttpResponse:
    """An edge: who says that it is there, since when and why; its fields; what lowers confidentiality along it."""
    actor = reader_of(request)
    edge = edge_get(actor, pk)
    fields = fields_read(
        actor, {f for link in edge["fields"] for f in (link["source_field"], link["target_field"])}
    )
    target = edge["target"]["id"]
    context = {
        "edge": edge,
        "links": [
            {**link, "source": fields.get(link["source_field"]), "target": fields.get(link["target_field"])}
            for link in edge["fields"]
        ],
        "origins": origins_signed(actor, pk),
        "is_manual": any(origin["kind"] == "manual" for origin in edge["origins"]),
        "lowerings": rights_told(actor, edge["lowerings"]),
        "effect": next((row for row in lowerings_of_target(actor, target) if row["edge_id"] == pk), None),
        "can_draw": access.can_draw(actor),
        "can_lower": edge["open"] and may_lower(actor, target),
        "form": RemovalForm(),
        "refused": refused,
    }
    return render(request, "lineage/edge.html", context, status=refused.status if refused else 200)


@require_POST
def edge_remove(request: PageRequest, pk: int) -> HttpResponse:
    try:
        take_back(actor=request.actor, edge_id=pk, reason=request.POST.get("reason", "")[:200])
    except Conflict as refused:
        return _detail(request, pk, refused)
    messages.success(request, _("The edge is taken back; the past keeps it."))
    return redirect("lineage:edge-detail", pk)
