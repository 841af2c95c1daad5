"""The shop: clients introduce themselves, order, and say whether they are content; as bricks, like any producer's."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.choices import FieldType
from catalog.queries.assets import standings
from common.access import require
from common.actor import Actor
from common.change import command
from common.errors import Conflict, FieldError, Invalid, Outdated
from exchange import access
from exchange.choices import BrickState
from exchange.commands.bricks import write
from exchange.commands.locks import assets_lock
from exchange.commands.submissions import bricks_send
from exchange.documents import ShopOrder, ShopperDocument
from exchange.models import Brick, Shop, ShopClient, Submission
from exchange.queries.bricks import BRICK_COLUMNS, bricks_of
from exchange.queries.shop import ShopView, client_of, highest_number, order_of, shop_opened, sources_read
from exchange.shop import ASSETS, FIELDS, mapping_errors, satisfaction_value


@command
def shop_set_up(
    *, actor: Actor, mapping: Mapping[str, Any], reason: str = "", expected_version: int | None = None
) -> int:
    """Say which assets and fields the shop uses; answers the version. Raises `Forbidden`, `Outdated`, `Invalid`."""
    require(actor, access.can_set_up_shop(actor))
    assets = {asset["id"]: asset for asset in sources_read(actor)}
    known = {name: mapping.get(name) or None for name in (*ASSETS, *FIELDS)}
    if errors := mapping_errors(known, assets):
        raise Invalid(errors=errors)
    shop = Shop.objects.filter(workshop_id=actor.workshop_id).first()
    if expected_version not in (None, shop.version if shop else 0):
        raise Outdated()
    if shop is None:
        return Shop.objects.create(workshop_id=actor.workshop_id, mapping=known).version
    if shop.mapping != known:
        shop.mapping, shop.version, shop.modified_at = known, shop.version + 1, timezone.now()
        shop.save()
    return shop.version


@command
def shop_introduce(*, actor: Actor, document: ShopperDocument, key: str = "", reason: str = "") -> int:
    """Become a client of the shop, or correct who one is; answers the id of one's client brick."""
    shop = _open(actor)
    told = {
        "client_name": document.name,
        "client_email": document.email or None,
        "client_region": document.region or None,
    }
    values = {shop.field(name): value for name, value in told.items() if shop.field(name)}
    known = client_of(actor)
    if known is not None:
        return _correct(actor, known["id"], values)
    asset_id = shop.mapping["client"]
    submission = _send(actor, shop, "client", [values], key)
    brick = bricks_of(actor).filter(submission=submission, asset=asset_id).first()
    if brick is None:  # sent before under this key, and withdrawn since
        raise Conflict(_("Your client brick was withdrawn. Open the shop again to make a new one."))
    ShopClient.objects.get_or_create(
        participant_id=actor.participant_id, defaults={"workshop_id": actor.workshop_id, "brick": brick}
    )
    return brick.pk


@command
def shop_order(*, actor: Actor, document: ShopOrder, key: str = "", reason: str = "") -> int:
    """Order products, each as a brick of its own; answers the submission's id.

    Raises `Forbidden`, `Conflict` while the shop is closed or before one has introduced oneself, and `Invalid` at
    `lines.<index>.product`.
    """
    shop = _open(actor)
    client = client_of(actor)
    if client is None:
        raise Conflict(_("Say first who you are: an order needs its client."), code="no_client")
    products = _products(actor, shop, document)
    orders = [
        {
            name: value
            for name, value in (
                (shop.field("order_client"), shop.link_value("client", client)),
                (shop.field("order_product"), shop.link_value("product", products[line.product])),
                (shop.field("order_quantity"), line.quantity),
                (shop.field("order_date"), _now(shop)),
            )
            if name
        }
        for line in document.lines
    ]
    return _send(actor, shop, "order", orders, key)


@command
def shop_rate(*, actor: Actor, order_id: int, happy: bool, reason: str = "") -> int:
    """Say whether one is content with an order of one's own; answers its version. Raises `NotFound`, `Conflict`."""
    shop = _open(actor)
    order = order_of(actor, shop, order_id)
    if not shop.field("order_satisfaction"):
        raise Conflict(
            _("Orders have no field for satisfaction here. Ask a steward to add one."), code="no_field"
        )
    value = satisfaction_value(happy, shop.field_type("order", "order_satisfaction"))
    _correct(actor, order.pk, {shop.field("order_satisfaction"): value})
    return bricks_of(actor).values_list("version", flat=True).get(pk=order.pk)


def _open(actor: Actor) -> ShopView:
    require(actor, access.can_shop(actor))
    return shop_opened(actor)


def _products(actor: Actor, shop: ShopView, document: ShopOrder) -> dict[int, dict[str, Any]]:
    sold = bricks_of(actor).filter(asset=shop.mapping["product"]).exclude(state=BrickState.RETURNED)
    rows = sold.filter(pk__in={line.product for line in document.lines}).values(*BRICK_COLUMNS)
    products = {row["id"]: row for row in rows}
    message = _("This product is not sold here. Choose another one.")
    errors = [
        FieldError(f"lines.{n}.product", "unknown", message)
        for n, line in enumerate(document.lines)
        if line.product not in products
    ]
    if errors:
        raise Invalid(errors=errors)
    return products


def _now(shop: ShopView) -> str:
    now = timezone.localtime()
    is_day = shop.field_type("order", "order_date") == FieldType.DATE
    return now.date().isoformat() if is_day else now.isoformat(timespec="seconds")


def _send(actor: Actor, shop: ShopView, role: str, bricks: list[dict[str, Any]], key: str) -> int:
    """Send bricks with new keys; sent again under the same `key`, they keep those they got."""
    asset_id = shop.mapping[role]
    assets_lock(actor, asset_id)
    if key and (known := _sent(actor, asset_id, key)):
        return known
    made = _keys(actor, shop, role, len(bricks))
    field = shop.key_field(role)
    numbered = [{field: pk, **values} for pk, values in zip(made, bricks, strict=True)]
    return bricks_send(actor, asset_id, numbered, key=key)


def _sent(actor: Actor, asset_id: int, key: str) -> int | None:
    own = Submission.objects.filter(producer_id=actor.participant_id, idempotency_key=key, asset=asset_id)
    return own.values_list("pk", flat=True).first()


def _keys(actor: Actor, shop: ShopView, role: str, count: int) -> list[Any]:
    """New values for the primary key: the next numbers, else identifiers that nobody has."""
    field, asset = shop.key_field(role), shop.asset(role)
    kind = next(one["type"] for one in asset["fields"] if one["name"] == field)
    if kind == FieldType.INTEGER:
        first = highest_number(actor, asset["id"], field) + 1
        return list(range(first, first + count))
    return [str(uuid4()) if kind == FieldType.UUID else secrets.token_hex(4).upper() for _n in range(count)]


def _correct(actor: Actor, brick_id: int, values: Mapping[str, Any]) -> int:
    """Write some values of a brick of the actor's own."""
    asset_id = bricks_of(actor).values_list("asset_id", flat=True).get(pk=brick_id)
    assets_lock(actor, asset_id)
    brick = Brick.objects.get(pk=brick_id)
    write(actor, brick, standings([asset_id])[asset_id], {**brick.values, **values})
    return brick_id
