"""The shapes in which consent comes in, the same through every door."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime
from pydantic import Field as Rule

from catalog.choices import PersonalDataCategory
from common.document import Document, Id, Line, Name, OneOf, Slug, Text
from consent.choices import (
    Act,
    Channel,
    ConsentKind,
    Dpia,
    Exception9,
    Form,
    LegalBasis,
    Outcome,
    Right,
    Told,
    UseKind,
)

Moment = Annotated[AwareDatetime, Rule(strict=False)]  # ISO 8601 with its offset
Day = Annotated[date, Rule(strict=False)]
Lines = Annotated[list[Name], Rule(max_length=50)]


class PurposeDocument(Document):
    code: Slug
    title_fr: Name
    title_en: Line = ""
    text_fr: Text = ""
    text_en: Text = ""
    basis: Annotated[str, OneOf(LegalBasis, empty=True)] = ""
    retention_days: Annotated[int, Rule(ge=1, le=36_500)] | None = None
    recipients: Lines = []
    categories: Annotated[list[Annotated[str, OneOf(PersonalDataCategory)]], Rule(max_length=9)] = []
    transfers: Lines = []
    controller: Line = ""
    dpo: Line = ""
    direct_marketing: bool = False
    exception_9: Annotated[str, OneOf(Exception9, empty=True)] = ""
    dpia: Annotated[str, OneOf(Dpia, empty=True)] = ""


class CollectedForDocument(Document):
    """All the purposes that an asset's data is collected for; replaces what was said before."""

    purposes: Annotated[list[Id], Rule(max_length=50)]


class CompatibilityDocument(Document):
    """The test of art. 6(4): five questions and a conclusion."""

    original: Id
    link: Annotated[Text, Rule(min_length=1)]
    context: Annotated[Text, Rule(min_length=1)]
    nature: Annotated[Text, Rule(min_length=1)]
    consequences: Annotated[Text, Rule(min_length=1)]
    safeguards: Annotated[Text, Rule(min_length=1)]
    compatible: bool


class NoticeDocument(Document):
    """A new version of what people are shown."""

    purpose: Id
    text_fr: Annotated[Text, Rule(min_length=1)]
    text_en: Text = ""
    told: Annotated[list[Annotated[str, OneOf(Told)]], Rule(max_length=6)] = []


class EnrolDocument(Document):
    """Make a person of each key of an asset."""

    asset: Id


class SubjectChange(Document):
    """`of_age_on`: of a child, the day of their 15th birthday. `participant`: who plays them."""

    of_age_on: Day | None = None
    participant: Id | None = None


class ConsentDocument(Document):
    """What one person said about one purpose."""

    subject: Id
    purpose: Id
    kind: Annotated[str, OneOf(ConsentKind)]
    channel: Annotated[str, OneOf(Channel)]
    act: Annotated[str, OneOf(Act)]
    notice: Id | None = None
    refusal_offered: bool = False
    by_parent: bool = False
    at: Moment | None = None  # now, when it is not given
    expires_at: Moment | None = None
    proof: Text = ""


class ObjectionDocument(Document):
    """Without purpose: to all direct marketing."""

    subject: Id
    purpose: Id | None = None
    channel: Annotated[str, OneOf(Channel)]


class UseDocument(Document):
    """The question “may we?”. Without fields, all fields of the asset come out."""

    asset: Id
    kind: Annotated[str, OneOf(UseKind)]
    purpose: Id | None = None
    fields: Annotated[list[Id], Rule(max_length=2000)] = []
    k: Annotated[int, Rule(ge=1, le=1_000_000)] = 3
    automated: bool = False
    effect: bool = False
    review: bool = False


class RequestDocument(Document):
    subject: Id
    right: Annotated[str, OneOf(Right)]
    purpose: Id | None = None
    received_at: Moment | None = None


class ExtensionDocument(Document):
    reason: Annotated[Text, Rule(min_length=1)]


class AnswerDocument(Document):
    outcome: Annotated[str, OneOf(Outcome)]
    answer: Annotated[Text, Rule(min_length=1)]


class ProcessingDocument(Document):
    code: Slug
    title_fr: Name
    title_en: Line = ""
    form: Annotated[str, OneOf(Form)] = Form.CONTROLLER.value
    controller: Line = ""
    joint_controller: Line = ""
    representative: Line = ""
    dpo: Line = ""
    people: Lines = []
    security: Text = ""
    purposes: Annotated[list[Id], Rule(max_length=50)] = []
    assets: Annotated[list[Id], Rule(max_length=500)] = []
