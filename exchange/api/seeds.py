"""REST: errors on purpose. A secret does not exist for anybody but its author."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from exchange.api.examples import SEED
from exchange.api.shapes import Revealed, Score, SeededError, SeededErrorPage
from exchange.commands import error_seed, error_unseed, errors_reveal
from exchange.documents import SeedDocument
from exchange.queries.seeds import hidden_count, score, seeded_error_get, seeded_errors_page
from exchange.representation import seeded_error_shown
from workshop.api.base import ApiView, created, nothing


class SeededErrorsView(ApiView):
    @operation("seeded_errors_list", "List seeded errors", query=PageQuery, answer=SeededErrorPage)
    def get(self, request: Any, *, query: PageQuery) -> JsonAnswer:
        """Your own, and those that are revealed."""
        page = seeded_errors_page(self.actor, **query.window)
        return page_answer(request, page.mapped(seeded_error_shown))

    @operation(
        "seeded_errors_create",
        "Hide an error in a brick of your own",
        body=SeedDocument,
        answer=SeededError,
        status=201,
        examples=example("A missing link", SEED),
    )
    def post(self, request: Any, *, body: SeedDocument) -> JsonAnswer:
        """Two at a time; secret until the facilitator reveals them."""
        pk = error_seed(document=body, **self.signed)
        return created(request, seeded_error_shown(seeded_error_get(self.actor, pk)))


class SeededErrorView(ApiView):
    @operation("seeded_errors_retrieve", "Read a seeded error", answer=SeededError)
    def get(self, request: Any, *, seeded_id: int) -> JsonAnswer:
        return JsonAnswer(seeded_error_shown(seeded_error_get(self.actor, seeded_id)))

    @operation("seeded_errors_delete", "Take a seeded error back", status=204)
    def delete(self, request: Any, *, seeded_id: int) -> JsonAnswer:
        """Your own, while it is secret."""
        error_unseed(seeded_id=seeded_id, **self.signed)
        return nothing()


class RevealView(ApiView):
    @operation("seeded_errors_reveal", "Reveal the seeded errors", answer=Revealed)
    def post(self, request: Any) -> JsonAnswer:
        """The facilitator's; from now everybody sees them."""
        return JsonAnswer({"revealed_count": errors_reveal(**self.signed)})


class ScoreView(ApiView):
    @operation("seeded_errors_score", "Read what was found of them", answer=Score)
    def get(self, request: Any) -> JsonAnswer:
        """Of those that are revealed, found in time or missed, and the false alarms."""
        result = score(self.actor)
        mean = result.mean_time if result else None
        return JsonAnswer(
            {
                "hidden_count": hidden_count(self.actor),
                "found_count": result.found if result else 0,
                "missed_count": result.missed if result else 0,
                "false_alarm_count": result.false_alarms if result else 0,
                "mean_seconds": mean.total_seconds() if mean is not None else None,
            }
        )
