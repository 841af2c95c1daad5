"""Databases read through SQLAlchemy: structure, keys, and errors that never repeat a password."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from sqlalchemy import MetaData, create_engine, types

from catalog.documents import AssetChange
from catalog.importing.databases import database_read
from catalog.importing.source import Source, Unreadable
from tests.catalog.sources import SHOP_SQL, shared, sqlite_make

SHOP_KEYS = {
    "customer": ["customer_id"],
    "delivery": ["delivery_id"],
    "employee": ["employee_id"],
    "purchase": ["purchase_id"],
    "purchase_line": ["purchase_id", "line"],
}
SHOP_LINKS = {
    ("delivery", ("purchase_id", "line"), "purchase_line", ("purchase_id", "line")),
    ("employee", ("manager_id",), "employee", ("employee_id",)),
    ("purchase", ("customer_id",), "customer", ("customer_id",)),
    ("purchase_line", ("purchase_id",), "purchase", ("purchase_id",)),
}
CUSTOMER_FIELDS = [
    ("customer_id", "integer", True),
    ("email", "string", False),
    ("name", "string", True),
    ("born", "date", False),
    ("regular", "boolean", True),
    ("balance", "decimal", False),
]


def keys_of(source: Source) -> dict[str, list[str]]:
    return {table.name.rpartition(".")[2]: table.primary_key for table in source.tables}


def links_of(source: Source) -> set[tuple[Any, ...]]:
    return {
        (
            table.name.rpartition(".")[2],
            tuple(pair.field for pair in key.columns),
            key.target.name.rpartition(".")[2],
            tuple(pair.target_field for pair in key.columns),
        )
        for table in source.tables
        for key in table.foreign_keys
    }


def table_of(source: Source, name: str) -> AssetChange:
    return next(table for table in source.tables if table.name.rpartition(".")[2] == name)


def check_shop(source: Source) -> None:
    assert keys_of(source) == SHOP_KEYS
    assert links_of(source) == SHOP_LINKS
    customer = table_of(source, "customer")
    assert [(field.name, field.type, field.required) for field in customer.fields] == CUSTOMER_FIELDS
    assert [key.fields for key in customer.unique_keys] == [["email"]]


def check_chinook(source: Source) -> None:
    keys = keys_of(source)
    assert len(keys) == 11
    assert all(keys.values())
    assert [name for name, key in keys.items() if len(key) > 1] == ["PlaylistTrack"]
    links = links_of(source)
    assert len(links) == 11
    assert [table for table, _fields, target, _keys in links if table == target] == ["Employee"]


def test_sqlite_file_gives_tables_types_and_keys(tmp_path: Path) -> None:
    source = database_read(str(sqlite_make(tmp_path / "shop.db", SHOP_SQL)))
    assert source.namespace == "sqlite:shop.db"
    assert len(source.notes) == 1  # the view that was left out
    check_shop(source)


def test_sqlite_address_and_file_name_mean_the_same(tmp_path: Path) -> None:
    path = sqlite_make(tmp_path / "shop.db", SHOP_SQL)
    assert database_read(f"sqlite:///{path}") == database_read(str(path))


def test_views_come_when_wanted(tmp_path: Path) -> None:
    path = sqlite_make(tmp_path / "shop.db", SHOP_SQL)
    view = table_of(database_read(str(path), views=True), "regular_customer")
    assert [field.name for field in view.fields] == ["customer_id", "name"]


def test_sqlite_odd_schema_is_read_as_it_is_meant(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE "Order" ("Nº" INTEGER PRIMARY KEY, shape GEOMETRY, code TEXT, active INTEGER);
    CREATE TABLE line (id INTEGER PRIMARY KEY, no INTEGER REFERENCES "ORDER", lost INTEGER REFERENCES nowhere);
    CREATE UNIQUE INDEX order_code ON "Order" (code);
    CREATE UNIQUE INDEX order_active ON "Order" (active) WHERE active = 1;
    CREATE UNIQUE INDEX order_lower ON "Order" (lower(code));
    """
    source = database_read(str(sqlite_make(tmp_path / "odd.db", sql)))
    assert links_of(source) == {("line", ("no",), "Order", ("Nº",))}
    order = table_of(source, "Order")
    assert [key.fields for key in order.unique_keys] == [["code"]]
    assert [field.type for field in order.fields] == [
        "integer",
        "decimal",
        "string",
        "integer",
    ]  # by SQLite's affinity


def test_reading_leaves_no_trace(tmp_path: Path) -> None:
    path = sqlite_make(tmp_path / "shop.db", SHOP_SQL)
    before = path.read_bytes()
    path.chmod(0o400)
    database_read(str(path))
    assert (path.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (before, ["shop.db"])


def test_chinook_is_read_whole() -> None:
    check_chinook(database_read(str(shared("chinook.sqlite"))))


@pytest.mark.parametrize(
    "address",
    [
        "postgres://user:hush-hush@127.0.0.1:1/shop",
        "postgres://user:hush-hush@nowhere.invalid/shop",
        "postgres://user:hush@hush-hush@127.0.0.1:1/shop",
        "postgres://user:hush-hush/shop",
        "postgres://user:hush-hush@127.0.0.1",
        "mysql://user:hush-hush@127.0.0.1/shop",
        "postgres://127.0.0.1:1/shop?password=hush-hush",
    ],
)
def test_wrong_address_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(Unreadable) as refused:
        database_read(address)
    assert "hush" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_missing_empty_and_damaged_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as missing:
        database_read(f"sqlite:///{tmp_path / 'none.db'}")
    empty = sqlite_make(tmp_path / "empty.db", "CREATE VIEW v AS SELECT 1")
    with pytest.raises(Unreadable) as without_tables:
        database_read(str(empty))
    damaged = sqlite_make(tmp_path / "damaged.db", SHOP_SQL)
    damaged.write_bytes(damaged.read_bytes()[:100] + b"\xff" * 5000)
    with pytest.raises(Unreadable) as broken:
        database_read(str(damaged))
    errors = [refused.value.errors for refused in (missing, without_tables, broken)]
    assert [[error.path for error in found] for found in errors] == [
        ["none.db"],
        ["empty.db"],
        ["damaged.db"],
    ]
    assert not (tmp_path / "none.db").exists()


# PostgreSQL


@pytest.fixture
def postgresql(django_db_blocker: Any) -> Iterator[str]:
    """The address of a database of its own on the server that the tests run on."""
    if connection.vendor != "postgresql":
        pytest.skip("reads a live PostgreSQL: python dev.py test-postgres")
    name, own = f"imported_{os.getpid()}", connection.settings_dict
    server = {
        "host": own["HOST"],
        "port": own["PORT"] or 5432,
        "user": own["USER"],
        "password": own["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            host = str(own["HOST"]).replace("/", "%2F")
            secret = f":{own['PASSWORD']}" if own["PASSWORD"] else ""
            yield f"postgres://{own['USER']}{secret}@{host}:{server['port']}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postgresql_run(address: str, sql: str) -> None:
    with psycopg.connect(address.replace("postgres:", "postgresql:"), autocommit=True) as client:
        client.execute(sql)


def test_postgresql_gives_the_same_as_sqlite(postgresql: str) -> None:
    postgresql_run(postgresql, SHOP_SQL)
    source = database_read(postgresql)
    assert {table.name.rpartition(".")[0] for table in source.tables} == {f"imported_{os.getpid()}.public"}
    assert source.namespace.startswith("postgres://")
    check_shop(source)


def test_postgresql_comments_become_descriptions(postgresql: str) -> None:
    postgresql_run(postgresql, SHOP_SQL)
    postgresql_run(
        postgresql, "COMMENT ON TABLE customer IS 'Who buys'; COMMENT ON COLUMN customer.born IS 'Day'"
    )
    customer = table_of(database_read(postgresql, language="en"), "customer")
    born = next(field for field in customer.fields if field.name == "born")
    assert (customer.description_en, born.description_en, customer.description_fr) == ("Who buys", "Day", "")


def test_postgresql_types_and_schemas(postgresql: str) -> None:
    sql = """CREATE SCHEMA sales; CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TABLE sales.visit (id uuid PRIMARY KEY, at timestamptz, tags text[], extra jsonb, raw bytea,
        mood mood, price money, ratio double precision, size bigint, opens time, ip inet)"""
    postgresql_run(postgresql, sql)
    visit = table_of(database_read(postgresql), "visit")
    assert visit.name == f"imported_{os.getpid()}.sales.visit"
    expected = "uuid datetime json json binary string decimal float integer time string"
    assert [field.type for field in visit.fields] == expected.split()


def test_postgresql_refuses_writing_while_reading(postgresql: str) -> None:
    with pytest.raises(Unreadable) as refused:
        database_read(postgresql)
    assert refused.value.errors[0].path.endswith(f"/imported_{os.getpid()}")
    with pytest.raises(Unreadable):
        database_read(f"{postgresql}_that_is_not_there")


def test_chinook_in_postgresql_gives_the_same(postgresql: str) -> None:
    metadata = MetaData()
    metadata.reflect(create_engine(f"sqlite:///{shared('chinook.sqlite')}"))
    for table in metadata.sorted_tables:
        for column in table.columns:
            column.type = types.Text() if isinstance(column.type, types.String) else column.type.as_generic()
    engine = create_engine(postgresql_engine_address(postgresql))
    metadata.create_all(engine)
    engine.dispose()
    check_chinook(database_read(postgresql))


def postgresql_engine_address(address: str) -> str:
    head, _at, rest = address.partition("@")
    host, _slash, database = rest.rpartition("/")
    path, _colon, port = host.rpartition(":")
    return f"{head.replace('postgres:', 'postgresql+psycopg:')}@/{database}?host={path}&port={port}"
