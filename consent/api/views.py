"""REST: purposes, notices, persons, what they say, verdicts, requests, erasures, the record of processing."""

from typing import Any

from catalog.queries.assets import asset_get
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import unless_known, versioned
from consent import commands
from consent.api import shapes
from consent.documents import (
    AnswerDocument,
    CollectedForDocument,
    CompatibilityDocument,
    ConsentDocument,
    EnrolDocument,
    ExtensionDocument,
    NoticeDocument,
    ObjectionDocument,
    ProcessingDocument,
    PurposeDocument,
    RequestDocument,
    SubjectChange,
    UseDocument,
)
from consent.queries import processings, purposes, receipts, subjects, traces, verdicts
from workshop.api.base import ApiView, created, nothing


def made(request: Any, row: dict[str, Any]) -> JsonAnswer:
    """201 for an object that never changes, so has no version."""
    headers = {"Location": request.build_absolute_uri(f"{request.path}{row['id']}/")}
    return JsonAnswer(row, status=201, headers=headers)


class PurposesView(ApiView):
    @operation("purposes_list", "List purposes", query=PageQuery, answer=shapes.PurposePage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """By their codes."""
        return page_answer(request, purposes.purposes_page(self.actor, **query.window))

    @operation(
        "purposes_create", "Declare a purpose", body=PurposeDocument, answer=shapes.Purpose, status=201
    )
    def post(self, request: Any, *, body: PurposeDocument) -> JsonAnswer:
        pk = commands.purpose_declare(document=body, **self.signed)
        return created(request, purposes.purpose_row(self.actor, pk))


class PurposeView(ApiView):
    @operation("purposes_retrieve", "Read a purpose", answer=shapes.Purpose, guarded=True)
    def get(self, request: Any, *, purpose_id: int) -> JsonAnswer:
        answer = versioned(purposes.purpose_row(self.actor, purpose_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "purposes_update", "Change a purpose", body=shapes.PurposeChange, answer=shapes.Purpose, guarded=True
    )
    def patch(self, request: Any, *, purpose_id: int, body: Any) -> JsonAnswer:
        """What is not given stays. The legal basis is fixed once anybody has answered."""
        commands.purpose_update(purpose_id=purpose_id, values=body.given(), **self.guarded)
        return versioned(purposes.purpose_row(self.actor, purpose_id))


class CompatibilityView(ApiView):
    @operation(
        "purposes_test", "Record a compatibility test", body=CompatibilityDocument, answer=shapes.Purpose
    )
    def post(self, request: Any, *, purpose_id: int, body: CompatibilityDocument) -> JsonAnswer:
        """May data collected for `original` serve this purpose (art. 6(4))? A later test takes its place."""
        commands.compatibility_test(purpose_id=purpose_id, document=body, **self.signed)
        return versioned(purposes.purpose_row(self.actor, purpose_id))


class CollectedView(ApiView):
    @operation("assets_collected_for", "Read what an asset is collected for", answer=shapes.Collected)
    def get(self, request: Any, *, asset_id: int) -> JsonAnswer:
        return self._answer(asset_id)

    @operation(
        "assets_collect_for",
        "Say what an asset is collected for",
        body=CollectedForDocument,
        answer=shapes.Collected,
    )
    def put(self, request: Any, *, asset_id: int, body: CollectedForDocument) -> JsonAnswer:
        """All its purposes; they replace what was said before."""
        commands.asset_collect_for(asset_id=asset_id, document=body, **self.signed)
        return self._answer(asset_id)

    def _answer(self, asset_id: int) -> JsonAnswer:
        asset_get(self.actor, asset_id, [])
        found = purposes.collected_for(self.actor, [asset_id])
        return JsonAnswer({"asset": asset_id, "purposes": found.get(asset_id, [])})


class NoticesView(ApiView):
    @operation("notices_list", "List notices", query=shapes.NoticeQuery, answer=shapes.NoticePage)
    def get(self, request: Any, *, query: shapes.NoticeQuery) -> JsonAnswer:
        """Latest first."""
        return page_answer(request, purposes.notices_page(self.actor, purpose=query.purpose, **query.window))

    @operation("notices_create", "Publish a notice", body=NoticeDocument, answer=shapes.Notice, status=201)
    def post(self, request: Any, *, body: NoticeDocument) -> JsonAnswer:
        """It is what people are shown from now on; earlier versions stay as they were."""
        pk = commands.notice_publish(document=body, **self.signed)
        return made(request, purposes.notice_row(self.actor, pk))


class NoticeView(ApiView):
    @operation("notices_retrieve", "Read a notice", answer=shapes.Notice)
    def get(self, request: Any, *, notice_id: int) -> JsonAnswer:
        return JsonAnswer(purposes.notice_row(self.actor, notice_id))


class SubjectsView(ApiView):
    @operation("subjects_list", "List persons", query=shapes.SubjectQuery, answer=shapes.SubjectPage)
    def get(self, request: Any, *, query: shapes.SubjectQuery) -> JsonAnswer:
        """By number, without names. Whoever does not work with consent sees the person they play, and no other."""
        page = subjects.subjects_page(self.actor, asset=query.asset, **query.window)
        return page_answer(request, page)


class EnrolView(ApiView):
    @operation("subjects_enrol", "Enrol the persons of an asset", body=EnrolDocument, answer=shapes.Enrolled)
    def post(self, request: Any, *, body: EnrolDocument) -> JsonAnswer:
        """A person for each key that has none. Whoever was erased stays away."""
        return JsonAnswer({"enrolled": commands.subjects_enrol(document=body, **self.signed)})


class SubjectView(ApiView):
    @operation("subjects_retrieve", "Read a person", answer=shapes.Subject)
    def get(self, request: Any, *, subject_id: int) -> JsonAnswer:
        """With where they stand towards each purpose."""
        return JsonAnswer(subjects.subject_row(self.actor, subject_id))

    @operation("subjects_update", "Change a person", body=SubjectChange, answer=shapes.Subject)
    def patch(self, request: Any, *, subject_id: int, body: SubjectChange) -> JsonAnswer:
        commands.subject_update(subject_id=subject_id, change=body, **self.signed)
        return JsonAnswer(subjects.subject_row(self.actor, subject_id))


class TraceView(ApiView):
    @operation("subjects_trace", "Trace a person", query=shapes.TraceQuery, answer=shapes.Trace)
    def get(self, request: Any, *, subject_id: int, query: shapes.TraceQuery) -> JsonAnswer:
        """All that holds or derives from them, and what must happen: when a purpose ends, or (without) on erasure."""
        return JsonAnswer(traces.withdrawal_trace(self.actor, subject_id, query.purpose))


class CopyView(ApiView):
    @operation("subjects_copy", "Take a person's own copy", answer=shapes.PersonalCopy)
    def get(self, request: Any, *, subject_id: int) -> JsonAnswer:
        """Access and portability: all that is held on them."""
        return JsonAnswer(traces.personal_copy(self.actor, subject_id))


class ConsentsView(ApiView):
    @operation("consents_list", "Read the register", query=shapes.ConsentQuery, answer=shapes.ConsentPage)
    def get(self, request: Any, *, query: shapes.ConsentQuery) -> JsonAnswer:
        """What was said, latest first."""
        conditions: dict[str, Any] = {"subject": query.subject, "purpose": query.purpose, "kind": query.kind}
        return page_answer(request, subjects.events_page(self.actor, **conditions, **query.window))

    @operation(
        "consents_create",
        "Record what a person said",
        body=ConsentDocument,
        answer=shapes.Consent,
        status=201,
    )
    def post(self, request: Any, *, body: ConsentDocument) -> JsonAnswer:
        pk = commands.consent_record(document=body, **self.signed)
        return made(request, subjects.event_row(self.actor, pk))


class ConsentsBulkView(ApiView):
    @operation("consents_bulk", "Record many", body=shapes.ConsentBatch, answer=shapes.Recorded, status=201)
    def post(self, request: Any, *, body: shapes.ConsentBatch) -> JsonAnswer:
        """All or none; refused places begin with the position."""
        ids = commands.consents_record(documents=body.root, **self.signed)
        return JsonAnswer({"ids": ids}, status=201)


class WithdrawView(ApiView):
    @operation("consents_withdraw", "Withdraw", body=shapes.WithdrawDocument, answer=shapes.Trace, status=201)
    def post(self, request: Any, *, body: shapes.WithdrawDocument) -> JsonAnswer:
        """It holds from now on; answers the trace of what must happen."""
        pk = commands.consent_withdraw(purpose_id=body.purpose, subject_id=body.subject, **self.signed)
        subject_id = subjects.event_row(self.actor, pk)["subject_id"]
        if not traces.may_trace(self.actor, subject_id):
            return JsonAnswer(traces.untold(subject_id, body.purpose), status=201)
        return JsonAnswer(traces.withdrawal_trace(self.actor, subject_id, body.purpose), status=201)


class ConsentView(ApiView):
    @operation("consents_retrieve", "Read an event", answer=shapes.Consent)
    def get(self, request: Any, *, event_id: int) -> JsonAnswer:
        return JsonAnswer(subjects.event_row(self.actor, event_id))


class ReceiptView(ApiView):
    @operation("consents_receipt", "Take the receipt of an event", answer=shapes.Receipt)
    def get(self, request: Any, *, event_id: int) -> JsonAnswer:
        """ISO/IEC TS 27560 in JSON-LD, with the W3C's DPV vocabulary."""
        return JsonAnswer(receipts.receipt_of(self.actor, event_id))


class ObjectionsView(ApiView):
    @operation("objections_create", "Object", body=ObjectionDocument, answer=shapes.Objected, status=201)
    def post(self, request: Any, *, body: ObjectionDocument) -> JsonAnswer:
        """To a purpose, or (without one) to all direct marketing, which always wins."""
        return JsonAnswer({"id": commands.objection_raise(document=body, **self.signed)}, status=201)


class ObjectionView(ApiView):
    @operation("objections_delete", "Take an objection back", status=204)
    def delete(self, request: Any, *, objection_id: int) -> JsonAnswer:
        commands.objection_lift(objection_id=objection_id, **self.signed)
        return nothing()


class VerdictsView(ApiView):
    @operation("verdicts_list", "List verdicts", query=shapes.VerdictQuery, answer=shapes.VerdictPage)
    def get(self, request: Any, *, query: shapes.VerdictQuery) -> JsonAnswer:
        """As they were given, latest first."""
        conditions: dict[str, Any] = {"asset": query.asset, "purpose": query.purpose, "answer": query.answer}
        return page_answer(request, verdicts.verdicts_page(self.actor, **conditions, **query.window))

    @operation("verdicts_create", "Ask: may we?", body=UseDocument, answer=shapes.Verdict, status=201)
    def post(self, request: Any, *, body: UseDocument) -> JsonAnswer:
        """Over all that lies upstream of the asset; the answer is kept with its reasons, as it was."""
        pk = commands.verdict_ask(use=body, **self.signed)
        return made(request, verdicts.verdict_row(self.actor, pk))


class VerdictView(ApiView):
    @operation("verdicts_retrieve", "Read a verdict", answer=shapes.Verdict)
    def get(self, request: Any, *, verdict_id: int) -> JsonAnswer:
        """`holds` says whether anything it was made from has changed since."""
        return JsonAnswer(verdicts.verdict_row(self.actor, verdict_id))


class RequestsView(ApiView):
    @operation("requests_list", "List rights requests", query=shapes.RequestQuery, answer=shapes.RequestPage)
    def get(self, request: Any, *, query: shapes.RequestQuery) -> JsonAnswer:
        """Those due first at the top."""
        conditions: dict[str, Any] = {"state": query.state, "subject": query.subject}
        return page_answer(request, subjects.requests_page(self.actor, **conditions, **query.window))

    @operation(
        "requests_create", "File a rights request", body=RequestDocument, answer=shapes.RequestRow, status=201
    )
    def post(self, request: Any, *, body: RequestDocument) -> JsonAnswer:
        pk = commands.request_file(document=body, **self.signed)
        return created(request, subjects.request_row(self.actor, pk))


class RequestView(ApiView):
    @operation("requests_retrieve", "Read a rights request", answer=shapes.RequestRow)
    def get(self, request: Any, *, request_id: int) -> JsonAnswer:
        return versioned(subjects.request_row(self.actor, request_id))


class RequestAnswerView(ApiView):
    @operation("requests_answer", "Answer a rights request", body=AnswerDocument, answer=shapes.RequestRow)
    def post(self, request: Any, *, request_id: int, body: AnswerDocument) -> JsonAnswer:
        commands.request_answer(request_id=request_id, document=body, **self.signed)
        return versioned(subjects.request_row(self.actor, request_id))


class RequestExtendView(ApiView):
    @operation("requests_extend", "Take two more months", body=ExtensionDocument, answer=shapes.RequestRow)
    def post(self, request: Any, *, request_id: int, body: ExtensionDocument) -> JsonAnswer:
        """Once, within the first month, with the reason that the person is told."""
        commands.request_extend(request_id=request_id, document=body, **self.signed)
        return versioned(subjects.request_row(self.actor, request_id))


class ErasuresView(ApiView):
    @operation("erasures_list", "List proofs of erasure", query=PageQuery, answer=shapes.ErasurePage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        return page_answer(request, traces.erasures_page(self.actor, **query.window))

    @operation(
        "erasures_create", "Erase a person", body=shapes.EraseDocument, answer=shapes.Erasure, status=201
    )
    def post(self, request: Any, *, body: shapes.EraseDocument) -> JsonAnswer:
        """Over every holder; sending it again goes on where it stopped. Answers the proof."""
        pk = commands.erasure_run(subject_id=body.subject, **self.signed)
        return made(request, traces.erasure_row(self.actor, pk))


class SweepView(ApiView):
    @operation("erasures_sweep", "Erase again who came back", answer=shapes.Swept)
    def post(self, request: Any) -> JsonAnswer:
        """Whoever was erased and came in again with data from elsewhere; safe to send at any time."""
        return JsonAnswer({"erased": commands.erasures_sweep(**self.signed)})


class ErasureView(ApiView):
    @operation("erasures_retrieve", "Read a proof of erasure", answer=shapes.Erasure)
    def get(self, request: Any, *, erasure_id: int) -> JsonAnswer:
        return JsonAnswer(traces.erasure_row(self.actor, erasure_id))


class ProcessingsView(ApiView):
    @operation(
        "processings_list", "Read the record of processing", query=PageQuery, answer=shapes.ProcessingPage
    )
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """By reference, each filled from purposes and the catalogue."""
        return page_answer(request, processings.processings_page(self.actor, **query.window))

    @operation(
        "processings_create",
        "Enter a processing",
        body=ProcessingDocument,
        answer=shapes.Processing,
        status=201,
    )
    def post(self, request: Any, *, body: ProcessingDocument) -> JsonAnswer:
        pk = commands.processing_write(document=body, **self.signed)
        return created(request, processings.processing_row(self.actor, pk))


class ProcessingView(ApiView):
    @operation("processings_retrieve", "Read a processing", answer=shapes.Processing, guarded=True)
    def get(self, request: Any, *, processing_id: int) -> JsonAnswer:
        answer = versioned(processings.processing_row(self.actor, processing_id))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))

    @operation(
        "processings_replace",
        "Write a processing whole",
        body=ProcessingDocument,
        answer=shapes.Processing,
        guarded=True,
    )
    def put(self, request: Any, *, processing_id: int, body: ProcessingDocument) -> JsonAnswer:
        """What is not given takes its default."""
        commands.processing_write(processing_id=processing_id, document=body, **self.guarded)
        return versioned(processings.processing_row(self.actor, processing_id))
