"""Quality through GraphQL: what can be asked with a fixed number of queries, and every mutation."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.graphql import Ask, asker, codes, global_id
from tests.quality.conftest import CLIENTS, Shop

QUERY = """{
  rules { totalCount nodes { id number type sentence parameters severity state dimension asset { name } } }
  checks { nodes { number score trigger by { nickname } asset { name } dimensions { dimension score }
    results { outcome unmeasured checkedCount passedCount failedCount score failing rule { number } } } }
  incidents(open: true) { nodes { number state severity origin sentence description brickCount bricks { id }
    asset { name } assignee { nickname } producer { nickname } rule { number }
    events { kind at by { nickname } text facts severity assignee { nickname } } } }
  dataContracts { nodes { number document brokenNow { code } breaks { path } publishedBy asset { name } } }
  zoneScores { zone score } dimensionScores { dimension score }
}"""


def fill(shop: Shop, number: int) -> None:
    """One more asset with a rule, a failing check, an incident, and a contract."""
    asset = shop.room.asset(name=f"asset_{number}", fields=[{"name": "id", "type": "integer"}])
    shop.rule(asset, "range", fields=["id"], maximum="0")
    shop.send(asset, [{"id": number}])
    shop.check(asset)
    ask = asker(shop.room, "owner")
    publish = """mutation ($id: ID!) {
        contractPublish(input: {assetId: $id, terms: {purposeFr: "x"}}) { contract { number } } }"""
    answer = ask(publish, id=global_id("Asset", asset))
    assert answer["data"]["contractPublish"]["contract"]["number"] == "1.0"


def test_the_number_of_rows_does_not_change_the_number_of_queries(shop: Shop, ask: Ask) -> None:
    counts = []
    for number in (1, 2, 3):
        fill(shop, number)
        with CaptureQueriesContext(connection) as asked:
            answer = ask(QUERY)
        assert codes(answer) == []
        assert answer["data"]["rules"]["totalCount"] == number
        counts.append(len(asked))
    assert counts == [53, 53, 53]
    incident = answer["data"]["incidents"]["nodes"][0]
    assert (incident["state"], incident["assignee"]["nickname"]) == ("REPORTED", "producer")
    assert [event["kind"] for event in incident["events"]] == ["REPORT"]
    assert len(incident["bricks"]) == 1
    check = answer["data"]["checks"]["nodes"][0]
    assert (check["score"], check["results"][0]["outcome"]) == (0.0, "FAILED")
    assert {row["dimension"]: row["score"] for row in check["dimensions"]}["ACCURACY"] is None
    assert answer["data"]["zoneScores"][:2] == [
        {"zone": "SOURCE", "score": 0.0},
        {"zone": "RAW", "score": None},
    ]


def test_rules_by_mutations(shop: Shop, ask: Ask) -> None:
    client = global_id("Asset", shop.client)
    rule: dict[str, Any] = {
        "type": "ALLOWED", "severity": "MINOR", "parameters": {"fields": ["region"], "values": ["Nord"]},
    }  # fmt: skip
    created = ask(
        """mutation ($asset: ID!, $rule: QualityRuleInput!) {
             ruleCreate(input: {assetId: $asset, rule: $rule, reason: "agreed"}) {
               rule { id type severity state sentence } } }""",
        asset=client,
        rule=rule,
    )["data"]["ruleCreate"]["rule"]
    assert (created["type"], created["severity"], created["state"]) == ("ALLOWED", "MINOR", "ACTIVE")
    answer = ask(
        """mutation ($id: ID!) {
             ruleUpdate(input: {id: $id, change: {state: PAUSED}, expectedVersion: 1}) { rule { state version } } }""",
        id=created["id"],
    )
    assert answer["data"]["ruleUpdate"]["rule"] == {"state": "PAUSED", "version": 2}
    outdated = """mutation ($id: ID!) {
        ruleUpdate(input: {id: $id, change: {state: ACTIVE}, expectedVersion: 1}) { rule { id } } }"""
    assert codes(ask(outdated, id=created["id"])) == ["outdated"]
    proposed = ask(
        "mutation ($asset: ID!) { rulesPropose(input: {assetId: $asset}) { rules { id state } } }",
        asset=client,
    )["data"]["rulesPropose"]["rules"]
    assert {row["state"] for row in proposed} == {"PROPOSED"}
    accepted = ask(
        "mutation ($ids: [ID!]!) { rulesAccept(input: {ids: $ids}) { rules { state } } }",
        ids=[row["id"] for row in proposed],
    )["data"]["rulesAccept"]["rules"]
    assert {row["state"] for row in accepted} == {"ACTIVE"}
    deleted = ask("mutation ($id: ID!) { ruleDelete(input: {id: $id}) { deletedId } }", id=created["id"])
    assert deleted["data"]["ruleDelete"]["deletedId"] == created["id"]
    assert ask("query ($id: ID!) { rule(id: $id) { id } }", id=created["id"])["data"]["rule"] is None


def test_a_refused_rule_names_the_place(shop: Shop, ask: Ask) -> None:
    answer = ask(
        """mutation ($asset: ID!) { ruleCreate(input: {assetId: $asset,
             rule: {type: SQL, parameters: {predicate: "1) FROM x WHERE (1"}}}) { rule { id } } }""",
        asset=global_id("Asset", shop.client),
    )
    assert codes(answer) == ["invalid"]
    (error,) = answer["errors"][0]["extensions"]["errors"]
    assert (error["path"], error["code"]) == ("parameters.predicate", "sql_syntax")


def test_a_problem_by_mutations(stocked: Shop) -> None:
    (brick,) = stocked.send(stocked.client, [{**CLIENTS[0], "client_id": 8}])
    consumer, steward = asker(stocked.room, "consumer"), asker(stocked.room, "steward")
    incident = consumer(
        """mutation ($asset: ID!, $bricks: [ID!]!) { incidentReport(input: {assetId: $asset, bricks: $bricks,
             field: "nom", description: "No head", severity: BLOCKING}) { incident { id state severity } } }""",
        asset=global_id("Asset", stocked.client),
        bricks=[global_id("Brick", brick)],
    )["data"]["incidentReport"]["incident"]
    assert (incident["state"], incident["severity"]) == ("REPORTED", "BLOCKING")
    move = """mutation ($id: ID!, $kind: IncidentEventKind!, $severity: Severity, $text: String, $expires: DateTime) {
        incidentMove(input: {id: $id, kind: $kind, severity: $severity, text: $text, expiresAt: $expires}) {
          incident { state severity } } }"""
    moved = steward(move, id=incident["id"], kind="QUALIFY", severity="MINOR")
    assert moved["data"]["incidentMove"]["incident"] == {"state": "QUALIFIED", "severity": "MINOR"}
    assert codes(steward(move, id=incident["id"], kind="CLOSE")) == ["state"]
    owner = asker(stocked.room, "owner")
    waived = owner(move, id=incident["id"], kind="WAIVE", text="a week", expires="2099-01-01T00:00:00+00:00")
    assert waived["data"]["incidentMove"]["incident"]["state"] == "WAIVED"
    by_brick = consumer(
        "query ($brick: ID!) { incidents(brick: $brick, open: true) { totalCount } }",
        brick=global_id("Brick", brick),
    )
    assert by_brick["data"]["incidents"]["totalCount"] == 0


def test_what_the_store_asks(stocked: Shop, ask: Ask) -> None:
    answer = ask(
        "query ($id: ID!) { promotion(asset: $id) { code isMet missing } }",
        id=global_id("Asset", stocked.client),
    )
    assert {row["code"]: row["isMet"] for row in answer["data"]["promotion"]} == {
        "rules": False, "rules_passed": True, "incidents": True, "validated": False, "dicp": False,
    }  # fmt: skip


def test_a_check_by_mutation(stocked: Shop) -> None:
    stocked.rule(stocked.client, "not_null", fields=["email"])
    answer = asker(stocked.room, "analyst")(
        "mutation ($id: ID!) { checkRun(input: {assetId: $id}) { check { score trigger brickCount } } }",
        id=global_id("Asset", stocked.client),
    )
    assert answer["data"]["checkRun"]["check"] == {"score": 1.0, "trigger": "API", "brickCount": 3}


@pytest.mark.parametrize("name", ["rule", "check", "incident", "dataContract"])
def test_ids_of_nowhere(ask: Ask, name: str) -> None:
    types = {"rule": "QualityRule", "check": "Check", "incident": "Incident", "dataContract": "DataContract"}
    for wrong in ("x", global_id(types[name], 10**6), global_id("Asset", 1)):
        assert codes(ask(f"query ($id: ID!) {{ {name}(id: $id) {{ id }} }}", id=wrong)) == ["not_found"]
