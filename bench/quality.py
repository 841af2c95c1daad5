"""Ten rules over 100 000 bricks, beside the same checks written by hand in DuckDB over the same rows.

Two assets: clients (5 000) and orders (100 000), of which one in a hundred is wrong in some way. `check` is the whole
command: reading, typing, judging, keeping results and incidents. The control reads the same rows with a raw cursor and
asks the same ten questions in plain SQL.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
from django.db import connection

from bench.table import Timing, show
from catalog.commands import asset_create
from catalog.documents import AssetDocument
from common.actor import Actor
from exchange.commands import submission_decide, submission_send
from exchange.queries.tables import bricks_json
from quality.commands import check_run, rule_create
from quality.documents import RuleDocument
from quality.queries.checks import check_get

CLIENTS, ORDERS, BATCH, RUNS = 5_000, 100_000, 5_000, 5
FIELDS = {
    "order_id": "integer", "client_id": "integer", "quantity": "integer", "ordered_at": "datetime",
    "colour": "string", "price": "decimal", "note": "string",
}  # fmt: skip
ENGINE = {
    "order_id": "BIGINT", "client_id": "BIGINT", "quantity": "BIGINT", "ordered_at": "TIMESTAMPTZ",
    "colour": "VARCHAR", "price": "DECIMAL(38, 9)", "note": "VARCHAR",
}  # fmt: skip
LINK = {"fields": ["client_id"], "target": {"name": "bench_client"}, "target_fields": ["client_id"]}
# Each rule, and the same as one would write it in the engine: true where a row is wrong.
RULES: list[tuple[str, dict[str, Any], str]] = [
    (
        "unique",
        {"fields": ["order_id"]},
        "order_id IN (SELECT order_id FROM o GROUP BY 1 HAVING count(*) > 1)",
    ),
    ("not_null", {"fields": ["order_id"]}, "order_id IS NULL"),
    ("not_null", {"fields": ["colour"]}, "coalesce(trim(colour), '') = ''"),
    ("allowed", {"fields": ["colour"], "values": ["yellow", "gold"]}, "colour NOT IN ('yellow', 'gold')"),
    ("range", {"fields": ["quantity"], "minimum": "1", "maximum": "9"}, "quantity NOT BETWEEN 1 AND 9"),
    (
        "pattern",
        {"fields": ["note"], "pattern": "[A-Z]{2}-[0-9]+"},
        "NOT regexp_full_match(note, '[A-Z]{2}-[0-9]+')",
    ),
    ("length", {"fields": ["note"], "length_max": 12}, "length(note) > 12"),
    ("type", {"fields": ["ordered_at"]}, "ordered_at IS NULL AND (v ->> '/ordered_at') IS NOT NULL"),
    ("foreign_key", LINK, "client_id NOT IN (SELECT client_id FROM c)"),
    ("comparison", {"fields": ["price", "quantity"], "operator": "ge"}, "price < quantity"),
]


def run(actor: Actor) -> None:
    client, order = _assets(actor)
    _fill(actor, client, _clients(), 1)
    seconds = _fill(actor, order, _orders(), ORDERS)
    print(f"\n{ORDERS:,} bricks sent in bulk and accepted: {ORDERS / seconds:,.0f} bricks/s")
    for type_, parameters, _sql in RULES:
        document = RuleDocument.read({"type": type_, "parameters": parameters})
        rule_create(actor=actor.again(), asset_id=order, document=document)
    first, again = _timed(lambda: _check(actor, order), 1), _timed(lambda: _check(actor, order), RUNS)
    direct = _timed(lambda: _directly(actor, client, order), RUNS)
    timings = [
        Timing("the same checks written in DuckDB (control)", *direct),
        Timing("check of 10 rules, first (opens incidents)", *first),
        Timing("check of 10 rules, again", *again),
    ]
    show(f"10 rules over {ORDERS:,} bricks", timings, {"direct": timings[0]})
    rule = RuleDocument.read({"type": "sql", "parameters": {"predicate": "quantity < 10 OR colour = 'gold'"}})
    rule_create(actor=actor.again(), asset_id=order, document=rule)
    with_sql = Timing(
        "with one more rule in SQL, in its own process", *_timed(lambda: _check(actor, order), RUNS)
    )
    show("a condition that a person wrote", [timings[0], with_sql], {"direct": timings[0]})
    _compare(actor, client, order)


def _assets(actor: Actor) -> tuple[int, int]:
    fields = [{"name": name, "type": type_} for name, type_ in FIELDS.items()]
    key = {"name": "client_id", "type": "integer"}
    documents = [
        {"system": "crm", "name": "bench_client", "fields": [key], "primary_key": ["client_id"]},
        {"system": "erp", "name": "bench_order", "fields": fields, "primary_key": []},
    ]
    first, second = (
        asset_create(actor=actor.again(), document=AssetDocument.read(document)) for document in documents
    )
    return first, second


def _clients() -> Iterator[dict[str, Any]]:
    return ({"client_id": number} for number in range(1, CLIENTS + 1))


def _orders() -> Iterator[dict[str, Any]]:
    """One in a hundred has something wrong, each time something else."""
    for number in range(1, ORDERS + 1):
        order: dict[str, Any] = {
            "order_id": number, "client_id": number % CLIENTS + 1, "quantity": number % 9 + 1,
            "ordered_at": f"2026-01-{number % 28 + 1:02d}T10:00:00Z", "colour": "yellow" if number % 3 else "gold",
            "price": number % 50 + 10, "note": f"FR-{number}",
        }  # fmt: skip
        if number % 100 == 0:
            wrong = (
                {"order_id": 1}, {"colour": ""}, {"colour": "red"}, {"quantity": 99}, {"note": "no form at all"},
                {"ordered_at": "2026-02-31"}, {"client_id": 10**6}, {"price": 0},
            )  # fmt: skip
            order |= wrong[number // 100 % len(wrong)]
        yield order


def _fill(actor: Actor, asset: int, rows: Iterator[dict[str, Any]], count: int) -> float:
    began = time.perf_counter()
    waiting = list(rows)
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        submission = submission_send(actor=actor.again(), asset_id=asset, bricks=batch)
        submission_decide(actor=actor.again(), submission_id=submission, verdict="accepted")
    return time.perf_counter() - began


def _check(actor: Actor, asset: int) -> int:
    return check_run(actor=actor.again(), asset_id=asset)


def _timed(call: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Median and longest, in milliseconds."""
    times = []
    for _run in range(runs):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return times[len(times) // 2], times[-1]


def _directly(actor: Actor, client: int, order: int) -> list[int]:
    """How many rows are wrong by each rule, asked in the engine without any of our code."""
    with duckdb.connect(config={"threads": 2}) as duck:
        for name, asset, types in (("c", client, {"client_id": "BIGINT"}), ("o", order, ENGINE)):
            values = '"values"::text' if connection.vendor == "postgresql" else '"values"'
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT id, {values} FROM exchange_brick WHERE asset_id = %s", [asset])
                rows = cursor.fetchall()
            ids, texts = [row[0] for row in rows], [row[1] for row in rows]
            duck.execute(
                f"CREATE TABLE {name} AS SELECT id, v, unnest(from_json(v, ?)) "
                "FROM (SELECT unnest(?::BIGINT[]) AS id, unnest(?::VARCHAR[]) AS v)",
                [json.dumps(types), ids, texts],
            )
        found = []
        for _type, _parameters, wrong in RULES:
            (row,) = duck.execute(f"SELECT count(*), list(id) FROM o WHERE {wrong}").fetchall()
            found.append(row[0])
        return found


def _compare(actor: Actor, client: int, order: int) -> None:
    """Both must have counted the same, or the comparison says nothing."""
    check = check_get(actor, _check(actor, order))
    ours = {result["rule_id"]: result["failed_count"] for result in check["results"]}
    direct = _directly(actor, client, order)
    assert [ours[pk] for pk in sorted(ours)][: len(direct)] == direct, (ours, direct)
    print(f"both count the same failures: {direct}")
    assert sum(1 for _row in bricks_json(actor, order)) == ORDERS
