"""Edges on pages: drawn with their fields, looked at, taken back; lowerings asked for, reviewed, ended."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lineage.commands import lowering_ask
from lineage.documents import LoweringDocument
from lineage.models import Edge
from lineage.queries.edges import edge_get
from lineage.queries.lowerings import lowering_get
from tests.catalog.conftest import Visit
from tests.lineage.conftest import Draw
from tests.people import Room

ENGLISH = {"Accept-Language": "en"}
ASKED = {
    "technique": "aggregation",
    "level": "1",
    "k": "5",
    "reason": "Groups of five.",
    "expires_at": "2100-01-31",
}


@pytest.fixture
def engineer(room: Room, visit: Visit) -> Client:
    return visit(room, "engineer")


def edge_of(ids: dict[str, int], source: str = "a", target: str = "b") -> int:
    return Edge.objects.get(source=ids[source], target=ids[target]).pk


def ask(room: Room, edge: int) -> int:
    document = {**ASKED, "level": 1, "k": 5, "expires_at": "2100-01-31T00:00:00Z"}
    return lowering_ask(actor=room["engineer"], edge_id=edge, document=LoweringDocument.read(document))


def assets(room: Room) -> tuple[int, int]:
    fields = [{"name": "id", "type": "integer"}, {"name": "region", "type": "string"}]
    return room.asset(name="a", fields=fields), room.asset(name="b", fields=fields)


def test_edge_is_drawn_with_its_fields_and_its_reason(room: Room, engineer: Client) -> None:
    source, target = assets(room)
    form = {
        "rows": "2",
        "source_1": "region",
        "target_1": "region",
        "how_1": "AGGREGATION",
        "reason": "Seen.",
    }
    done = engineer.post(f"/lineage/edges/new/{source}/{target}/", form)
    edge = edge_get(room["client"], Edge.objects.get().pk)
    assert done["Location"] == f"/lineage/edges/{edge['id']}/"
    assert [(link["subtype"], link["masking"]) for link in edge["fields"]] == [("AGGREGATION", False)]
    (origin,) = engineer.get(done["Location"]).context["origins"]
    assert (origin["kind"], origin["opened"]["by"], origin["opened"]["reason"]) == (
        "manual",
        "engineer",
        "Seen.",
    )


def test_field_that_is_not_there_is_refused_beside_its_input(room: Room, engineer: Client) -> None:
    source, target = assets(room)
    form = {"rows": "3", "source_0": "id", "target_0": "id", "source_2": "id", "target_2": "nowhere"}
    page = engineer.post(f"/lineage/edges/new/{source}/{target}/", form)
    assert (page.status_code, set(page.context["form"].errors)) == (400, {"target_2"})
    assert not Edge.objects.exists()


def test_row_is_added_and_what_was_typed_stays(room: Room, engineer: Client) -> None:
    source, target = assets(room)
    form = {"rows": "1", "source_0": "id", "target_0": "", "add_row": "1"}
    page = engineer.post(f"/lineage/edges/new/{source}/{target}/", form)
    assert (page.status_code, page.context["form"].count, page.context["form"].errors) == (200, 2, {})
    assert page.context["form"]["source_0"].value() == "id"


def test_namesakes_are_proposed_and_not_taken_unasked(room: Room, engineer: Client) -> None:
    source, target = assets(room)
    url = f"/lineage/edges/new/{source}/{target}/"
    assert [row["source"].value() for row in engineer.get(url).context["form"].rows()] == ["", ""]
    matched = engineer.get(url, {"match": "1"}).context["form"].rows()
    assert [row["target"].value() for row in matched] == ["id", "region", "", ""]


def test_other_end_is_found_by_its_name(room: Room, engineer: Client) -> None:
    source, target = assets(room)
    page = engineer.get(f"/assets/{source}/lineage/new/", {"q": "b"}, headers={"HX-Request": "true"})
    assert f"/lineage/edges/new/{source}/{target}/" in page.content.decode()
    back = engineer.get(f"/assets/{source}/lineage/new/", {"way": "from"}).content.decode()
    assert f"/lineage/edges/new/{target}/{source}/" in back


def test_edge_is_taken_back_and_stays_in_the_past(room: Room, draw: Draw, engineer: Client) -> None:
    edge = edge_of(draw("a>b"))
    done = engineer.post(f"/lineage/edges/{edge}/remove/", {"reason": "A slip."})
    page = engineer.get(done["Location"])
    assert not page.context["edge"]["open"]
    (origin,) = page.context["origins"]
    assert (origin["closed"]["by"], origin["closed"]["reason"]) == ("engineer", "A slip.")
    again = engineer.post(f"/lineage/edges/{edge}/remove/")
    assert (again.status_code, again.context["refused"].code) == (409, "not_drawn")


def test_flag_is_told_with_its_zones(room: Room, draw: Draw, engineer: Client) -> None:
    edge = edge_of(draw("a>b", b={"system": "data-store"}))
    html = engineer.get(f"/lineage/edges/{edge}/", headers=ENGLISH).content.decode()
    assert "It skips a zone." in html
    assert "From “Source” to “Data store”." in html


# Lowerings


def test_lowering_is_asked_for_and_waits(room: Room, draw: Draw, engineer: Client) -> None:
    edge = edge_of(draw("a>b"))
    assert engineer.post(f"/lineage/edges/{edge}/lower/", ASKED).status_code == 302
    (row,) = engineer.get(f"/lineage/edges/{edge}/").context["lowerings"]
    assert (row["state"], row["can_review"], row["can_end"]) == ("waiting", False, True)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"k": ""}, "k"),
        ({"k": "2"}, "k"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
        ({"reason": ""}, "reason"),
    ],
    ids=str,
)
def test_lowering_is_refused_beside_its_input(
    room: Room, draw: Draw, engineer: Client, change: dict[str, str], place: str
) -> None:
    edge = edge_of(draw("a>b"))
    page = engineer.post(f"/lineage/edges/{edge}/lower/", {**ASKED, **change})
    assert (page.status_code in (400, 422), set(page.context["form"].errors)) == (True, {place})


def reviewed(client: Client, lowering: int, **form: str) -> Any:
    return client.post(f"/lineage/lowerings/{lowering}/review/", form)


def test_second_person_accepts(room: Room, draw: Draw, visit: Visit) -> None:
    lowering = ask(room, edge_of(draw("a>b")))
    assert reviewed(visit(room, "dpo"), lowering, accepted="yes").status_code == 302
    row = lowering_get(room["client"], lowering)
    assert (row["accepted"], row["reviewed_by__nickname"]) == (True, "dpo")
    again = reviewed(visit(room, "owner"), lowering, accepted="no", reason="Too late.")
    assert (again.status_code, again.context["refused"].code) == (409, "reviewed")


def test_refusal_needs_a_reason_and_whoever_asked_cannot_accept(
    room: Room, draw: Draw, visit: Visit, engineer: Client
) -> None:
    lowering = ask(room, edge_of(draw("a>b")))
    assert reviewed(visit(room, "dpo"), lowering, accepted="no").status_code == 400
    assert reviewed(engineer, lowering, accepted="yes").status_code == 403
    assert reviewed(visit(room, "dpo"), lowering, accepted="perhaps").status_code == 404
    assert lowering_get(room["client"], lowering)["accepted"] is None


def test_lowering_is_ended_before_its_time(room: Room, draw: Draw, engineer: Client) -> None:
    edge = edge_of(draw("a>b"))
    lowering = ask(room, edge)
    assert engineer.post(f"/lineage/lowerings/{lowering}/end/").status_code == 302
    (row,) = engineer.get(f"/lineage/edges/{edge}/").context["lowerings"]
    assert row["state"] == "ended"
    assert engineer.post(f"/lineage/lowerings/{lowering}/end/").status_code == 409


def test_list_shows_what_waits_or_all(room: Room, draw: Draw, visit: Visit) -> None:
    ids = draw("a>b", "a>c")
    first, second = ask(room, edge_of(ids)), ask(room, edge_of(ids, "a", "c"))
    dpo = visit(room, "dpo")
    reviewed(dpo, first, accepted="yes")
    assert [row["id"] for row in dpo.get("/lineage/lowerings/").context["lowerings"]] == [second]
    rows = dpo.get("/lineage/lowerings/", {"list": "all"}).context["lowerings"]
    assert [(row["id"], row["state"]) for row in rows] == [(second, "waiting"), (first, "holds")]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_whatever_its_length(
    room: Room, draw: Draw, visit: Visit, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    ids = draw(*(f"a>b{n}" for n in range(count)))
    for n in range(count):
        ask(room, edge_of(ids, "a", f"b{n}"))
    client = visit(room, "dpo")
    with django_assert_num_queries(10):
        client.get("/lineage/lowerings/")
