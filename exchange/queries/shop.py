"""The shop as a client sees it: what is sold, who buys, what they bought."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Max
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from catalog.choices import Zone
from catalog.queries.assets import assets_get, assets_visible
from common.actor import Actor
from common.errors import Conflict, FieldError, NotFound
from common.pagination import Page, page_by_key
from exchange.choices import BrickState
from exchange.models import Brick, Shop, ShopClient
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of
from exchange.shop import guess, mapping_errors, satisfaction_read


@dataclass(frozen=True)
class ShopView:
    """The shop of a workshop: its mapping, the assets it names, and what keeps it closed (`errors`)."""

    mapping: Mapping[str, Any]
    assets: Mapping[int, Mapping[str, Any]]
    version: int = 0  # of the confirmed mapping; 0 while it is only guessed

    @cached_property
    def errors(self) -> list[FieldError]:
        return mapping_errors(self.mapping, self.assets)

    @property
    def is_open(self) -> bool:
        return not self.errors

    def asset(self, role: str) -> Mapping[str, Any]:
        return self.assets[self.mapping[role]]

    def field(self, name: str) -> str:
        """The room's own name of a field that the shop uses; empty when it has none."""
        return str(self.mapping.get(name) or "")

    def field_type(self, role: str, name: str) -> str:
        return str(next((f["type"] for f in self.asset(role)["fields"] if f["name"] == self.field(name)), ""))

    def key_field(self, role: str) -> str:
        return str(self.asset(role)["primary_key"][0])

    def link_value(self, role: str, brick: Mapping[str, Any]) -> Any:
        """What an order writes to point to a client or a product: the value that its foreign key names, or the key."""
        own = self.field(f"order_{role}")
        for key in self.asset("order")["foreign_keys"]:
            for pair in key["columns"]:
                if pair["field"] == own and key["target"]["id"] == self.mapping[role]:
                    return brick["values"].get(pair["target_field"])
        return brick["values"].get(self.key_field(role))


def shop_get(actor: Actor) -> ShopView:
    """The shop as it was set up, or as the room's assets suggest it."""
    assets = {asset["id"]: asset for asset in sources_read(actor)}
    kept = Shop.objects.filter(workshop_id=actor.workshop_id).values_list("mapping", "version").first()
    if kept is not None:
        return ShopView(kept[0], assets, kept[1])
    return ShopView(guess(list(assets.values())), assets)


def shop_opened(actor: Actor) -> ShopView:
    """The shop; raises `Conflict` while it is closed."""
    shop = shop_get(actor)
    if not shop.is_open:
        raise Conflict(_("The shop is not set up yet. Ask a steward or the facilitator."), code="shop_closed")
    return shop


def sources_read(actor: Actor) -> list[dict[str, Any]]:
    """The assets of source systems with their fields and keys."""
    sources = assets_visible(actor).filter(system__zone=Zone.SOURCE)
    return assets_get(actor, list(sources.order_by("pk").values_list("pk", flat=True)), ["fields", "keys"])


def products_page(actor: Actor, shop: ShopView, **window: Any) -> Page:
    """What is sold, each as `id`, `label`, `price` and its brick; what an owner has returned is not."""
    rows = bricks_of(actor).filter(asset=shop.mapping["product"]).exclude(state=BrickState.RETURNED)
    page = page_by_key(rows, columns=BRICK_COLUMNS, order=("id",), **window)
    return page.mapped(lambda row: product_shown(shop, row))


def product_shown(shop: ShopView, row: Mapping[str, Any]) -> dict[str, Any]:
    values = row["values"]
    label, price = values.get(shop.field("product_label")), values.get(shop.field("product_price"))
    return {**row, "label": str(label or row["key"]), "price": price}


def client_of(actor: Actor) -> dict[str, Any] | None:
    """The client brick that the actor buys as."""
    own = ShopClient.objects.filter(participant=actor.participant_id, workshop_id=actor.workshop_id)
    row: dict[str, Any] | None = (
        bricks_of(actor).filter(pk__in=own.values("brick")).values(*BRICK_COLUMNS).first()
    )
    return row


def orders_page(actor: Actor, shop: ShopView, **window: Any) -> Page:
    """What the actor ordered in the shop, latest first, each with `product` and `happy` (None: not said)."""
    own = bricks_of(actor).filter(producer=actor.participant_id, submission__isnull=False)
    rows = own.filter(asset=shop.mapping["order"])
    page = page_by_key(rows, columns=BRICK_COLUMNS, order=("-id",), **window)
    products = _products_named(actor, shop, page.rows)
    link, said = shop.field("order_product"), shop.field("order_satisfaction")
    return page.mapped(
        lambda row: {
            **row,
            "product": products.get(str(row["values"].get(link)), str(row["values"].get(link, ""))),
            "quantity": row["values"].get(shop.field("order_quantity")),
            "happy": satisfaction_read(row["values"].get(said)),
        }
    )


def _products_named(actor: Actor, shop: ShopView, orders: list[dict[str, Any]]) -> dict[str, str]:
    """Names of products by the value that orders point to them with."""
    wanted = {str(row["values"].get(shop.field("order_product"))) for row in orders}
    rows = bricks_of(actor).filter(asset=shop.mapping["product"], key__in=wanted)
    shown = (product_shown(shop, row) for row in rows.values(*BRICK_COLUMNS))
    return {str(shop.link_value("product", row)): row["label"] for row in shown}


def order_of(actor: Actor, shop: ShopView, order_id: int) -> Brick:
    """An order of the actor's own; raises `NotFound`."""
    own = bricks_of(actor).filter(asset=shop.mapping["order"], producer=actor.participant_id)
    order = own.filter(pk=order_id).first()
    if order is None:
        raise NotFound()
    return order


def highest_number(actor: Actor, asset_id: int, field: str) -> int:
    """The highest whole number that a field has in the bricks of an asset; 0 without any."""
    value = Cast(KeyTextTransform(field, "values"), models.BigIntegerField())
    rows = bricks_of(actor).filter(asset=asset_id).annotate(text=KeyTextTransform(field, "values"))
    numbers = rows.filter(text__regex=r"^-?[0-9]{1,18}$").aggregate(highest=Max(value))
    return int(numbers["highest"] or 0)
