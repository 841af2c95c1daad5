"""The shop: set up from the room's own assets; clients introduce themselves, order, say whether they are content."""

from typing import Any

import pytest

from catalog.commands import asset_update
from catalog.documents import AssetChange
from common.errors import Conflict, Forbidden, Invalid, NotFound, Outdated, Referenced
from exchange.commands import (
    bricks_decide,
    bricks_withdraw,
    shop_introduce,
    shop_order,
    shop_rate,
    shop_set_up,
)
from exchange.documents import ShopLine, ShopOrder, ShopperDocument
from exchange.models import Brick, Submission
from exchange.queries.shop import ShopView, client_of, orders_page, products_page, shop_get
from exchange.shop import satisfaction_read, satisfaction_value
from tests.exchange.conftest import LAMP, Market
from workshop.choices import Role

FULL = {
    "client_name": "nom", "client_region": "region", "product_label": "libelle", "product_price": "prix",
    "order_client": "client_id", "order_product": "produit_id", "order_quantity": "quantite",
    "order_date": "date_commande", "order_satisfaction": "satisfaction",
}  # fmt: skip


def introduce(market: Market, name: str = "Alice", by: str = "client", key: str = "") -> int:
    document = ShopperDocument(name=name, region="Bretagne")
    return shop_introduce(actor=market.actor(by), document=document, key=key)


def order(market: Market, *lines: tuple[int, int], key: str = "") -> list[Brick]:
    document = ShopOrder(lines=[ShopLine(product=product, quantity=n) for product, n in lines])
    submission = shop_order(actor=market.actor("client"), document=document, key=key)
    return list(Brick.objects.filter(submission=submission).order_by("pk"))


def test_shop_finds_its_assets_by_their_pieces_and_words(market: Market) -> None:
    shop = shop_get(market.actor("client"))
    assert shop.mapping == {"client": market.client, "product": market.product, "order": market.order, **FULL}
    assert (shop.is_open, shop.version) == (True, 0)


def test_shop_of_other_words_and_types(room: Any) -> None:
    """Nothing is called as in the example: the pieces and the keys say it."""
    person = room.asset(
        name="personne", shape="head", fields=[{"name": "code", "type": "string"}], primary_key=["code"]
    )
    thing = room.asset(
        name="chose",
        shape="lantern",
        fields=[{"name": "ref", "type": "uuid"}, {"name": "designation", "type": "string"}],
        primary_key=["ref"],
    )
    pairs = (("qui", "personne", "code", "string"), ("quoi", "chose", "ref", "uuid"))
    buying = room.asset(
        name="panier",
        shape="round",
        system="erp",
        fields=[{"name": "n", "type": "uuid"}, *({"name": own, "type": kind} for own, _a, _f, kind in pairs)],
        primary_key=["n"],
        foreign_keys=[
            {"name": own, "target": {"name": asset}, "columns": [{"field": own, "target_field": field}]}
            for own, asset, field, _kind in pairs
        ],
    )
    market = Market(room, person, thing, buying)
    shop = shop_get(room["client"])
    assert (shop.errors, shop.field("order_client"), shop.field("order_product")) == ([], "qui", "quoi")
    (product,) = market.send(thing, {"ref": "b1", "designation": "Lampion"})
    shop_introduce(actor=room["client"], document=ShopperDocument(name="Alice"))
    client = client_of(room["client"])
    assert client is not None
    (placed,) = order(market, (product, 3))
    assert (placed.values["qui"], placed.values["quoi"]) == (client["values"]["code"], "b1")


def test_room_without_its_three_pieces_has_no_shop(room: Any) -> None:
    shop = shop_get(room["client"])
    assert [error.path for error in shop.errors] == ["client", "product", "order"]
    with pytest.raises(Conflict) as caught:
        shop_introduce(actor=room["client"], document=ShopperDocument(name="A"))
    assert caught.value.code == "shop_closed"


def test_client_introduces_themselves_once_and_may_correct(market: Market) -> None:
    pk = introduce(market)
    assert Brick.objects.get(pk=pk).values == {"client_id": 1, "nom": "Alice", "region": "Bretagne"}
    assert introduce(market, "Alicia") == pk
    assert Brick.objects.get(pk=pk).values["nom"] == "Alicia"
    assert Brick.objects.filter(asset=market.client).count() == 1
    client = client_of(market.actor("client"))
    assert client is not None
    assert client["id"] == pk
    assert client_of(market.actor("facilitator")) is None


def test_clients_get_the_next_number(market: Market) -> None:
    market.send(market.client, {"client_id": 41, "nom": "Zoé"})
    assert Brick.objects.get(pk=introduce(market)).key == "42"


def test_order_is_a_brick_for_each_product(market: Market) -> None:
    lamp, bulb = market.send(market.product, LAMP, {**LAMP, "produit_id": 2, "libelle": "Ampoule"})
    introduce(market)
    placed = order(market, (lamp, 2), (bulb, 1))
    assert [(b.key, b.values["client_id"], b.values["produit_id"], b.values["quantite"]) for b in placed] == [
        ("1", 1, 1, 2),
        ("2", 1, 2, 1),
    ]
    assert all("T" in b.values["date_commande"] and b.state == "waiting" for b in placed)
    page = orders_page(market.actor("client"), shop_get(market.actor("client")))
    assert [(row["product"], row["quantity"], row["happy"]) for row in page.rows] == [
        ("Ampoule", 1, None),
        ("Lampion", 2, None),
    ]


def test_order_in_a_tunnel_is_placed_once(market: Market) -> None:
    (lamp,) = market.send(market.product, LAMP)
    assert introduce(market, key="hello") == introduce(market, key="hello")
    assert [b.pk for b in order(market, (lamp, 2), key="k")] == [
        b.pk for b in order(market, (lamp, 2), key="k")
    ]
    assert Submission.objects.filter(asset=market.order).count() == 1


def test_client_says_whether_they_are_content(market: Market) -> None:
    (lamp,) = market.send(market.product, LAMP)
    introduce(market)
    (placed,) = order(market, (lamp, 1))
    for happy, said in ((True, "content"), (False, "pas content")):
        shop_rate(actor=market.actor("client"), order_id=placed.pk, happy=happy)
        placed.refresh_from_db()
        assert placed.values["satisfaction"] == said
        assert orders_page(market.actor("client"), shop_get(market.actor("client"))).rows[0]["happy"] is happy


def test_nobody_rates_anothers_order(market: Market, other_market: Market) -> None:
    (lamp,) = market.send(market.product, LAMP)
    introduce(market)
    (placed,) = order(market, (lamp, 1))
    for actor in (market.actor("facilitator"), other_market.actor("client")):
        with pytest.raises(NotFound):
            shop_rate(actor=actor, order_id=placed.pk, happy=True)


def test_order_needs_its_client_and_known_products(market: Market, other_market: Market) -> None:
    (lamp,) = market.send(market.product, LAMP)
    with pytest.raises(Conflict) as caught:
        order(market, (lamp, 1))
    assert caught.value.code == "no_client"
    introduce(market)
    (client,) = Brick.objects.filter(asset=market.client)
    (theirs,) = other_market.send(other_market.product, LAMP)
    with pytest.raises(Invalid) as refused:
        order(market, (lamp, 1), (theirs, 1), (client.pk, 1))
    assert [e.path for e in refused.value.errors] == ["lines.1.product", "lines.2.product"]
    assert not Brick.objects.filter(asset=market.order).exists()


def test_withdrawn_client_may_begin_anew(market: Market) -> None:
    pk = introduce(market)
    bricks_withdraw(actor=market.actor("producer"), brick_ids=[pk])
    assert client_of(market.actor("client")) is None
    assert introduce(market) != pk


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"client", "facilitator"}))
def test_only_clients_buy(market: Market, role: str) -> None:
    with pytest.raises(Forbidden):
        introduce(market, by=role)
    with pytest.raises(Forbidden):
        shop_order(actor=market.actor(role), document=ShopOrder(lines=[ShopLine(product=1)]))
    with pytest.raises(Forbidden):
        shop_rate(actor=market.actor(role), order_id=1, happy=True)


def test_returned_products_are_not_sold(market: Market) -> None:
    (lamp,) = market.send(market.product, LAMP)
    shop = shop_get(market.actor("client"))
    assert [row["label"] for row in products_page(market.actor("client"), shop).rows] == ["Lampion"]
    bricks_decide(actor=market.actor("owner"), brick_ids=[lamp], verdict="returned", reason="prix")
    assert products_page(market.actor("client"), shop).total == 0


# Setting up


def test_steward_says_which_fields_the_shop_uses(market: Market) -> None:
    steward = market.actor("steward")
    mapping = {**shop_get(steward).mapping, "client_region": None}
    assert shop_set_up(actor=steward, mapping=mapping, expected_version=0) == 1
    shop = shop_get(market.actor("client"))
    assert (shop.version, shop.field("client_region"), shop.is_open) == (1, "", True)
    assert shop_set_up(actor=steward.again(), mapping=mapping) == 1
    with pytest.raises(Outdated):
        shop_set_up(actor=steward.again(), mapping=mapping, expected_version=0)


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"client": None}, [("client", "missing")]),
        ({"client_name": "prenom"}, [("client_name", "unknown")]),
        ({"client_name": "client_id"}, [("client_name", "type")]),
        ({"order_product": None}, [("order_product", "missing")]),
        (
            {"product": "{client}"},
            [("order", "duplicate"), ("product_label", "unknown"), ("product_price", "unknown")],
        ),
    ],
)
def test_mapping_that_cannot_work_is_explained(
    market: Market, change: Any, places: list[tuple[str, str]]
) -> None:
    change = {name: market.client if value == "{client}" else value for name, value in change.items()}
    mapping = {**shop_get(market.actor("steward")).mapping, **change}
    with pytest.raises(Invalid) as caught:
        shop_set_up(actor=market.actor("steward"), mapping=mapping)
    assert [(e.path, e.code) for e in caught.value.errors] == places


def test_shop_needs_keys_of_one_field(market: Market) -> None:
    change = AssetChange.read({"primary_key": []})
    with pytest.raises(Referenced):
        asset_update(actor=market.actor("steward"), asset_id=market.product, change=change)
    asset_update(actor=market.actor("steward"), asset_id=market.order, change=change)
    assert [e.path for e in shop_get(market.actor("client")).errors] == ["order"]


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"steward", "facilitator", "owner"}))
def test_only_those_who_describe_set_up(market: Market, role: str) -> None:
    with pytest.raises(Forbidden):
        shop_set_up(actor=market.actor(role), mapping=shop_get(market.actor(role)).mapping)


def test_another_workshops_assets_are_no_shop(market: Market, other_market: Market) -> None:
    mapping = {**shop_get(market.actor("steward")).mapping, "client": other_market.client}
    with pytest.raises(Invalid):
        shop_set_up(actor=market.actor("steward"), mapping=mapping)
    assert isinstance(shop_get(market.actor("steward")), ShopView)


@pytest.mark.parametrize("kind", ["string", "boolean", "integer", "decimal"])
def test_satisfaction_is_understood_in_every_type(kind: str) -> None:
    assert [satisfaction_read(satisfaction_value(happy, kind)) for happy in (True, False)] == [True, False]


@pytest.mark.parametrize(
    ("value", "happy"),
    [
        ("Content", True),
        ("pas content", False),
        ("happy", True),
        ("not happy", False),
        ("", None),
        (None, None),
        ("bof", None),
    ],
)
def test_satisfaction_in_words(value: Any, happy: bool | None) -> None:
    assert satisfaction_read(value) is happy
