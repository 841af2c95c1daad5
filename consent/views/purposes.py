"""Purposes with their notices; what an asset is collected for; the record of processing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.queries.assets import asset_get
from common.access import require
from consent import access, commands
from consent.choices import RIGHTS, Right
from consent.exports import table_answer
from consent.forms import CollectedForm, NoticeForm, ProcessingForm, PurposeForm
from consent.queries.assets import assets_offered, purposes_offered
from consent.queries.exports import processings_table
from consent.queries.processings import processing_row, processings_page
from consent.queries.purposes import collected_for, notices_page, purpose_get, purpose_row, purposes_page
from consent.views.register import window_of
from workshop.middleware import PageRequest

WRITING = ["GET", "HEAD", "POST"]


@require_safe
def purpose_list(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    page = purposes_page(actor, **window_of(request))
    context = {"page": page, "can_declare": access.can_declare(actor)}
    return render(request, "consent/purpose_list.html", context)


@require_safe
def purpose_detail(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    purpose = purpose_row(actor, pk)
    context = {
        "purpose": purpose,
        "notices": notices_page(actor, purpose=pk).rows,
        "rights": [(right.label, right in RIGHTS.get(purpose["basis"], ())) for right in Right],
        "titles": dict(assets_offered(actor)),
        "can_declare": access.can_declare(actor),
    }
    return render(request, "consent/purpose_detail.html", context)


@require_http_methods(WRITING)
def purpose_new(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_declare(actor))
    form = PurposeForm(request.POST or None)
    made: list[int] = []
    if request.method == "POST" and form.carries_out(
        lambda: made.append(commands.purpose_declare(actor=actor, document=form.document()))
    ):
        messages.success(request, _("The purpose is declared."))
        return redirect("consent:purpose-detail", made[0])
    return render(request, "consent/purpose_form.html", {"form": form}, status=form.status)


@require_http_methods(WRITING)
def purpose_edit(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_declare(actor))
    purpose = purpose_get(actor, pk)
    form = PurposeForm(request.POST or None, initial=PurposeForm.initial_of(purpose))
    if request.method == "POST" and form.carries_out(
        lambda: commands.purpose_update(
            actor=actor, purpose_id=pk, values=form.values, expected_version=form.cleaned_data["version"]
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("consent:purpose-detail", pk)
    return render(
        request, "consent/purpose_form.html", {"form": form, "purpose": purpose}, status=form.status
    )


@require_http_methods(WRITING)
def notice_new(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_declare(actor))
    purpose = purpose_get(actor, pk)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.carries_out(
        lambda: commands.notice_publish(actor=actor, document=form.document(pk))
    ):
        messages.success(request, _("From now on, people are shown this text."))
        return redirect("consent:purpose-detail", pk)
    return render(request, "consent/notice_form.html", {"form": form, "purpose": purpose}, status=form.status)


@require_http_methods(WRITING)
def asset_purposes(request: PageRequest, pk: int) -> HttpResponse:
    """What the data of an asset is collected for."""
    actor = request.actor
    asset = asset_get(actor, pk)
    require(actor, access.can_declare(actor))
    chosen = collected_for(actor, [pk]).get(pk, [])
    form = CollectedForm(request.POST or None, purposes=purposes_offered(actor), chosen=chosen)
    if request.method == "POST" and form.carries_out(
        lambda: commands.asset_collect_for(actor=actor, asset_id=pk, document=form.document())
    ):
        messages.success(request, _("Saved."))
        return redirect("catalog:asset-detail", pk)
    return render(request, "consent/asset_purposes.html", {"form": form, "asset": asset}, status=form.status)


@require_safe
def processing_list(request: PageRequest) -> HttpResponse:
    actor = request.actor
    page = processings_page(actor, **window_of(request))
    context = {"page": page, "can_register": access.can_register(actor)}
    return render(request, "consent/processing_list.html", context)


@require_safe
def processing_detail(request: PageRequest, pk: int) -> HttpResponse:
    """The sheet; it prints on a page."""
    actor = request.actor
    require(actor, access.can_read(actor))
    context = {"sheet": processing_row(actor, pk), "can_register": access.can_register(actor)}
    return render(request, "consent/processing_detail.html", context)


@require_http_methods(WRITING)
def processing_edit(request: PageRequest, pk: int | None = None) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_register(actor))
    sheet = processing_row(actor, pk) if pk is not None else None
    initial = None
    if sheet:
        ids = {name: [row["id"] for row in sheet[name]] for name in ("purposes", "assets")}
        initial = {**sheet, **ids, "people": "\n".join(sheet["people"])}
    form = ProcessingForm(
        request.POST or None, assets=assets_offered(actor), purposes=purposes_offered(actor), initial=initial
    )
    made: list[int] = []
    if request.method == "POST" and form.carries_out(
        lambda: made.append(
            commands.processing_write(actor=actor, document=form.document(), processing_id=pk)
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("consent:processing-detail", made[0])
    return render(request, "consent/processing_form.html", {"form": form, "sheet": sheet}, status=form.status)


@require_safe
def processing_export(request: PageRequest, form: str) -> HttpResponse:
    return table_answer(processings_table(request.actor), form, "processings")
