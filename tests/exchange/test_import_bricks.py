"""Rows behind the imported sheets: once, typed as the sheet says, each refusal at its row."""

import sqlite3
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from catalog.importing.commands import import_run
from catalog.importing.databases import database_read
from catalog.importing.folders import folder_read
from catalog.models import Asset
from exchange.models import Brick
from tests.catalog.sources import shared, sqlite_make
from tests.people import Room

SHOP = """
    CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, born DATE, vip BOOLEAN, credit NUMERIC, photo BLOB);
    INSERT INTO customer VALUES (1, 'Alice', '1990-01-02', 1, 12.5, x'0102'), (2, 'Bob', NULL, 0, 7, NULL);
    CREATE TABLE note (body TEXT);
    INSERT INTO note VALUES ('a'), ('a');
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return sqlite_make(tmp_path / "shop.sqlite", SHOP)


def catalogued(room: Room, path: Path) -> None:
    source = folder_read(path) if path.is_dir() else database_read(str(path))
    import_run(actor=room["facilitator"], source=source, system="erp")


def load(room: Room, path: Path, *options: str) -> list[str]:
    out = StringIO()
    call_command("import_bricks", str(path), *options, workshop=room.workshop.join_code, stdout=out)
    return out.getvalue().splitlines()


def values(name: str) -> list[object]:
    return list(Brick.objects.filter(asset__name=name).order_by("pk").values_list("values", flat=True))


def test_rows_become_bricks_of_the_types_of_the_sheet(room: Room, shop: Path) -> None:
    catalogued(room, shop)
    assert load(room, shop) == ["customer: 2 bricks sent", "note: 2 bricks sent"]
    assert values("customer") == [
        {"id": 1, "name": "Alice", "born": "1990-01-02", "vip": True, "credit": 12.5, "photo": "AQI="},
        {"id": 2, "name": "Bob", "vip": False, "credit": 7},
    ]
    assert values("note") == [{"body": "a"}] * 2
    assert set(Brick.objects.values_list("state", flat=True)) == {"waiting"}


def test_again_brings_only_what_is_new(room: Room, shop: Path) -> None:
    catalogued(room, shop)
    load(room, shop)
    with sqlite3.connect(shop) as connection:
        connection.execute("INSERT INTO customer (id, name) VALUES (3, 'Eve')")
    connection.close()
    assert load(room, shop)[0] == "customer: 1 brick sent, 2 there already"
    assert load(room, shop, "--table", "customer") == ["customer: 0 bricks sent, 3 there already"]
    assert Brick.objects.filter(asset__name="customer").count() == 3
    assert Brick.objects.filter(asset__name="note").count() == 2


def test_wrong_rows_are_named_and_nothing_of_their_table_is_stored(room: Room, shop: Path) -> None:
    catalogued(room, shop)
    with sqlite3.connect(shop) as connection:
        connection.execute("INSERT INTO customer (id, name) VALUES (3, x'ff')")
        connection.execute("UPDATE customer SET credit = 'beaucoup' WHERE id = 2")
    connection.close()
    with pytest.raises(CommandError, match=r"customer\.lines\.2\.credit"):
        load(room, shop)
    assert values("customer") == []


def test_table_that_is_not_in_the_catalogue_is_told(room: Room, shop: Path) -> None:
    (first, _second) = load(room, shop)
    assert first.startswith("customer")
    assert not Brick.objects.exists()


def test_accepted_at_once_by_who_may(room: Room, shop: Path) -> None:
    catalogued(room, shop)
    load(room, shop, "--accept")
    assert set(Brick.objects.values_list("state", flat=True)) == {"accepted"}


def test_nobody_of_that_name(room: Room, shop: Path) -> None:
    with pytest.raises(CommandError):
        load(room, shop, "--as", "nobody")
    catalogued(room, shop)
    with pytest.raises(CommandError):
        load(room, shop, "--as", "owner")


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("jaffle_shop", {"raw_customers": 100, "raw_orders": 99, "raw_payments": 113}),
        ("chinook.sqlite", {"Customer": 59, "Invoice": 412, "InvoiceLine": 2240}),
    ],
)
def test_real_data_loads_as_bricks(room: Room, name: str, tables: dict[str, int]) -> None:
    path = shared(name)
    catalogued(room, path)
    load(room, path)
    for table, count in tables.items():
        asset = Asset.objects.get(name=table)
        assert Brick.objects.filter(asset=asset).count() == count
        assert Brick.objects.filter(asset=asset).values("key").distinct().count() == count
