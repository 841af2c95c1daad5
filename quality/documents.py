"""The shapes in which rules, reports and decisions come in, the same through every door."""

from typing import Annotated

from pydantic import AwareDatetime
from pydantic import Field as Rule

from catalog.documents import AssetName, ForeignKeyColumnDocument
from common.document import Document, Id, Line, Name, OneOf, Text
from quality.choices import (
    IncidentEventKind,
    IncidentState,
    Measure,
    Operator,
    QualityDimension,
    RuleState,
    RuleType,
    Severity,
)

Moment = Annotated[AwareDatetime, Rule(strict=False)]  # ISO 8601 with its offset
Count = Annotated[int, Rule(ge=0, le=10**12)]
SeverityCode = Annotated[str, OneOf(Severity)]


class RuleParametersDocument(Document):
    """What a rule of some type says; each type takes some of these (`quality.rules.kinds`)."""

    fields: Annotated[list[Name], Rule(max_length=20)] = []
    values: Annotated[list[Line], Rule(max_length=500)] = []
    minimum: Line = ""
    maximum: Line = ""
    pattern: Annotated[Text, Rule(max_length=500)] = ""
    length_min: Count | None = None
    length_max: Count | None = None
    operator: Annotated[str, OneOf(Operator, empty=True)] = ""
    target: AssetName | None = None
    target_fields: Annotated[list[Name], Rule(max_length=20)] = []
    compared: Annotated[list[ForeignKeyColumnDocument], Rule(max_length=50)] = []
    measure: Annotated[str, OneOf(Measure, empty=True)] = ""
    tolerance_percent: Annotated[int, Rule(ge=0, le=100)] = 0
    max_age_minutes: Annotated[int, Rule(ge=1, le=5_256_000)] | None = None  # ten years
    count_min: Count | None = None
    count_max: Count | None = None
    predicate: Annotated[Text, Rule(max_length=2000)] = ""


class RuleDocument(Document):
    """A rule about the bricks of an asset. Without dimension, that of its type."""

    type: Annotated[str, OneOf(RuleType)]
    parameters: RuleParametersDocument = RuleParametersDocument()
    dimension: Annotated[str, OneOf(QualityDimension, empty=True)] = ""
    severity: SeverityCode = Severity.MAJOR.value
    state: Annotated[str, OneOf(RuleState)] = RuleState.ACTIVE.value
    why: Text = ""


class ReportDocument(Document):
    """A problem that a person met: with some bricks, or with the asset as a whole."""

    asset: Id
    bricks: Annotated[list[Id], Rule(max_length=200)] = []
    field: Line = ""
    description: Annotated[Text, Rule(min_length=1)]
    severity: SeverityCode = Severity.MAJOR.value


class EventDocument(Document):
    """What somebody does with an incident; each kind of event takes some of these (`quality.commands.incidents`)."""

    kind: Annotated[str, OneOf(IncidentEventKind)]
    text: Text = ""
    severity: Annotated[str, OneOf(Severity, empty=True)] = ""
    dimension: Annotated[str, OneOf(QualityDimension, empty=True)] = ""
    rule: Id | None = None
    assignee: Line = ""
    fix: Text = ""
    expires_at: Moment | None = None


class IncidentFilter(Document):
    """Which incidents: every given condition must hold; several values of one are alternatives."""

    asset: Id | None = None
    state: list[Annotated[str, OneOf(IncidentState)]] = []
    severity: list[SeverityCode] = []
    assignee: Id | None = None
    brick: Id | None = None
    rule: Id | None = None
    open: bool | None = None


class TermsDocument(Document):
    """What the owner of a data contract promises and asks, beside fields and rules."""

    purpose_fr: Text = ""
    purpose_en: Text = ""
    usage_fr: Text = ""
    usage_en: Text = ""
    limits_fr: Text = ""
    limits_en: Text = ""
