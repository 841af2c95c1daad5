"""The register of consents, persons, their traces and erasure; rights requests."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import require
from common.pagination import Page
from consent import access, commands
from consent.choices import ConsentKind, RequestState
from consent.documents import EnrolDocument, ExtensionDocument
from consent.exports import table_answer
from consent.forms import AnswerForm
from consent.queries.assets import assets_of_persons
from consent.queries.exports import consents_table
from consent.queries.purposes import purposes_of
from consent.queries.subjects import events_page, request_row, requests_page, subject_row, subjects_page
from consent.queries.traces import erasure_row, erasures_page, withdrawal_trace
from workshop.middleware import PageRequest

PAGE = 50


def window_of(request: PageRequest) -> dict[str, Any]:
    """Where in a list, from the address."""
    return {"limit": PAGE, "after": request.GET.get("cursor"), "before": request.GET.get("before")}


def number_of(request: PageRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@never_cache
@require_safe
def consent_list(request: PageRequest) -> HttpResponse:
    """What was said, latest first; also the sheet to print."""
    actor = request.actor
    require(actor, access.can_read(actor) and access.can_read_persons(actor))
    purpose, kind = number_of(request, "purpose"), request.GET.get("kind", "")
    page: Page = events_page(actor, purpose=purpose, kind=kind, **window_of(request))
    context = {
        "page": page,
        "purposes": {p.pk: p for p in purposes_of(actor)},
        "purpose": purpose,
        "kind": kind,
        "kinds": ConsentKind.choices,
    }
    return render(request, "consent/consent_list.html", context)


@never_cache
@require_safe
def consent_export(request: PageRequest, form: str) -> HttpResponse:
    return table_answer(consents_table(request.actor), form, "consents")


@never_cache
@require_safe
def subject_list(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor) and access.can_read_persons(actor))
    context = {
        "page": subjects_page(actor, **window_of(request)),
        "assets": assets_of_persons(actor),
        "can_enrol": access.can_declare(actor),
    }
    return render(request, "consent/subject_list.html", context)


@require_POST
def subject_enrol(request: PageRequest) -> HttpResponse:
    asset = request.POST.get("asset", "")
    count = commands.subjects_enrol(
        actor=request.actor, document=EnrolDocument.read({"asset": int(asset) if asset.isdigit() else None})
    )
    messages.success(request, _("%(count)s persons are new.") % {"count": count})
    return redirect("consent:subject-list")


@never_cache
@require_safe
def subject_detail(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    subject = subject_row(actor, pk)
    context = {
        "subject": subject,
        "purposes": {p.pk: p for p in purposes_of(actor)},
        "can_answer": access.can_answer(actor),
        "events": events_page(actor, subject=pk).rows,
    }
    return render(request, "consent/subject_detail.html", context)


@never_cache
@require_safe
def subject_trace(request: PageRequest, pk: int) -> HttpResponse:
    found = withdrawal_trace(request.actor, pk, number_of(request, "purpose"))
    return render(
        request, "consent/trace.html", {"trace": found, "can_erase": access.can_answer(request.actor)}
    )


@require_POST
def subject_erase(request: PageRequest, pk: int) -> HttpResponse:
    proof = commands.erasure_run(actor=request.actor, subject_id=pk)
    return redirect("consent:erasure-detail", proof)


@never_cache
@require_safe
def erasure_list(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor) and access.can_read_persons(actor))
    context = {"page": erasures_page(actor, **window_of(request)), "can_sweep": access.can_answer(actor)}
    return render(request, "consent/erasure_list.html", context)


@require_POST
def erasures_sweep(request: PageRequest) -> HttpResponse:
    erased = commands.erasures_sweep(actor=request.actor)
    if erased:
        messages.success(request, _("Whoever was erased and had come back is erased again."))
    else:
        messages.success(request, _("Nobody who was erased has come back."))
    return redirect("consent:erasure-list")


@never_cache
@require_safe
def erasure_detail(request: PageRequest, pk: int) -> HttpResponse:
    require(request.actor, access.can_read(request.actor))
    return render(request, "consent/erasure_detail.html", {"erasure": erasure_row(request.actor, pk)})


@never_cache
@require_safe
def request_list(request: PageRequest) -> HttpResponse:
    """Whose turn it is to be answered, and until when."""
    actor = request.actor
    state = request.GET.get("state", "")
    context = {
        "page": requests_page(actor, state=state, **window_of(request)),
        "state": state,
        "states": RequestState.choices,
        "can_answer": access.can_answer(actor),
    }
    return render(request, "consent/request_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_detail(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    row = request_row(actor, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.carries_out(
        lambda: commands.request_answer(actor=actor, request_id=pk, document=form.document())
    ):
        messages.success(request, _("The request is answered."))
        return redirect("consent:request-list")
    context = {"row": row, "form": form, "can_answer": access.can_answer(actor)}
    return render(request, "consent/request_detail.html", context, status=form.status)


@require_POST
def request_extend(request: PageRequest, pk: int) -> HttpResponse:
    document = ExtensionDocument.read({"reason": request.POST.get("reason", "")})
    commands.request_extend(actor=request.actor, request_id=pk, document=document)
    messages.success(request, _("Two more months. Tell the person why."))
    return redirect("consent:request-detail", pk)
