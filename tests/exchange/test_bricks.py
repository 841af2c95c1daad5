"""Bricks at their source: corrected, withdrawn, read with their versions; and the asset that holds them."""

from typing import Any

import pytest

from catalog.commands import asset_delete
from common.errors import Forbidden, Invalid, NotFound, Outdated, Referenced
from exchange.commands import brick_change, brick_correct, bricks_withdraw
from exchange.documents import BrickFilter
from exchange.models import Brick
from exchange.queries.bricks import brick_get, brick_versions_page, bricks_page
from exchange.queries.tables import bricks_json
from tests.exchange.conftest import ALICE, BOB, FIRST, Market


def test_correction_is_a_new_version_that_waits_again(market: Market) -> None:
    (pk,) = market.stock(market.client, ALICE)
    assert Brick.objects.get(pk=pk).version == 2
    corrected = {**ALICE, "region": "Normandie"}
    assert brick_correct(actor=market.actor("producer"), brick_id=pk, values=corrected, reason="faute") == 3
    brick = Brick.objects.get(pk=pk)
    assert (brick.values, brick.state, brick.decision_id) == (corrected, "waiting", None)
    rows = brick_versions_page(market.actor("dpo"), pk).rows
    assert [(row["version"], row["state"], row["reason"]) for row in rows] == [
        (3, "waiting", "faute"),
        (2, "accepted", ""),
        (1, "waiting", ""),
    ]


def test_owner_who_corrects_has_accepted(market: Market) -> None:
    (pk,) = market.stock(market.client, ALICE)
    brick_change(actor=market.actor("owner"), brick_id=pk, values={"region": "Corse"})
    assert (Brick.objects.get(pk=pk).state, Brick.objects.get(pk=pk).values["region"]) == (
        "accepted",
        "Corse",
    )


def test_partial_change_keeps_the_rest_and_null_takes_away(market: Market) -> None:
    (pk,) = market.send(market.client, ALICE)
    brick_change(actor=market.actor("producer"), brick_id=pk, values={"nom": "Alicia", "region": None})
    assert Brick.objects.get(pk=pk).values == {"client_id": 1, "nom": "Alicia"}


def test_changed_key_is_known_by_its_new_name(market: Market) -> None:
    (pk,) = market.send(market.client, ALICE)
    brick_change(actor=market.actor("producer"), brick_id=pk, values={"client_id": 12})
    assert Brick.objects.get(pk=pk).key == "12"


def test_same_values_are_no_change(market: Market) -> None:
    (pk,) = market.stock(market.client, ALICE)
    assert brick_correct(actor=market.actor("producer"), brick_id=pk, values={**ALICE}) == 2
    assert Brick.objects.get(pk=pk).state == "accepted"


def test_correction_is_checked_like_a_send(market: Market) -> None:
    (pk,) = market.send(market.client, ALICE)
    with pytest.raises(Invalid) as caught:
        brick_change(actor=market.actor("producer"), brick_id=pk, values={"nom": 3})
    assert [(e.path, e.code) for e in caught.value.errors] == [("values.nom", "string_type")]


def test_writer_who_has_not_seen_the_last_version_is_refused(market: Market) -> None:
    (pk,) = market.send(market.client, ALICE)
    brick_change(actor=market.actor("producer"), brick_id=pk, values={"nom": "A"})
    with pytest.raises(Outdated):
        brick_change(actor=market.actor("producer"), brick_id=pk, values={"nom": "B"}, expected_version=1)


@pytest.mark.parametrize("role", ["steward", "client", "consumer", "engineer", "analyst", "scientist", "dpo"])
def test_only_producers_and_owners_correct_and_withdraw(market: Market, role: str) -> None:
    (pk,) = market.send(market.client, ALICE)
    with pytest.raises(Forbidden):
        brick_change(actor=market.actor(role), brick_id=pk, values={"nom": "X"})
    with pytest.raises(Forbidden):
        bricks_withdraw(actor=market.actor(role), brick_ids=[pk])


def test_withdrawn_bricks_leave_their_versions(market: Market) -> None:
    ids = market.send(market.client, ALICE, BOB)
    bricks_withdraw(actor=market.actor("producer"), brick_ids=ids[:1], reason="doublon")
    assert list(Brick.objects.values_list("pk", flat=True)) == ids[1:]
    with pytest.raises(NotFound):
        brick_get(market.actor("producer"), ids[0])
    assert [row["type"] for row in brick_versions_page(market.actor("producer"), ids[0]).rows] == [
        "deleted",
        "created",
    ]


def test_unknown_bricks_are_named(market: Market, other_market: Market) -> None:
    (mine,), (theirs,) = market.send(market.client, ALICE), other_market.send(other_market.client, ALICE)
    with pytest.raises(NotFound) as caught:
        bricks_withdraw(actor=market.actor("producer"), brick_ids=[mine, theirs])
    assert [error.path for error in caught.value.errors] == ["ids.1"]
    assert Brick.objects.count() == 2


def test_another_workshops_brick_does_not_exist(market: Market, other_market: Market) -> None:
    (pk,) = other_market.send(other_market.client, ALICE)
    stranger = market.actor("facilitator")
    for ask in (
        lambda: brick_get(stranger, pk),
        lambda: brick_versions_page(stranger, pk),
        lambda: brick_change(actor=stranger, brick_id=pk, values={"nom": "X"}),
    ):
        with pytest.raises(NotFound):
            ask()
    assert bricks_page(stranger, BrickFilter()).total == 0
    assert list(bricks_json(stranger, other_market.client)) == []


def test_asset_with_bricks_stays(market: Market) -> None:
    (pk,) = market.send(market.order, FIRST)
    with pytest.raises(Referenced) as caught:
        asset_delete(actor=market.actor("facilitator"), asset_id=market.order)
    assert [error.path for error in caught.value.errors] == ["bricks"]
    bricks_withdraw(actor=market.actor("producer"), brick_ids=[pk])
    asset_delete(actor=market.actor("facilitator"), asset_id=market.order)


def test_bricks_are_found_by_every_condition(market: Market) -> None:
    market.stock(market.client, ALICE)
    second = market.sent(market.client, BOB)
    actor = market.actor("consumer")

    def keys(**conditions: Any) -> list[str]:
        return [row["key"] for row in bricks_page(actor, BrickFilter(asset=market.client, **conditions)).rows]

    assert keys() == ["1", "2"]
    assert keys(state=["accepted"]) == keys(key="1") == ["1"]
    assert keys(submission=second) == keys(state=["waiting", "returned"]) == ["2"]
    assert keys(producer=market.actor("producer").participant_id) == ["1", "2"]
    assert keys(producer=market.actor("client").participant_id) == []


def test_engines_read_values_as_text(market: Market) -> None:
    import json

    ids = market.send(market.client, ALICE, BOB)
    market.accept(market.client)
    rows = list(bricks_json(market.actor("analyst"), market.client))
    assert [(pk, json.loads(text)) for pk, text in rows] == [(ids[0], ALICE), (ids[1], BOB)]
    some = bricks_json(market.actor("analyst"), market.client, ids=[ids[1]], states=["accepted"])
    assert [pk for pk, _text in some] == [ids[1]]
    assert list(bricks_json(market.actor("analyst"), market.client, states=["returned"])) == []


def test_list_of_bricks_costs_the_same_however_long(
    market: Market, django_assert_num_queries: object
) -> None:
    actor = market.actor("consumer")
    for count in (1, 3):
        while Brick.objects.count() < count:
            market.send(market.client, ALICE)
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert len(bricks_page(actor, BrickFilter(asset=market.client)).rows) == count
