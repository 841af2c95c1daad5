"""Each type of rule over bricks: what is checked, what fails, and what a rule has nothing to say about."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.quality.conftest import CLIENTS, Shop


def judged(result: dict[str, Any]) -> tuple[str, int, int]:
    return result["outcome"], result["checked_count"], result["passed_count"]


def client(number: int, **values: Any) -> dict[str, Any]:
    return {**CLIENTS[0], "client_id": number, "email": f"{number}@x.fr", **values}


def each(field: str, *values: Any) -> list[dict[str, Any]]:
    """Bricks that differ in one field."""
    return [{field: value} for value in values]


TWO = {"fields": ["nom", "region"]}
PAIRS: list[dict[str, Any]] = [
    {"nom": "a", "region": "a"},
    {"nom": "a", "region": "b"},
    {"nom": None, "region": "b"},
]
TYPED = {"fields": ["inscrit_le"]}
SIZES = {"fields": ["taille"], "minimum": "4", "maximum": "5"}
REGIONS = {"fields": ["region"], "values": ["Nord", "Sud"]}
ADDRESS = {"fields": ["email"], "pattern": "[^@]+@[^@ ]+"}
EITHER: list[dict[str, Any]] = [
    {"taille": 9},
    {"taille": 9, "region": "Sud"},
    {"taille": None, "region": None},
]
# Type, parameters, bricks, how many are checked, which of them (from 0) fail.
RULES: list[tuple[str, dict[str, Any], list[dict[str, Any]], int, list[int]]] = [
    ("not_null", {"fields": ["email"]}, each("email", "a", None, "  ", ""), 4, [1, 2, 3]),
    ("not_null", TYPED, each("inscrit_le", "no date", None), 2, [1]),
    ("unique", {"fields": ["nom"]}, each("nom", "a", "b", "a", None), 3, [0, 2]),
    ("unique", TWO, [PAIRS[0], PAIRS[1], PAIRS[0], PAIRS[2]], 3, [0, 2]),
    ("type", TYPED, each("inscrit_le", "2026-02-28", "2026-02-30", None), 2, [1]),
    ("allowed", REGIONS, each("region", "Nord", "nord", None), 2, [1]),
    ("allowed", {"fields": ["taille"], "values": ["4", "5"]}, each("taille", 4, 6), 2, [1]),
    ("allowed", {**TYPED, "values": ["2026-01-01"]}, each("inscrit_le", "2026-01-01", "x"), 2, [1]),
    ("range", SIZES, each("taille", 3, 4, 5, 6, None), 4, [0, 3]),
    ("range", {**TYPED, "minimum": "2026-01-02"}, each("inscrit_le", "2026-01-01", "2026-01-02", "soon"), 3, [0, 2]),
    ("range", {"fields": ["taille"], "maximum": "5"}, each("taille", 10**40, 5), 2, [0]),
    ("pattern", ADDRESS, each("email", "a@b", "ab", "x a@b y@"), 3, [1, 2]),
    ("length", {"fields": ["nom"], "length_min": 2, "length_max": 3}, each("nom", "é", "éé", "ééé", "éééé"), 4, [0, 3]),
    ("comparison", {**TWO, "operator": "ne"}, PAIRS, 2, [0]),
    ("comparison", {"fields": ["client_id", "taille"], "operator": "ge"}, each("taille", 0, 99), 2, [1]),
    ("sql", {"predicate": "taille BETWEEN 4 AND 5 OR region = 'Sud'"}, EITHER, 2, [0]),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "parameters", "values", "checked", "failing"), RULES)
def test_rule_about_each_brick(
    shop: Shop, type_: str, parameters: Any, values: list[Any], checked: int, failing: list[int]
) -> None:
    shop.rule(shop.client, type_, **parameters)
    bricks = shop.send(shop.client, [client(n, **given) for n, given in enumerate(values, start=1)])
    result = shop.result(shop.client)
    assert judged(result) == ("failed" if failing else "passed", checked, checked - len(failing))
    assert result["failing"] == [bricks[n] for n in failing]


def test_foreign_key_points_to_an_existing_brick(stocked: Shop) -> None:
    stocked.rule(
        stocked.order,
        "foreign_key",
        fields=["client_id"],
        target={"name": "client"},
        target_fields=["client_id"],
    )
    assert judged(stocked.result(stocked.order)) == ("passed", 2, 2)
    (lost,) = stocked.send(stocked.order, [{"commande_id": 3, "client_id": 99}])
    result = stocked.result(stocked.order)
    assert (judged(result), result["failing"]) == (("failed", 3, 2), [lost])


def test_foreign_key_to_the_same_asset(shop: Shop) -> None:
    shop.rule(
        shop.client, "foreign_key", fields=["taille"], target={"name": "client"}, target_fields=["client_id"]
    )
    bricks = shop.send(shop.client, [client(1, taille=1), client(2, taille=1), client(3, taille=9)])
    assert shop.result(shop.client)["failing"] == [bricks[2]]


def test_foreign_key_compares_all_its_fields_and_skips_partly_missing_ones(shop: Shop) -> None:
    shop.send(shop.client, [client(1, taille=1), client(2, taille=2)])
    shop.rule(
        shop.order,
        "foreign_key",
        fields=["client_id", "quantite"],
        target={"name": "client"},
        target_fields=["client_id", "taille"],
    )
    orders = [{"client_id": 1, "quantite": 1}, {"client_id": 1, "quantite": 2}, {"client_id": 1}]
    bricks = shop.send(shop.order, [{"commande_id": n, **order} for n, order in enumerate(orders)])
    result = shop.result(shop.order)
    assert (judged(result), result["failing"]) == (("failed", 2, 1), [bricks[1]])


def test_freshness_of_arrival_and_of_a_field(stocked: Shop) -> None:
    stocked.rule(stocked.order, "freshness", max_age_minutes=60)
    assert judged(stocked.result(stocked.order)) == ("passed", 1, 1)
    stocked.rule(stocked.client, "freshness", fields=["inscrit_le"], max_age_minutes=60)
    result = stocked.result(stocked.client)
    assert (judged(result), result["found"][:10]) == (("failed", 1, 0), "2026-01-03")
    today = (timezone.now() + timedelta(days=1)).date().isoformat()
    stocked.send(stocked.client, [client(4, inscrit_le=today)])
    assert judged(stocked.result(stocked.client)) == ("passed", 1, 1)


@pytest.mark.parametrize(
    ("bounds", "outcome"),
    [
        ({"count_min": 3}, "passed"),
        ({"count_min": 4}, "failed"),
        ({"count_max": 2}, "failed"),
        ({"count_min": 1, "count_max": 3}, "passed"),
    ],
)
def test_volume(stocked: Shop, bounds: Any, outcome: str) -> None:
    stocked.rule(stocked.client, "volume", **bounds)
    result = stocked.result(stocked.client)
    assert (result["outcome"], result["found"]) == (outcome, "3")


def test_volume_of_nothing_is_measured(shop: Shop) -> None:
    shop.rule(shop.client, "volume", count_min=1)
    assert judged(shop.result(shop.client)) == ("failed", 1, 0)


@pytest.mark.parametrize(
    ("parameters", "outcome", "found"),
    [
        ({"measure": "count"}, "failed", "2 / 3"),
        ({"measure": "count", "tolerance_percent": 34}, "passed", "2 / 3"),
        ({"measure": "distinct", "fields": ["client_id"], "target_fields": ["client_id"]}, "failed", "2 / 3"),
        ({"measure": "sum", "fields": ["quantite"], "target_fields": ["taille"]}, "failed", "3 / 13"),
    ],
)
def test_reconciliation_of_the_whole(stocked: Shop, parameters: Any, outcome: str, found: str) -> None:
    stocked.rule(stocked.order, "reconciliation", target={"name": "client"}, **parameters)
    result = stocked.result(stocked.order)
    assert (result["outcome"], result["found"]) == (outcome, found)


def test_reconciliation_of_values_finds_the_bricks_that_differ(stocked: Shop) -> None:
    stocked.rule(
        stocked.order,
        "reconciliation",
        measure="values",
        fields=["client_id"],
        target={"name": "client"},
        target_fields=["client_id"],
        compared=[{"field": "quantite", "target_field": "taille"}],
        dimension="accuracy",
    )
    bricks = stocked.send(
        stocked.order,
        [
            {"commande_id": 3, "client_id": 1, "quantite": 4},
            {"commande_id": 4, "client_id": 9, "quantite": 4},
        ],
    )
    result = stocked.result(stocked.order)
    assert (judged(result), result["dimension"]) == (("failed", 3, 1), "accuracy")
    assert bricks[0] not in result["failing"]
    assert len(result["failing"]) == 2


def test_sql_condition_reads_other_assets_and_itself(stocked: Shop) -> None:
    stocked.rule(
        stocked.order,
        "sql",
        predicate="client_id IN (SELECT client_id FROM Client WHERE region = 'Nord')"
        " AND EXISTS (SELECT 1 FROM client c WHERE c.client_id = commande.client_id)",
    )
    assert judged(stocked.result(stocked.order)) == ("failed", 2, 1)


def test_nothing_to_check_is_not_measured_and_not_zero(shop: Shop) -> None:
    shop.rule(shop.client, "not_null", fields=["email"])
    check = shop.check(shop.client)
    assert (check["score"], check["results"][0]["outcome"]) == (None, "not_measured")
    assert check["results"][0]["unmeasured"] == "no_bricks"
    assert set(check["dimensions"].values()) == {None}


def test_returned_bricks_are_not_checked(shop: Shop) -> None:
    from exchange.commands import bricks_decide

    shop.rule(shop.client, "not_null", fields=["email"])
    good, bad = shop.send(shop.client, [client(1), client(2, email=None)], accept=False)
    bricks_decide(actor=shop.room["owner"], brick_ids=[bad], verdict="returned", reason="no address")
    assert judged(shop.result(shop.client)) == ("passed", 1, 1)
    assert good != bad
