"""Systems on their plates: list, add, change, remove."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import access, commands
from catalog.documents import AssetFilter, SystemDocument
from catalog.forms import SystemForm
from catalog.queries.assets import asset_facets
from catalog.queries.glossary import system_get, systems_of
from common.access import require
from common.errors import AppError, Conflict, Outdated
from workshop.middleware import PageRequest


@require_safe
def system_list(request: PageRequest) -> HttpResponse:
    return _list(request)


def _list(request: PageRequest, refused: AppError | None = None) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    counts = asset_facets(actor, AssetFilter())["system"]
    context = {
        "systems": [{"system": system, "count": counts.get(system.code, 0)} for system in systems_of(actor)],
        "can_edit": access.can_edit_systems(actor),
        "refused": refused,
    }
    return render(request, "catalog/system_list.html", context, status=refused.status if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def system_create(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_edit_systems(actor))
    form = SystemForm(request.POST or None)

    def write() -> None:
        document = SystemDocument.read(form.document())
        commands.system_create(actor=actor, document=document, reason=form.why)

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("Saved."))
        return redirect("catalog:system-list")
    return render(request, "catalog/system_form.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def system_update(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_edit_systems(actor))
    system = system_get(actor, pk)
    form = SystemForm(request.POST or None, system=system)

    def write() -> None:
        commands.system_update(
            actor=actor,
            system_id=pk,
            values=form.document(),
            reason=form.why,
            expected_version=form.cleaned_data["version"],
        )

    try:
        if request.method == "POST" and form.carries_out(write):
            messages.success(request, _("Saved."))
            return redirect("catalog:system-list")
    except Outdated as outdated:
        messages.warning(request, outdated.message)
        form = SystemForm(system=system)
        form.status = outdated.status
    return render(request, "catalog/system_form.html", {"form": form, "system": system}, status=form.status)


@require_POST
def system_delete(request: PageRequest, pk: int) -> HttpResponse:
    """Only an empty one goes; a refusal names what stands on it."""
    try:
        commands.system_delete(actor=request.actor, system_id=pk)
    except Conflict as refused:
        return _list(request, refused)
    messages.success(request, _("The system is gone."))
    return redirect("catalog:system-list")
