"""What a foreign key needs, for any fields and any key."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.choices import FieldType
from catalog.keys import are_compatible, foreign_key_errors

TYPES = st.sampled_from(FieldType.values)
NAMES = st.sampled_from(list("abcdefgh"))
TARGETS = st.dictionaries(NAMES, TYPES, min_size=1)


@st.composite
def sound_keys(
    draw: st.DrawFn,
) -> tuple[list[tuple[str, str]], dict[str, str], dict[str, str], list[list[str]]]:
    """Pairs, types here, types there, keys there: as they should be."""
    there = draw(TARGETS)
    key = draw(st.lists(st.sampled_from(sorted(there)), min_size=1, unique=True))
    here = {f"fk_{name}": there[name] for name in key}
    pairs = draw(st.permutations([(f"fk_{name}", name) for name in key]))
    others = draw(st.lists(st.lists(NAMES, min_size=1, unique=True), max_size=3))
    return pairs, here, there, [*others, key]


@given(sound_keys())
def test_sound_key_has_no_error_in_whatever_order(key: Any) -> None:
    assert foreign_key_errors(*key) == []


@given(sound_keys())
def test_part_of_a_key_is_not_a_key(key: Any) -> None:
    pairs, here, there, keys = key
    wanted = sorted(target for _field, target in pairs)
    others = [one for one in keys if sorted(one) != wanted]
    assert [error.code for error in foreign_key_errors(pairs, here, there, others)] == ["not_a_key"]


@given(sound_keys(), st.data())
def test_unknown_fields_are_named_by_their_place(key: Any, data: st.DataObject) -> None:
    pairs, here, there, keys = key
    index = data.draw(st.integers(0, len(pairs) - 1))
    pairs[index] = ("nowhere", "neither")
    errors = foreign_key_errors(pairs, here, there, keys)
    assert [(error.path, error.code) for error in errors] == [
        (f"columns.{index}.field", "unknown_field"),
        (f"columns.{index}.target_field", "unknown_field"),
    ]


@given(sound_keys(), st.data())
def test_incompatible_pair_is_named_by_its_place(key: Any, data: st.DataObject) -> None:
    pairs, here, there, keys = key
    index = data.draw(st.integers(0, len(pairs) - 1))
    field, target = pairs[index]
    other = data.draw(st.sampled_from([t for t in FieldType.values if not are_compatible(t, there[target])]))
    errors = foreign_key_errors(pairs, {**here, field: other}, there, keys)
    assert [(error.path, error.code) for error in errors] == [(f"columns.{index}", "incompatible_types")]


@given(TYPES, TYPES, TYPES)
def test_compatibility_is_an_equivalence(one: str, other: str, third: str) -> None:
    assert are_compatible(one, one)
    assert are_compatible(one, other) == are_compatible(other, one)
    if are_compatible(one, other) and are_compatible(other, third):
        assert are_compatible(one, third)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("a", "id"), ("a", "id")], "not_a_key"),
        ([("a", "id"), ("a", "other")], "not_a_key"),
    ],
)
def test_a_key_is_met_field_by_field(pairs: list[tuple[str, str]], code: str) -> None:
    types = {"a": "integer", "id": "integer", "other": "integer"}
    assert [error.code for error in foreign_key_errors(pairs, types, types, [["id"]])] == [code]
