"""Registering, changing and moving assets through the commands."""

from typing import Any

import pytest

from catalog.commands import asset_create, asset_move, asset_update
from catalog.documents import AssetChange, AssetDocument
from catalog.queries.assets import asset_get
from common.errors import Conflict, Forbidden, Invalid, NotFound, Outdated
from tests.people import Room


def test_asset_create_answers_the_whole_asset(room: Room) -> None:
    pk = room.asset()
    asset = asset_get(room["client"], pk)
    assert (asset["name"], asset["namespace"], asset["primary_key"]) == ("client", "bricks", ["id"])
    assert asset["missing"] == ["owner", "sensitivity", "description", "importance", "personal_data"]


def test_asset_of_another_workshop_does_not_exist(room: Room, other_room: Room) -> None:
    pk = room.asset()
    with pytest.raises(NotFound):
        asset_get(other_room["facilitator"], pk)
    with pytest.raises(NotFound):
        asset_update(actor=other_room["facilitator"], asset_id=pk, change=AssetChange(title_fr="x"))


def test_asset_create_names_every_refused_place(room: Room) -> None:
    document = AssetDocument.read(
        {"system": "nope", "name": "x", "fields": [{"name": "a"}, {"name": "a"}], "primary_key": ["b"]}
    )
    with pytest.raises(Invalid) as refused:
        asset_create(actor=room["steward"], document=document)
    assert {(e.path, e.code) for e in refused.value.errors} == {
        ("system", "unknown"),
        ("fields.1.name", "duplicate"),
        ("primary_key.0", "unknown"),
    }


def test_client_may_not_create(room: Room) -> None:
    with pytest.raises(Forbidden):
        room.asset(by="client")


def test_steward_rates_a_draft_but_not_a_submitted_asset(room: Room) -> None:
    owners = [{"participant": "owner", "responsibility": "accountable"}]
    pk = room.asset(ownerships=owners, sensitivity={"confidentiality": 2})
    asset_move(actor=room["steward"], asset_id=pk, status="submitted")
    change = AssetChange.read({"sensitivity": {"confidentiality": 3}})
    with pytest.raises(Forbidden):
        asset_update(actor=room["steward"], asset_id=pk, change=change)
    asset_update(actor=room["owner"], asset_id=pk, change=change)
    assert asset_get(room["owner"], pk)["sensitivity"]["confidentiality"] == 3


def test_submitting_needs_one_accountable_owner(room: Room) -> None:
    pk = room.asset()
    with pytest.raises(Invalid) as refused:
        asset_move(actor=room["steward"], asset_id=pk, status="submitted")
    assert [e.code for e in refused.value.errors] == ["accountable_required"]


def test_status_follows_the_life_cycle(room: Room) -> None:
    pk = room.asset()
    with pytest.raises(Conflict):
        asset_move(actor=room["owner"], asset_id=pk, status="deprecated")


def test_outdated_writer_is_refused(room: Room) -> None:
    pk = room.asset()
    version = asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Un"))
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Deux"))
    with pytest.raises(Outdated):
        asset_update(
            actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Trois"), expected_version=version
        )
    assert asset_get(room["steward"], pk)["title_fr"] == "Deux"


def test_unchanged_document_raises_no_version(room: Room) -> None:
    pk = room.asset()
    assert asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Client")) == 1


def test_links_sent_without_namespace_raise_no_version(room: Room) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "parent", "type": "integer"}]
    columns = [{"field": "parent", "target_field": "id"}]
    sent: dict[str, Any] = {
        "fields": fields,
        "foreign_keys": [{"name": "up", "target": {"name": "client"}, "columns": columns}],
    }
    pk = room.asset(**sent)
    assert asset_update(actor=room["steward"], asset_id=pk, change=AssetChange.read(sent)) == 1
