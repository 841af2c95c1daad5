"""The commands through GraphQL: what they answer, what they refuse, what history keeps."""

from typing import Any

from tests.graphql import Ask, codes
from tests.people import Room

CREATE = """mutation ($asset: AssetInput!) {
  assetCreate(input: {asset: $asset, reason: "Atelier", clientMutationId: "1"}) {
    clientMutationId requestId
    asset { id name status version fields { name personalDataCategory } sensitivity { confidentiality }
      versions { nodes { by door reason versionId } } }
  }
}"""
UPDATE = """mutation ($id: ID!, $change: AssetChangeInput!, $version: Int) {
  assetUpdate(input: {id: $id, change: $change, expectedVersion: $version}) { asset { titleFr version } }
}"""
CLIENT: dict[str, Any] = {
    "system": "crm",
    "name": "client",
    "titleFr": "Client",
    "fields": [{"name": "id", "type": "INTEGER", "required": True, "personalDataCategory": "IDENTITY"}],
    "primaryKey": ["id"],
    "sensitivity": {"confidentiality": 3},
    "ownerships": [{"participant": "owner", "responsibility": "ACCOUNTABLE"}],
}


def create(ask: Ask, **values: Any) -> dict[str, Any]:
    answer = ask(CREATE, asset={**CLIENT, **values})
    assert "errors" not in answer, answer
    created: dict[str, Any] = answer["data"]["assetCreate"]
    return created


def test_asset_create_answers_the_asset_and_signs_the_history(room: Room, ask: Ask) -> None:
    created = create(ask)
    asset = created["asset"]
    assert created["clientMutationId"] == "1"
    assert asset["fields"] == [{"name": "id", "personalDataCategory": "IDENTITY"}]
    assert (asset["status"], asset["sensitivity"]) == ("DRAFT", {"confidentiality": 3})
    (version,) = asset["versions"]["nodes"]
    assert (version["by"], version["door"], version["reason"]) == ("steward", "graphql", "Atelier")


def test_refused_places_are_named_as_they_were_sent(room: Room, ask: Ask) -> None:
    unique = [{"name": "by_code", "fields": ["code"]}]
    answer = ask(CREATE, asset={**CLIENT, "primaryKey": ["nope"], "uniqueKeys": unique})
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"], error["extensions"]["status"]) == (
        ["assetCreate"],
        "invalid",
        400,
    )
    assert {(e["path"], e["code"]) for e in error["extensions"]["errors"]} == {
        ("primaryKey.0", "unknown"),
        ("uniqueKeys.0.fields.0", "unknown"),
    }


def test_too_long_and_control_characters_are_refused(room: Room, ask: Ask) -> None:
    answer = ask(CREATE, asset={**CLIENT, "titleFr": "x" * 201, "name": "a\x00b"})
    places = {(e["path"], e["code"]) for e in answer["errors"][0]["extensions"]["errors"]}
    assert places == {("titleFr", "string_too_long"), ("name", "control_character")}


def test_assets_are_created_all_or_none(room: Room, ask: Ask) -> None:
    query = """mutation ($assets: [AssetInput!]!) {
      assetsCreate(input: {assets: $assets}) { assets { name } } }"""
    answer = ask(query, assets=[CLIENT, {**CLIENT, "name": "b", "system": "nope"}])
    assert [e["path"] for e in answer["errors"][0]["extensions"]["errors"]] == ["1.system"]
    assert ask("{ assets { totalCount } }")["data"]["assets"]["totalCount"] == 0
    answer = ask(query, assets=[CLIENT, {**CLIENT, "name": "b"}])
    assert answer["data"]["assetsCreate"]["assets"] == [{"name": "client"}, {"name": "b"}]


def test_asset_update_takes_what_is_given_and_refuses_an_old_version(room: Room, ask: Ask) -> None:
    pk = create(ask)["asset"]["id"]
    answer = ask(UPDATE, id=pk, change={"titleFr": "Cliente"}, version=1)
    assert answer["data"]["assetUpdate"]["asset"] == {"titleFr": "Cliente", "version": 2}
    assert codes(ask(UPDATE, id=pk, change={"titleFr": "Autre"}, version=1)) == ["outdated"]
    assert ask(UPDATE, id=pk, change={"titleFr": None})["data"]["assetUpdate"]["asset"]["titleFr"] == ""


def test_asset_moves_is_deleted_and_restored(room: Room, ask: Ask) -> None:
    asset = create(ask)["asset"]
    move = "mutation ($id: ID!) { assetMove(input: {id: $id, status: SUBMITTED}) { asset { status } } }"
    assert ask(move, id=asset["id"])["data"]["assetMove"]["asset"]["status"] == "SUBMITTED"
    assert codes(ask(move, id=asset["id"])) == ["transition"]
    delete = "mutation ($id: ID!) { assetDelete(input: {id: $id}) { deletedId } }"
    assert ask(delete, id=asset["id"])["data"]["assetDelete"]["deletedId"] == asset["id"]
    restore = """mutation ($id: ID!, $version: Int!) {
      assetRestore(input: {id: $id, versionId: $version}) { asset { id name fields { name } } } }"""
    version = asset["versions"]["nodes"][0]["versionId"]
    restored = ask(restore, id=asset["id"], version=version)["data"]["assetRestore"]["asset"]
    assert restored == {"id": asset["id"], "name": "client", "fields": [{"name": "id"}]}


def test_bulk_change_is_undone_as_a_whole(room: Room, ask: Ask) -> None:
    ids = [create(ask, name=name)["asset"]["id"] for name in ("a", "b")]
    update = """mutation ($ids: [ID!]!) { assetsUpdate(input: {ids: $ids, change: {titleFr: "Même"}}) {
      requestId assets { titleFr } } }"""
    done = ask(update, ids=ids)["data"]["assetsUpdate"]
    assert done["assets"] == [{"titleFr": "Même"}] * 2
    changes = ask("query ($id: UUID!) { changes(requestId: $id) { name } }", id=done["requestId"])
    assert changes["data"]["changes"] == [{"name": "a"}, {"name": "b"}]
    undo = """mutation ($id: UUID!) { changeUndo(input: {undoneRequestId: $id}) { assets { titleFr } } }"""
    assert ask(undo, id=done["requestId"])["data"]["changeUndo"]["assets"] == [{"titleFr": "Client"}] * 2


def test_systems_and_terms_are_created_changed_and_deleted(room: Room, ask: Ask) -> None:
    for noun, values in (
        ("system", '{code: "shop", titleFr: "Boutique", plate: WHITE, zone: SOURCE}'),
        ("term", '{code: "cart", nameFr: "Panier"}'),
    ):
        kind, title = noun.capitalize(), "titleEn" if noun == "system" else "nameEn"
        created = ask(
            f"mutation {{ {noun}Create(input: {{{noun}: {values}}}) {{ {noun} {{ id version }} }} }}"
        )
        made = created["data"][f"{noun}Create"][noun]
        update = f"""mutation ($id: ID!, $change: {kind}ChangeInput!) {{
          {noun}Update(input: {{id: $id, change: $change, expectedVersion: 1}}) {{ {noun} {{ {title} version }} }} }}"""
        answer = ask(update, id=made["id"], change={title: "Cart"})
        assert answer["data"][f"{noun}Update"][noun] == {title: "Cart", "version": 2}
        assert codes(ask(update, id=made["id"], change={title: "Basket"})) == ["outdated"]
        delete = f"mutation ($id: ID!) {{ {noun}Delete(input: {{id: $id}}) {{ deletedId }} }}"
        assert ask(delete, id=made["id"])["data"][f"{noun}Delete"]["deletedId"] == made["id"]
        assert codes(ask(delete, id=made["id"])) == ["not_found"]


def test_referenced_asset_says_what_refers_to_it(room: Room, ask: Ask) -> None:
    client = create(ask)["asset"]["id"]
    key = {
        "name": "to_client",
        "target": {"name": "client"},
        "columns": [{"field": "id", "targetField": "id"}],
    }
    create(ask, name="commande", foreignKeys=[key])
    answer = ask("mutation ($id: ID!) { assetDelete(input: {id: $id}) { deletedId } }", id=client)
    assert codes(answer) == ["referenced"]
    assert answer["errors"][0]["extensions"]["status"] == 409
