"""Assets as machines see them: what is registered, what is completed, and what people's words are worth."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.choices import FieldType, Responsibility
from catalog.commands import asset_create, asset_delete, asset_update, assets_observe, change_undo
from catalog.documents import AssetChange, AssetDocument, AssetFilter
from catalog.models import Asset, System
from catalog.native_types import field_type_of
from catalog.observed import ObservedAsset, ObservedField, ObservedOwner
from catalog.queries.assets import asset_document, asset_get, asset_named, assets_page
from catalog.queries.versions import asset_versions
from common.errors import Forbidden, Invalid, NotFound
from tests.people import Room

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMESPACE = "postgres://db.example.org:5432"


def orders(minute: int = 0, *, name: str = "shop.orders", **said: Any) -> ObservedAsset:
    fields = [ObservedField(name=n, type=t) for n, t in said.pop("columns", {}).items()]
    at = NOON + timedelta(minutes=minute)
    return ObservedAsset(namespace=NAMESPACE, name=name, at=at, fields=fields, **said)


def observe(room: Room, *observed: ObservedAsset, by: str = "engineer") -> int:
    """Each in a request of its own; answers the id of the last."""
    for one in observed:
        ids = assets_observe(actor=room[by], observed=[one])
    return ids[one.key]


def shape(room: Room, pk: int) -> dict[str, str]:
    return {field["name"]: field["type"] for field in asset_get(room["client"], pk)["fields"]}


def test_asset_is_registered_with_all_that_is_said(room: Room) -> None:
    address = ObservedField(
        name="address", type="STRUCT<city: STRING>", fields=[ObservedField(name="city", type="STRING")]
    )
    said = ObservedAsset(
        namespace=NAMESPACE,
        name="shop.orders",
        fields=[ObservedField(name="id", type="BIGINT", description="The order's number"), address],
        mentioned=["paid_at"],
        description="All orders",
        tags=["gold"],
    )
    pk = observe(room, said)
    asset = asset_get(room["client"], pk)
    assert (asset["kind"], asset["status"], asset["version"]) == ("dataset", "draft", 1)
    assert (asset["description_fr"], asset["tags"]) == ("All orders", ["gold"])
    assert [(f["name"], f["type"], f["description_fr"]) for f in asset["fields"]] == [
        ("id", "integer", "The order's number"),
        ("address", "json", ""),
        ("address.city", "string", ""),
        ("paid_at", "string", ""),
    ]
    (version,) = asset_versions(room["client"], pk)
    assert (version["version"], version["by"]) == (1, "engineer")
    (found,) = assets_page(room["client"], AssetFilter(q="orders")).rows
    assert found["id"] == pk


def test_namespace_has_one_system(room: Room) -> None:
    first, second = (observe(room, orders(name=name)) for name in ("shop.orders", "shop.clients"))
    system = System.objects.get(code__startswith="postgres-db-example-org-5432-")
    assert {Asset.objects.get(pk=pk).system_id for pk in (first, second)} == {system.pk}
    assert (system.title_fr, system.description_fr) == ("db.example.org:5432 (postgres)", NAMESPACE)
    assert (system.plate, system.zone) == ("blue", "raw")


def test_namespace_that_is_the_code_of_a_system_stands_there(room: Room) -> None:
    assert (
        asset_get(room["client"], observe(room, ObservedAsset(namespace="erp", name="x")))["system"] == "erp"
    )


def test_new_assets_follow_where_their_namespace_was_moved(room: Room) -> None:
    pk = observe(room, orders())
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(system="crm"))
    other = observe(room, orders(name="shop.clients"))
    assert asset_get(room["client"], other)["system"] == "crm"


def test_namespaces_alike_as_codes_have_a_system_each(room: Room) -> None:
    keys = [("a/b", "x"), ("a-b", "x"), ("a b", "x"), ("///", "x")]
    for namespace, name in keys:
        observe(room, ObservedAsset(namespace=namespace, name=name))
    assert System.objects.filter(description_fr__in=[ns for ns, _name in keys]).count() == 4


def test_steward_may_and_client_may_not(room: Room) -> None:
    observe(room, orders(), by="steward")
    for role in ("client", "producer", "consumer", "analyst", "scientist", "dpo"):
        with pytest.raises(Forbidden):
            observe(room, orders(), by=role)


def test_another_workshop_has_its_own(room: Room, other_room: Room) -> None:
    pk = observe(room, orders())
    assert observe(other_room, orders()) != pk
    with pytest.raises(NotFound):
        asset_get(other_room["client"], pk)


STATEMENTS: Sequence[ObservedAsset] = (
    orders(1, columns={"id": "int", "note": "text", "at": "date"}, description="First", tags=["a", "b"]),
    orders(2, columns={"id": "", "note": ""}),
    orders(3, columns={"at": "timestamp", "id": "int"}, description="Third", mentioned=["extra"]),
    orders(4, columns={"extra": "numeric(10,2)", "new": "bool"}, tags=["b", "c"]),
)


def test_order_of_arrival_does_not_matter(room: Room, other_room: Room) -> None:
    """Poorer statements take nothing away, and of two the later in its own time stays."""
    wanted = asset_document(room["client"], observe(room, *STATEMENTS))
    assert [(f["name"], f["type"]) for f in wanted["fields"]] == [
        ("id", "integer"),
        ("note", "string"),
        ("at", "datetime"),
        ("extra", "decimal"),
        ("new", "boolean"),
    ]
    for number, order in enumerate(permutations(STATEMENTS)):
        renamed = [
            ObservedAsset(
                namespace=f"n{number}",
                name=one.name,
                at=one.at,
                fields=one.fields,
                mentioned=one.mentioned,
                description=one.description,
                tags=one.tags,
            )
            for one in order
        ]
        got = asset_document(room["client"], observe(room, *renamed))
        for document in (got, wanted):
            document |= {"namespace": "", "system": ""}
            for field in document["fields"]:
                field.pop("id", None)
        assert got == wanted, number


def test_nothing_new_writes_nothing(room: Room) -> None:
    pk = observe(room, *STATEMENTS)
    version = asset_get(room["client"], pk)["version"]
    observe(room, STATEMENTS[3], STATEMENTS[0], orders(9, columns={"id": "bigint"}))
    assert asset_get(room["client"], pk)["version"] == version


def test_steady_statement_takes_four_queries(room: Room) -> None:
    actor = room["engineer"]
    for count in (1, 3):
        said = [orders(n, name=f"t{n}", columns={"id": "int", "b": "text"}) for n in range(count)]
        assets_observe(actor=actor, observed=said)
        with CaptureQueriesContext(connection) as queries:
            later = [orders(n + 50, name=f"t{n}", columns={"id": "int", "b": "text"}) for n in range(count)]
            assets_observe(actor=actor, observed=later)
        own = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        lock = connection.features.has_select_for_update
        assert len(own) == 4 + lock, own


def test_what_people_wrote_stays(room: Room) -> None:
    pk = observe(room, orders(1, columns={"id": "int", "amount": "int"}, description="By machine"))
    fields = asset_document(room["steward"], pk)["fields"]
    fields[1] |= {"type": "decimal", "description_fr": "Montant TTC"}
    change = AssetChange.read({"description_fr": "Par nous", "fields": fields})
    asset_update(actor=room["steward"], asset_id=pk, change=change)
    later = ObservedField(name="amount", type="float", description="machine's")
    observe(room, orders(2, columns={"id": "text"}, description="Later"))
    observe(
        room,
        ObservedAsset(namespace=NAMESPACE, name="shop.orders", at=NOON + timedelta(hours=1), fields=[later]),
    )
    asset = asset_get(room["client"], pk)
    assert asset["description_fr"] == "Par nous"
    assert shape(room, pk) == {"id": "string", "amount": "decimal"}
    assert asset["fields"][1]["description_fr"] == "Montant TTC"


def test_asset_of_people_is_completed_only(room: Room) -> None:
    document = {
        "system": "crm",
        "namespace": NAMESPACE,
        "name": "shop.orders",
        "title_fr": "Commandes",
        "fields": [{"name": "note"}, {"name": "id", "type": "uuid"}],
    }
    own = asset_create(actor=room["steward"], document=AssetDocument.read(document))
    columns = {"id": "int", "note": "varchar", "added": "date"}
    assert observe(room, orders(columns=columns, description="Machine's")) == own
    asset = asset_get(room["client"], own)
    assert (asset["system"], asset["title_fr"], asset["description_fr"]) == ("crm", "Commandes", "Machine's")
    assert shape(room, own) == {"note": "string", "id": "uuid", "added": "date"}
    assert [field["name"] for field in asset["fields"]] == ["note", "id", "added"]


def test_what_people_took_away_or_renamed_stays_so(room: Room) -> None:
    pk = observe(room, orders(1, columns={"id": "int", "spare": "int", "cl": "int"}, tags=["a", "b"]))
    fields = [f for f in asset_document(room["steward"], pk)["fields"] if f["name"] != "spare"]
    fields[1]["name"] = "client"
    change = AssetChange.read({"fields": fields, "tags": ["ours", "b"], "name": "commandes"})
    asset_update(actor=room["steward"], asset_id=pk, change=change)
    again = orders(
        2, columns={"id": "int", "spare": "int", "cl": "bigint", "new": "int"}, tags=["b", "a", "c"]
    )
    assert observe(room, again) == pk
    assert shape(room, pk) == {"id": "integer", "client": "integer", "new": "integer"}
    assert asset_get(room["client"], pk)["tags"] == ["ours", "b", "c"]


def test_undone_observation_is_not_made_again(room: Room) -> None:
    pk = observe(room, orders(1, columns={"id": "int"}))
    actor = room["engineer"]
    assets_observe(actor=actor, observed=[orders(2, columns={"id": "text"})])
    change_undo(actor=room["steward"], request_id=actor.request_id)
    observe(room, orders(3, columns={"id": "text"}))
    assert shape(room, pk) == {"id": "integer"}


def test_deleted_asset_is_registered_anew_and_one_brought_back_known_again(room: Room) -> None:
    pk = observe(room, orders(1, columns={"id": "int"}))
    deleting = room["steward"]
    asset_delete(actor=deleting, asset_id=pk)
    change_undo(actor=room["steward"], request_id=deleting.request_id)
    assert observe(room, orders(2, columns={"id": "text"})) == pk
    assert shape(room, pk) == {"id": "string"}
    asset_delete(actor=room["steward"], asset_id=pk)
    assert observe(room, orders(3)) != pk


def test_owners_are_people_of_the_room_and_replace_nobody(room: Room) -> None:
    owners = [
        ObservedOwner(name="Steward"),
        ObservedOwner(name="producer", responsibility=Responsibility.PRODUCER),
        ObservedOwner(name="somebody@example.org"),
    ]
    pk = observe(room, orders(owners=owners))
    held = {o["participant"]: o["responsibility"] for o in asset_get(room["client"], pk)["ownerships"]}
    assert held == {"steward": "steward", "producer": "producer"}
    accountable = {"ownerships": [{"participant": "owner", "responsibility": "accountable"}]}
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange.read(accountable))
    observe(room, orders(5, owners=[*owners, ObservedOwner(name="analyst")]))
    held = {o["participant"]: o["responsibility"] for o in asset_get(room["client"], pk)["ownerships"]}
    assert held == {"owner": "accountable"}


@pytest.mark.parametrize(
    ("said", "path", "code"),
    [
        ({"name": " "}, "0.name", "missing"),
        ({"namespace": ""}, "0.namespace", "missing"),
        ({"name": "n" * 501}, "0.name", "string_too_long"),
        (
            {"namespace": "\N{GRINNING FACE}" * 400, "name": "\N{GRINNING FACE}" * 201},
            "0.name",
            "string_too_long",
        ),
        ({"name": "a\0b"}, "0.name", "control_character"),
        ({"mentioned": ["f" * 201]}, "0.fields", "string_too_long"),
        ({"mentioned": [f"f{n}" for n in range(2001)]}, "0.fields", "too_long"),
    ],
)
def test_refused(room: Room, said: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        observe(room, ObservedAsset(**{"namespace": "n", "name": "x", **said}))
    assert [(error.path, error.code) for error in refused.value.errors] == [(path, code)]


def test_fields_over_the_limit_by_and_by_are_refused(room: Room) -> None:
    observe(room, orders(columns={f"a{n}": "int" for n in range(1500)}))
    with pytest.raises(Invalid):
        observe(room, orders(columns={f"b{n}": "int" for n in range(501)}))


def test_long_names_are_known_at_every_door(room: Room) -> None:
    pk = observe(room, ObservedAsset(namespace="é" * 500, name="à" * 500))
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr="Long"))
    assert asset_named(room["client"], "é" * 500, "à" * 500)["id"] == pk


@pytest.mark.parametrize(
    ("native", "ours"),
    [
        ("VARCHAR(20)", FieldType.STRING),
        ("character varying", FieldType.STRING),
        ("INTEGER", FieldType.INTEGER),
        ("int64", FieldType.INTEGER),
        ("UInt8", FieldType.INTEGER),
        ("Nullable(Int32)", FieldType.INTEGER),
        ("NUMERIC(10, 2)", FieldType.DECIMAL),
        ("double precision", FieldType.FLOAT),
        ("bool", FieldType.BOOLEAN),
        ("date", FieldType.DATE),
        ("timestamp without time zone", FieldType.DATETIME),
        ("TIMESTAMP_NTZ(9)", FieldType.DATETIME),
        ("time", FieldType.TIME),
        ("uuid", FieldType.UUID),
        ("bytea", FieldType.BINARY),
        ("array<string>", FieldType.JSON),
        ("integer[]", FieldType.JSON),
        ("struct", FieldType.JSON),
        ("geometry", FieldType.STRING),
        ("", ""),
    ],
)
def test_native_types(native: str, ours: str) -> None:
    assert field_type_of(native) == ours
