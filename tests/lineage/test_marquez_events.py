"""What Marquez's clients send is an event that our ingestion takes in."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from catalog.observed import ObservedField
from common.errors import Invalid
from lineage import marquez
from lineage.choices import EventKind, RunState
from lineage.marquez import DatasetPut, JobPut, RunName, RunPost
from lineage.openlineage import event_read

AT = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
KEY = ("s3://seau", "a/été")
RUN = RunName(UUID("3f5e83fa-3480-44ff-99c5-ff943904e5e8"), "lac", "load")
TABLE = {"type": "DB_TABLE", "physicalName": "p", "sourceName": "base"}


def test_dataset_says_its_fields_and_tags() -> None:
    document = DatasetPut.read(
        {
            **TABLE,
            "description": "d",
            "tags": ["t"],
            "fields": [
                {"name": "id", "type": "INTEGER", "tags": ["k"], "description": "the key"},
                {"name": "x"},
            ],
        }
    )
    said = event_read(marquez.dataset_event(KEY, document, "postgres://h", AT))
    assert (said.kind, said.at) == (EventKind.DATASET, AT)
    dataset = said.dataset
    assert dataset is not None
    assert (dataset.key, dataset.description, dataset.tags) == (KEY, "d", ["t"])
    assert dataset.fields == [
        ObservedField(name="id", type="INTEGER", description="the key"),
        ObservedField(name="x"),
    ]
    assert dataset.facets["tags"]["tags"][1] == {
        "key": "k",
        "value": "true",
        "source": "MARQUEZ",
        "field": "id",
    }


def test_poorest_dataset_is_an_event() -> None:
    said = event_read(marquez.dataset_event(KEY, DatasetPut.read(TABLE), "", AT))
    assert said.datasets[0].fields == ()


def test_dataset_of_a_run_says_nothing_of_its_state() -> None:
    said = event_read(marquez.dataset_written_event(KEY, DatasetPut.read(TABLE), "", RUN, AT))
    assert said.run is not None
    assert (said.run.run_id, said.run.state) == (RUN.run_id, RunState.NEW)
    assert [one.key for one in said.outputs] == [KEY]


def test_job_says_what_it_is_made_to_do() -> None:
    name = {"namespace": "lac", "name": "a"}
    document = JobPut.read(
        {
            "type": "STREAM",
            "inputs": [name, name],
            "outputs": [],
            "location": "https://example.org/x",
            "context": {"sql": "select 1", "team": 3},
        }
    )
    said = event_read(marquez.job_event(("lac", "load"), document, AT))
    assert said.job is not None
    assert (said.kind, said.job.kind, said.job.location) == (EventKind.JOB, "STREAM", "https://example.org/x")
    assert [one.key for one in said.inputs] == [("lac", "a")]
    assert said.job.facets["sql"]["query"] == "select 1"
    assert said.job.facets["marquezJob"]["context"] == {"sql": "select 1", "team": 3}


def test_run_says_when_it_should_be() -> None:
    document = RunPost.read(
        {"nominalStartTime": "2026-03-01T12:00:00", "nominalEndTime": "2026-03-01T15:00:00+02:00"}
    )
    said = event_read(marquez.run_opened_event(RUN, document, AT))
    assert said.run is not None
    assert said.run.nominal_start_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert said.run.nominal_end_at == datetime(2026, 3, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        (RunPost, {"id": "7"}),
        (RunPost, {"nominalStartTime": "0001-01-01T00:00:00+14:00"}),
        (DatasetPut, {**TABLE, "type": "VIEW"}),
        (DatasetPut, {**TABLE, "fields": [{"type": "INTEGER"}]}),
        (DatasetPut, {"type": "DB_TABLE"}),
        (JobPut, {"type": "BATCH", "inputs": ["a"]}),
    ],
)
def test_what_is_refused(shape: type[marquez.MarquezDocument], data: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        shape.read(data)


def test_unknown_keys_are_passed_over() -> None:
    assert RunPost.read({"unknown": 1}) == RunPost()
