"""The owner's verification: one by one, on a sample, as a whole; who decided what is kept."""

import pytest

from catalog.commands import asset_update
from catalog.documents import AssetChange
from common.errors import Conflict, Forbidden, Invalid, NotFound
from exchange.commands import bricks_decide, submission_decide
from exchange.models import Brick, Decision
from exchange.queries import submissions
from exchange.queries.submissions import decisions_page, submission_get, waiting_page
from tests.exchange.conftest import ALICE, BOB, FIRST, Market


def states(*ids: int) -> list[str]:
    return [Brick.objects.get(pk=pk).state for pk in ids]


def test_bricks_are_decided_one_by_one(market: Market) -> None:
    one, other = market.send(market.client, ALICE, BOB)
    owner = market.actor("owner")
    bricks_decide(actor=owner, brick_ids=[one], verdict="accepted")
    bricks_decide(actor=owner.again(), brick_ids=[other], verdict="returned", reason="Région inconnue")
    assert states(one, other) == ["accepted", "returned"]
    rows = decisions_page(market.actor("producer"), asset=market.client).rows
    assert [
        (r["verdict"], r["basis"], r["reason"], r["brick_count"], r["decided_by__nickname"]) for r in rows
    ] == [
        ("returned", "chosen", "Région inconnue", 1, "owner"),
        ("accepted", "chosen", "", 1, "owner"),
    ]


def test_bricks_of_several_assets_are_decided_together(market: Market) -> None:
    ids = [*market.send(market.client, ALICE), *market.send(market.order, FIRST)]
    decisions = bricks_decide(actor=market.actor("owner"), brick_ids=ids, verdict="accepted")
    assert {d.asset_id for d in Decision.objects.filter(pk__in=decisions)} == {market.client, market.order}
    assert states(*ids) == ["accepted", "accepted"]


def test_submission_is_decided_as_a_whole_or_on_a_sample(market: Market) -> None:
    whole, sampled = market.sent(market.client, ALICE, BOB), market.sent(market.client, ALICE, BOB)
    seen = Brick.objects.filter(submission=sampled).values_list("pk", flat=True)[:1]
    owner = market.actor("owner")
    submission_decide(actor=owner, submission_id=whole, verdict="accepted")
    submission_decide(actor=owner, submission_id=sampled, verdict="accepted", seen=list(seen))
    rows = decisions_page(owner).rows
    assert [(r["basis"], r["seen"], r["brick_count"]) for r in rows] == [
        ("sample", list(seen), 2),
        ("whole", [], 2),
    ]


def test_whole_leaves_alone_what_was_decided_before(market: Market) -> None:
    pk = market.sent(market.client, ALICE, BOB)
    first = Brick.objects.filter(submission=pk).earliest("pk").pk
    owner = market.actor("owner")
    bricks_decide(actor=owner, brick_ids=[first], verdict="returned", reason="non")
    assert submission_get(owner, pk)["state"] == "partly"
    submission_decide(actor=owner, submission_id=pk, verdict="accepted")
    assert submission_get(owner, pk)["state"] == "mixed"
    with pytest.raises(Conflict) as caught:
        submission_decide(actor=owner, submission_id=pk, verdict="accepted")
    assert caught.value.code == "decided"


def test_decision_is_a_version_with_who_and_why(market: Market) -> None:
    (pk,) = market.send(market.client, ALICE)
    bricks_decide(actor=market.actor("owner"), brick_ids=[pk], verdict="returned", reason="Illisible")
    last = Brick.history.filter(id=pk).latest("history_id")
    assert (last.version, last.state, last.history_change_reason) == (2, "returned", "Illisible")
    assert last.history_user.username == "owner"


def test_returning_needs_a_reason(market: Market) -> None:
    pk = market.sent(market.client, ALICE)
    brick = Brick.objects.get(submission=pk).pk
    owner = market.actor("owner")
    for decide in (
        lambda: submission_decide(actor=owner, submission_id=pk, verdict="returned", reason=" "),
        lambda: bricks_decide(actor=owner, brick_ids=[brick], verdict="returned"),
    ):
        with pytest.raises(Invalid) as caught:
            decide()
        assert [e.path for e in caught.value.errors] == ["reason"]


def test_decided_bricks_are_named_and_nothing_is_written(market: Market) -> None:
    one, other = market.send(market.client, ALICE, BOB)
    owner = market.actor("owner")
    bricks_decide(actor=owner, brick_ids=[one], verdict="accepted")
    with pytest.raises(Conflict) as caught:
        bricks_decide(actor=owner, brick_ids=[other, one], verdict="accepted")
    assert [e.path for e in caught.value.errors] == ["ids.1"]
    assert states(one, other) == ["accepted", "waiting"]


@pytest.mark.parametrize(
    "role", ["producer", "steward", "client", "consumer", "engineer", "analyst", "scientist", "dpo"]
)
def test_only_the_owner_decides(market: Market, role: str) -> None:
    pk = market.sent(market.client, ALICE)
    brick = Brick.objects.get(submission=pk).pk
    with pytest.raises(Forbidden):
        bricks_decide(actor=market.actor(role), brick_ids=[brick], verdict="accepted")
    with pytest.raises(Forbidden):
        submission_decide(actor=market.actor(role), submission_id=pk, verdict="accepted")
    assert waiting_page(market.actor(role)).total == 0


def test_owner_decides_on_their_own_assets_and_on_those_without_owner(market: Market) -> None:
    def answered_by(nickname: str | None) -> None:
        owners = [{"participant": nickname, "responsibility": "accountable"}] if nickname else []
        change = AssetChange.read({"ownerships": owners})
        asset_update(actor=market.actor("facilitator"), asset_id=market.client, change=change)

    pk = market.sent(market.client, ALICE)
    answered_by("steward")
    owner = market.actor("owner")
    assert waiting_page(owner).total == 0
    with pytest.raises(Forbidden):
        submission_decide(actor=owner, submission_id=pk, verdict="accepted")
    answered_by(None)
    assert waiting_page(owner).total == 1
    submission_decide(actor=owner, submission_id=pk, verdict="accepted")


def test_another_workshop_has_its_own_queue(market: Market, other_market: Market) -> None:
    pk = other_market.sent(other_market.client, ALICE)
    owner = market.actor("owner")
    assert waiting_page(owner).total == 0
    with pytest.raises(NotFound):
        submission_decide(actor=owner, submission_id=pk, verdict="accepted")
    with pytest.raises(NotFound):
        bricks_decide(actor=owner, brick_ids=[Brick.objects.get().pk], verdict="accepted")


def test_queue_costs_the_same_however_long(market: Market, django_assert_num_queries: object) -> None:
    owner = market.actor("owner")
    for count in (1, 3):
        while waiting_page(owner).total < count:
            market.send(market.client, ALICE, BOB)
        with django_assert_num_queries(4):  # type: ignore[operator]
            rows = waiting_page(owner).rows
        assert [row["waiting_count"] for row in rows] == [2] * count


def test_long_sends_are_counted_so_far_and_say_so(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submissions, "COUNTED", 2)
    market.send(market.client, ALICE, BOB)
    market.send(market.client, ALICE, BOB, ALICE)
    rows = waiting_page(market.actor("owner")).rows
    assert [(row["waiting_count"], row["is_more"]) for row in rows] == [(2, False), (2, True)]
