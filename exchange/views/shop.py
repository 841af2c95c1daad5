"""The shop: for clients on their phones."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.access import require
from common.errors import Outdated
from common.forms import CommandForm
from common.lessons import Lesson
from exchange import access, commands
from exchange.documents import ShopOrder, ShopperDocument
from exchange.forms import SetUpForm, ShopperForm
from exchange.forms.shop import REGIONS
from exchange.queries.shop import ShopView, client_of, orders_page, products_page, shop_get, sources_read
from exchange.shop import ASSETS, FIELDS
from workshop.middleware import PageRequest

PRODUCTS_SHOWN, ORDERS_SHOWN = 60, 10
QUANTITY_MAX = 99


class OrderForm(CommandForm):
    """Quantities by product: `q<id>`; the rest is the command's to say."""

    def document(self) -> ShopOrder:
        lines = []
        for name, typed in self.data.items():
            pk = name.removeprefix("q")
            if name.startswith("q") and pk.isdecimal() and len(pk) < 19 and typed.strip() not in ("", "0"):
                quantity = int(typed) if typed.strip().isdecimal() else typed
                lines.append({"product": int(pk), "quantity": quantity})
        return ShopOrder.read({"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def shop(request: PageRequest) -> HttpResponse:
    """First who I am, then what is sold, then what I ordered and whether I am content."""
    actor = request.actor
    may_look = request.method != "POST" and access.can_set_up_shop(actor)
    require(actor, access.can_shop(actor) or may_look)
    opened = shop_get(actor)
    if not opened.is_open or not access.can_shop(actor):
        return render(request, "exchange/shop_closed.html", {"shop": opened, **_rights(request)})
    client = client_of(actor)
    if client is None:
        return redirect("exchange:shop-me")
    form = OrderForm(request.POST if request.method == "POST" else None)
    key = request.POST.get("key", "")[:100] or str(uuid4())
    if request.method == "POST" and form.carries_out(
        lambda: commands.shop_order(actor=actor, document=form.document(), key=key)
    ):
        messages.success(request, _("Ordered. Thank you!"))
        return redirect(f"{request.path}#orders")
    return render(
        request, "exchange/shop.html", _context(request, opened, client, form, key), status=form.status
    )


def _context(
    request: PageRequest, opened: ShopView, client: dict[str, Any], form: CommandForm, key: str
) -> dict[str, Any]:
    actor = request.actor
    products = products_page(actor, opened, limit=PRODUCTS_SHOWN, after=request.GET.get("after"))
    return {
        "shop": opened,
        "client": client,
        "client_name": client["values"].get(opened.field("client_name")) or client["key"],
        "products": products,
        "product_asset": opened.asset("product"),
        "order_asset": opened.asset("order"),
        "orders": orders_page(actor, opened, limit=ORDERS_SHOWN),
        "can_rate": bool(opened.field("order_satisfaction")),
        "form": form,
        "key": key,
        "lesson": Lesson("POST", "/api/v1/shop/orders/", {"lines": []}, form="shop-form", idempotent=True),
        **_rights(request),
    }


def _rights(request: PageRequest) -> dict[str, bool]:
    return {
        "can_set_up": access.can_set_up_shop(request.actor),
        "can_shop": access.can_shop(request.actor),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: PageRequest) -> HttpResponse:
    """Who buys."""
    actor = request.actor
    require(actor, access.can_shop(actor))
    opened = shop_get(actor)
    if not opened.is_open:
        return render(request, "exchange/shop_closed.html", {"shop": opened, **_rights(request)})
    client = client_of(actor)
    form = ShopperForm(request.POST or None, shop=opened, client=client)

    def write() -> None:
        document = ShopperDocument.read(form.document())
        commands.shop_introduce(actor=actor, document=document, key=form.cleaned_data["key"])

    if request.method == "POST" and form.carries_out(write):
        messages.success(request, _("Welcome to the shop!"))
        return redirect("exchange:shop")
    context = {
        "form": form,
        "client": client,
        "asset": opened.asset("client"),
        "regions": REGIONS,
        "lesson": Lesson("PUT", "/api/v1/shop/client/", {"name": ""}, form="client-form"),
    }
    return render(request, "exchange/shop_me.html", context, status=form.status)


@require_POST
def satisfaction(request: PageRequest, pk: int) -> HttpResponse:
    happy = request.POST.get("happy") == "true"
    commands.shop_rate(actor=request.actor, order_id=pk, happy=happy)
    messages.success(request, _("Thank you for saying so."))
    return redirect("exchange:shop")


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: PageRequest) -> HttpResponse:
    """Which assets and fields the shop uses; guessed at first."""
    actor = request.actor
    require(actor, access.can_set_up_shop(actor))
    opened, assets = shop_get(actor), sources_read(actor)
    form = SetUpForm(request.POST or None, shop=opened, assets=assets)
    refused: Outdated | None = None

    def write() -> None:
        version = form.cleaned_data["version"]
        commands.shop_set_up(actor=actor, mapping=form.mapping(), expected_version=version)

    try:
        if request.method == "POST" and form.carries_out(write):
            messages.success(request, _("The shop is open."))
            return redirect("exchange:shop")
    except Outdated as outdated:
        refused, form = outdated, SetUpForm(shop=opened, assets=assets)
    count = len(opened.errors)
    context = {
        "shop": opened,
        "form": form,
        "refused": refused,
        "missing": ngettext("%(count)s thing is missing", "%(count)s things are missing", count)
        % {"count": count},
        "lesson": Lesson(
            "PUT",
            "/api/v1/shop/",
            {name: opened.mapping.get(name) or None for name in (*ASSETS, *FIELDS)},
            form="shop-form",
        ),
    }
    return render(
        request, "exchange/shop_set_up.html", context, status=refused.status if refused else form.status
    )
