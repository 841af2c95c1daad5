"""`manage.py import_catalogue`: what a person types, reads, and is refused."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from catalog.models import Asset, ImportedSource, System
from catalog.queries.versions import asset_versions
from common.history import history_of
from tests.catalog.sources import SHOP_FOLDER, SHOP_SQL, sqlite_make
from tests.people import Room


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return sqlite_make(tmp_path / "shop.db", SHOP_SQL)


def run(room: Room, source: Path | str, *options: str) -> str:
    said = StringIO()
    call_command(
        "import_catalogue", str(source), "--workshop", room.workshop.join_code, *options, stdout=said
    )
    return said.getvalue()


def test_summary_tells_what_was_created(room: Room, shop: Path) -> None:
    lines = run(room, shop).splitlines()
    assert lines[:2] == ["shop.db: read 5 tables, 18 columns", "  ! 1 view left out (--views)"]
    assert lines[5] == "  + purchase       3 fields, key purchase_id, → customer"
    assert lines[-3].startswith("5 assets created. ")


def test_proposed_keys_are_marked(room: Room) -> None:
    lines = run(room, SHOP_FOLDER).splitlines()
    assert "  + order_lines    3 fields, key order_id + line_no (proposed), → orders (proposed)" in lines
    assert lines[-3].startswith("4 assets created, 8 keys to confirm. ")


def test_pages_of_the_import_are_named(room: Room, shop: Path, client: Client) -> None:
    listed, undo = run(room, shop).splitlines()[-2:]
    client.force_login(room.user("facilitator"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(listed.removeprefix("Assets: "))
    change = client.get(undo.removeprefix("See or undo this import as a whole: "))
    assert (page.status_code, change.status_code) == (200, 200)
    assert page.content.count(b"purchase_line") > 0
    room.asset(name="elsewhere", system="crm")
    assert b"elsewhere" not in client.get(listed.removeprefix("Assets: ")).content
    assert len(run(room, shop).splitlines()) == 4  # nothing to undo the second time


def test_second_run_says_that_nothing_changed(room: Room, shop: Path) -> None:
    run(room, shop)
    assert run(room, shop).splitlines()[2].startswith("5 unchanged. ")


def test_change_is_shown_field_by_field(room: Room, shop: Path) -> None:
    run(room, shop)
    sqlite_make(shop, "ALTER TABLE customer ADD COLUMN phone TEXT; ALTER TABLE customer DROP COLUMN balance")
    said = run(room, shop).splitlines()
    assert said[2:5] == ["  ~ customer", "      - fields[balance]: decimal", "      + fields[phone]: string"]
    assert said[-3].startswith("1 changed, 4 unchanged. ")


def test_dry_run_writes_nothing(room: Room, shop: Path) -> None:
    said = run(room, shop, "--dry-run", "--system", "web-shop")
    assert said.splitlines()[-1] == "5 assets created. Nothing written (--dry-run)."
    found = (
        Asset.objects.count(),
        ImportedSource.objects.count(),
        System.objects.filter(code="web-shop").count(),
    )
    assert found == (0, 0, 0)


def test_missing_system_is_created_in_the_source_zone(room: Room, shop: Path) -> None:
    run(room, shop, "--system", "web-shop")
    system = System.objects.get(workshop=room.workshop, code="web-shop")
    assert (system.zone, system.plate, system.assets.count()) == ("source", "white", 5)


def test_signed_by_the_facilitator_or_by_who_is_named(room: Room, shop: Path) -> None:
    run(room, shop)
    customer = Asset.objects.get(name="customer")
    (version,) = asset_versions(room["steward"], customer.pk)
    assert (version["by"], version["door"], version["reason"]) == (
        "facilitator", "cli", "import_catalogue shop.db",
    )  # fmt: skip
    run(room, SHOP_FOLDER, "--as", "steward")
    assert asset_versions(room["steward"], Asset.objects.get(name="orders").pk)[0]["by"] == "steward"


def test_one_run_is_one_request(room: Room, shop: Path) -> None:
    run(room, shop)
    assert history_of(Asset).objects.values("request_id").distinct().count() == 1


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("shop.db", ["--workshop", "ZZZZZZ"], "ZZZZZZ"),
        ("shop.db", ["--as", "nobody"], "--as"),
        ("shop.db", ["--as", "client"], "role"),
        ("shop.db", ["--system", "No Such Code"], "system:"),
        ("nowhere", [], "nowhere: There is neither a file nor a folder"),
        ("postgres://u:hush@127.0.0.1:1/d", [], "127.0.0.1:1/d: The server does not answer"),
    ],
)
def test_refusal_is_one_clear_message(
    room: Room, shop: Path, source: str, options: list[str], told: str
) -> None:
    location = source if "://" in source else shop.parent / source
    with pytest.raises(CommandError) as refused:
        run(room, location, *options)
    assert told in str(refused.value)
    assert "hush" not in str(refused.value)
    assert Asset.objects.count() == 0


def test_broken_file_leaves_nothing_half_written(room: Room, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n")
    (tmp_path / "b.csv").write_text("id,name\n1\n")
    with pytest.raises(
        CommandError, match=r"b\.csv, line 2: This row has fewer values than the header's 2\."
    ):
        run(room, tmp_path)
    assert Asset.objects.count() == 0
