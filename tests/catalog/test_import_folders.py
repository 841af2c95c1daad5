"""Folders of CSV files: types, proposed keys, and every refusal with its file and line."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from catalog.importing.folders import folder_read
from catalog.importing.source import PROPOSED_KEY, Source, Unreadable
from tests.catalog.sources import SHOP_FOLDER, shared


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Places of refusals are told in the reader's language."""
    with translation.override("en"):
        yield


def links_of(source: Source) -> dict[tuple[str, str], tuple[str, str, bool]]:
    return {
        (table.name, pair.field): (key.target.name, pair.target_field, key.proposed)
        for table in source.tables
        for key in table.foreign_keys
        for pair in key.columns
    }


def types_of(source: Source, name: str) -> dict[str, str]:
    return next({f.name: f.type for f in t.fields} for t in source.tables if t.name == name)


def refused(path: Path, **options: str) -> list[str]:
    with pytest.raises(Unreadable) as refusal:
        folder_read(path, **options)
    return [error.path for error in refusal.value.errors]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_sample_folder_gives_types_and_proposed_keys() -> None:
    source = folder_read(SHOP_FOLDER)
    assert source.namespace == "file:shop"
    assert {table.name: table.primary_key for table in source.tables} == {
        "order_lines": ["order_id", "line_no"],
        "orders": ["order_id"],
        "products": ["code"],
        "raw_customers": ["id"],
    }
    assert {tuple(table.tags) for table in source.tables} == {(PROPOSED_KEY,)}
    assert links_of(source) == {
        ("order_lines", "order_id"): ("orders", "order_id", True),
        ("orders", "parent_id"): ("orders", "order_id", True),
        ("orders", "product_code"): ("products", "code", True),
        ("orders", "user_id"): ("raw_customers", "id", True),
    }
    assert types_of(source, "raw_customers") == {
        "id": "integer", "name": "string", "postal_code": "string", "since": "date",
    }  # fmt: skip
    assert types_of(source, "products")["price"] == "decimal"
    assert [types_of(source, "orders")[name] for name in ("ordered_at", "paid")] == ["datetime", "boolean"]


def test_only_a_key_makes_a_column_required() -> None:
    lines = next(table for table in folder_read(SHOP_FOLDER).tables if table.name == "order_lines")
    assert [field.required for field in lines.fields] == [True, True, False]


def test_jaffle_shop_keys_are_proposed() -> None:
    source = folder_read(shared("jaffle_shop"))
    assert {table.name: table.primary_key for table in source.tables} == {
        "raw_customers": ["id"],
        "raw_orders": ["id"],
        "raw_payments": ["id"],
    }
    assert links_of(source) == {
        ("raw_orders", "user_id"): ("raw_customers", "id", True),
        ("raw_payments", "order_id"): ("raw_orders", "id", True),
    }


def test_header_alone_gives_fields_without_key(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "id,name\n")
    (table,) = folder_read(tmp_path).tables
    assert ([field.name for field in table.fields], table.primary_key) == (["id", "name"], [])


def test_broken_rows_are_named_by_line(tmp_path: Path) -> None:
    write(tmp_path, "good.csv", "id\n1\n")
    write(tmp_path, "bad.csv", 'id,name\n1,a\n2\n3,"b\nc"\n4,d,e\n')
    assert refused(tmp_path) == ["bad.csv, line 3", "bad.csv, line 6"]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("", ["a.csv"]),
        ("id,name,name\n1,a,b\n", ["a.csv, line 1, column 3"]),
        ("id,,name\n1,a,b\n", ["a.csv, line 1, column 2"]),
        ("id,=1+1\n1,a\n", ["a.csv, line 1, column 2"]),
        ("id,@SUM(A1)\n1,a\n", ["a.csv, line 1, column 2"]),
        ("id,nom\n1,été\n".encode("latin-1"), ["a.csv, line 2"]),
        ("id,été\n1,a\n".encode("latin-1"), ["a.csv, line 1"]),
        ('id,name\n1,a\n2,"never closed\n', ["a.csv, line 3"]),
        ("id,na\x07me\n1,a\n", ["a.csv: fields.1.name"]),
    ],
)
def test_refusal_names_the_place(tmp_path: Path, content: str | bytes, places: list[str]) -> None:
    write(tmp_path, "a.csv", content)
    assert refused(tmp_path) == places


def test_other_encodings_are_read_when_named(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "id,été\n1,là\n".encode("latin-1"))
    (table,) = folder_read(tmp_path, encoding="latin-1").tables
    assert [field.name for field in table.fields] == ["id", "été"]
    write(tmp_path, "a.csv", "id,été\n1,là\n".encode("utf-16"))
    (table,) = folder_read(tmp_path, encoding="utf-16").tables
    assert [field.name for field in table.fields] == ["id", "été"]


def test_byte_order_mark_and_windows_lines_are_no_part_of_names(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "\ufeffid;name\r\n1;a\r\n2;b\r\n")
    (table,) = folder_read(tmp_path).tables
    assert ([field.name for field in table.fields], table.primary_key) == (["id", "name"], ["id"])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "orders.csv", "id\n1\n")
    write(tmp_path, "Orders.tsv", "id\n1\n")
    assert refused(tmp_path) == ["orders.csv"]


def test_folder_without_csv_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "readme.txt", "no table")
    assert refused(tmp_path) == [tmp_path.name]


def test_odd_names_are_read_literally(tmp_path: Path) -> None:
    write(tmp_path, 'it\'s "odd" [1].csv', 'id,"a ""b""",c\'d\n1,x,y\n')
    (table,) = folder_read(tmp_path).tables
    assert (table.name, [field.name for field in table.fields]) == (
        'it\'s "odd" [1]',
        ["id", 'a "b"', "c'd"],
    )


def test_formula_in_a_cell_is_only_text(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "id,amount\n1,=1+1\n2,=cmd|' /C calc'!A0\n")
    assert types_of(folder_read(tmp_path), "a") == {"id": "integer", "amount": "string"}


def test_large_file_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = write(tmp_path, "large.csv", "id,customer_id,name,amount\n")
    with path.open("a") as file:
        for start in range(0, 1_300_000, 1000):
            rows = (
                f"{n},{n % 1000},the customer number {n},{n / 100:.2f}\n" for n in range(start, start + 1000)
            )
            file.writelines(rows)
    assert path.stat().st_size > 50_000_000
    code = (
        "import django, resource; django.setup(); from pathlib import Path\n"
        "from catalog.importing.folders import folder_read\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"(table,) = folder_read(Path({str(tmp_path)!r})).tables\n"
        "assert table.primary_key == ['id'], table\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, check=True
    )
    assert int(done.stdout) < 300_000  # kB
