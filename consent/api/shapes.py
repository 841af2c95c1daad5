"""What consent takes and answers through REST."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, RootModel, create_model
from pydantic import Field as Rule

from common.api.openapi import PageShape, Shape
from common.api.pages import PageQuery
from common.document import Document, Id, OneOf
from consent.choices import Answer, ConsentKind, Criterion, Duty, LegalBasis, RequestState, Right, Standing
from consent.documents import ConsentDocument, PurposeDocument

BasisCode = Annotated[str, OneOf(LegalBasis, empty=True)]
StandingCode = Annotated[str, OneOf(Standing)]
_fields: dict[str, Any] = {
    name: (field.rebuild_annotation(), None) for name, field in PurposeDocument.model_fields.items()
}
PurposeChange: Any = create_model(
    "PurposeChange", __base__=Document, __doc__="What is not given stays.", **_fields
)


class CompatibilityRow(Shape):
    id: int
    version: int
    original_id: int
    link: str
    context: str
    nature: str
    consequences: str
    safeguards: str
    compatible: bool


class PurposeSummary(Shape):
    id: int
    version: int
    code: str
    title_fr: str
    title_en: str
    text_fr: str
    text_en: str
    basis: BasisCode
    retention_days: int | None
    recipients: list[str]
    categories: list[str]
    transfers: list[str]
    controller: str
    dpo: str
    direct_marketing: bool
    exception_9: str
    dpia: str
    created_at: datetime
    modified_at: datetime
    notice_id: int | None


class Purpose(PurposeSummary):
    """With its compatibility tests and the assets whose data is collected for it."""

    tests: list[CompatibilityRow]
    assets: list[int]


class PurposePage(PageShape):
    results: list[PurposeSummary]


class Collected(Shape):
    asset: int
    purposes: list[int]


class Notice(Shape):
    id: int
    purpose_id: int
    number: int
    text_fr: str
    text_en: str
    told: list[str]
    published_at: datetime
    published_by__nickname: str | None


class NoticePage(PageShape):
    results: list[Notice]


class NoticeQuery(PageQuery):
    purpose: Id | None = None


class SubjectSummary(Shape):
    """A person by their number; names stay in the bricks."""

    id: int
    asset_id: int
    key: str
    participant_id: int | None
    participant__nickname: str | None
    of_age_on: date | None
    created_at: datetime
    erased_at: datetime | None


class Choice(Shape):
    purpose_id: int
    code: str
    basis: BasisCode
    standing: str


class Subject(SubjectSummary):
    choices: list[Choice]


class SubjectPage(PageShape):
    results: list[SubjectSummary]


class SubjectQuery(PageQuery):
    asset: Id | None = None


class Enrolled(Shape):
    enrolled: int


class Consent(Shape):
    """One event of the register, with each criterion and whether the evidence shows it."""

    id: int
    subject_id: int
    purpose_id: int
    notice_id: int | None
    notice_number: int | None
    kind: Annotated[str, OneOf(ConsentKind)]
    at: datetime
    recorded_at: datetime
    expires_at: datetime | None
    channel: str
    act: str
    refusal_offered: bool
    by_parent: bool
    proof: str
    sound: bool
    recorded_by: str | None
    door: str
    criteria: dict[Annotated[str, OneOf(Criterion)], bool]


class ConsentPage(PageShape):
    results: list[Consent]


class ConsentQuery(PageQuery):
    subject: Id | None = None
    purpose: Id | None = None
    kind: Annotated[str, OneOf(ConsentKind, empty=True)] = ""


class ConsentBatch(RootModel[Annotated[list[ConsentDocument], Rule(min_length=1, max_length=5000)]]):
    """Events to record together, all or none."""

    model_config = ConfigDict(strict=True, frozen=True)


class Recorded(Shape):
    ids: list[int]


class WithdrawDocument(Document):
    """Without subject: the person whom you play."""

    purpose: Id
    subject: Id | None = None


class Objected(Shape):
    id: int


class PathStep(Shape):
    id: int
    title: str


class VerdictReason(Shape):
    step: int
    code: str
    effect: Annotated[str, OneOf(Answer)]
    asset_id: int | None
    field_id: int | None
    deciding: bool
    said: str
    path: list[PathStep]


class VerdictSummary(Shape):
    """As it was given. `excluded` counts people by standing; `covered` is null when nobody knows whose data it is."""

    id: int
    purpose_id: int | None
    purpose: str
    asset_id: int
    asset: str
    kind: str
    use: dict[str, Any]
    at: datetime
    answer: Annotated[str, OneOf(Answer)]
    field_ids: list[int]
    reasons: list[VerdictReason]
    deciding: VerdictReason | None
    covered: int | None
    excluded: dict[StandingCode, int]
    asked_by: str | None
    asked_at: datetime


class Verdict(VerdictSummary):
    """`holds`: asking again now would be asking of the same, with the same answer; `now` is that answer."""

    holds: bool
    now: Annotated[str, OneOf(Answer)]


class VerdictPage(PageShape):
    results: list[VerdictSummary]


class VerdictQuery(PageQuery):
    asset: Id | None = None
    purpose: Id | None = None
    answer: Annotated[str, OneOf(Answer, empty=True)] = ""


class RequestRow(Shape):
    id: int
    version: int
    subject_id: int
    right: Annotated[str, OneOf(Right)]
    purpose_id: int | None
    received_at: datetime
    due_at: datetime
    extended_reason: str
    answered_at: datetime | None
    outcome: str
    answer: str
    ended_at: datetime | None
    state: Annotated[str, OneOf(RequestState)]


class RequestPage(PageShape):
    results: list[RequestRow]


class RequestQuery(PageQuery):
    state: Annotated[str, OneOf(RequestState, empty=True)] = ""
    subject: Id | None = None


class ProcessingPurpose(Shape):
    id: int
    code: str
    title_fr: str
    title_en: str
    basis: BasisCode
    retention_days: int | None


class ProcessingAsset(Shape):
    id: int
    name: str


class Processing(Shape):
    """The CNIL's sheet: what is said, what purposes and assets add, and what is `missing`."""

    id: int
    version: int
    code: str
    title_fr: str
    title_en: str
    form: Literal["controller", "processor"]
    controller: str
    joint_controller: str
    representative: str
    dpo: str
    people: list[str]
    security: str
    created_at: datetime
    modified_at: datetime
    purposes: list[ProcessingPurpose]
    assets: list[ProcessingAsset]
    software: list[str]
    categories: list[str]
    sensitive: bool
    retention_days: int | None
    recipients: list[str]
    transfers: list[str]
    levels: dict[str, int | None]
    missing: list[str]


class ProcessingPage(PageShape):
    results: list[Processing]


class TraceQuery(Document):
    purpose: Id | None = None


class TraceItem(Shape):
    """Something that holds, or was made from, the person."""

    holder: str
    what: str
    duty: Annotated[str, OneOf(Duty)]
    count: int
    asset_id: int | None
    zone: str
    ids: list[int]
    who: list[str]
    why: str
    until: datetime | None
    purpose_id: int | None
    said: str


class ToDo(Shape):
    duty: Annotated[str, OneOf(Duty)]
    who: str
    what: list[str]


class Trace(Shape):
    subject_id: int
    purpose_id: int | None
    at: datetime
    items: list[TraceItem]
    to_do: list[ToDo]
    counts: dict[Annotated[str, OneOf(Duty)], int]


class PersonalCopy(Shape):
    """All that is held on a person, by holder."""

    person: str
    at: datetime
    purposes: list[dict[str, Any]]
    bricks: dict[str, list[Any]]
    derived: dict[str, Any]
    records: dict[str, Any]


class Erasure(Shape):
    """The proof: numbers and reasons, without personal data."""

    id: int
    subject_id: int
    started_at: datetime
    finished_at: datetime | None
    done: dict[str, Any]
    participant__nickname: str | None


class ErasurePage(PageShape):
    results: list[Erasure]


class Swept(Shape):
    """What went, by store; empty when nobody had come back."""

    erased: dict[str, int]


class EraseDocument(Document):
    subject: Id


class Receipt(Shape):
    """JSON-LD: terms of the Data Privacy Vocabulary and of Dublin Core, with their prefixes."""

    model_config = ConfigDict(extra="allow")
