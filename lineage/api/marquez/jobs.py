"""REST as Marquez: jobs and runs."""

from typing import Any
from uuid import UUID

from common.api.media import JsonAnswer
from common.api.operations import operation
from lineage.api.marquez import shapes
from lineage.api.marquez.base import TAGS, MachineView
from lineage.api.marquez.inputs import MarkQuery, OffsetQuery
from lineage.api.marquez.told import job_told, run_told
from lineage.commands import job_put, run_mark, run_open
from lineage.marquez import JobPut, RunPost
from lineage.queries.marquez import jobs, runs
from lineage.queries.marquez.names import namespace_known
from workshop.api.base import ApiView


class JobsView(ApiView):
    @operation(
        "marquez_jobs_list",
        "List the jobs of a namespace",
        query=OffsetQuery,
        answer=shapes.MarquezJobs,
        tags=TAGS,
    )
    def get(self, request: Any, *, namespace: str, query: OffsetQuery) -> JsonAnswer:
        """By name, each with its latest runs."""
        namespace_known(self.actor, namespace)
        rows, count = jobs.jobs_page_of(self.actor, namespace, **query.window)
        return JsonAnswer({"jobs": [job_told(row) for row in rows], "totalCount": count})


class JobView(MachineView):
    @operation("marquez_jobs_retrieve", "Read a job", answer=shapes.MarquezJob, tags=TAGS)
    def get(self, request: Any, *, namespace: str, job: str) -> JsonAnswer:
        return self._answer(namespace, job)

    @operation(
        "marquez_jobs_put", "Register or complete a job", body=JobPut, answer=shapes.MarquezJob, tags=TAGS
    )
    def put(self, request: Any, *, namespace: str, job: str, body: JobPut) -> JsonAnswer:
        """As an OpenLineage event says it. 404 without its namespace, its datasets or the run of it."""
        job_put(namespace=namespace, name=job, document=body, **self.signed)
        return self._answer(namespace, job)

    def _answer(self, namespace: str, job: str) -> JsonAnswer:
        return JsonAnswer(job_told(jobs.job_get_named(self.actor, namespace, job)))


class RunsView(MachineView):
    @operation(
        "marquez_runs_list", "List the runs of a job", query=OffsetQuery, answer=shapes.MarquezRuns, tags=TAGS
    )
    def get(self, request: Any, *, namespace: str, job: str, query: OffsetQuery) -> JsonAnswer:
        """Latest first."""
        job_id = jobs.job_id_named(self.actor, namespace, job)
        rows, count = runs.runs_page_of(self.actor, job_id, **query.window)
        return JsonAnswer({"runs": [run_told(row) for row in rows], "totalCount": count})

    @operation(
        "marquez_runs_create",
        "Open a run of a job",
        body=RunPost,
        answer=shapes.MarquezRun,
        status=201,
        tags=TAGS,
    )
    def post(self, request: Any, *, namespace: str, job: str, body: RunPost) -> JsonAnswer:
        """It is NEW until it is marked otherwise. 409 when there is a run with this id."""
        run_id = run_open(namespace=namespace, name=job, document=body, **self.signed)
        answer = JsonAnswer(run_told(runs.run_named(self.actor, run_id)), 201)
        answer["Location"] = request.build_absolute_uri(f"/api/v1/jobs/runs/{run_id}")
        return answer


class RunView(ApiView):
    @operation("marquez_runs_retrieve", "Read a run", answer=shapes.MarquezRun, tags=TAGS)
    def get(self, request: Any, *, run_id: UUID) -> JsonAnswer:
        return JsonAnswer(run_told(runs.run_named(self.actor, run_id)))


def mark_view(verb: str, event: str, state: str) -> type[ApiView]:
    """The view that marks a run."""

    class Mark(MachineView):
        @operation(
            f"marquez_runs_{verb}",
            f"Mark a run as {state}",
            query=MarkQuery,
            answer=shapes.MarquezRun,
            tags=TAGS,
        )
        def post(self, request: Any, *, run_id: UUID, query: MarkQuery) -> JsonAnswer:
            """With what its job reads and writes. A run that has ended stays so."""
            run_mark(run_id=run_id, event=event, at=query.at, **self.signed)
            return JsonAnswer(run_told(runs.run_named(self.actor, run_id)))

    return Mark


RunStartView = mark_view("start", "START", "running")
RunCompleteView = mark_view("complete", "COMPLETE", "completed")
RunFailView = mark_view("fail", "FAIL", "failed")
RunAbortView = mark_view("abort", "ABORT", "aborted")
