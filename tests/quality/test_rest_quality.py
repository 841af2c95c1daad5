"""Quality through the REST door: one walk by a script, errors, pages with a fixed number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quality.api.contracts import CHANGE, TERMS
from quality.api.incidents import QUALIFY, REPORT
from quality.api.rules import CONDITION, RULE
from tests.people import Room
from tests.quality.conftest import CLIENTS, Shop
from tests.rest import Caller, call

BAD = {**CLIENTS[0], "client_id": 9, "region": "Mars"}


@pytest.fixture
def steward(shop: Shop) -> Caller:
    return call(shop.room, "steward")


def rule_body(shop: Shop, **values: Any) -> dict[str, Any]:
    parameters = {"fields": ["region"], "values": ["Nord", "Sud"]}
    return {"asset": shop.client, "type": "allowed", "parameters": parameters, **values}


def test_a_rule_from_its_birth_to_its_end(shop: Shop, steward: Caller) -> None:
    answer = steward("POST", "rules/", rule_body(shop), Accept_Language="en")
    rule = answer.json()
    assert (answer.status_code, rule["sentence"]) == (201, "“region” is one of: “Nord”, “Sud”.")
    assert rule["sentence_en"] == rule["sentence"]
    assert (rule["dimension"], rule["severity"], rule["state"]) == ("validity", "major", "active")
    address = answer["Location"].partition("/api/v1/")[2]
    etag = steward("GET", address)["ETag"]
    changed = steward("PATCH", address, {"severity": "blocking"}, If_Match=etag)
    assert (changed.status_code, changed.json()["severity"]) == (200, "blocking")
    assert changed.json()["parameters"] == rule["parameters"]
    assert steward("PATCH", address, {"severity": "minor"}, If_Match=etag).status_code == 412
    assert steward("DELETE", address).status_code == 204
    assert steward("GET", address).status_code == 404


SIZE, NAME = {"fields": ["taille"]}, {"fields": ["nom"]}
LOST = {"target": {"name": "x"}, "target_fields": ["id"]}
# Type, parameters, the place that is refused, and why.
UNSOUND: list[tuple[str, dict[str, Any], str, str]] = [
    ("nonsense", {}, "type", "literal_error"),
    ("allowed", {"fields": ["region"]}, "parameters.values", "missing"),
    ("allowed", {"fields": ["colour"], "values": ["x"]}, "parameters.fields.0", "unknown"),
    ("allowed", {**SIZE, "values": ["x"]}, "parameters.values.0", "wrong_type"),
    ("not_null", {"fields": []}, "parameters.fields", "too_short"),
    ("not_null", {"fields": ["nom", "region"]}, "parameters.fields", "too_long"),
    ("not_null", {**NAME, "pattern": "x"}, "parameters.pattern", "not_taken"),
    ("unique", {"fields": ["nom", "nom"]}, "parameters.fields.1", "duplicate"),
    ("pattern", {**NAME, "pattern": "("}, "parameters.pattern", "pattern"),
    ("pattern", {**SIZE, "pattern": "x"}, "parameters.fields.0", "wrong_type"),
    ("range", {**SIZE, "minimum": "5", "maximum": "4"}, "parameters.maximum", "crossed"),
    ("range", {**SIZE, "minimum": "1e9"}, "parameters.minimum", "wrong_type"),
    ("range", SIZE, "parameters.minimum", "missing"),
    ("length", {**NAME, "length_min": 2, "length_max": 1}, "parameters.length_max", "crossed"),
    ("sql", {"predicate": "id >"}, "parameters.predicate", "sql_syntax"),
    ("foreign_key", {**SIZE, **LOST}, "parameters.target", "unknown"),
    ("foreign_key", {**SIZE, "target": {"name": "commande"}}, "parameters.target_fields", "missing"),
    ("comparison", {"fields": ["taille", "nom"], "operator": "lt"}, "parameters.fields.1", "wrong_type"),
    ("reconciliation", {**NAME, "target": {"name": "client"}, "target_fields": ["nom"], "measure": "sum"},
     "parameters.fields.0", "wrong_type"),
    ("reconciliation", {"target": {"name": "client"}, "measure": "sum"}, "parameters.fields", "count"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "parameters", "place", "code"), UNSOUND)
def test_a_rule_that_does_not_hold_together(
    shop: Shop, steward: Caller, type_: str, parameters: dict[str, Any], place: str, code: str
) -> None:
    answer = steward("POST", "rules/", rule_body(shop, type=type_, parameters=parameters))
    assert answer.status_code == 400
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [(place, code)]


def test_the_same_rule_twice(shop: Shop, steward: Caller) -> None:
    assert steward("POST", "rules/", rule_body(shop)).status_code == 201
    answer = steward("POST", "rules/", rule_body(shop, severity="minor"))
    assert [error["code"] for error in answer.json()["errors"]] == ["duplicate"]


def test_proposed_rules_are_checked_when_accepted(stocked: Shop) -> None:
    steward, engineer = call(stocked.room, "steward"), call(stocked.room, "engineer")
    proposed = steward("POST", "rules/proposals/", {"asset": stocked.order}).json()["results"]
    assert [(rule["type"], rule["parameters"]["fields"]) for rule in proposed] == [
        ("unique", ["commande_id"]),
        ("not_null", ["commande_id"]),
        ("foreign_key", ["client_id"]),
        ("not_null", ["client_id"]),
        ("type", ["date_commande"]),
        ("type", ["prix"]),
    ]
    assert {rule["state"] for rule in proposed} == {"proposed"}
    assert engineer("POST", "checks/", {"asset": stocked.order}).json()["results"] == []
    assert steward("POST", "rules/proposals/", {"asset": stocked.order}).json()["results"] == []
    ids = [rule["id"] for rule in proposed]
    accepted = engineer("POST", "rules/accept/", {"ids": ids}).json()["results"]
    assert {rule["state"] for rule in accepted} == {"active"}
    check = engineer("POST", "checks/", {"asset": stocked.order}).json()
    assert (check["score"], check["trigger"], check["brick_count"]) == (1.0, "api", 2)
    assert [result["outcome"] for result in check["results"]] == ["passed"] * 6
    assert check["dimensions"]["accuracy"] is None
    assert engineer("GET", f"checks/{check['id']}/").json() == check


def test_a_problem_from_report_to_end(stocked: Shop) -> None:
    (brick,) = stocked.send(stocked.client, [BAD])
    callers = {role: call(stocked.room, role) for role in ("consumer", "steward", "producer")}
    body = {"asset": stocked.client, "bricks": [brick], "field": "region", "description": "Which region?"}
    incident = callers["consumer"]("POST", "incidents/", body).json()
    assert (incident["state"], incident["brick_ids"]) == ("reported", [brick])
    address = f"incidents/{incident['id']}/events/"
    steps = [
        ("steward", {"kind": "qualify", "severity": "minor"}, "qualified"),
        ("steward", {"kind": "assign", "assignee": "producer"}, "assigned"),
        ("producer", {"kind": "correct", "text": "typo", "fix": "Nord"}, "corrected"),
        ("steward", {"kind": "verify"}, "verified"),
        ("steward", {"kind": "close"}, "closed"),
    ]
    for role, event, state in steps:
        answer = callers[role]("POST", address, event)
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    told = callers["consumer"]("GET", address).json()["results"]
    assert [row["kind"] for row in told] == ["report", "qualify", "assign", "correct", "verify", "close"]
    assert [row["by"] for row in told] == ["consumer", "steward", "steward", "producer", "steward", "steward"]
    refused = callers["steward"]("POST", address, {"kind": "close"})
    assert (refused.status_code, refused.json()["code"]) == (409, "state")
    assert callers["consumer"]("GET", "incidents/?open=true").json()["total"] == 0
    assert callers["consumer"]("GET", "incidents/?state=closed&severity=minor").json()["total"] == 1


def test_scores_and_what_the_store_asks(stocked: Shop, steward: Caller) -> None:
    stocked.rule(stocked.client, "allowed", fields=["region"], values=["Nord"])
    stocked.check(stocked.client)
    scores = steward("GET", "scores/").json()
    assert [(row["name"], round(row["score"], 3)) for row in scores["results"]] == [("client", 0.667)]
    assert scores["zones"] == {
        "source": pytest.approx(0.667, abs=0.001),
        "raw": None,
        "cleansed": None,
        "store": None,
    }
    assert scores["dimensions"]["uniqueness"] is None
    promotion = steward("GET", f"promotions/{stocked.client}/").json()
    assert promotion["is_ready"] is False
    assert {row["code"]: row["is_met"] for row in promotion["conditions"]} == {
        "rules": True, "rules_passed": False, "incidents": True, "validated": False, "dicp": False,
    }  # fmt: skip


def test_examples_of_the_documentation_work(room: Room) -> None:
    asset = room.asset(fields=[{"name": "id", "type": "integer"}, {"name": "email"}])
    facilitator = call(room, "facilitator")
    for address, body in (
        ("rules/", RULE),
        ("rules/", CONDITION),
        ("incidents/", REPORT),
        ("contracts/", TERMS),
    ):
        answer = facilitator("POST", address, {**body, "asset": asset})
        assert answer.status_code == 201, answer.json()
    incident = facilitator("GET", "incidents/").json()["results"][0]["id"]
    assert facilitator("POST", f"incidents/{incident}/events/", QUALIFY).status_code == 200
    broken = facilitator("POST", "contracts/breaks/", {**CHANGE, "asset": asset}).json()["results"]
    assert [(row["code"], row["path"]) for row in broken] == [
        ("field_type", "fields.id.type"), ("field_removed", "fields.email"),
    ]  # fmt: skip


LISTS = {"rules/": 5, "checks/": 5, "incidents/": 9, "contracts/": 12}


@pytest.mark.parametrize("address", LISTS)
def test_lists_ask_the_same_questions_for_one_row_and_for_three(stocked: Shop, address: str) -> None:
    facilitator = call(stocked.room, "facilitator")
    for number in range(3):
        asset = stocked.room.asset(name=f"asset_{number}")
        stocked.rule(asset, "volume", count_min=10)
        stocked.check(asset)
        body = {"asset": asset, "purpose_fr": "x"}
        assert facilitator("POST", "contracts/", body).status_code == 201
        if number in (0, 2):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert facilitator("GET", address).json()["total"] == number + 1
            assert len(asked) == LISTS[address], [query["sql"][:90] for query in asked]
