"""Who gets what from the admin, as data: url × role × own or other workshop → status."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import System, Term
from lineage.models import Edge, Lowering
from tests.people import Room, room_found
from tests.quality.scene import quality_scene
from tests.test_permissions_rest import lineage_scene
from workshop.choices import Role
from workshop.models import Participant, Step, User

LIST_PAGES = (
    "index", "catalog_asset_changelist", "catalog_asset_deleted", "catalog_asset_export", "catalog_system_changelist",
    "catalog_term_changelist", "workshop_participant_changelist", "workshop_step_changelist",
    "workshop_workshop_changelist", "quality_rule_changelist", "quality_check_changelist",
    "quality_incident_changelist", "quality_contract_changelist", "lineage_edge_changelist",
    "lineage_lowering_changelist", "lineage_job_changelist", "lineage_run_changelist", "lineage_event_changelist",
)  # fmt: skip
MODELS = (
    "catalog_asset", "catalog_system", "catalog_term", "workshop_participant", "workshop_step", "quality_rule",
    "quality_check", "quality_incident", "quality_contract", "lineage_edge", "lineage_lowering", "lineage_job",
    "lineage_run", "lineage_event",
)  # fmt: skip
OBJECT_PAGES = tuple(f"{model}_{page}" for model in MODELS for page in ("change", "history"))
# What stewards and facilitators get; everybody else is asked to log in as one of them (302).
ADDING = {
    "catalog_asset_add": (200, 200),
    "catalog_asset_import": (200, 200),
    "catalog_system_add": (200, 200),
    "catalog_term_add": (200, 200),
    "quality_rule_add": (200, 200),
    "quality_check_add": (403, 403),
    "quality_incident_add": (403, 403),
    "workshop_participant_add": (403, 200),
    "workshop_step_add": (403, 403),
    "workshop_workshop_add": (403, 403),
    "lineage_edge_add": (403, 200),
    "lineage_lowering_add": (200, 200),
    "lineage_job_add": (403, 403),
    "lineage_run_add": (403, 403),
    "lineage_event_add": (403, 403),
}
DELETING = {
    "catalog_asset_delete": (200, 200),
    "catalog_system_delete": (200, 200),
    "catalog_term_delete": (200, 200),
    "quality_rule_delete": (200, 200),
    "quality_incident_delete": (403, 403),
    "workshop_participant_delete": (403, 403),
    "workshop_step_delete": (403, 403),
    "workshop_workshop_delete": (403, 403),
    "lineage_edge_delete": (403, 200),
    "lineage_lowering_delete": (403, 403),
    "lineage_job_delete": (403, 403),
    "lineage_run_delete": (403, 403),
    "lineage_event_delete": (403, 403),
}
OUTSIDERS = [role for role in Role.values if role not in {"steward", "facilitator"}]


@dataclass
class House:
    room: Room
    ids: dict[str, int]
    client: Client

    def get(self, role: str, page: str, *args: object) -> int:
        self.client.force_login(self.room.user(role), backend="django.contrib.auth.backends.ModelBackend")
        return self.client.get(reverse(f"admin:{page}", args=args)).status_code

    def object_page(self, role: str, page: str) -> int:
        return self.get(role, page, self.ids[page.rpartition("_")[0]])


def ids_of(room: Room) -> dict[str, int]:
    own = {"workshop": room.workshop}
    asset = room.asset()
    quality = quality_scene(room, asset)
    lineage = lineage_scene(room, asset, asset)
    return {
        "catalog_asset": asset,
        **{f"quality_{name}": quality[name] for name in ("rule", "check", "incident", "contract")},
        **{f"lineage_{name}": pk for name, pk in lineage.items()},
        "catalog_system": System.objects.get(code="erp", **own).pk,
        "catalog_term": Term.objects.filter(**own)[0].pk,
        "workshop_participant": Participant.objects.filter(**own)[0].pk,
        "workshop_step": Step.objects.filter(**own)[0].pk,
        "workshop_workshop": room.workshop.pk,
    }


@pytest.fixture
def house(room: Room, client: Client) -> House:
    return House(room, ids_of(room), client)


@pytest.fixture
def foreign(house: House) -> House:
    """The people of one workshop, with the ids of another."""
    return House(house.room, ids_of(room_found("Salle deux")), house.client)


@pytest.mark.parametrize("role", ["steward", "facilitator"])
def test_stewards_and_facilitators_read_everything_of_their_workshop(house: House, role: str) -> None:
    pages = {page: house.get(role, page) for page in LIST_PAGES}
    pages |= {page: house.object_page(role, page) for page in (*OBJECT_PAGES, "workshop_workshop_change")}
    assert pages == dict.fromkeys(pages, 200)


def test_adding_and_deleting_follow_the_access_rules(house: House) -> None:
    roles = ("steward", "facilitator")
    assert {page: tuple(house.get(role, page) for role in roles) for page in ADDING} == ADDING
    assert {page: tuple(house.object_page(role, page) for role in roles) for page in DELETING} == DELETING


@pytest.mark.parametrize("role", OUTSIDERS)
def test_other_roles_are_asked_to_log_in(house: House, role: str) -> None:
    pages = {page: house.get(role, page) for page in (*LIST_PAGES, *ADDING)}
    pages |= {page: house.object_page(role, page) for page in (*OBJECT_PAGES, *DELETING)}
    assert pages == dict.fromkeys(pages, 302)


def test_superuser_without_role_stays_outside(house: House) -> None:
    User.objects.filter(pk=house.room["client"].user_id).update(is_superuser=True, is_staff=True)
    assert house.get("client", "catalog_asset_changelist") == 302


@pytest.mark.parametrize("role", ["steward", "facilitator"])
def test_objects_of_another_workshop_do_not_exist(foreign: House, role: str) -> None:
    pages = {page: foreign.object_page(role, page) for page in (*OBJECT_PAGES, "catalog_asset_delete")}
    assert pages == dict.fromkeys(pages, 302)  # Django goes to its index and says that nothing has this id
    foreign.client.force_login(foreign.room.user(role), backend="django.contrib.auth.backends.ModelBackend")
    answer = foreign.client.get(
        reverse("admin:catalog_asset_change", args=[foreign.ids["catalog_asset"]]), follow=True
    )
    assert answer.redirect_chain == [(reverse("admin:index"), 302)]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("foreignkey", "target"),
        ("termlink", "term"),
        ("ownership", "participant"),
        ("asset", "system"),
        ("edge", "source"),
        ("lowering", "edge"),
    ],
)
def test_autocomplete_offers_nothing_of_another_workshop(foreign: House, model: str, field: str) -> None:
    foreign.client.force_login(
        foreign.room.user("steward"), backend="django.contrib.auth.backends.ModelBackend"
    )
    app = "lineage" if model in {"edge", "lowering"} else "catalog"
    query = {"app_label": app, "model_name": model, "field_name": field}
    offered = foreign.client.get(reverse("admin:autocomplete"), query).json()["results"]
    owner = {
        "target": "catalog_asset",
        "source": "catalog_asset",
        "term": "catalog_term",
        "participant": "workshop_participant",
        "edge": "lineage_edge",
    }
    strangers = {str(foreign.ids[owner.get(field, "catalog_system")])}
    assert offered
    assert strangers.isdisjoint(row["id"] for row in offered)


def test_every_address_of_the_admin_refuses_those_who_are_not_logged_in(house: House) -> None:
    pages = {page: house.client.get(reverse(f"admin:{page}")).status_code for page in (*LIST_PAGES, *ADDING)}
    assert pages == dict.fromkeys(pages, 302)


WRITES = (
    ("catalog_asset_change", {"name": "stolen"}),
    ("catalog_asset_delete", {"post": "yes"}),
    ("catalog_asset_restore", {"version": "1"}),
    ("catalog_system_change", {"code": "stolen"}),
    ("catalog_term_change", {"code": "stolen"}),
    ("workshop_participant_change", {"nickname": "stolen"}),
    ("workshop_step_change", {"minutes": "1"}),
    ("workshop_workshop_change", {"name": "stolen"}),
    ("lineage_edge_change", {"source": "1"}),
    ("lineage_edge_delete", {"post": "yes"}),
    ("lineage_lowering_change", {"accepted": "yes"}),
)


@pytest.mark.parametrize(("page", "values"), WRITES)
def test_nothing_of_another_workshop_can_be_written(
    foreign: House, page: str, values: dict[str, str]
) -> None:
    foreign.client.force_login(
        foreign.room.user("facilitator"), backend="django.contrib.auth.backends.ModelBackend"
    )
    pk = foreign.ids[page.rpartition("_")[0]]
    written = {
        "catalog_system": System,
        "catalog_term": Term,
        "workshop_step": Step,
        "lineage_edge": Edge,
        "lineage_lowering": Lowering,
    }
    model: Any = written.get(page.rpartition("_")[0])
    before = model._default_manager.filter(pk=pk).values().get() if model else None
    answer = foreign.client.post(reverse(f"admin:{page}", args=[pk]), values)
    nobody_may = page == "lineage_edge_change"  # its refusal comes before the question which edge
    assert answer.status_code in ({403} if nobody_may else {302, 404})
    assert (model._default_manager.filter(pk=pk).values().get() if model else None) == before
