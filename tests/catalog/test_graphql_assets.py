"""Reading the catalogue through GraphQL: shapes, pages, and no more queries for more rows."""

from typing import Any

import pytest

from catalog.commands import asset_delete, asset_update
from catalog.documents import AssetChange
from tests.graphql import Ask, asker, codes, global_id
from tests.people import Room

OWNERS = [
    {"participant": "owner", "responsibility": "accountable"},
    {"participant": "steward", "responsibility": "steward"},
]
QUERIES_DEEP = 45  # about three for each of the relations below, whatever the number of rows
DEEP = """
query Deep($first: Int!) {
  assets(first: $first, filter: {name: "", kind: [DATASET]}) {
    totalCount
    nodes {
      name
      primaryKey
      system { code assets(first: 2) { totalCount nodes { name system { code } } } }
      fields { name terms { code } }
      uniqueKeys { name fields }
      ownerships { responsibility participant { nickname roles { role } } }
      terms { code name }
      foreignKeys {
        name
        columns { field targetField }
        asset { name }
        target { name fields { name terms { code } } ownerships { participant { nickname } } terms { code } }
      }
      referringKeys { name asset { name terms { code } } }
      versions(first: 3) { totalCount nodes { by reason differences { path before after } } }
      rights { describe move }
    }
  }
}
"""


def linked(room: Room, *names: str) -> None:
    """Assets that refer to `client`, with everything an asset can have, changed once."""
    client = {"columns": [{"field": "client", "target_field": "id"}], "name": "to_client"}
    for name in names:
        pk = room.asset(
            name=name,
            system="erp",
            fields=[
                {"name": "id", "type": "integer", "terms": ["data"]},
                {"name": "client", "type": "integer"},
                {"name": "code"},
            ],
            unique_keys=[{"name": "by_code", "fields": ["code"]}],
            foreign_keys=[{**client, "target": {"name": "client"}}],
            ownerships=OWNERS,
            terms=["erp"],
        )
        asset_update(
            actor=room["steward"], asset_id=pk, change=AssetChange(title_fr=name.upper()), reason="Titre"
        )


def test_number_of_queries_does_not_grow_at_depth(
    room: Room, ask: Ask, django_assert_num_queries: Any
) -> None:
    room.asset(terms=["crm"], ownerships=OWNERS)
    linked(room, "commande")
    ask(DEEP, first=1)
    with django_assert_num_queries(QUERIES_DEEP):
        assert len(ask(DEEP, first=2)["data"]["assets"]["nodes"]) == 2
    linked(room, "facture", "retour")
    with django_assert_num_queries(QUERIES_DEEP):
        assert len(ask(DEEP, first=4)["data"]["assets"]["nodes"]) == 4


def test_asset_with_everything_around_it(room: Room, ask: Ask, django_assert_num_queries: Any) -> None:
    room.asset()
    linked(room, "commande")
    query = """{ asset(namespace: "bricks", name: "commande") {
      name system { code } primaryKey fields { name type terms { code } } uniqueKeys { name fields }
      foreignKeys { name columns { field targetField } target { name } }
      ownerships { responsibility participant { nickname } } terms { code } } }"""
    ask(query)
    with django_assert_num_queries(11):
        answer = ask(query)
    assert answer == {
        "data": {
            "asset": {
                "name": "commande",
                "system": {"code": "erp"},
                "primaryKey": ["id"],
                "fields": [
                    {"name": "id", "type": "INTEGER", "terms": [{"code": "data"}]},
                    {"name": "client", "type": "INTEGER", "terms": []},
                    {"name": "code", "type": "STRING", "terms": []},
                ],
                "uniqueKeys": [{"name": "by_code", "fields": ["code"]}],
                "foreignKeys": [
                    {
                        "name": "to_client",
                        "columns": [{"field": "client", "targetField": "id"}],
                        "target": {"name": "client"},
                    }
                ],
                "ownerships": [
                    {"responsibility": "ACCOUNTABLE", "participant": {"nickname": "owner"}},
                    {"responsibility": "STEWARD", "participant": {"nickname": "steward"}},
                ],
                "terms": [{"code": "erp"}],
            }
        }
    }


def test_versions_say_who_why_and_what(room: Room, ask: Ask) -> None:
    room.asset()
    linked(room, "commande")
    answer = ask("""{ asset(namespace: "bricks", name: "commande") { versions(first: 1) {
        totalCount pageInfo { hasNextPage }
        nodes { by door reason type differences { path before after } } } } }""")
    assert answer["data"]["asset"]["versions"] == {
        "totalCount": 2,
        "pageInfo": {"hasNextPage": True},
        "nodes": [
            {
                "by": "steward",
                "door": "cli",
                "reason": "Titre",
                "type": "changed",
                "differences": [{"path": "title_fr", "before": "Client", "after": "COMMANDE"}],
            }
        ],
    }


PAGE = """query Page($first: Int, $after: String, $last: Int, $before: String, $q: String) {
  assets(first: $first, after: $after, last: $last, before: $before, filter: {q: $q}) {
    totalCount note
    edges { cursor node { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.mark.parametrize("q", [None, "vente"])
def test_connection_walks_forwards_and_back(room: Room, ask: Ask, q: str | None) -> None:
    for name in "abcde":
        room.asset(name=f"vente {name}", title_fr="Vente")
    walked, info = [], {"hasNextPage": True, "endCursor": None}
    while info["hasNextPage"]:
        page = ask(PAGE, first=2, after=info["endCursor"], q=q)["data"]["assets"]
        walked += [edge["node"]["name"] for edge in page["edges"]]
        info = page["pageInfo"]
    assert (page["totalCount"], sorted(walked)) == (5, [f"vente {name}" for name in "abcde"])
    back = ask(PAGE, last=3, before=info["startCursor"], q=q)["data"]["assets"]
    assert [edge["node"]["name"] for edge in back["edges"]] == walked[1:4]
    assert (back["pageInfo"]["hasPreviousPage"], back["pageInfo"]["hasNextPage"]) == (True, True)


def test_last_without_a_cursor_is_the_end(room: Room, ask: Ask) -> None:
    for name in "abc":
        room.asset(name=name)
    page = ask(PAGE, last=2)["data"]["assets"]
    assert [edge["node"]["name"] for edge in page["edges"]] == ["b", "c"]
    assert page["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ({"first": 0}, ("first", "range")),
        ({"first": 201}, ("first", "range")),
        ({"first": 1, "last": 1}, ("last", "both_ways")),
        ({"first": 1, "after": "nonsense"}, ("cursor", "cursor")),
    ],
)
def test_connection_refuses_what_makes_no_page(ask: Ask, arguments: Any, place: tuple[str, str]) -> None:
    answer = ask(PAGE, **arguments)
    assert codes(answer) == ["invalid"]
    assert [(e["path"], e["code"]) for e in answer["errors"][0]["extensions"]["errors"]] == [place]


def test_node_of_every_type_is_found_by_its_id(room: Room, ask: Ask) -> None:
    room.asset(terms=["crm"])
    found = ask("""{ assets { nodes { id fields { id } terms { id } system { id } } }
        participants { nodes { id roles { id } } } workshop { id steps { id } } }""")["data"]
    (asset,) = found["assets"]["nodes"]
    person = found["participants"]["nodes"][0]
    ids = [
        asset["id"],
        asset["fields"][0]["id"],
        asset["terms"][0]["id"],
        asset["system"]["id"],
        person["id"],
        person["roles"][0]["id"],
        found["workshop"]["id"],
        found["workshop"]["steps"][0]["id"],
    ]
    nodes = [ask("query ($id: ID!) { node(id: $id) { id __typename } }", id=id)["data"]["node"] for id in ids]
    assert [node["id"] for node in nodes] == ids
    types = "Asset Field Term System Participant RoleAssignment Workshop Step"
    assert [node["__typename"] for node in nodes] == types.split()


def test_what_is_elsewhere_is_like_what_does_not_exist(room: Room, other_room: Room) -> None:
    pk = other_room.asset()
    ask = asker(room, "facilitator")
    query = "query ($id: ID!) { node(id: $id) { id } asset(id: $id) { name } }"
    elsewhere = ask(query, id=global_id("Asset", pk))
    for unknown in (global_id("Asset", 10**9), global_id("Secret", 1), "nonsense", "", "QXNzZXQ6eA=="):
        assert ask(query, id=unknown) == elsewhere
    assert (elsewhere["data"], codes(elsewhere)) == ({"node": None, "asset": None}, ["not_found"] * 2)
    assert ask("{ assets { totalCount } }")["data"]["assets"]["totalCount"] == 0


def test_facets_count_and_deleted_assets_are_listed(room: Room, ask: Ask) -> None:
    room.asset(name="kept")
    asset_delete(actor=room["steward"], asset_id=room.asset(name="gone"), reason="Double")
    answer = ask("""{ facets(filter: {kind: [DATASET]}) { name values { value count } }
        deletedAssets { totalCount nodes { name type reason } } }""")["data"]
    assert answer["facets"][0] == {"name": "kind", "values": [{"value": "dataset", "count": 1}]}
    assert answer["deletedAssets"] == {
        "totalCount": 1,
        "nodes": [{"name": "gone", "type": "deleted", "reason": "Double"}],
    }
