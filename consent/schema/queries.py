"""What can be asked of consent. Who may not see a person gets nothing of them: no row, no count."""

from typing import Any

import graphene

from common.graphql.cohort import Row
from common.graphql.columns import code, enum_of, listed
from common.graphql.connections import BOTH_WAYS, connection, paging
from common.graphql.nodes import key_of, key_or_none, node_get
from consent.choices import Answer, ConsentKind, RequestState
from consent.queries.processings import processings_page
from consent.queries.purposes import purposes_page
from consent.queries.subjects import events_page, requests_page, subject_row, subjects_page
from consent.queries.traces import erasures_page, withdrawal_trace
from consent.queries.verdicts import verdict_row, verdicts_page
from consent.schema.types import (
    ConsentEventConnection,
    ConsentEventType,
    ErasureConnection,
    ErasureType,
    ProcessingConnection,
    ProcessingType,
    PurposeConnection,
    PurposeType,
    RightsRequestConnection,
    RightsRequestType,
    SubjectChoice,
    SubjectConnection,
    SubjectType,
    TraceType,
    UseVerdictConnection,
    VerdictType,
)


def _id(what: str) -> graphene.ID:
    return graphene.ID(description=f"Global id of {what}: of this one only.")


def _needed(what: str) -> graphene.ID:
    return graphene.ID(required=True, description=f"Global id of {what}.")


class VerdictNow(graphene.ObjectType):
    """Whether a verdict still holds."""

    holds = graphene.Boolean(
        required=True, description="Asking again now would be asking of the same, with the same answer."
    )
    answer = graphene.Field(enum_of(Answer), required=True, description="The answer of now.")


class ConsentQuery(graphene.ObjectType):
    purposes = graphene.Field(
        PurposeConnection, required=True, description="Purposes, by their codes.", **BOTH_WAYS
    )
    purpose = graphene.Field(PurposeType, id=graphene.ID(required=True), description="One purpose.")
    subjects = graphene.Field(
        SubjectConnection,
        required=True,
        asset=_id("an asset"),
        description="Persons by number: all for who works with consent, else the one you play.",
        **BOTH_WAYS,
    )
    subject = graphene.Field(SubjectType, id=graphene.ID(required=True), description="One person.")
    subject_choices = listed(
        SubjectChoice, "Where a person stands towards each purpose.", subject=_needed("the person")
    )
    subject_trace = graphene.Field(
        TraceType,
        required=True,
        subject=_needed("the person"),
        purpose=_id("a purpose"),
        description="All that holds a person: what must happen when a purpose ends, or (without) on erasure.",
    )
    consent_events = graphene.Field(
        ConsentEventConnection,
        required=True,
        subject=_id("a person"),
        purpose=_id("a purpose"),
        kind=graphene.Argument(enum_of(ConsentKind), description="Of this kind."),
        description="The register: what was said, latest first.",
        **BOTH_WAYS,
    )
    consent_event = graphene.Field(ConsentEventType, id=graphene.ID(required=True), description="One event.")
    verdicts = graphene.Field(
        UseVerdictConnection,
        required=True,
        asset=_id("an asset"),
        purpose=_id("a purpose"),
        answer=graphene.Argument(enum_of(Answer), description="With this answer."),
        description="Verdicts as they were given, latest first.",
        **BOTH_WAYS,
    )
    verdict = graphene.Field(VerdictType, id=graphene.ID(required=True), description="One verdict.")
    verdict_now = graphene.Field(
        VerdictNow,
        required=True,
        id=graphene.ID(required=True),
        description="Whether a verdict still holds; decided anew.",
    )
    rights_requests = graphene.Field(
        RightsRequestConnection,
        required=True,
        subject=_id("a person"),
        state=graphene.Argument(enum_of(RequestState), description="In this state."),
        description="Requests, those due first at the top.",
        **BOTH_WAYS,
    )
    erasures = graphene.Field(
        ErasureConnection, required=True, description="Proofs of erasure, latest first.", **BOTH_WAYS
    )
    processings = graphene.Field(
        ProcessingConnection, required=True, description="The record of processing.", **BOTH_WAYS
    )

    def resolve_purposes(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(purposes_page(info.context.actor, **paging(**pages)), PurposeType)

    def resolve_purpose(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, PurposeType, id)

    def resolve_subjects(root: Any, info: Any, asset: str | None = None, **pages: Any) -> dict[str, Any]:
        page = subjects_page(info.context.actor, asset=key_or_none(asset, "Asset"), **paging(**pages))
        return connection(page, SubjectType)

    def resolve_subject(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, SubjectType, id)

    def resolve_subject_choices(root: Any, info: Any, subject: str) -> list[dict[str, Any]]:
        row = subject_row(info.context.actor, key_of(subject, "Subject"))
        return [{"purpose": one["code"], "standing": one["standing"]} for one in row["choices"]]

    def resolve_subject_trace(
        root: Any, info: Any, subject: str, purpose: str | None = None
    ) -> dict[str, Any]:
        key = key_of(subject, "Subject")
        return withdrawal_trace(info.context.actor, key, key_or_none(purpose, "Purpose"))

    def resolve_consent_events(
        root: Any,
        info: Any,
        subject: str | None = None,
        purpose: str | None = None,
        kind: Any = None,
        **pages: Any,
    ) -> dict[str, Any]:
        page = events_page(
            info.context.actor,
            subject=key_or_none(subject, "Subject"),
            purpose=key_or_none(purpose, "Purpose"),
            kind=code(kind),
            **paging(**pages),
        )
        return connection(page, ConsentEventType)

    def resolve_consent_event(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, ConsentEventType, id)

    def resolve_verdicts(
        root: Any,
        info: Any,
        asset: str | None = None,
        purpose: str | None = None,
        answer: Any = None,
        **pages: Any,
    ) -> dict[str, Any]:
        page = verdicts_page(
            info.context.actor,
            asset=key_or_none(asset, "Asset"),
            purpose=key_or_none(purpose, "Purpose"),
            answer=code(answer),
            **paging(**pages),
        )
        return connection(page, VerdictType)

    def resolve_verdict(root: Any, info: Any, id: str) -> Row:
        return node_get(info.context.actor, VerdictType, id)

    def resolve_verdict_now(root: Any, info: Any, id: str) -> dict[str, Any]:
        row = verdict_row(info.context.actor, key_of(id, "UseVerdict"))
        return {"holds": row["holds"], "answer": row["now"]}

    def resolve_rights_requests(
        root: Any, info: Any, subject: str | None = None, state: Any = None, **pages: Any
    ) -> dict[str, Any]:
        page = requests_page(
            info.context.actor,
            subject=key_or_none(subject, "Subject"),
            state=code(state),
            **paging(**pages),
        )
        return connection(page, RightsRequestType)

    def resolve_erasures(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(erasures_page(info.context.actor, **paging(**pages)), ErasureType)

    def resolve_processings(root: Any, info: Any, **pages: Any) -> dict[str, Any]:
        return connection(processings_page(info.context.actor, **paging(**pages)), ProcessingType)
