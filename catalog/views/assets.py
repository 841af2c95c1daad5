"""One asset: its page, its form, its moves through the life cycle, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import access, commands
from catalog.choices import AXES, AXIS_LABELS, AXIS_LETTERS, LEVEL_DEFINITIONS, LEVEL_LABELS, Missing, Status
from catalog.documents import AssetDocument
from catalog.forms import AssetForm
from catalog.panels import PANELS
from catalog.queries.assets import asset_get
from catalog.queries.glossary import systems_of, terms_of
from catalog.queries.versions import VERSION_COLUMNS, asset_history, versions_signed
from catalog.views.pages import Asset, asset_for, references_titled, rights_of, section_edit
from common.access import require
from common.errors import AppError, Conflict, Invalid, Outdated
from workshop.middleware import PageRequest

VERSIONS_SHOWN = 4
# Where each missing thing is done, and the right it takes.
DONE_AT = {
    Missing.OWNER: ("catalog:asset-owners", "describe"),
    Missing.SENSITIVITY: ("catalog:asset-sensitivity", "rate"),
    Missing.KEY: ("catalog:asset-keys", "key"),
    Missing.DESCRIPTION: ("catalog:asset-update", "describe"),
    Missing.FIELDS: ("catalog:asset-update", "describe"),
    Missing.IMPORTANCE: ("catalog:asset-sensitivity", "rate"),
    Missing.PERSONAL_DATA: ("catalog:asset-update", "describe"),
}
MOVES = {
    Status.DRAFT: gettext_lazy("Back to draft"),
    Status.SUBMITTED: gettext_lazy("Submit"),
    Status.VALIDATED: gettext_lazy("Validate"),
    Status.DEPRECATED: gettext_lazy("Deprecate"),
}


@require_safe
def asset_detail(request: PageRequest, pk: int) -> HttpResponse:
    return _detail(request, pk)


def _detail(request: PageRequest, pk: int, refused: AppError | None = None) -> HttpResponse:
    """The page of an asset; after a refused move it says what is in the way."""
    actor = request.actor
    asset = asset_get(actor, pk)
    rights = rights_of(actor, asset)
    latest = asset_history(actor, pk).values(*VERSION_COLUMNS)[:VERSIONS_SHOWN]
    context = {
        "asset": asset,
        "rights": rights,
        "moves": [{"status": status, "label": MOVES[status]} for status in rights["move"]],
        "system": next(s for s in systems_of(actor) if s.code == asset["system"]),
        "missing": _missing(asset, rights),
        "axes": _axes(asset),
        "terms": terms_of(actor).filter(code__in=asset["terms"]),
        "references": references_titled(actor, pk),
        "versions": versions_signed(actor, latest),
        "panels": PANELS,
        "refused": refused,
    }
    return render(request, "catalog/asset_detail.html", context, status=refused.status if refused else 200)


def _missing(asset: Asset, rights: dict[str, Any]) -> list[dict[str, Any]]:
    """What the asset lacks, with the address where the reader can add it, if they may."""
    return [
        {
            "label": Missing(code).label,
            "url": DONE_AT[Missing(code)][0] if rights[DONE_AT[Missing(code)][1]] else "",
        }
        for code in asset["missing"]
    ]


def _axes(asset: Asset) -> list[dict[str, Any]]:
    levels = {axis: asset["sensitivity"][axis] for axis in AXES}
    return [
        {
            "letter": AXIS_LETTERS[axis],
            "label": AXIS_LABELS[axis],
            "level": level,
            "level_label": LEVEL_LABELS.get(level, ""),
            "definition": LEVEL_DEFINITIONS[axis].get(level, ""),
        }
        for axis, level in levels.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def asset_create(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_describe(actor))
    created: list[int] = []
    form = _form(request)

    def write() -> None:
        document = AssetDocument.read(form.document())
        created.append(commands.asset_create(actor=actor, document=document, reason=form.why))

    if request.method == "POST" and "add_row" not in request.POST and form.carries_out(write):
        messages.success(request, _("Registered. Now say who answers for it and how sensitive it is."))
        return redirect("catalog:asset-detail", created[0])
    return render(request, "catalog/asset_form.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def asset_update(request: PageRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "describe")
    form = _form(request, asset)
    if "add_row" in request.POST:
        return render(request, "catalog/asset_form.html", {"form": form, "asset": asset})
    return section_edit(
        request,
        asset,
        form,
        "catalog/asset_form.html",
        document=form.document,
        again=lambda merged: AssetForm(asset=merged, **_choices(request)),
    )


def _form(request: PageRequest, asset: Asset | None = None) -> AssetForm:
    """The form; “add a field” is a button that sends it and gets it back with one more row."""
    more = 1 if "add_row" in request.POST else 0
    form = AssetForm(request.POST or None, asset=asset, more_rows=more, **_choices(request))
    if more:
        form.hold_judgement()
    return form


def _choices(request: PageRequest) -> dict[str, Any]:
    return {"systems": systems_of(request.actor), "terms": terms_of(request.actor)}


@require_POST
def asset_move(request: PageRequest, pk: int) -> HttpResponse:
    status = request.POST.get("status", "")
    try:
        commands.asset_move(
            actor=request.actor, asset_id=pk, status=status, reason=request.POST.get("reason", "")
        )
    except (Conflict, Invalid) as refused:
        return _detail(request, pk, refused)
    messages.success(request, _("It is now: %(status)s.") % {"status": Status(status).label})
    return redirect("catalog:asset-detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def asset_delete(request: PageRequest, pk: int) -> HttpResponse:
    """Ask first; a refusal names the keys that point here."""
    actor = request.actor
    asset = asset_for(actor, pk, "delete")
    refused: AppError | None = None
    if request.method == "POST":
        try:
            commands.asset_delete(actor=actor, asset_id=pk, reason=request.POST.get("reason", ""))
        except (Conflict, Outdated) as error:
            refused = error
        else:
            messages.success(request, _("Deleted. It can be brought back from the deleted assets."))
            return redirect("catalog:asset-list")
    context = {"asset": asset, "references": references_titled(actor, pk), "refused": refused}
    return render(request, "catalog/asset_delete.html", context, status=refused.status if refused else 200)
