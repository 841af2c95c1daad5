"""Assets through the admin: one form, one command, history, bulk changes that can be undone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.commands import asset_delete, asset_move, asset_update
from catalog.documents import AssetChange
from catalog.models import Asset
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from common.history import history_of
from tests.people import Room

OWNER = [{"participant": "owner", "responsibility": "accountable"}]


@pytest.fixture
def steward(room: Room, client: Client) -> Client:
    client.force_login(room.user("steward"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:catalog_asset_{name}", args=args)


def posted(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back of the form at `url`, unchanged."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {
        form.add_prefix(name): value
        for form in forms
        for name in form.fields
        if (value := form[name].value()) is not None and value is not False
    }


@pytest.fixture
def send(steward: Client) -> Callable[..., Any]:
    """Open a form, change some inputs, send it."""

    def run(url: str, **values: Any) -> Any:
        return steward.post(url, {**posted(steward, url), **values})

    return run


def rows(prefix: str, *new: dict[str, Any], after: int = 0) -> dict[str, Any]:
    """New rows of an inline, behind those it has."""
    values = {
        f"{prefix}-{n}-{name}": value for n, row in enumerate(new, after) for name, value in row.items()
    }
    return {f"{prefix}-TOTAL_FORMS": after + len(new), **values}


def test_asset_added_with_fields_keys_and_owner_in_one_version(
    room: Room, steward: Client, send: Any
) -> None:
    target = room.asset()
    answer = send(
        page("add"),
        system=Asset.objects.get(pk=target).system_id,
        name="commande", title_fr="Commande", tags="atelier\nvente", confidentiality="3",
        **rows("fields",
               {"name": "commande_id", "type": "integer", "primary_key_position": "1"},
               {"name": "client_id", "type": "integer"}),
        **rows("foreign_keys", {"name": "commande_client", "target": target, "columns": "client_id = id"}),
        **rows("ownerships", {"participant": room["owner"].participant_id, "responsibility": "accountable"}),
        reason="Vu à la table 2",
    )  # fmt: skip
    assert answer.status_code == 302
    made = asset_get(room["steward"], Asset.objects.get(name="commande").pk)
    assert (made["primary_key"], made["tags"], made["sensitivity"]["confidentiality"]) == (
        ["commande_id"], ["atelier", "vente"], 3,
    )  # fmt: skip
    assert made["foreign_keys"][0]["columns"] == [{"field": "client_id", "target_field": "id"}]
    assert [o["participant"] for o in made["ownerships"]] == ["owner"]
    (version,) = asset_versions(room["steward"], made["id"])
    assert (version["door"], version["by"], version["reason"]) == ("admin", "steward", "Vu à la table 2")


def test_form_sent_back_unchanged_writes_nothing(room: Room, send: Any) -> None:
    pk = room.asset(
        ownerships=OWNER, unique_keys=[{"name": "u", "fields": ["id"]}], tags=["a"], terms=["crm"],
        foreign_keys=[{"name": "self", "target": {"name": "client"},
                       "columns": [{"field": "id", "target_field": "id"}]}],
    )  # fmt: skip
    assert send(page("change", pk)).status_code == 302
    assert asset_get(room["steward"], pk)["version"] == 1


def test_renamed_field_keeps_its_identity(room: Room, send: Any) -> None:
    pk = room.asset()
    before = asset_get(room["steward"], pk)["fields"][0]["id"]
    send(page("change", pk), **{"fields-0-name": "client_id"})
    (field,) = asset_get(room["steward"], pk)["fields"]
    assert (field["id"], field["name"]) == (before, "client_id")


def test_refused_row_shows_its_error_and_writes_nothing(room: Room, send: Any) -> None:
    pk = room.asset()
    answer = send(
        page("change", pk), title_fr="Autre", **rows("fields", {"name": "id", "type": "string"}, after=1)
    )
    assert answer.status_code == 200
    fields = answer.context["inline_admin_formsets"][0].formset
    assert [list(form.errors) for form in fields.forms] == [[], ["name"]]
    assert asset_get(room["steward"], pk)["title_fr"] == "Client"


def test_refused_value_of_the_asset_shows_at_its_input(room: Room, send: Any) -> None:
    room.asset()
    pk = room.asset(name="produit")
    answer = send(page("change", pk), name="client")
    assert list(answer.context["adminform"].form.errors) == ["name"]


def test_somebody_elses_change_is_not_overwritten(room: Room, steward: Client) -> None:
    pk = room.asset()
    stale = posted(steward, page("change", pk))
    asset_update(actor=room["owner"], asset_id=pk, change=AssetChange(title_fr="Deux"))
    answer = steward.post(page("change", pk), {**stale, "title_fr": "Trois"})
    assert answer.status_code == 200
    assert asset_get(room["steward"], pk)["title_fr"] == "Deux"


def test_rating_of_a_submitted_asset_is_the_owners(room: Room, steward: Client, send: Any) -> None:
    pk = room.asset(ownerships=OWNER)
    asset_move(actor=room["steward"], asset_id=pk, status="submitted")
    assert "confidentiality" not in steward.get(page("change", pk)).context["adminform"].form.fields
    assert send(page("change", pk), confidentiality="4").status_code == 302
    assert asset_get(room["steward"], pk)["sensitivity"]["confidentiality"] is None


def test_deleting_what_is_referred_to_says_by_whom(room: Room, steward: Client) -> None:
    pk = room.asset()
    room.asset(
        name="commande",
        foreign_keys=[
            {"name": "vers", "target": {"name": "client"}, "columns": [{"field": "id", "target_field": "id"}]}
        ],
    )
    answer = steward.post(page("delete", pk), {"post": "yes"}, follow=True)
    assert "commande" in answer.context["messages"]._loaded_data[0].message
    assert Asset.objects.filter(pk=pk).exists()


def test_deleted_asset_is_listed_and_restored(room: Room, steward: Client) -> None:
    pk = room.asset()
    asset_delete(actor=room["steward"], asset_id=pk)
    assert [v["name"] for v in steward.get(page("deleted")).context["versions"]] == ["client"]
    version = steward.get(page("history", pk)).context["versions"][-1]["id"]
    assert steward.post(page("restore", pk), {"version": version}).status_code == 302
    assert asset_get(room["steward"], pk)["primary_key"] == ["id"]


def test_history_compares_any_two_versions(room: Room, steward: Client) -> None:
    pk = room.asset()
    for title in ("Un", "Deux"):
        asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(title_fr=title))
    versions = steward.get(page("history", pk)).context["versions"]
    ids = [version["id"] for version in versions]
    context = steward.get(page("history", pk), {"older": ids[0], "newer": ids[2]}).context
    assert [(d.place, d.before, d.after) for d in context["differences"]] == [
        ("Titre (français)", "Client", "Deux")
    ]


def test_search_forgives_accents_and_slips(room: Room, steward: Client) -> None:
    room.asset(name="commande", title_fr="Commandé")
    room.asset(name="produit", title_fr="Produit")
    for typed in ("COMMANDE", "comande"):
        found = steward.get(page("changelist"), {"q": typed}).context["cl"].result_list
        assert [asset.name for asset in found] == ["commande"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(
    room: Room, steward: Client, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        room.asset(name=f"a{n}", ownerships=OWNER)
    steward.get(page("changelist"))
    with django_assert_num_queries(10):
        steward.get(page("changelist"))


def bulk(client: Client, ids: list[int], action: str, **values: Any) -> Any:
    data = {"action": action, "_selected_action": ids, "apply": "1", **values}
    return client.post(page("changelist"), data, follow=True)


def undo(client: Client) -> Any:
    request_id = history_of(Asset).objects.latest("history_id").request_id
    return client.post(page("undo", request_id))


def test_owner_assigned_to_many_and_undone_as_a_whole(room: Room, steward: Client) -> None:
    ids = [room.asset(name=name) for name in ("a", "b")]
    bulk(steward, ids, "assign_owner", owner=room["owner"].participant_id)
    assert [len(asset_get(room["owner"], pk)["ownerships"]) for pk in ids] == [1, 1]
    assert undo(steward).status_code == 302
    assert [asset_get(room["owner"], pk)["ownerships"] for pk in ids] == [[], []]


def test_status_set_for_many_and_undone(room: Room, steward: Client) -> None:
    ids = [room.asset(name=name, ownerships=OWNER) for name in ("a", "b")]
    bulk(steward, ids, "set_status", status="submitted")
    assert set(Asset.objects.values_list("status", flat=True)) == {"submitted"}
    undo(steward)
    assert set(Asset.objects.values_list("status", flat=True)) == {"draft"}


def test_bulk_change_is_all_or_nothing(room: Room, steward: Client) -> None:
    ids = [room.asset(name="a", ownerships=OWNER), room.asset(name="b")]
    answer = bulk(steward, ids, "set_status", status="submitted")
    assert "b" in str(next(iter(answer.context["messages"])))
    assert set(Asset.objects.values_list("status", flat=True)) == {"draft"}


def test_many_are_rated_and_tagged(room: Room, steward: Client) -> None:
    ids = [room.asset(name="a", tags=["x"]), room.asset(name="b")]
    bulk(steward, ids, "rate", integrity="2", sensitivity_reason="Comme dit")
    bulk(steward, ids, "add_tag", tag="y")
    assert [asset_get(room["steward"], pk)["tags"] for pk in ids] == [["x", "y"], ["y"]]
    assert [asset_get(room["steward"], pk)["sensitivity"]["integrity"] for pk in ids] == [2, 2]


def test_selected_assets_are_deleted_together_and_brought_back(room: Room, steward: Client) -> None:
    target = room.asset()
    key = {"name": "vers", "target": {"name": "client"}, "columns": [{"field": "id", "target_field": "id"}]}
    other = room.asset(name="commande", foreign_keys=[key])
    data = {"action": "delete_selected", "_selected_action": [target, other], "post": "yes"}
    steward.post(page("changelist"), data)
    assert not Asset.objects.exists()
    assert undo(steward).status_code == 302
    assert set(Asset.objects.values_list("pk", flat=True)) == {target, other}
