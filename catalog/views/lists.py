"""Lists of assets: search and filters, what is to complete, what was deleted, one change for several."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog import access
from catalog.commands import assets_edit
from catalog.forms import BulkForm, FilterForm
from catalog.queries.assets import asset_facets, assets_get, assets_page, entries_to_complete
from catalog.queries.glossary import systems_of, terms_of
from catalog.queries.versions import assets_deleted
from common.access import require
from workshop.middleware import PageRequest
from workshop.queries import participants_of

PAGE_SIZE = 30
FACET_INPUTS = ("status", "system", "zone", "kind")
FILTERS = (
    "q", *FACET_INPUTS, "personal_data", "to_complete", "owner", "term",
    "availability_min", "integrity_min", "confidentiality_min", "proof_min",
)  # fmt: skip


@require_safe
@vary_on_headers("HX-Request")
def asset_list(request: PageRequest) -> HttpResponse:
    """The whole page, or for htmx what changes with the filters."""
    actor = request.actor
    require(actor, access.can_read(actor))
    systems = list(systems_of(actor))
    form = FilterForm(request.GET, systems=systems, people=participants_of(actor), terms=terms_of(actor))
    wanted = form.wanted()
    page = assets_page(
        actor,
        wanted,
        order=form.chosen_order,
        limit=PAGE_SIZE,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "form": form,
        "page": page,
        "facets": _facets(form, asset_facets(actor, wanted)),
        "active": _active(form, request.GET),
        "query": _query(request.GET),
        "systems": {system.code: system for system in systems},
        "can_describe": access.can_describe(actor),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    return render(request, "catalog/_browse.html" if partial else "catalog/asset_list.html", context)


def _facets(form: FilterForm, counts: dict[str, dict[Any, int]]) -> list[dict[str, Any]]:
    """The filters with several boxes, each box with how many assets it would give."""
    return [
        {
            "input": form[name],
            "options": [{"box": box, "count": counts[name].get(box.data["value"], 0)} for box in form[name]],
        }
        for name in FACET_INPUTS
    ]


def _query(asked: QueryDict, without: tuple[str, str] | None = None) -> str:
    """The address's filters again, empty ones and one value left out, from the first page."""
    pairs = [
        (name, value)
        for name in (*FILTERS, "order")
        for value in asked.getlist(name)
        if value and (name, value) != without
    ]
    return urlencode(pairs)


def _active(form: FilterForm, asked: QueryDict) -> list[dict[str, str]]:
    """The filters that hold, each with the address of the list without it."""
    return [
        {"label": f"{form[name].label} : {_said(form[name], value)}", "query": _query(asked, (name, value))}
        for name in FILTERS
        for value in asked.getlist(name)
        if value and name not in form.errors
    ]


def _said(field: BoundField, value: str) -> str:
    choices = {str(code): str(label) for code, label in getattr(field.field, "choices", ())}
    return choices.get(value, value)


@require_POST
def asset_bulk(request: PageRequest) -> HttpResponse:
    """One change for the assets ticked in the list: first the form, then what was done, with its undo."""
    actor = request.actor
    require(actor, access.can_describe(actor))
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdigit()]
    assets = assets_get(actor, ids, [])
    given = request.POST if "apply" in request.POST else None
    form = BulkForm(given, people=participants_of(actor), ids=[asset["id"] for asset in assets])
    if not assets:
        return redirect("catalog:asset-list")

    def write() -> None:
        assets_edit(actor=actor, asset_ids=ids, **form.values())

    if given and form.carries_out(write):
        return redirect("catalog:change-detail", actor.request_id)
    return render(request, "catalog/asset_bulk.html", {"form": form, "assets": assets}, status=form.status)


@require_safe
def to_complete(request: PageRequest) -> HttpResponse:
    require(request.actor, access.can_read(request.actor))
    entries = Paginator(entries_to_complete(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalog/to_complete.html", {"entries": entries})


@require_safe
def asset_deleted(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    context = {"versions": assets_deleted(actor), "can_restore": access.can_describe(actor)}
    return render(request, "catalog/asset_deleted.html", context)
