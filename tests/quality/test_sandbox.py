"""The sandbox from inside: each of these tries to get out, to stay too long or to see too much, and is refused."""

import json
import logging
import os
import time
from pathlib import Path

import pytest
from django.test import override_settings

from common.errors import Invalid
from quality.models import Rule
from quality.sandbox import (
    Question,
    Refused,
    Table,
    answers,
    answers_of_people,
    pattern_holds,
    predicate_read,
)
from quality.sandbox.engine import FUNCTIONS, Engine, column_names
from tests.people import Room
from tests.quality.conftest import CLIENTS, Shop

ROWS = [
    (n, json.dumps({"id": n, "nom": f"n{n % 7}", "Nom": "x", "jour": "2026-01-01"})) for n in range(1, 3001)
]
FIELDS = [("id", "BIGINT"), ("nom", "VARCHAR"), ("Nom", "VARCHAR"), ("jour", "DATE")]
CLIENT = Table("t1", FIELDS, lambda: ROWS, ("", "client"))
HERE = ("", "client")

FILES = [
    "id IN (SELECT 1 FROM read_csv('/etc/passwd'))",
    "id IN (SELECT 1 FROM read_text('/etc/passwd'))",
    "id IN (SELECT 1 FROM read_blob('/etc/passwd'))",
    "id IN (SELECT 1 FROM read_json('/etc/passwd'))",
    "id IN (SELECT 1 FROM read_parquet('/etc/passwd'))",
    "(SELECT count(*) FROM '/etc/passwd') > 0",
    '(SELECT count(*) FROM "/etc/passwd") > 0',
    "(SELECT count(*) FROM 'https://example.org/x.csv') > 0",
    "(SELECT count(*) FROM 's3://bucket/x.parquet') > 0",
    "(SELECT count(*) FROM glob('/*')) > 0",
    "(SELECT count(*) FROM sniff_csv('/etc/passwd')) > 0",
    "(SELECT count(*) FROM sqlite_scan('bricks.sqlite3', 'workshop_user')) > 0",
    "(SELECT count(*) FROM postgres_scan('host=localhost', 'public', 'x')) > 0",
]
STATEMENTS = [
    "true; COPY client TO '/tmp/x.csv'",
    "true) ; ATTACH '/tmp/x.db' AS x; SELECT (true",
    "COPY client TO '/tmp/x.csv'",
    "ATTACH 'x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "CALL pragma_version()",
    "EXPORT DATABASE '/tmp/x'",
    "DROP TABLE t1",
    "DELETE FROM t1",
    "true; SELECT 1",
    "true) UNION SELECT (true",
    "true) FROM t1 WHERE (true",
    "true), (SELECT 1",
    "1 = 1) --",
    "id = $1",
    "id = ?",
]  # fmt: skip
CURIOUS = [
    "current_setting('home_directory') = ''",
    "(SELECT count(*) FROM duckdb_settings()) > 0",
    "(SELECT count(*) FROM duckdb_settings) > 0",
    "(SELECT count(*) FROM duckdb_extensions()) > 0",
    "(SELECT count(*) FROM information_schema.tables) > 0",
    "(SELECT count(*) FROM pg_catalog.pg_tables) > 0",
    "(SELECT count(*) FROM sqlite_master) > 0",
    "(SELECT count(*) FROM t1) > 0",
    "(SELECT count(*) FROM memory.main.client) > 0",
    "(SELECT count(*) FROM commande) > 0",
    "(SELECT count(*) FROM ROWS) > 0",
    "getenv('PATH') IS NULL",
    "version() = ''",
    "current_query() = ''",
    "getvariable('x') IS NULL",
    "query('SELECT 1') IS NULL",
    "(SELECT 1 FROM query_table('t1')) = 1",
    "nextval('s') = 1",
    "random() > 0.5",
    "sleep_ms(100000) IS NULL",
    "pg_sleep(100) IS NULL",
    "main.lower(nom) = 'x'",
    "json_serialize_sql('SELECT 1') IS NULL",
]
_CROSS = ", ".join(f"client c{n}" for n in range(6))
_LONG = "replace(replace(replace(nom || 'xxxxxxxxxx', 'x', 'xxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxx')"
BOMBS = [
    f"(SELECT count(*) FROM {_CROSS} WHERE c0.id + c1.id * c2.id % (c3.id + c4.id) = c5.id) > 1",
    "(WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT max(n) FROM a) > 1",
    "(SELECT count(*) FROM range(1000000000000)) > 1",
    "(SELECT string_agg(a.nom || b.nom, '') FROM client a, client b, client c) = ''",
    "length(repeat('x', 4000000000)) > 1",
    "length(" + "replace(" * 12 + "nom || 'nnnnnnnnnn'" + ", 'n', 'nnnnnnnnnnnn')" * 12 + ") > 1",
    f"damerau_levenshtein({_LONG}, {_LONG}) > 1",
    "(" * 3000 + "true" + ")" * 3000,
]  # fmt: skip
ATTEMPTS = [*FILES, *STATEMENTS, *CURIOUS, *BOMBS]


def test_nobody_gets_out(caplog: pytest.LogCaptureFixture) -> None:
    """All of them, as if they had been written as rules: refused, logged, and the next rule is answered."""
    assert len(ATTEMPTS) >= 60
    questions = [Question(predicate=text, view=HERE) for text in [*ATTEMPTS, "id > 0"]]
    before = set(Path("/tmp").iterdir()) if os.name == "posix" else set()
    with override_settings(QUALITY_SQL_SECONDS=1.0), caplog.at_level(logging.WARNING, "quality.sandbox"):
        said = answers_of_people([CLIENT], questions)
    assert [text for text, answer in zip(ATTEMPTS, said, strict=False) if not answer.refused] == []
    assert said[-1].row == [3000, 3000, None, None]
    assert len(caplog.records) == len(ATTEMPTS)
    assert {answer.refused for answer in said} <= {
        "", "forbidden", "syntax", "unknown", "time", "memory", "conversion",
    }  # fmt: skip
    if before:
        assert not [
            path for path in set(Path("/tmp").iterdir()) - before if path.name in ("x.csv", "x.db", "x")
        ]


def test_what_takes_too_long_is_ended_in_time() -> None:
    with override_settings(QUALITY_SQL_SECONDS=0.5):
        began = time.monotonic()
        said = answers_of_people([CLIENT], [Question(predicate=BOMBS[0], view=HERE)])
        assert time.monotonic() - began < 30
    assert said[0].refused == "time"


def test_the_engine_of_our_own_rules_is_locked_too() -> None:
    with Engine(memory_mb=64, threads=1, time_zone="UTC") as duck:
        duck.add_table("t1", [("id", "BIGINT")], [([1], ['{"id": 1}'])])
        duck.lock()
        for sql in (
            "SELECT * FROM read_text('/etc/passwd')",
            "COPY t1 TO '/tmp/x.csv'",
            "ATTACH '/tmp/x.db'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET memory_limit = '10GB'",
            "SELECT * FROM ROWS",
        ):
            with pytest.raises(Refused):
                duck.ask(sql, (), 5)
        assert duck.ask("SELECT f0 FROM t1", (), 5) == [(1,)]


def test_messages_of_the_engine_stay_inside() -> None:
    """They name paths of the machine, and what stands in bricks."""
    for text in ("nom = 1 / id", "CAST(nom AS INTEGER) = 1"):
        said = answers_of_people([CLIENT], [Question(predicate=text, view=HERE)])
        assert (said[0].refused, said[0].name) == ("conversion", "")
    with pytest.raises(Refused) as refused:
        predicate_read("nothing_here > 1", [CLIENT], HERE)
    assert (refused.value.code, refused.value.name) == ("unknown", "nothing_here")


@pytest.mark.parametrize(
    "text",
    [
        "id > 5 AND nom LIKE 'n%'",
        "nom IN (SELECT nom FROM client WHERE id < 10)",
        "EXISTS (SELECT 1 FROM client c WHERE c.id = client.id)",
        "CASE WHEN id = 1 THEN true ELSE nom IS NOT NULL END",
        "regexp_full_match(nom, 'n[0-9]') OR nom SIMILAR TO 'x'",
        "jour + INTERVAL 1 DAY > jour AND year(jour) = 2026",
        "count(*) OVER (PARTITION BY id) = 1",
        "\"Nom_2\" = 'x'",
        "id BETWEEN 1 AND 10000 -- a comment",
        "(WITH a AS (SELECT max(id) AS m FROM client) SELECT m FROM a) >= id",
        "list_contains(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6'], nom)",
        "TRY_CAST(nom AS INTEGER) IS NULL",
        "NULL",
    ],
)
def test_what_a_condition_may_say(text: str) -> None:
    reading = predicate_read(text, [CLIENT], HERE)
    assert {name for _schema, name in reading["tables"]} <= {"client"}


def test_not_a_condition() -> None:
    for text in ("id", "nom", "1", "nom || 'x'"):
        with pytest.raises(Refused) as refused:
            predicate_read(text, [CLIENT], HERE)
        assert refused.value.code == "not_boolean"


def test_fields_that_differ_by_case_alone_are_two() -> None:
    assert column_names(["a", "A", "a_2", "b"]) == ["a", "A_2", "a_2_2", "b"]
    (answer,) = answers([CLIENT], [Question(sql="SELECT max(f1), max(f2) FROM t1")])
    assert answer.row == ("n6", "x")


def test_a_broken_rule_of_our_own_costs_the_others_nothing() -> None:
    said = answers([CLIENT], [Question(sql="SELECT nothing"), Question(sql="SELECT count(*) FROM t1")])
    assert (said[0].refused, said[1].row) == ("unknown", (3000,))


def test_patterns() -> None:
    assert pattern_holds("[A-Z]{2}-[0-9]+")
    assert not pattern_holds("(")
    assert not pattern_holds("(?=x)")


def test_functions_of_conditions_exist_in_the_engine() -> None:
    """A list that names what the engine does not know would promise too much."""
    with Engine(memory_mb=64, threads=1, time_zone="UTC") as duck:
        known = {name for (name,) in duck.ask("SELECT DISTINCT function_name FROM duckdb_functions()", (), 5)}
    special = {"coalesce", "nullif", "ifnull", "rank", "!__postfix"} | {
        "row_number", "dense_rank", "rank_dense", "percent_rank", "cume_dist", "ntile", "lag", "lead",
        "first_value", "last_value", "nth_value", "now", "~", "->",
    }  # fmt: skip
    unknown = {name for name in FUNCTIONS - known - special if name.isidentifier()}
    assert unknown == set()


# As a rule


@pytest.mark.parametrize(
    ("predicate", "code"),
    [
        ("id IN (SELECT 1 FROM read_csv('/etc/passwd'))", "sql_forbidden"),
        ("true; DROP TABLE t1", "sql_syntax"),
        ("colour = 'red'", "sql_unknown"),
        ("client_id IN (SELECT id FROM workshop_user)", "sql_unknown"),
        ("nom", "sql_not_boolean"),
    ],
)
def test_a_rule_is_refused_when_it_is_written(
    shop: Shop, predicate: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Invalid) as refused:
        shop.rule(shop.client, "sql", predicate=predicate)
    assert [(error.path, error.code) for error in refused.value.errors] == [("parameters.predicate", code)]
    assert "/" not in str(refused.value.errors[0].message)
    assert any("workshop" in record.message for record in caplog.records)
    assert not Rule.objects.exists()


def test_another_workshops_bricks_cannot_be_named(stocked: Shop, other_room: Room) -> None:
    """An asset of the same name elsewhere is another asset; one that stands only elsewhere does not exist."""
    other_room.asset(name="secret")
    other_room.asset(name="client", namespace="elsewhere")
    with pytest.raises(Invalid):
        stocked.rule(stocked.client, "sql", predicate="client_id IN (SELECT id FROM secret)")
    with pytest.raises(Invalid):
        stocked.rule(stocked.client, "sql", predicate='client_id IN (SELECT id FROM "elsewhere"."client")')
    stocked.rule(stocked.client, "sql", predicate="(SELECT count(*) FROM client) = 3")
    result = stocked.result(stocked.client)
    assert (result["outcome"], result["checked_count"]) == ("passed", len(CLIENTS))


def test_a_condition_that_no_longer_fits_is_not_measured(stocked: Shop) -> None:
    from catalog.commands import asset_update
    from catalog.documents import AssetChange
    from catalog.queries.assets import asset_document

    stocked.rule(stocked.client, "sql", predicate="region <> ''")
    document = asset_document(stocked.room["steward"], stocked.client)
    fields = [
        {**field, "name": "area"} if field["name"] == "region" else field for field in document["fields"]
    ]
    change = AssetChange.read({"fields": fields})
    asset_update(actor=stocked.room["steward"], asset_id=stocked.client, change=change)
    result = stocked.result(stocked.client)
    assert (result["outcome"], result["unmeasured"]) == ("not_measured", "unfit")
