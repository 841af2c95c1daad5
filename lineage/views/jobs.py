"""Jobs, their runs, and what tools told of them."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineage.queries.activity import datasets_of_run, job_edges, run_events, runs_latest
from lineage.queries.runs import event_get, job_get, jobs_page, run_get, runs_page
from lineage.views.pages import reader_of, window_of
from workshop.middleware import PageRequest

PAGE_SIZE = 30
RUNS_SHOWN = 20


@require_safe
def job_list(request: PageRequest) -> HttpResponse:
    """Jobs by name, each with its last run."""
    actor = reader_of(request)
    page = jobs_page(actor, limit=PAGE_SIZE, **window_of(request))
    latest = runs_latest(actor, [job["id"] for job in page.rows])
    jobs = [{**job, "run": latest.get(job["id"])} for job in page.rows]
    return render(request, "lineage/jobs.html", {"page": page, "jobs": jobs})


@require_safe
def job_detail(request: PageRequest, pk: int) -> HttpResponse:
    """A job: what it does, the edges that it shows, its runs, what its tool says of it."""
    actor = reader_of(request)
    job = job_get(actor, pk)
    sql = job["facets"].get("sql", {}).get("body", {})
    context = {
        "job": job,
        "parent": job_get(actor, job["parent_id"]) if job["parent_id"] else None,
        "sql": sql.get("query", "") if isinstance(sql, dict) else "",
        "facets": _facets(job["facets"]),
        "shown": job_edges(actor, pk),
        "runs": runs_page(actor, job=pk, limit=RUNS_SHOWN, **window_of(request)),
    }
    return render(request, "lineage/job.html", context)


@require_safe
def run_detail(request: PageRequest, pk: int) -> HttpResponse:
    """A run: its state and times, what it read and wrote, the events that told of it."""
    actor = reader_of(request)
    run = run_get(actor, pk)
    context = {
        "run": run,
        "datasets": datasets_of_run(actor, run),
        "facets": _facets(run["facets"]),
        "events": [{**event, "text": _pretty(event["body"])} for event in run_events(actor, pk)],
    }
    return render(request, "lineage/run.html", context)


def _facets(facets: dict[str, dict[str, object]]) -> list[tuple[str, str]]:
    """Facets by name, as text."""
    return [(name, _pretty(facet.get("body"))) for name, facet in sorted(facets.items())]


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


@require_safe
def event_detail(request: PageRequest, pk: int) -> HttpResponse:
    """One event exactly as it came."""
    event = event_get(reader_of(request), pk)
    return JsonResponse(event["body"], json_dumps_params={"indent": 2, "ensure_ascii": False})
