"""From statements to what held from when until when."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lineage.assertions import FieldLink, Pair
from lineage.timeline import Interval, Replayed, Statement, replay
from tests.lineage.events import NOON

pairs = st.builds(Pair, st.integers(1, 3), st.integers(4, 5))
links = st.builds(
    lambda pair, field: FieldLink(pair.source_id, field, pair.target_id, field), pairs, st.integers(1, 2)
)


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """In order of time, some at the same moment."""
    minutes = sorted(draw(st.lists(st.integers(0, 6), max_size=8)))
    return [draw(statement(NOON + timedelta(minutes=minute))) for minute in minutes]


@st.composite
def statement(draw: st.DrawFn, at: datetime) -> Statement:
    said = draw(st.frozensets(links, max_size=3))
    between = draw(st.frozensets(pairs, max_size=3))
    return Statement(at, between | {link.pair for link in said}, said, closes=draw(st.booleans()))


@given(statements())
def test_intervals_of_one_key_do_not_overlap_and_have_a_length(said: list[Statement]) -> None:
    found = replay({}, {}, said)
    both: list[list[Any]] = [found.pairs, found.links]
    for intervals in both:
        by_key: dict[Any, list[Interval[Any]]] = {}
        for interval in intervals:
            assert interval.valid_until is None or interval.valid_from < interval.valid_until
            by_key.setdefault(interval.key, []).append(interval)
        for held in by_key.values():
            held.sort(key=lambda interval: interval.valid_from)
            for before, after in pairwise(held):
                assert before.valid_until is not None
                assert before.valid_until <= after.valid_from


@given(statements())
def test_no_link_outlives_its_edge(said: list[Statement]) -> None:
    found = replay({}, {}, said)
    ends = found.pairs
    for link in found.links:
        assert any(
            pair.key == link.key.pair
            and pair.valid_from <= link.valid_from
            and (
                pair.valid_until is None
                or (link.valid_until is not None and link.valid_until <= pair.valid_until)
            )
            for pair in ends
        )


@given(statements(), st.integers(0, 8))
def test_going_on_from_a_moment_gives_the_same_as_beginning_anew(said: list[Statement], place: int) -> None:
    """So it is enough to read what was said from a late event on."""
    whole = replay({}, {}, said)
    if place >= len(said):
        return
    since = said[place].at
    earlier = [one for one in said if one.at < since]
    before = replay({}, {}, earlier)
    standing_pairs = {i.key: i.valid_from for i in before.pairs if i.valid_until is None}
    standing_links = {i.key: i.valid_from for i in before.links if i.valid_until is None}
    later = replay(standing_pairs, standing_links, [one for one in said if one.at >= since])
    assert merged(before, later) == (set(whole.pairs), set(whole.links))


def merged(before: Replayed, later: Replayed) -> tuple[set[object], set[object]]:
    """What ended before, and what is said of all the rest."""
    return (
        {*(i for i in before.pairs if i.valid_until is not None), *later.pairs},
        {*(i for i in before.links if i.valid_until is not None), *later.links},
    )


def test_run_under_way_only_adds_and_a_complete_one_says_all() -> None:
    one, two = Pair(1, 4), Pair(2, 4)
    under_way = Statement(NOON + timedelta(minutes=1), frozenset({two}), frozenset(), closes=False)
    complete = Statement(NOON + timedelta(minutes=2), frozenset({two}), frozenset(), closes=True)
    found = replay({one: NOON}, {}, [under_way, complete])
    assert set(found.pairs) == {
        Interval(one, NOON, NOON + timedelta(minutes=2)),
        Interval(two, NOON + timedelta(minutes=1), None),
    }


def test_naming_the_columns_of_a_target_replaces_them_and_silence_leaves_them() -> None:
    pair = Pair(1, 4)
    old, new = FieldLink(1, 10, 4, 40), FieldLink(1, 11, 4, 40)
    silent = Statement(NOON + timedelta(minutes=1), frozenset({pair}), frozenset(), closes=True)
    naming = Statement(NOON + timedelta(minutes=2), frozenset({pair}), frozenset({new}), closes=True)
    found = replay({pair: NOON}, {old: NOON}, [silent, naming])
    assert set(found.links) == {
        Interval(old, NOON, NOON + timedelta(minutes=2)),
        Interval(new, NOON + timedelta(minutes=2), None),
    }
