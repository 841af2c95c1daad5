"""The commands of quality as mutations."""

from typing import Any

import graphene

from common.actor import Actor
from common.document import Document
from common.graphql.cohort import Cohort
from common.graphql.columns import enum_of, input_of, listed, plain
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import key_of, node_by_key
from quality import commands
from quality.choices import IncidentEventKind, QualityDimension, Severity, Trigger
from quality.documents import EventDocument, ReportDocument, RuleDocument, TermsDocument
from quality.models import Rule
from quality.queries.rules import rules_by_id
from quality.schema.types import CheckType, DataContractType, IncidentType, QualityRuleType

RuleInput = input_of(RuleDocument, "QualityRuleInput", Rule)
RuleChangeInput = input_of(RuleDocument, "QualityRuleChangeInput", Rule, partial=True)
TermsInput = input_of(TermsDocument, "ContractTermsInput")


def _asset_id() -> graphene.ID:
    return graphene.ID(required=True, description="Global id of the asset.")


def _identity(type_name: str) -> graphene.ID:
    return graphene.ID(required=True, description=f"Global id of the {type_name}.")


def _read(document: type[Document], given: Any, path: str) -> Any:
    return document.read(plain(document, given), path=path)


def _rule(actor: Actor, key: int) -> dict[str, Any]:
    return {"rule": node_by_key(actor, QualityRuleType, key)}


class RuleCreate(CommandMutation):
    """Add a rule to an asset."""

    class Input:
        asset_id = _asset_id()
        rule = RuleInput(required=True, description="The rule.")

    rule = graphene.Field(QualityRuleType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, asset_id: str, rule: Any, reason: str) -> dict[str, Any]:
        document = _read(RuleDocument, rule, "rule")
        key = key_of(asset_id, "Asset")
        return _rule(actor, commands.rule_create(actor=actor, asset_id=key, document=document, reason=reason))


class RuleUpdate(CommandMutation):
    """Change what is given of a rule; `parameters` are written as a whole."""

    class Input:
        id = _identity("rule")
        change = RuleChangeInput(required=True, description="What changes; the rest stays.")
        expected_version = graphene.Int(description="Refuse (`outdated`) unless this is still the version.")

    rule = graphene.Field(QualityRuleType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, change: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "QualityRule")
        commands.rule_update(
            actor=actor,
            rule_id=key,
            values=plain(RuleDocument, change),
            reason=reason,
            expected_version=expected_version,
        )
        return _rule(actor, key)


class RuleDelete(CommandMutation):
    """Delete a rule; what it found stays."""

    class Input:
        id = _identity("rule")
        expected_version = graphene.Int(description="Refuse (`outdated`) unless this is still the version.")

    deleted_id = graphene.ID(required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        commands.rule_delete(
            actor=actor,
            rule_id=key_of(id, "QualityRule"),
            reason=reason,
            expected_version=expected_version,
        )
        return {"deleted_id": id}


class RulesPropose(CommandMutation):
    """Propose what the documentation of an asset calls for and no rule says yet."""

    class Input:
        asset_id = _asset_id()

    rules = listed(QualityRuleType, "The new, proposed rules.")

    @classmethod
    def run(cls, actor: Actor, *, asset_id: str, reason: str) -> dict[str, Any]:
        ids = commands.rules_propose(actor=actor, asset_id=key_of(asset_id, "Asset"), reason=reason)
        return {"rules": _rules(actor, ids)}


class RulesAccept(CommandMutation):
    """Make rules active, all of them or none."""

    class Input:
        ids = graphene.List(
            graphene.NonNull(graphene.ID), required=True, description="Global ids of the rules."
        )

    rules = listed(QualityRuleType, "As they are now.")

    @classmethod
    def run(cls, actor: Actor, *, ids: list[str], reason: str) -> dict[str, Any]:
        keys = [key_of(id, "QualityRule") for id in ids]
        commands.rules_accept(actor=actor, rule_ids=keys, reason=reason)
        return {"rules": _rules(actor, keys)}


def _rules(actor: Actor, keys: list[int]) -> Any:
    return Cohort(QualityRuleType, rules_by_id(actor, keys)).rows


class CheckRun(CommandMutation):
    """Check an asset now; incidents are opened for what is found anew."""

    class Input:
        asset_id = _asset_id()

    check = graphene.Field(CheckType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, asset_id: str, reason: str) -> dict[str, Any]:
        key = key_of(asset_id, "Asset")
        pk = commands.check_run(actor=actor, asset_id=key, trigger=Trigger.API, reason=reason)
        return {"check": node_by_key(actor, CheckType, pk)}


class IncidentReport(CommandMutation):
    """Report a problem with some bricks of an asset, or with the asset as a whole."""

    class Input:
        asset_id = _asset_id()
        bricks = graphene.List(graphene.NonNull(graphene.ID), description="Global ids of the bricks.")
        field = graphene.String(description="The field that is wrong.")
        description = graphene.String(required=True, description="What is wrong.")
        severity = enum_of(Severity)(description="How bad it seems; without it, major.")

    incident = graphene.Field(IncidentType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, asset_id: str, reason: str, bricks: list[str] | None = None, **given: Any
    ) -> dict[str, Any]:
        values = {name: getattr(value, "value", value) for name, value in given.items() if value is not None}
        keys = [key_of(id, "Brick") for id in bricks or ()]
        document = ReportDocument.read({"asset": key_of(asset_id, "Asset"), "bricks": keys, **values})
        return _incident(actor, commands.incident_report(actor=actor, document=document, reason=reason))


class IncidentMove(CommandMutation):
    """Do something with an incident: qualify, assign, correct, verify, close, reject, waive, reopen, comment."""

    class Input:
        id = _identity("incident")
        kind = enum_of(IncidentEventKind)(required=True, description="What is done.")
        text = graphene.String(description="In words; some kinds need it.")
        severity = enum_of(Severity)(description="Of qualify.")
        dimension = enum_of(QualityDimension)(description="Of qualify.")
        rule_id = graphene.ID(description="Of qualify: a rule that must pass before it is verified.")
        assignee = graphene.String(description="Of assign: a nickname; without it, the producer.")
        fix = graphene.String(description="Of correct: what was done.")
        expires_at = graphene.DateTime(description="Of waive: when it is looked at again.")

    incident = graphene.Field(IncidentType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, reason: str, rule_id: str | None = None, **given: Any
    ) -> dict[str, Any]:
        values = {name: getattr(value, "value", value) for name, value in given.items() if value is not None}
        if rule_id is not None:
            values["rule"] = key_of(rule_id, "QualityRule")
        key = key_of(id, "Incident")
        document = EventDocument.read(values)
        commands.incident_move(actor=actor, incident_id=key, document=document, reason=reason)
        return _incident(actor, key)


def _incident(actor: Actor, key: int) -> dict[str, Any]:
    return {"incident": node_by_key(actor, IncidentType, key)}


class ContractPublish(CommandMutation):
    """Publish the data contract of an asset, with its fields, keys, active rules and people of now."""

    class Input:
        asset_id = _asset_id()
        terms = TermsInput(required=True, description="Terms of use.")
        accept_breaks = graphene.Boolean(description="Publish although it breaks the version before.")

    contract = graphene.Field(DataContractType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, asset_id: str, terms: Any, reason: str, accept_breaks: bool | None = None
    ) -> dict[str, Any]:
        pk = commands.contract_publish(
            actor=actor,
            asset_id=key_of(asset_id, "Asset"),
            terms=_read(TermsDocument, terms, "terms"),
            accept_breaks=bool(accept_breaks),
            reason=reason,
        )
        return {"contract": node_by_key(actor, DataContractType, pk)}


class QualityMutation(graphene.ObjectType):
    rule_create = RuleCreate.Field()
    rule_update = RuleUpdate.Field()
    rule_delete = RuleDelete.Field()
    rules_propose = RulesPropose.Field()
    rules_accept = RulesAccept.Field()
    check_run = CheckRun.Field()
    incident_report = IncidentReport.Field()
    incident_move = IncidentMove.Field()
    contract_publish = ContractPublish.Field()
