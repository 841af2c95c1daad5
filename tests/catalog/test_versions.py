"""Going back: every version can be read, come again or be undone, and no writer is forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.commands import (
    asset_create,
    asset_delete,
    asset_move,
    asset_restore,
    asset_update,
    assets_create,
    assets_delete,
    assets_update,
    change_undo,
)
from catalog.documents import AssetChange, AssetDocument
from catalog.models import PARTS, Asset
from catalog.queries.assets import asset_document, asset_get
from catalog.queries.versions import (
    asset_at,
    asset_history,
    asset_versions,
    assets_deleted,
    version_differences,
)
from catalog.representation import as_document
from common.errors import AppError, Conflict, Forbidden, Invalid, NotFound, Referenced
from common.history import history_of
from tests.people import Room

OWNER = {"participant": "owner", "responsibility": "accountable"}
FULL: dict[str, Any] = {
    "title_fr": "Client", "description_fr": "Qui achète", "importance": 3, "personal_data": True,
    "tags": ["vente"], "sensitivity": {"confidentiality": 3, "reason": "RGPD"}, "ownerships": [OWNER],
    "terms": ["personal-data"],
    "fields": [
        {"name": "id", "type": "integer", "required": True},
        {"name": "email", "personal_data_category": "identity", "terms": ["master-data"]},
    ],
    "primary_key": ["id"], "unique_keys": [{"name": "mail", "fields": ["email"]}],
}  # fmt: skip


def update(room: Room, pk: int, by: str = "facilitator", **values: Any) -> int:
    return asset_update(actor=room[by], asset_id=pk, change=AssetChange.read(values))


def without_ids(document: dict[str, Any]) -> dict[str, Any]:
    fields = [{key: value for key, value in field.items() if key != "id"} for field in document["fields"]]
    return {**document, "fields": fields}


def state(room: Room, pk: int) -> dict[str, Any]:
    """All that people wrote of an asset, and its status."""
    return {
        **without_ids(asset_document(room["client"], pk)),
        "status": asset_get(room["client"], pk)["status"],
    }


def numbers(room: Room, pk: int) -> list[int]:
    return [version["version"] for version in asset_versions(room["client"], pk)]


def link(target: str, field: str = "client_id") -> dict[str, Any]:
    columns = [{"field": field, "target_field": "id"}]
    return {"name": f"to_{target}", "target": {"name": target}, "columns": columns}


def order(room: Room, target: str = "client") -> int:
    fields = [{"name": "id", "type": "integer"}, {"name": "client_id", "type": "integer"}]
    return room.asset(name="order", fields=fields, foreign_keys=[link(target)])


def request_of(room: Room, pk: int) -> Any:
    return asset_versions(room["client"], pk)[0]["request_id"]


# Versions


def test_each_version_tells_who_when_how_and_why(room: Room) -> None:
    pk = room.asset()
    change = AssetChange(title_fr="Acheteur")
    asset_update(actor=room["owner"], asset_id=pk, change=change, reason="Le mot du métier")
    latest, first = asset_versions(room["client"], pk)
    told = ("version", "type", "by", "door", "reason")
    assert [latest[name] for name in told] == [2, "changed", "owner", "cli", "Le mot du métier"]
    assert [first[name] for name in told] == [1, "created", "steward", "cli", ""]
    assert latest["at"] > first["at"]
    (difference,) = version_differences(room["client"], pk, latest["id"])
    assert (difference.path, difference.before, difference.after) == ("title_fr", "Client", "Acheteur")


def test_history_stays_signed_when_a_user_leaves(room: Room) -> None:
    pk = room.asset()
    user = room.user("steward")
    user.is_active = False
    user.save()
    assert [version["by"] for version in asset_versions(room["client"], pk)] == ["steward"]
    asset_restore(
        actor=room["facilitator"], asset_id=pk, version_id=asset_versions(room["client"], pk)[0]["id"]
    )
    assert asset_at(room["client"], pk, asset_versions(room["client"], pk)[0]["id"])["name"] == "client"


def test_history_of_another_workshop_does_not_exist(room: Room, other_room: Room) -> None:
    pk = room.asset()
    version = asset_versions(room["client"], pk)[0]
    stranger = other_room["facilitator"]
    refused: list[Callable[[], Any]] = [
        lambda: asset_versions(stranger, pk),
        lambda: asset_at(stranger, pk, version["id"]),
        lambda: asset_restore(actor=stranger, asset_id=pk, version_id=version["id"]),
        lambda: change_undo(actor=stranger, request_id=version["request_id"]),
    ]
    for attempt in refused:
        with pytest.raises(NotFound):
            attempt()


# Restoring


def test_earlier_version_comes_back_whole_as_a_new_one(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    before, first = state(room, pk), asset_versions(room["client"], pk)[0]["id"]
    update(room, pk, fields=[{"name": "code"}], primary_key=["code"], unique_keys=[], tags=[], terms=[])
    update(room, pk, sensitivity={"confidentiality": 1, "reason": ""}, importance=None, description_fr="")
    asset_restore(actor=room["facilitator"], asset_id=pk, version_id=first)
    assert state(room, pk) == before
    assert numbers(room, pk) == [4, 3, 2, 1]


def test_renamed_field_gets_its_name_back_and_stays_the_same_field(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    fields = asset_get(room["client"], pk)["fields"]
    renamed = [{"id": field["id"], "name": f"{field['name']}_2", "type": field["type"]} for field in fields]
    update(room, pk, fields=renamed, primary_key=["id_2"], unique_keys=[])
    asset_restore(actor=room["steward"], asset_id=pk, version_id=asset_versions(room["client"], pk)[-1]["id"])
    after = asset_get(room["client"], pk)["fields"]
    assert [(field["id"], field["name"]) for field in after] == [(f["id"], f["name"]) for f in fields]


def test_restored_link_follows_what_was_renamed_since(room: Room) -> None:
    client = room.asset()
    pk = order(room)
    first = asset_versions(room["client"], pk)[0]["id"]
    update(room, pk, foreign_keys=[])
    field = asset_get(room["client"], client)["fields"][0]["id"]
    update(
        room,
        client,
        name="buyer",
        fields=[{"id": field, "name": "no", "type": "integer"}],
        primary_key=["no"],
    )
    asset_restore(actor=room["steward"], asset_id=pk, version_id=first)
    (key,) = asset_get(room["client"], pk)["foreign_keys"]
    assert (key["target"]["id"], key["columns"]) == (client, [{"field": "client_id", "target_field": "no"}])


def test_restoring_what_breaks_others_says_who(room: Room) -> None:
    pk = room.asset(fields=[], primary_key=[])
    first = asset_versions(room["client"], pk)[0]["id"]
    update(room, pk, fields=[{"name": "id", "type": "integer"}], primary_key=["id"])
    order(room)
    with pytest.raises(Referenced) as refused:
        asset_restore(actor=room["steward"], asset_id=pk, version_id=first)
    assert "order" in str(refused.value)
    assert numbers(room, pk) == [2, 1]


def test_restoring_needs_the_rights_of_what_changes(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    first = asset_versions(room["client"], pk)[0]["id"]
    update(room, pk, title_fr="Acheteur")
    for role in ("client", "engineer"):
        with pytest.raises(Forbidden):
            asset_restore(actor=room[role], asset_id=pk, version_id=first)
    assert numbers(room, pk) == [2, 1]


def test_deleted_asset_comes_back_with_fields_and_keys_in_one_version(room: Room) -> None:
    client = room.asset()
    pk = room.asset(
        by="facilitator", **{**FULL, "name": "order", "foreign_keys": [link("client", "id")], "system": "erp"}
    )
    before = state(room, pk)
    update(room, pk, title_fr="Commande")
    update(room, pk, title_fr="Client")
    asset_delete(actor=room["steward"], asset_id=pk)
    assert [row["asset_id"] for row in assets_deleted(room["client"])] == [pk]
    last = asset_versions(room["client"], pk)[0]["id"]
    asset_restore(actor=room["steward"], asset_id=pk, version_id=last)
    assert state(room, pk) == before
    assert asset_get(room["client"], pk)["foreign_keys"][0]["target"]["id"] == client
    kinds = asset_history(room["client"], pk).values_list("history_type", "version")
    assert list(kinds) == [("+", 4), ("-", 3), ("~", 3), ("~", 2), ("+", 1)]
    assert assets_deleted(room["client"]) == []


@pytest.mark.parametrize(("role", "status"), [("owner", "validated"), ("steward", "draft")])
def test_deleted_asset_comes_back_validated_only_by_who_may_validate(
    room: Room, role: str, status: str
) -> None:
    pk = room.asset(by="facilitator", **FULL)
    asset_move(actor=room["steward"], asset_id=pk, status="submitted")
    asset_move(actor=room["owner"], asset_id=pk, status="validated")
    asset_delete(actor=room["owner"], asset_id=pk)
    last = asset_versions(room["client"], pk)[0]["id"]
    asset_restore(actor=room[role], asset_id=pk, version_id=last)
    assert state(room, pk)["status"] == status


def test_asset_whose_target_is_gone_says_so(room: Room) -> None:
    client = room.asset()
    pk = order(room)
    asset_delete(actor=room["steward"], asset_id=pk)
    asset_delete(actor=room["steward"], asset_id=client)
    with pytest.raises(Invalid) as refused:
        asset_restore(
            actor=room["steward"], asset_id=pk, version_id=asset_versions(room["client"], pk)[0]["id"]
        )
    assert [(error.path, error.code) for error in refused.value.errors] == [
        ("foreign_keys.0.target", "unknown")
    ]
    assert Asset.objects.count() == 0


def test_name_taken_since_is_said(room: Room) -> None:
    pk = room.asset()
    asset_delete(actor=room["steward"], asset_id=pk)
    room.asset()
    with pytest.raises(Invalid) as refused:
        asset_restore(
            actor=room["steward"], asset_id=pk, version_id=asset_versions(room["client"], pk)[0]["id"]
        )
    assert [(error.path, error.code) for error in refused.value.errors] == [("name", "duplicate")]


# Undoing


def test_bulk_edit_is_undone_as_a_whole(room: Room) -> None:
    ids = [room.asset(name=name) for name in ("a", "b", "c")]
    before = [state(room, pk) for pk in ids]
    change = AssetChange.read({"importance": 4, "tags": ["x"], "ownerships": [OWNER]})
    actor = room["steward"]
    assets_update(actor=actor, asset_ids=ids, change=change)
    undone = change_undo(actor=room["steward"], request_id=actor.request_id, reason="Trop vite")
    assert (sorted(undone), [state(room, pk) for pk in ids]) == (ids, before)
    assert [numbers(room, pk) for pk in ids] == [[3, 2, 1]] * 3
    requests = {request_of(room, pk) for pk in ids}
    assert len(requests) == 1
    assert requests != {str(actor.request_id)}


def test_an_undo_is_undone_like_any_change(room: Room) -> None:
    pk = room.asset()
    update(room, pk, title_fr="Acheteur")
    edited, change = state(room, pk), request_of(room, pk)
    change_undo(actor=room["steward"], request_id=change)
    assert state(room, pk)["title_fr"] == "Client"
    change_undo(actor=room["steward"], request_id=request_of(room, pk))
    assert state(room, pk) == edited


def test_undo_is_refused_when_somebody_changed_since(room: Room) -> None:
    ids = [room.asset(name=name) for name in ("a", "b")]
    actor = room["steward"]
    assets_update(actor=actor, asset_ids=ids, change=AssetChange(importance=4))
    update(room, ids[1], title_fr="Depuis")
    with pytest.raises(Conflict) as refused:
        change_undo(actor=room["steward"], request_id=actor.request_id)
    found = [(error.path, error.code) for error in refused.value.errors]
    assert (refused.value.code, found) == ("changed_since", [(str(ids[1]), "changed_since")])
    assert [state(room, pk)["importance"] for pk in ids] == [4, 4]


def test_undone_registration_deletes_assets_that_refer_to_each_other(room: Room) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "client_id", "type": "integer"}]
    documents = [
        AssetDocument.read(
            {
                "system": "crm",
                "name": name,
                "fields": fields,
                "primary_key": ["id"],
                "foreign_keys": [link(to)],
            }
        )
        for name, to in (("hen", "egg"), ("egg", "hen"))
    ]
    actor = room["steward"]
    ids = assets_create(actor=actor, documents=documents)
    before = [state(room, pk) for pk in ids]
    change_undo(actor=room["steward"], request_id=actor.request_id)
    models: tuple[type[Any], ...] = (Asset, *PARTS)
    assert [model.objects.count() for model in models] == [0] * len(models)
    change_undo(actor=room["steward"], request_id=request_of(room, ids[0]))
    assert [state(room, pk) for pk in ids] == before


def test_undone_registration_that_others_use_says_who(room: Room) -> None:
    actor = room["steward"]
    document = {
        "system": "crm",
        "name": "client",
        "fields": [{"name": "id", "type": "integer"}],
        "primary_key": ["id"],
    }
    asset_create(actor=actor, document=AssetDocument.read(document))
    order(room)
    with pytest.raises(Referenced, match="to_client"):
        change_undo(actor=room["steward"], request_id=actor.request_id)
    assert Asset.objects.count() == 2


def test_deletion_of_linked_assets_is_undone_as_a_whole(room: Room) -> None:
    ids = [room.asset(), order(room)]
    before = [state(room, pk) for pk in ids]
    actor = room["steward"]
    assets_delete(actor=actor, asset_ids=ids)
    change_undo(actor=room["steward"], request_id=actor.request_id)
    assert [state(room, pk) for pk in ids] == before
    assert [numbers(room, pk) for pk in ids] == [[2, 1, 1]] * 2


def test_undone_move_moves_back(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    actor = room["steward"]
    asset_move(actor=actor, asset_id=pk, status="submitted")
    change_undo(actor=room["steward"], request_id=actor.request_id)
    assert (state(room, pk)["status"], numbers(room, pk)) == ("draft", [3, 2, 1])


def test_undoing_a_validation_is_the_owners(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    asset_move(actor=room["steward"], asset_id=pk, status="submitted")
    actor = room["owner"]
    asset_move(actor=actor, asset_id=pk, status="validated")
    with pytest.raises(Forbidden):
        change_undo(actor=room["steward"], request_id=actor.request_id)
    change_undo(actor=room["owner"], request_id=actor.request_id)
    assert state(room, pk)["status"] == "submitted"


def test_undo_needs_the_rights_of_what_changes(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    update(room, pk, title_fr="Acheteur")
    for role in ("client", "engineer", "dpo"):
        with pytest.raises(Forbidden):
            change_undo(actor=room[role], request_id=request_of(room, pk))
    assert numbers(room, pk) == [2, 1]


def test_several_writes_of_one_request_are_undone_to_before_the_first(room: Room) -> None:
    pk = room.asset()
    before, actor = state(room, pk), room["steward"]
    for title in ("Un", "Deux"):
        asset_update(actor=actor, asset_id=pk, change=AssetChange(title_fr=title))
    other = asset_create(actor=actor, document=AssetDocument(system="crm", name="short-lived"))
    asset_delete(actor=actor, asset_id=other)
    change_undo(actor=room["steward"], request_id=actor.request_id)
    assert state(room, pk) == before
    with pytest.raises(NotFound):
        asset_get(room["client"], other)


def test_refused_change_leaves_no_trace(room: Room) -> None:
    pk = room.asset()
    models: tuple[type[Any], ...] = (Asset, *PARTS)
    before = [history_of(model).objects.count() for model in models]
    for values in ({"fields": [{"name": "x"}, {"name": "x"}]}, {"system": "nowhere"}, {"terms": ["nothing"]}):
        with pytest.raises(AppError):
            update(room, pk, **values)
    assert [history_of(model).objects.count() for model in models] == before


def test_past_version_reads_as_a_document(room: Room) -> None:
    pk = room.asset(by="facilitator", **FULL)
    before, first = asset_document(room["client"], pk), asset_versions(room["client"], pk)[0]["id"]
    update(room, pk, fields=[], primary_key=[], unique_keys=[], terms=[], ownerships=[])
    assert as_document(asset_at(room["client"], pk, first)) == before
