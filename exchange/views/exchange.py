"""The way in: what stands where, and what my role does with it."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.access import require
from exchange import access
from exchange.queries.seeds import hidden_count
from exchange.queries.stock import stock
from exchange.queries.submissions import submissions_waiting
from workshop.choices import Role
from workshop.middleware import PageRequest


@require_safe
def exchange(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, access.can_read(actor))
    rows = stock(actor)
    floors = [(zone, list(assets)) for zone, assets in groupby(rows, key=lambda row: row["system__zone"])]
    context = {
        "floors": floors,
        "can_send": access.can_send(actor),
        "can_shop": access.can_shop(actor),
        "can_copy": actor.has_role(Role.FACILITATOR, Role.ENGINEER, Role.OWNER),
        "can_decide": access.can_decide_anything(actor),
        "waiting_count": submissions_waiting(actor).count() if access.can_decide_anything(actor) else 0,
        "hidden_count": hidden_count(actor) if access.can_reveal(actor) else 0,
    }
    return render(request, "exchange/exchange.html", context)
