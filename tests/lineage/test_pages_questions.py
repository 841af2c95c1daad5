"""Questions on pages: impact, paths, differences, loose ends, gaps, flows; jobs and their runs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.models import Field
from lineage.assertions import JobKey
from lineage.choices import RunState
from lineage.commands import edge_remove, edges_draw, run_record
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument
from lineage.models import Edge, Run
from lineage.templatetags.lineage_words import moment
from tests.catalog.conftest import Visit
from tests.lineage.conftest import Draw
from tests.people import Room

OWNED = {"ownerships": [{"participant": "owner", "responsibility": "accountable"}]}


@pytest.fixture
def client(room: Room, visit: Visit) -> Client:
    return visit(room, "client")


def run(room: Room, name: str, inputs: list[int], outputs: list[int], **more: Any) -> int:
    report = RunReport(
        job=JobKey("bricks", name), run_id=uuid4(), at=timezone.now(), inputs=inputs, outputs=outputs, **more
    )
    return run_record(actor=room["engineer"], report=report)


def test_impact_goes_by_distance_and_names_owners(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c", "b>d", b=OWNED, d={"kind": "indicator"})
    context = client.get(f"/assets/{ids['a']}/impact/").context
    steps = [(step["distance"], sorted(node["name"] for node in step["assets"])) for step in context["steps"]]
    assert steps == [(1, ["b"]), (2, ["c", "d"])]
    assert {row["owner"]: row["count"] for row in context["told"]["owners"]} == {"owner": 1, "": 2}
    assert [node["name"] for node in context["told"]["indicators"]] == ["d"]


def test_impact_of_a_field_tells_the_sure_from_the_uncertain(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c")
    link = {"source_field": "id", "target_field": "id"}
    document = EdgeDocument.read({"source": ids["a"], "target": ids["b"], "fields": [link]})
    edges_draw(actor=room["engineer"], documents=[document])
    field = Field.objects.get(asset=ids["a"])
    context = client.get(f"/fields/{field.pk}/impact/").context
    assert [node["name"] for step in context["steps"] for node in step["assets"]] == ["b"]
    assert [node["name"] for step in context["uncertain_steps"] for node in step["assets"]] == ["c"]
    lineage = client.get(f"/fields/{field.pk}/lineage/").context
    assert [line["asset"]["name"] for line in lineage["downstream"]] == ["b"]
    assert lineage["upstream"] == []


def test_path_is_the_shortest_and_says_when_there_is_none(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b", "b>c", "a>c")
    found = client.get("/lineage/path/", {"from": ids["a"], "to": ids["c"]}).context
    assert [node["name"] for node in found["way"]["nodes"]] == ["a", "c"]
    none = client.get("/lineage/path/", {"from": ids["c"], "to": ids["a"]}).context
    assert (none["way"]["found"], none["back"]) == (False, True)
    asked = client.get("/lineage/path/", {"from": ids["a"]}, headers={"HX-Request": "true"})
    assert f"?from={ids['a']}&amp;to={ids['b']}" in asked.content.decode()
    assert client.get("/lineage/path/", {"from": "x"}).status_code == 404


def test_difference_tells_what_came_and_went(room: Room, draw: Draw, client: Client) -> None:
    ids = draw("a>b")
    then = timezone.now()
    draw("b>c")
    edge_remove(actor=room["engineer"], edge_id=Edge.objects.get(source=ids["a"]).pk)
    span = {"since": moment(then), "until": moment(timezone.now())}
    context = client.get("/lineage/difference/", span).context
    ends = {
        side: [(e["source"]["name"], e["target"]["name"]) for e in context[side]]
        for side in ("added", "removed")
    }
    assert ends == {"added": [("b", "c")], "removed": [("a", "b")]}
    backwards = client.get("/lineage/difference/", {"since": span["until"], "until": span["since"]})
    assert (backwards.status_code, backwards.context["refused"].code) == (400, "invalid")


def test_difference_shows_so_many_at_a_time(
    room: Room, draw: Draw, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.views.questions.EDGES_SHOWN", 2)
    draw("a>b", "a>c", "a>d")
    first = client.get("/lineage/difference/").context
    assert (len(first["added"]), first["told"]["total_edges"]) == (2, 3)
    rest = client.get("/lineage/difference/?" + first["onward"]).context
    assert (len(rest["added"]), rest["onward"]) == (1, "")


def test_loose_ends_are_two_lists(room: Room, draw: Draw, client: Client) -> None:
    draw("a>b", alone={}, island={"system": "data-store"}, b={"system": "data-store"})
    assert [row["name"] for row in client.get("/lineage/ends/").context["page"].rows] == ["alone"]
    page = client.get("/lineage/ends/", {"list": "sourceless"}).context["page"]
    assert [row["name"] for row in page.rows] == ["island"]


def test_gaps_are_everybodys_or_mine(room: Room, draw: Draw, visit: Visit) -> None:
    low = {"sensitivity": {"confidentiality": 1}}
    draw("a>b", "a>c", a={"sensitivity": {"confidentiality": 3}}, b={**low, **OWNED}, c=low)
    owner = visit(room, "owner")
    everybody = owner.get("/lineage/gaps/").context
    assert ({gap["asset"]["name"] for gap in everybody["gaps"]}, everybody["mine_count"]) == ({"b", "c"}, 1)
    assert [gap["asset"]["name"] for gap in owner.get("/lineage/gaps/?mine=1").context["gaps"]] == ["b"]


def test_flow_lists_the_edges_between_two_systems(room: Room, draw: Draw, client: Client) -> None:
    draw("a>b", "b>c", b={"system": "datalake"}, c={"system": "etl"})
    page = client.get("/lineage/flow/", {"from": "crm", "to": "datalake"}).context["page"]
    assert [(row["source"]["name"], row["target"]["name"]) for row in page.rows] == [("a", "b")]
    assert client.get("/lineage/flow/", {"from": "crm", "to": "moon"}).status_code == 404


def test_jobs_come_with_their_last_run(room: Room, client: Client) -> None:
    source, target = room.asset(name="a"), room.asset(name="b")
    run(room, "copy", [source], [target])
    run(room, "copy", [source], [target], state=RunState.FAILED, error="The lake is closed.")
    (job,) = client.get("/lineage/jobs/").context["jobs"]
    assert (job["name"], job["run"]["state"]) == ("copy", "failed")
    page = client.get(f"/lineage/jobs/{job['id']}/")
    assert [edge["target"]["name"] for edge in page.context["shown"]["edges"]] == ["b"]
    assert [row["state"] for row in page.context["runs"].rows] == ["failed", "completed"]


def test_job_shows_its_calculation(room: Room, client: Client) -> None:
    facets = {"sql": {"query": "SELECT count(*) FROM a", "dialect": "duckdb"}}
    pk = run(room, "count", [room.asset(name="a")], [], job_facets=facets)
    html = client.get(f"/lineage/jobs/{Run.objects.get(pk=pk).job_id}/").content.decode()
    assert "SELECT count(*) FROM a" in html


def test_run_tells_what_it_read_and_wrote_and_what_went_wrong(room: Room, client: Client) -> None:
    source, target = room.asset(name="a"), room.asset(name="b")
    pk = run(room, "copy", [source], [target], state=RunState.FAILED, error="The lake is closed.")
    page = client.get(f"/lineage/runs/{pk}/")
    datasets = {side: [node["name"] for node in nodes] for side, nodes in page.context["datasets"].items()}
    assert datasets == {"inputs": ["a"], "outputs": ["b"]}
    assert "The lake is closed." in page.content.decode()


# Queries


def jobs(room: Room, draw: Draw, count: int) -> str:
    for n in range(count):
        run(room, f"copy_{n}", [], [])
    return "/lineage/jobs/"


def gaps(room: Room, draw: Draw, count: int) -> str:
    assets = {f"b{n}": OWNED for n in range(count)}
    draw(*(f"a>b{n}" for n in range(count)), a={"sensitivity": {"confidentiality": 3}}, **assets)
    return "/lineage/gaps/"


def unused(room: Room, draw: Draw, count: int) -> str:
    draw(**{f"a{n}": {} for n in range(count)})
    return "/lineage/ends/"


def hub(address: str) -> Callable[[Room, Draw, int], str]:
    def made(room: Room, draw: Draw, count: int) -> str:
        return address.format(draw(*(f"a>b{n}" for n in range(count)))["a"])

    return made


PAGES = [
    (jobs, 9),
    (gaps, 10),
    (unused, 7),
    (hub("/lineage/flow/?from=crm&to=crm"), 11),
    (hub("/lineage/difference/"), 12),
    (hub("/assets/{}/impact/"), 10),
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("made", "queries"), PAGES, ids=["jobs", "gaps", "ends", "flow", "difference", "impact"]
)
def test_page_takes_the_same_queries_whatever_its_length(
    room: Room,
    draw: Draw,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    made: Callable[[Room, Draw, int], str],
    queries: int,
    count: int,
) -> None:
    address = made(room, draw, count)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
