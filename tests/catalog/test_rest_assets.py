"""Assets through the REST door: reading, writing, bulk, and the ways back."""

from typing import Any

import pytest

from catalog.api.examples import CLIENT, ORDER
from catalog.models import Asset
from tests.people import Room
from tests.rest import call


def places(answer: Any) -> set[tuple[str, str]]:
    return {(error["path"], error["code"]) for error in answer.json()["errors"]}


def test_asset_is_registered_read_changed_and_deleted(room: Room) -> None:
    steward = call(room, "steward")
    made = steward("POST", "assets/", CLIENT, X_Change_Reason="première fiche".encode().decode("latin-1"))
    pk = made.json()["id"]
    assert (made.status_code, made["Location"]) == (201, f"http://testserver/api/v1/assets/{pk}/")
    read = steward("GET", f"assets/{pk}/")
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])
    changed = steward("PATCH", f"assets/{pk}/", {"title_en": "Buyer"}, If_Match=read["ETag"])
    assert (changed.json()["title_en"], changed.json()["version"]) == ("Buyer", 2)
    assert steward("DELETE", f"assets/{pk}/", If_Match=changed["ETag"]).status_code == 204
    assert steward("GET", f"assets/{pk}/").status_code == 404
    reasons = [version["reason"] for version in steward("GET", f"assets/{pk}/versions/").json()["results"]]
    assert reasons == ["", "", "première fiche"]


def test_put_writes_the_asset_whole(room: Room) -> None:
    steward = call(room, "steward")
    before = steward("POST", "assets/", CLIENT).json()
    after = steward("PUT", f"assets/{before['id']}/", {**CLIENT, "tags": [], "title_en": ""}).json()
    assert (after["tags"], after["title_en"]) == ([], "")
    assert [field["id"] for field in after["fields"]] == [field["id"] for field in before["fields"]]


def test_writer_who_has_not_seen_the_last_version_is_refused(room: Room) -> None:
    pk, steward = room.asset(), call(room, "steward")
    etag = steward("GET", f"assets/{pk}/")["ETag"]
    assert steward("PATCH", f"assets/{pk}/", {"title_fr": "Un"}, If_Match=etag).status_code == 200
    for method, body in (("PATCH", {"title_fr": "Deux"}), ("PUT", CLIENT), ("DELETE", None)):
        answer = steward(method, f"assets/{pk}/", body, If_Match=etag)
        assert (answer.status_code, answer.json()["code"]) == (412, "outdated")
    assert steward("PATCH", f"assets/{pk}/", {"title_fr": "Trois"}, If_Match='"2"').status_code == 200


def test_known_asset_is_not_sent_again(room: Room) -> None:
    pk, steward = room.asset(), call(room, "steward")
    etag = steward("GET", f"assets/{pk}/")["ETag"]
    again = steward("GET", f"assets/{pk}/", If_None_Match=etag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    steward("PATCH", f"assets/{pk}/", {"title_fr": "Autre"})
    assert steward("GET", f"assets/{pk}/", If_None_Match=etag).status_code == 200


def test_many_assets_are_registered_together_and_undone_together(room: Room) -> None:
    steward = call(room, "steward")
    made = steward("POST", "assets/bulk/", [ORDER, CLIENT])
    assert (made.status_code, len(made.json()["ids"])) == (201, 2)
    assert made["X-Request-Id"] == made.json()["request_id"]
    order = steward("GET", f"assets/{made.json()['ids'][0]}/").json()
    assert order["foreign_keys"][0]["target"]["id"] == made.json()["ids"][1]
    changed = steward("PATCH", "assets/bulk/", {"ids": made.json()["ids"], "change": {"importance": 2}})
    assert changed.status_code == 200
    undone = steward("POST", f"changes/{changed.json()['request_id']}/undo/")
    assert sorted(undone.json()["ids"]) == sorted(made.json()["ids"])
    rated = {row["name"]: row["importance"] for row in steward("GET", "assets/").json()["results"]}
    assert rated == {"client": 4, "commande": None}


def test_refused_bulk_names_every_place_and_writes_nothing(room: Room) -> None:
    dangling = {
        **ORDER,
        "name": "dangling",
        "foreign_keys": [{**ORDER["foreign_keys"][0], "target": {"name": "x"}}],
    }
    answer = call(room, "steward")("POST", "assets/bulk/", [CLIENT, CLIENT, dangling])
    assert (answer.status_code, places(answer)) == (400, {("1.name", "duplicate")})
    answer = call(room, "steward")("POST", "assets/bulk/", [CLIENT, dangling])
    assert (answer.status_code, {path for path, _code in places(answer)}) == (
        400,
        {"1.foreign_keys.0.target"},
    )
    answer = call(room, "steward")("POST", "assets/bulk/", [CLIENT, {**ORDER, "colour": "pink", "extra": 1}])
    assert places(answer) == {("1.colour", "literal_error"), ("1.extra", "extra_forbidden")}
    assert Asset.objects.count() == 0


def test_bulk_change_names_the_asset_that_is_not_there(room: Room, other_room: Room) -> None:
    own, foreign = room.asset(), other_room.asset()
    answer = call(room, "steward")(
        "PATCH", "assets/bulk/", {"ids": [own, foreign], "change": {"importance": 1}}
    )
    assert (answer.status_code, places(answer)) == (404, {("ids.1", "unknown")})
    assert Asset.objects.get(pk=own).importance is None


def test_deleted_asset_comes_back(room: Room) -> None:
    pk, steward = room.asset(), call(room, "steward")
    steward("DELETE", f"assets/{pk}/")
    (gone,) = steward("GET", "assets/deleted/").json()["results"]
    assert (gone["asset_id"], gone["type"]) == (pk, "deleted")
    back = steward("POST", f"assets/{pk}/restore/", {"version": gone["id"]})
    assert (back.status_code, back.json()["primary_key"]) == (200, ["id"])
    assert steward("GET", "assets/deleted/").json()["total"] == 0


def test_versions_are_listed_read_and_compared(room: Room) -> None:
    pk, steward = room.asset(), call(room, "steward")
    steward("PATCH", f"assets/{pk}/", {"title_fr": "Acheteur"})
    last, first = steward("GET", f"assets/{pk}/versions/").json()["results"]
    assert (last["by"], last["door"], first["type"]) == ("steward", "rest", "created")
    old = steward("GET", f"assets/{pk}/versions/{first['id']}/").json()
    assert old["document"]["title_fr"] == "Client"
    diff = steward("GET", f"assets/{pk}/versions/{last['id']}/diff/").json()
    assert diff == {"differences": [{"path": "title_fr", "before": "Client", "after": "Acheteur"}]}
    back = steward("GET", f"assets/{pk}/versions/{first['id']}/diff/?against={last['id']}").json()
    assert back == {"differences": [{"path": "title_fr", "before": "Acheteur", "after": "Client"}]}


def test_status_follows_the_life_cycle(room: Room) -> None:
    owner = [{"participant": "owner", "responsibility": "accountable"}]
    pk, steward = room.asset(ownerships=owner), call(room, "steward")
    assert steward("POST", f"assets/{pk}/status/", {"status": "validated"}).status_code == 409
    assert steward("POST", f"assets/{pk}/status/", {"status": "submitted"}).json()["status"] == "submitted"
    assert steward("POST", f"assets/{pk}/status/", {"status": "validated"}).status_code == 403
    assert call(room, "owner")("POST", f"assets/{pk}/status/", {"status": "validated"}).status_code == 200


def test_pages_lead_to_each_other(room: Room) -> None:
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        room.asset(name=name)
    steward, path, seen = call(room, "steward"), "assets/?limit=2&kind=dataset", []
    while path:
        page = steward("GET", path).json()
        seen += [row["name"] for row in page["results"]]
        assert page["total"] == 5
        path = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == names
    back = steward("GET", page["previous"].partition("/api/v1/")[2]).json()
    assert [row["name"] for row in back["results"]] == ["c", "d"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zzzz", []),
        ("q=comande", ["commande"]),
        ("zone=source&system=crm", ["client"]),
        ("system=crm&system=erp&order=-name", ["commande", "client"]),
        ("importance=4", None),
        ("personal_data=true", ["client"]),
        ("confidentiality_min=3", ["client"]),
        ("to_complete=false", []),
        ("owner=nobody", []),
        ("name=client&namespace=bricks", ["client"]),
    ],
)
def test_filters(room: Room, query: str, found: list[str] | None) -> None:
    steward = call(room, "steward")
    steward("POST", "assets/bulk/", [CLIENT, ORDER])
    answer = steward("GET", f"assets/?{query}")
    if found is None:
        assert places(answer) == {("importance", "extra_forbidden")}
    else:
        assert [row["name"] for row in answer.json()["results"]] == found


def test_facets_count_beside_the_other_conditions(room: Room) -> None:
    steward = call(room, "steward")
    steward("POST", "assets/bulk/", [CLIENT, ORDER])
    facets = steward("GET", "assets/facets/?system=crm").json()
    assert {row["value"]: row["count"] for row in facets["system"]} == {"crm": 1, "erp": 1}
    assert facets["personal_data"] == [{"value": True, "count": 1}]
