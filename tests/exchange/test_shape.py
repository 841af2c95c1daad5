"""Shape: which values enter, what identifies a brick, what cells of a sheet become."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Invalid
from exchange.shape import Shape, cell_read, clashes, left_out

SHAPE = Shape(
    (
        ("id", "integer"),
        ("name", "string"),
        ("price", "decimal"),
        ("weight", "float"),
        ("sold", "boolean"),
        ("day", "date"),
        ("more", "json"),
    ),
    ("id",),
)


def refused(values: Any, shape: Shape = SHAPE) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        shape.check(values)
    return [(error.path, error.code) for error in caught.value.errors]


def test_right_values_come_back_in_the_order_of_the_fields_without_nulls() -> None:
    values = {
        "more": {"a": [1, None]},
        "day": "2026-13-45",
        "sold": False,
        "weight": 1,
        "price": 12.5,
        "id": 1,
    }
    checked = SHAPE.check({**values, "name": None})
    assert list(checked.items()) == [
        ("id", 1), ("price", 12.5), ("weight", 1.0), ("sold", False), ("day", "2026-13-45"), ("more", {"a": [1, None]}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", "1", "int_type"),
        ("id", 1.0, "int_type"),
        ("id", True, "int_type"),
        ("id", 10**60, "number_too_long"),
        ("name", 3, "string_type"),
        ("name", "x" * 10_001, "string_too_long"),
        ("name", "a\0b", "control_character"),
        ("name", "\ud800", "string_unicode"),
        ("price", "douze", "decimal_type"),
        ("price", True, "decimal_type"),
        ("price", float("nan"), "decimal_type"),
        ("weight", "1", "float_type"),
        ("weight", float("inf"), "finite_number"),
        ("sold", 1, "bool_type"),
        ("day", 20260101, "string_type"),
        ("more", {"a": "\0"}, "control_character"),
        ("more", [["\ud800"]], "string_unicode"),
        ("more", "x" * 10_001, "string_too_long"),
        ("nothing", 1, "unknown_field"),
    ],
)
def test_wrong_type_is_refused_at_its_field(field: str, value: Any, code: str) -> None:
    assert refused({"id": 1, field: value}) == [(field, code)]


def test_every_wrong_value_is_named_at_once() -> None:
    assert refused({"id": "x", "name": 1, "colour": "red"}) == [
        ("id", "int_type"),
        ("name", "string_type"),
        ("colour", "unknown_field"),
    ]


def test_structure_may_not_be_endless() -> None:
    deep: Any = 1
    for _level in range(30):
        deep = [deep]
    assert refused({"id": 1, "more": deep}) == [("more", "too_deep")]


def test_exact_decimals_may_be_text() -> None:
    assert SHAPE.check({"id": 1, "price": "12345678901234567890.10"})["price"] == "12345678901234567890.10"


def test_brick_without_its_key_is_refused() -> None:
    assert refused({"name": "x"}) == refused({"id": None}) == [("id", "missing")]


def test_what_is_no_object_is_refused() -> None:
    assert refused([1]) == refused("x") == refused(None) == [("", "dict_type")]


def test_asset_without_fields_takes_nothing() -> None:
    assert refused({"id": 1}, Shape(())) == [("id", "unknown_field")]


def test_key_is_readable_text() -> None:
    assert SHAPE.key({"id": 7}, "") == "7"
    assert Shape((("code", "string"),), ("code",)).key({"code": "A 1"}, "") == "A 1"
    assert Shape((), ("a", "b")).key({"a": "x", "b": 1}, "") == '["x", 1]'
    assert Shape(()).key({}, "12-1") == "12-1"


def test_long_keys_stay_apart() -> None:
    shape = Shape((), ("code",))
    one, other = (shape.key({"code": "x" * 500 + end}, "") for end in "ab")
    assert one != other
    assert len(one) <= 400


plain = st.one_of(st.integers(-(10**17), 10**17), st.text('a1", [\\é', max_size=8))


@given(st.lists(st.tuples(plain, plain), unique=True, max_size=20))
def test_different_composite_keys_have_different_texts(keys: list[tuple[Any, Any]]) -> None:
    shape = Shape((), ("a", "b"))
    assert len({shape.key({"a": a, "b": b}, "") for a, b in keys}) == len(keys)


@given(st.dictionaries(st.sampled_from(["name", "price", "day"]), st.text("a1.é\0\ud800", max_size=9)))
def test_what_was_checked_passes_again(values: dict[str, str]) -> None:
    try:
        checked = SHAPE.check({"id": 1, **values})
    except Invalid:
        return
    assert SHAPE.check(json.loads(json.dumps(checked))) == checked


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("", "integer", None),
        ("12", "integer", 12),
        (" -7 ", "integer", -7),
        ("12.0", "integer", "12.0"),
        ("12.50", "decimal", 12.5),
        ("12", "decimal", 12),
        ("0.1", "decimal", 0.1),
        ("12345678901234567.89", "decimal", "12345678901234567.89"),
        ("9007199254740993", "decimal", "9007199254740993"),
        ("NaN", "decimal", "NaN"),
        ("1e5", "float", 100000.0),
        ("Oui", "boolean", True),
        ("0", "boolean", False),
        ("perhaps", "boolean", "perhaps"),
        ("2026-01-01", "date", "2026-01-01"),
        ('{"a": 1}', "json", {"a": 1}),
        ("007", "string", "007"),
    ],
)
def test_cells_become_values(cell: str, kind: str, value: Any) -> None:
    assert cell_read(cell, kind) == value


def test_decimal_comma_is_read_where_commas_do_not_separate() -> None:
    assert cell_read("12,5", "decimal", decimal_comma=True) == 12.5
    assert cell_read("a,b", "string", decimal_comma=True) == "a,b"


def test_shapes_tell_what_keeps_copies_apart() -> None:
    other = Shape((("id", "string"), ("name", "uuid"), ("price", "float")), ("id",))
    assert clashes(SHAPE, other) == ["id"]
    assert left_out(SHAPE, other) == ["weight", "sold", "day", "more"]
