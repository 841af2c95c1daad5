"""The page of one asset and the forms that describe and rate it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.commands import asset_update
from catalog.documents import AssetChange
from catalog.queries.assets import asset_get, assets_visible
from tests.catalog.conftest import Visit
from tests.people import Room

DETAIL_QUERIES = 16
NEW = {
    "colour": "blue", "shape": "head", "system": "crm", "kind": "dataset", "title_fr": "Client fidèle",
    "description_fr": "Une pièce bleue avec une tête.", "personal_data": "yes", "tags": "atelier, table 2",
    "fields-TOTAL_FORMS": "2", "fields-INITIAL_FORMS": "0",
    "fields-0-name": "client_id", "fields-0-type": "integer", "fields-0-key": "on", "fields-0-required": "on",
    "fields-1-name": "email", "fields-1-type": "string", "fields-1-personal_data_category": "identity",
}  # fmt: skip


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back from the form as it stands."""
    form = client.get(url).context["form"]
    forms = [form, *getattr(form, "rows", [])]
    values = {field.html_name: field.value() for each in forms for field in each}
    if rows := getattr(form, "rows", None):
        values |= {
            f"fields-{name}": rows.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_detail_takes_a_fixed_number_of_queries(
    room: Room, visit: Visit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = room.asset()
    three = room.asset(
        name="large",
        fields=[{"name": "id", "type": "integer"}, {"name": "a"}, {"name": "b"}],
        unique_keys=[{"name": "ab", "fields": ["a", "b"]}],
        ownerships=[{"participant": name, "responsibility": "steward"} for name in ("steward", "producer")],
    )
    client = visit(room, "steward")
    with django_assert_num_queries(DETAIL_QUERIES - 1):  # no unique key, hence no fields of it
        client.get(reverse("catalog:asset-detail", args=[one]))
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(reverse("catalog:asset-detail", args=[three]))


def test_missing_things_lead_to_where_they_are_done(room: Room, visit: Visit) -> None:
    asset = room.asset()
    url = reverse("catalog:asset-detail", args=[asset])
    assert [item["url"] for item in visit(room, "steward").get(url).context["missing"]] == [
        "catalog:asset-owners",
        "catalog:asset-sensitivity",
        "catalog:asset-update",
        "catalog:asset-sensitivity",
        "catalog:asset-update",
    ]
    assert {item["url"] for item in visit(room, "client").get(url).context["missing"]} == {""}


def test_a_newcomer_registers_an_asset(room: Room, visit: Visit) -> None:
    done = visit(room, "steward").post("/assets/new/", NEW)
    asset = asset_get(room["client"], assets_visible(room["client"]).get().pk)
    assert done["Location"] == reverse("catalog:asset-detail", args=[asset["id"]])
    assert (asset["name"], asset["shape"], asset["personal_data"]) == ("client_fidele", "head", True)
    assert asset["tags"] == ["atelier", "table 2"]
    assert [(f["name"], f["type"], f["required"]) for f in asset["fields"]] == [
        ("client_id", "integer", True),
        ("email", "string", False),
    ]
    assert asset["primary_key"] == ["client_id"]


def test_a_field_is_added_without_javascript_and_nothing_is_lost(room: Room, visit: Visit) -> None:
    response = visit(room, "steward").post("/assets/new/", {**NEW, "add_row": "1"})
    form = response.context["form"]
    assert response.status_code == 200
    assert [row["name"].value() for row in form.rows] == ["client_id", "email", None]
    assert form["title_fr"].value() == "Client fidèle"
    assert [dict(each.errors) for each in (form, *form.rows)] == [{}] * 4
    assert not assets_visible(room["client"]).exists()


def test_refusals_stand_beside_their_inputs_and_nothing_typed_is_lost(room: Room, visit: Visit) -> None:
    room.asset()
    wrong = {**NEW, "name": "client", "fields-1-name": "client_id", "namespace": ""}
    response = visit(room, "steward").post("/assets/new/", wrong)
    form = response.context["form"]
    assert response.status_code == 400
    assert set(form.errors) == {"name"}
    assert [set(row.errors) for row in form.rows] == [set(), {"name"}]
    assert form["description_fr"].value() == NEW["description_fr"]
    assert form.has_hidden_errors


def test_a_form_without_place_and_title_says_so_there(room: Room, visit: Visit) -> None:
    response = visit(room, "steward").post("/assets/new/", {**NEW, "title_fr": "", "name": ""})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"title_fr"})
    response = visit(room, "steward").post("/assets/new/", {**NEW, "system": ""})
    assert (response.status_code, set(response.context["form"].errors)) == (400, {"system"})


def test_edit_renames_a_field_and_keeps_what_the_form_does_not_show(room: Room, visit: Visit) -> None:
    pk = room.asset(
        fields=[{"name": "id", "type": "integer", "terms": ["primary-key"]}, {"name": "old"}],
        ownerships=[{"participant": "owner", "responsibility": "accountable"}],
    )
    client, url = visit(room, "steward"), reverse("catalog:asset-update", args=[pk])
    before = asset_get(room["client"], pk)
    sent = form_of(client, url) | {"fields-0-name": "client_id", "fields-1-DELETE": "on"}
    assert client.post(url, sent).status_code == 302
    after = asset_get(room["client"], pk)
    assert [(f["id"], f["name"], f["terms"]) for f in after["fields"]] == [
        (before["fields"][0]["id"], "client_id", ["primary-key"])
    ]
    assert (after["primary_key"], after["ownerships"]) == (["client_id"], before["ownerships"])


def test_saving_a_form_as_it_came_changes_nothing(room: Room, visit: Visit) -> None:
    pk = room.asset(fields=[{"name": "a"}, {"name": "b"}], primary_key=["b", "a"], tags=["x"], importance=2)
    client = visit(room, "steward")
    for name in ("asset-update", "asset-sensitivity", "asset-owners", "asset-keys"):
        url = reverse(f"catalog:{name}", args=[pk])
        assert client.post(url, form_of(client, url)).status_code == 302
    assert asset_get(room["client"], pk)["version"] == 1


def test_who_saves_second_sees_what_the_first_changed_and_loses_nothing(room: Room, visit: Visit) -> None:
    pk = room.asset(description_fr="Avant")
    client, url = visit(room, "steward"), reverse("catalog:asset-update", args=[pk])
    sent = form_of(client, url) | {"title_fr": "Le mien"}
    asset_update(actor=room["owner"], asset_id=pk, change=AssetChange(description_fr="Le leur"))
    response = client.post(url, sent)
    assert response.status_code == 412
    assert [(c.before, c.after) for c in response.context["conflict"]["changes"]] == [("Avant", "Le leur")]
    form = response.context["form"]
    assert (form["title_fr"].value(), form["description_fr"].value()) == ("Le mien", "Le leur")
    again = sent | {"version": form["version"].value(), "description_fr": form["description_fr"].value()}
    assert client.post(url, again).status_code == 302
    asset = asset_get(room["client"], pk)
    assert (asset["title_fr"], asset["description_fr"]) == ("Le mien", "Le leur")


def test_a_row_added_while_somebody_else_saved_is_kept(room: Room, visit: Visit) -> None:
    pk = room.asset()
    client, url = visit(room, "steward"), reverse("catalog:asset-update", args=[pk])
    sent = form_of(client, url) | {
        "fields-TOTAL_FORMS": "2",
        "fields-1-name": "email",
        "fields-1-type": "string",
    }
    asset_update(actor=room["owner"], asset_id=pk, change=AssetChange(description_fr="Le leur"))
    rows = client.post(url, sent).context["form"].rows
    assert [row["name"].value() for row in rows] == ["id", "email"]


def test_rating_keeps_not_assessed_apart_from_zero(room: Room, visit: Visit) -> None:
    pk = room.asset()
    client, url = visit(room, "owner"), reverse("catalog:asset-sensitivity", args=[pk])
    sent = form_of(client, url) | {
        "availability": "0",
        "confidentiality": "3",
        "justification": "RGPD",
        "importance": "4",
    }
    assert client.post(url, sent).status_code == 302
    asset = asset_get(room["client"], pk)
    assert asset["sensitivity"] == {
        "availability": 0,
        "integrity": None,
        "confidentiality": 3,
        "proof": None,
        "reason": "RGPD",
    }
    assert asset["importance"] == 4


def test_each_level_stands_beside_its_definition(room: Room, visit: Visit) -> None:
    html = (
        visit(room, "owner").get(reverse("catalog:asset-sensitivity", args=[room.asset()])).content.decode()
    )
    assert html.count('class="axis-option"') == 4 * 6


def test_owners_are_one_accountable_and_any_number_of_others(room: Room, visit: Visit) -> None:
    pk = room.asset()
    client, url = visit(room, "steward"), reverse("catalog:asset-owners", args=[pk])
    sent = {
        "version": 1,
        "accountable": "owner",
        "steward": ["steward", "facilitator"],
        "custodian": ["engineer"],
    }
    assert client.post(url, sent).status_code == 302
    held = {(o["participant"], o["responsibility"]) for o in asset_get(room["client"], pk)["ownerships"]}
    assert held == {
        ("owner", "accountable"),
        ("steward", "steward"),
        ("facilitator", "steward"),
        ("engineer", "custodian"),
    }


def test_a_submitted_asset_keeps_its_owner_and_the_form_says_it(room: Room, visit: Visit) -> None:
    pk = room.asset(ownerships=[{"participant": "owner", "responsibility": "accountable"}])
    client = visit(room, "steward")
    client.post(reverse("catalog:asset-move", args=[pk]), {"status": "submitted"})
    response = client.post(reverse("catalog:asset-owners", args=[pk]), {"version": 2, "accountable": ""})
    assert (response.status_code, set(response.context["form"].errors)) == (400, {"accountable"})


def test_a_move_that_is_refused_says_what_is_missing(room: Room, visit: Visit) -> None:
    pk = room.asset()
    response = visit(room, "steward").post(reverse("catalog:asset-move", args=[pk]), {"status": "submitted"})
    assert response.status_code == 400
    assert [e.path for e in response.context["refused"].errors] == ["ownerships"]


@pytest.mark.parametrize(("role", "status"), [("client", 403), ("steward", 302)])
def test_moving_is_for_those_who_may(room: Room, visit: Visit, role: str, status: int) -> None:
    pk = room.asset(ownerships=[{"participant": "owner", "responsibility": "accountable"}])
    url = reverse("catalog:asset-move", args=[pk])
    assert visit(room, role).post(url, {"status": "submitted"}).status_code == status


def test_deleting_asks_first_and_names_what_points_there(room: Room, visit: Visit) -> None:
    pk = room.asset()
    columns = [{"field": "id", "target_field": "id"}]
    link = room.asset(
        name="commande", foreign_keys=[{"name": "c", "target": {"name": "client"}, "columns": columns}]
    )
    client, url = visit(room, "steward"), reverse("catalog:asset-delete", args=[pk])
    assert [r["asset_id"] for r in client.get(url).context["references"]] == [link]
    assert client.post(url).status_code == 409
    client.post(reverse("catalog:asset-delete", args=[link]))
    assert client.post(url).status_code == 302
    assert not assets_visible(room["client"]).exists()
