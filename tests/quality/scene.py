"""One of everything that quality has, for the matrices of who may do what."""

from quality.commands import check_run, contract_publish, incident_move, incident_report, rule_create
from quality.documents import EventDocument, ReportDocument, RuleDocument, TermsDocument
from tests.people import Room


def quality_scene(room: Room, asset: int) -> dict[str, int]:
    """By the names that the matrices use; the incidents are reported, assigned to the producer, and rejected."""
    rule = RuleDocument.read({"type": "volume", "parameters": {"count_min": 1}})
    found = {
        "rule": rule_create(actor=room["steward"], asset_id=asset, document=rule),
        "check": check_run(actor=room["engineer"], asset_id=asset),
        "contract": contract_publish(actor=room["facilitator"], asset_id=asset, terms=TermsDocument()),
    }
    ways: dict[str, list[dict[str, str]]] = {  # what is settled first: the same report would join an open one
        "rejected": [{"kind": "reject", "text": "no problem"}],
        "incident": [],
        "assigned": [{"kind": "qualify", "severity": "major"}, {"kind": "assign", "assignee": "producer"}],
    }
    for name, events in ways.items():
        field = "id" if name == "assigned" else ""
        report = ReportDocument.read({"asset": asset, "description": name, "field": field})
        found[name] = incident_report(actor=room["consumer"], document=report)
        for event in events:
            incident_move(
                actor=room["facilitator"], incident_id=found[name], document=EventDocument.read(event)
            )
    return found
