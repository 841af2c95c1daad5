"""Completeness: from nothing to a hundred, and never down by adding."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalog.choices import AXES, Kind, Missing
from catalog.completeness import WEIGHTS, completeness, is_to_complete, missing_of

LEVELS = st.none() | st.integers(0, 4)
ASSETS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind.values),
        "description_fr": st.sampled_from(["", "Un client"]),
        "description_en": st.sampled_from(["", "A client"]),
        "importance": st.none() | st.integers(1, 4),
        "personal_data": st.none() | st.booleans(),
        **dict.fromkeys(AXES, LEVELS),
    }
)
HAS = st.fixed_dictionaries({name: st.booleans() for name in ("has_owner", "has_fields", "has_key")})


def test_weights_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(Missing.values)


@given(ASSETS, HAS)
def test_score_is_what_is_not_missing(asset: dict[str, Any], has: dict[str, bool]) -> None:
    missing = missing_of(asset, **has)
    assert 0 <= completeness(missing) <= 100
    assert (completeness(missing) == 100) == (missing == [])
    assert [WEIGHTS[code] for code in missing] == sorted((WEIGHTS[code] for code in missing), reverse=True)
    assert is_to_complete(missing) == bool({"owner", "sensitivity", "key"} & set(missing))


@given(ASSETS, HAS, st.sampled_from([*AXES, "importance"]), st.integers(1, 4))
def test_documenting_more_never_lowers_the_score(
    asset: dict[str, Any], has: dict[str, bool], name: str, level: int
) -> None:
    more = {**asset, name: asset[name] if asset[name] is not None else level}
    everything = dict.fromkeys(has, True)
    before = completeness(missing_of(asset, **has))
    assert completeness(missing_of(more, **has)) >= before
    assert completeness(missing_of(asset, **everything)) >= before


@given(ASSETS, HAS)
def test_zero_is_assessed_and_no_is_an_answer(asset: dict[str, Any], has: dict[str, bool]) -> None:
    answered = {**asset, **dict.fromkeys(AXES, 0), "personal_data": False}
    assert not {"sensitivity", "personal_data"} & set(missing_of(answered, **has))
