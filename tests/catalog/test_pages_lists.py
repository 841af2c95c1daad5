"""The list of assets: search, filters, pages, several changed at once."""

from typing import Any

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.queries.assets import asset_get
from tests.catalog.conftest import Visit
from tests.people import Room

LIST = "/assets/"
QUERIES = 18  # session, person, roles, workshop; systems, people, notions; a page, its total, six facets


def names(response: Any) -> list[str]:
    return [row["name"] for row in response.context["page"].rows]


def test_list_takes_the_same_queries_for_one_asset_and_for_three(
    room: Room, visit: Visit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit(room, "steward")
    room.asset()
    with django_assert_num_queries(QUERIES):
        assert names(client.get(LIST)) == ["client"]
    room.asset(name="produit")
    room.asset(name="commande")
    with django_assert_num_queries(QUERIES):
        assert names(client.get(LIST)) == ["client", "commande", "produit"]


def test_filters_narrow_the_list_and_count_what_each_would_give(room: Room, visit: Visit) -> None:
    room.asset(sensitivity={"confidentiality": 3}, personal_data=True)
    room.asset(name="facture", system="erp")
    client = visit(room, "client")
    assert names(client.get(LIST, {"system": "erp"})) == ["facture"]
    assert names(client.get(LIST, {"confidentiality_min": "2"})) == ["client"]
    assert names(client.get(LIST, {"personal_data": "yes"})) == ["client"]
    response = client.get(LIST, {"system": "erp"})
    facet = next(f for f in response.context["facets"] if f["input"].name == "system")
    counts = {option["box"].data["value"]: option["count"] for option in facet["options"]}
    assert (counts["crm"], counts["erp"], counts["etl"]) == (1, 1, 0)


def test_a_filter_that_nobody_knows_is_passed_over(room: Room, visit: Visit) -> None:
    room.asset()
    response = visit(room, "client").get(
        LIST, {"kind": "spaceship", "owner": "nobody", "confidentiality_min": "9"}
    )
    assert names(response) == ["client"]


def test_a_slip_of_the_pen_is_corrected_and_said(room: Room, visit: Visit) -> None:
    room.asset(name="commande", title_fr="Commande")
    response = visit(room, "client").get(LIST, {"q": "comande"})
    assert names(response) == ["commande"]
    assert response.context["page"].note in response.content.decode()


def test_pages_follow_each_other_by_key_with_their_filters(room: Room, visit: Visit) -> None:
    for number in range(31):
        room.asset(name=f"asset_{number:02}")
    client = visit(room, "client")
    first = client.get(LIST, {"system": "crm"})
    assert names(first) == [f"asset_{number:02}" for number in range(30)]
    second = client.get(LIST, {"system": "crm", "after": first.context["page"].next})
    assert names(second) == ["asset_30"]
    assert second.context["query"] == "system=crm"
    back = client.get(LIST, {"system": "crm", "before": second.context["page"].previous})
    assert names(back) == names(first)


def test_htmx_gets_only_what_changes(room: Room, visit: Visit) -> None:
    room.asset()
    html = visit(room, "client").get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert 'id="results"' in html
    assert 'id="facets"' in html
    assert "<html" not in html


def test_nothing_found_shows_a_way_on(room: Room, visit: Visit) -> None:
    room.asset()
    html = visit(room, "steward").get(LIST, {"q": "zzzzzz"}).content.decode()
    assert 'class="empty' in html
    assert f'href="{LIST}"' in html


def test_several_change_at_once_and_back_at_once(room: Room, visit: Visit) -> None:
    ids = [room.asset(), room.asset(name="produit", title_fr="Produit")]
    client = visit(room, "steward")
    form = {"ids": ids, "apply": "1", "status_after": "submitted", "owner": "owner", "tag": "atelier"}
    done = client.post("/assets/bulk/", form)
    assert done.status_code == 302
    assets = [asset_get(room["client"], pk) for pk in ids]
    assert [(a["status"], a["tags"], len(a["ownerships"])) for a in assets] == [
        ("submitted", ["atelier"], 1)
    ] * 2
    assert client.get(done["Location"]).status_code == 200
    undone = client.post(done["Location"] + "undo/")
    assert undone.status_code == 302
    assets = [asset_get(room["client"], pk) for pk in ids]
    assert [(a["status"], a["tags"], len(a["ownerships"])) for a in assets] == [("draft", [], 0)] * 2


def test_one_that_cannot_change_keeps_all_as_they_were(room: Room, visit: Visit) -> None:
    ids = [room.asset(), room.asset(name="produit", title_fr="")]
    form = {"ids": ids, "apply": "1", "status_after": "submitted", "owner": "owner", "tag": ""}
    refused = visit(room, "steward").post("/assets/bulk/", form)
    assert refused.status_code == 400
    assert "produit.title_fr" in refused.content.decode()
    assert [asset_get(room["client"], pk)["ownerships"] for pk in ids] == [[], []]


def test_a_client_may_not_change_several(room: Room, visit: Visit) -> None:
    assert (
        visit(room, "client").post(reverse("catalog:asset-bulk"), {"ids": [room.asset()]}).status_code == 403
    )


def test_what_is_to_complete_comes_with_what_it_lacks(room: Room, visit: Visit) -> None:
    room.asset()
    response = visit(room, "client").get("/to-complete/")
    assert [entry.asset.name for entry in response.context["entries"]] == ["client"]
