"""Bricks through GraphQL: the same commands and queries, read side by side."""

from typing import Any

import pytest

from exchange.commands import asset_copy, transfer_run
from exchange.documents import Refusal
from exchange.models import Brick
from tests.exchange.conftest import ALICE, BOB, LAMP, Market
from tests.graphql import Ask, asker, codes, global_id

SEND = """mutation ($asset: ID!, $bricks: [JSON!]!, $key: String) {
  bricksSend(input: {assetId: $asset, bricks: $bricks, key: $key, reason: "Atelier"}) {
    submission { id state brickCount waitingCount door reason asset { name } producer { nickname } } } }"""
BRICKS = """query ($filter: BrickFilterInput, $first: Int) { bricks(filter: $filter, first: $first) { totalCount nodes {
  key values state problemCount asset { name } producer { nickname } submission { state waitingCount }
  decision { verdict decidedBy { nickname } } origins { key } copies { key asset { system { code } } } } } }"""


def errors(answer: dict[str, Any]) -> list[tuple[str, str]]:
    (error,) = answer["errors"]
    return [(e["path"], e["code"]) for e in error["extensions"]["errors"]]


def test_bricks_are_sent_and_found(market: Market) -> None:
    ask, asset = asker(market.room, "producer"), global_id("Asset", market.client)
    sent = ask(SEND, asset=asset, bricks=[ALICE, BOB], key="k")["data"]["bricksSend"]["submission"]
    assert {name: sent[name] for name in ("state", "brickCount", "waitingCount", "door", "reason")} == {
        "state": "WAITING",
        "brickCount": 2,
        "waitingCount": 2,
        "door": "graphql",
        "reason": "Atelier",
    }
    assert ask(SEND, asset=asset, bricks=[ALICE, BOB], key="k")["data"]["bricksSend"]["submission"] == sent
    found = ask(BRICKS, filter={"asset": asset, "state": ["WAITING"]})["data"]["bricks"]
    assert found["totalCount"] == 2
    assert found["nodes"][0] == {
        "key": "1",
        "values": ALICE,
        "state": "WAITING",
        "problemCount": 0,
        "asset": {"name": "client"},
        "producer": {"nickname": "producer"},
        "submission": {"state": "WAITING", "waitingCount": 2},
        "decision": None,
        "origins": [],
        "copies": [],
    }


def test_wrong_shape_is_refused_at_its_place(market: Market) -> None:
    ask = asker(market.room, "producer")
    answer = ask(SEND, asset=global_id("Asset", market.client), bricks=[ALICE, "x", {"client_id": "2"}])
    assert errors(answer) == [("bricks.1", "dict_type"), ("bricks.2.client_id", "int_type")]


def test_brick_is_corrected_and_withdrawn(market: Market) -> None:
    ask = asker(market.room, "producer")
    (pk,) = market.send(market.client, ALICE)
    change = """mutation ($id: ID!, $values: JSON!, $version: Int) {
      brickChange(input: {id: $id, values: $values, expectedVersion: $version}) { brick { values version } } }"""
    brick = global_id("Brick", pk)
    answer = ask(change, id=brick, values={"region": "Corse"}, version=1)
    assert answer["data"]["brickChange"]["brick"] == {"values": {**ALICE, "region": "Corse"}, "version": 2}
    assert codes(ask(change, id=brick, values={}, version=1)) == ["outdated"]
    assert errors(ask(change, id=brick, values=[1])) == [("values", "dict_type")]
    correct = """mutation ($id: ID!, $values: JSON!) {
      brickCorrect(input: {id: $id, values: $values}) { brick { key } } }"""
    assert ask(correct, id=brick, values=BOB)["data"]["brickCorrect"]["brick"] == {"key": "2"}
    gone = ask("mutation ($ids: [ID!]!) { bricksWithdraw(input: {ids: $ids}) { deletedIds } }", ids=[brick])
    assert gone["data"]["bricksWithdraw"] == {"deletedIds": [brick]}
    assert codes(ask("query ($id: ID!) { brick(id: $id) { key } }", id=brick)) == ["not_found"]


def test_owner_decides(market: Market) -> None:
    ask = asker(market.room, "owner")
    submission, (lamp,) = market.sent(market.client, ALICE, BOB), market.send(market.product, LAMP)
    waiting = ask("{ submissionsWaiting { nodes { id waitingCount } } }")["data"]["submissionsWaiting"][
        "nodes"
    ]
    assert [row["waitingCount"] for row in waiting] == [2, 1]
    seen = [global_id("Brick", Brick.objects.filter(submission=submission).earliest("pk").pk)]
    decide = """mutation ($id: ID!, $seen: [ID!]) { submissionDecide(input: {id: $id, verdict: ACCEPTED, seen: $seen}) {
      decision { basis brickCount asset { name } } } }"""
    answer = ask(decide, id=global_id("Submission", submission), seen=seen)
    assert answer["data"]["submissionDecide"]["decision"] == {
        "basis": "SAMPLE",
        "brickCount": 2,
        "asset": {"name": "client"},
    }
    each = """mutation ($ids: [ID!]!, $reason: String) {
      bricksDecide(input: {ids: $ids, verdict: RETURNED, reason: $reason}) { decisions { verdict reason } } }"""
    assert errors(ask(each, ids=[global_id("Brick", lamp)])) == [("reason", "missing")]
    answer = ask(each, ids=[global_id("Brick", lamp)], reason="prix")
    assert answer["data"]["bricksDecide"]["decisions"] == [{"verdict": "RETURNED", "reason": "prix"}]
    listed = ask("{ decisions { nodes { verdict decidedBy { nickname } } } }")["data"]["decisions"]["nodes"]
    assert [row["verdict"] for row in listed] == ["RETURNED", "ACCEPTED"]


def test_engineer_copies(market: Market) -> None:
    ask = asker(market.room, "engineer")
    market.stock(market.client, ALICE)
    run = """mutation ($source: ID!, $target: ID, $system: String) {
      transferRun(input: {sourceId: $source, targetId: $target, system: $system}) { transfer {
        copiedCount unchangedCount durationSeconds runId source { name } target { id system { code } }
        participant { nickname } quarantine { name } rejections { totalCount } } } }"""
    source = global_id("Asset", market.client)
    transfer = ask(run, source=source, system="datalake")["data"]["transferRun"]["transfer"]
    assert (transfer["copiedCount"], transfer["target"]["system"]["code"], transfer["rejections"]) == (
        1,
        "datalake",
        {"totalCount": 0},
    )
    again = ask(run, source=source, target=transfer["target"]["id"])["data"]["transferRun"]["transfer"]
    assert (again["copiedCount"], again["unchangedCount"]) == (0, 1)
    assert errors(ask(run, source=source)) == [("", "either")]
    (brick,) = ask(BRICKS, filter={"asset": source})["data"]["bricks"]["nodes"]
    assert brick["copies"] == [{"key": "1", "asset": {"system": {"code": "datalake"}}}]


def test_rejections_name_the_rules(market: Market) -> None:
    market.stock(market.client, ALICE)
    engineer = market.actor("engineer")
    raw = asset_copy(actor=engineer, source_id=market.client, system="datalake")
    transfer_run(actor=engineer.again(), source_id=market.client, target_id=raw)
    clean = asset_copy(actor=engineer.again(), source_id=raw, system="etl")
    skip = {Brick.objects.get(asset=raw).pk: [Refusal(1, "La région manque.", "The region is missing.")]}
    transfer_run(actor=engineer.again(), source_id=raw, target_id=clean, skip=skip)
    query = """{ transfers(first: 1) { nodes { rejectedCount quarantine { system { code } }
      rejections { nodes { brick { key } brickVersion refusals { rule fr en } } } } } }"""
    (transfer,) = asker(market.room, "analyst")(query)["data"]["transfers"]["nodes"]
    assert transfer == {
        "rejectedCount": 1,
        "quarantine": {"system": {"code": "quarantine"}},
        "rejections": {
            "nodes": [
                {
                    "brick": {"key": "1"},
                    "brickVersion": 1,
                    "refusals": [{"rule": 1, "fr": "La région manque.", "en": "The region is missing."}],
                }
            ]
        },
    }


def test_secrets_are_kept(market: Market) -> None:
    producer, facilitator = asker(market.room, "producer"), asker(market.room, "facilitator")
    (pk,) = market.send(market.client, ALICE)
    seed = """mutation ($brick: ID!) { errorSeed(input: {brickId: $brick, kind: VALUE, note: "faux"}) {
      seededError { id kind note foundAt brick { key } seededBy { nickname } } } }"""
    made = producer(seed, brick=global_id("Brick", pk))["data"]["errorSeed"]["seededError"]
    assert (made["kind"], made["brick"], made["foundAt"]) == ("VALUE", {"key": "1"}, None)
    one = "query ($id: ID!) { seededError(id: $id) { note } node(id: $id) { id } }"
    assert codes(facilitator(one, id=made["id"])) == ["not_found", "not_found"]
    assert facilitator("{ seededErrors { totalCount } }")["data"]["seededErrors"]["totalCount"] == 0
    assert facilitator("{ seededScore { hiddenCount missedCount } }")["data"]["seededScore"] == {
        "hiddenCount": 1,
        "missedCount": 0,
    }
    reveal = "mutation { errorsReveal(input: {}) { revealedCount } }"
    assert codes(producer(reveal)) == ["forbidden"]
    assert facilitator(reveal)["data"]["errorsReveal"] == {"revealedCount": 1}
    assert facilitator(one, id=made["id"])["data"]["seededError"] == {"note": "faux"}
    undo = "mutation ($id: ID!) { errorUnseed(input: {id: $id}) { deletedId } }"
    assert codes(producer(undo, id=made["id"])) == ["revealed"]


def test_client_shops(market: Market) -> None:
    ask = asker(market.room, "client")
    (lamp,) = market.send(market.product, LAMP)
    shop = """{ shop { isOpen version missing mapping client { values } products { nodes { values } }
      orders { nodes { values } } } }"""
    assert ask(shop)["data"]["shop"]["client"] is None
    me = 'mutation { shopIntroduce(input: {name: "Alice", region: "Corse"}) { brick { values } } }'
    assert ask(me)["data"]["shopIntroduce"]["brick"]["values"]["nom"] == "Alice"
    buy = """mutation ($lamp: ID!) { shopOrder(input: {lines: [{productId: $lamp, quantity: 2}], key: "k"}) {
      submission { id brickCount } } }"""
    placed = ask(buy, lamp=global_id("Brick", lamp))
    assert ask(buy, lamp=global_id("Brick", lamp)) == placed
    order = Brick.objects.get(asset=market.order)
    rate = "mutation ($id: ID!) { shopRate(input: {id: $id, happy: true}) { brick { values } } }"
    rated = ask(rate, id=global_id("Brick", order.pk))["data"]["shopRate"]["brick"]["values"]
    assert (rated["satisfaction"], rated["quantite"]) == ("content", 2)
    read = ask(shop)["data"]["shop"]
    assert (read["isOpen"], read["version"], read["missing"], len(read["orders"]["nodes"])) == (
        True,
        0,
        [],
        1,
    )
    mapping = {**read["mapping"], "client_region": None}
    setup = "mutation ($m: JSON!) { shopSetUp(input: {mapping: $m}) { shop { version mapping } } }"
    assert codes(ask(setup, m=mapping)) == ["forbidden"]
    written = asker(market.room, "steward")(setup, m=mapping)["data"]["shopSetUp"]["shop"]
    assert (written["version"], written["mapping"]["client_region"]) == (1, None)


def test_reading_costs_the_same_however_many(market: Market, django_assert_num_queries: Any) -> None:
    ask: Ask = asker(market.room, "consumer")
    raw = asset_copy(actor=market.actor("engineer"), source_id=market.client, system="datalake")
    query = """{ bricks { nodes { key asset { name } producer { nickname } submission { state } decision { verdict }
      origins { key } copies { key } } } transfers { nodes { source { name } rejections { totalCount } } } }"""
    for count in (1, 3):
        while Brick.objects.filter(asset=market.client).count() < count:
            market.stock(market.client, ALICE)
            transfer_run(actor=market.actor("engineer"), source_id=market.client, target_id=raw)
        with django_assert_num_queries(18):
            answer = ask(query)
        assert len(answer["data"]["transfers"]["nodes"]) == count


@pytest.mark.parametrize("kind", ["Brick", "Submission", "Decision", "Transfer", "SeededError", "Rejection"])
def test_another_workshops_objects_do_not_exist(market: Market, other_market: Market, kind: str) -> None:
    other_market.stock(other_market.client, ALICE)
    raw = asset_copy(actor=other_market.actor("engineer"), source_id=other_market.client, system="datalake")
    transfer_run(actor=other_market.actor("engineer"), source_id=other_market.client, target_id=raw)
    ask = asker(market.room, "facilitator")
    for pk in (1, *Brick.objects.values_list("pk", flat=True)):
        assert codes(ask("query ($id: ID!) { node(id: $id) { id } }", id=global_id(kind, pk))) == [
            "not_found"
        ]
