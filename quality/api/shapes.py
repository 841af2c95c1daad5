"""What quality answers, declared for OpenAPI. `quality.representation` makes it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from catalog.api.shapes import AssetReference
from catalog.documents import ColourCode, ShapeCode, ZoneCode
from common.api.openapi import PageShape, Shape
from common.document import OneOf
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

TypeCode = Annotated[str, OneOf(RuleType)]
DimensionCode = Annotated[str, OneOf(QualityDimension)]
SeverityCode = Annotated[str, OneOf(Severity)]
StateCode = Annotated[str, OneOf(IncidentState)]
Score = float | None


class Person(Shape):
    id: int
    nickname: str


class QualityRule(Shape):
    """`parameters` are those of its type that differ from their default; `sentence` says the rule in your language."""

    id: int
    version: int
    asset: AssetReference
    type: TypeCode
    parameters: dict[str, Any]
    dimension: DimensionCode
    severity: SeverityCode
    state: Annotated[str, OneOf(RuleState)]
    why: str
    sentence: str
    sentence_fr: str
    sentence_en: str
    created_at: datetime
    modified_at: datetime


class QualityRulePage(PageShape):
    results: list[QualityRule]


class QualityRules(Shape):
    results: list[QualityRule]


class CheckResult(Shape):
    """What a rule said: `score` is passed over checked, null when it was not measured (`unmeasured` says why).

    `failing` are the ids of the first 200 failing bricks.
    """

    rule: int
    rule_version: int
    sentence: str
    sentence_fr: str
    sentence_en: str
    dimension: DimensionCode
    severity: SeverityCode
    outcome: Annotated[str, OneOf(ResultOutcome)]
    unmeasured: Annotated[str, OneOf(Unmeasured, empty=True)]
    checked_count: int
    passed_count: int
    failed_count: int
    score: Score
    found: str
    failing: list[int]


class Check(Shape):
    """`score` (0 to 1) is weighted by severity; null is “not measured”, which is not 0."""

    id: int
    asset: AssetReference
    at: datetime
    by: str
    trigger: Annotated[str, OneOf(Trigger)]
    door: str
    brick_count: int
    duration_ms: int
    score: Score
    dimensions: dict[str, Score]
    transfer: int | None
    results: list[CheckResult]


class CheckPage(PageShape):
    results: list[Check]


class RuleReference(Shape):
    id: int
    sentence: str


class Incident(Shape):
    """`state`, `severity` and `assignee` are what the timeline says; `sentence` is the rule that failed."""

    id: int
    version: int
    asset: AssetReference
    origin: Annotated[str, OneOf(IncidentOrigin)]
    state: StateCode
    severity: SeverityCode
    dimension: Annotated[str, OneOf(QualityDimension, empty=True)]
    field: str
    rule: RuleReference | None
    sentence: str
    description: str
    reported_by: str
    assignee: Person | None
    producer: Person | None
    created_at: datetime
    changed_at: datetime
    brick_ids: list[int]
    brick_count: int


class IncidentPage(PageShape):
    results: list[Incident]


class IncidentEvent(Shape):
    id: int
    kind: Annotated[str, OneOf(IncidentEventKind)]
    at: datetime
    by: str
    severity: Annotated[str, OneOf(Severity, empty=True)]
    dimension: Annotated[str, OneOf(QualityDimension, empty=True)]
    assignee: str | None
    expires_at: datetime | None
    text: str
    facts: dict[str, Any]
    door: str


class IncidentEventPage(PageShape):
    results: list[IncidentEvent]


class ContractBreak(Shape):
    code: str
    path: str
    message: str


class ContractBreaks(Shape):
    results: list[ContractBreak]


class Contract(Shape):
    """A published version. `breaks` is what it broke of the one before, `broken_now` what the asset does not keep."""

    id: int
    number: str
    major: int
    minor: int
    asset: AssetReference
    document: dict[str, Any]
    breaks: list[ContractBreak]
    broken_now: list[ContractBreak]
    published_by: str
    published_at: datetime
    reason: str


class ContractPage(PageShape):
    results: list[Contract]


class OdcsContract(Shape):
    """The Open Data Contract Standard, 3.1."""

    apiVersion: str  # noqa: N815 - the standard's own names
    kind: str
    id: str
    name: str
    version: str
    status: str
    domain: str
    description: dict[str, str]
    schema_: list[dict[str, Any]] = Field(alias="schema")
    team: dict[str, Any]
    customProperties: list[dict[str, Any]]  # noqa: N815


class ScoredAsset(AssetReference):
    title_fr: str
    title_en: str
    colour: ColourCode
    shape: ShapeCode
    zone: ZoneCode
    system: str
    check: int
    at: datetime
    score: Score
    dimensions: dict[str, Score]


class Scores(Shape):
    """The latest score of each asset that was ever checked, and their means by zone and dimension."""

    results: list[ScoredAsset]
    zones: dict[str, Score]
    dimensions: dict[str, Score]


class PromotionCondition(Shape):
    code: str
    is_met: bool
    title: str
    missing: str
    ids: list[int]


class Promotion(Shape):
    """What the data store asks of an asset, by its latest check; `is_ready` when all of it is so."""

    asset: AssetReference
    is_ready: bool
    conditions: list[PromotionCondition]
