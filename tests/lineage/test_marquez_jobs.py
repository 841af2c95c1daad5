"""Jobs and runs through Marquez's own client."""

from typing import Any
from uuid import uuid4

import pytest
from marquez_client.models import DatasetId, JobType

from tests.lineage.marquez import PLACE, TABLE, Marquez, refused

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the client's, of its own writes

JOB = "dag/été.remplir les ventes"
CLIENTS = DatasetId(PLACE, "public.clients")
ORDERS = DatasetId(PLACE, TABLE)


def job(client: Any, name: str = JOB, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.create_job(
        PLACE, name, JobType.BATCH, inputs=[CLIENTS], outputs=[ORDERS], **more
    )
    return answer


def test_job_is_made_with_all_that_is_said_of_it(marquez: Marquez) -> None:
    made = job(
        marquez.world(),
        location="https://example.org/job.py",
        description="Remplit",
        context={"SQL": "SELECT 1"},
    )
    read = marquez("client").get_job(PLACE, JOB)
    assert read == made
    assert (read["id"], read["type"], read["simpleName"]) == ({"namespace": PLACE, "name": JOB}, "BATCH", JOB)
    assert read["inputs"] == [{"namespace": PLACE, "name": "public.clients"}]
    assert read["outputs"] == [{"namespace": PLACE, "name": TABLE}]
    assert (read["location"], read["description"]) == ("https://example.org/job.py", "Remplit")
    assert read["context"] == {"sql": "SELECT 1", "SQL": "SELECT 1"}
    assert (read["latestRun"], read["latestRuns"], read["parentJobName"]) == (None, [], None)
    assert read["facets"]["sql"]["query"] == "SELECT 1"


@pytest.mark.parametrize("kind", JobType)
def test_job_keeps_its_type(marquez: Marquez, kind: JobType) -> None:
    client = marquez.world()
    client.create_job(PLACE, "x", kind)
    assert client.get_job(PLACE, "x")["type"] == kind.value


def test_job_that_changes_has_another_version(marquez: Marquez) -> None:
    client = marquez.world()
    first = job(client)["currentVersion"]
    assert job(client)["currentVersion"] == first
    other = client.create_job(PLACE, JOB, JobType.BATCH, inputs=[CLIENTS])
    assert (other["outputs"], other["currentVersion"] == first) == ([], False)
    assert job(client)["currentVersion"] == first


def test_jobs_of_a_namespace(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    job(client, "autre")
    found = marquez("client").list_jobs(PLACE)
    assert found["totalCount"] == 2
    assert [row["name"] for row in found["jobs"]] == ["autre", JOB]
    assert found["jobs"][1] == marquez("client").get_job(PLACE, JOB)
    assert [row["name"] for row in marquez("client").list_jobs(PLACE, 1, 1)["jobs"]] == [JOB]


def test_job_needs_its_namespace_its_datasets_and_its_run(marquez: Marquez) -> None:
    client = marquez.world()
    with refused(404):
        client.create_job("nowhere", "x", JobType.BATCH)
    with refused(404):
        client.create_job(PLACE, "x", JobType.BATCH, inputs=[DatasetId(PLACE, "nothing")])
    job(client)
    run = client.create_job_run(PLACE, JOB)
    with refused(404):
        client.create_job(PLACE, "x", JobType.BATCH, run_id=run["id"])
    with refused(404):
        client.get_job(PLACE, "x")
    with refused(403):
        job(marquez("client"))


def test_job_says_what_its_run_did(marquez: Marquez) -> None:
    client = marquez.world()
    client.create_job(PLACE, JOB, JobType.BATCH)
    run = client.create_job_run(PLACE, JOB, mark_as_running=True)
    job(client, run_id=run["id"])
    read = client.get_job_run(run["id"])
    assert read["state"] == "RUNNING"
    assert [one["datasetVersionId"]["name"] for one in read["inputDatasetVersions"]] == ["public.clients"]
    assert [one["datasetVersionId"]["name"] for one in read["outputDatasetVersions"]] == [TABLE]


# Runs


def test_run_from_its_plan_to_its_end(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    run_id = str(uuid4())
    made = client.create_job_run(
        PLACE,
        JOB,
        run_id,
        nominal_start_time="2026-03-01T12:00:00Z",
        nominal_end_time="2026-03-01T13:00:00+01:00",
        run_args={"retries": 1},
    )
    assert (made["id"], made["state"], made["args"]) == (run_id, "NEW", {"retries": 1})
    assert (made["nominalStartTime"], made["nominalEndTime"]) == ("2026-03-01T12:00:00Z",) * 2
    assert (made["startedAt"], made["endedAt"], made["durationMs"]) == (None, None, None)
    started = client.mark_job_run_as_started(run_id, at="2030-03-01T12:00:01.500Z")
    assert (started["state"], started["startedAt"]) == ("RUNNING", "2030-03-01T12:00:01.500000Z")
    ended = client.mark_job_run_as_completed(run_id, at="2030-03-01T12:00:04Z")
    assert (ended["state"], ended["endedAt"], ended["durationMs"]) == (
        "COMPLETED",
        "2030-03-01T12:00:04Z",
        2500,
    )
    assert client.get_job_run(run_id) == ended
    assert ended["jobVersion"] == {
        "namespace": PLACE,
        "name": JOB,
        "version": client.get_job(PLACE, JOB)["currentVersion"],
    }
    inputs = [one["datasetVersionId"] for one in ended["inputDatasetVersions"]]
    assert [one["version"] for one in inputs] == [
        client.get_dataset(PLACE, "public.clients")["currentVersion"]
    ]


def test_nominal_end_needs_its_start(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    with refused(400):
        client.create_job_run(PLACE, JOB, nominal_end_time="2026-03-01T13:00:00Z")


def test_runs_end_as_they_are_marked(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    ends = {
        "COMPLETED": client.mark_job_run_as_completed,
        "FAILED": client.mark_job_run_as_failed,
        "ABORTED": client.mark_job_run_as_aborted,
    }
    for state, mark in ends.items():
        run = client.create_job_run(PLACE, JOB, mark_as_running=True)
        assert run["state"] == "RUNNING"
        assert mark(run["id"])["state"] == state
        assert client.mark_job_run_as_started(run["id"])["state"] == state
    found = marquez("client").list_job_runs(PLACE, JOB)
    assert found["totalCount"] == 3
    assert [run["state"] for run in found["runs"]] == ["ABORTED", "FAILED", "COMPLETED"]
    assert marquez("client").list_job_runs(PLACE, JOB, limit=1, offset=1)["runs"] == found["runs"][1:2]
    read = client.get_job(PLACE, JOB)
    assert (read["latestRun"], read["latestRuns"]) == (found["runs"][0], found["runs"])


def test_runs_that_are_not_there(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    for call in (
        lambda: client.get_job_run(str(uuid4())),
        lambda: client.mark_job_run_as_started(str(uuid4())),
        lambda: client.create_job_run(PLACE, "nothing"),
        lambda: client.list_job_runs(PLACE, "nothing"),
    ):
        with refused(404):
            call()


def test_run_with_an_id_that_is_taken(marquez: Marquez) -> None:
    client = marquez.world()
    job(client)
    run = client.create_job_run(PLACE, JOB)
    with refused(409):
        client.create_job_run(PLACE, JOB, run["id"])
    for mark in (
        marquez("client").mark_job_run_as_started,
        marquez("client").mark_job_run_as_completed,
        marquez("client").mark_job_run_as_failed,
        marquez("client").mark_job_run_as_aborted,
    ):
        with refused(403):
            mark(run["id"])
    with refused(403):
        marquez("client").create_job_run(PLACE, JOB)
    with refused(400):
        marquez().mark_job_run_as_started(run["id"], at="yesterday")
