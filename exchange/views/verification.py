"""The owner's verification: what waits, one send of it, and who decided what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common.access import require
from common.errors import Conflict
from common.lessons import Lesson
from exchange import access, commands
from exchange.choices import Verdict
from exchange.documents import BrickFilter
from exchange.forms import DecisionForm
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of, bricks_page, bricks_shown
from exchange.queries.submissions import (
    decisions_latest,
    decisions_page,
    submission_get,
    submissions_page,
)
from exchange.queries.waiting import sample_of, waiting_page
from exchange.views.pages import asset_with_rights, window
from workshop.middleware import PageRequest

DECISIONS_SHOWN = 5
SAMPLE = 10  # bricks in a sample
DONE = {
    Verdict.ACCEPTED: gettext_lazy("Accepted."),
    Verdict.RETURNED: gettext_lazy("Returned to their producer."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: PageRequest) -> HttpResponse:
    """What waits for my word; several sends may be decided as a whole at once."""
    actor = request.actor
    require(actor, access.can_read(actor))
    form = DecisionForm(request.POST if request.method == "POST" else None)

    def write() -> None:
        ids, verdict = form.ids("submission"), form.cleaned_data["verdict"]
        reason = form.cleaned_data["reason"]
        commands.submissions_decide(actor=actor, submission_ids=ids, verdict=verdict, reason=reason)

    if request.method == "POST":
        require(actor, access.can_decide_anything(actor))
        if form.carries_out(write):
            messages.success(request, DONE[Verdict(form.cleaned_data["verdict"])])
            return redirect("exchange:verification")
    page = waiting_page(actor, **window(request))
    first = page.rows[0]["id"] if page.rows else 1
    context = {
        "page": page,
        "form": form,
        "can_decide": access.can_decide_anything(actor),
        "decisions": decisions_latest(actor, DECISIONS_SHOWN),
        "lesson": Lesson("POST", "/api/v1/decisions/", {"submission": first, "verdict": "accepted"}),
    }
    return render(request, "exchange/verification.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_detail(request: PageRequest, pk: int) -> HttpResponse:
    """One send: its bricks to tick, or a sample of them to look at, then the word on these or on all."""
    actor = request.actor
    submission = submission_get(actor, pk)
    asset, rights = asset_with_rights(actor, submission["asset_id"])
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(actor, rights["decide"])
        if form.carries_out(lambda: _decide(request, pk, form)):
            messages.success(request, DONE[Verdict(form.cleaned_data["verdict"])])
            return redirect("exchange:submission-detail", pk)
    is_sample = "sample" in request.GET
    rows, page = _bricks(request, pk, is_sample)
    context = {
        "submission": submission,
        "asset": asset,
        "rights": rights,
        "bricks": rows,
        "page": page,
        "is_sample": is_sample,
        "sample_size": SAMPLE,
        "form": form,
        "decisions": decisions_page(actor, submission=pk).rows,
        "lesson": _lesson(pk, rows, is_sample) if rights["decide"] else None,
    }
    return render(request, "exchange/submission_detail.html", context, status=form.status)


def _bricks(request: PageRequest, pk: int, is_sample: bool) -> tuple[list[dict[str, Any]], Any]:
    """What is shown of a send: a page of it, or a sample of what waits."""
    actor = request.actor
    if is_sample:
        drawn = bricks_of(actor).filter(pk__in=sample_of(actor, pk, SAMPLE)).order_by("pk")
        return bricks_shown(actor, list(drawn.values(*BRICK_COLUMNS))), None
    page = bricks_page(actor, BrickFilter(submission=pk), **window(request))
    return bricks_shown(actor, page.rows), page


def _decide(request: PageRequest, pk: int, form: DecisionForm) -> None:
    actor, given = request.actor, form.cleaned_data
    signed = {"actor": actor, "verdict": given["verdict"], "reason": given["reason"]}
    if given["scope"] == "whole":
        commands.submission_decide(submission_id=pk, seen=form.ids("seen"), **signed)
        return
    if not form.ids("brick"):
        raise Conflict(_("Tick the bricks first."))
    commands.bricks_decide(brick_ids=form.ids("brick"), **signed)


def _lesson(pk: int, rows: list[dict[str, Any]], is_sample: bool) -> Lesson:
    """On a sample the request names what was looked at; else it names the ticked bricks."""
    if is_sample:
        body: dict[str, Any] = {"submission": pk, "verdict": "accepted", "seen": [row["id"] for row in rows]}
    else:
        body = {"bricks": [], "verdict": "accepted"}
    return Lesson("POST", "/api/v1/decisions/", body, form="decision-form")


@require_safe
def submission_list(request: PageRequest) -> HttpResponse:
    """Sends, mine or everybody's, and what became of them."""
    actor = request.actor
    require(actor, access.can_read(actor))
    is_mine = "everybody" not in request.GET and access.can_send(actor)
    page = submissions_page(actor, producer=actor.participant_id if is_mine else None, **window(request))
    path = "/api/v1/submissions/" + (f"?producer={actor.participant_id}" if is_mine else "")
    context = {
        "page": page,
        "is_mine": is_mine,
        "can_send": access.can_send(actor),
        "query": "" if is_mine else "everybody",
        "lesson": Lesson("GET", path),
    }
    return render(request, "exchange/submission_list.html", context)
