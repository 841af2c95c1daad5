"""Asking the lineage through GraphQL: shapes, and no more queries for more rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.commands import asset_delete
from catalog.models import Asset
from lineage.assertions import FieldLink
from lineage.commands import edge_remove
from lineage.models import Edge, Job, Lowering, Run
from tests.graphql import Ask, asker, codes, global_id
from tests.lineage.conftest import Draw, Ran, edge_between, rated
from tests.people import Room

OWNED = {"ownerships": [{"participant": "owner", "responsibility": "accountable"}]}
QUERIES_DEEP = 72  # a few for each of the relations below, whatever the number of rows
DEEP = """
query Deep($asOf: DateTime) {
  assets(first: 8) {
    nodes {
      name
      upstream(first: 5, asOf: $asOf) { totalCount nodes { name distance asset { name } } }
      downstream(first: 5) { totalCount nodes { name distance } }
      lineage(limit: 10) {
        totalNodes cut
        nodes { name side distance hiddenUpstream asset { name status } }
        edges { source { name } target { name asset { name } } origins { kind job { name } } flag }
      }
      edgesIn(first: 5) { totalCount nodes { source { name } fields { masking sourceField { name } } } }
      edgesOut(first: 5) { nodes { target { name } lowerings { state askedBy { nickname } } history { kind } } }
      effectiveSensitivity { axis declared effective isGap path { name asset { name } } }
      impact {
        total owners { owner count } assets(first: 5) { name owners asset { name } } indicators(first: 5) { name }
      }
      fields {
        name
        lineage(limit: 5) { fields { name asset { name } field { name } } links { targetField { name } } }
        impact { totalFields total fields(first: 5) { name } uncertain { total assets(first: 5) { name } } }
      }
    }
  }
}
"""


def asset(room: Room, ids: dict[str, int], name: str, query: str, ask: Ask, **variables: Any) -> Any:
    """What is answered of one asset; `variables` are (type, value)."""
    declared = "".join(f", ${key}: {kind}" for key, (kind, _value) in variables.items())
    values = {key: value for key, (_kind, value) in variables.items()}
    text = f"query ($id: ID!{declared}) {{ asset(id: $id) {{ {query} }} }}"
    answer = ask(text, id=global_id("Asset", ids[name]), **values)
    assert "errors" not in answer, answer
    return answer["data"]["asset"]


def test_number_of_queries_does_not_grow_with_rows(
    room: Room, draw: Draw, ran: Ran, ask: Ask, django_assert_num_queries: Any
) -> None:
    ids = draw("a>b", "b>c", a={**rated(confidentiality=3), **OWNED}, b=OWNED)
    lowered(room, edge_between(room, ids["a"], ids["b"]))
    linked(ids, ran, "ab")
    ask(DEEP)
    with django_assert_num_queries(QUERIES_DEEP):
        assert len(ask(DEEP)["data"]["assets"]["nodes"]) == 3
    more = draw("c>d", "d>e", "a>e", "e>f", "x>a", d={"kind": "indicator"})
    lowered(room, edge_between(room, ids["b"], ids["c"]))
    linked(more, ran, "bc", "cd", "ef")
    with django_assert_num_queries(QUERIES_DEEP):
        answer = ask(DEEP)
    assert "errors" not in answer
    assert len(answer["data"]["assets"]["nodes"]) == 7


def linked(ids: dict[str, int], ran: Ran, *pairs: str) -> None:
    """A job that carries the first field of each asset into that of the next one."""
    fields = {row.asset_id: row for row in reversed([f for a in Asset.objects.all() for f in a.fields.all()])}
    ends = [(ids[pair[0]], ids[pair[1]]) for pair in pairs]
    links = [FieldLink(a, fields[a].pk, b, fields[b].pk, "DIRECT") for a, b in ends]
    ran(f"job {pairs}", inputs=[], outputs=[target for _source, target in ends], links=links)


def lowered(room: Room, edge: int, **values: Any) -> int:
    expires = (timezone.now() + timedelta(days=1)).isoformat()
    asked = {"technique": "MASKING", "level": 1, "reason": "jetons", "expiresAt": expires, **values}
    answer = asker(room, "engineer")(ASK, input={"edgeId": global_id("LineageEdge", edge), "lowering": asked})
    return int(Lowering.objects.latest("pk").pk) if "errors" not in answer else 0


ASK = "mutation ($input: LoweringAskInput!) { loweringAsk(input: $input) { lowering { id state edge { number } } } }"


def test_graph_and_ways_around_an_asset(room: Room, draw: Draw, ask: Ask) -> None:
    ids = draw("a>b", "b>c", "x>c", c={"kind": "indicator"})
    told = asset(
        room,
        ids,
        "b",
        """upstream { totalCount nodes { name distance } } downstream { nodes { name kind asset { id } } }
        lineage { root: nodes { name side distance } edges { number } totalNodes missing cut nextOffset }
        near: lineage(direction: DOWNSTREAM, depth: 1, limit: 1) { nodes { name hiddenUpstream hiddenDownstream }
          totalNodes missing cut nextOffset }
        indicators: lineage(kinds: [INDICATOR]) { nodes { name } }
        edgesIn { totalCount nodes { source { name } flag } } edgesOut { nodes { target { name } } }""",
        ask,
    )
    assert told["upstream"] == {"totalCount": 1, "nodes": [{"name": "a", "distance": 1}]}
    assert told["downstream"]["nodes"] == [
        {"name": "c", "kind": "INDICATOR", "asset": {"id": global_id("Asset", ids["c"])}}
    ]
    assert [(n["name"], n["side"]) for n in told["lineage"]["root"]] == [
        ("b", None),
        ("c", "DOWNSTREAM"),
        ("a", "UPSTREAM"),
    ]
    assert (told["lineage"]["cut"], told["lineage"]["nextOffset"]) == (False, None)
    assert told["near"] == {
        "nodes": [{"name": "b", "hiddenUpstream": 1, "hiddenDownstream": 1}],
        "totalNodes": 2,
        "missing": 1,
        "cut": True,
        "nextOffset": 1,
    }
    assert told["indicators"]["nodes"] == [{"name": "b"}, {"name": "c"}]
    assert told["edgesIn"] == {"totalCount": 1, "nodes": [{"source": {"name": "a"}, "flag": None}]}
    assert told["edgesOut"] == {"nodes": [{"target": {"name": "c"}}]}


def test_pages_of_what_lies_downstream(room: Room, draw: Draw, ask: Ask) -> None:
    ids = draw("a>b", "a>c", "c>d")
    query = """downstream(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor }
               edges { cursor node { name } } }"""
    seen: list[str] = []
    after: str | None = None
    while True:
        page = asset(room, ids, "a", query, ask, after=("String", after))["downstream"]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert (seen, page["totalCount"]) == (["b", "c", "d"], 3)


def test_as_of_tells_what_was_and_that_it_is_gone(room: Room, draw: Draw, ask: Ask) -> None:
    ids = draw("a>b", a=rated(confidentiality=4))
    before = timezone.now().isoformat()
    asset_delete(actor=room["facilitator"], asset_id=ids["a"])
    told = asset(
        room,
        ids,
        "b",
        """upstream { totalCount } lineage(asOf: $at) { asOf nodes { name asset { name } } }
        effectiveSensitivity(asOf: $at) { axis effective path { name } }
        before: lineage(asOf: "2001-01-01T00:00:00+00:00") { totalNodes }""",
        ask,
        at=("DateTime", before),
    )
    assert told["upstream"]["totalCount"] == 0
    assert told["lineage"]["nodes"] == [{"name": "b", "asset": {"name": "b"}}, {"name": "a", "asset": None}]
    assert told["effectiveSensitivity"][2] == {
        "axis": "CONFIDENTIALITY",
        "effective": 4,
        "path": [{"name": "a"}, {"name": "b"}],
    }
    assert told["before"] is None


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ("lineage(limit: 0)", "limit"),
        ("lineage(limit: 5001)", "limit"),
        ("lineage(offset: -1)", "offset"),
        ("lineage(depth: 0)", "depth"),
        ('lineage(asOf: "2026-01-01T00:00:00")', "asOf"),
    ],
)
def test_arguments_out_of_range_are_refused(
    room: Room, draw: Draw, ask: Ask, arguments: str, path: str
) -> None:
    ids = draw(a={})
    answer = ask(f'{{ asset(id: "{global_id("Asset", ids["a"])}") {{ {arguments} {{ totalNodes }} }} }}')
    assert [(e["extensions"]["code"], e["extensions"]["errors"][0]["path"]) for e in answer["errors"]] == [
        ("invalid", path)
    ]


COSTLY = "{ assets(first: 100) { nodes { lineage(limit: $limit) { nodes { name } } } } }"


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        (COSTLY.replace("$limit", "200"), []),
        (COSTLY.replace("$limit", "300"), ["too_costly"]),
        ("{ assets(first: 100) { nodes { impact { assets(first: 300) { name } } } } }", ["too_costly"]),
        ("{ assets(first: 200) { nodes { upstream(first: 200) { nodes { name } } } } }", ["too_costly"]),
    ],
)
def test_cost_counts_what_a_graph_may_hold(room: Room, ask: Ask, query: str, refused: list[str]) -> None:
    assert codes(ask(query)) == refused


def test_impact_and_field_impact(room: Room, draw: Draw, ran: Ran, ask: Ask) -> None:
    ids = draw("a>b", "b>kpi", b={**OWNED, **rated(confidentiality=2)}, kpi={"kind": "indicator"})
    linked(ids, ran, "ab")
    told = asset(
        room,
        ids,
        "a",
        """impact { total missing byDistance { distance count } byKind { kind count } owners { owner count }
           mostSensitive { name } indicators { name distance } assets { name owners } }
           fields { number: name impact { fields { name asset { name } } total uncertain { assets { name } } } }""",
        ask,
    )
    assert told["impact"] == {
        "total": 2,
        "missing": 0,
        "byDistance": [{"distance": 1, "count": 1}, {"distance": 2, "count": 1}],
        "byKind": [{"kind": "DATASET", "count": 1}, {"kind": "INDICATOR", "count": 1}],
        "owners": [{"owner": "owner", "count": 1}, {"owner": "", "count": 1}],
        "mostSensitive": {"name": "b"},
        "indicators": [{"name": "kpi", "distance": 2}],
        "assets": [{"name": "b", "owners": ["owner"]}, {"name": "kpi", "owners": []}],
    }
    assert told["fields"] == [
        {
            "number": "id",
            "impact": {
                "fields": [{"name": "id", "asset": {"name": "b"}}],
                "total": 1,
                "uncertain": {"assets": [{"name": "kpi"}]},
            },
        }
    ]


def test_questions_at_the_top(room: Room, draw: Draw, ran: Ran, ask: Ask) -> None:
    ids = draw("crm>lake", "lake>store", crm=rated(confidentiality=3), lake={"system": "datalake"},
               store={"system": "data-store"}, lonely={}, lost={"system": "data-store"})  # fmt: skip
    since = (timezone.now() - timedelta(seconds=1)).isoformat()
    fields = {row.asset_id: row.pk for a in Asset.objects.all() for row in a.fields.all()}
    answer = ask(
        """query ($crm: ID!, $store: ID!, $field: ID!, $since: DateTime!) {
        shortestPath(source: $crm, target: $store) { length nodes { name } edges { source { name } } }
        none: shortestPath(source: $store, target: $crm) { length }
        lineageDifference(since: $since) { totalEdges added { target { name } } removed { number } cut }
        unusedSources { nodes { name } } sourcelessAssets { nodes { name } }
        gaps(axis: CONFIDENTIALITY) { totalCount nodes { asset { name asset { name } } declared effective } }
        edges(source: $crm) { totalCount nodes { target { name } open: origins { kind since } } }
        flagged: edges(flag: SKIPS) { nodes { source { name } } }
        fieldLineage(asset: $crm) { fields { name distance } totalFields }
        byField: fieldLineage(fields: [$field]) { totalFields }
        fieldImpact(field: $field) { total uncertain { total } }
        }""",
        crm=global_id("Asset", ids["crm"]),
        store=global_id("Asset", ids["store"]),
        field=global_id("Field", fields[ids["crm"]]),
        since=since,
    )
    assert "errors" not in answer, answer
    data = answer["data"]
    assert data["shortestPath"] == {
        "length": 2,
        "nodes": [{"name": "crm"}, {"name": "lake"}, {"name": "store"}],
        "edges": [{"source": {"name": "crm"}}, {"source": {"name": "lake"}}],
    }
    assert data["none"] is None
    assert data["lineageDifference"] == {
        "totalEdges": 2,
        "added": [{"target": {"name": "lake"}}, {"target": {"name": "store"}}],
        "removed": [],
        "cut": False,
    }
    assert data["unusedSources"]["nodes"] == [{"name": "lonely"}]
    assert data["sourcelessAssets"]["nodes"] == [{"name": "lost"}]
    assert [(n["asset"]["name"], n["declared"], n["effective"]) for n in data["gaps"]["nodes"]] == [
        ("lake", None, 3),
        ("store", None, 3),
    ]
    assert data["edges"]["nodes"][0]["open"][0]["kind"] == "MANUAL"
    assert data["flagged"]["nodes"] == [{"source": {"name": "lake"}}]
    assert data["fieldLineage"] == {"fields": [{"name": "id", "distance": 0}], "totalFields": 1}
    assert data["byField"]["totalFields"] == 1
    assert data["fieldImpact"] == {"total": 0, "uncertain": {"total": 2}}


def test_jobs_runs_and_events(
    room: Room, draw: Draw, ran: Ran, ask: Ask, django_assert_num_queries: Any
) -> None:
    ids = draw(a={}, b={})
    for name in ("load", "check"):
        ran(name, inputs=[ids["a"]], outputs=[ids["b"]])
    query = """{ jobs { totalCount nodes { name namespace tags runs(first: 2) { totalCount nodes {
      state inputs { name asset { name } } outputs { name } job { name } } } } }
      runs { nodes { runId } } events { totalCount } }"""
    with django_assert_num_queries(13):
        answer = ask(query)
    assert "errors" not in answer, answer
    check = answer["data"]["jobs"]["nodes"][0]
    assert (check["name"], check["runs"]["totalCount"]) == ("check", 1)
    assert check["runs"]["nodes"] == [
        {
            "state": "COMPLETED",
            "inputs": [{"name": "a", "asset": {"name": "a"}}],
            "outputs": [{"name": "b"}],
            "job": {"name": "check"},
        }
    ]
    one = ask(
        """query ($job: ID!, $run: ID!) {
          job(id: $job) { name } run(id: $run) { state } runs(job: $job) { totalCount } }""",
        job=global_id("Job", Job.objects.get(name="load").pk),
        run=global_id("Run", Run.objects.get(job__name="load").pk),
    )
    assert one["data"] == {
        "job": {"name": "load"},
        "run": {"state": "COMPLETED"},
        "runs": {"totalCount": 1},
    }


DRAW = """mutation ($input: EdgesDrawInput!) { edgesDraw(input: $input) {
  requestId edges { id number source { name } target { name } fields { sourceField { name } dependency } } } }"""


def test_edges_are_drawn_and_removed(room: Room, draw: Draw) -> None:
    ids = draw(a={}, b={})
    ask = asker(room, "engineer")
    ends = {"source": global_id("Asset", ids["a"]), "target": global_id("Asset", ids["b"])}
    link = {"sourceField": "id", "targetField": "id", "dependency": "DIRECT"}
    answer = ask(DRAW, input={"edges": [{**ends, "fields": [link]}, ends], "reason": "vu"})
    first, second = answer["data"]["edgesDraw"]["edges"]
    assert (first, first["number"]) == (second, Edge.objects.get().pk)
    assert first["fields"] == [{"sourceField": {"name": "id"}, "dependency": "DIRECT"}]
    gone = ask(
        """mutation ($id: ID!) { edgeRemove(input: {id: $id, reason: "faux"}) { edge { origins { kind }
           history { opened { by reason door } closed { reason } validUntil } } } }""",
        id=first["id"],
    )
    (spell,) = gone["data"]["edgeRemove"]["edge"]["history"]
    assert gone["data"]["edgeRemove"]["edge"]["origins"] == []
    assert (spell["opened"], spell["closed"]["reason"]) == (
        {"by": "engineer", "reason": "vu", "door": "graphql"},
        "faux",
    )


def test_refused_edges_name_their_places(room: Room, draw: Draw) -> None:
    ids = draw(a={}, b={})
    ends = {"source": global_id("Asset", ids["a"]), "target": global_id("Asset", ids["b"])}
    wrong = {**ends, "fields": [{"sourceField": "id", "targetField": "zz"}]}
    answer = asker(room, "engineer")(DRAW, input={"edges": [ends, wrong]})
    assert answer["errors"][0]["extensions"]["errors"][0]["path"] == "1.fields.0.targetField"
    assert not Edge.objects.exists()


def test_life_of_a_lowering(room: Room, draw: Draw) -> None:
    ids = draw("a>b", a=rated(confidentiality=4))
    pk = lowered(room, edge_between(room, ids["a"], ids["b"]), technique="AGGREGATION", k=5)
    review = """mutation ($id: ID!, $accepted: Boolean!) {
      loweringReview(input: {id: $id, accepted: $accepted}) { lowering { state reviewedBy { nickname } k } } }"""
    key = global_id("Lowering", pk)
    waiting = (
        "{ lowerings(state: WAITING) { nodes { number: id reason askedBy { nickname } edge { flag } } } }"
    )
    dpo, engineer = asker(room, "dpo"), asker(room, "engineer")
    assert [n["number"] for n in dpo(waiting)["data"]["lowerings"]["nodes"]] == [key]
    assert codes(engineer(review, id=key, accepted=True)) == ["forbidden"]
    accepted = dpo(review, id=key, accepted=True)["data"]["loweringReview"]["lowering"]
    assert accepted == {"state": "ACTIVE", "reviewedBy": {"nickname": "dpo"}, "k": 5}
    assert level(room, ids["b"], dpo) == 1
    ended = engineer("mutation ($id: ID!) { loweringEnd(input: {id: $id}) { lowering { state } } }", id=key)
    assert ended["data"]["loweringEnd"]["lowering"]["state"] == "ENDED"
    assert level(room, ids["b"], dpo) == 4


def level(room: Room, pk: int, ask: Ask) -> int:
    query = "query ($id: ID!) { asset(id: $id) { effectiveSensitivity { effective } } }"
    found: int = ask(query, id=global_id("Asset", pk))["data"]["asset"]["effectiveSensitivity"][2][
        "effective"
    ]
    return found


def test_unknown_is_not_found_and_alone_is_empty(room: Room, other_room: Room, draw: Draw, ask: Ask) -> None:
    ids, foreign = draw(a={}), other_room.asset()
    assert asset(room, ids, "a", "lineage { totalNodes edges { number } }", ask)["lineage"] == {
        "totalNodes": 1,
        "edges": [],
    }
    for query in (
        "{ edges(source: $id) { totalCount } }",
        "{ shortestPath(source: $id, target: $id) { length } }",
        "{ fieldLineage(asset: $id) { totalFields } }",
    ):
        assert codes(ask(query.replace("$id", f'"{global_id("Asset", foreign)}"'))) == ["not_found"]


def test_nodes_are_found_by_their_global_id(room: Room, draw: Draw, ran: Ran, ask: Ask) -> None:
    ids = draw("a>b")
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]])
    pk = lowered(room, edge_between(room, ids["a"], ids["b"]))
    found = {
        "LineageEdge": Edge.objects.get().pk,
        "Lowering": pk,
        "Job": Job.objects.get().pk,
        "Run": Run.objects.get().pk,
    }
    for type_name, key in found.items():
        answer = ask(f'{{ node(id: "{global_id(type_name, key)}") {{ __typename id }} }}')
        assert answer["data"]["node"] == {"__typename": type_name, "id": global_id(type_name, key)}


def test_removed_edge_is_still_read_by_itself(room: Room, draw: Draw, ask: Ask) -> None:
    ids = draw("a>b")
    pk = edge_between(room, ids["a"], ids["b"])
    edge_remove(actor=room["engineer"], edge_id=pk)
    edge = ask(f'{{ edge(id: "{global_id("LineageEdge", pk)}") {{ origins {{ kind }} source {{ name }} }} }}')
    assert edge["data"]["edge"] == {"origins": [], "source": {"name": "a"}}
