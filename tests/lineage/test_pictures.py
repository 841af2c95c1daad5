"""What the pages draw: all edges between the bricks shown, what is hidden beside them, and the workshop by systems."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from common.actor import NOBODY
from common.errors import NotFound, Unauthenticated
from lineage.commands import edge_remove
from lineage.models import Edge
from lineage.queries import pictures
from lineage.queries.graphs import GraphWish
from lineage.queries.pictures import moments_of, overview_read, picture_read, workshop_picture_read
from tests.lineage.conftest import Draw
from tests.people import Room


def hidden(picture: dict, name: str) -> tuple[int, int]:
    node = next(node for node in picture["nodes"] if node["name"] == name)
    return node["hidden"]["upstream"], node["hidden"]["downstream"]


def test_picture_counts_hidden_neighbours_on_both_sides(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "x>b", "b>c", "c>d", "c>e")
    picture = picture_read(room["client"], ids["a"], GraphWish(depth=2))
    assert {node["name"] for node in picture["nodes"]} == {"a", "b", "c"}
    assert (hidden(picture, "b"), hidden(picture, "c")) == ((1, 0), (0, 2))


def test_picture_has_edges_that_no_walk_from_the_asset_meets(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "a>c", "b>c")
    picture = picture_read(room["client"], ids["a"], GraphWish(depth=1))
    assert {(edge["source"], edge["target"]) for edge in picture["edges"]} == {
        (ids["a"], ids["b"]),
        (ids["a"], ids["c"]),
        (ids["b"], ids["c"]),
    }


def test_opened_brick_shows_its_neighbours(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "x>b", "y>b")
    opened = {(ids["b"], "upstream"): 1}
    picture = picture_read(room["client"], ids["a"], GraphWish(), opened)
    assert {node["name"]: node["side"] for node in picture["nodes"]} == {
        "a": "root",
        "b": "downstream",
        "x": "opened",
        "y": "opened",
    }
    assert (len(picture["edges"]), hidden(picture, "b")) == (3, (0, 0))


def test_brick_opened_again_shows_the_next_neighbours(
    room: Room, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "OPENED_STEP", 1)
    ids = draw("a>b", "x>b", "y>b", "z>b")
    for times, left in ((1, 2), (2, 1), (3, 0)):
        opened = {(ids["b"], "upstream"): times}
        assert hidden(picture_read(room["client"], ids["a"], GraphWish(), opened), "b") == (left, 0)


def test_opening_what_is_elsewhere_shows_nothing(room: Room, other_room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    foreign = other_room.asset()
    opened = {(foreign, "upstream"): 1}
    assert len(picture_read(room["client"], ids["a"], GraphWish(), opened)["nodes"]) == 2
    with pytest.raises(NotFound):
        picture_read(other_room["client"], ids["a"], GraphWish())


def test_moments_are_when_edges_came_and_went(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    before = timezone.now()
    edge_remove(actor=room["engineer"], edge_id=Edge.objects.get(source=ids["a"]).pk)
    began, ended = moments_of([ids["a"]])
    assert began < before < ended < timezone.now() + timedelta(seconds=1)


def test_overview_counts_edges_between_systems(room: Room, draw: Draw) -> None:
    draw("a>b", "a>c", "c>d", b={"system": "datalake"}, c={"system": "datalake"}, d={"system": "data-store"})
    told = overview_read(room["client"])
    assert told["flows"] == [
        {"source": "crm", "target": "datalake", "count": 2, "flag": ""},
        {"source": "datalake", "target": "data-store", "count": 1, "flag": "skips"},
    ]
    assert (told["asset_count"], told["edge_count"], told["flagged_count"]) == (4, 3, 1)
    codes = [row["system"].code for row in told["systems"]]
    assert codes == ["crm", "erp", "datalake", "quarantine", "etl", "data-store", "data-analyse", "ia"]


def test_overview_holds_nothing_of_another_workshop(room: Room, other_room: Room, draw: Draw) -> None:
    draw("a>b")
    assert (
        overview_read(other_room["client"])["asset_count"],
        overview_read(other_room["client"])["flows"],
    ) == (0, [])


def test_small_workshop_is_drawn_brick_by_brick_and_a_large_one_is_not(
    room: Room, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw("a>b", "b>c")
    assert [node["name"] for node in workshop_picture_read(room["client"])["nodes"]] == ["a", "b", "c"]
    monkeypatch.setattr(pictures, "WHOLE_MAX", 2)
    assert workshop_picture_read(room["client"]) == {"nodes": [], "edges": []}


@pytest.mark.parametrize("count", [1, 3])
def test_picture_takes_the_same_queries_whatever_its_bricks(
    room: Room, draw: Draw, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ids = draw(*(f"a>b{n}" for n in range(count)))
    actor = room["client"]
    with django_assert_num_queries(13):
        picture_read(actor, ids["a"], GraphWish(), {(ids["b0"], "upstream"): 1})


def test_nobody_reads_without_a_workshop(room: Room, draw: Draw) -> None:
    with pytest.raises(Unauthenticated):
        overview_read(NOBODY)
