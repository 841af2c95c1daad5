"""Rules, checks, incidents and contracts. Relations are read for a whole cohort at once."""

from typing import Any

import graphene

from catalog.schema.types import AssetType
from common.actor import Actor
from common.graphql.cohort import Cohort, Row, RowData, many, one
from common.graphql.columns import Json, column, described, enum_of, listed
from common.graphql.connections import connection_of
from common.graphql.nodes import NodeType, Numbered
from exchange.schema.types import BrickType
from quality.choices import (
    IncidentEventKind,
    IncidentOrigin,
    IncidentState,
    QualityDimension,
    ResultOutcome,
    RuleState,
    RuleType,
    Severity,
    Trigger,
    Unmeasured,
)
from quality.models import Check, CheckResult, Contract, Incident, IncidentEvent, Rule
from quality.queries.checks import checks_by_id
from quality.queries.contracts import contracts_by_id
from quality.queries.incidents import events_of, incidents_by_id
from quality.queries.rules import rules_by_id
from workshop.schema import ParticipantType


def _asset(row: Row, info: Any) -> Row | None:
    return one(row, "asset_id", AssetType, lambda ids: AssetType.read(info.context.actor, ids))


def _person(row: Row, info: Any, by: str) -> Row | None:
    return one(row, by, ParticipantType, lambda ids: ParticipantType.read(info.context.actor, ids))


class QualityRuleType(Numbered, NodeType):
    """What must hold of the bricks of an asset, and of their copies in the lake."""

    class Meta:
        name = "QualityRule"
        model = Rule
        columns = "why version created_at modified_at"

    type = column(Rule, "type", enum_of(RuleType))
    dimension = column(Rule, "dimension", enum_of(QualityDimension))
    severity = column(Rule, "severity", enum_of(Severity))
    state = column(Rule, "state", enum_of(RuleState))
    parameters = Json(required=True, description="What a rule of its type says; fields by name.")
    sentence = graphene.String(required=True, description="The rule as a sentence in your language.")
    asset = graphene.Field(AssetType, description=described(Rule, "asset"))

    resolve_asset = _asset

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(rules_by_id(actor, ids))


class CheckResultType(graphene.ObjectType):
    """What one rule said in a check, with the rule as it was then."""

    class Meta:
        name = "CheckResult"

    rule = graphene.Field(QualityRuleType, description="The rule; null when it was deleted since.")
    sentence = graphene.String(required=True, description="The rule as it read then, in your language.")
    dimension = column(CheckResult, "dimension", enum_of(QualityDimension))
    severity = column(CheckResult, "severity", enum_of(Severity))
    outcome = column(CheckResult, "outcome", enum_of(ResultOutcome))
    unmeasured = graphene.Field(enum_of(Unmeasured), description="Why it was not measured, if it was not.")
    checked_count = column(CheckResult, "checked_count")
    passed_count = column(CheckResult, "passed_count")
    failed_count = graphene.Int(required=True, description="Bricks that fail.")
    score = graphene.Float(description="Passed over checked, 0 to 1; null is “not measured”.")
    found = column(CheckResult, "found")
    failing = listed(graphene.Int, "The ids of the first failing bricks.")

    def resolve_rule(row: Row, info: Any) -> Row | None:
        return one(row, "rule_id", QualityRuleType, lambda ids: rules_by_id(info.context.actor, ids))

    def resolve_unmeasured(row: Row, info: Any) -> str | None:
        return row["unmeasured"] or None


class DimensionScore(graphene.ObjectType):
    """How good an asset is in one dimension."""

    dimension = graphene.Field(enum_of(QualityDimension), required=True, description="One of the six.")
    score = graphene.Float(description="0 to 1; null is “not measured”, which is not 0.")


class CheckType(Numbered, NodeType):
    """One run of the rules over the bricks of an asset."""

    class Meta:
        name = "Check"
        model = Check
        columns = "at door brick_count"

    trigger = column(Check, "trigger", enum_of(Trigger))
    score = graphene.Float(description=described(Check, "score"))
    duration_ms = graphene.Int(required=True, description="How long it took, in milliseconds.")
    dimensions = listed(DimensionScore, "The score in each of the six dimensions.")
    results = listed(CheckResultType, "What each rule said, failures first.")
    asset = graphene.Field(AssetType, description="What was checked; null when it is gone.")
    by = graphene.Field(ParticipantType, description="Who ran it.")

    def resolve_dimensions(row: Row, info: Any) -> list[dict[str, Any]]:
        return [{"dimension": name, "score": score} for name, score in row["dimensions"].items()]

    def resolve_results(row: Row, info: Any) -> list[Row]:
        return many(
            row, "results", CheckResultType, lambda checks: {c["id"]: c["results"] for c in checks.rows}
        )

    resolve_asset = _asset

    def resolve_by(row: Row, info: Any) -> Row | None:
        return _person(row, info, "participant_id")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(checks_by_id(actor, ids))


class IncidentEventType(graphene.ObjectType):
    """Something that happened to an incident. Nothing of it is ever changed."""

    class Meta:
        name = "IncidentEvent"

    kind = column(IncidentEvent, "kind", enum_of(IncidentEventKind))
    at = column(IncidentEvent, "at")
    by = graphene.Field(ParticipantType, description="Who did it.")
    severity = graphene.Field(enum_of(Severity), description="The severity that it gave.")
    dimension = graphene.Field(enum_of(QualityDimension), description="The kind of defect that it named.")
    assignee = graphene.Field(ParticipantType, description="Whom it was given to.")
    expires_at = column(IncidentEvent, "expires_at")
    text = column(IncidentEvent, "text")
    facts = Json(required=True, description=described(IncidentEvent, "facts"))

    def resolve_by(row: Row, info: Any) -> Row | None:
        return _person(row, info, "participant_id")

    def resolve_assignee(row: Row, info: Any) -> Row | None:
        return _person(row, info, "assignee_id")

    def resolve_severity(row: Row, info: Any) -> str | None:
        return row["severity"] or None

    def resolve_dimension(row: Row, info: Any) -> str | None:
        return row["dimension"] or None


class IncidentType(Numbered, NodeType):
    """A problem with bricks, from its report to its end; what it is now is what its timeline says."""

    class Meta:
        name = "Incident"
        model = Incident
        columns = "field created_at"

    state = graphene.Field(enum_of(IncidentState), required=True, description="Where it stands.")
    severity = graphene.Field(enum_of(Severity), required=True, description="How bad it is.")
    dimension = graphene.Field(enum_of(QualityDimension), description="What kind of defect.")
    origin = column(Incident, "origin", enum_of(IncidentOrigin))
    rule = graphene.Field(QualityRuleType, description="The rule that failed; null for other reports.")
    sentence = graphene.String(required=True, description="The rule in your language, or nothing.")
    description = graphene.String(required=True, description="What was reported.")
    changed_at = graphene.DateTime(required=True, description="When something happened last.")
    bricks = listed(BrickType, "The first of its bricks that are still there.")
    brick_count = graphene.Int(required=True, description="How many bricks it is about.")
    asset = graphene.Field(AssetType, description="Where it was met; null when it is gone.")
    assignee = graphene.Field(ParticipantType, description="Who corrects it.")
    producer = graphene.Field(ParticipantType, description="Who made its bricks.")
    events = listed(IncidentEventType, "Its timeline, earliest first.")

    def resolve_dimension(row: Row, info: Any) -> str | None:
        return row["dimension"] or None

    def resolve_rule(row: Row, info: Any) -> Row | None:
        return one(row, "rule_id", QualityRuleType, lambda ids: rules_by_id(info.context.actor, ids))

    def resolve_sentence(row: Row, info: Any) -> str:
        return row["rule"]["sentence"] if row["rule"] else row["said"]

    resolve_asset = _asset

    def resolve_assignee(row: Row, info: Any) -> Row | None:
        return _person(row, info, "assignee_id")

    def resolve_producer(row: Row, info: Any) -> Row | None:
        return _person(row, info, "producer_id")

    def resolve_bricks(row: Row, info: Any) -> list[Row]:
        def read(incidents: Cohort) -> dict[int, list[RowData]]:
            ids = {pk for incident in incidents.rows for pk in incident["brick_ids"]}
            found = {brick["id"]: brick for brick in BrickType.read(info.context.actor, sorted(ids))}
            return {
                one["id"]: [found[pk] for pk in one["brick_ids"] if pk in found] for one in incidents.rows
            }

        return many(row, "bricks", BrickType, read)

    def resolve_events(row: Row, info: Any) -> list[Row]:
        def read(incidents: Cohort) -> dict[int, list[dict[str, Any]]]:
            return events_of(info.context.actor, incidents.values("id"))

        return many(row, "events", IncidentEventType, read)

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(incidents_by_id(actor, ids))


class ContractBreakType(graphene.ObjectType):
    """One thing that consumers could rely on, and can no longer."""

    class Meta:
        name = "ContractBreak"

    code = graphene.String(required=True, description="Stable code, such as field_removed.")
    path = graphene.String(required=True, description="The place in the contract.")
    message = graphene.String(required=True, description="In words.")


class DataContractType(NodeType):
    """A published version of what consumers of an asset can rely on. The latest one holds."""

    class Meta:
        name = "DataContract"
        model = Contract
        columns = "major minor published_at reason"

    number = graphene.String(required=True, description="The version, such as 1.2.")
    document = Json(required=True, description=described(Contract, "document"))
    breaks = listed(ContractBreakType, "What it broke of the version before.")
    broken_now = listed(ContractBreakType, "What of it the asset as it is now does not keep.")
    published_by = graphene.String(required=True, description="Nickname of who published it.")
    asset = graphene.Field(AssetType, description="The asset it is about.")

    resolve_asset = _asset

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(contracts_by_id(actor, ids))


QualityRuleConnection = connection_of(QualityRuleType, "A page of rules.")
CheckConnection = connection_of(CheckType, "A page of checks.")


IncidentConnection = connection_of(IncidentType, "A page of incidents.")
DataContractConnection = connection_of(DataContractType, "A page of data contracts.")
