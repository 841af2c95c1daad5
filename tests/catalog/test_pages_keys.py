"""The key editor: primary and unique keys, links to other assets and to itself."""

from django.urls import reverse

from catalog.queries.assets import asset_get
from tests.catalog.conftest import Visit
from tests.people import Room

PAIR = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]


def test_primary_key_takes_several_fields_in_their_order(room: Room, visit: Visit) -> None:
    pk = room.asset(fields=PAIR, primary_key=[])
    ids = {f["name"]: f["id"] for f in asset_get(room["client"], pk)["fields"]}
    url = reverse("catalog:asset-keys", args=[pk])
    sent = {"version": 1, f"position_{ids['a']}": "2", f"position_{ids['b']}": "1", "unique_0_fields": ["a"]}
    assert visit(room, "engineer").post(url, sent).status_code == 302
    asset = asset_get(room["client"], pk)
    assert asset["primary_key"] == ["b", "a"]
    assert [(key["name"], key["fields"]) for key in asset["unique_keys"]] == [("unique_a", ["a"])]


def test_a_key_that_others_need_stays_and_the_page_says_who(room: Room, visit: Visit) -> None:
    pk = room.asset()
    columns = [{"field": "id", "target_field": "id"}]
    room.asset(
        name="commande", foreign_keys=[{"name": "cc", "target": {"name": "client"}, "columns": columns}]
    )
    response = visit(room, "steward").post(reverse("catalog:asset-keys", args=[pk]), {"version": 1})
    assert response.status_code == 409
    assert "commande" in str(response.context["form"].non_field_errors())


def test_a_link_pairs_the_fields_of_a_composite_key(room: Room, visit: Visit) -> None:
    target = room.asset(name="ligne", fields=PAIR, primary_key=["a", "b"])
    pk = room.asset(name="retour", fields=[*PAIR, {"name": "id", "type": "integer"}])
    client = visit(room, "engineer")
    assert client.get(reverse("catalog:link-target", args=[pk]), {"q": "lig"}).context["page"].total == 1
    url = reverse("catalog:link-create", args=[pk, target])
    form = client.get(url).context["form"]
    assert [column.initial for column in form.columns()] == ["a", "b"]
    assert client.post(url, {"version": 1, "column_0": "a", "column_1": "b"}).status_code == 302
    (link,) = asset_get(room["client"], pk)["foreign_keys"]
    assert link["name"] == "retour_ligne"
    assert link["columns"] == [{"field": n, "target_field": n} for n in ("a", "b")]


def test_a_link_of_the_wrong_type_is_refused_beside_its_pair(room: Room, visit: Visit) -> None:
    target = room.asset(name="ligne", fields=PAIR, primary_key=["a", "b"])
    pk = room.asset(name="retour", fields=PAIR, primary_key=[])
    url = reverse("catalog:link-create", args=[pk, target])
    response = visit(room, "engineer").post(url, {"version": 1, "column_0": "a", "column_1": "a"})
    assert (response.status_code, set(response.context["form"].errors)) == (400, {"column_1"})


def test_an_asset_points_to_itself_and_the_link_changes_and_goes(room: Room, visit: Visit) -> None:
    fields = [
        {"name": "id", "type": "integer"},
        *({"name": n, "type": "integer"} for n in ("chef", "tuteur")),
    ]
    pk = room.asset(name="employe", fields=fields)
    client = visit(room, "steward")
    client.post(
        reverse("catalog:link-create", args=[pk, pk]), {"version": 1, "name": "chef", "column_0": "chef"}
    )
    (link,) = asset_get(room["client"], pk)["foreign_keys"]
    url = reverse("catalog:link-update", args=[pk, link["id"]])
    client.post(url, {"version": 2, "name": "chef", "column_0": "tuteur"})
    (link,) = asset_get(room["client"], pk)["foreign_keys"]
    assert (link["name"], link["columns"]) == ("chef", [{"field": "tuteur", "target_field": "id"}])
    client.post(reverse("catalog:link-delete", args=[pk, link["id"]]))
    assert asset_get(room["client"], pk)["foreign_keys"] == []


def test_a_proposed_link_is_confirmed_by_saving_it(room: Room, visit: Visit) -> None:
    columns = [{"field": "id", "target_field": "id"}]
    room.asset()
    proposed = {"name": "p", "target": {"name": "client"}, "columns": columns, "proposed": True}
    pk = room.asset(name="commande", foreign_keys=[proposed])
    (link,) = asset_get(room["client"], pk)["foreign_keys"]
    url = reverse("catalog:link-update", args=[pk, link["id"]])
    visit(room, "steward").post(url, {"version": 1, "name": "p", "column_0": "id"})
    assert asset_get(room["client"], pk)["foreign_keys"][0]["proposed"] is False


def test_the_target_may_be_linked_by_a_unique_key(room: Room, visit: Visit) -> None:
    target = room.asset(
        fields=[{"name": "id", "type": "integer"}, {"name": "email"}],
        unique_keys=[{"name": "mail", "fields": ["email"]}],
    )
    pk = room.asset(name="lettre", fields=[{"name": "email"}], primary_key=[])
    url = reverse("catalog:link-create", args=[pk, target]) + "?key=1"
    assert visit(room, "steward").post(url, {"version": 1, "column_0": "email"}).status_code == 302
    assert asset_get(room["client"], pk)["foreign_keys"][0]["columns"] == [
        {"field": "email", "target_field": "email"}
    ]
