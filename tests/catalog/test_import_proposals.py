"""Guessing keys: telling names first, values only when they leave no doubt."""

import pytest

from catalog.importing.proposals import (
    Column,
    Link,
    Table,
    foreign_keys_propose,
    noun_of,
    primary_key_propose,
    stem_of,
)


def table(name: str, rows: int, **distinct: int) -> Table:
    """A table of full integer columns with so many distinct values each."""
    columns = (Column(column, "integer", filled=rows, distinct=count) for column, count in distinct.items())
    return Table(name, rows, tuple(columns))


def everything_included(*_ends: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("name", "columns", "key"),
    [
        ("raw_orders", {"id": 9}, "id"),
        ("orders", {"customer_id": 9, "order_id": 9}, "order_id"),
        ("commandes", {"id_commande": 9}, "id_commande"),
        ("categories", {"category_id": 9}, "category_id"),
        ("orders", {"order_id": 8}, None),  # not unique
        ("orders", {"amount": 9}, None),  # unique by chance
        ("orders", {"customer_id": 9}, None),  # unique by chance, another thing's name
    ],
)
def test_primary_key_has_the_tables_name(name: str, columns: dict[str, int], key: str | None) -> None:
    assert primary_key_propose(table(name, 9, **columns)) == key


def test_primary_key_is_full() -> None:
    with_gap = Table("orders", 9, (Column("id", "integer", filled=8, distinct=8),))
    assert primary_key_propose(with_gap) is None


def test_name_points_to_the_table_it_ends_with() -> None:
    tables = [
        table("customers", 9, id=9),
        table("customer_groups", 3, id=3),
        table("orders", 9, id=9, billing_customer_id=2, customer_group_id=2),
    ]
    keys = {"customers": "id", "customer_groups": "id", "orders": "id"}
    assert foreign_keys_propose(tables, keys, everything_included) == [
        Link("orders", "billing_customer_id", "customers", "id"),
        Link("orders", "customer_group_id", "customer_groups", "id"),
    ]


def test_name_alone_is_not_enough() -> None:
    tables = [table("customers", 9, id=9), table("orders", 9, customer_id=9)]
    assert foreign_keys_propose(tables, {"customers": "id"}, lambda *_ends: False) == []


def test_values_point_to_the_only_table_left() -> None:
    tables = [
        table("customers", 9, id=9),
        table("orders", 9, id=9, user_id=6),
        table("payments", 9, order_id=9),
    ]
    keys = {"customers": "id", "orders": "id", "payments": "order_id"}
    links = foreign_keys_propose(tables, keys, everything_included)
    assert Link("orders", "user_id", "customers", "id") in foreign_keys_propose(
        tables[:2], {"customers": "id", "orders": "id"}, everything_included
    )
    assert [link for link in links if link.column == "user_id"] == []  # payments would do as well


def test_few_values_prove_nothing() -> None:
    tables = [table("customers", 90, id=90), table("orders", 90, status_id=4, line_no=60)]
    assert foreign_keys_propose(tables, {"customers": "id"}, everything_included) == []


def test_words_of_names() -> None:
    assert noun_of("raw_order_lines") == ("order", "line")
    assert noun_of("Categories") == ("category",)
    assert (stem_of("billingCustomerId"), stem_of("id"), stem_of("id_client")) == (
        ("billing", "customer"),
        (),
        ("client",),
    )
