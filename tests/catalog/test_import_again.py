"""Importing again: the source's changes come, what people wrote stays, one run is one change."""

from pathlib import Path
from typing import Any

import pytest

from catalog.commands import asset_delete, asset_update, change_undo
from catalog.documents import AssetChange
from catalog.importing.commands import import_run
from catalog.importing.databases import database_read
from catalog.importing.folders import folder_read
from catalog.importing.plan import Plan
from catalog.models import PARTS, Asset, ImportedSource
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from common.errors import Forbidden, NotFound
from common.history import history_of
from tests.catalog.sources import SHOP_SQL, shared, sqlite_import, sqlite_make
from tests.people import Room

MODELS: tuple[type[Any], ...] = (Asset, *PARTS)


def asset_named(room: Room, name: str) -> dict[str, Any]:
    return asset_get(room["steward"], Asset.objects.get(workshop=room.workshop, name=name).pk)


def fields_of(room: Room, name: str) -> dict[str, Any]:
    return {field["name"]: field for field in asset_named(room, name)["fields"]}


def change(room: Room, name: str, values: dict[str, Any]) -> int:
    pk = asset_named(room, name)["id"]
    return asset_update(actor=room["steward"], asset_id=pk, change=AssetChange.read(values))


def history_count() -> int:
    return sum(history_of(model).objects.count() for model in MODELS)


def folder_import(room: Room, path: Path) -> Plan:
    return import_run(actor=room["facilitator"], source=folder_read(path), system="erp")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return sqlite_make(tmp_path / "shop.db", SHOP_SQL)


def test_import_creates_assets_with_keys(room: Room, shop: Path) -> None:
    plan = sqlite_import(room, shop)
    assert [step.document["name"] for step in plan.created] == [
        "customer", "delivery", "employee", "purchase", "purchase_line",
    ]  # fmt: skip
    delivery = asset_named(room, "delivery")
    (link,) = delivery["foreign_keys"]
    assert (delivery["namespace"], delivery["system"], delivery["status"]) == (
        "sqlite:shop.db",
        "erp",
        "draft",
    )
    assert (link["target"]["name"], link["proposed"]) == ("purchase_line", False)
    assert asset_named(room, "purchase_line")["primary_key"] == ["purchase_id", "line"]


def test_importing_twice_changes_nothing(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    before = history_count()
    plan = sqlite_import(room, shop)
    assert (len(plan.unchanged), len(plan.created), len(plan.changed)) == (5, 0, 0)
    assert history_count() == before


@pytest.mark.parametrize("name", ["chinook.sqlite", "jaffle_shop"])
def test_importing_real_data_twice_changes_nothing(room: Room, name: str) -> None:
    path = shared(name)
    run = folder_import if path.is_dir() else sqlite_import
    plan = run(room, path)
    links = sum(len(step.document["foreign_keys"]) for step in plan.created)
    assert (len(plan.created), links) == {"chinook.sqlite": (11, 11), "jaffle_shop": (3, 2)}[name]
    before = history_count()
    assert len(run(room, path).unchanged) == len(plan.created)
    assert history_count() == before


def test_changed_source_changes_the_asset(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    sqlite_make(
        shop,
        """
        ALTER TABLE customer ADD COLUMN phone TEXT;
        ALTER TABLE customer DROP COLUMN born;
        ALTER TABLE purchase ADD COLUMN seller_id INTEGER REFERENCES employee (employee_id);
        CREATE TABLE shelf (shelf_id INTEGER PRIMARY KEY, employee_id INTEGER REFERENCES employee);
        """,
    )
    plan = sqlite_import(room, shop)
    assert [step.document["name"] for step in plan.created] == ["shelf"]
    assert {step.document["name"]: [c.path for c in step.changes] for step in plan.changed} == {
        "customer": ["fields[born]", "fields[phone]"],
        "purchase": ["fields[seller_id]", "foreign_keys[purchase_seller_id_fkey]"],
    }
    assert list(fields_of(room, "customer"))[-2:] == ["balance", "phone"]
    assert [v["version"] for v in asset_versions(room["steward"], asset_named(room, "customer")["id"])] == [
        2,
        1,
    ]
    assert sqlite_import(room, shop).changed == []


def test_what_people_wrote_is_kept(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    customer = asset_named(room, "customer")
    fields = [
        {k: v for k, v in field.items() if k not in ("position", "primary_key_position")}
        for field in customer["fields"]
    ]
    born = next(field for field in fields if field["name"] == "born")
    born.update(
        description_fr="Jour de naissance",
        personal_data_category="identity",
        type="string",
    )
    written = {
        "title_fr": "Client", "description_fr": "Qui achète", "personal_data": True, "tags": ["vente"],
        "sensitivity": {"confidentiality": 3}, "fields": fields,
        "ownerships": [{"participant": "owner", "responsibility": "accountable"}], "terms": ["personal-data"],
    }  # fmt: skip
    change(room, "customer", written)
    sqlite_make(shop, "ALTER TABLE customer ADD COLUMN phone TEXT; ALTER TABLE customer DROP COLUMN born")
    plan = sqlite_import(room, shop)
    after = asset_named(room, "customer")
    for name in ("title_fr", "description_fr", "personal_data", "tags", "terms"):
        assert after[name] == written[name]
    assert after["sensitivity"]["confidentiality"] == 3
    assert [owner["participant"] for owner in after["ownerships"]] == ["owner"]
    assert "phone" in fields_of(room, "customer")
    kept = fields_of(room, "customer")["born"]
    assert (kept["description_fr"], kept["type"]) == ("Jour de naissance", "string")
    assert [len(step.notes) for step in plan.changed] == [1]  # the column that is gone, and kept


def test_corrected_type_is_kept_and_said(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    columns = ("name", "type", "required")
    fields = [{name: field[name] for name in columns} for field in fields_of(room, "customer").values()]
    next(field for field in fields if field["name"] == "balance")["type"] = "string"
    change(room, "customer", {"title_fr": "Client", "description_fr": "Qui achète", "fields": fields})
    plan = sqlite_import(room, shop)
    customer = next(step for step in plan.steps if step.document["name"] == "customer")
    kept = {(d.path, d.before, d.after) for d in customer.kept}
    assert kept == {("fields[balance].type", "decimal", "string")}
    assert (customer.changes, fields_of(room, "customer")["balance"]["type"]) == ([], "string")


def test_removed_field_and_renamed_asset_stay_so(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    customer = asset_named(room, "customer")
    fields = [{"name": f["name"], "type": f["type"]} for f in customer["fields"] if f["name"] != "born"]
    change(room, "customer", {"fields": fields, "name": "client"})
    plan = sqlite_import(room, shop)
    assert (plan.created, plan.changed) == ([], [])
    assert "born" not in fields_of(room, "client")
    (link,) = asset_named(room, "purchase")["foreign_keys"]
    assert link["target"]["id"] == customer["id"]


def test_key_that_people_added_disturbs_no_later_import(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    target = {"namespace": "sqlite:shop.db", "name": "employee"}
    own = [
        {"name": name, "target": target, "columns": [{"field": "purchase_id", "target_field": "employee_id"}]}
        for name in ("Zeller", "aller")
    ]
    found = [
        {**key, "target": {name: key["target"][name] for name in ("namespace", "name")}}
        for key in (
            {k: v for k, v in one.items() if k != "id"}
            for one in asset_named(room, "purchase")["foreign_keys"]
        )
    ]
    change(room, "purchase", {"foreign_keys": [*own, *found]})
    for _again in range(2):
        assert sqlite_import(room, shop).changed == []
    assert asset_named(room, "purchase")["version"] == 2


def test_field_that_somebodys_key_needs_is_kept(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    links = [
        {
            "name": "by_mail", "target": {"namespace": "sqlite:shop.db", "name": "customer"},
            "columns": [{"field": "mail", "target_field": "email"}],
        }
    ]  # fmt: skip
    room.asset(name="letter", fields=[{"name": "mail"}], primary_key=["mail"], foreign_keys=links)
    sqlite_make(
        shop,
        "CREATE TABLE c2 AS SELECT customer_id, name FROM customer; PRAGMA foreign_keys = OFF;"
        "DROP TABLE customer; DROP VIEW regular_customer; ALTER TABLE c2 RENAME TO customer",
    )
    with pytest.raises(Exception, match="by_mail") as refused:
        sqlite_import(room, shop)
    assert refused.value.code == "referenced"  # type: ignore[attr-defined]
    assert "email" in fields_of(room, "customer")


def test_confirmed_and_refused_proposals_stay_so(room: Room, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "customers.csv").write_text("id,name\n1,a\n2,b\n")
    (folder / "orders.csv").write_text("id,customer_id,parent_id\n1,1,\n2,2,1\n")
    folder_import(room, folder)
    confirmed, refused = asset_named(room, "orders")["foreign_keys"]
    assert (confirmed["proposed"], refused["name"]) == (True, "orders_parent_id_fkey")
    key = {name: confirmed[name] for name in ("name", "columns")}
    target = {"namespace": "file:shop", "name": "customers"}
    change(room, "orders", {"foreign_keys": [{**key, "target": target, "proposed": False}], "tags": []})
    plan = folder_import(room, folder)
    assert plan.changed == []
    assert [(k["name"], k["proposed"]) for k in asset_named(room, "orders")["foreign_keys"]] == [
        ("orders_customer_id_fkey", False)
    ]
    assert (asset_named(room, "orders")["tags"], asset_named(room, "customers")["tags"]) == (
        [],
        ["proposed-key"],
    )


def test_import_is_undone_as_a_whole_and_can_come_again(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    before = asset_named(room, "customer")
    sqlite_make(
        shop, "ALTER TABLE customer ADD COLUMN phone TEXT; CREATE TABLE shelf (id INTEGER PRIMARY KEY)"
    )
    sqlite_import(room, shop)
    request = asset_versions(room["steward"], before["id"])[0]["request_id"]
    change_undo(actor=room["steward"], request_id=request)
    assert list(fields_of(room, "customer")) == [field["name"] for field in before["fields"]]
    assert not Asset.objects.filter(name="shelf").exists()
    again = sqlite_import(room, shop)
    assert ([s.document["name"] for s in again.created], [s.document["name"] for s in again.changed]) == (
        ["shelf"],
        ["customer"],
    )


def test_first_import_is_undone_as_a_whole(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    request = asset_versions(room["steward"], asset_named(room, "customer")["id"])[0]["request_id"]
    change_undo(actor=room["steward"], request_id=request)
    assert (Asset.objects.count(), ImportedSource.objects.count()) == (0, 0)
    assert len(sqlite_import(room, shop).created) == 5


def test_vanished_table_is_kept_unless_pruned(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    change(room, "employee", {"title_fr": "Employé"})
    sqlite_make(shop, "DROP TABLE delivery; DROP TABLE employee")
    plan = sqlite_import(room, shop)
    assert [known.now["name"] for known in plan.gone] == ["delivery", "employee"]
    assert asset_named(room, "delivery")["version"] == 1
    plan = sqlite_import(room, shop, prune=True)
    assert [known.now["name"] for known in plan.pruned] == ["delivery"]  # people wrote on the other
    with pytest.raises(Asset.DoesNotExist):
        asset_named(room, "delivery")
    assert asset_named(room, "employee")["title_fr"] == "Employé"


def test_deleted_asset_comes_back_with_the_source(room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    asset_delete(actor=room["steward"], asset_id=asset_named(room, "delivery")["id"])
    assert [step.document["name"] for step in sqlite_import(room, shop).created] == ["delivery"]


def test_hand_made_asset_of_the_same_name_is_completed(room: Room, shop: Path) -> None:
    room.asset(
        namespace="sqlite:shop.db", name="customer", title_fr="Client", primary_key=["email"],
        fields=[{"name": "email", "type": "string", "required": True}],
    )  # fmt: skip
    plan = sqlite_import(room, shop)
    assert [step.document["name"] for step in plan.changed] == ["customer"]
    customer = asset_named(room, "customer")
    assert (customer["title_fr"], customer["primary_key"]) == ("Client", ["email"])
    assert len(customer["fields"]) == 6
    assert fields_of(room, "customer")["email"]["required"] is True


def test_keys_that_nothing_answers_are_left_out_and_said(room: Room, tmp_path: Path) -> None:
    sql = """
    CREATE TABLE parent (id INTEGER PRIMARY KEY, label TEXT);
    CREATE TABLE child (id INTEGER PRIMARY KEY, label TEXT REFERENCES parent (label), up TEXT REFERENCES parent (id));
    """
    plan = sqlite_import(room, sqlite_make(tmp_path / "loose.db", sql))
    child = next(step for step in plan.created if step.document["name"] == "child")
    assert (len(child.notes), asset_named(room, "child")["foreign_keys"]) == (2, [])


def test_two_assets_that_refer_to_each_other_are_imported(room: Room, tmp_path: Path) -> None:
    sql = """
    CREATE TABLE hen (id INTEGER PRIMARY KEY, egg_id INTEGER REFERENCES egg (id));
    CREATE TABLE egg (id INTEGER PRIMARY KEY, hen_id INTEGER REFERENCES hen (id));
    """
    sqlite_import(room, sqlite_make(tmp_path / "loop.db", sql))
    assert [asset_named(room, n)["foreign_keys"][0]["target"]["name"] for n in ("hen", "egg")] == [
        "egg",
        "hen",
    ]


def test_import_needs_the_right_to_describe(room: Room, shop: Path) -> None:
    with pytest.raises(Forbidden):
        import_run(actor=room["client"], source=database_read(str(shop)), system="erp")


def test_other_workshop_sees_nothing_of_an_import(room: Room, other_room: Room, shop: Path) -> None:
    sqlite_import(room, shop)
    with pytest.raises(NotFound):
        asset_get(other_room["steward"], asset_named(room, "customer")["id"])
    assert len(sqlite_import(other_room, shop).created) == 5
