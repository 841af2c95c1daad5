"""The indented tree tells every arrow once and closes what it opens, whatever the graph."""

from hypothesis import given
from hypothesis import strategies as st

from lineage.graph import Arrow
from lineage.tree import tree_rows

ENDS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=24)


def arrows(*pairs: tuple[int, int]) -> list[Arrow]:
    return [Arrow(n, *pair) for n, pair in enumerate(pairs, start=100)]


def told(*pairs: tuple[int, int], upstream: bool = False) -> list[tuple[int, int]]:
    return [(row.depth, row.node_id) for row in tree_rows(1, arrows(*pairs), upstream=upstream)]


def test_tree_goes_one_way() -> None:
    assert told((1, 2), (2, 3), (9, 1)) == [(1, 2), (2, 3)]
    assert told((1, 2), (2, 3), (9, 1), upstream=True) == [(1, 9)]


def test_node_with_two_ways_is_followed_on_the_shorter_and_told_on_both() -> None:
    rows = tree_rows(1, arrows((1, 2), (2, 3), (1, 3), (3, 4)), upstream=False)
    assert [(row.depth, row.node_id, row.is_repeat) for row in rows] == [
        (1, 2, False),
        (2, 3, True),
        (1, 3, False),
        (2, 4, False),
    ]


def test_circle_ends_at_the_line_that_it_comes_back_to() -> None:
    rows = tree_rows(1, arrows((1, 2), (2, 1), (2, 2)), upstream=False)
    assert [(row.node_id, row.is_cycle) for row in rows] == [(2, False), (1, True), (2, True)]


def test_siblings_stand_in_the_order_asked_for() -> None:
    rows = tree_rows(1, arrows((1, 2), (1, 3)), upstream=False, order=lambda node: -node)
    assert [row.node_id for row in rows] == [3, 2]


def test_long_chain_is_no_deeper_than_python_goes() -> None:
    chain = arrows(*((n, n + 1) for n in range(1, 3_000)))
    assert tree_rows(1, chain, upstream=False)[-1].depth == 2_999


@given(ENDS, st.booleans())
def test_each_arrow_within_reach_is_one_line_and_lists_are_closed(
    ends: list[tuple[int, int]], upstream: bool
) -> None:
    known = arrows(*ends)
    rows = tree_rows(1, known, upstream=upstream)
    near, far = (2, 1) if upstream else (1, 2)
    reached, waiting = {1}, [1]
    while waiting:
        node = waiting.pop()
        found = {arrow[far] for arrow in known if arrow[near] == node} - reached
        reached |= found
        waiting += found
    assert sorted(row.edge_id for row in rows) == sorted(a.edge_id for a in known if a[near] in reached)
    assert sum(row.opens for row in rows) == sum(row.closes for row in rows)
    assert {row.node_id for row in rows if not row.is_repeat} == reached - {1}
