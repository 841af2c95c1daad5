"""A data contract in the shape of the Open Data Contract Standard, version 3.1 (bitol.io). Pure."""

from collections.abc import Mapping
from typing import Any

from catalog.choices import FieldType, Responsibility
from quality.choices import QualityDimension, RuleType, Severity

Document = Mapping[str, Any]
LOGICAL_TYPES: dict[str, str] = {
    FieldType.STRING: "string",
    FieldType.INTEGER: "integer",
    FieldType.DECIMAL: "number",
    FieldType.FLOAT: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.DATETIME: "timestamp",
    FieldType.UUID: "string",
    FieldType.BINARY: "string",
    FieldType.JSON: "object",
}
FORMATS: dict[str, str] = {FieldType.UUID: "uuid", FieldType.BINARY: "binary"}
DIMENSIONS: dict[str, str] = {QualityDimension.VALIDITY: "conformity"}  # the others bear the same name there
SEVERITIES: dict[str, str] = {
    Severity.BLOCKING: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.COSMETIC: "info",
}  # fmt: skip
ROLES: dict[str, str] = {
    Responsibility.ACCOUNTABLE: "owner",
    Responsibility.STEWARD: "steward",
    Responsibility.PRODUCER: "producer",
    Responsibility.CUSTODIAN: "custodian",
}
ENGINE = "bricks4datagov"


def odcs(contract: Document, number: str, language: str) -> dict[str, Any]:
    """The contract `document` of version `number`, its texts in a language (the other one where that is empty)."""
    asset = contract["asset"]

    def said(row: Document, name: str) -> str:
        other = "en" if language == "fr" else "fr"
        return str(row[f"{name}_{language}"] or row[f"{name}_{other}"])

    terms = contract["terms"]
    description = {
        "purpose": said(terms, "purpose"),
        "usage": said(terms, "usage"),
        "limitations": said(terms, "limits"),
    }
    whole = [rule for rule in contract["rules"] if len(rule["parameters"].get("fields", ())) != 1]
    table = {
        "name": asset["name"],
        "physicalName": f"{asset['namespace']}.{asset['name']}",
        "logicalType": "object",
        "businessName": said(asset, "title") or asset["name"],
        "description": said(asset, "description"),
        "tags": list(asset["tags"]),
        "properties": [_property(contract, field, said) for field in contract["fields"]],
        "quality": [_quality(rule, said) for rule in whole],
    }
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"{asset['namespace']}/{asset['name']}",
        "name": said(asset, "title") or asset["name"],
        "version": number,
        "status": "active",
        "domain": asset["system"],
        "description": _without_empty(description),
        "schema": [_without_empty(table)],
        "team": {
            "members": [
                {"username": person, "role": ROLES[responsibility]}
                for responsibility, people in contract["people"].items()
                for person in people
            ]
        },
        "customProperties": [
            {"property": axis, "value": level}
            for axis, level in contract["sensitivity"].items()
            if level is not None
        ],
    }


def _property(contract: Document, field: Document, said: Any) -> dict[str, Any]:
    name, key = field["name"], contract["primary_key"]
    told: dict[str, Any] = {
        "name": name,
        "logicalType": LOGICAL_TYPES[field["type"]],
        "physicalType": field["type"],
        "description": said(field, "description"),
        "required": field["required"] or name in key,
        "primaryKey": name in key,
        "unique": [name] in [list(one["fields"]) for one in contract["unique_keys"]] or key == [name],
        "quality": [
            _quality(rule, said)
            for rule in contract["rules"]
            if list(rule["parameters"].get("fields", ())) == [name]
        ],
    }
    if name in key:
        told["primaryKeyPosition"] = key.index(name) + 1
    if field["type"] in FORMATS:
        told["logicalTypeOptions"] = {"format": FORMATS[field["type"]]}
    if field["confidentiality"] is not None:
        told["classification"] = str(field["confidentiality"])
    links = [
        {"to": f"{link['target']['name']}.{pair['target_field']}", "type": "foreignKey"}
        for link in contract["foreign_keys"]
        for pair in link["columns"]
        if pair["field"] == name and len(link["columns"]) == 1
    ]
    return _without_empty({**told, "relationships": links})


def _without_empty(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in ("", [], {})}


def _quality(rule: Document, said: Any) -> dict[str, Any]:
    """A rule, by the standard's own metrics where it has one, else as ours."""
    told = {
        "name": f"{rule['type']}-{rule['id']}",
        "description": said(rule, "sentence"),
        "dimension": DIMENSIONS.get(rule["dimension"], rule["dimension"]),
        "severity": SEVERITIES[rule["severity"]],
    }
    return {**told, **(_metric(rule) or _custom(rule))}


def _metric(rule: Document) -> dict[str, Any] | None:
    given = rule["parameters"]
    match rule["type"]:
        case RuleType.NOT_NULL:
            return {"type": "library", "metric": "missingValues", "mustBe": 0}
        case RuleType.UNIQUE:
            several = {"arguments": {"properties": given["fields"]}} if len(given["fields"]) > 1 else {}
            return {"type": "library", "metric": "duplicateValues", "mustBe": 0, **several}
        case RuleType.ALLOWED:
            arguments = {"validValues": given["values"]}
            return {"type": "library", "metric": "invalidValues", "mustBe": 0, "arguments": arguments}
        case RuleType.PATTERN:
            arguments = {"pattern": given["pattern"]}
            return {"type": "library", "metric": "invalidValues", "mustBe": 0, "arguments": arguments}
        case RuleType.VOLUME:
            return {"type": "library", "metric": "rowCount", **_bounds(given)}
    return None


def _bounds(given: Document) -> dict[str, Any]:
    low, high = given.get("count_min"), given.get("count_max")
    if low is None:
        return {"mustBeLessOrEqualTo": high}
    if high is None:
        return {"mustBeGreaterOrEqualTo": low}
    return {"mustBe": low} if low == high else {"mustBeBetween": [low, high]}


def _custom(rule: Document) -> dict[str, Any]:
    implementation = {"type": rule["type"], "parameters": rule["parameters"]}
    return {"type": "custom", "engine": ENGINE, "implementation": implementation}
