"""Who may do what through the REST door, as data: method, address, and the roles that may.

Everybody else of the workshop gets 403; whoever comes from another workshop 404 (in a body: the
same refusal as for an id that never was); without token 401.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lineage.assertions import JobKey
from lineage.commands import edges_draw, lowering_ask, run_record
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument, LoweringDocument
from lineage.models import Event, Run
from tests.lineage.events import run_event
from tests.people import Room
from tests.quality.scene import quality_scene
from tests.rest import Caller, call
from workshop.choices import Role
from workshop.commands.clock import timer_go

EVERYBODY = frozenset(Role.values)
DESCRIBE = frozenset({"facilitator", "steward", "owner"})
KEY = DESCRIBE | {"engineer"}
GLOSSARY = frozenset({"facilitator", "steward"})
LEAD = frozenset({"facilitator"})
DRAW = frozenset({"facilitator", "owner", "engineer"})
MARQUEZ_TABLE = {"type": "DB_TABLE", "physicalName": "x", "sourceName": "base"}
LOWER = DRAW | {"steward"}  # who builds the flow, and who rates the asset
REVIEW = frozenset({"facilitator", "owner", "dpo"})
LOWERING = {"technique": "masking", "level": 1, "reason": "x", "expires_at": "2099-01-01T00:00:00Z"}

RAISE = frozenset({"facilitator", "consumer", "engineer", "analyst", "scientist"})
PUBLISH = frozenset({"facilitator", "owner"})


@dataclass(frozen=True)
class Verb:
    method: str
    path: str
    allowed: frozenset[str]
    status: int = 200
    body: Any = None
    stranger: int = 404  # what somebody of another workshop gets


VERBS = (
    Verb("GET", "assets/", EVERYBODY, stranger=200),
    Verb("GET", "assets/{asset}/", EVERYBODY),
    Verb("GET", "assets/facets/", EVERYBODY, stranger=200),
    Verb("GET", "assets/deleted/", EVERYBODY, stranger=200),
    Verb("GET", "assets/{asset}/versions/", EVERYBODY),
    Verb("GET", "assets/{asset}/versions/{version}/", EVERYBODY),
    Verb("GET", "assets/{asset}/versions/{version}/diff/", EVERYBODY),
    Verb("POST", "assets/", DESCRIBE, 201, {"system": "crm", "name": "new"}, stranger=201),
    Verb("POST", "assets/bulk/", DESCRIBE, 201, [{"system": "crm", "name": "new"}], stranger=201),
    Verb("PATCH", "assets/bulk/", DESCRIBE, body={"ids": ["{asset}"], "change": {"title_fr": "x"}}),
    Verb("PUT", "assets/{asset}/", DESCRIBE, body={"system": "crm", "name": "client"}),
    Verb("PATCH", "assets/{asset}/", DESCRIBE, body={"title_fr": "x"}),
    Verb("PATCH", "assets/{asset}/", DESCRIBE, body={"importance": 2}),
    Verb("PATCH", "assets/{asset}/", KEY, body={"primary_key": []}),
    Verb("DELETE", "assets/{asset}/", DESCRIBE, 204),
    Verb("POST", "assets/{asset}/restore/", DESCRIBE, body={"version": "{version}"}),
    Verb("POST", "assets/{owned}/status/", DESCRIBE, body={"status": "submitted"}),
    Verb("GET", "changes/{change}/", EVERYBODY),
    Verb("POST", "changes/{change}/undo/", DESCRIBE),
    Verb("GET", "fields/", EVERYBODY, stranger=200),
    Verb("GET", "fields/{field}/", EVERYBODY),
    Verb("POST", "fields/", DESCRIBE, 201, {"asset": "{asset}", "name": "x"}, stranger=400),
    Verb("PATCH", "fields/{field}/", DESCRIBE, body={"required": True}),
    Verb("DELETE", "fields/{spare}/", DESCRIBE, 204),
    Verb("GET", "unique-keys/", EVERYBODY, stranger=200),
    Verb("GET", "unique-keys/{unique_key}/", EVERYBODY),
    Verb("POST", "unique-keys/", KEY, 201, {"asset": "{asset}", "name": "x", "fields": ["id"]}, stranger=400),
    Verb("PATCH", "unique-keys/{unique_key}/", KEY, body={"name": "other"}),
    Verb("DELETE", "unique-keys/{unique_key}/", KEY, 204),
    Verb("GET", "foreign-keys/", EVERYBODY, stranger=200),
    Verb("GET", "foreign-keys/{foreign_key}/", EVERYBODY),
    Verb(
        "POST",
        "foreign-keys/",
        KEY,
        201,
        {
            "asset": "{asset}",
            "name": "parent",
            "target": {"name": "client"},
            "columns": [{"field": "id", "target_field": "id"}],
        },
        stranger=400,
    ),
    Verb("PATCH", "foreign-keys/{foreign_key}/", KEY, body={"proposed": True}),
    Verb("DELETE", "foreign-keys/{foreign_key}/", KEY, 204),
    Verb("GET", "ownerships/", EVERYBODY, stranger=200),
    Verb("GET", "ownerships/{ownership}/", EVERYBODY),
    Verb(
        "POST",
        "ownerships/",
        DESCRIBE,
        201,
        {"asset": "{asset}", "participant": "dpo", "responsibility": "steward"},
        stranger=400,
    ),
    Verb("PATCH", "ownerships/{ownership}/", DESCRIBE, body={"responsibility": "custodian"}),
    Verb("DELETE", "ownerships/{ownership}/", DESCRIBE, 204),
    Verb("GET", "systems/", EVERYBODY, stranger=200),
    Verb("GET", "systems/{system}/", EVERYBODY),
    Verb(
        "POST", "systems/", DESCRIBE, 201, {"code": "x", "title_fr": "X", "plate": "grey", "zone": "ai"}, 201
    ),
    Verb("PATCH", "systems/{system}/", DESCRIBE, body={"title_fr": "X"}),
    Verb(
        "PUT",
        "systems/{system}/",
        DESCRIBE,
        body={"code": "x", "title_fr": "X", "plate": "grey", "zone": "ai"},
    ),
    Verb("DELETE", "systems/{system}/", DESCRIBE, 204),
    Verb("GET", "terms/", EVERYBODY, stranger=200),
    Verb("GET", "terms/{term}/", EVERYBODY),
    Verb("POST", "terms/", GLOSSARY, 201, {"code": "x", "name_fr": "X"}, stranger=201),
    Verb("PATCH", "terms/{term}/", GLOSSARY, body={"name_fr": "X"}),
    Verb("PUT", "terms/{term}/", GLOSSARY, body={"code": "x", "name_fr": "X"}),
    Verb("DELETE", "terms/{term}/", GLOSSARY, 204),
    Verb("GET", "rules/", EVERYBODY, stranger=200),
    Verb("GET", "rules/{rule}/", EVERYBODY),
    Verb("POST", "rules/", KEY, 201, {"asset": "{asset}", "type": "volume", "parameters": {"count_min": 2}}),
    Verb("PATCH", "rules/{rule}/", KEY, body={"severity": "minor"}),
    Verb("DELETE", "rules/{rule}/", KEY, 204),
    Verb("POST", "rules/proposals/", KEY, 201, {"asset": "{asset}"}),
    Verb("POST", "rules/accept/", KEY, body={"ids": ["{rule}"]}),
    Verb("GET", "checks/", EVERYBODY, stranger=200),
    Verb("GET", "checks/{check}/", EVERYBODY),
    Verb("POST", "checks/", KEY | RAISE, 201, {"asset": "{asset}"}),
    Verb("GET", "incidents/", EVERYBODY, stranger=200),
    Verb("GET", "incidents/{incident}/", EVERYBODY),
    Verb("POST", "incidents/", RAISE, 201, {"asset": "{asset}", "description": "x"}),
    Verb("GET", "incidents/{incident}/events/", EVERYBODY),
    Verb("POST", "incidents/{incident}/events/", KEY, body={"kind": "qualify", "severity": "minor"}),
    Verb("POST", "incidents/{incident}/events/", KEY, body={"kind": "reject", "text": "x"}),
    Verb(
        "POST",
        "incidents/{incident}/events/",
        EVERYBODY - {"client", "dpo"},
        body={"kind": "comment", "text": "x"},
    ),
    Verb(
        "POST", "incidents/{assigned}/events/", PUBLISH | {"producer"}, body={"kind": "correct", "text": "x"}
    ),
    Verb(
        "POST",
        "incidents/{assigned}/events/",
        PUBLISH,
        body={"kind": "waive", "text": "x", "expires_at": "2099-01-01T00:00:00Z"},
    ),
    Verb("POST", "incidents/{rejected}/events/", KEY | RAISE, body={"kind": "reopen", "text": "x"}),
    Verb("GET", "contracts/", EVERYBODY, stranger=200),
    Verb("GET", "contracts/{contract}/", EVERYBODY),
    Verb("GET", "contracts/{contract}/odcs/", EVERYBODY),
    Verb("POST", "contracts/", PUBLISH, 201, {"asset": "{asset}", "purpose_fr": "x"}),
    Verb("POST", "contracts/breaks/", EVERYBODY, body={"asset": "{asset}", "change": {"fields": []}}),
    Verb("GET", "scores/", EVERYBODY, stranger=200),
    Verb("GET", "promotions/{asset}/", EVERYBODY),
    Verb("GET", "workshops/", EVERYBODY, stranger=200),
    Verb("GET", "workshops/{workshop}/", EVERYBODY),
    Verb("PATCH", "workshops/{workshop}/", LEAD, body={"current_step": "{step}"}),
    Verb("GET", "steps/", EVERYBODY, stranger=200),
    Verb("GET", "steps/{step}/", EVERYBODY),
    Verb("GET", "activities/", EVERYBODY, stranger=200),
    Verb("GET", "activities/{activity}/", EVERYBODY),
    Verb("PATCH", "activities/{activity}/", LEAD, body={"minutes": 3}),
    Verb("GET", "timer/", EVERYBODY, stranger=200),
    Verb("POST", "timer/", LEAD, body={"activity": "{activity}"}),
    Verb("DELETE", "timer/", LEAD, 204, stranger=409),
    Verb("GET", "notes/", EVERYBODY, stranger=200),
    Verb("GET", "notes/{note}/", EVERYBODY),
    Verb("POST", "notes/", EVERYBODY, 201, {"kind": "notion", "text": "clé"}, stranger=201),
    Verb("DELETE", "notes/{note}/", LEAD | {"steward"}, 204),
    Verb("GET", "votes/", EVERYBODY, stranger=200),
    Verb("POST", "votes/", EVERYBODY, body={"dimension": "use", "level": 2}, stranger=200),
    Verb("PATCH", "votes/", LEAD, body={"shown": True}, stranger=200),
    Verb("PUT", "votes/", LEAD, body={"dimension": "use", "target": 4, "action": "Former"}, stranger=200),
    Verb("GET", "participants/", EVERYBODY, stranger=200),
    Verb("GET", "participants/{participant}/", EVERYBODY),
    Verb("GET", "roles/", EVERYBODY, stranger=200),
    Verb("GET", "roles/{role}/", EVERYBODY),
    Verb("POST", "roles/", LEAD, 201, {"participant": "{participant}", "role": "dpo"}),
    Verb("DELETE", "roles/{role}/", LEAD, 204),
    Verb("GET", "tokens/", EVERYBODY, stranger=200),
    Verb("POST", "tokens/", EVERYBODY, 201, {"label": "x"}, stranger=201),
    Verb("GET", "edges/", EVERYBODY, stranger=200),
    Verb("GET", "edges/?source={asset}", EVERYBODY),
    Verb("GET", "edges/{edge}/", EVERYBODY),
    Verb("POST", "edges/", DRAW, 201, {"source": "{asset}", "target": "{asset}"}, stranger=400),
    Verb("POST", "edges/bulk/", DRAW, 201, [{"source": "{asset}", "target": "{asset}"}], stranger=400),
    Verb("DELETE", "edges/{edge}/", DRAW, 204),
    Verb("POST", "edges/{edge}/lowerings/", LOWER, 201, LOWERING),
    Verb("GET", "lowerings/", EVERYBODY, stranger=200),
    Verb("GET", "lowerings/{lowering}/", EVERYBODY),
    Verb("POST", "lowerings/{lowering}/review/", REVIEW, body={"accepted": True}),
    Verb("POST", "lowerings/{lowering}/end/", LOWER),
    Verb("POST", "lineage", DRAW, 201, run_event(), stranger=201),
    Verb("GET", "lineage/graph/?asset={asset}", EVERYBODY),
    Verb("GET", "lineage/fields/?asset={asset}", EVERYBODY),
    Verb("GET", "lineage/fields/?field={field}", EVERYBODY),
    Verb("GET", "lineage/path/?source={asset}&target={owned}", EVERYBODY),
    Verb("GET", "lineage/difference/?since=2026-01-01T00:00:00Z", EVERYBODY, stranger=200),
    Verb("GET", "lineage/difference/?since=2026-01-01T00:00:00Z&asset={asset}", EVERYBODY),
    Verb("GET", "lineage/impact/?asset={asset}", EVERYBODY),
    Verb("GET", "lineage/impact/?field={field}", EVERYBODY),
    Verb("GET", "lineage/unused-sources/", EVERYBODY, stranger=200),
    Verb("GET", "lineage/sourceless/", EVERYBODY, stranger=200),
    Verb("GET", "lineage/sensitivity/?asset={asset}", EVERYBODY),
    Verb("GET", "lineage/gaps/", EVERYBODY, stranger=200),
    Verb("GET", "jobs/", EVERYBODY, stranger=200),
    Verb("GET", "jobs/{job}/", EVERYBODY),
    Verb("GET", "runs/", EVERYBODY, stranger=200),
    Verb("GET", "runs/?job={job}", EVERYBODY),
    Verb("GET", "runs/{run}/", EVERYBODY),
    Verb("GET", "events/", EVERYBODY, stranger=200),
    Verb("GET", "events/{event}/", EVERYBODY),
    Verb("DELETE", "tokens/{token}/", frozenset(), 204),  # of the steward: nobody else's, and not even seen
    # As Marquez: by names
    Verb("GET", "namespaces", EVERYBODY, stranger=200),
    Verb("GET", "namespaces/lac", EVERYBODY),
    Verb("PUT", "namespaces/lac", KEY, body={"ownerName": "x"}, stranger=200),
    Verb("GET", "sources", EVERYBODY, stranger=200),
    Verb("GET", "sources/base", EVERYBODY),
    Verb("PUT", "sources/base", KEY, body={"type": "X", "connectionUrl": "x"}, stranger=200),
    Verb("GET", "tags", EVERYBODY, stranger=200),
    Verb("PUT", "tags/x", KEY, body={"description": None}, stranger=200),
    Verb("GET", "namespaces/bricks/datasets", EVERYBODY),
    Verb("GET", "namespaces/bricks/datasets/client", EVERYBODY),
    Verb("PUT", "namespaces/bricks/datasets/client", DRAW, body=MARQUEZ_TABLE),
    Verb("GET", "namespaces/bricks/datasets/client/versions", EVERYBODY),
    Verb("GET", "namespaces/bricks/datasets/client/versions/{dataset_version}", EVERYBODY),
    Verb("POST", "namespaces/bricks/datasets/client/tags/x", DESCRIBE),
    Verb("POST", "namespaces/bricks/datasets/client/fields/id/tags/x", DESCRIBE),
    Verb("GET", "namespaces/lac/jobs", EVERYBODY),
    Verb("GET", "namespaces/lac/jobs/load", EVERYBODY),
    Verb("PUT", "namespaces/lac/jobs/load", DRAW, body={"type": "BATCH", "inputs": [], "outputs": []}),
    Verb("GET", "namespaces/lac/jobs/load/runs", EVERYBODY),
    Verb("POST", "namespaces/lac/jobs/load/runs", DRAW, 201, {}),
    Verb("GET", "jobs/runs/{marquez_run}", EVERYBODY),
    Verb("POST", "jobs/runs/{marquez_run}/start", DRAW),
    Verb("POST", "jobs/runs/{marquez_run}/complete", DRAW),
    Verb("POST", "jobs/runs/{marquez_run}/fail", DRAW),
    Verb("POST", "jobs/runs/{marquez_run}/abort", DRAW),
    Verb("GET", "lineage?nodeId=dataset:bricks:client", EVERYBODY),
    Verb("GET", "column-lineage?nodeId=dataset:bricks:client", EVERYBODY),
    Verb("GET", "events", EVERYBODY, stranger=200),
    Verb("GET", "events/lac", EVERYBODY, stranger=200),
    Verb("GET", "events/lineage", EVERYBODY, stranger=200),
)


LISTS = {v.path for v in VERBS if v.path.endswith("/") and v.path.count("/") == 1} - {"timer/", "votes/"}


def scene(room: Room) -> dict[str, Any]:
    """One of everything, by the names that `VERBS` uses."""
    steward = call(room, "steward")
    pk = room.asset(
        fields=[{"name": "id", "type": "integer"}, {"name": "spare"}],
        unique_keys=[{"name": "one", "fields": ["id"]}],
        foreign_keys=[
            {
                "name": "self",
                "target": {"name": "client"},
                "columns": [{"field": "id", "target_field": "id"}],
            }
        ],
        ownerships=[{"participant": "producer", "responsibility": "producer"}],
    )
    asset = steward("PATCH", f"assets/{pk}/", {"title_en": "Customer"}).json()
    owned = room.asset(name="owned", ownerships=[{"participant": "owner", "responsibility": "accountable"}])
    versions = steward("GET", f"assets/{pk}/versions/").json()["results"]
    empty = {row["code"]: row["id"] for row in steward("GET", "systems/").json()["results"]}["ia"]
    activity = steward("GET", "activities/").json()["results"][0]["id"]
    timer_go(actor=room["facilitator"], activity_id=activity)
    roles = steward("GET", "roles/").json()["results"]
    return {
        "asset": pk,
        "owned": owned,
        "version": versions[-1]["id"],
        "change": versions[0]["request_id"],
        "field": asset["fields"][0]["id"],
        "spare": asset["fields"][1]["id"],
        "unique_key": asset["unique_keys"][0]["id"],
        "foreign_key": asset["foreign_keys"][0]["id"],
        "ownership": asset["ownerships"][0]["id"],
        "system": empty,
        "term": steward("GET", "terms/").json()["results"][0]["id"],
        "workshop": room.workshop.pk,
        "activity": activity,
        "note": steward("POST", "notes/", {"kind": "notion", "text": "lien"}).json()["id"],
        "step": steward("GET", "steps/").json()["results"][0]["id"],
        "participant": room["client"].participant_id,
        "role": next(row["id"] for row in roles if row["role"] == "client"),
        "token": steward("GET", "tokens/").json()["results"][0]["key"],
        **lineage_scene(room, pk, owned),
        **quality_scene(room, pk),
        **of_marquez(room),
    }


def of_marquez(room: Room) -> dict[str, Any]:
    """A namespace, a source, a job and a run, made as Marquez's clients make them."""
    engineer = call(room, "engineer")
    engineer("PUT", "namespaces/lac", {"ownerName": "x"})
    engineer("PUT", "sources/base", {"type": "X", "connectionUrl": "x"})
    engineer("PUT", "namespaces/lac/jobs/load", {"type": "BATCH"})
    versions = engineer("GET", "namespaces/bricks/datasets/client/versions").json()["versions"]
    return {
        "marquez_run": engineer("POST", "namespaces/lac/jobs/load/runs", {}).json()["id"],
        "dataset_version": versions[0]["version"],
    }


def lineage_scene(room: Room, source: int, target: int) -> dict[str, int]:
    """One of everything that lineage has, by the names that `VERBS` uses."""
    (edge,) = edges_draw(
        actor=room["engineer"], documents=[EdgeDocument(source=target, target=source)], reason="scene"
    )
    asked = LoweringDocument.read(LOWERING)
    lowering = lowering_ask(actor=room["engineer"], edge_id=edge, document=asked)
    report = RunReport(
        job=JobKey("etl", "load"), run_id=uuid4(), at=timezone.now(), inputs=[source], outputs=[target]
    )
    run = run_record(actor=room["engineer"], report=report)
    event = Event.objects.create(
        workshop=room.workshop, kind="run", digest="x", event_time=timezone.now(), run_id=run, body={}
    )
    return {
        "edge": edge,
        "lowering": lowering,
        "run": run,
        "job": Run.objects.get(pk=run).job_id,
        "event": event.pk,
    }


def filled(body: Any, ids: dict[str, Any]) -> Any:
    match body:
        case dict():
            return {name: filled(value, ids) for name, value in body.items()}
        case list():
            return [filled(value, ids) for value in body]
        case str() if body.startswith("{"):
            return ids[body.strip("{}")]
    return body


def statuses(callers: dict[str, Caller], ids: dict[str, Any]) -> Iterator[tuple[Verb, str, int]]:
    """Each verb by each caller, and taken back, so that all meet the same scene."""
    for verb in VERBS:
        for role, caller in callers.items():
            with transaction.atomic():
                answer = caller(verb.method, verb.path.format(**ids), filled(verb.body, ids))
                transaction.set_rollback(True)
            yield verb, role, answer.status_code


def test_roles_of_the_workshop(room: Room) -> None:
    ids = scene(room)
    callers = {role: call(room, role) for role in Role.values}
    for verb, role, status in statuses(callers, ids):
        refused = 404 if verb.path == "tokens/{token}/" else 403
        wanted = verb.status if role in verb.allowed else refused
        if verb.path == "tokens/{token}/" and role == "steward":
            wanted = 204
        assert (verb.method, verb.path, verb.body, role, status) == (
            verb.method,
            verb.path,
            verb.body,
            role,
            wanted,
        )


def test_people_of_another_workshop(room: Room, other_room: Room) -> None:
    ids = scene(room)
    stranger = {"facilitator": call(other_room, "facilitator")}
    for verb, _role, status in statuses(stranger, ids):
        assert (verb.method, verb.path, status) == (verb.method, verb.path, verb.stranger)
    for verb in VERBS:
        if verb.method == "GET" and verb.stranger == 200 and verb.path in LISTS:
            rows = stranger["facilitator"]("GET", verb.path).json()["results"]
            own = call(room, "facilitator")("GET", verb.path).json()["results"]
            assert [row for row in rows if row in own] == [], verb.path


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"{verb.method} {verb.path}")
def test_without_token(verb: Verb, db: None) -> None:
    path = verb.path.format_map(Anything())
    assert Client().generic(verb.method, f"/api/v1/{path}").status_code == 401


class Anything(dict[str, str]):
    """Some id for every name."""

    def __missing__(self, name: str) -> str:
        return str(uuid4()) if name in {"change", "marquez_run", "dataset_version"} else "1"
