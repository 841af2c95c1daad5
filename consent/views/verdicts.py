"""“May we?”: asking, and the answer with its seven steps."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalog.queries.assets import asset_get
from common.access import require
from common.errors import Conflict, Invalid, NotFound
from consent import access, commands
from consent.choices import Answer
from consent.forms import UseForm
from consent.queries.assets import assets_offered, purposes_offered
from consent.queries.purposes import collected_for
from consent.queries.verdicts import verdict_row, verdicts_page
from consent.views.register import number_of, window_of
from workshop.middleware import PageRequest

STEPS = range(1, 8)


class _AskForm(UseForm):
    refusals = (Invalid, Conflict, NotFound)


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_list(request: PageRequest) -> HttpResponse:
    """The question, and the answers given so far."""
    actor = request.actor
    require(actor, access.can_read(actor))
    can_ask = access.can_ask(actor)
    asset = number_of(request, "asset")
    form = _AskForm(
        request.POST or None,
        assets=assets_offered(actor),
        purposes=purposes_offered(actor),
        initial={"asset": asset},
    )
    made: list[int] = []
    if request.method == "POST":
        require(actor, can_ask)
        if form.carries_out(lambda: made.append(commands.verdict_ask(actor=actor, use=form.document()))):
            return redirect("consent:verdict-detail", made[0])
    answer = request.GET.get("answer", "")
    page = verdicts_page(actor, asset=asset, answer=answer, **window_of(request))
    context = {"form": form, "page": page, "can_ask": can_ask, "answers": Answer.choices, "answer": answer}
    return render(request, "consent/verdict_list.html", context, status=form.status)


@require_safe
def verdict_detail(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    verdict = verdict_row(actor, pk)
    steps = [(step, [r for r in verdict["reasons"] if r["step"] == step]) for step in STEPS]
    context = {
        "verdict": verdict,
        "steps": [pair for pair in steps if pair[1]],
        "can_ask": access.can_ask(actor),
    }
    return render(request, "consent/verdict_detail.html", context)


@require_safe
def asset_panel(request: PageRequest, pk: int) -> HttpResponse:
    """What an asset was collected for and the latest answers about it; by itself, the page that says more."""
    actor = request.actor
    require(actor, access.can_read(actor))
    asset_get(actor, pk, [])
    if not request.htmx:
        return redirect(f"{reverse('consent:verdict-list')}?asset={pk}")
    titles = dict(purposes_offered(actor))
    context = {
        "pk": pk,
        "collected": [titles[purpose] for purpose in collected_for(actor, [pk]).get(pk, [])],
        "verdicts": verdicts_page(actor, asset=pk, limit=3).rows,
        "can_declare": access.can_declare(actor),
    }
    return render(request, "consent/_panel.html", context)
