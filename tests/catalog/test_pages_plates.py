"""Systems and the diagram."""

from django.urls import reverse

from catalog.queries.glossary import systems_of
from tests.catalog.conftest import Visit
from tests.people import Room

SYSTEM = {"title_fr": "Caisse", "code": "caisse", "plate": "white", "zone": "source", "position": "9"}


def test_a_system_is_added_changed_and_removed(room: Room, visit: Visit) -> None:
    client = visit(room, "steward")
    assert client.post("/systems/new/", SYSTEM).status_code == 302
    system = systems_of(room["client"]).get(code="caisse")
    url = reverse("catalog:system-update", args=[system.pk])
    assert client.post(url, {**SYSTEM, "title_fr": "Caisses", "version": 1}).status_code == 302
    assert client.post(url, {**SYSTEM, "title_fr": "Trop tard", "version": 1}).status_code == 412
    assert systems_of(room["client"]).get(code="caisse").title_fr == "Caisses"
    assert client.post(reverse("catalog:system-delete", args=[system.pk])).status_code == 302
    assert not systems_of(room["client"]).filter(code="caisse").exists()


def test_a_system_with_the_code_of_another_is_refused_at_the_code(room: Room, visit: Visit) -> None:
    response = visit(room, "steward").post("/systems/new/", {**SYSTEM, "code": "crm"})
    assert (response.status_code, set(response.context["form"].errors)) == (400, {"code"})


def test_a_system_with_assets_stays(room: Room, visit: Visit) -> None:
    room.asset()
    crm = systems_of(room["client"]).get(code="crm")
    response = visit(room, "steward").post(reverse("catalog:system-delete", args=[crm.pk]))
    assert response.status_code == 409
    assert "client" in response.content.decode()


def test_systems_are_changed_by_those_who_may(room: Room, visit: Visit) -> None:
    assert visit(room, "client").get("/systems/new/").status_code == 403


def test_diagram_holds_bricks_links_and_their_table(room: Room, visit: Visit) -> None:
    target = room.asset()
    columns = [{"field": "id", "target_field": "id"}]
    link = {"name": "cc", "target": {"name": "client"}, "columns": columns}
    source = room.asset(name="commande", system="erp", foreign_keys=[link])
    client = visit(room, "client")
    context = client.get("/diagram/").context
    assert [plate["bricks"] for plate in context["graph"]["plates"]] == [[target], [source]]
    assert [(link["from"], link["to"]) for link in context["graph"]["links"]] == [(source, target)]
    assert [link["columns"] for link in context["drawing"]["links"]] == [columns]
    erp = client.get("/diagram/", {"system": "erp"}).context
    assert (erp["graph"]["links"], erp["drawing"]["links_out"]) == ([], 1)
