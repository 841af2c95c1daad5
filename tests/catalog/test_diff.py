"""The difference of two documents, for any two documents."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalog.diff import Difference, differences

WORDS = st.sampled_from(["", "a", "b", "été"])
FIELDS = st.lists(
    st.fixed_dictionaries({"id": st.integers(1, 9), "name": WORDS, "required": st.booleans()}),
    max_size=4,
    unique_by=lambda row: row["name"],
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "name": WORDS,
        "importance": st.none() | st.integers(1, 4),
        "tags": st.lists(WORDS, max_size=2),
        "sensitivity": st.fixed_dictionaries({"proof": st.none() | st.integers(0, 4), "reason": WORDS}),
        "fields": FIELDS,
    }
)


def without_ids(document: dict[str, Any]) -> dict[str, Any]:
    fields = [{k: v for k, v in row.items() if k != "id"} for row in document["fields"]]
    return {**document, "fields": fields}


@given(DOCUMENTS)
def test_same_document_has_no_difference(document: dict[str, Any]) -> None:
    assert differences(document, document) == []
    assert differences(None, None) == []


@given(DOCUMENTS, DOCUMENTS)
def test_no_difference_means_the_same_document(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (differences(one, other) == []) == (without_ids(one) == without_ids(other))


@given(DOCUMENTS, DOCUMENTS)
def test_difference_reads_the_same_backwards(one: dict[str, Any], other: dict[str, Any]) -> None:
    there = {(d.path, str(d.before), str(d.after)) for d in differences(one, other)}
    back = {(d.path, str(d.after), str(d.before)) for d in differences(other, one)}
    assert there == back


@given(DOCUMENTS, DOCUMENTS)
def test_each_place_is_told_once(one: dict[str, Any], other: dict[str, Any]) -> None:
    paths = [difference.path for difference in differences(one, other)]
    assert len(paths) == len(set(paths))


def test_rows_are_told_by_name() -> None:
    field = {"id": 1, "name": "email", "required": False}
    before = {"fields": [field, {"id": 2, "name": "fax"}]}
    after = {"fields": [{**field, "required": True}, {"id": 3, "name": "phone"}]}
    assert differences(before, after) == [
        Difference("fields[email].required", False, True),
        Difference("fields[fax]", {"id": 2, "name": "fax"}, None),
        Difference("fields[phone]", None, {"id": 3, "name": "phone"}),
    ]


def test_moved_rows_are_told_by_their_order() -> None:
    one, other = {"name": "a"}, {"name": "b"}
    assert differences({"fields": [one, other]}, {"fields": [other, one]}) == [
        Difference("fields", ["a", "b"], ["b", "a"])
    ]


def test_key_over_other_fields_is_told() -> None:
    before, after = ({"unique_keys": [{"name": "mail", "fields": fields}]} for fields in (["a"], ["a", "b"]))
    assert differences(before, after) == [Difference("unique_keys[mail].fields", ["a"], ["a", "b"])]
