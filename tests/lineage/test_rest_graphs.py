"""Questions to the graph through the REST door."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.commands import asset_delete, asset_restore, asset_update
from catalog.documents import AssetChange
from catalog.models import Asset, System
from catalog.queries.versions import asset_versions
from lineage.assertions import FieldLink
from lineage.commands import edge_remove
from lineage.models import Edge
from tests.lineage.conftest import Draw, Ran, edge_between, now_in_address, rated
from tests.people import Room
from tests.rest import call

STORE = {"system": "data-store"}


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def graph_names(graph: dict[str, Any]) -> tuple[list[str], set[str]]:
    by_id = {node["id"]: node["name"] for node in graph["nodes"]}
    return list(by_id.values()), {f"{by_id[e['source']]}>{by_id[e['target']]}" for e in graph["edges"]}


# Graphs


@pytest.mark.parametrize(
    ("query", "nodes", "edges"),
    [
        ("direction=upstream", ["c", "b", "x", "a"], {"b>c", "x>c", "a>b"}),
        ("direction=downstream", ["c", "d"], {"c>d"}),
        ("direction=both", ["c", "b", "d", "x", "a"], {"b>c", "x>c", "a>b", "c>d", "a>d"}),
        ("", ["c", "b", "d", "x", "a"], {"b>c", "x>c", "a>b", "c>d", "a>d"}),
        ("depth=1", ["c", "b", "d", "x"], {"b>c", "x>c", "c>d"}),
        ("depth=13&direction=upstream", ["c", "b", "x", "a"], {"b>c", "x>c", "a>b"}),
        ("kind=indicator", ["c", "d"], {"c>d"}),
        ("zone=raw", ["c", "b"], {"b>c"}),
        ("zone=raw&zone=source&kind=dataset", ["c", "b", "x", "a"], {"b>c", "x>c", "a>b"}),
    ],
)
def test_graph_goes_as_far_as_is_asked(
    room: Room, draw: Draw, query: str, nodes: list[str], edges: set[str]
) -> None:
    ids = draw(
        "a>b", "b>c", "x>c", "c>d", "a>d", b={"system": "datalake"}, d={"kind": "indicator", "system": "data-analyse"}
    )  # fmt: skip
    graph = call(room, "client")("GET", f"lineage/graph/?asset={ids['c']}&{query}").json()
    assert graph_names(graph) == (nodes, edges)
    assert (graph["cut"], graph["missing"], graph["next"], graph["root"]["name"]) == (False, 0, None, "c")


def test_graph_of_one_job(room: Room, draw: Draw, ran: Ran) -> None:
    ids = draw("a>b", "b>c")
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    client = call(room, "client")
    job = client("GET", "jobs/").json()["results"][0]["id"]
    graph = client("GET", f"lineage/graph/?asset={ids['b']}&job={job}").json()
    assert graph_names(graph) == (["b", "a"], {"a>b"})
    assert client("GET", f"lineage/graph/?asset={ids['b']}&job={job + 1}").status_code == 404


def test_cut_graph_leads_on_until_all_is_told(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "a>c", "a>d", "d>e", "z>b")
    client, seen = call(room, "client"), []
    path = f"lineage/graph/?asset={ids['a']}&direction=downstream&limit=2"
    first = client("GET", path).json()
    assert (first["cut"], first["missing"], first["total_nodes"]) == (True, 3, 5)
    hidden = [(n["hidden"], n["hidden_upstream"], n["hidden_downstream"]) for n in first["nodes"]]
    assert hidden == [(2, 0, 2), (1, 1, 0)]
    while path:
        page = client("GET", path).json()
        seen += names(page["nodes"])
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == ["a", "b", "c", "d", "e"]
    assert (page["cut"], page["next"]) == (True, None)


def test_node_at_the_border_says_that_more_lies_behind(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "a>c", "b>c", "c>d", "c>e")
    graph = call(room, "client")("GET", f"lineage/graph/?asset={ids['a']}&depth=1").json()
    assert graph_names(graph) == (["a", "b", "c"], {"a>b", "a>c", "b>c"})
    assert {n["name"]: n["hidden_downstream"] for n in graph["nodes"]} == {"a": 0, "b": 0, "c": 2}


def test_alone_unknown_and_forbidden_are_three_answers(room: Room, other_room: Room) -> None:
    alone, foreign = room.asset(), other_room.asset()
    client = call(room, "client")
    graph = client("GET", f"lineage/graph/?asset={alone}").json()
    assert (names(graph["nodes"]), graph["edges"], graph["total_nodes"]) == (["client"], [], 1)
    for pk in (foreign, 10**9):
        answer = client("GET", f"lineage/graph/?asset={pk}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    answer = client("GET", "lineage/graph/?asset=client")
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "asset")
    assert client("GET", "lineage/graph/").json()["errors"][0]["code"] == "missing"


def test_cycles_and_loops_are_harmless(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c", "c>a", "c>c")
    client = call(room, "client")
    graph = client("GET", f"lineage/graph/?asset={ids['a']}").json()
    assert {n["name"]: (n["side"], n["distance"]) for n in graph["nodes"]} == {
        "a": ("root", 0),
        "b": ("downstream", 1),
        "c": ("upstream", 1),
    }
    assert len(graph["edges"]) == 4
    impact = client("GET", f"lineage/impact/?asset={ids['a']}").json()
    assert impact["by_distance"] == [{"distance": 1, "count": 1}, {"distance": 2, "count": 1}]
    assert client("GET", f"lineage/sensitivity/?asset={ids['a']}").status_code == 200
    assert client("GET", "lineage/gaps/").json()["total"] == 0


def test_edge_that_skips_or_goes_back_is_flagged(room: Room, draw: Draw) -> None:
    ids = draw(
        "crm>lake", "crm>store", "store>lake", lake={"system": "datalake"}, store={"system": "data-store"}
    )
    graph = call(room, "client")("GET", f"lineage/graph/?asset={ids['crm']}").json()
    by_id = {node["id"]: node["name"] for node in graph["nodes"]}
    flags = {f"{by_id[e['source']]}>{by_id[e['target']]}": e["flag"] for e in graph["edges"]}
    assert flags == {"crm>lake": "", "crm>store": "skips", "store>lake": "against"}


def test_graph_takes_a_handful_of_queries_however_large(
    room: Room, draw: Draw, ran: Ran, django_assert_num_queries: Any
) -> None:
    ids = draw("a>b")
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    client, path = call(room, "client"), f"lineage/graph/?asset={ids['a']}"
    for more in ((), ("b>c", "b>d", "d>e", "e>a")):
        draw(*more)
        with django_assert_num_queries(10):
            assert client("GET", path).status_code == 200


# Time


def test_graph_as_it_was(room: Room, draw: Draw) -> None:
    ids = draw("a>b", b={"system": "datalake"})
    before = now_in_address()
    edge_remove(actor=room["engineer"], edge_id=Edge.objects.get().pk)
    change = AssetChange(title_fr="Autre", system="erp")
    asset_update(actor=room["facilitator"], asset_id=ids["b"], change=change)
    draw("c>b")
    client, path = call(room, "client"), f"lineage/graph/?asset={ids['b']}"
    assert graph_names(client("GET", path).json()) == (["b", "c"], {"c>b"})
    past = client("GET", f"{path}&as_of={before}").json()
    assert graph_names(past) == (["b", "a"], {"a>b"})
    assert (past["root"]["title_fr"], past["root"]["system"]) == ("Client", "datalake")
    assert past["as_of"] is not None
    assert client("GET", f"{path}&zone=raw&as_of={before}").json()["total_nodes"] == 1
    assert client("GET", f"{path}&as_of=2001-01-01T00:00:00Z").status_code == 404


def test_moment_is_read_with_and_without_escape(room: Room) -> None:
    pk = room.asset()
    client, moment = call(room, "client"), (timezone.now() + timedelta(days=1)).isoformat()
    assert client("GET", f"lineage/graph/?asset={pk}&as_of={moment}").status_code == 200
    for moment, code in (
        ("2026-01-01T00:00:00", "timezone_aware"),
        ("tomorrow", "datetime_from_date_parsing"),
        ("9999-12-31T23:59:59-12:00", "far_moment"),
    ):
        answer = client("GET", f"lineage/graph/?asset={pk}&as_of={moment}")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_asset_that_goes_takes_its_edges_and_brings_them_back(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c", "b>b", "a>c")
    before, facilitator = now_in_address(), room["facilitator"]
    asset_delete(actor=facilitator, asset_id=ids["b"])
    client, path = call(room, "client"), f"lineage/graph/?asset={ids['a']}"
    assert graph_names(client("GET", path).json()) == (["a", "c"], {"a>c"})
    assert client("GET", f"lineage/graph/?asset={ids['b']}").status_code == 404
    past = client("GET", f"{path}&as_of={before}").json()
    assert graph_names(past) == (["a", "b", "c"], {"a>b", "b>c", "b>b", "a>c"})
    version = asset_versions(facilitator, ids["b"])[0]["id"]
    asset_restore(actor=room["facilitator"], asset_id=ids["b"], version_id=version)
    assert graph_names(client("GET", path).json())[1] == {"a>b", "b>c", "b>b", "a>c"}
    history = client("GET", f"edges/{edge_between(room, ids['a'], ids['b'])}/").json()["history"]
    assert [spell["closed"] is None for spell in history] == [True, False]


def test_difference_tells_what_came_and_went(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "x>y")
    since = now_in_address()
    edge_remove(actor=room["engineer"], edge_id=edge_between(room, ids["a"], ids["b"]))
    draw("b>c", "y>z")
    client = call(room, "client")
    whole = client("GET", f"lineage/difference/?since={since}").json()
    told = {node["id"]: node["name"] for node in whole["nodes"]}
    ends = {
        side: {f"{told[e['source']]}>{told[e['target']]}" for e in whole[side]}
        for side in ("added", "removed")
    }
    assert ends == {"added": {"b>c", "y>z"}, "removed": {"a>b"}}
    around = client("GET", f"lineage/difference/?since={since}&asset={ids['b']}").json()
    assert (len(around["added"]), len(around["removed"]), around["total_edges"]) == (1, 1, 2)
    assert client("GET", f"lineage/difference/?since={now_in_address()}").json()["total_edges"] == 0


def test_cut_difference_leads_on(room: Room, draw: Draw) -> None:
    draw(a={}, b={}, c={})
    since = now_in_address()
    draw("a>b", "b>c", "c>a")
    client, path, seen = call(room, "client"), f"lineage/difference/?since={since}&limit=2", []
    while path:
        page = client("GET", path).json()
        assert (page["total_edges"], page["cut"]) == (3, True)
        seen += [edge["id"] for edge in page["added"]]
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == list(Edge.objects.order_by("pk").values_list("pk", flat=True))


def test_difference_refuses_a_time_that_runs_backwards_and_an_unknown_asset(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    client, query = call(room, "client"), "since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z"
    answer = client("GET", f"lineage/difference/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "backwards")
    past = "since=2001-02-01T00:00:00Z&until=2001-03-01T00:00:00Z"
    assert client("GET", f"lineage/difference/?{past}&asset={ids['a']}").status_code == 404


def test_difference_of_a_deleted_asset(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    since = now_in_address()
    asset_delete(actor=room["facilitator"], asset_id=ids["b"])
    gone = call(room, "client")("GET", f"lineage/difference/?since={since}&asset={ids['b']}").json()
    assert (names(gone["nodes"]), len(gone["removed"])) == (["a", "b"], 1)


# Paths, impact, ends


def test_shortest_path_is_told_with_its_edges(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c", "c>d", "a>d")
    client = call(room, "client")
    path = client("GET", f"lineage/path/?source={ids['a']}&target={ids['d']}").json()
    assert (path["found"], path["length"], names(path["nodes"])) == (True, 1, ["a", "d"])
    assert [(e["source"], e["target"]) for e in path["edges"]] == [(ids["a"], ids["d"])]
    none = client("GET", f"lineage/path/?source={ids['d']}&target={ids['a']}").json()
    assert none == {"found": False, "length": None, "nodes": [], "edges": []}
    assert client("GET", f"lineage/path/?source={ids['a']}&target={ids['a']}").json()["length"] == 0
    assert client("GET", f"lineage/path/?source={ids['a']}&target={10**9}").status_code == 404


OWNED = {"ownerships": [{"participant": "owner", "responsibility": "accountable"}]}


def test_impact_tells_who_and_what_is_hit(room: Room, draw: Draw) -> None:
    kpi = {"kind": "indicator", "system": "data-analyse"}
    ids = draw("a>b", "b>c", "c>kpi", "x>kpi", b=OWNED, c={**OWNED, **rated(confidentiality=4)}, kpi=kpi)
    impact = call(room, "client")("GET", f"lineage/impact/?asset={ids['a']}").json()
    assert (impact["asset"]["name"], impact["total"], impact["cut"]) == ("a", 3, False)
    assert [(row["name"], row["distance"], row["owners"]) for row in impact["assets"]] == [
        ("b", 1, ["owner"]),
        ("c", 2, ["owner"]),
        ("kpi", 3, []),
    ]
    assert impact["owners"] == [{"owner": "owner", "count": 2}, {"owner": "", "count": 1}]
    assert (names(impact["most_sensitive"]), names(impact["indicators"])) == (["c"], ["kpi"])
    assert impact["by_kind"] == {"dataset": 2, "indicator": 1}


def test_impact_as_it_was(room: Room, draw: Draw) -> None:
    ids = draw("a>b", "b>c")
    before = now_in_address()
    asset_delete(actor=room["facilitator"], asset_id=ids["b"])
    client = call(room, "client")
    assert client("GET", f"lineage/impact/?asset={ids['a']}").json()["total"] == 0
    past = client("GET", f"lineage/impact/?asset={ids['a']}&as_of={before}").json()
    assert (names(past["assets"]), past["by_kind"]) == (["b", "c"], {"dataset": 2})


def test_impact_takes_no_more_queries_for_more_assets(
    room: Room, draw: Draw, django_assert_num_queries: Any
) -> None:
    ids = draw("a>b", b=OWNED)
    client = call(room, "client")
    for more in ((), ("b>c", "b>d", "d>e")):
        draw(*more)
        with django_assert_num_queries(6):
            assert client("GET", f"lineage/impact/?asset={ids['a']}").status_code == 200


FIELDS = {"fields": [{"name": "id", "type": "integer"}, {"name": "mail"}]}


def linked_fields(room: Room, draw: Draw, ran: Ran) -> dict[str, dict[str, int]]:
    """`a.mail > b.mail > c.mail`; nobody said which fields `b > d > e` carry. Field ids by asset and name."""
    ids = draw("b>d", "d>e", **dict.fromkeys("abcde", FIELDS))
    fields = {
        asset.name: {field.name: field.pk for field in asset.fields.all()} for asset in Asset.objects.all()
    }
    links = [
        FieldLink(ids[a], fields[a]["mail"], ids[b], fields[b]["mail"], "DIRECT", "IDENTITY")
        for a, b in ("ab", "bc")
    ]
    ran("mails", inputs=[], outputs=[ids["b"], ids["c"]], links=links)
    return fields


def test_field_graph_and_impact(room: Room, draw: Draw, ran: Ran) -> None:
    fields = linked_fields(room, draw, ran)
    client, mail = call(room, "client"), fields["a"]["mail"]
    graph = client("GET", f"lineage/fields/?field={mail}").json()
    assert [(f["id"], f["distance"]) for f in graph["fields"]] == [
        (mail, 0),
        (fields["b"]["mail"], 1),
        (fields["c"]["mail"], 2),
    ]
    assert ({a["name"] for a in graph["assets"]}, len(graph["links"])) == ({"a", "b", "c"}, 2)
    impact = client("GET", f"lineage/impact/?field={mail}").json()
    assert (names(impact["assets"]), names(impact["uncertain"]["assets"])) == (["b", "c"], ["d", "e"])
    assert [f["name"] for f in impact["fields"]] == ["mail", "mail"]
    spared = client("GET", f"lineage/impact/?field={fields['a']['id']}").json()
    assert (spared["total"], spared["uncertain"]["total"]) == (0, 0)


def test_fields_of_an_asset_are_cut_and_lead_on(room: Room, draw: Draw, ran: Ran) -> None:
    fields = linked_fields(room, draw, ran)
    client, asset = call(room, "client"), Asset.objects.get(name="b").pk
    path, seen = f"lineage/fields/?asset={asset}&limit=3", []
    while path:
        page = client("GET", path).json()
        assert (page["total_fields"], page["roots"]) == (4, list(fields["b"].values()))
        seen += [field["id"] for field in page["fields"]]
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == [*fields["b"].values(), fields["a"]["mail"], fields["c"]["mail"]]


def test_links_of_a_field_that_is_gone_make_an_edge_uncertain_again(room: Room, draw: Draw, ran: Ran) -> None:
    fields = linked_fields(room, draw, ran)
    before = now_in_address()
    change = AssetChange.read({"fields": [{"id": fields["b"]["id"], "name": "id", "type": "integer"}]})
    asset_update(actor=room["facilitator"], asset_id=Asset.objects.get(name="b").pk, change=change)
    client, mail = call(room, "client"), fields["a"]["mail"]
    impact = client("GET", f"lineage/impact/?field={mail}").json()
    assert (names(impact["assets"]), names(impact["uncertain"]["assets"])) == (["c"], ["b", "d", "e"])
    past = client("GET", f"lineage/fields/?field={mail}&as_of={before}").json()
    assert [f["id"] for f in past["fields"]] == [fields[name]["mail"] for name in "abc"]


def test_field_questions_name_one_thing(room: Room, other_room: Room) -> None:
    client, foreign = call(room, "client"), other_room.asset()
    for path in ("lineage/impact/", "lineage/fields/", "lineage/impact/?asset=1&field=1"):
        assert client("GET", path).json()["errors"][0]["code"] == "one_of"
    field = Asset.objects.get(pk=foreign).fields.get().pk
    for query in (f"fields/?asset={foreign}", f"fields/?field={field}", f"impact/?field={field}"):
        assert client("GET", f"lineage/{query}").status_code == 404


def test_ends_are_listed(room: Room, draw: Draw) -> None:
    draw("crm>store", "kpi>kpi", store=STORE, lost=STORE, unused={}, kpi={"system": "data-analyse"})
    client = call(room, "client")
    assert names(client("GET", "lineage/unused-sources/").json()["results"]) == ["unused"]
    assert names(client("GET", "lineage/sourceless/").json()["results"]) == ["kpi", "lost"]


def test_ends_take_no_more_queries_for_more_rows(
    room: Room, draw: Draw, django_assert_num_queries: Any
) -> None:
    client = call(room, "client")
    for name in ("one", "two", "three"):
        draw(**{name: {}, f"{name}_store": STORE})
        for path in ("lineage/unused-sources/", "lineage/sourceless/"):
            with django_assert_num_queries(3):
                assert client("GET", path).status_code == 200


def test_graph_uses_the_systems_of_its_own_workshop(room: Room, draw: Draw) -> None:
    ids = draw("a>b")
    before = now_in_address()
    system = System.objects.get(workshop=room.workshop, code="crm")
    past = call(room, "client")("GET", f"lineage/graph/?asset={ids['a']}&as_of={before}").json()
    assert {node["zone"] for node in past["nodes"]} == {system.zone}
