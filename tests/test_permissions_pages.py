"""Who may open and send which page: one row per method and address, one status per persona.

A new page adds its row. `other` is the facilitator of another workshop, who meets our rows by their ids.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from catalog.commands import asset_update
from catalog.documents import AssetChange
from catalog.models import Field, ForeignKey, System, Term
from catalog.queries.versions import asset_versions
from lineage.assertions import JobKey
from lineage.commands import edges_draw, lowering_ask, run_record
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument, LoweringDocument
from lineage.models import Event, Run
from tests.people import Room
from tests.quality.scene import quality_scene
from workshop.commands.agenda import announcement_send
from workshop.commands.notes import note_write
from workshop.commands.pictures import pictures_deal
from workshop.documents import NoteDocument
from workshop.models import Activity, Picture, RoleAssignment, Step

PERSONAS = ("anonymous", "client", "engineer", "owner", "steward", "facilitator", "other")


@dataclass(frozen=True)
class Row:
    method: str
    address: str  # with the names of `places`
    statuses: tuple[int, int, int, int, int, int, int]  # in the order of PERSONAS
    data: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


TERM = {"name_fr": "Brique", "name_en": "Brick", "version": "1"}
ASSET = {
    "title_fr": "Neuf", "name": "neuf", "system": "crm", "kind": "dataset", "colour": "blue", "shape": "brick",
    "fields-TOTAL_FORMS": "1", "fields-INITIAL_FORMS": "0", "fields-0-name": "id", "fields-0-type": "integer",
}  # fmt: skip
SYSTEM = {"title_fr": "Caisse", "code": "caisse", "plate": "white", "zone": "source"}
ACTIVITY = {"title_fr": "Neuf", "minutes": "3", "version": "1"}
SLOT = {"starts_minute": "1", "minutes": "2"}
PLAN = {"expected_people": "9", "table_count": "1"}
CAST = {"base_{participant}": "dpo"}
NOTE = {"kind": "notion", "text": "clé"}
GOAL = {"dimension": "use", "target": "4"}
OPENED = {"name": "B", "language": "fr"}
VOLUME = {"count_min": "2", "severity": "minor", "dimension": "validity", "state": "active"}
QUALIFIED = {"kind": "qualify", "qualify-severity": "minor"}
CORRECTED = {"kind": "correct", "correct-text": "x"}
REPORTED = {"description": "x", "severity": "minor"}
FLOW = {"from": "crm", "to": "erp"}
LOWERING = {"technique": "masking", "level": "1", "reason": "Masked.", "expires_at": "2100-01-01"}
MATRIX = [
    #                                                anonymous client engineer owner steward facilitator other
    Row("GET", "/",                                  (200, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/join/",                             (200, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/resume/",                           (200, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/login/",                            (200, 302, 302, 302, 302, 302, 302)),
    Row("POST", "/logout/",                          (302, 302, 302, 302, 302, 302, 302)),
    Row("POST", "/language/",                        (302, 302, 302, 302, 302, 302, 302), {"language": "en"}),
    Row("POST", "/switch/",                          (404, 302, 302, 302, 302, 302, 404), {"workshop": "{workshop}"}),
    Row("GET", "/poster/",                           (401, 403, 403, 403, 403, 200, 200)),
    Row("GET", "/me/",                               (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/me/tokens/",                       (401, 302, 302, 302, 302, 302, 302)),
    Row("POST", "/me/tokens/{token}/revoke/",        (404, 404, 404, 404, 302, 404, 404)),
    Row("POST", "/me/resume-code/",                  (401, 302, 302, 302, 302, 302, 302)),
    Row("GET", "/people/",                           (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/people/{participant}/",             (401, 403, 403, 403, 403, 200, 404)),
    Row("POST", "/people/{participant}/",            (401, 403, 403, 403, 403, 302, 404), {"role": "owner"}),
    Row("POST", "/people/{participant}/resume-code/", (401, 403, 403, 403, 403, 302, 404)),
    Row("POST", "/people/roles/{role}/withdraw/",    (401, 403, 403, 403, 403, 302, 404)),
    Row("POST", "/step/",                            (401, 403, 403, 403, 403, 302, 302), {"step": "{step}"}),
    Row("GET", "/desk/",                             (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/desk/hand/",                       (401, 302, 302, 302, 302, 302, 302)),
    Row("POST", "/desk/hand/{participant}/lower/",   (404, 403, 403, 403, 302, 302, 404)),
    Row("GET", "/board/",                            (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/console/",                          (401, 403, 403, 403, 403, 200, 200)),
    Row("POST", "/console/move/",                    (401, 403, 403, 403, 403, 302, 302), {"move": "start"}),
    Row("POST", "/console/undo/",                    (401, 403, 403, 403, 403, 302, 302)),
    Row("POST", "/console/activities/{activity}/",   (401, 403, 403, 403, 403, 302, 404)),
    Row("POST", "/console/steps/{step}/",            (401, 403, 403, 403, 403, 302, 404)),
    Row("POST", "/console/messages/",                (401, 403, 403, 403, 403, 302, 302), {"text": "Bonjour"}),
    Row("POST", "/console/messages/{message}/withdraw/", (401, 403, 403, 403, 403, 302, 404)),
    Row("POST", "/console/people/{participant}/table/", (401, 403, 403, 403, 403, 302, 404), {"table": "1"}),
    Row("GET", "/agenda/",                           (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/agenda/activities/{activity}/",     (401, 403, 403, 403, 403, 200, 404)),
    Row("POST", "/agenda/activities/{activity}/",    (401, 403, 403, 403, 403, 302, 404), ACTIVITY),
    Row("GET", "/agenda/steps/{step}/",              (401, 403, 403, 403, 403, 200, 404)),
    Row("POST", "/agenda/steps/{step}/",             (401, 403, 403, 403, 403, 302, 404), SLOT),
    Row("GET", "/plan/",                             (401, 403, 403, 403, 403, 200, 200)),
    Row("POST", "/plan/",                            (401, 403, 403, 403, 403, 302, 302), PLAN),
    Row("GET", "/casting/",                          (401, 403, 403, 403, 403, 200, 200)),
    Row("POST", "/casting/",                         (401, 403, 403, 403, 403, 302, 302)),
    Row("POST", "/casting/",                         (401, 403, 403, 403, 403, 302, 404), CAST),
    Row("GET", "/notes/",                            (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/notes/",                           (401, 302, 302, 302, 302, 302, 302), NOTE),
    Row("GET", "/notes/steps/{step}/",               (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/notes/{note}/delete/",             (404, 403, 403, 403, 302, 302, 404)),
    Row("GET", "/maturity/",                         (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/maturity/",                        (401, 302, 302, 302, 302, 302, 302), {"quality": "3"}),
    Row("POST", "/maturity/show/",                   (401, 403, 403, 403, 403, 302, 302), {"shown": "yes"}),
    Row("POST", "/maturity/goals/",                  (401, 403, 403, 403, 403, 302, 302), GOAL),
    Row("GET", "/pictures/",                         (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/pictures/deal/",                   (401, 403, 403, 403, 403, 302, 302)),
    Row("POST", "/pictures/{picture}/move/",         (401, 302, 302, 302, 302, 302, 404)),
    Row("POST", "/pictures/reveal/",                 (401, 403, 403, 403, 403, 302, 302)),
    Row("POST", "/pictures/collect/",                (401, 403, 403, 403, 403, 302, 302)),
    Row("GET", "/sheets/",                           (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/sheets/checklist/",                 (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/sheets/roles/",                     (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/sheets/pieces/",                    (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/sheets/dicp/",                      (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/sheets/phases/",                    (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/slides/1/",                         (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/slides/1/notes/",                   (401, 403, 403, 403, 403, 200, 200)),
    Row("GET", "/slides/21/",                        (401, 404, 404, 404, 404, 404, 404)),
    Row("GET", "/quiz/",                             (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/quiz/",                            (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/report/",                           (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/workshops/new/",                    (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/workshops/new/",                   (401, 302, 302, 302, 302, 302, 302), OPENED),
    Row("GET", "/assets/",                           (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/assets/new/",                       (401, 403, 403, 200, 200, 200, 200)),
    Row("POST", "/assets/new/",                      (401, 403, 403, 302, 302, 302, 302), ASSET),
    Row("POST", "/assets/bulk/",                     (401, 403, 403, 200, 200, 200, 302), {"ids": "{asset}"}),
    Row("GET", "/assets/deleted/",                   (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/assets/{asset}/",                   (404, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/assets/{asset}/edit/",              (404, 403, 403, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/edit/",             (404, 403, 403, 302, 302, 302, 404), ASSET),
    Row("POST", "/assets/{asset}/move/",             (401, 403, 403, 302, 302, 302, 404), {"status": "submitted"}),
    Row("GET", "/assets/{asset}/delete/",            (404, 403, 403, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/delete/",           (404, 403, 403, 302, 302, 302, 404)),
    Row("GET", "/assets/{asset}/sensitivity/",       (404, 403, 403, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/sensitivity/",      (404, 403, 403, 302, 302, 302, 404), {"proof": "1"}),
    Row("GET", "/assets/{asset}/owners/",            (404, 403, 403, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/owners/",           (404, 403, 403, 302, 302, 302, 404), {"accountable": "owner"}),
    Row("GET", "/assets/{asset}/keys/",              (404, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/keys/",             (404, 403, 302, 302, 302, 302, 404), {"version": "2"}),
    Row("GET", "/assets/{asset}/links/new/",         (404, 403, 200, 200, 200, 200, 404)),
    Row("GET", "/assets/{asset}/links/new/{target}/", (404, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/links/new/{target}/", (404, 403, 302, 302, 302, 302, 404), {"column_0": "id"}),
    Row("GET", "/assets/{asset}/links/{link}/",      (404, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/links/{link}/delete/", (404, 403, 302, 302, 302, 302, 404)),
    Row("GET", "/assets/{asset}/history/",           (404, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/restore/",          (404, 403, 403, 302, 302, 302, 404), {"version": "{version}"}),
    Row("GET", "/changes/{change}/",                 (404, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/changes/{change}/undo/",           (401, 403, 403, 302, 302, 302, 404)),
    Row("GET", "/diagram/",                          (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/systems/",                          (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/systems/new/",                      (401, 403, 403, 200, 200, 200, 200)),
    Row("POST", "/systems/new/",                     (401, 403, 403, 302, 302, 302, 302), SYSTEM),
    Row("GET", "/systems/{system}/edit/",            (401, 403, 403, 200, 200, 200, 404)),
    Row("POST", "/systems/{system}/edit/",           (401, 403, 403, 302, 302, 302, 404), SYSTEM),
    Row("POST", "/systems/{system}/delete/",         (401, 403, 403, 302, 302, 302, 404)),
    Row("GET", "/to-complete/",                      (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/glossary/",                         (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/glossary/{term}/",                  (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/glossary/new/",                     (401, 403, 403, 403, 200, 200, 200)),
    Row("POST", "/glossary/new/",                    (401, 403, 403, 403, 302, 302, 302), TERM),
    Row("GET", "/glossary/{term}/edit/",             (401, 403, 403, 403, 200, 200, 404)),
    Row("POST", "/glossary/{term}/edit/",            (401, 403, 403, 403, 302, 302, 404), TERM),
    Row("POST", "/glossary/{term}/delete/",          (401, 403, 403, 403, 302, 302, 404)),
    Row("GET", "/quality/",                          (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/assets/{asset}/quality/",           (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/assets/{asset}/quality/panel/",     (302, 302, 302, 302, 302, 302, 302)),
    Row("GET", "/assets/{asset}/bricks/panel/",      (302, 302, 302, 302, 302, 302, 302)),
    Row("POST", "/assets/{asset}/check/",            (401, 403, 302, 302, 302, 302, 404)),
    Row("GET", "/assets/{asset}/rules/new/",         (404, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/rules/new/?type=volume", (404, 403, 302, 302, 302, 302, 404), VOLUME),
    Row("POST", "/assets/{asset}/rules/propose/",    (401, 403, 302, 302, 302, 302, 404)),
    Row("POST", "/assets/{asset}/rules/accept/",     (401, 403, 302, 302, 302, 302, 404), {"ids": "{quality_rule}"}),
    Row("GET", "/rules/{quality_rule}/edit/",        (404, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/rules/{quality_rule}/edit/",       (404, 403, 302, 302, 302, 302, 404), VOLUME),
    Row("POST", "/rules/{quality_rule}/delete/",     (404, 403, 302, 302, 302, 302, 404)),
    Row("GET", "/checks/{check}/",                   (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/incidents/",                        (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/incidents/{incident}/",             (401, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/incidents/{incident}/events/",     (404, 403, 302, 302, 302, 302, 404), QUALIFIED),
    Row("POST", "/incidents/{assigned}/events/",     (404, 403, 403, 302, 403, 302, 404), CORRECTED),
    Row("GET", "/assets/{asset}/report/",            (401, 403, 200, 403, 403, 200, 404)),
    Row("POST", "/assets/{asset}/report/",           (401, 403, 302, 403, 403, 302, 404), REPORTED),
    Row("GET", "/assets/{asset}/promotion/",         (401, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/promotion/",        (401, 409, 409, 409, 409, 409, 404)),
    Row("GET", "/assets/{asset}/contract/",          (401, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/assets/{asset}/contract/",         (401, 403, 403, 302, 403, 302, 404), {"purpose_fr": "x"}),
    Row("GET", "/contracts/{contract}/",             (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/lineage/",                          (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/fields/",                   (401, 200, 200, 200, 200, 200, 200), {"asset": "{asset}"}),
    Row("GET", "/lineage/path/",                     (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/path/",                     (401, 200, 200, 200, 200, 200, 404), {"from": "{asset}"}),
    Row("GET", "/lineage/difference/",               (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/difference/",               (401, 200, 200, 200, 200, 200, 404), {"asset": "{asset}"}),
    Row("GET", "/lineage/ends/",                     (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/gaps/",                     (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/flow/",                     (401, 200, 200, 200, 200, 200, 200), FLOW),
    Row("GET", "/lineage/jobs/",                     (401, 200, 200, 200, 200, 200, 200)),
    Row("GET", "/lineage/jobs/{job}/",               (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/lineage/runs/{run}/",               (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/lineage/events/{event}/",           (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/lineage/edges/{edge}/",             (401, 200, 200, 200, 200, 200, 404)),
    Row("POST", "/lineage/edges/{edge}/remove/",     (401, 403, 302, 302, 403, 302, 404)),
    Row("GET", "/lineage/edges/{edge}/lower/",       (401, 403, 200, 200, 200, 200, 404)),
    Row("POST", "/lineage/edges/{edge}/lower/",      (401, 403, 302, 302, 302, 302, 404), LOWERING),
    Row("GET", "/lineage/edges/new/{asset}/{target}/", (401, 403, 200, 200, 403, 200, 404)),
    Row("POST", "/lineage/edges/new/{asset}/{target}/", (401, 403, 302, 302, 403, 302, 404), {"rows": "0"}),
    Row("GET", "/lineage/lowerings/",                (401, 200, 200, 200, 200, 200, 200)),
    Row("POST", "/lineage/lowerings/{lowering}/review/", (401, 403, 403, 302, 403, 302, 404), {"accepted": "yes"}),
    Row("POST", "/lineage/lowerings/{lowering}/end/", (401, 403, 302, 302, 302, 302, 404)),
    Row("GET", "/assets/{asset}/lineage/",           (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/assets/{asset}/lineage/panel/",     (302, 302, 302, 302, 302, 302, 302)),
    Row("GET", "/assets/{asset}/lineage/card/",      (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/assets/{asset}/lineage/new/",       (401, 403, 200, 200, 403, 200, 404)),
    Row("GET", "/assets/{asset}/impact/",            (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/fields/{field}/lineage/",           (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/fields/{field}/impact/",            (401, 200, 200, 200, 200, 200, 404)),
    Row("GET", "/nowhere/",                          (404, 404, 404, 404, 404, 404, 404)),
]  # fmt: skip


@pytest.fixture
def places(room: Room) -> dict[str, Any]:
    """What stands in our room; the token is the steward's."""
    steward = room["steward"]
    room.token("steward")
    target = room.asset()
    link = {"name": "link", "target": {"name": "client"}, "columns": [{"field": "id", "target_field": "id"}]}
    owner = {"participant": "owner", "responsibility": "accountable"}
    asset = room.asset(name="commande", foreign_keys=[link], ownerships=[owner])
    asset_update(actor=steward, asset_id=asset, change=AssetChange(title_fr="Commande"))
    quality = quality_scene(room, asset)
    latest, first = asset_versions(steward, asset)
    return {
        "workshop": room.workshop.pk,
        "asset": asset,
        **{name: quality[name] for name in ("check", "contract", "incident", "assigned")},
        "quality_rule": quality["rule"],
        "link": ForeignKey.objects.get(asset=asset).pk,
        "target": target,
        "version": first["id"],
        "change": latest["request_id"],
        "system": System.objects.get(workshop=room.workshop, code="ia").pk,
        "participant": steward.participant_id,
        "token": room.user("steward").auth_token_set.get().token_key,
        "role": RoleAssignment.objects.get(participant_id=steward.participant_id).pk,
        "step": Step.objects.filter(workshop=room.workshop)[0].pk,
        "activity": Activity.objects.filter(workshop=room.workshop)[0].pk,
        "message": announcement_send(actor=room["facilitator"], text="Assis").pk,
        "note": note_write(actor=steward, document=NoteDocument(kind="notion", text="lien")).pk,
        "picture": picture_of(room),
        "term": Term.objects.filter(workshop=room.workshop, links=None)[0].pk,
        **lineage_places(room, target, asset),
    }


def lineage_places(room: Room, source: int, target: int) -> dict[str, Any]:
    """An edge drawn by the engineer with a lowering that waits; a job that ran once and whose tool told of it."""
    engineer = room["engineer"]
    (edge,) = edges_draw(actor=engineer, documents=[EdgeDocument(source=source, target=target)])
    asked = LoweringDocument.read(
        {"technique": "masking", "level": 1, "reason": "Masked.", "expires_at": "2100-01-01T00:00:00Z"}
    )
    report = RunReport(job=JobKey("bricks", "copy"), run_id=uuid4(), at=timezone.now(), inputs=[source])
    run = run_record(actor=room["engineer"], report=report)
    told = {"workshop": room.workshop, "kind": "run", "event_time": timezone.now(), "body": {}}
    return {
        "edge": edge,
        "lowering": lowering_ask(actor=room["engineer"], edge_id=edge, document=asked),
        "run": run,
        "job": Run.objects.get(pk=run).job_id,
        "event": Event.objects.create(digest="0" * 64, run_id=run, **told).pk,
        "field": Field.objects.get(asset=target).pk,
    }


def picture_of(room: Room) -> int:
    pictures_deal(actor=room["facilitator"])
    return Picture.objects.filter(workshop=room.workshop)[0].pk


@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_page_answers_each_persona(row: Row, room: Room, other_room: Room, places: dict[str, Any]):
    statuses = {name: status_for(row, name, room, other_room, places) for name in PERSONAS}
    assert statuses == dict(zip(PERSONAS, row.statuses, strict=True))


def status_for(row: Row, persona: str, room: Room, other_room: Room, places: dict[str, Any]) -> int:
    """The answer to this persona, whose changes are then taken back."""
    data = {name.format(**places): value.format(**places) for name, value in (row.data or {}).items()}
    with transaction.atomic():
        client = Client()
        if persona != "anonymous":
            client.force_login(
                other_room.user("facilitator") if persona == "other" else room.user(persona),
                backend="django.contrib.auth.backends.ModelBackend",
            )
        send = client.get if row.method == "GET" else client.post
        status = send(row.address.format(**places), data).status_code
        transaction.set_rollback(True)
    return status
