"""Jobs, runs and events through the REST door, beside Marquez's own addresses."""

from typing import Any

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from lineage.choices import EventKind, RunState
from lineage.models import Event, Run
from tests.lineage.conftest import Draw, Ran
from tests.people import Room
from tests.rest import call


def test_jobs_and_runs_are_listed_and_read(room: Room, draw: Draw, ran: Ran) -> None:
    ids = draw(a={}, b={})
    ran("load", inputs=[ids["a"]], outputs=[ids["b"]], description="Chargement")
    last = ran("load", inputs=[ids["a"]], outputs=[ids["b"]], state=RunState.RUNNING)
    ran("other", inputs=[], outputs=[])
    client = call(room, "client")
    jobs = client("GET", "jobs/").json()["results"]
    assert [(job["name"], job["namespace"], job["description"]) for job in jobs] == [
        ("load", "etl", "Chargement"),
        ("other", "etl", ""),
    ]
    assert client("GET", "jobs/?namespace=nowhere").json()["results"] == []
    load = jobs[0]["id"]
    assert client("GET", f"jobs/{load}/").json() == jobs[0]
    runs = client("GET", f"runs/?job={load}").json()
    assert (runs["total"], runs["results"][0]["id"], runs["results"][0]["state"]) == (2, last, "running")
    run = client("GET", f"runs/{last}/").json()
    assert (run["job"], [row["name"] for row in run["inputs"]], [row["name"] for row in run["outputs"]]) == (
        {"id": load, "namespace": "etl", "name": "load"},
        ["a"],
        ["b"],
    )


def test_events_are_listed_without_their_body_and_read_with_it(room: Room, ran: Ran) -> None:
    run = ran("load", inputs=[], outputs=[])
    body = {"eventType": "COMPLETE", "job": {"namespace": "etl", "name": "load"}}
    event = Event.objects.create(
        workshop=room.workshop, kind=EventKind.RUN, digest="x" * 64, event_time=timezone.now(), run_id=run, body=body
    )  # fmt: skip
    client = call(room, "client")
    (row,) = client("GET", f"events/?kind=run&run={run}").json()["results"]
    assert (row["id"], row["run_id"], "body" in row) == (event.pk, str(Run.objects.get().run_id), False)
    assert client("GET", f"events/{event.pk}/").json() == {**row, "body": body}
    assert client("GET", "events/?kind=job").json()["results"] == []
    assert client("GET", "events/?run=1000000").status_code == 404


@pytest.mark.parametrize("path", ["jobs/", "runs/"])
def test_lists_take_no_more_queries_for_more_rows(
    room: Room, ran: Ran, path: str, django_assert_num_queries: Any
) -> None:
    client = call(room, "client")
    for count in (1, 3):
        while Run.objects.count() < count:
            ran(f"job {Run.objects.count()}", inputs=[], outputs=[])
        with django_assert_num_queries(3):
            assert client("GET", path).json()["total"] == count


@pytest.mark.parametrize("path", ["jobs/1/", "runs/1/", "events/1/", "runs/?job=1"])
def test_unknown_is_not_found(room: Room, path: str) -> None:
    assert call(room, "client")("GET", path).status_code == 404


@pytest.mark.parametrize(
    "path", ["jobs/runs/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "events/lineage", "column-lineage"]
)
def test_addresses_of_marquez_are_not_ours(path: str) -> None:
    """They end without a slash, and stay free for those who speak with its client."""
    try:
        found = resolve(f"/api/v1/{path}").app_names
    except Resolver404:
        found = []
    assert "lineage-api" not in found
