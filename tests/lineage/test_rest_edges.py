"""Edges through the REST door: one and many, found, taken back, with their history."""

from typing import Any

import pytest
from django.db import connection

from lineage.api.examples import EDGE
from lineage.assertions import FieldLink
from lineage.models import Change, Edge, Origin
from tests.lineage.conftest import Draw, Ran, edge_between, now_in_address
from tests.people import Room
from tests.rest import call


def places(answer: Any) -> set[tuple[str, str]]:
    return {(error["path"], error["code"]) for error in answer.json()["errors"]}


def test_edge_is_drawn_read_and_taken_back(room: Room) -> None:
    source, target = room.asset(), room.asset(name="raw_client", system="datalake")
    engineer = call(room, "engineer")
    made = engineer("POST", "edges/", EDGE, X_Change_Reason="vu en salle")
    edge = made.json()
    assert (made.status_code, made["Location"]) == (201, f"http://testserver/api/v1/edges/{edge['id']}/")
    assert (edge["source"]["id"], edge["target"]["id"], edge["open"]) == (source, target, True)
    assert [(link["dependency"], link["subtype"]) for link in edge["fields"]] == [("DIRECT", "IDENTITY")]
    assert [(o["kind"], o["job"]) for o in edge["origins"]] == [("manual", None)]
    assert engineer("GET", f"edges/{edge['id']}/").json() == edge
    gone = engineer("DELETE", f"edges/{edge['id']}/", X_Change_Reason="faux")
    assert (gone.status_code, gone.content) == (204, b"")
    after = engineer("GET", f"edges/{edge['id']}/").json()
    (spell,) = after["history"]
    assert (after["open"], after["origins"], after["fields"]) == (False, [], [])
    assert (spell["opened"]["by"], spell["opened"]["door"], spell["opened"]["reason"]) == (
        "engineer",
        "rest",
        "vu en salle",
    )
    assert (spell["closed"]["reason"], spell["closed"]["at"]) == ("faux", spell["valid_until"])
    assert engineer("DELETE", f"edges/{edge['id']}/").json()["code"] == "not_drawn"


def test_drawing_twice_leaves_one_origin(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    engineer, body = call(room, "engineer"), [{"source": ids["a"], "target": ids["b"]}] * 2
    again = engineer("POST", "edges/bulk/", body).json()["ids"]
    assert again == [Edge.objects.get().pk] * 2
    assert (Origin.objects.count(), Change.objects.count()) == (1, 1)


def test_removed_edge_is_drawn_again_and_both_spells_stay(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    engineer, pk = call(room, "engineer"), Edge.objects.get().pk
    engineer("DELETE", f"edges/{pk}/")
    assert edge_between(room, ids["a"], ids["b"]) == pk
    last, first = engineer("GET", f"edges/{pk}/").json()["history"]
    assert (last["closed"], last["valid_until"]) == (None, None)
    assert first["closed"]["by"] == "engineer"


def test_job_keeps_an_edge_that_people_take_back(room: Room, draw: Draw, ran: Ran) -> None:
    ids = draw("a>b")
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    engineer, pk = call(room, "engineer"), Edge.objects.get().pk
    assert engineer("DELETE", f"edges/{pk}/").status_code == 204
    (origin,) = engineer("GET", f"edges/{pk}/").json()["origins"]
    assert (origin["kind"], origin["job"]["name"]) == ("openlineage", "load")
    assert engineer("DELETE", f"edges/{pk}/").status_code == 409


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"source": 0, "target": {"name": "b"}}, {("source", "greater_than_equal")}),
        ({"source": {"name": "a"}, "target": {"name": "zz"}}, {("target", "unknown")}),
        ({"source": {"name": "a"}, "target": "b"}, {("target", "reference")}),
        (
            {"source": {"name": "a", "space": "x"}, "target": {"namespace": "bricks"}},
            {("source.space", "extra_forbidden"), ("target.name", "missing")},
        ),
        (
            {
                "source": {"name": "a"},
                "target": {"name": "b"},
                "fields": [{"source_field": "id", "target_field": "x"}],
            },
            {("fields.0.target_field", "unknown")},
        ),
    ],
)
def test_refused_edge_names_the_place(room: Room, draw: Draw, body: Any, refused: Any) -> None:
    draw(a={}, b={})
    engineer = call(room, "engineer")
    one, many = engineer("POST", "edges/", body), engineer("POST", "edges/bulk/", [body])
    assert (one.status_code, places(one)) == (400, refused)
    assert places(many) == {(f"0.{path}", code) for path, code in refused}
    assert not Edge.objects.exists()


def test_bulk_is_all_or_none(room: Room, other_room: Room, draw: Draw) -> None:
    ids, foreign = draw(a={}, b={}), other_room.asset()
    engineer, good = call(room, "engineer"), {"source": ids["a"], "target": {"name": "b"}}
    answer = engineer("POST", "edges/bulk/", [good, {"source": ids["a"], "target": foreign}])
    assert (answer.status_code, places(answer)) == (400, {("1.target", "unknown")})
    assert not Edge.objects.exists()
    made = engineer("POST", "edges/bulk/", [good, {"source": ids["b"], "target": ids["b"]}])
    assert (made.status_code, made["X-Request-Id"]) == (201, made.json()["request_id"])
    pairs = (
        Edge.objects.filter(pk__in=made.json()["ids"]).order_by("pk").values_list("source_id", "target_id")
    )
    assert set(pairs) == {(ids["a"], ids["b"]), (ids["b"], ids["b"])}


def test_bulk_takes_no_more_statements_for_more_edges(
    room: Room, draw: Draw, django_assert_num_queries: Any
) -> None:
    ids = draw(**{name: {} for name in "abcdefgh"})
    engineer, values = call(room, "engineer"), list(ids.values())
    locks = int(connection.vendor == "postgresql")  # SQLite has one writer anyway
    for count in (1, 7):
        body = [{"source": values[count - 1], "target": target} for target in values[:count]]
        with django_assert_num_queries(10 + locks):
            assert engineer("POST", "edges/bulk/", body).status_code == 201


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["crm>lake", "crm>store", "lake>store"]),
        ("source={crm}", ["crm>lake", "crm>store"]),
        ("source={crm}&target={store}", ["crm>store"]),
        ("kind=openlineage", ["lake>store"]),
        ("kind=manual", ["crm>lake", "crm>store"]),
        ("kind=transfer", []),
        ("job={job}", ["lake>store"]),
        ("flag=skips", ["crm>store", "lake>store"]),
        ("flag=against", []),
    ],
)
def test_edges_are_found(room: Room, draw: Draw, ran: Ran, query: str, found: list[str]) -> None:
    ids = draw("crm>lake", "crm>store", lake={"system": "datalake"}, store={"system": "data-store"})
    ran("load", inputs=[ids["lake"]], outputs=[ids["store"]])
    client = call(room, "client")
    job = client("GET", "jobs/").json()["results"][0]["id"]
    page = client("GET", f"edges/?{query.format(**ids, job=job)}").json()
    assert [f"{e['source']['name']}>{e['target']['name']}" for e in page["results"]] == found
    assert page["total"] == len(found)


def test_edges_as_they_were(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    before = now_in_address()
    engineer = call(room, "engineer")
    engineer("DELETE", f"edges/{Edge.objects.get().pk}/")
    assert engineer("GET", "edges/").json()["total"] == 0
    past = engineer("GET", f"edges/?as_of={before}&source={ids['a']}").json()["results"]
    assert [edge["target"]["name"] for edge in past] == ["b"]


def test_unknown_end_or_job_is_not_an_empty_list(room: Room, other_room: Room) -> None:
    own, foreign = room.asset(), other_room.asset()
    client = call(room, "client")
    assert client("GET", f"edges/?source={own}").json()["results"] == []
    for query in (f"source={foreign}", f"target={foreign}", "job=1"):
        assert client("GET", f"edges/?{query}").status_code == 404


def test_list_takes_no_more_queries_for_more_edges(
    room: Room, draw: Draw, ran: Ran, django_assert_num_queries: Any
) -> None:
    ids = draw("a>b")
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    client = call(room, "client")
    with django_assert_num_queries(7):
        assert client("GET", "edges/").json()["total"] == 1
    draw("b>c", "a>c")
    with django_assert_num_queries(7):
        assert client("GET", "edges/").json()["total"] == 3


def test_links_of_fields_are_told_with_who_says_so(room: Room, ran: Ran) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "mail"}]
    source, target = room.asset(fields=fields), room.asset(name="copy", fields=fields)
    engineer = call(room, "engineer")
    names = {
        pk: [f["id"] for f in engineer("GET", f"assets/{pk}/").json()["fields"]] for pk in (source, target)
    }
    link = FieldLink(source, names[source][1], target, names[target][1], "DIRECT", "TRANSFORMATION", True)
    ran("mask", inputs=[source], outputs=[target], links=[link])
    edge = engineer("GET", "edges/").json()["results"][0]["id"]
    (told,) = engineer("GET", f"edges/{edge}/").json()["fields"]
    assert (told["source_field"], told["masking"], told["kind"], told["job"]["name"]) == (
        names[source][1],
        True,
        "openlineage",
        "mask",
    )
