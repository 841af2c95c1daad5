"""Errors on purpose: secret, then revealed, then counted as found or missed."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from common.actor import Actor
from common.errors import Conflict, Forbidden, NotFound
from exchange import findings
from exchange.commands import (
    asset_copy,
    bricks_withdraw,
    error_seed,
    error_unseed,
    errors_reveal,
    transfer_run,
)
from exchange.documents import SeedDocument
from exchange.models import Brick, SeededError
from exchange.queries.seeds import hidden_count, score, seeded_error_get, seeded_errors_page
from tests.exchange.conftest import FIRST, Market
from workshop.choices import Role

ORDERS = [{**FIRST, "commande_id": n} for n in range(1, 5)]


def seed(market: Market, brick: int, by: str = "producer") -> int:
    document = SeedDocument(brick=brick, kind="link", note="La brique verte manque")
    return error_seed(actor=market.actor(by), document=document)


def test_hidden_error_exists_for_its_author_only(market: Market) -> None:
    first, *_others = market.send(market.order, *ORDERS)
    pk = seed(market, first)
    row = seeded_error_get(market.actor("producer"), pk)
    assert (row["kind"], row["note"], row["brick__key"]) == ("link", "La brique verte manque", "1")
    for role in set(Role.values) - {"producer"}:
        with pytest.raises(NotFound):
            seeded_error_get(market.actor(role), pk)
        assert seeded_errors_page(market.actor(role)).total == 0
    assert hidden_count(market.actor("facilitator")) == 1


def test_revealed_errors_are_everybodys(market: Market, other_market: Market) -> None:
    first, *_others = market.send(market.order, *ORDERS)
    pk = seed(market, first)
    theirs = seed(other_market, other_market.send(other_market.order, FIRST)[0])
    assert errors_reveal(actor=market.actor("facilitator")) == 1
    assert seeded_errors_page(market.actor("client")).total == 1
    assert seeded_error_get(market.actor("client"), pk)["revealed_at"] is not None
    for role in ("facilitator", "producer"):
        with pytest.raises(NotFound):
            seeded_error_get(market.actor(role), theirs)
    with pytest.raises(Conflict):
        errors_reveal(actor=market.actor("facilitator"))
    with pytest.raises(Conflict):
        error_unseed(actor=market.actor("producer"), seeded_id=pk)


def test_two_errors_may_be_hidden_at_a_time(market: Market) -> None:
    first, second, third, _fourth = market.send(market.order, *ORDERS)
    hidden = seed(market, first)
    seed(market, second)
    with pytest.raises(Conflict):
        seed(market, third)
    error_unseed(actor=market.actor("producer"), seeded_id=hidden)
    seed(market, third)
    with pytest.raises(Conflict):
        seed(market, third)


def test_only_producers_hide_and_in_their_own_bricks(market: Market) -> None:
    (mine,), (others,) = market.send(market.order, FIRST), market.send(market.order, FIRST, by="facilitator")
    for role in set(Role.values) - {"producer"}:
        with pytest.raises(Forbidden):
            seed(market, mine, by=role)
    with pytest.raises(Forbidden):
        seed(market, others)


def test_only_the_facilitator_reveals(market: Market) -> None:
    seed(market, market.send(market.order, FIRST)[0])
    for role in set(Role.values) - {"facilitator"}:
        with pytest.raises(Forbidden):
            errors_reveal(actor=market.actor(role))
    assert hidden_count(market.actor("facilitator")) == 1


def test_another_workshops_brick_does_not_exist(market: Market, other_market: Market) -> None:
    (theirs,) = other_market.send(other_market.order, FIRST)
    with pytest.raises(NotFound):
        seed(market, theirs)
    hidden = seed(other_market, theirs)
    with pytest.raises(NotFound):
        error_unseed(actor=market.actor("producer"), seeded_id=hidden)


def test_others_do_not_take_back(market: Market) -> None:
    hidden = seed(market, market.send(market.order, FIRST)[0])
    with pytest.raises(NotFound):
        error_unseed(actor=market.actor("facilitator"), seeded_id=hidden)


def test_withdrawn_brick_takes_its_secret_along(market: Market) -> None:
    (pk,) = market.send(market.order, FIRST)
    seed(market, pk)
    bricks_withdraw(actor=market.actor("owner"), brick_ids=[pk])
    assert not SeededError.objects.exists()


# What was found


class Notes:
    """A finder as an app above would join it: bricks by when they were reported."""

    def __init__(self) -> None:
        self.reports: dict[int, datetime] = {}
        self.mistaken = 0

    def found(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, datetime]:
        return {pk: at for pk, at in self.reports.items() if pk in brick_ids}

    def marks(self, actor: Actor, brick_ids: Collection[int]) -> Mapping[int, int]:
        return {pk: 1 for pk in self.reports if pk in brick_ids}

    def false_alarms(self, actor: Actor) -> int:
        return self.mistaken


@pytest.fixture
def notes() -> Iterator[Notes]:
    joined, before = Notes(), list(findings.FINDERS)
    findings.FINDERS[:] = [joined]
    yield joined
    findings.FINDERS[:] = before


def test_score_counts_what_was_found_on_bricks_and_on_their_copies(market: Market, notes: Notes) -> None:
    first, second, third, _fourth = market.stock(market.order, *ORDERS)
    seed(market, first)
    seed(market, second)
    raw = asset_copy(actor=market.actor("engineer"), source_id=market.order, system="datalake")
    transfer_run(actor=market.actor("engineer"), source_id=market.order, target_id=raw)
    copy = Brick.objects.get(asset=raw, key="1")
    notes.reports, notes.mistaken = {copy.pk: timezone.now() + timedelta(minutes=5), third: timezone.now()}, 2
    assert score(market.actor("facilitator")) is None
    errors_reveal(actor=market.actor("facilitator"))
    result = score(market.actor("client"))
    assert result is not None
    assert (result.found, result.missed, result.false_alarms) == (1, 1, 2)
    assert result.mean_time is not None
    assert timedelta(minutes=5) <= result.mean_time < timedelta(minutes=6)


def test_nothing_is_told_of_a_secret_that_was_found(market: Market, notes: Notes) -> None:
    (first, *_others) = market.send(market.order, *ORDERS)
    seed(market, first)
    notes.reports = {first: timezone.now()}
    assert [row["found_at"] for row in seeded_errors_page(market.actor("producer")).rows] == [None]


def test_list_of_secrets_costs_the_same_however_long(
    market: Market, django_assert_num_queries: object
) -> None:
    bricks = market.send(market.order, *ORDERS)
    facilitator = market.actor("facilitator")
    for total, pair in ((2, bricks[:2]), (4, bricks[2:])):
        for pk in pair:
            seed(market, pk)
        errors_reveal(actor=facilitator.again())
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert len(seeded_errors_page(facilitator).rows) == total
