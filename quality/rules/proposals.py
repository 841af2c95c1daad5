"""The rules that the documentation of an asset calls for: its keys, required fields, links and types. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.documents import AssetName
from quality.choices import RuleState, RuleType, Severity
from quality.documents import RuleDocument, RuleParametersDocument
from quality.rules.kinds import WRITTEN

Asset = Mapping[str, Any]


def proposals(asset: Asset) -> list[RuleDocument]:
    """The rules that an asset with its parts (`asset_get`) calls for, each once: keys, then links, then fields."""
    found = [*_keys(asset), *_links(asset), *_required(asset), *_types(asset)]
    return [rule for n, rule in enumerate(found) if rule not in found[:n]]


def is_said(rule: RuleDocument, present: Sequence[tuple[str, RuleParametersDocument]]) -> bool:
    """Whether a rule of the same type says the same already."""
    return (rule.type, rule.parameters) in present


def _proposed(type_: RuleType, severity: Severity, **parameters: Any) -> RuleDocument:
    return RuleDocument(
        type=type_.value,
        parameters=RuleParametersDocument(**parameters),
        severity=severity.value,
        state=RuleState.PROPOSED.value,
    )


def _keys(asset: Asset) -> Iterator[RuleDocument]:
    """A key is unique; of the primary one every field is filled in."""
    if key := list(asset["primary_key"]):
        yield _proposed(RuleType.UNIQUE, Severity.BLOCKING, fields=key)
        for name in key:
            yield _proposed(RuleType.NOT_NULL, Severity.BLOCKING, fields=[name])
    for row in asset["unique_keys"]:
        yield _proposed(RuleType.UNIQUE, Severity.MAJOR, fields=list(row["fields"]))


def _links(asset: Asset) -> Iterator[RuleDocument]:
    """A link leads to a brick; one that an import only guessed weighs less."""
    for row in asset["foreign_keys"]:
        yield _proposed(
            RuleType.FOREIGN_KEY,
            Severity.MAJOR if row["proposed"] else Severity.BLOCKING,
            fields=[pair["field"] for pair in row["columns"]],
            target=AssetName(namespace=row["target"]["namespace"], name=row["target"]["name"]),
            target_fields=[pair["target_field"] for pair in row["columns"]],
        )


def _required(asset: Asset) -> Iterator[RuleDocument]:
    for field in asset["fields"]:
        if field["required"] and field["name"] not in asset["primary_key"]:
            yield _proposed(RuleType.NOT_NULL, Severity.MAJOR, fields=[field["name"]])


def _types(asset: Asset) -> Iterator[RuleDocument]:
    """Of types that come in as text, so that the text may be something else."""
    for field in asset["fields"]:
        if field["type"] in WRITTEN:
            yield _proposed(RuleType.TYPE, Severity.MAJOR, fields=[field["name"]])
