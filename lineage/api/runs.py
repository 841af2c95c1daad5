"""REST: jobs, their runs, and the events they sent. Marquez's own addresses stand beside these."""

from typing import Any

from common.api.media import JsonAnswer
from common.api.operations import operation
from common.api.pages import page_answer
from lineage.api.inputs import EventQuery, JobQuery, RunQuery
from lineage.api.shapes import Event, EventPage, Job, JobPage, RunPage, RunWhole
from lineage.api.told import event_told, job_told, run_told
from lineage.queries.nodes import nodes_of
from lineage.queries.runs import EVENT_SUMMARY, event_get, events_page, job_get, jobs_page, run_get, runs_page
from workshop.api.base import ApiView


class JobsView(ApiView):
    @operation("jobs_list", "List jobs", query=JobQuery, answer=JobPage)
    def get(self, request: Any, *, query: JobQuery) -> JsonAnswer:
        """By name."""
        page = jobs_page(self.actor, namespace=query.namespace, **query.window)
        return page_answer(request, page.mapped(job_told))


class JobView(ApiView):
    @operation("jobs_retrieve", "Read a job", answer=Job)
    def get(self, request: Any, *, job_id: int) -> JsonAnswer:
        return JsonAnswer(job_told(job_get(self.actor, job_id)))


class RunsView(ApiView):
    @operation("runs_list", "List runs", query=RunQuery, answer=RunPage)
    def get(self, request: Any, *, query: RunQuery) -> JsonAnswer:
        """Latest first."""
        return page_answer(request, runs_page(self.actor, job=query.job, **query.window).mapped(run_told))


class RunView(ApiView):
    @operation("runs_retrieve", "Read a run with what it read and wrote", answer=RunWhole)
    def get(self, request: Any, *, run_id: int) -> JsonAnswer:
        """Datasets that are gone from the catalogue are left out."""
        row = run_get(self.actor, run_id)
        nodes = nodes_of(self.actor, {*row["inputs"], *row["outputs"]})
        sides = {side: [nodes[pk] for pk in row[side] if pk in nodes] for side in ("inputs", "outputs")}
        return JsonAnswer({**run_told(row), **sides})


class EventsView(ApiView):
    @operation("events_list", "List OpenLineage events", query=EventQuery, answer=EventPage)
    def get(self, request: Any, *, query: EventQuery) -> JsonAnswer:
        """Latest first, by the time they happened."""
        page = events_page(
            self.actor, kind=query.kind or "", run=query.run, columns=EVENT_SUMMARY, **query.window
        )
        return page_answer(request, page.mapped(event_told))


class EventView(ApiView):
    @operation("events_retrieve", "Read an OpenLineage event as it came", answer=Event)
    def get(self, request: Any, *, event_id: int) -> JsonAnswer:
        return JsonAnswer(event_told(event_get(self.actor, event_id)))
