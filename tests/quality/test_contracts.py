"""Data contracts: what one says, what breaks it, its number, and its shape in the open standard."""

from typing import Any

import pytest

from catalog.commands import asset_update
from catalog.documents import AssetChange
from catalog.queries.assets import asset_document
from common.errors import Conflict, Forbidden, Invalid, NotFound
from quality.commands import contract_publish, rule_delete
from quality.documents import TermsDocument
from quality.odcs import odcs
from quality.queries.contracts import contract_breaks, contract_current, contract_get, contracts_page
from tests.people import Room
from tests.quality.conftest import Shop

TERMS = TermsDocument(purpose_fr="Connaître nos clients", usage_en="Counts only")


def publish(shop: Shop, asset: int | None = None, by: str = "owner", **options: Any) -> dict[str, Any]:
    terms = options.pop("terms", TERMS)
    pk = contract_publish(actor=shop.room[by], asset_id=asset or shop.client, terms=terms, **options)
    return contract_get(shop.room["consumer"], pk)


def change(shop: Shop, **fields: Any) -> None:
    """Change the fields of the clients: `name={…}` changes one, `name=None` takes it away."""
    document = asset_document(shop.room["steward"], shop.client)
    kept = [
        {**field, **(fields.get(field["name"]) or {})}
        for field in document["fields"]
        if fields.get(field["name"], {}) is not None
    ]
    added = [
        {"name": name, **values}
        for name, values in fields.items()
        if values and "type" in values and "new" in name
    ]
    update = AssetChange.read({"fields": [*kept, *added]})
    asset_update(actor=shop.room["facilitator"], asset_id=shop.client, change=update)


def test_a_contract_says_fields_keys_rules_people_and_terms(shop: Shop) -> None:
    shop.rule(shop.client, "not_null", fields=["email"], severity="blocking")
    shop.rule(shop.client, "not_null", fields=["region"], state="proposed")
    contract = publish(shop)
    document = contract["document"]
    assert contract["number"] == "1.0"
    assert [field["name"] for field in document["fields"]][:2] == ["client_id", "nom"]
    assert document["primary_key"] == ["client_id"]
    assert [rule["sentence_en"] for rule in document["rules"]] == ["“email” is filled in."]
    assert document["people"]["accountable"] == ["owner"]
    assert document["terms"]["purpose_fr"] == "Connaître nos clients"
    assert contract["broken_now"] == []


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"region": None}, "field_removed", "fields.region"),
        ({"region": {"name": "area"}}, "field_renamed", "fields.region"),
        ({"taille": {"type": "decimal"}}, "field_type", "fields.taille.type"),
        ({"nom": {"required": False}}, "field_optional", "fields.nom.required"),
    ],
)
def test_what_breaks_it_is_said(shop: Shop, changed: dict[str, Any], code: str, path: str) -> None:
    publish(shop)
    change(shop, **changed)
    contract = contract_current(shop.room["consumer"], shop.client)
    assert contract is not None
    assert [(one["code"], one["path"]) for one in contract["broken_now"]] == [(code, path)]


def test_what_only_adds_breaks_nothing(shop: Shop) -> None:
    publish(shop)
    change(shop, new_field={"type": "string"}, region={"required": True, "description_fr": "Où il vit"})
    shop.rule(shop.client, "not_null", fields=["email"])
    contract = contract_current(shop.room["consumer"], shop.client)
    assert contract is not None
    assert contract["broken_now"] == []
    assert publish(shop)["number"] == "1.1"


def test_keys_and_rules_are_promises_too(shop: Shop) -> None:
    rule = shop.rule(shop.order, "not_null", fields=["prix"])
    key = {"name": "slip", "fields": ["commande_id", "prix"]}
    asset_update(
        actor=shop.room["steward"], asset_id=shop.order, change=AssetChange.read({"unique_keys": [key]})
    )
    publish(shop, shop.order)
    rule_delete(actor=shop.room["steward"], rule_id=rule)
    update = AssetChange.read({"unique_keys": [], "primary_key": ["commande_id", "client_id"]})
    asset_update(actor=shop.room["steward"], asset_id=shop.order, change=update)
    contract = contract_current(shop.room["consumer"], shop.order)
    assert contract is not None
    assert [one["code"] for one in contract["broken_now"]] == ["primary_key", "unique_key", "rule_removed"]


def test_a_breaking_version_is_published_knowingly_and_is_a_new_major(shop: Shop) -> None:
    publish(shop)
    change(shop, region=None)
    with pytest.raises(Conflict) as refused:
        publish(shop)
    assert refused.value.code == "breaking"
    assert [error.path for error in refused.value.errors] == ["fields.region"]
    second = publish(shop, accept_breaks=True)
    assert (second["number"], [one["code"] for one in second["breaks"]]) == ("2.0", ["field_removed"])
    assert contracts_page(shop.room["consumer"], asset=shop.client).total == 2
    assert contracts_page(shop.room["consumer"]).total == 1


def test_nothing_new_is_no_version(shop: Shop) -> None:
    publish(shop)
    with pytest.raises(Conflict) as refused:
        publish(shop)
    assert refused.value.code == "unchanged"
    assert publish(shop, terms=TermsDocument(purpose_fr="Autre"))["number"] == "1.1"


def test_only_the_owner_publishes(shop: Shop, other_room: Room) -> None:
    for role in ("steward", "engineer", "consumer", "producer"):
        with pytest.raises(Forbidden):
            publish(shop, by=role)
    with pytest.raises(NotFound):
        contract_publish(actor=other_room["owner"], asset_id=shop.client, terms=TERMS)
    contract = publish(shop)
    with pytest.raises(NotFound):
        contract_get(other_room["owner"], contract["id"])
    assert contracts_page(other_room["owner"]).total == 0


def test_a_contract_is_about_fields(room: Room) -> None:
    asset = room.asset(name="empty", fields=[], primary_key=[])
    with pytest.raises(Invalid):
        contract_publish(actor=room["owner"], asset_id=asset, terms=TERMS)


def test_a_change_is_checked_before_it_is_made(shop: Shop) -> None:
    actor = shop.room["consumer"]
    proposed = {"fields": [{"name": "client_id", "type": "string", "required": True}]}
    assert contract_breaks(actor, shop.client, proposed) == []
    publish(shop)
    found = contract_breaks(actor, shop.client, proposed)
    assert [one["code"] for one in found] == [
        "field_type", "field_removed", "field_removed", "field_removed", "field_removed", "field_removed",
    ]  # fmt: skip
    assert contract_breaks(actor, shop.client, {"title_fr": "Autre"}) == []


# The open standard


def test_the_open_standard_has_a_word_for_most_of_it(shop: Shop) -> None:
    shop.rule(shop.client, "not_null", fields=["email"], severity="blocking")
    shop.rule(shop.client, "allowed", fields=["region"], values=["Nord"], severity="minor")
    shop.rule(shop.client, "unique", fields=["nom", "region"])
    shop.rule(shop.client, "volume", count_min=1, count_max=9)
    shop.rule(shop.client, "sql", predicate="taille > 3")
    shop.rate(shop.client)
    contract = publish(shop)
    told = odcs(contract["document"], contract["number"], "en")
    assert {name: told[name] for name in ("apiVersion", "kind", "id", "version", "status")} == {
        "apiVersion": "v3.1.0", "kind": "DataContract", "id": "bricks/client", "version": "1.0", "status": "active",
    }  # fmt: skip
    assert told["description"] == {"purpose": "Connaître nos clients", "usage": "Counts only"}
    (table,) = told["schema"]
    fields = {field["name"]: field for field in table["properties"]}
    key = fields["client_id"]
    assert (key["logicalType"], key["primaryKey"], key["primaryKeyPosition"], key["required"]) == (
        "integer", True, 1, True,
    )  # fmt: skip
    assert fields["inscrit_le"]["logicalType"] == "date"
    (filled,) = fields["email"]["quality"]
    assert (filled["type"], filled["metric"], filled["mustBe"], filled["dimension"], filled["severity"]) == (
        "library", "missingValues", 0, "completeness", "error",
    )  # fmt: skip
    (allowed,) = fields["region"]["quality"]
    assert (allowed["metric"], allowed["arguments"], allowed["dimension"]) == (
        "invalidValues", {"validValues": ["Nord"]}, "conformity",
    )  # fmt: skip
    unique, volume, sql = table["quality"]
    assert unique["arguments"] == {"properties": ["nom", "region"]}
    assert (volume["metric"], volume["mustBeBetween"]) == ("rowCount", [1, 9])
    assert (sql["type"], sql["engine"]) == ("custom", "bricks4datagov")
    assert sql["implementation"] == {"type": "sql", "parameters": {"predicate": "taille > 3"}}
    assert {"username": "owner", "role": "owner"} in told["team"]["members"]


def test_links_are_relationships(shop: Shop) -> None:
    contract = publish(shop, shop.order)
    told = odcs(contract["document"], contract["number"], "fr")
    fields = {field["name"]: field for field in told["schema"][0]["properties"]}
    assert fields["client_id"]["relationships"] == [{"to": "client.client_id", "type": "foreignKey"}]
