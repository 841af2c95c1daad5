"""The official client, unchanged: its HTTP transport, steered by its own environment variables."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    Dataset,
    DatasetEvent,
    InputDataset,
    Job,
    JobEvent,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
)
from openlineage.client.facet_v2 import (
    column_lineage_dataset,
    data_quality_assertions_dataset,
    documentation_dataset,
    error_message_run,
    job_type_job,
    lifecycle_state_change_dataset,
    nominal_time_run,
    ownership_dataset,
    parent_run,
    schema_dataset,
    sql_job,
    symlinks_dataset,
    tags_dataset,
)
from openlineage.client.transport.http import HttpTransport
from requests import HTTPError

from catalog.queries.assets import asset_get, asset_named
from lineage.models import AssetFacets, Event, FieldEdge
from lineage.models import Run as RunRow
from tests.lineage.events import run_id
from tests.lineage.test_events_receive import edges
from tests.people import Room, room_found

PRODUCER = "https://example.org/tests"
WAREHOUSE = "duckdb:///srv/entrepôt/shop.duckdb"
Connect = Callable[..., OpenLineageClient]


@pytest.fixture
def committed(transactional_db: None) -> Room:
    return room_found("Salle une")


@pytest.fixture
def connect(committed: Room, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Connect:
    """`connect()` is a client as its user would make one: everything is in the environment."""

    def client(secret: str = "", compression: str = "") -> OpenLineageClient:
        secret = secret or committed.token("engineer")
        plain = {"OPENLINEAGE_URL": live_server.url, "OPENLINEAGE_API_KEY": secret}
        detailed = {
            "TYPE": "http",
            "URL": live_server.url,
            "COMPRESSION": compression,
            "AUTH__TYPE": "api_key",
            "AUTH__APIKEY": secret,
        }
        nested = {f"OPENLINEAGE__TRANSPORT__{name}": value for name, value in detailed.items()}
        for name, value in (nested if compression else plain).items():
            monkeypatch.setenv(name, value)
        made = OpenLineageClient()
        assert isinstance(made.transport, HttpTransport)
        return made

    return client


def moment(minute: int) -> str:
    return datetime(2026, 3, 1, 12, minute, tzinfo=UTC).isoformat()


def orders() -> InputDataset:
    return InputDataset(
        namespace=WAREHOUSE,
        name="shop.main.orders",
        facets={
            "schema": schema_dataset.SchemaDatasetFacet(
                fields=[
                    schema_dataset.SchemaDatasetFacetFields(name="id", type="BIGINT", description="Number"),
                    schema_dataset.SchemaDatasetFacetFields(
                        name="address",
                        type="STRUCT",
                        fields=[schema_dataset.SchemaDatasetFacetFields(name="city", type="VARCHAR")],
                    ),
                ]
            ),
            "documentation": documentation_dataset.DocumentationDatasetFacet(description="All orders"),
            "ownership": ownership_dataset.OwnershipDatasetFacet(
                owners=[ownership_dataset.Owner(name="user:steward", type="MAINTAINER")]
            ),
            "symlinks": symlinks_dataset.SymlinksDatasetFacet(
                identifiers=[
                    symlinks_dataset.Identifier(namespace="hive://meta", name="orders", type="TABLE")
                ]
            ),
            "tags": tags_dataset.TagsDatasetFacet(
                tags=[tags_dataset.TagsDatasetFacetFields(key="gold", value="true", source="USER")]
            ),
        },
        inputFacets={
            "dataQualityAssertions": data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet(
                assertions=[
                    data_quality_assertions_dataset.Assertion(assertion="unique", success=True, column="id")
                ]
            )
        },
    )


def kpi() -> OutputDataset:
    source = column_lineage_dataset.InputField(
        namespace=WAREHOUSE,
        name="shop.main.orders",
        field="id",
        transformations=[
            column_lineage_dataset.Transformation(type="DIRECT", subtype="AGGREGATION", masking=False)
        ],
    )
    return OutputDataset(
        namespace=WAREHOUSE,
        name="shop.mart.kpi",
        facets={
            "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(
                fields={"orders": column_lineage_dataset.Fields(inputFields=[source])}, dataset=[]
            )
        },
    )


def run_of(client: OpenLineageClient, *states: RunState, **facets: Any) -> None:
    """Emit the events of a run of a job whose name is not ASCII."""
    run = Run(runId=str(run_id("client")), facets=facets)
    job = Job(
        namespace="ordonnanceur/nuit",
        name="Chiffre d’affaires / été",
        facets={
            "sql": sql_job.SQLJobFacet(query="select count(*) from orders"),
            "jobType": job_type_job.JobTypeJobFacet(
                processingType="BATCH", integration="DBT", jobType="MODEL"
            ),
        },
    )
    for minute, state in enumerate(states):
        event = RunEvent(
            eventType=state,
            eventTime=moment(minute),
            run=run,
            job=job,
            producer=PRODUCER,
            inputs=[orders()],
            outputs=[kpi()],
        )
        client.emit(event)


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_run_events(committed: Room, connect: Connect, compression: str) -> None:
    client = connect(compression=compression)
    dag = parent_run.ParentRunFacet(
        run=parent_run.Run(runId=str(run_id("dag"))), job=parent_run.Job(namespace="nuit", name="dag")
    )
    nominal = nominal_time_run.NominalTimeRunFacet(nominalStartTime="2026-03-01T00:00:00Z")
    run_of(client, RunState.START, RunState.RUNNING, RunState.COMPLETE, parent=dag, nominalTime=nominal)
    run = RunRow.objects.select_related("job__parent").get()
    assert (run.state, run.job.name, run.job.kind) == ("completed", "Chiffre d’affaires / été", "MODEL")
    assert run.job.parent is not None
    assert run.job.parent.name == "dag"
    assert edges(committed) == {("shop.main.orders", "shop.mart.kpi")}
    link = FieldEdge.objects.select_related("source_field", "target_field").get()
    assert (link.source_field.name, link.target_field.name, link.subtype) == ("id", "orders", "AGGREGATION")
    asset = asset_named(committed["client"], WAREHOUSE, "shop.main.orders")
    detail = asset_get(committed["client"], asset["id"])
    assert {field["name"]: field["type"] for field in detail["fields"]} == {
        "id": "integer",
        "address": "json",
        "address.city": "string",
    }
    assert (detail["description_fr"], detail["tags"]) == ("All orders", ["gold"])
    assert detail["ownerships"][0]["participant"] == "steward"


def test_failed_run(committed: Room, connect: Connect) -> None:
    failure = error_message_run.ErrorMessageRunFacet(message="Disk full", programmingLanguage="SQL")
    run_of(connect(), RunState.START, RunState.FAIL, errorMessage=failure)
    run = RunRow.objects.get()
    assert (run.state, run.error, edges(committed)) == ("failed", "Disk full", set())


def test_dataset_and_job_events(committed: Room, connect: Connect) -> None:
    client = connect()
    drop = lifecycle_state_change_dataset.LifecycleStateChangeDatasetFacet(
        lifecycleStateChange=lifecycle_state_change_dataset.LifecycleStateChange.DROP
    )
    gone = Dataset(namespace=WAREHOUSE, name="shop.main.old", facets={"lifecycleStateChange": drop})
    client.emit(DatasetEvent(eventTime=moment(0), producer=PRODUCER, dataset=gone))  # type: ignore[arg-type]
    job = Job(namespace="nuit", name="load")
    client.emit(JobEvent(eventTime=moment(1), producer=PRODUCER, job=job, inputs=[orders()], outputs=[kpi()]))
    assert AssetFacets.objects.get(asset__name="shop.main.old").dropped_at is not None
    assert edges(committed) == {("shop.main.orders", "shop.mart.kpi")}
    assert sorted(Event.objects.values_list("kind", flat=True)) == ["dataset", "job"]


def test_client_is_told_at_once_what_can_never_succeed(connect: Connect) -> None:
    client = connect("no-such-token")
    with pytest.raises(HTTPError) as refused:
        client.emit(
            RunEvent(eventTime=moment(0), producer=PRODUCER, run=Run(str(run_id("x"))), job=Job("n", "j"))
        )
    assert getattr(refused.value.response, "status_code", None) == 401


def test_role_that_may_not_is_told_so(committed: Room, connect: Connect) -> None:
    client = connect(committed.token("client"))
    with pytest.raises(HTTPError) as refused:
        client.emit(
            RunEvent(eventTime=moment(0), producer=PRODUCER, run=Run(str(run_id("x"))), job=Job("n", "j"))
        )
    assert getattr(refused.value.response, "status_code", None) == 403
    assert not Event.objects.exists()
