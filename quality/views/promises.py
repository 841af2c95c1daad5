"""Promotion into the data store, and the data contract."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.choices import Zone
from catalog.queries.assets import asset_get, assets_visible
from common.errors import AppError, Conflict
from exchange.queries.transfers import transfer_get
from quality.commands import contract_publish, zone_enter
from quality.contracts import breaks
from quality.forms import ContractForm
from quality.queries.checks import check_latest
from quality.queries.contracts import TERMS, contract_current, contract_get, contracts_page, documents_now
from quality.queries.promotions import Condition, promotion_read
from quality.views.pages import asset_for, reader_of, rights_on
from workshop.middleware import PageRequest

# Where each thing that is missing is seen to; the id there is that of the asset.
SEEN_TO_AT = {
    "rules": "quality:asset-quality",
    "rules_passed": "quality:asset-quality",
    "incidents": "",
    "validated": "catalog:asset-detail",
    "dicp": "catalog:asset-sensitivity",
}


@require_http_methods(["GET", "HEAD", "POST"])
def promotion(request: PageRequest, pk: int) -> HttpResponse:
    """What the store asks, what of it is missing and where to see to it; and the button."""
    actor = reader_of(request)
    asset = asset_get(actor, pk)
    targets = _targets(request, asset)
    refused: AppError | None = None
    if request.method == "POST":
        target = next((t for t in targets if str(t["id"]) == request.POST.get("target")), None)
        if target is None:
            refused = Conflict(_("Choose the asset of the data store that it enters."))
        else:
            try:
                transfer_id = zone_enter(actor=actor, source_id=pk, target_id=target["id"])
            except Conflict as error:
                refused = error
            else:
                return _promoted(request, transfer_id)
    context = {
        "asset": asset,
        "conditions": [_told(one, pk) for one in promotion_read(actor, pk)],
        "check": check_latest(actor, pk),
        "targets": targets,
        "refused": refused,
        "rights": rights_on(actor, pk),
        "is_cleansed": asset["zone"] == Zone.CLEANSED,
    }
    return render(request, "quality/promotion.html", context, status=refused.status if refused else 200)


def _promoted(request: PageRequest, transfer_id: int) -> HttpResponse:
    row = transfer_get(request.actor, transfer_id)
    message = _("In the data store: %(copied)s new, %(updated)s updated, %(rejected)s kept out.")
    said = {name: row[f"{name}_count"] for name in ("copied", "updated", "rejected")}
    messages.success(request, message % said)
    return redirect("catalog:asset-detail", row["target_id"])


def _targets(request: PageRequest, asset: Any) -> list[dict[str, Any]]:
    """The assets of the store that it may enter: those with its name first."""
    rows = assets_visible(request.actor).filter(system__zone=Zone.STORE)
    found: list[Any] = list(
        rows.order_by("name", "id").values("id", "name", "namespace", "title_fr", "title_en")[:200]
    )
    return sorted(found, key=lambda row: row["name"] != asset["name"])


def _told(condition: Condition, asset_id: int) -> dict[str, Any]:
    name = SEEN_TO_AT[condition.code]
    url = reverse(name, args=[asset_id]) if name else reverse("quality:incident-board") + "?severity=blocking"
    return {"condition": condition, "url": url}


# The contract


@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: PageRequest, pk: int) -> HttpResponse:
    """The contract that holds of an asset, whether it is kept, and the form of its owner to publish the next one."""
    actor = reader_of(request)
    asset = asset_get(actor, pk)
    rights = rights_on(actor, pk)
    present = contract_current(actor, pk)
    form = ContractForm(request.POST or None, contract=present)
    if request.method == "POST":
        asset_for(actor, pk, "publish")
        if form.carries_out(lambda: _publish(request, pk, form)):
            messages.success(request, _("Published. Consumers read it from now on."))
            return redirect("quality:contract", pk)
    terms = present["document"]["terms"] if present else dict.fromkeys(TERMS, "")
    context = {
        "asset": asset,
        "contract": present,
        "document": present["document"] if present else documents_now(actor, {pk: terms})[pk],
        "versions": contracts_page(actor, asset=pk),
        "form": form if rights["publish"] else None,
        "next_breaks": breaks(present["document"], documents_now(actor, {pk: terms})[pk]) if present else [],
    }
    return render(request, "quality/contract.html", context, status=form.status)


def _publish(request: PageRequest, pk: int, form: ContractForm) -> None:
    contract_publish(
        actor=request.actor,
        asset_id=pk,
        terms=form.terms(),
        accept_breaks=form.cleaned_data.get("accept_breaks", False),
        reason=form.cleaned_data["reason"],
    )


@require_safe
def contract_version(request: PageRequest, pk: int) -> HttpResponse:
    """One published version."""
    actor = reader_of(request)
    found = contract_get(actor, pk)
    asset = asset_get(actor, found["asset_id"])
    context = {"asset": asset, "contract": found, "document": found["document"]}
    return render(request, "quality/contract_version.html", context)
