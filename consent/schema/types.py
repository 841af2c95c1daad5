"""Purposes, persons by their numbers, what they said, verdicts, requests, erasures and the record of processing."""

from typing import Any

import graphene

from catalog.choices import PersonalDataCategory
from catalog.schema.types import AssetType
from common.actor import Actor
from common.graphql.cohort import Row, RowData, one
from common.graphql.columns import Json, column, described, enum_of, listed
from common.graphql.connections import connection_of
from common.graphql.nodes import NodeType, Numbered
from consent.choices import (
    Act,
    Answer,
    Channel,
    ConsentKind,
    Duty,
    LegalBasis,
    RequestState,
    Right,
    Standing,
    UseKind,
)
from consent.models import ConsentEvent, Erasure, Notice, Processing, Purpose, RightsRequest, Subject, Verdict
from consent.queries.processings import processings_by_id
from consent.queries.purposes import notices_by_id, purposes_by_id
from consent.queries.subjects import events_by_id, requests_by_id, subjects_by_id
from consent.queries.traces import erasures_by_id
from consent.queries.verdicts import verdicts_by_id


def _code(row: Row, name: str) -> str | None:
    """An empty code is null."""
    return row[name] or None


class NoticeType(Numbered, NodeType):
    """A version of what people are shown when they are asked."""

    class Meta:
        name = "Notice"
        model = Notice
        columns = "text_fr text_en published_at"

    version = graphene.Int(required=True, description="Its number among those of the purpose.")
    told = listed(graphene.String, "What it tells, by stable code.")

    def resolve_version(row: Row, info: Any) -> int:
        return row["number"]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(notices_by_id(actor, ids))


class PurposeType(Numbered, NodeType):
    """What personal data is used for, and by which right."""

    class Meta:
        name = "Purpose"
        model = Purpose
        columns = (
            "code title_fr title_en text_fr text_en retention_days controller dpo direct_marketing "
            "exception_9 dpia version created_at modified_at"
        )

    basis = graphene.Field(enum_of(LegalBasis), description="Its legal basis; null when none is said yet.")
    recipients = listed(graphene.String, "Who receives the data.")
    transfers = listed(graphene.String, "Transfers outside the EU: country and guarantee of each.")
    categories = listed(enum_of(PersonalDataCategory), "The categories of data that it needs.")
    notice = graphene.Field(NoticeType, description="What people are shown now.")

    def resolve_basis(row: Row, info: Any) -> str | None:
        return _code(row, "basis")

    def resolve_notice(row: Row, info: Any) -> Row | None:
        return one(row, "notice_id", NoticeType, lambda ids: notices_by_id(info.context.actor, ids))

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(purposes_by_id(actor, ids))


def _purpose(row: Row, info: Any) -> Row | None:
    return one(row, "purpose_id", PurposeType, lambda ids: purposes_by_id(info.context.actor, ids))


def _asset(row: Row, info: Any) -> Row | None:
    return one(row, "asset_id", AssetType, lambda ids: AssetType.read(info.context.actor, ids))


class SubjectChoice(graphene.ObjectType):
    """Where a person stands towards a purpose."""

    purpose = graphene.String(required=True, description="The purpose, by its code.")
    standing = graphene.Field(enum_of(Standing), required=True, description="Where they stand now.")


class SubjectType(Numbered, NodeType):
    """A person by their number; names stay in the bricks."""

    class Meta:
        name = "Subject"
        model = Subject
        columns = "key created_at erased_at"

    asset = graphene.Field(AssetType, description=described(Subject, "asset"))
    played_by = graphene.String(description="The nickname of who plays this person in the room.")

    resolve_asset = _asset

    def resolve_played_by(row: Row, info: Any) -> str | None:
        return row["participant__nickname"]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(subjects_by_id(actor, ids))


def _subject(row: Row, info: Any) -> Row | None:
    return one(row, "subject_id", SubjectType, lambda ids: subjects_by_id(info.context.actor, ids))


class CriterionType(graphene.ObjectType):
    """One of the four criteria of a consent, and whether the evidence shows it."""

    class Meta:
        name = "ConsentCriterion"

    code = graphene.String(required=True, description="Stable code, such as free.")
    is_met = graphene.Boolean(required=True, description="Whether the evidence shows it.")


class ConsentEventType(Numbered, NodeType):
    """Something that a person said about a purpose. Nothing of it is ever changed."""

    class Meta:
        name = "ConsentEvent"
        model = ConsentEvent
        columns = "at recorded_at expires_at refusal_offered by_parent proof"

    kind = column(ConsentEvent, "kind", enum_of(ConsentKind))
    channel = column(ConsentEvent, "channel", enum_of(Channel))
    act = column(ConsentEvent, "act", enum_of(Act))
    subject = graphene.Field(SubjectType, description="Who said it.")
    purpose = graphene.Field(PurposeType, description="About what.")
    notice_version = graphene.Int(description="The version of the notice that they were shown.")
    recorded_by = graphene.String(description="The nickname of who wrote it down.")
    criteria = listed(CriterionType, "Free, specific, informed, unambiguous.")

    resolve_subject = _subject
    resolve_purpose = _purpose

    def resolve_notice_version(row: Row, info: Any) -> int | None:
        return row["notice_number"]

    def resolve_criteria(row: Row, info: Any) -> list[dict[str, Any]]:
        return [{"code": str(code), "is_met": met} for code, met in row["criteria"].items()]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(events_by_id(actor, ids))


class PathStepType(graphene.ObjectType):
    """An asset on the way to the field that a reason speaks of."""

    class Meta:
        name = "VerdictPathStep"

    number = graphene.Int(required=True, description="The id of the asset, as REST and pages use it.")
    title = graphene.String(required=True, description="What it is called, in your language.")

    def resolve_number(row: Any, info: Any) -> int:
        return int(row["id"])


class ReasonType(graphene.ObjectType):
    """Why a verdict is what it is."""

    class Meta:
        name = "VerdictReason"

    step = graphene.Int(required=True, description="Which of the seven questions it answers.")
    code = graphene.String(required=True, description="Stable code, such as basis_missing.")
    effect = graphene.Field(enum_of(Answer), required=True, description="The answer that it leads to.")
    deciding = graphene.Boolean(required=True, description="Whether it is the one that decides.")
    said = graphene.String(required=True, description="In words, with what to do, in your language.")
    path = listed(PathStepType, "From what is used to the asset it speaks of.")


class StandingCount(graphene.ObjectType):
    """How many persons stand where."""

    standing = graphene.Field(enum_of(Standing), required=True, description="Where they stand.")
    count = graphene.Int(required=True, description="How many.")


class VerdictType(Numbered, NodeType):
    """An answer to “may we?”, as it was given."""

    class Meta:
        name = "UseVerdict"
        model = Verdict
        columns = "at asked_at"

    kind = column(Verdict, "kind", enum_of(UseKind))
    answer = column(Verdict, "answer", enum_of(Answer))
    asset = graphene.Field(AssetType, description=described(Verdict, "asset"))
    purpose = graphene.Field(PurposeType, description="For what it is used.")
    reasons = listed(ReasonType, "By the seven steps.")
    covered = graphene.Int(description="Persons who may be in; null when nobody knows whose data it is.")
    excluded = listed(StandingCount, "Persons who are left out, by reason.")
    asked_by = graphene.String(description="The nickname of who asked.")

    resolve_asset = _asset
    resolve_purpose = _purpose

    def resolve_excluded(row: Row, info: Any) -> list[dict[str, Any]]:
        return [{"standing": code, "count": count} for code, count in row["excluded"].items()]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(verdicts_by_id(actor, ids))


class RightsRequestType(Numbered, NodeType):
    """Somebody uses a right."""

    class Meta:
        name = "RightsRequest"
        model = RightsRequest
        columns = "received_at due_at extended_reason answered_at outcome answer ended_at version"

    right = column(RightsRequest, "right", enum_of(Right))
    state = graphene.Field(enum_of(RequestState), required=True, description="Open, late or answered.")
    subject = graphene.Field(SubjectType, description="Whose right it is.")
    purpose = graphene.Field(PurposeType, description=described(RightsRequest, "purpose"))

    resolve_subject = _subject
    resolve_purpose = _purpose

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(requests_by_id(actor, ids))


class ErasureType(Numbered, NodeType):
    """The proof that a person was erased: numbers and reasons, without personal data."""

    class Meta:
        name = "Erasure"
        model = Erasure
        columns = "started_at finished_at"

    done = Json(required=True, description="What went, what was kept and why, by holder.")
    subject = graphene.Field(SubjectType, description="Whom it was about, by number.")
    by = graphene.String(description="The nickname of who ran it.")

    resolve_subject = _subject

    def resolve_by(row: Row, info: Any) -> str | None:
        return row["participant__nickname"]

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(erasures_by_id(actor, ids))


class ProcessingType(Numbered, NodeType):
    """A sheet of the record of processing (art. 30), filled from purposes and the catalogue."""

    class Meta:
        name = "Processing"
        model = Processing
        columns = (
            "code title_fr title_en controller joint_controller representative dpo security version "
            "created_at modified_at"
        )

    form = graphene.String(required=True, description="controller or processor.")
    people = listed(graphene.String, "Categories of persons.")
    software = listed(graphene.String, "The systems that the data lies in.")
    categories = listed(graphene.String, "Categories of data, by stable code.")
    recipients = listed(graphene.String, "Who receives the data.")
    transfers = listed(graphene.String, "Transfers outside the EU.")
    retention_days = graphene.Int(description="The longest retention of its purposes, in days.")
    purposes = Json(required=True, description="Its purposes, by id and code.")
    assets = Json(required=True, description="Its assets, by id and name.")
    missing = listed(graphene.String, "Which cells of the sheet are still empty.")

    @classmethod
    def read(cls, actor: Actor, ids: list[Any]) -> list[RowData]:
        return list(processings_by_id(actor, ids))


class TraceItemType(graphene.ObjectType):
    """Something that holds a person, or was made from them, and what must happen to it."""

    class Meta:
        name = "TraceItem"

    holder = graphene.String(required=True, description="Which part of the product holds it.")
    what = graphene.String(required=True, description="What it is.")
    duty = graphene.Field(enum_of(Duty), required=True, description="What must happen.")
    count = graphene.Int(required=True, description="How many rows.")
    zone = graphene.String(required=True, description="Where it lies; empty outside the zones.")
    who = listed(graphene.String, "Who must see to it.")
    said = graphene.String(required=True, description="Why, in your language.")
    until = graphene.DateTime(description="Until when it must be kept.")


class TraceType(graphene.ObjectType):
    """All that holds or derives from one person."""

    class Meta:
        name = "Trace"

    at = graphene.DateTime(required=True, description="When it was looked up.")
    items = listed(TraceItemType, "One by one.")


PurposeConnection = connection_of(PurposeType, "A page of purposes.")
SubjectConnection = connection_of(SubjectType, "A page of persons.")
ConsentEventConnection = connection_of(ConsentEventType, "A page of the register.")
UseVerdictConnection = connection_of(VerdictType, "A page of verdicts.")
RightsRequestConnection = connection_of(RightsRequestType, "A page of requests.")
ErasureConnection = connection_of(ErasureType, "A page of proofs of erasure.")
ProcessingConnection = connection_of(ProcessingType, "A page of the record.")
