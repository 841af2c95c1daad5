"""Copying from floor to floor: the ways up, and what each transfer did."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.access import can_copy
from catalog.queries.assets import standings
from common.access import require
from common.forms import CommandForm
from common.lessons import Lesson
from exchange import access
from exchange.documents import TransferDocument
from exchange.movers import document_transfer
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of, bricks_shown
from exchange.queries.stock import ways
from exchange.queries.transfers import rejections_page, transfer_get, transfers_page
from exchange.representation import transfer_shown
from exchange.views.pages import window
from workshop.middleware import PageRequest


class TransferForm(CommandForm):
    """A source and the system that takes the copy; chosen together, as one way up."""

    way = forms.CharField()

    def document(self) -> TransferDocument:
        source, _colon, system = self.cleaned_data["way"].partition(":")
        number = int(source) if source.isdecimal() and len(source) < 19 else source
        return TransferDocument.read({"source": number, "system": system})


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_list(request: PageRequest) -> HttpResponse:
    """The ways up with their button *Copy*, and the last transfers."""
    actor = request.actor
    require(actor, access.can_read(actor))
    form = TransferForm(request.POST if request.method == "POST" else None)
    made: list[int] = []

    def write() -> None:
        made.append(document_transfer(actor=actor, document=form.document()))

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("Copied. The source keeps its bricks."))
        return redirect("exchange:transfer-detail", made[0])
    rows = ways(actor)
    standing_of = standings({row["source"]["id"] for row in rows})
    shown = [{**row, "may": can_copy(actor, standing_of[row["source"]["id"]])} for row in rows]
    context = {
        "ways": shown,
        "form": form,
        "page": transfers_page(actor, **window(request)).mapped(transfer_shown),
        "lesson": _lesson(shown),
    }
    return render(request, "exchange/transfer_list.html", context, status=form.status)


def _lesson(rows: list[dict[str, Any]]) -> Lesson | None:
    may = next((row for row in rows if row["may"]), None)
    if may is None:
        return None
    body = {"source": may["source"]["id"], "system": may["system"]["code"]}
    return Lesson("POST", "/api/v1/transfers/", body, form="transfer-form")


@require_safe
def transfer_detail(request: PageRequest, pk: int) -> HttpResponse:
    """What one transfer read, copied and rejected, with the rules that failed."""
    actor = request.actor
    transfer = transfer_get(actor, pk)
    page = rejections_page(actor, pk, **window(request))
    bricks = bricks_of(actor).filter(pk__in=[row["brick_id"] for row in page.rows]).values(*BRICK_COLUMNS)
    shown = {brick["id"]: brick for brick in bricks_shown(actor, list(bricks))}
    context = {
        "transfer": transfer_shown(transfer),
        "page": page.mapped(lambda row: {**row, "brick": shown.get(row["brick_id"])}),
        "lesson": Lesson("GET", f"/api/v1/transfers/{pk}/"),
    }
    return render(request, "exchange/transfer_detail.html", context)
