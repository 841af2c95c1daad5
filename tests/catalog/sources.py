"""Sources to import in tests: the project's own samples, and the real data that may lie beside it."""

import sqlite3
from pathlib import Path

import pytest

from catalog.importing.commands import import_run
from catalog.importing.databases import database_read
from catalog.importing.plan import Plan
from tests.people import Room

DATA = Path(__file__).parent.parent / "data"
SHOP_SQL = (DATA / "shop.sql").read_text()
SHOP_FOLDER = DATA / "shop"


def shared(name: str) -> Path:
    """Real data beside the checkout (`../shared/data`), else the test is skipped."""
    for above in Path(__file__).resolve().parents:
        if (path := above / "shared" / "data" / name).exists():
            return path
    pytest.skip(f"shared/data/{name} does not lie beside this checkout")


def sqlite_make(path: Path, sql: str) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    return path


def sqlite_import(room: Room, path: Path, *, prune: bool = False) -> Plan:
    return import_run(actor=room["facilitator"], source=database_read(str(path)), system="erp", prune=prune)
