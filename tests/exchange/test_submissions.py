"""Sending bricks: shape, idempotency, the wrong system, who may."""

import pytest

from common.errors import Conflict, Forbidden, Invalid, KeyReused, NotFound
from exchange.commands import submission_send
from exchange.models import Brick, Submission
from exchange.queries.submissions import submission_get, submissions_page
from tests.exchange.conftest import ALICE, BOB, FIRST, Market


def test_bricks_are_sent_with_their_history_and_wait(market: Market) -> None:
    ids = market.send(market.client, ALICE, BOB)
    bricks = Brick.objects.filter(pk__in=ids).order_by("pk")
    assert [(b.key, b.values, b.state, b.version) for b in bricks] == [
        ("1", ALICE, "waiting", 1),
        ("2", BOB, "waiting", 1),
    ]
    producer = market.actor("producer")
    assert {b.producer_id for b in bricks} == {producer.participant_id}
    history = Brick.history.filter(id__in=ids).order_by("id")
    assert [(h.history_type, h.values, h.door) for h in history] == [("+", ALICE, "cli"), ("+", BOB, "cli")]


def test_submission_tells_its_state(market: Market) -> None:
    pk = market.sent(market.client, ALICE, BOB)
    row = submission_get(market.actor("client"), pk)
    assert (row["brick_count"], row["state"], row["counts"]) == (
        2,
        "waiting",
        {"waiting": 2, "accepted": 0, "returned": 0},
    )
    market.accept(market.client)
    assert submission_get(market.actor("client"), pk)["state"] == "accepted"


def test_wrong_shapes_are_named_and_nothing_enters(market: Market) -> None:
    with pytest.raises(Invalid) as caught:
        market.send(market.client, ALICE, {"client_id": "2"}, {"nom": "Eve", "couleur": "rouge"})
    assert [(e.path, e.code) for e in caught.value.errors] == [
        ("bricks.1.client_id", "int_type"),
        ("bricks.2.couleur", "unknown_field"),
    ]
    assert not Brick.objects.exists()
    assert not Submission.objects.exists()


def test_wrong_content_enters(market: Market) -> None:
    """A client who does not exist, a quantity out of range, a key that stands twice: the hunt is for them."""
    wrong = {**FIRST, "client_id": 999, "quantite": -5, "satisfaction": "bof"}
    market.send(market.order, FIRST, wrong)
    assert [b.key for b in Brick.objects.filter(asset=market.order)] == ["1", "1"]


def test_order_into_the_crm_is_possible_and_visible(market: Market) -> None:
    wrong = market.room.asset(
        name="commande_crm",
        fields=[{"name": name, "type": "integer"} for name in ("commande_id", "client_id")],
        primary_key=["commande_id"],
    )
    pk = market.sent(wrong, {"commande_id": 1, "client_id": 1})
    assert submission_get(market.actor("owner"), pk)["asset__system__code"] == "crm"


def test_key_makes_sending_again_harmless(market: Market) -> None:
    first = market.send(market.client, ALICE, key="tunnel")
    assert market.send(market.client, ALICE, key="tunnel") == first
    with pytest.raises(KeyReused):
        market.send(market.client, BOB, key="tunnel")
    with pytest.raises(KeyReused):
        market.send(market.product, ALICE, key="tunnel")
    assert market.send(market.client, ALICE, key="tunnel", by="facilitator") != first
    assert Brick.objects.count() == 2


@pytest.mark.parametrize("key", ["x" * 101, "a\nb"])
def test_key_must_be_a_name(market: Market, key: str) -> None:
    with pytest.raises(Invalid):
        market.send(market.client, ALICE, key=key)


def test_without_primary_key_one_is_made(market: Market) -> None:
    notes = market.room.asset(name="note", fields=[{"name": "text", "type": "string"}], primary_key=[])
    submission = market.sent(notes, {"text": "a"}, {"text": "a"})
    keys = list(Brick.objects.filter(asset=notes).values_list("key", flat=True))
    assert keys == [f"{submission}-1", f"{submission}-2"]


def test_copies_come_by_copying_only(market: Market) -> None:
    lake = market.room.asset(name="client_raw", system="datalake")
    with pytest.raises(Conflict) as caught:
        market.send(lake, {"id": 1})
    assert caught.value.code == "not_a_source"


def test_nothing_is_no_send(market: Market) -> None:
    with pytest.raises(Invalid):
        market.send(market.client)


@pytest.mark.parametrize(
    "role", ["steward", "client", "owner", "consumer", "engineer", "analyst", "scientist", "dpo"]
)
def test_only_producers_send(market: Market, role: str) -> None:
    with pytest.raises(Forbidden):
        market.send(market.client, ALICE, by=role)


def test_another_workshops_asset_does_not_exist(market: Market, other_market: Market) -> None:
    with pytest.raises(NotFound):
        submission_send(actor=market.actor("producer"), asset_id=other_market.client, bricks=[ALICE])
    other_market.send(other_market.client, ALICE)
    assert submissions_page(market.actor("facilitator")).total == 0


def test_list_of_sends_costs_the_same_however_long(market: Market, django_assert_num_queries: object) -> None:
    actor = market.actor("owner")
    for count in (1, 3):
        while Submission.objects.count() < count:
            market.send(market.client, ALICE)
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(submissions_page(actor).rows) == count
