"""Consent records by ISO/IEC TS 27560:2023, in JSON-LD with the W3C Data Privacy Vocabulary (DPV 2). Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consent.choices import ConsentKind, LegalBasis

DPV = "https://w3id.org/dpv#"
CONTEXT = {
    "dpv": DPV,
    "dct": "http://purl.org/dc/terms/",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
STATUS: dict[str, str] = {
    ConsentKind.GIVEN: "dpv:ConsentGiven",
    ConsentKind.RENEWED: "dpv:RenewedConsentGiven",
    ConsentKind.REFUSED: "dpv:ConsentRefused",
    ConsentKind.WITHDRAWN: "dpv:ConsentWithdrawn",
    ConsentKind.EXPIRED: "dpv:ConsentExpired",
}
BASES: dict[str, str] = {
    LegalBasis.CONSENT: "eu-gdpr:A6-1-a",
    LegalBasis.CONTRACT: "eu-gdpr:A6-1-b",
    LegalBasis.LEGAL: "eu-gdpr:A6-1-c",
    LegalBasis.VITAL: "eu-gdpr:A6-1-d",
    LegalBasis.PUBLIC: "eu-gdpr:A6-1-e",
    LegalBasis.LEGITIMATE: "eu-gdpr:A6-1-f",
}
SCHEMA = "https://w3id.org/dpv/guides/consent-27560"


def receipt(
    event: Mapping[str, Any], purpose: Mapping[str, Any], notice: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A consent record: header, processing, event. The person is a number, never a name."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"urn:bricks4datagov:consent:{event['id']}",
        "@type": ["dpv:ConsentRecord", "dpv:ConsentReceipt"],
        "dct:conformsTo": {"@id": SCHEMA},
        "dct:identifier": str(event["id"]),
        "dct:issued": _moment(event["recorded_at"]),
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": str(event["subject_id"])},
        "dpv:hasProcess": _process(purpose),
        "dpv:hasConsentStatus": _status(event),
        "dpv:hasIndicationMethod": {"@type": "dpv:IndicationMethod", "dct:description": event["act"]},
    }
    if notice is not None:
        found["dpv:hasNotice"] = {
            "@type": "dpv:ConsentNotice",
            "@id": f"urn:bricks4datagov:notice:{notice['id']}",
            "dct:hasVersion": str(notice["number"]),
            "dct:issued": _moment(notice["published_at"]),
            "dct:description": _texts(notice, "text"),
        }
    return found


def _process(purpose: Mapping[str, Any]) -> dict[str, Any]:
    process: dict[str, Any] = {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@type": "dpv:DirectMarketing" if purpose["direct_marketing"] else "dpv:Purpose",
            "dct:title": _texts(purpose, "title"),
            "dct:description": _texts(purpose, "text"),
        },
        "dpv:hasLegalBasis": {"@id": BASES[purpose["basis"]]},
        "dpv:hasPersonalData": [
            {"@type": "dpv:PersonalData", "dct:title": name} for name in purpose["categories"]
        ],
        "dpv:hasDataController": {"@type": "dpv:DataController", "dpv:hasName": purpose["controller"]},
        "dpv:hasRecipient": [
            {"@type": "dpv:Recipient", "dpv:hasName": name} for name in purpose["recipients"]
        ],
    }
    if purpose["retention_days"] is not None:
        duration = {"@type": "xsd:duration", "@value": f"P{purpose['retention_days']}D"}
        process["dpv:hasStorageCondition"] = {"@type": "dpv:StorageDuration", "dpv:hasDuration": duration}
    return process


def _status(event: Mapping[str, Any]) -> dict[str, Any]:
    status = {"@type": STATUS[event["kind"]], "dct:date": _moment(event["at"])}
    if event["expires_at"] is not None:
        status["dct:valid"] = _moment(event["expires_at"])
    return status


def _texts(row: Mapping[str, Any], name: str) -> list[dict[str, str]]:
    texts = {language: row[f"{name}_{language}"] for language in ("fr", "en")}
    return [{"@language": language, "@value": text} for language, text in texts.items() if text]


def _moment(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}
