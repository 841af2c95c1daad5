"""History on pages: readable differences, restore, what was deleted, whole changes."""

from django.urls import reverse

from catalog.commands import asset_delete, asset_update
from catalog.diff import Difference
from catalog.documents import AssetChange
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from catalog.wording import told
from tests.catalog.conftest import Visit
from tests.people import Room


def test_differences_are_told_in_words(db: None) -> None:
    changes = [
        Difference("status", "draft", "submitted"),
        Difference("sensitivity.confidentiality", None, 3),
        Difference("fields[email].required", False, True),
        Difference("fields[email]", None, {"type": "string", "required": True}),
        Difference(
            "ownerships[lea · accountable]", None, {"participant": "lea", "responsibility": "accountable"}
        ),
        Difference("tags", [], ["a", "b"]),
        Difference("system", "crm", "erp"),
    ]
    lines = told(changes, {"crm": "CRM", "erp": "ERP"})
    assert [line.place.count("[") for line in lines] == [0] * len(changes)
    assert (lines[1].after[:3], lines[5].after, lines[6].before) == ("3 ·", "a, b", "CRM")
    assert {line.before for line in lines[3:6]} == {"–"}


def test_history_compares_any_two_versions(room: Room, visit: Visit) -> None:
    pk = room.asset()
    for title in ("Deux", "Trois"):
        asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr=title), reason=title)
    client, url = visit(room, "client"), reverse("catalog:asset-history", args=[pk])
    assert [(c.before, c.after) for c in client.get(url).context["changes"]] == [("Deux", "Trois")]
    last, _second, first = asset_versions(room["client"], pk)
    changes = client.get(url, {"from": first["id"], "to": last["id"]}).context["changes"]
    assert [(c.before, c.after) for c in changes] == [("Client", "Trois")]
    assert client.get(url, {"to": "999999"}).status_code == 404


def test_an_earlier_version_comes_back_as_a_new_one(room: Room, visit: Visit) -> None:
    pk = room.asset()
    first = asset_versions(room["client"], pk)[0]
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Autre"))
    url = reverse("catalog:asset-restore", args=[pk])
    assert visit(room, "client").post(url, {"version": first["id"]}).status_code == 403
    assert visit(room, "steward").post(url, {"version": first["id"]}).status_code == 302
    asset = asset_get(room["client"], pk)
    assert (asset["title_fr"], asset["version"]) == ("Client", 3)


def test_a_deleted_asset_is_listed_read_and_brought_back(room: Room, visit: Visit) -> None:
    pk = room.asset()
    asset_delete(actor=room["steward"], asset_id=pk, reason="Doublon")
    client = visit(room, "steward")
    (gone,) = client.get("/assets/deleted/").context["versions"]
    assert (gone["asset_id"], gone["reason"]) == (pk, "Doublon")
    assert client.get(reverse("catalog:asset-history", args=[pk])).status_code == 200
    assert (
        client.post(reverse("catalog:asset-restore", args=[pk]), {"version": gone["id"]}).status_code == 302
    )
    assert asset_get(room["client"], pk)["primary_key"] == ["id"]


def test_a_change_that_others_built_on_is_not_undone(room: Room, visit: Visit) -> None:
    pk = room.asset()
    request_id = asset_versions(room["client"], pk)[0]["request_id"]
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Autre"))
    client = visit(room, "steward")
    assert client.get(reverse("catalog:change-detail", args=[request_id])).status_code == 200
    assert client.post(reverse("catalog:change-undo", args=[request_id])).status_code == 409
    assert asset_get(room["client"], pk)["title_fr"] == "Autre"
