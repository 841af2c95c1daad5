"""Fields, keys, links, owners, systems and terms by themselves, through the REST door."""

from typing import Any

import pytest

from catalog.api.examples import CLIENT, ORDER
from tests.people import Room
from tests.rest import Caller, call


@pytest.fixture
def shop(room: Room) -> tuple[Caller, int, int]:
    """A steward, the asset `client`, and `commande`, which points to it."""
    steward = call(room, "steward")
    client, order = steward("POST", "assets/bulk/", [CLIENT, ORDER]).json()["ids"]
    return steward, client, order


def found(answer: Any) -> tuple[int, set[tuple[str, str]]]:
    return answer.status_code, {(e["path"], e["code"]) for e in answer.json()["errors"]}


def test_field_is_added_changed_and_removed(shop: tuple[Caller, int, int]) -> None:
    steward, client, _order = shop
    made = steward("POST", "fields/", {"asset": client, "name": "phone", "terms": ["crm"]})
    assert (made.status_code, made.json()["position"], made.json()["terms"]) == (201, 2, ["crm"])
    path = f"fields/{made.json()['id']}/"
    assert made["Location"].endswith(path)
    assert steward("PATCH", path, {"required": True}, If_Match='"1"').status_code == 412
    changed = steward("PATCH", path, {"required": True}, If_Match=made["ETag"]).json()
    assert (changed["id"], changed["required"], changed["version"]) == (made.json()["id"], True, 3)
    assert steward("DELETE", path).status_code == 204
    assert [f["name"] for f in steward("GET", f"fields/?asset={client}").json()["results"]] == ["id", "email"]


def test_keys_follow_a_renamed_field(shop: tuple[Caller, int, int]) -> None:
    steward, client, order = shop
    pk = steward("GET", f"fields/?asset={client}").json()["results"][0]["id"]
    assert steward("PATCH", f"fields/{pk}/", {"name": "client_id"}).json()["id"] == pk
    assert steward("GET", f"assets/{client}/").json()["primary_key"] == ["client_id"]
    (link,) = steward("GET", f"foreign-keys/?asset={order}").json()["results"]
    assert link["columns"] == [{"field": "client_id", "target_field": "client_id"}]


def test_field_that_a_key_needs_stays(shop: tuple[Caller, int, int]) -> None:
    steward, client, _order = shop
    pk = steward("GET", f"fields/?asset={client}").json()["results"][0]["id"]
    assert found(steward("DELETE", f"fields/{pk}/")) == (409, {("primary_key", "referenced")})


def test_referenced_asset_names_what_refers_to_it(shop: tuple[Caller, int, int]) -> None:
    steward, client, _order = shop
    assert found(steward("DELETE", f"assets/{client}/")) == (409, {("foreign_keys", "referenced")})


def test_places_are_those_of_the_row(shop: tuple[Caller, int, int]) -> None:
    steward, client, order = shop
    twice = steward("POST", "fields/", {"asset": client, "name": "email"})
    assert found(twice) == (400, {("name", "duplicate")})
    unknown = steward("POST", "unique-keys/", {"asset": client, "name": "k", "fields": ["nope"]})
    assert found(unknown) == (400, {("fields.0", "unknown")})
    link = {
        "asset": order,
        "name": "k",
        "target": {"name": "nope"},
        "columns": ORDER["foreign_keys"][0]["columns"],
    }
    assert {path for path, _code in found(steward("POST", "foreign-keys/", link))[1]} == {"target"}
    wrong = {**link, "target": {"name": "client"}, "columns": [{"field": "id", "target_field": "email"}]}
    assert found(steward("POST", "foreign-keys/", wrong)) == (400, {("columns.0", "incompatible_types")})
    nobody = {"asset": client, "participant": "nobody", "responsibility": "steward"}
    assert found(steward("POST", "ownerships/", nobody)) == (400, {("participant", "unknown")})


def test_owner_is_named_once(shop: tuple[Caller, int, int]) -> None:
    steward, client, _order = shop
    owner = {"asset": client, "participant": "owner", "responsibility": "accountable"}
    assert steward("POST", "ownerships/", owner).status_code == 201
    again = {**owner, "participant": "OWNER"}
    assert found(steward("POST", "ownerships/", again)) == (400, {("", "duplicate")})
    assert found(steward("POST", "ownerships/", {**owner, "participant": "dpo"}))[0] == 400
    assert steward("GET", f"ownerships/?asset={client}").json()["total"] == 1


def test_part_of_a_foreign_asset_is_refused(shop: tuple[Caller, int, int], other_room: Room) -> None:
    steward, foreign = shop[0], other_room.asset()
    answer = steward("POST", "fields/", {"asset": foreign, "name": "x"})
    assert found(answer) == (400, {("asset", "unknown")})
    assert steward("GET", f"fields/?asset={foreign}").json()["results"] == []


def test_system_and_term_are_written(room: Room) -> None:
    steward = call(room, "steward")
    room.asset(terms=["crm"])
    system = steward(
        "POST", "systems/", {"code": "wms", "title_fr": "Dépôt", "plate": "white", "zone": "source"}
    )
    path = f"systems/{system.json()['id']}/"
    assert steward("PATCH", path, {"position": 9}, If_Match=system["ETag"]).json()["version"] == 2
    assert steward("DELETE", path, If_Match=system["ETag"]).status_code == 412
    assert steward("DELETE", path).status_code == 204
    crm = next(row for row in steward("GET", "systems/").json()["results"] if row["code"] == "crm")
    assert found(steward("DELETE", f"systems/{crm['id']}/")) == (409, {("system", "referenced")})
    (term,) = [row for row in steward("GET", "terms/?q=crm").json()["results"] if row["code"] == "crm"]
    assert term["link_count"] == 1
    assert found(steward("DELETE", f"terms/{term['id']}/")) == (409, {("terms", "referenced")})
    assert found(steward("POST", "terms/", {"code": "crm", "name_fr": "x"})) == (400, {("code", "duplicate")})


LISTS = {
    "assets/": 4,
    "assets/?q=asset": 3,
    "assets/deleted/": 4,
    "fields/": 4,
    "unique-keys/": 4,
    "foreign-keys/": 4,
    "ownerships/": 3,
    "systems/": 3,
    "terms/": 3,
    "workshops/": 3,
    "steps/": 3,
    "participants/": 4,
    "roles/": 3,
    "tokens/": 3,
}


def fill(room: Room, names: list[str]) -> None:
    """Assets with one of every part, and as many that were deleted."""
    steward = call(room, "steward")
    for name in names:
        link = {"name": "l", "target": {"name": name}, "columns": [{"field": "id", "target_field": "id"}]}
        owner = {"participant": "owner", "responsibility": "accountable"}
        keys = [{"name": "u", "fields": ["id"]}]
        room.asset(name=name, unique_keys=keys, foreign_keys=[link], ownerships=[owner], terms=["crm"])
        assert steward("DELETE", f"assets/{room.asset(name='gone')}/").status_code == 204


@pytest.mark.parametrize(("path", "count"), LISTS.items(), ids=LISTS.keys())
@pytest.mark.parametrize("names", [["asset_a"], ["asset_a", "asset_b", "asset_c"]], ids=["1 row", "3 rows"])
def test_list_takes_the_same_queries_however_long(
    room: Room, path: str, count: int, names: list[str], django_assert_num_queries: Any
) -> None:
    fill(room, names)
    steward = call(room, "steward")
    with django_assert_num_queries(count):
        answer = steward("GET", path)
    assert answer.json()["total"] >= len(names) or path in {"workshops/", "tokens/"}


@pytest.mark.parametrize("fields", [1, 3])
def test_asset_takes_the_same_queries_however_large(
    room: Room, fields: int, django_assert_num_queries: Any
) -> None:
    pk = room.asset(fields=[{"name": "id"}, *({"name": f"f{n}"} for n in range(fields))])
    steward = call(room, "steward")
    with django_assert_num_queries(7):
        assert len(steward("GET", f"assets/{pk}/").json()["fields"]) == fields + 1
