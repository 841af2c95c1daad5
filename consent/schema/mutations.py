"""The commands of consent as mutations. Objects are named by their global ids."""

from typing import Any

import graphene

from common.actor import Actor
from common.document import Document
from common.graphql.columns import codes, enum_of, input_of, plain
from common.graphql.mutations import CommandMutation
from common.graphql.nodes import key_of, key_or_none, node_by_key
from consent import commands
from consent.choices import Act, Channel, ConsentKind, Outcome, Right, Told, UseKind
from consent.documents import (
    AnswerDocument,
    CollectedForDocument,
    ConsentDocument,
    EnrolDocument,
    ExtensionDocument,
    NoticeDocument,
    ObjectionDocument,
    PurposeDocument,
    RequestDocument,
    UseDocument,
)
from consent.models import Purpose
from consent.schema.types import (
    ConsentEventType,
    ErasureType,
    NoticeType,
    PurposeType,
    RightsRequestType,
    VerdictType,
)

PurposeInput = input_of(PurposeDocument, "PurposeInput", Purpose)
PurposeChangeInput = input_of(PurposeDocument, "PurposeChangeInput", Purpose, partial=True)
# The type that each id of a document points to.
POINTS_TO = {"asset": "Asset", "subject": "Subject", "purpose": "Purpose", "notice": "Notice"}


def _id(what: str, required: bool = True) -> graphene.ID:
    return graphene.ID(required=required, description=f"Global id of {what}.")


def _read(document: type[Document], given: dict[str, Any]) -> Any:
    """The document of plain arguments: enums as their codes, global ids as the ids they name."""
    values = {name: getattr(value, "value", value) for name, value in given.items() if value is not None}
    for name in POINTS_TO.keys() & values.keys():
        values[name] = key_of(values[name], POINTS_TO[name])
    return document.read(values)


class PurposeDeclare(CommandMutation):
    """Declare a purpose."""

    class Input:
        purpose = PurposeInput(required=True, description="The purpose.")

    purpose = graphene.Field(PurposeType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, purpose: Any, reason: str) -> dict[str, Any]:
        document = PurposeDocument.read(plain(PurposeDocument, purpose), path="purpose")
        pk = commands.purpose_declare(actor=actor, document=document, reason=reason)
        return {"purpose": node_by_key(actor, PurposeType, pk)}


class PurposeUpdate(CommandMutation):
    """Change what is given of a purpose. Its legal basis is fixed once anybody has answered."""

    class Input:
        id = _id("the purpose")
        change = PurposeChangeInput(required=True, description="What changes; the rest stays.")
        expected_version = graphene.Int(description="Refuse (`outdated`) unless this is still the version.")

    purpose = graphene.Field(PurposeType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, id: str, change: Any, reason: str, expected_version: int | None = None
    ) -> dict[str, Any]:
        key = key_of(id, "Purpose")
        commands.purpose_update(
            actor=actor,
            purpose_id=key,
            values=plain(PurposeDocument, change),
            reason=reason,
            expected_version=expected_version,
        )
        return {"purpose": node_by_key(actor, PurposeType, key)}


class NoticePublish(CommandMutation):
    """Publish what people are shown from now on; earlier versions stay as they were."""

    class Input:
        purpose = _id("the purpose")
        text_fr = graphene.String(required=True, description="In French.")
        text_en = graphene.String(description="In English.")
        told = graphene.List(graphene.NonNull(enum_of(Told)), description="What it tells.")

    notice = graphene.Field(NoticeType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, told: Any = None, **given: Any) -> dict[str, Any]:
        document = _read(NoticeDocument, {**given, "told": codes(told)})
        pk = commands.notice_publish(actor=actor, document=document, reason=reason)
        return {"notice": node_by_key(actor, NoticeType, pk)}


class AssetCollectFor(CommandMutation):
    """Say what the data of an asset is collected for; replaces what was said before."""

    class Input:
        asset_id = _id("the asset")
        purposes = graphene.List(
            graphene.NonNull(graphene.ID), required=True, description="Global ids of all its purposes."
        )

    @classmethod
    def run(cls, actor: Actor, *, asset_id: str, purposes: list[str], reason: str) -> dict[str, Any]:
        document = CollectedForDocument(purposes=[key_of(id, "Purpose") for id in purposes])
        key = key_of(asset_id, "Asset")
        commands.asset_collect_for(actor=actor, asset_id=key, document=document, reason=reason)
        return {}


class SubjectsEnrol(CommandMutation):
    """Make a person of each key of an asset that has none. Whoever was erased stays away."""

    class Input:
        asset = _id("the asset")

    enrolled = graphene.Int(required=True)

    @classmethod
    def run(cls, actor: Actor, *, asset: str, reason: str) -> dict[str, Any]:
        document = _read(EnrolDocument, {"asset": asset})
        return {"enrolled": commands.subjects_enrol(actor=actor, document=document, reason=reason)}


class ConsentRecord(CommandMutation):
    """Write down what a person said about a purpose."""

    class Input:
        subject = _id("the person")
        purpose = _id("the purpose")
        kind = enum_of(ConsentKind)(required=True, description="What they said.")
        channel = enum_of(Channel)(required=True, description="Through what.")
        act = enum_of(Act)(required=True, description="How they said it.")
        notice = _id("the notice that they were shown", required=False)
        refusal_offered = graphene.Boolean(description="Refusing was as easy.")
        by_parent = graphene.Boolean(description="A parent agreed too.")
        at = graphene.DateTime(description="When it was said; now, when it is not given.")
        expires_at = graphene.DateTime(description="Until when it holds.")
        proof = graphene.String(description="Where it can be looked up.")

    event = graphene.Field(ConsentEventType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, **given: Any) -> dict[str, Any]:
        document = _read(ConsentDocument, given)
        pk = commands.consent_record(actor=actor, document=document, reason=reason)
        return {"event": node_by_key(actor, ConsentEventType, pk)}


class ConsentWithdraw(CommandMutation):
    """Withdraw; it holds from now on. Without subject: the person whom you play."""

    class Input:
        purpose = _id("the purpose")
        subject = _id("the person", required=False)

    event = graphene.Field(ConsentEventType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, purpose: str, reason: str, subject: str | None = None) -> dict[str, Any]:
        pk = commands.consent_withdraw(
            actor=actor,
            purpose_id=key_of(purpose, "Purpose"),
            subject_id=key_or_none(subject, "Subject"),
            reason=reason,
        )
        return {"event": node_by_key(actor, ConsentEventType, pk)}


class ObjectionRaise(CommandMutation):
    """Object to a purpose, or (without one) to all direct marketing, which always wins."""

    class Input:
        subject = _id("the person")
        purpose = _id("the purpose", required=False)
        channel = enum_of(Channel)(required=True, description="Through what.")

    number = graphene.Int(required=True, description="The id that REST uses.")

    @classmethod
    def run(cls, actor: Actor, *, reason: str, **given: Any) -> dict[str, Any]:
        document = _read(ObjectionDocument, given)
        return {"number": commands.objection_raise(actor=actor, document=document, reason=reason)}


class VerdictAsk(CommandMutation):
    """Ask “may we?”, over all that lies upstream of the asset; the answer is kept with its reasons."""

    class Input:
        asset = _id("the asset")
        kind = enum_of(UseKind)(required=True, description="What comes out.")
        purpose = _id("the purpose", required=False)
        fields = graphene.List(
            graphene.NonNull(graphene.ID), description="The fields that come out; all without."
        )
        k = graphene.Int(description="Of an aggregate: persons per cell, 3 without.")
        automated = graphene.Boolean(description="A machine decides alone.")
        effect = graphene.Boolean(description="With a legal or similarly serious effect.")
        review = graphene.Boolean(description="A human can review it.")

    verdict = graphene.Field(VerdictType, required=True)

    @classmethod
    def run(
        cls, actor: Actor, *, reason: str, fields: list[str] | None = None, **given: Any
    ) -> dict[str, Any]:
        keys = [key_of(id, "Field") for id in fields or ()]
        use = _read(UseDocument, {**given, "fields": keys})
        pk = commands.verdict_ask(actor=actor, use=use, reason=reason)
        return {"verdict": node_by_key(actor, VerdictType, pk)}


class RequestFile(CommandMutation):
    """Use a right of a person; its month begins."""

    class Input:
        subject = _id("the person")
        right = enum_of(Right)(required=True, description="Which right.")
        purpose = _id("the purpose", required=False)

    request = graphene.Field(RightsRequestType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, reason: str, **given: Any) -> dict[str, Any]:
        document = _read(RequestDocument, given)
        return _request(actor, commands.request_file(actor=actor, document=document, reason=reason))


class RequestAnswer(CommandMutation):
    """Answer a request."""

    class Input:
        id = _id("the request")
        outcome = enum_of(Outcome)(required=True, description="Granted or refused.")
        answer = graphene.String(required=True, description="What the person is told.")

    request = graphene.Field(RightsRequestType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, reason: str, **given: Any) -> dict[str, Any]:
        key, document = key_of(id, "RightsRequest"), _read(AnswerDocument, given)
        commands.request_answer(actor=actor, request_id=key, document=document, reason=reason)
        return _request(actor, key)


class RequestExtend(CommandMutation):
    """Take two more months, once, within the first, with the reason that the person is told."""

    class Input:
        id = _id("the request")
        told = graphene.String(required=True, description="The reason that the person is told.")

    request = graphene.Field(RightsRequestType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, id: str, told: str, reason: str) -> dict[str, Any]:
        key, document = key_of(id, "RightsRequest"), ExtensionDocument.read({"reason": told})
        commands.request_extend(actor=actor, request_id=key, document=document, reason=reason)
        return _request(actor, key)


def _request(actor: Actor, key: int) -> dict[str, Any]:
    return {"request": node_by_key(actor, RightsRequestType, key)}


class ErasureRun(CommandMutation):
    """Erase a person over every holder; sending it again goes on where it stopped."""

    class Input:
        subject = _id("the person")

    erasure = graphene.Field(ErasureType, required=True)

    @classmethod
    def run(cls, actor: Actor, *, subject: str, reason: str) -> dict[str, Any]:
        key = key_of(subject, "Subject")
        pk = commands.erasure_run(actor=actor, subject_id=key, reason=reason)
        return {"erasure": node_by_key(actor, ErasureType, pk)}


class ErasuresSweep(CommandMutation):
    """Erase again whoever was erased and came in again with data from elsewhere."""

    erased_count = graphene.Int(required=True, description="How many rows went.")

    @classmethod
    def run(cls, actor: Actor, *, reason: str) -> dict[str, Any]:
        return {"erased_count": sum(commands.erasures_sweep(actor=actor, reason=reason).values())}


class ConsentMutation(graphene.ObjectType):
    purpose_declare = PurposeDeclare.Field()
    purpose_update = PurposeUpdate.Field()
    notice_publish = NoticePublish.Field()
    asset_collect_for = AssetCollectFor.Field()
    subjects_enrol = SubjectsEnrol.Field()
    consent_record = ConsentRecord.Field()
    consent_withdraw = ConsentWithdraw.Field()
    objection_raise = ObjectionRaise.Field()
    verdict_ask = VerdictAsk.Field()
    request_file = RequestFile.Field()
    request_answer = RequestAnswer.Field()
    request_extend = RequestExtend.Field()
    erasure_run = ErasureRun.Field()
    erasures_sweep = ErasuresSweep.Field()
