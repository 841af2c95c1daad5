"""Rows of quality as the API tells them: plain functions, the same words as in models and pages."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def asset_reference(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "namespace", "name")}


def rule_shown(rule: Row) -> dict[str, Any]:
    names = (
        "id", "version", "type", "parameters", "dimension", "severity", "state", "why",
        "sentence", "sentence_fr", "sentence_en", "created_at", "modified_at",
    )  # fmt: skip
    return {**{name: rule[name] for name in names}, "asset": asset_reference(rule["asset"])}


def check_shown(check: Row) -> dict[str, Any]:
    names = ("id", "at", "by", "trigger", "door", "brick_count", "duration_ms", "score", "dimensions")
    return {
        **{name: check[name] for name in names},
        "asset": asset_reference(check["asset"]),
        "transfer": check["transfer_id"],
        "results": [result_shown(result) for result in check["results"]],
    }


def result_shown(result: Row) -> dict[str, Any]:
    names = (
        "sentence", "dimension", "severity", "outcome", "unmeasured", "checked_count", "passed_count", "failed_count",
        "score", "found", "failing",
    )  # fmt: skip
    return {
        "rule": result["rule_id"],
        "rule_version": result["rule_version"],
        "sentence_fr": result["said_fr"],
        "sentence_en": result["said_en"],
        **{name: result[name] for name in names},
    }


def incident_shown(incident: Row) -> dict[str, Any]:
    names = (
        "id", "version", "origin", "state", "severity", "field", "reported_by", "description", "created_at",
        "changed_at", "brick_ids", "brick_count",
    )  # fmt: skip
    rule = incident["rule"]
    return {
        **{name: incident[name] for name in names},
        "asset": asset_reference(incident["asset"]),
        "dimension": incident["dimension"] or "",
        "rule": {"id": rule["id"], "sentence": rule["sentence"]} if rule else None,
        "sentence": rule["sentence"] if rule else incident["said"],
        "assignee": incident["assignee"],
        "producer": incident["producer"],
    }


def event_shown(event: Row) -> dict[str, Any]:
    names = ("id", "kind", "at", "severity", "dimension", "expires_at", "text", "facts", "door")
    return {
        **{name: event[name] for name in names},
        "by": event["participant__nickname"],
        "assignee": event["assignee__nickname"],
    }


def contract_shown(contract: Row) -> dict[str, Any]:
    names = (
        "id", "number", "major", "minor", "document", "breaks", "broken_now", "published_by", "published_at", "reason",
    )  # fmt: skip
    return {
        **{name: contract[name] for name in names},
        "asset": asset_reference(contract["document"]["asset"]),
    }
