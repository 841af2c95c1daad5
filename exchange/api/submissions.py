"""REST: sends, and the owner's word on them."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from exchange.api.examples import ACCEPT, RETURN
from exchange.api.inputs import DecisionQuery, SubmissionQuery
from exchange.api.shapes import Decision, DecisionPage, Decisions, Submission, SubmissionPage
from exchange.commands import bricks_decide, submission_decide
from exchange.documents import DecisionDocument
from exchange.queries.submissions import (
    decision_get,
    decisions_page,
    submission_get,
    submissions_page,
    with_states,
)
from exchange.queries.waiting import waiting_page
from exchange.representation import decision_shown, submission_shown
from workshop.api.base import ApiView


class SubmissionsView(ApiView):
    @operation("submissions_list", "List sends", query=SubmissionQuery, answer=SubmissionPage)
    def get(self, request: Any, *, query: SubmissionQuery) -> JsonAnswer:
        """Latest first, each with what became of its bricks."""
        page = submissions_page(self.actor, asset=query.asset, producer=query.producer, **query.window)
        return page_answer(request, page.mapped(submission_shown))


class WaitingView(ApiView):
    @operation("submissions_waiting", "List what waits for you", query=PageQuery, answer=SubmissionPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Sends with bricks on which you decide, oldest first."""
        page = waiting_page(self.actor, **query.window)
        return page_answer(request, page.with_rows(with_states(page.rows)).mapped(submission_shown))


class SubmissionView(ApiView):
    @operation("submissions_retrieve", "Read a send", answer=Submission)
    def get(self, request: Any, *, submission_id: int) -> JsonAnswer:
        return JsonAnswer(submission_shown(submission_get(self.actor, submission_id)))


class DecisionsView(ApiView):
    @operation("decisions_list", "List decisions", query=DecisionQuery, answer=DecisionPage)
    def get(self, request: Any, *, query: DecisionQuery) -> JsonAnswer:
        """Who accepted or returned what, when and why; latest first."""
        page = decisions_page(self.actor, asset=query.asset, submission=query.submission, **query.window)
        return page_answer(request, page.mapped(decision_shown))

    @operation(
        "decisions_create",
        "Accept or return bricks",
        body=DecisionDocument,
        answer=Decisions,
        status=201,
        examples=[*example("A submission", ACCEPT), *example("Two bricks", RETURN)],
    )
    def post(self, request: Any, *, body: DecisionDocument) -> JsonAnswer:
        """Bricks by their ids, or all that wait in a submission. 409 names those that do not wait any more."""
        ids = self._decide(body)
        rows = [decision_shown(decision_get(self.actor, pk)) for pk in ids]
        return JsonAnswer({"results": rows}, 201)

    def _decide(self, body: DecisionDocument) -> list[int]:
        signed = {**self.signed, "reason": body.reason or self.signed["reason"], "verdict": body.verdict}
        if body.submission is not None:
            return [submission_decide(submission_id=body.submission, seen=body.seen, **signed)]
        return bricks_decide(brick_ids=list(dict.fromkeys(body.bricks)), **signed)


class DecisionView(ApiView):
    @operation("decisions_retrieve", "Read a decision", answer=Decision)
    def get(self, request: Any, *, decision_id: int) -> JsonAnswer:
        return JsonAnswer(decision_shown(decision_get(self.actor, decision_id)))
