"""REST: incidents and their timelines."""

from typing import Any

from catalog.api.examples import example
from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import PageQuery, page_answer
from common.api.preconditions import unless_known, versioned
from quality.api import shapes
from quality.api.inputs import IncidentQuery
from quality.commands import incident_move, incident_report
from quality.documents import EventDocument, ReportDocument
from quality.queries.incidents import events_page, incident_get, incidents_page
from quality.representation import event_shown, incident_shown
from workshop.api.base import ApiView, created

REPORT = {"asset": 1, "description": "The head is missing.", "field": "id", "severity": "minor"}
QUALIFY = {"kind": "qualify", "severity": "major", "text": "Seen at table 2"}


class IncidentsView(ApiView):
    @operation("incidents_list", "List incidents", query=IncidentQuery, answer=shapes.IncidentPage)
    def get(self, request: Any, *, query: IncidentQuery) -> JsonAnswer:
        """Latest first. `open=true` leaves out what is closed, rejected or waived."""
        page = incidents_page(self.actor, query.conditions, **query.window)
        return page_answer(request, page.mapped(incident_shown))

    @operation(
        "incidents_create",
        "Report a problem",
        body=ReportDocument,
        answer=shapes.Incident,
        status=201,
        examples=example("A missing piece", REPORT),
    )
    def post(self, request: Any, *, body: ReportDocument) -> JsonAnswer:
        """With some bricks, or with the asset as a whole. The same problem reported twice is one incident."""
        pk = incident_report(document=body, **self.signed)
        return created(request, incident_shown(incident_get(self.actor, pk)))


class IncidentView(ApiView):
    @operation("incidents_retrieve", "Read an incident", answer=shapes.Incident, guarded=True)
    def get(self, request: Any, *, incident_id: int) -> JsonAnswer:
        answer = versioned(incident_shown(incident_get(self.actor, incident_id)))
        return unless_known(answer, request.META.get("HTTP_IF_NONE_MATCH"))


class EventsView(ApiView):
    @operation(
        "incident_events_list",
        "Read the timeline of an incident",
        query=PageQuery,
        answer=shapes.IncidentEventPage,
    )
    def get(self, request: Any, *, incident_id: int, query: PageQuery) -> JsonAnswer:
        """Earliest first. Nothing in it is ever changed."""
        page = events_page(self.actor, incident_id, **query.window)
        return page_answer(request, page.mapped(event_shown))

    @operation(
        "incident_events_create",
        "Do something with an incident",
        body=EventDocument,
        answer=shapes.Incident,
        examples=example("Qualify it", QUALIFY),
    )
    def post(self, request: Any, *, incident_id: int, body: EventDocument) -> JsonAnswer:
        """`qualify`, `assign`, `correct`, `verify`, `close`, `reject`, `waive`, `reopen` or `comment`.

        Each takes `text` and its own: `severity`, `dimension`, `rule` (qualify); `assignee`, a nickname (assign);
        `fix` (correct); `expires_at` (waive). Answers the incident as it is then; 409 when its state does not allow it.
        """
        incident_move(incident_id=incident_id, document=body, **self.signed)
        return versioned(incident_shown(incident_get(self.actor, incident_id)))
