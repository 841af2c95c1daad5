"""What a graph tells, and what it says when it cannot tell all."""

import pytest

from common.errors import NotFound
from lineage.queries.graphs import GraphWish, graph_read, impact_read, path_read
from tests.lineage.conftest import Draw
from tests.people import Room


def test_graph_tells_both_sides_nearest_first(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c", "c>d", "x>c")
    graph = graph_read(room["client"], ids["b"], GraphWish())
    places = {node["name"]: (node["side"], node["distance"]) for node in graph["nodes"]}
    assert places == {
        "b": ("root", 0),
        "a": ("upstream", 1),
        "c": ("downstream", 1),
        "d": ("downstream", 2),
    }
    assert {(e["source"], e["target"]) for e in graph["edges"]} == {
        (ids["a"], ids["b"]),
        (ids["b"], ids["c"]),
        (ids["c"], ids["d"]),
    }
    assert not graph["cut"]


def test_graph_says_that_it_was_cut_and_how_to_go_on(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "a>c", "a>d", "d>e")
    first = graph_read(room["client"], ids["a"], GraphWish(limit=2))
    assert (first["cut"], first["missing"], first["total_nodes"], first["next_offset"]) == (True, 3, 5, 2)
    assert [node["hidden"] for node in first["nodes"]] == [2, 0]
    rest = graph_read(room["client"], ids["a"], GraphWish(limit=5, offset=2))
    assert [node["name"] for node in rest["nodes"]] == ["c", "d", "e"]
    assert rest["next_offset"] is None


def test_alone_is_not_unknown(room: Room, other_room: Room) -> None:
    alone = room.asset()
    assert [node["id"] for node in graph_read(room["client"], alone, GraphWish())["nodes"]] == [alone]
    with pytest.raises(NotFound):
        graph_read(other_room["client"], alone, GraphWish())


def test_cycle_is_harmless(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c", "c>a", "c>c")
    graph = graph_read(room["client"], ids["a"], GraphWish())
    assert graph["total_nodes"] == 3
    assert path_read(room["client"], ids["b"], ids["a"])["length"] == 2
    assert impact_read(room["client"], ids["a"])["total"] == 2
