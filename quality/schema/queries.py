"""What can be asked of quality."""

from dataclasses import asdict
from typing import Any

import graphene

from catalog.choices import Zone
from common.graphql.cohort import Row
from common.graphql.columns import codes, enum_of, listed
from common.graphql.connections import BOTH_WAYS, connection, paging
from common.graphql.nodes import key_of, key_or_none, node_get
from quality.choices import IncidentState, RuleState, Severity
from quality.documents import IncidentFilter
from quality.queries.checks import checks_page
from quality.queries.contracts import contracts_page
from quality.queries.incidents import incidents_page
from quality.queries.overview import scores_read
from quality.queries.promotions import promotion_read
from quality.queries.rules import rules_page
from quality.schema.types import (
    CheckConnection,
    CheckType,
    DataContractConnection,
    DataContractType,
    DimensionScore,
    IncidentConnection,
    IncidentType,
    QualityRuleConnection,
    QualityRuleType,
)


def _of_asset() -> graphene.ID:
    return graphene.ID(description="Global id of an asset: of this one only.")


class ZoneScore(graphene.ObjectType):
    """How good the data of a zone is: the mean of its assets' latest scores."""

    zone = graphene.Field(enum_of(Zone), required=True, description="The zone.")
    score = graphene.Float(description="0 to 1; null is “not measured”.")


class PromotionConditionType(graphene.ObjectType):
    """One thing that the data store asks of an asset."""

    class Meta:
        name = "PromotionCondition"

    code = graphene.String(required=True, description="Stable code, such as rules_passed.")
    is_met = graphene.Boolean(required=True, description="Whether it is so.")
    title = graphene.String(required=True, description="What is asked, in your language.")
    missing = graphene.String(required=True, description="What is missing, in your language.")


class QualityQuery(graphene.ObjectType):
    rules = graphene.Field(
        QualityRuleConnection,
        required=True,
        asset=_of_asset(),
        state=graphene.List(graphene.NonNull(enum_of(RuleState)), description="In one of these states."),
        description="Rules, in the order in which they were written.",
        **BOTH_WAYS,
    )
    rule = graphene.Field(QualityRuleType, id=graphene.ID(required=True), description="One rule.")
    checks = graphene.Field(
        CheckConnection,
        required=True,
        asset=_of_asset(),
        description="Checks, latest first.",
        **BOTH_WAYS,
    )
    check = graphene.Field(CheckType, id=graphene.ID(required=True), description="One check.")
    incidents = graphene.Field(
        IncidentConnection,
        required=True,
        asset=_of_asset(),
        state=graphene.List(graphene.NonNull(enum_of(IncidentState)), description="In one of these states."),
        severity=graphene.List(
            graphene.NonNull(enum_of(Severity)), description="Of one of these severities."
        ),
        brick=graphene.ID(description="Global id of a brick: about this one."),
        open=graphene.Boolean(description="Whether something is still to be done."),
        description="Incidents, latest first.",
        **BOTH_WAYS,
    )
    incident = graphene.Field(IncidentType, id=graphene.ID(required=True), description="One incident.")
    data_contracts = graphene.Field(
        DataContractConnection,
        required=True,
        asset=_of_asset(),
        description="The contract that holds of each asset; of one asset, all its versions.",
        **BOTH_WAYS,
    )
    data_contract = graphene.Field(
        DataContractType, id=graphene.ID(required=True), description="One version of a data contract."
    )
    zone_scores = listed(ZoneScore, "Scores by zone, in the order of the flow.")
    dimension_scores = listed(DimensionScore, "Scores of the workshop in the six dimensions.")
    promotion = listed(
        PromotionConditionType,
        "What the data store asks of an asset, by its latest check.",
        asset=graphene.ID(required=True, description="Global id of the asset."),
    )

    def resolve_rules(
        root: Any, info: Any, asset: str | None = None, state: Any = (), **pages: Any
    ) -> dict[str, Any]:
        wanted = codes(state)
        page = rules_page(
            info.context.actor, asset=key_or_none(asset, "Asset"), state=wanted, **paging(**pages)
        )
        return connection(page, QualityRuleType)

    def resolve_rule(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, QualityRuleType, id)

    def resolve_checks(root: Any, info: Any, asset: str | None = None, **pages: Any) -> dict[str, Any]:
        page = checks_page(info.context.actor, asset=key_or_none(asset, "Asset"), **paging(**pages))
        return connection(page, CheckType)

    def resolve_check(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, CheckType, id)

    def resolve_incidents(
        root: Any,
        info: Any,
        asset: str | None = None,
        state: Any = (),
        severity: Any = (),
        brick: str | None = None,
        open: bool | None = None,
        **pages: Any,
    ) -> dict[str, Any]:
        wanted = IncidentFilter(
            asset=key_or_none(asset, "Asset"),
            state=codes(state),
            severity=codes(severity),
            brick=key_or_none(brick, "Brick"),
            open=open,
        )
        return connection(incidents_page(info.context.actor, wanted, **paging(**pages)), IncidentType)

    def resolve_incident(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, IncidentType, id)

    def resolve_data_contracts(
        root: Any, info: Any, asset: str | None = None, **pages: Any
    ) -> dict[str, Any]:
        page = contracts_page(info.context.actor, asset=key_or_none(asset, "Asset"), **paging(**pages))
        return connection(page, DataContractType)

    def resolve_data_contract(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, DataContractType, id)

    def resolve_zone_scores(root: Any, info: Any) -> list[dict[str, Any]]:
        zones = scores_read(info.context.actor)["zones"]
        return [{"zone": zone, "score": score} for zone, score in zones.items()]

    def resolve_dimension_scores(root: Any, info: Any) -> list[dict[str, Any]]:
        found = scores_read(info.context.actor)["dimensions"]
        return [{"dimension": dimension, "score": score} for dimension, score in found.items()]

    def resolve_promotion(root: Any, info: Any, asset: str) -> list[dict[str, Any]]:
        return [asdict(one) for one in promotion_read(info.context.actor, key_of(asset, "Asset"))]
