"""Errors on purpose: hidden by producers, revealed by the facilitator, then the score."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from common.access import require
from common.errors import AppError, Conflict
from common.lessons import Lesson
from exchange import access, commands
from exchange.choices import SEEDED_MAX
from exchange.documents import SeedDocument
from exchange.forms import SeedForm
from exchange.queries.bricks import bricks_drawn, bricks_sent_by
from exchange.queries.seeds import hidden_count, score, seeded_errors_page, seeded_errors_visible
from exchange.views.bricks import detail
from exchange.views.pages import window
from workshop.choices import Role
from workshop.middleware import PageRequest

OWN_SHOWN = 12  # latest bricks of a producer, to hide an error in


@require_safe
def seeded_errors(request: PageRequest) -> HttpResponse:
    return _page(request)


def _page(request: PageRequest, refused: AppError | None = None) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    is_producer = actor.has_role(Role.PRODUCER)
    context = {
        "page": seeded_errors_page(actor, **window(request)),
        "score": score(actor),
        "hidden_count": hidden_count(actor),
        "can_reveal": access.can_reveal(actor),
        "is_producer": is_producer,
        "max": SEEDED_MAX,
        "bricks": _own(request) if is_producer else [],
        "refused": refused,
        "lesson": Lesson("GET", "/api/v1/seeded-errors/"),
    }
    status = refused.status if refused else 200
    return render(request, "exchange/seeded_errors.html", context, status=status)


def _own(request: PageRequest) -> list[dict[str, object]]:
    """The latest bricks that the reader sent, those with an error hidden left out."""
    actor = request.actor
    hidden = set(seeded_errors_visible(actor).values_list("brick_id", flat=True))
    return bricks_drawn(actor, [row for row in bricks_sent_by(actor, OWN_SHOWN) if row["id"] not in hidden])


@require_POST
def hide_error(request: PageRequest, pk: int) -> HttpResponse:
    form = SeedForm(request.POST)

    def write() -> None:
        document = SeedDocument(brick=pk, kind=form.cleaned_data["kind"], note=form.cleaned_data["note"])
        commands.error_seed(actor=request.actor, document=document)

    if form.carries_out(write):
        messages.success(request, _("Hidden. Only you see it until the facilitator reveals it."))
        return redirect("exchange:seeded-errors")
    return detail(request, pk, form.refused)


@require_POST
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    try:
        commands.error_unseed(actor=request.actor, seeded_id=pk)
    except Conflict as refused:
        return _page(request, refused)
    messages.success(request, _("Taken back."))
    return redirect("exchange:seeded-errors")


@require_POST
def reveal(request: PageRequest) -> HttpResponse:
    try:
        count = commands.errors_reveal(actor=request.actor)
    except Conflict as refused:
        return _page(request, refused)
    message = ngettext("%(count)s error revealed.", "%(count)s errors revealed.", count)
    messages.success(request, message % {"count": count})
    return redirect("exchange:seeded-errors")
