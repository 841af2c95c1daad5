"""How sensitive and how important an asset is, and who answers for it."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from catalog.forms import OwnersForm, SensitivityForm
from catalog.views.pages import asset_for, section_edit
from workshop.middleware import PageRequest
from workshop.queries import participants_of


@require_http_methods(["GET", "HEAD", "POST"])
def asset_sensitivity(request: PageRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "rate")
    form = SensitivityForm(request.POST or None, asset=asset)
    return section_edit(
        request,
        asset,
        form,
        "catalog/asset_sensitivity.html",
        document=form.document,
        again=lambda merged: SensitivityForm(asset=merged),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def asset_owners(request: PageRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.actor, pk, "describe")
    people = participants_of(request.actor)
    form = OwnersForm(request.POST or None, asset=asset, people=people)
    return section_edit(
        request,
        asset,
        form,
        "catalog/asset_owners.html",
        document=form.document,
        again=lambda merged: OwnersForm(asset=merged, people=people),
    )
