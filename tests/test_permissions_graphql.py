"""Who may do what through GraphQL, as data: operation, person, own or other workshop, and the code answered."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.models import Field, System, Term
from lineage.assertions import JobKey
from lineage.commands import edges_draw, lowering_ask, run_record
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument, LoweringDocument
from lineage.models import Run
from tests.graphql import asker, codes, global_id
from tests.people import Room
from tests.quality.scene import quality_scene
from workshop.commands.notes import note_write
from workshop.documents import NoteDocument
from workshop.models import Activity, Participant, RoleAssignment, Step

OPERATIONS = {
    "asset": "{ asset(id: $asset) { name } }",
    "assets": "{ assets { totalCount } }",
    "participants": "{ participants { totalCount } }",
    "system": "{ system(id: $system) { code } }",
    "term": "{ term(id: $term) { code } }",
    "node": "{ node(id: $participant) { id } }",
    "assetCreate": 'mutation { assetCreate(input: {asset: {system: "crm", name: "new"}}) { requestId } }',
    "assetUpdate": 'mutation { assetUpdate(input: {id: $asset, change: {titleFr: "x"}}) { requestId } }',
    "assetRate": "mutation { assetUpdate(input: {id: $asset, change: {importance: 4}}) { requestId } }",
    "assetKey": "mutation { assetUpdate(input: {id: $asset, change: {primaryKey: []}}) { requestId } }",
    "assetsUpdate": 'mutation { assetsUpdate(input: {ids: [$asset], change: {titleFr: "y"}}) { requestId } }',
    "assetMove": "mutation { assetMove(input: {id: $asset, status: SUBMITTED}) { requestId } }",
    "assetDelete": "mutation { assetDelete(input: {id: $asset}) { requestId } }",
    "systemUpdate": 'mutation { systemUpdate(input: {id: $system, change: {titleFr: "x"}}) { requestId } }',
    "systemDelete": "mutation { systemDelete(input: {id: $system}) { requestId } }",
    "termUpdate": 'mutation { termUpdate(input: {id: $term, change: {nameFr: "x"}}) { requestId } }',
    "termDelete": "mutation { termDelete(input: {id: $term}) { requestId } }",
    "roleAssign": "mutation { roleAssign(input: {participantId: $participant, role: OWNER}) { requestId } }",
    "roleWithdraw": "mutation { roleWithdraw(input: {id: $role}) { requestId } }",
    "workshopGoToStep": "mutation { workshopGoToStep(input: {stepId: $step}) { requestId } }",
    "renewResumeCode": """mutation {
        participantRenewResumeCode(input: {participantId: $participant}) { requestId } }""",
    "activities": "{ activities { totalCount } }",
    "timer": "{ timer { running activity { titleFr step { code } } } }",
    "notes": "{ notes { totalCount nodes { text kind step { code } } } }",
    "maturity": "{ maturity { dimension count } }",
    "timerMove": "mutation { timerMove(input: {move: START}) { requestId timer { version } } }",
    "timerGo": "mutation { timerGo(input: {activityId: $activity}) { requestId } }",
    "activityUpdate": "mutation { activityUpdate(input: {id: $activity, minutes: 3}) { requestId } }",
    "noteWrite": 'mutation { noteWrite(input: {kind: NOTION, text: "clé"}) { requestId note { text } } }',
    "noteDelete": "mutation { noteDelete(input: {id: $note}) { requestId } }",
    "voteCast": "mutation { voteCast(input: {dimension: USE, level: 3}) { requestId } }",
    "tokenCreate": "mutation { tokenCreate(input: {}) { requestId } }",
    "rules": "{ rules { totalCount } checks { totalCount } incidents { totalCount } dataContracts { totalCount } }",
    "rule": "{ rule(id: $rule) { type } }",
    "check": "{ check(id: $check) { score } }",
    "incident": "{ incident(id: $incident) { state events { kind } } }",
    "dataContract": "{ dataContract(id: $contract) { number } }",
    "promotion": "{ promotion(asset: $asset) { code } }",
    "ruleCreate": """mutation { ruleCreate(input: {assetId: $asset,
        rule: {type: NOT_NULL, parameters: {fields: ["id"]}}}) { requestId } }""",
    "ruleUpdate": "mutation { ruleUpdate(input: {id: $rule, change: {severity: MINOR}}) { requestId } }",
    "ruleDelete": "mutation { ruleDelete(input: {id: $rule}) { requestId } }",
    "rulesPropose": "mutation { rulesPropose(input: {assetId: $asset}) { requestId } }",
    "rulesAccept": "mutation { rulesAccept(input: {ids: [$rule]}) { requestId } }",
    "checkRun": "mutation { checkRun(input: {assetId: $asset}) { requestId } }",
    "incidentReport": 'mutation { incidentReport(input: {assetId: $asset, description: "x"}) { requestId } }',
    "incidentQualify": """mutation {
        incidentMove(input: {id: $incident, kind: QUALIFY, severity: MINOR}) { requestId } }""",
    "incidentCorrect": 'mutation { incidentMove(input: {id: $assigned, kind: CORRECT, text: "x"}) { requestId } }',
    "incidentWaive": """mutation { incidentMove(input: {id: $assigned, kind: WAIVE, text: "x",
        expiresAt: "2099-01-01T00:00:00Z"}) { requestId } }""",
    "incidentReopen": 'mutation { incidentMove(input: {id: $rejected, kind: REOPEN, text: "x"}) { requestId } }',
    "incidentComment": 'mutation { incidentMove(input: {id: $incident, kind: COMMENT, text: "x"}) { requestId } }',
    "contractPublish": """mutation { contractPublish(input: {assetId: $asset, terms: {purposeFr: "x"}}) {
        requestId } }""",
    "edge": "{ edge(id: $edge) { number } }",
    "edges": "{ edges { totalCount } }",
    "edgesOf": "{ edges(source: $asset) { totalCount } }",
    "lineage": "{ asset(id: $asset) { lineage { totalNodes } impact { total } } }",
    "shortestPath": "{ shortestPath(source: $asset, target: $asset) { length } }",
    "lineageDifference": """{
        lineageDifference(since: "2026-01-01T00:00:00Z", asset: $asset) { totalEdges } }""",
    "fieldLineage": "{ fieldLineage(asset: $asset) { totalFields } }",
    "fieldImpact": "{ fieldImpact(field: $field) { total } }",
    "unusedSources": "{ unusedSources { totalCount } sourcelessAssets { totalCount } }",
    "gaps": "{ gaps { totalCount } lowerings { totalCount } }",
    "lowering": "{ lowering(id: $lowering) { state } }",
    "job": "{ job(id: $job) { name } }",
    "run": "{ run(id: $run) { state } }",
    "runsOf": "{ runs(job: $job) { totalCount } }",
    "eventsOf": "{ events(run: $run) { totalCount } }",
    "edgesDraw": "mutation { edgesDraw(input: {edges: [{source: $asset, target: $asset}]}) { requestId } }",
    "edgeRemove": "mutation { edgeRemove(input: {id: $edge}) { requestId } }",
    "loweringAsk": """mutation { loweringAsk(input: {edgeId: $edge, lowering: {
        technique: MASKING, level: 1, reason: "x", expiresAt: "2099-01-01T00:00:00Z"}}) { requestId } }""",
    "loweringReview": "mutation { loweringReview(input: {id: $lowering, accepted: true}) { requestId } }",
    "loweringEnd": "mutation { loweringEnd(input: {id: $lowering}) { requestId } }",
}
EVERYBODY = "facilitator steward producer client owner consumer engineer analyst scientist dpo"
# Who is answered; everybody else is refused. In another workshop nobody finds anything.
ALLOWED = {
    "asset": EVERYBODY,
    "assets": EVERYBODY,
    "participants": EVERYBODY,
    "system": EVERYBODY,
    "term": EVERYBODY,
    "node": EVERYBODY,
    "assetCreate": "facilitator steward owner",
    "assetUpdate": "facilitator steward owner",
    "assetRate": "facilitator steward owner",
    "assetKey": "facilitator steward owner engineer",
    "assetsUpdate": "facilitator steward owner",
    "assetMove": "facilitator steward owner",
    "assetDelete": "facilitator steward owner",
    "systemUpdate": "facilitator steward owner",
    "systemDelete": "facilitator steward owner",
    "termUpdate": "facilitator steward",
    "termDelete": "facilitator steward",
    "roleAssign": "facilitator",
    "roleWithdraw": "facilitator",
    "workshopGoToStep": "facilitator",
    "renewResumeCode": "facilitator client",  # `participant` is the client's own
    "activities": EVERYBODY,
    "timer": EVERYBODY,
    "notes": EVERYBODY,
    "maturity": EVERYBODY,
    "timerMove": "facilitator",
    "timerGo": "facilitator",
    "activityUpdate": "facilitator",
    "noteWrite": EVERYBODY,
    "noteDelete": "facilitator client",  # the client's own
    "voteCast": EVERYBODY,
    "rules": EVERYBODY,
    "rule": EVERYBODY,
    "check": EVERYBODY,
    "incident": EVERYBODY,
    "dataContract": EVERYBODY,
    "promotion": EVERYBODY,
    "ruleCreate": "facilitator steward owner engineer",
    "ruleUpdate": "facilitator steward owner engineer",
    "ruleDelete": "facilitator steward owner engineer",
    "rulesPropose": "facilitator steward owner engineer",
    "rulesAccept": "facilitator steward owner engineer",
    "checkRun": "facilitator steward owner engineer consumer analyst scientist",
    "incidentReport": "facilitator consumer engineer analyst scientist",
    "incidentQualify": "facilitator steward owner engineer",
    "incidentCorrect": "facilitator owner producer",
    "incidentWaive": "facilitator owner",
    "incidentReopen": "facilitator steward owner engineer consumer analyst scientist",
    "incidentComment": "facilitator steward producer owner consumer engineer analyst scientist",
    "contractPublish": "facilitator owner",
    "tokenCreate": EVERYBODY,
    **dict.fromkeys(
        "edge edges edgesOf lineage shortestPath lineageDifference fieldLineage fieldImpact unusedSources gaps "
        "lowering job run runsOf eventsOf".split(),
        EVERYBODY,
    ),
    "edgesDraw": "facilitator owner engineer",
    "edgeRemove": "facilitator owner engineer",
    "loweringAsk": "facilitator steward owner engineer",
    "loweringReview": "facilitator owner dpo",  # the engineer asked
    "loweringEnd": "facilitator steward owner engineer",
}
WITHOUT_ID = {
    "assets", "participants", "assetCreate", "tokenCreate", "activities", "timer", "notes", "maturity", "timerMove",
    "noteWrite", "voteCast",
    "rules", "edges", "unusedSources", "gaps",
}  # fmt: skip
NOTE = NoteDocument(kind="notion", text="lien")
PERSONAS = EVERYBODY.split()


def ids(room: Room) -> dict[str, str]:
    """Something of each kind in this room, by the name of its variable."""
    own = {"workshop": room.workshop}
    owners = [{"participant": "owner", "responsibility": "accountable"}]
    client = Participant.objects.get(**own, nickname="client")
    asset = room.asset(ownerships=owners)
    quality = quality_scene(room, asset)
    return {
        "asset": global_id("Asset", asset),
        "rule": global_id("QualityRule", quality["rule"]),
        "check": global_id("Check", quality["check"]),
        "contract": global_id("DataContract", quality["contract"]),
        **{name: global_id("Incident", quality[name]) for name in ("incident", "assigned", "rejected")},
        "field": global_id("Field", Field.objects.get(asset=asset).pk),
        **lineage_ids(room, asset),
        "system": global_id("System", System.objects.get(**own, code="ia").pk),
        "term": global_id("Term", Term.objects.filter(**own).latest("pk").pk),
        "participant": global_id("Participant", client.pk),
        "role": global_id("RoleAssignment", RoleAssignment.objects.get(**own, participant=client).pk),
        "activity": global_id("Activity", Activity.objects.filter(**own).latest("pk").pk),
        "note": global_id("Note", note_write(actor=room["client"], document=NOTE).pk),
        "step": global_id("Step", Step.objects.filter(**own).latest("pk").pk),
    }


def lineage_ids(room: Room, asset: int) -> dict[str, str]:
    """A loop on the asset, a lowering that the engineer asked for, and a run."""
    (edge,) = edges_draw(actor=room["engineer"], documents=[EdgeDocument(source=asset, target=asset)])
    asked = LoweringDocument.read(
        {"technique": "masking", "level": 1, "reason": "x", "expires_at": "2099-01-01T00:00:00Z"}
    )
    lowering = lowering_ask(actor=room["engineer"], edge_id=edge, document=asked)
    report = RunReport(job=JobKey("etl", "load"), run_id=uuid4(), at=timezone.now(), inputs=[asset])
    run = run_record(actor=room["engineer"], report=report)
    return {
        "edge": global_id("LineageEdge", edge),
        "lowering": global_id("Lowering", lowering),
        "run": global_id("Run", run),
        "job": global_id("Job", Run.objects.get(pk=run).job_id),
    }


def filled(operation: str, values: dict[str, str]) -> str:
    query = OPERATIONS[operation]
    for name, value in values.items():
        query = query.replace(f"${name}", f'"{value}"')
    return query


def answered(room: Room, persona: str, query: str) -> list[str]:
    """The codes answered; what was written is taken back, so that each person finds the same."""
    ask = asker(room, persona)
    with transaction.atomic():
        found = codes(ask(query))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_own_workshop(room: Room, operation: str) -> None:
    query = filled(operation, ids(room))
    for persona in PERSONAS:
        allowed = persona in ALLOWED[operation].split()
        assert answered(room, persona, query) == ([] if allowed else ["forbidden"]), persona


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name not in WITHOUT_ID])
def test_other_workshop(room: Room, other_room: Room, operation: str) -> None:
    query = filled(operation, ids(other_room))
    wanted = "invalid" if operation == "edgesDraw" else "not_found"  # as for an id that never was
    assert codes(asker(room, "facilitator")(query)) == [wanted]
