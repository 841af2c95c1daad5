"""Sending and correcting bricks by hand, beside the request that does the same."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog.choices import FieldType, Zone
from common.access import require
from common.actor import Actor
from common.errors import Conflict, Outdated
from common.lessons import Lesson
from exchange import access, commands
from exchange.forms import BrickForm, FileForm
from exchange.queries.bricks import brick_get, bricks_shown
from exchange.queries.links import link_choices
from exchange.queries.shop import highest_number
from exchange.queries.submissions import first_brick_of
from exchange.shape import Shape
from exchange.streams import csv_rows, ndjson_rows, received
from exchange.views.bricks import may_correct
from exchange.views.pages import asset_with_rights
from workshop.middleware import PageRequest


@require_http_methods(["GET", "HEAD", "POST"])
def brick_send(request: PageRequest, pk: int) -> HttpResponse:
    """One brick by its form; afterwards an empty form again, with the new brick above it."""
    actor = request.actor
    asset = _source(actor, pk)
    values = None if request.method == "POST" else _next_key(actor, asset)
    form = BrickForm(request.POST or None, asset=asset, values=values, choices=link_choices(actor, asset))
    sent: list[int] = []

    def write() -> None:
        key, bricks = form.cleaned_data["key"], [form.values()]
        sent.append(commands.submission_send(actor=actor, asset_id=pk, bricks=bricks, key=key))

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("Sent. It waits for its owner."))
        return redirect(f"{request.path}?sent={first_brick_of(actor, sent[0])}")
    context = {
        "asset": asset,
        "form": form,
        "sent": _sent(actor, request.GET.get("sent", "")),
        "lesson": Lesson(
            "POST", "/api/v1/bricks/", {"asset": pk, "values": {}}, form="brick-form", idempotent=True
        ),
    }
    return render(request, "exchange/brick_form.html", context, status=form.status)


def _source(actor: Actor, pk: int) -> dict[str, Any]:
    """The asset to send into; raises `Forbidden`, and `Conflict` for one that bricks come to by copying."""
    asset, _rights = asset_with_rights(actor, pk)
    require(actor, access.can_send(actor))
    if asset["zone"] != Zone.SOURCE:
        message = _("Bricks come here by copying only. Send or correct them at the source, then copy again.")
        raise Conflict(message, code="not_a_source")
    return asset


def _next_key(actor: Actor, asset: dict[str, Any]) -> dict[str, Any]:
    """The next number for a primary key of one whole number."""
    types = {field["name"]: field["type"] for field in asset["fields"]}
    if len(asset["primary_key"]) == 1 and types[asset["primary_key"][0]] == FieldType.INTEGER:
        name = asset["primary_key"][0]
        return {name: highest_number(actor, asset["id"], name) + 1}
    return {}


def _sent(actor: Actor, pk: str) -> dict[str, Any] | None:
    """The brick that was just sent, from the address."""
    if not (pk.isdecimal() and len(pk) < 19):
        return None
    return bricks_shown(actor, [brick_get(actor, int(pk))])[0]


@require_http_methods(["GET", "HEAD", "POST"])
def file_send(request: PageRequest, pk: int) -> HttpResponse:
    """Thousands at once, from a file."""
    actor = request.actor
    asset = _source(actor, pk)
    form = FileForm(request.POST or None, request.FILES or None)

    def write() -> None:
        shape, file = Shape.of(asset), io.BufferedReader(_Uploaded(form.cleaned_data["file"]))
        rows = csv_rows(file, shape) if form.is_csv else ndjson_rows(file)
        with received(shape, rows) as taken:
            key = form.cleaned_data["key"]
            commands.submission_store(actor=actor, asset_id=pk, received=taken, key=key)
            message = ngettext(
                "%(count)s brick sent. It waits for its owner.",
                "%(count)s bricks sent. They wait for their owner.",
                taken.count,
            )
            messages.success(request, message % {"count": taken.count})

    if request.method == "POST" and form.carries_out(write):
        return redirect("exchange:brick-list", pk)
    context = {"asset": asset, "form": form, "lesson": _stream_lesson(asset)}
    return render(request, "exchange/file_form.html", context, status=form.status)


class _Uploaded(io.RawIOBase):
    """An uploaded file, read piece by piece."""

    def __init__(self, file: Any):
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _stream_lesson(asset: dict[str, Any]) -> Lesson:
    header = ",".join(field["name"] for field in asset["fields"])
    return Lesson(
        "POST",
        f"/api/v1/bricks/stream/?asset={asset['id']}",
        f"{header}\n",
        content_type="text/csv",
        idempotent=True,
        says=_("The body is the file itself, as long as it may be. JSON lines are application/x-ndjson."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def brick_correct(request: PageRequest, pk: int) -> HttpResponse:
    """The form of a brick that is there already; somebody else's correction meanwhile is not overwritten."""
    actor = request.actor
    row = brick_get(actor, pk)
    may_correct(actor, row)
    asset, _rights = asset_with_rights(actor, row["asset_id"])
    form = BrickForm(
        request.POST or None,
        asset=asset,
        values=row["values"],
        version=row["version"],
        choices=link_choices(actor, asset),
    )
    refused: Outdated | None = None

    def write() -> None:
        commands.brick_correct(
            actor=actor,
            brick_id=pk,
            values=form.values(),
            reason=request.POST.get("reason", "")[:200],
            expected_version=form.cleaned_data["version"],
        )

    try:
        if request.method == "POST" and form.carries_out(write):
            messages.success(request, _("Corrected."))
            return redirect("exchange:brick-detail", pk)
    except Outdated as outdated:
        refused = outdated
        form = BrickForm(asset=asset, values=row["values"], version=row["version"])
    context = {
        "asset": asset,
        "brick": bricks_shown(actor, [row])[0],
        "form": form,
        "refused": refused,
        "lesson": Lesson("PUT", f"/api/v1/bricks/{pk}/", {"values": {}}, form="brick-form"),
    }
    status = refused.status if refused else form.status
    return render(request, "exchange/brick_form.html", context, status=status)
