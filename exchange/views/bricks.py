"""Bricks to look at: those of an asset, and one with where it comes from; withdrawing one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.errors import AppError, Conflict
from common.lessons import Lesson
from exchange import access, commands
from exchange.choices import BrickState
from exchange.documents import BrickFilter
from exchange.forms import SeedForm
from exchange.queries.bricks import brick_get, brick_versions_page, bricks_page, bricks_shown
from exchange.queries.origins import family_of
from exchange.queries.seeds import seeded_errors_visible
from exchange.queries.stock import stock_of
from exchange.views.pages import asset_with_rights, window
from workshop.middleware import PageRequest

PANEL_SIZE = 3


@require_safe
def brick_list(request: PageRequest, pk: int) -> HttpResponse:
    """The bricks of an asset, drawn, by state or by key."""
    actor = request.actor
    asset, rights = asset_with_rights(actor, pk)
    state = [code for code in request.GET.getlist("state") if code in BrickState.values]
    key = request.GET.get("key", "").strip()[:200]
    wanted = BrickFilter(asset=pk, state=state, key=key)
    page = bricks_page(actor, wanted, **window(request))
    query = urlencode([*(("state", code) for code in state), *([("key", key)] if key else [])])
    path = f"/api/v1/bricks/?{urlencode([('asset', pk), *(('state', code) for code in state)])}"
    context = {
        "asset": asset,
        "rights": rights,
        "page": page.with_rows(bricks_shown(actor, page.rows)),
        "query": query,
        "key": key,
        "states": _states(stock_of(actor, pk), state),
        "lesson": Lesson("GET", path, says=_("Programs read the same bricks, page by page.")),
    }
    return render(request, "exchange/brick_list.html", context)


@require_safe
def asset_panel(request: PageRequest, pk: int) -> HttpResponse:
    """What the page of an asset shows of its bricks; opened by itself, it leads to the whole of them."""
    if not request.htmx:
        return redirect("exchange:brick-list", pk)
    actor = request.actor
    asset, rights = asset_with_rights(actor, pk)
    page = bricks_page(actor, BrickFilter(asset=pk), limit=PANEL_SIZE)
    context = {
        "asset": asset,
        "rights": rights,
        "stock": stock_of(actor, pk),
        "bricks": bricks_shown(actor, page.rows),
    }
    return render(request, "exchange/_panel.html", context)


def _states(counts: dict[str, int], chosen: list[str]) -> list[dict[str, Any]]:
    rows = [
        {"code": code, "label": label, "count": counts[f"{code}_count"], "is_chosen": chosen == [code]}
        for code, label in BrickState.choices
    ]
    every = {"code": "", "label": _("All"), "count": counts["brick_count"], "is_chosen": not chosen}
    return [every, *rows]


@require_safe
def brick_detail(request: PageRequest, pk: int) -> HttpResponse:
    return detail(request, pk)


def detail(request: PageRequest, pk: int, refused: AppError | None = None) -> HttpResponse:
    """The page of a brick; after a refused act it says what is in the way."""
    actor = request.actor
    row = brick_get(actor, pk)
    (brick,) = bricks_shown(actor, [row])
    asset, rights = asset_with_rights(actor, row["asset_id"])
    seeded = seeded_errors_visible(actor).filter(brick=pk).first()
    may_seed = access.can_seed(actor, row["producer_id"]) and rights["send"]
    context = {
        "brick": brick,
        "asset": asset,
        "rights": rights,
        "fields": _fields(asset, brick["values"]),
        "family": family_of(actor, pk),
        "versions": brick_versions_page(actor, pk, limit=20).rows,
        "seeded": seeded,
        "seed_form": SeedForm() if may_seed and seeded is None else None,
        "seed_lesson": Lesson(
            "POST", "/api/v1/seeded-errors/", {"brick": pk, "kind": "colour"}, form="seed-form"
        ),
        "refused": refused,
        "lesson": Lesson("GET", f"/api/v1/bricks/{pk}/"),
    }
    return render(request, "exchange/brick_detail.html", context, status=refused.status if refused else 200)


def _fields(asset: dict[str, Any], values: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of the asset with the brick's values, then values of fields that are gone."""
    named = [{**field, "value": values.get(field["name"])} for field in asset["fields"]]
    known = {field["name"] for field in asset["fields"]}
    gone = [
        {"name": name, "value": value, "is_gone": True} for name, value in values.items() if name not in known
    ]
    return [*named, *gone]


@require_POST
def brick_withdraw(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    asset_id = brick_get(actor, pk)["asset_id"]
    try:
        commands.bricks_withdraw(actor=actor, brick_ids=[pk], reason=request.POST.get("reason", "")[:200])
    except Conflict as refused:
        return detail(request, pk, refused)
    messages.success(request, _("Withdrawn. Its copies go with the next transfer."))
    return redirect("exchange:brick-list", asset_id)


def may_correct(actor: Actor, row: dict[str, Any]) -> None:
    """Raises `Forbidden` unless the actor may correct this brick."""
    standing = standings([row["asset_id"]])[row["asset_id"]]
    require(actor, access.can_correct(actor, standing))
