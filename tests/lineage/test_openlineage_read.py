"""Reading events: what is understood, and where what is wrong is said to be."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from catalog.choices import Responsibility
from common.errors import Invalid
from lineage.assertions import JobKey
from lineage.choices import EventKind, RunState
from lineage.openlineage import event_read
from tests.lineage.events import NAMESPACE, dataset, dataset_event, facet, job_event, run_event, run_id

FULL = run_event(
    inputs=[
        dataset(
            "orders",
            {
                "schema": facet(fields=[{"name": "id", "type": "int", "fields": [{"name": "part"}]}]),
                "symlinks": facet(identifiers=[{"namespace": "n", "name": "x", "type": "TABLE"}]),
                "ownership": facet(owners=[{"name": "team:sales", "type": "PRODUCER"}]),
                "tags": facet(tags=[{"key": "pii", "value": "true"}]),
                "dataQualityAssertions": facet(assertions=[{"assertion": "unique", "success": True}]),
                "documentation": facet(description="Orders"),
            },
        )
    ],
    outputs=[
        dataset(
            "kpi",
            {
                "columnLineage": facet(
                    fields={
                        "total": {
                            "inputFields": [
                                {
                                    "namespace": NAMESPACE,
                                    "name": "orders",
                                    "field": "id",
                                    "transformations": [{"type": "DIRECT", "masking": False}],
                                }
                            ]
                        }
                    }
                ),
                "lifecycleStateChange": facet(
                    lifecycleStateChange="RENAME", previousIdentifier={"namespace": "n", "name": "old"}
                ),
            },
        )
    ],
    run_facets={
        "parent": facet(run={"runId": str(run_id("dag"))}, job={"namespace": "n", "name": "dag"}),
        "nominalTime": facet(nominalStartTime="2026-03-01T00:00:00Z"),
        "errorMessage": facet(message="Boom", programmingLanguage="python"),
    },
    job_facets={"sql": facet(query="select 1"), "jobType": facet(processingType="BATCH", integration="X")},
)


def test_all_that_is_used_is_read() -> None:
    event = event_read(FULL)
    assert (event.kind, event.at) == (EventKind.RUN, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert event.run is not None
    assert event.job is not None
    assert (event.run.run_id, event.run.state, event.run.error) == (run_id("run"), RunState.COMPLETED, "Boom")
    assert (event.run.parent_run_id, event.run.parent_job) == (run_id("dag"), JobKey("n", "dag"))
    assert (event.job.key, event.job.kind) == (JobKey("nightly", "job"), "BATCH")
    (orders,), (kpi,) = event.inputs, event.outputs
    assert orders.fields[0].fields[0].name == "part"
    assert (orders.symlinks, orders.tags, orders.description) == ([("n", "x")], ["pii"], "Orders")
    assert (orders.owners[0].name, orders.owners[0].responsibility) == ("sales", Responsibility.PRODUCER)
    assert [one["assertion"] for one in orders.assertions] == ["unique"]
    assert (kpi.columns[0].target, kpi.columns[0].source, kpi.columns[0].field) == (
        "total",
        (NAMESPACE, "orders"),
        "id",
    )
    assert (kpi.previous, kpi.dropped) == (("n", "old"), False)


def test_column_lineage_of_an_input_is_only_carried_along() -> None:
    lineage = facet(fields={"a": {"inputFields": [{"namespace": "n", "name": "x", "field": "b"}]}})
    event = event_read(run_event(inputs=[dataset("orders", {"columnLineage": lineage})]))
    assert event.inputs[0].columns == ()
    assert event.inputs[0].facets["columnLineage"] == lineage


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00+00:00"),
        ("2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00+00:00"),
        ("2026-03-01T13:00:00.5+01:00", "2026-03-01T12:00:00.500000+00:00"),
        ("2026-03-01T12:00:00.123456789Z", "2026-03-01T12:00:00.123456+00:00"),
        ("2026-03-01T13:00:00+01:00[Europe/Paris]", "2026-03-01T12:00:00+00:00"),
        ("2026-03-01T12:00:00", "2026-03-01T12:00:00+00:00"),
    ],
)
def test_moments_as_clients_write_them(text: str, moment: str) -> None:
    assert event_read({**run_event(), "eventTime": text}).at.isoformat() == moment


def test_kinds_of_events() -> None:
    assert event_read(job_event()).kind == EventKind.JOB
    assert event_read(dataset_event(name="orders")).kind == EventKind.DATASET
    nulls = {**dataset_event(name="orders"), "run": None, "job": None, "eventType": None}
    assert event_read(nulls).kind == EventKind.DATASET


def test_facet_that_is_taken_back_is_not_read() -> None:
    deleted = {"schema": {**facet(), "_deleted": True}}
    event = event_read(dataset_event(name="orders", facets=deleted))
    assert event.dataset is not None
    assert (event.dataset.fields, event.dataset.facets) == ((), deleted)


MISSING = "missing"
WRONG: list[tuple[str, Any, str]] = [
    ("$.eventTime", None, MISSING),
    ("$.eventTime", "yesterday", "moment"),
    ("$.eventTime", "2026-03-01", "moment"),
    ("$.eventTime", "0001-01-01T00:00:00+14:00", "moment"),
    ("$.eventTime", 12, "string_type"),
    ("$.eventType", "DONE", "enum"),
    ("$.producer", None, MISSING),
    ("$.schemaURL", "", MISSING),
    ("$.run", [], "dict_type"),
    ("$.run.runId", None, MISSING),
    ("$.run.runId", "42", "uuid"),
    ("$.run.facets", "none", "dict_type"),
    ("$.run.facets.parent.run.runId", "x", "uuid"),
    ("$.run.facets.parent.job.name", None, MISSING),
    ("$.run.facets.nominalTime.nominalStartTime", "noon", "moment"),
    ("$.run.facets.errorMessage.message", 5, "string_type"),
    ("$.run.facets.own", 5, "dict_type"),
    ("$.job", None, MISSING),
    ("$.job.namespace", " ", MISSING),
    ("$.job.name", "n" * 501, "string_too_long"),
    ("$.job.name", "a\x01b", "control_character"),
    ("$.job.facets.sql.query", None, MISSING),
    ("$.inputs", {}, "list_type"),
    ("$.inputs[0]", "orders", "dict_type"),
    ("$.inputs[0].namespace", None, MISSING),
    ("$.inputs[0].facets.schema.fields", {}, "list_type"),
    ("$.inputs[0].facets.schema.fields[0].name", None, MISSING),
    ("$.inputs[0].facets.schema.fields[0].fields[0].name", 3, "string_type"),
    ("$.inputs[0].facets.symlinks.identifiers[0].name", None, MISSING),
    ("$.inputs[0].facets.ownership.owners[0].name", None, MISSING),
    ("$.inputs[0].facets.tags.tags[0].key", None, MISSING),
    ("$.inputs[0].facets.dataQualityAssertions.assertions[0].success", "yes", "bool_type"),
    ("$.inputs[0].facets.dataQualityAssertions.assertions[0].assertion", None, MISSING),
    ("$.inputs[0].facets.documentation.description", [], "string_type"),
    ("$.outputs[0].facets.columnLineage.fields.total.inputFields[0].field", None, MISSING),
    ("$.outputs[0].facets.columnLineage.fields.total.inputFields[0].transformations[0].type", None, MISSING),
    (
        "$.outputs[0].facets.columnLineage.fields.total.inputFields[0].transformations[0].masking",
        1,
        "bool_type",
    ),
    ("$.outputs[0].facets.lifecycleStateChange.previousIdentifier", None, MISSING),
    ("$.outputs[0].facets.lifecycleStateChange.lifecycleStateChange", None, MISSING),
]


@pytest.mark.parametrize(("path", "value", "code"), WRONG, ids=[f"{p} {c}" for p, _v, c in WRONG])
def test_wrong_value_is_named_by_its_path(path: str, value: Any, code: str) -> None:
    assert refusal(with_value(FULL, path, value)) == (path, code)


def with_value(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The body with another value at a path; `None` takes it away."""
    changed = copy.deepcopy(body)
    steps = [
        int(step) if step.isdigit() else step
        for step in path[2:].replace("[", ".").replace("]", "").split(".")
    ]
    inner: Any = changed
    for step in steps[:-1]:
        inner = inner[step]
    if value is None:
        del inner[steps[-1]]
    else:
        inner[steps[-1]] = value
    return changed


def refusal(body: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        event_read(body)
    (error,) = refused.value.errors
    return error.path, error.code


@pytest.mark.parametrize("body", [None, [], [run_event()], "event", 3])
def test_body_is_one_object(body: Any) -> None:
    assert refusal(body)[0] == "$"


@pytest.mark.parametrize(
    "body",
    [
        {key: value for key, value in run_event().items() if key not in ("run", "job")},
        {**job_event(), "dataset": dataset("orders")},
    ],
)
def test_event_is_of_one_kind(body: Any) -> None:
    assert refusal(body) == ("$", "event_kind")


def test_odd_keys_are_quoted_in_paths() -> None:
    lineage = facet(fields={"a b": {"inputFields": [{"namespace": "n", "name": "x"}]}})
    body = run_event(outputs=[dataset("kpi", {"columnLineage": lineage})])
    assert refusal(body)[0] == "$.outputs[0].facets.columnLineage.fields['a b'].inputFields[0].field"


def test_too_much_of_a_schema_is_refused() -> None:
    deep: dict[str, Any] = {"name": "f"}
    for _level in range(31):
        deep = {"name": "f", "fields": [deep]}
    body = dataset_event(name="orders", facets={"schema": facet(fields=[deep])})
    assert refusal(body)[1] == "too_deep"
    wide = [{"name": f"f{n}"} for n in range(2001)]
    body = dataset_event(name="orders", facets={"schema": facet(fields=wide)})
    assert refusal(body) == ("$.dataset.facets.schema.fields", "too_long")
    nested = [{"name": "a" * 150, "fields": [{"name": "b" * 150}]}]
    body = dataset_event(name="orders", facets={"schema": facet(fields=nested)})
    assert refusal(body) == ("$.dataset.facets.schema.fields", "string_too_long")


def test_names_too_long_together_are_refused() -> None:
    body = run_event(inputs=[{"namespace": "\N{GRINNING FACE}" * 400, "name": "\N{GRINNING FACE}" * 400}])
    assert refusal(body) == ("$.inputs[0].name", "string_too_long")
