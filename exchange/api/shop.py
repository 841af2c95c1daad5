"""REST: the shop, as its own page uses it."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import versioned
from common.errors import NotFound
from exchange.api.bricks import SendingView
from exchange.api.examples import CLIENT, ORDER
from exchange.api.inputs import Happiness
from exchange.api.shapes import Brick, ProductPage, Shop, ShopOrderPage, Submission
from exchange.commands import shop_introduce, shop_order, shop_rate, shop_set_up
from exchange.documents import ShopMapping, ShopOrder, ShopperDocument
from exchange.queries.bricks import brick_get, bricks_shown
from exchange.queries.shop import client_of, orders_page, products_page, shop_get, shop_opened
from exchange.shop import ASSETS, FIELDS
from workshop.api.base import ApiView


class ShopView(ApiView):
    @operation("shop_retrieve", "Read what the shop is made of", answer=Shop)
    def get(self, request: Any) -> JsonAnswer:
        """Guessed from the room's pieces (`version` 0) until somebody confirms or corrects it."""
        return self._answer()

    @operation(
        "shop_replace",
        "Say which assets and fields the shop uses",
        body=ShopMapping,
        answer=Shop,
        guarded=True,
    )
    def put(self, request: Any, *, body: ShopMapping) -> JsonAnswer:
        shop_set_up(mapping=body.model_dump(), **self.guarded)
        return self._answer()

    def _answer(self) -> JsonAnswer:
        shop = shop_get(self.actor)
        return versioned(
            {
                "version": shop.version,
                "is_open": shop.is_open,
                "mapping": {name: shop.mapping.get(name) or None for name in (*ASSETS, *FIELDS)},
                "errors": [error.as_dict() for error in shop.errors],
            }
        )


class ProductsView(ApiView):
    @operation("shop_products", "List what is sold", query=PageQuery, answer=ProductPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """What an owner has returned is not sold. 409 while the shop is closed."""
        page = products_page(self.actor, shop_opened(self.actor), **query.window)
        return page_answer(request, page.mapped(_product_shown))


def _product_shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "key", "label", "price")}


class ClientView(SendingView):
    @operation("shop_client_retrieve", "Read the client you buy as", answer=Brick, guarded=True)
    def get(self, request: Any) -> JsonAnswer:
        client = client_of(self.actor)
        if client is None:
            raise NotFound()
        return versioned(bricks_shown(self.actor, [client])[0])

    @operation(
        "shop_client_replace",
        "Say who you are",
        body=ShopperDocument,
        answer=Brick,
        examples=example("A customer", CLIENT),
    )
    def put(self, request: Any, *, body: ShopperDocument) -> JsonAnswer:
        """Makes your client brick, or corrects it."""
        pk = shop_introduce(document=body, key=self.key, **self.signed)
        return versioned(bricks_shown(self.actor, [brick_get(self.actor, pk)])[0])


class OrdersView(SendingView):
    @operation("shop_orders_list", "List your orders", query=PageQuery, answer=ShopOrderPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Latest first. 409 while the shop is closed."""
        page = orders_page(self.actor, shop_opened(self.actor), **query.window)
        return page_answer(request, page.mapped(_order_shown))

    @operation(
        "shop_orders_create",
        "Order products",
        body=ShopOrder,
        answer=Submission,
        status=201,
        examples=example("Two lanterns", ORDER),
    )
    def post(self, request: Any, *, body: ShopOrder) -> JsonAnswer:
        """Each line becomes an order's brick, which waits for its owner."""
        return self.submission(shop_order(document=body, key=self.key, **self.signed))


def _order_shown(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "version", "key", "product", "quantity", "happy", "state", "created_at")
    return {name: row[name] for name in names}


class SatisfactionView(ApiView):
    @operation(
        "shop_orders_rate",
        "Say whether you are content with an order",
        body=Happiness,
        answer=Brick,
        examples=example("Content", {"happy": True}),
    )
    def put(self, request: Any, *, order_id: int, body: Happiness) -> JsonAnswer:
        """Of your own; you may change your mind."""
        shop_rate(order_id=order_id, happy=body.happy, **self.signed)
        return versioned(bricks_shown(self.actor, [brick_get(self.actor, order_id)])[0])
