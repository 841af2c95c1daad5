"""Lowerings of confidentiality along edges: asked for, reviewed, ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.errors import AppError, Conflict, Forbidden, Invalid, NotFound
from lineage import access
from lineage.commands import lowering_ask
from lineage.commands import lowering_end as end
from lineage.commands import lowering_review as review
from lineage.documents import LoweringDocument, ReviewDocument
from lineage.forms import LoweringForm, ReviewForm
from lineage.queries.edges import edge_get
from lineage.queries.lowerings import lowering_get, lowerings_page
from lineage.queries.nodes import nodes_of
from lineage.views.pages import reader_of, window_of
from workshop.middleware import PageRequest

PAGE_SIZE = 20
Row = Mapping[str, Any]


def may_lower(actor: Actor, asset_id: int) -> bool:
    """Whether the actor may ask that confidentiality falls on the way into an asset."""
    standing = standings([asset_id]).get(asset_id)
    return standing is not None and access.can_lower(actor, standing)


def state_of(row: Row) -> str:
    """waiting, refused, holds or ended."""
    if row["accepted"] is False:
        return "refused"
    if row["expires_at"] <= timezone.now():
        return "ended"
    return "waiting" if row["accepted"] is None else "holds"


def rights_told(actor: Actor, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Lowerings with their state and what the actor may do with them."""
    told = list(rows)
    standing = standings({row["edge__target_id"] for row in told})
    return [
        {
            **row,
            "state": (state := state_of(row)),
            "can_review": state == "waiting" and access.can_review(actor, row["asked_by_id"]),
            "can_end": state in ("waiting", "holds")
            and row["edge__target_id"] in standing
            and access.can_lower(actor, standing[row["edge__target_id"]]),
        }
        for row in told
    ]


@require_safe
def lowering_list(request: PageRequest) -> HttpResponse:
    return _list(request)


def _list(request: PageRequest, refused: AppError | None = None) -> HttpResponse:
    """Those that wait for a review, or all (`list=all`), latest first."""
    actor = reader_of(request)
    is_all = request.GET.get("list") == "all"
    page = lowerings_page(actor, waiting=None if is_all else True, limit=PAGE_SIZE, **window_of(request))
    nodes = nodes_of(actor, {row[f"edge__{end}_id"] for row in page.rows for end in ("source", "target")})
    context = {
        "page": page,
        "lowerings": [
            {**row, "source": nodes.get(row["edge__source_id"]), "target": nodes.get(row["edge__target_id"])}
            for row in rights_told(actor, page.rows)
        ],
        "is_all": is_all,
        "refused": refused,
    }
    return render(request, "lineage/lowerings.html", context, status=refused.status if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def lowering_create(request: PageRequest, pk: int) -> HttpResponse:
    """Ask that confidentiality falls along an edge."""
    actor = reader_of(request)
    edge = edge_get(actor, pk)
    require(actor, may_lower(actor, edge["target"]["id"]))
    form = LoweringForm(request.POST or None)

    def write() -> None:
        document = LoweringDocument.read(form.document())
        lowering_ask(actor=actor, edge_id=pk, document=document)

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("Asked. It counts once a second person has accepted it."))
        return redirect("lineage:edge-detail", pk)
    return render(request, "lineage/lowering_form.html", {"form": form, "edge": edge}, status=form.status)


@require_POST
def lowering_review(request: PageRequest, pk: int) -> HttpResponse:
    """Accept or refuse; a refusal of the command is shown above the list."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise NotFound()
    try:
        review(actor=request.actor, lowering_id=pk, document=ReviewDocument.read(form.document()))
    except (Conflict, Invalid, Forbidden) as refused:
        return _list(request, refused)
    messages.success(request, _("Accepted.") if form.cleaned_data["accepted"] else _("Refused."))
    return redirect("lineage:edge-detail", lowering_get(request.actor, pk)["edge_id"])


@require_POST
def lowering_end(request: PageRequest, pk: int) -> HttpResponse:
    try:
        end(actor=request.actor, lowering_id=pk, reason=request.POST.get("reason", "")[:200])
    except Conflict as refused:
        return _list(request, refused)
    messages.success(request, _("It has no effect any more; the level is what flows in."))
    return redirect("lineage:edge-detail", lowering_get(request.actor, pk)["edge_id"])
