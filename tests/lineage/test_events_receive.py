"""What follows from an event: assets, fields, jobs, runs, edges."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from catalog.commands import asset_delete, asset_update, change_undo
from catalog.documents import AssetChange
from catalog.queries.assets import asset_get, asset_named
from catalog.queries.versions import asset_versions
from common.actor import Actor, Door
from common.errors import Forbidden, Invalid, NotFound
from lineage.commands import edges_draw, event_receive
from lineage.documents import EdgeDocument
from lineage.models import AssetFacets, Event, FieldEdge, Job, Origin, Run, RunDataset
from lineage.observers import ASSERTION_OBSERVERS, assertion_observer
from tests.lineage.events import (
    NAMESPACE,
    NOON,
    columns,
    dataset,
    dataset_event,
    facet,
    job_event,
    run_event,
    run_id,
    schema,
    use,
)
from tests.people import Room

CLOSED = frozenset({"client", "consumer", "producer", "steward", "analyst", "scientist", "dpo"})


def send(room: Room, *events: dict[str, Any]) -> int:
    """Each in a request of the engineer's token; answers the id of the last."""
    return [event_receive(actor=machine(room), body=one) for one in events][-1]


def machine(room: Room) -> Actor:
    return replace(room["engineer"], door=Door.OPENLINEAGE)


def edges(room: Room) -> set[tuple[str, str]]:
    """The edges that hold now, by the names of their ends."""
    rows = Origin.objects.filter(workshop_id=room.workshop.pk, valid_until=None)
    return set(rows.values_list("edge__source__name", "edge__target__name"))


def links(room: Room) -> set[tuple[str, str]]:
    """The links between fields that hold now, as `table.column`."""
    rows = FieldEdge.objects.filter(workshop_id=room.workshop.pk, valid_until=None)
    ends = (
        "source_field__asset__name",
        "source_field__name",
        "target_field__asset__name",
        "target_field__name",
    )
    return {(f"{a}.{b}", f"{c}.{d}") for a, b, c, d in rows.values_list(*ends)}


def asset_id(room: Room, name: str) -> int:
    pk: int = asset_named(room["client"], NAMESPACE, name)["id"]
    return pk


def field_names(room: Room, name: str) -> list[str]:
    return [field["name"] for field in asset_get(room["client"], asset_id(room, name))["fields"]]


def run_of(name: str = "run") -> Run:
    return Run.objects.get(run_id=run_id(name))


# Runs


def test_run_makes_assets_fields_edges_and_links(room: Room) -> None:
    orders = dataset("orders", schema(id="bigint", amount="numeric"))
    turnover = dataset("turnover", schema(day="date", total="numeric") | columns(total="orders.amount"))
    send(room, run_event("START", 0, inputs=[orders]), run_event(minute=1, outputs=[turnover]))
    assert edges(room) == {("orders", "turnover")}
    assert links(room) == {("orders.amount", "turnover.total")}
    assert field_names(room, "turnover") == ["day", "total"]
    run = run_of()
    assert (run.state, run.at, run.started_at, run.ended_at) == (
        "completed",
        NOON,
        NOON,
        NOON + timedelta(minutes=1),
    )
    (version,) = asset_versions(room["client"], asset_id(room, "orders"))
    assert (version["by"], version["door"]) == ("engineer", "openlineage")


def test_complete_run_ends_what_it_no_longer_names(room: Room) -> None:
    send(
        room,
        run_event(minute=0, run="a", inputs=["orders", "clients"], outputs=["kpi"]),
        run_event(minute=9, run="b", inputs=["orders"], outputs=["kpi"]),
    )
    assert edges(room) == {("orders", "kpi")}
    ended = Origin.objects.get(edge__source__name="clients")
    assert (ended.valid_from, ended.valid_until) == (NOON, NOON + timedelta(minutes=9))


@pytest.mark.parametrize("kind", ["FAIL", "ABORT"])
def test_failed_run_says_nothing_of_edges(room: Room, kind: str) -> None:
    send(room, run_event("START", 0, inputs=["orders"], outputs=["kpi"]))
    assert edges(room) == {("orders", "kpi")}
    failure = {"errorMessage": facet(message="Disk full", programmingLanguage="python")}
    send(room, run_event(kind, 1, run_facets=failure))
    assert edges(room) == set()
    assert (run_of().state, run_of().error) == ({"FAIL": "failed", "ABORT": "aborted"}[kind], "Disk full")


def test_complete_before_start(room: Room) -> None:
    send(room, run_event("COMPLETE", 5, inputs=["orders"], outputs=["kpi"]), run_event("START", 0))
    run = run_of()
    assert (run.state, run.started_at, run.ended_at) == ("completed", NOON, NOON + timedelta(minutes=5))
    assert Origin.objects.get().valid_from == NOON


def test_event_without_type_or_of_type_other_says_nothing_of_the_state(room: Room) -> None:
    send(room, run_event(None, 0, inputs=["orders"], outputs=["kpi"]), run_event("OTHER", 1))
    assert run_of().state == "new"
    assert edges(room) == {("orders", "kpi")}


def test_resent_event_is_taken_once(room: Room) -> None:
    sent = run_event(inputs=["orders"], outputs=["kpi"])
    assert send(room, sent) == send(room, dict(sent))
    assert Event.objects.count() == Run.objects.count() == 1
    assert len(asset_versions(room["client"], asset_id(room, "kpi"))) == 1


def test_the_same_event_in_another_workshop_is_another(room: Room, other_room: Room) -> None:
    sent = run_event(inputs=["orders"], outputs=["kpi"])
    assert send(room, sent) != send(other_room, sent)
    assert edges(room) == edges(other_room) == {("orders", "kpi")}


def test_parent_nominal_time_and_job_facets(room: Room) -> None:
    dag = {"run": {"runId": str(run_id("dag"))}, "job": {"namespace": "nightly", "name": "dag"}}
    run_facets = {
        "parent": facet(**dag, root=dag),
        "nominalTime": facet(
            nominalStartTime="2026-03-01T00:00:00Z", nominalEndTime="2026-03-02T00:00:00+01:00"
        ),
        "own": facet(anything=[1, {"deep": None}]),
    }
    job_facets = {
        "jobType": facet(processingType="BATCH", integration="DBT", jobType="MODEL"),
        "documentation": facet(description="Builds the turnover."),
        "sourceCodeLocation": facet(type="git", url="https://example.org/repo"),
        "sql": facet(query="select 1"),
        "tags": facet(tags=[{"key": "daily", "value": "true"}, {"key": "team", "value": "sales"}]),
    }
    send(room, run_event(run_facets=run_facets, job_facets=job_facets))
    job = Job.objects.select_related("parent").get(name="job")
    assert job.parent is not None
    assert (job.parent.name, job.kind, job.description) == ("dag", "MODEL", "Builds the turnover.")
    assert (job.location, job.tags) == ("https://example.org/repo", ["daily", "team:sales"])
    assert job.facets["sql"] == {"at": NOON.isoformat(), "body": job_facets["sql"]}
    run = run_of()
    assert run.parent_run_id == run_id("dag")
    assert run.nominal_start_at == NOON - timedelta(hours=12)
    assert run.nominal_end_at == NOON + timedelta(hours=11)
    assert run.facets["own"]["body"] == run_facets["own"]


def test_older_key_of_the_parent_is_understood(room: Room) -> None:
    parent = {"run": {"runId": str(run_id("dag"))}, "job": {"namespace": "nightly", "name": "dag"}}
    send(room, run_event(run_facets={"parentRun": facet(**parent)}))
    assert run_of().parent_run_id == run_id("dag")


def test_run_whose_client_renames_its_job_moves_with_it(room: Room) -> None:
    send(
        room,
        run_event("START", 0, job="app", inputs=["orders"], outputs=["kpi"]),
        run_event("COMPLETE", 1, job="app.kpi"),
    )
    assert run_of().job.name == "app.kpi"
    names = Origin.objects.filter(valid_until=None).values_list("job__name", flat=True)
    assert set(names) == {"app.kpi"}


def test_side_facets_stay_with_the_run(room: Room) -> None:
    rows = facet(rowCount=10)
    kpi = dataset("kpi", outputFacets={"outputStatistics": rows})
    metrics = facet(rowCount=3, columnMetrics={})
    orders = dataset("orders", inputFacets={"dataQualityMetrics": metrics})
    send(room, run_event(inputs=[orders], outputs=[kpi]))
    facets = {row.side: row.facets for row in RunDataset.objects.all()}
    assert facets["output"]["outputStatistics"]["body"] == rows
    assert (
        AssetFacets.objects.get(asset=asset_id(room, "orders")).facets["dataQualityMetrics"]["body"]
        == metrics
    )


# Column lineage


def test_source_that_is_no_input_becomes_an_edge(room: Room) -> None:
    send(room, run_event(outputs=[dataset("kpi", columns(total="orders.amount"))]))
    assert edges(room) == {("orders", "kpi")}
    assert links(room) == {("orders.amount", "kpi.total")}


def test_transformations_of_both_generations(room: Room) -> None:
    newer = use(
        "orders.email",
        {"type": "DIRECT", "subtype": "TRANSFORMATION", "description": "md5", "masking": True},
        {"type": "INDIRECT", "subtype": "FILTER"},
    )
    older = {
        "inputFields": [use("orders.id")],
        "transformationType": "IDENTITY",
        "transformationDescription": "as is",
    }
    masked = {"inputFields": [use("orders.name")], "transformationType": "MASKED"}
    lineage = facet(fields={"mail": {"inputFields": [newer]}, "id": older, "name": masked})
    send(room, run_event(outputs=[dataset("kpi", {"columnLineage": lineage})]))
    columns_of = ("target_field__name", "dependency", "subtype", "masking", "description")
    assert sorted(FieldEdge.objects.values_list(*columns_of)) == [
        ("id", "DIRECT", "IDENTITY", False, "as is"),
        ("mail", "DIRECT", "TRANSFORMATION", True, "md5"),
        ("mail", "INDIRECT", "FILTER", False, ""),
        ("name", "DIRECT", "MASKED", True, ""),
    ]


def test_dependency_of_the_whole_dataset_goes_into_every_field(room: Room) -> None:
    kpi = dataset("kpi", schema(day="date", total="int") | columns(["orders.status"]))
    send(room, run_event(outputs=[kpi]))
    assert links(room) == {("orders.status", "kpi.day"), ("orders.status", "kpi.total")}


def test_whole_dataset_also_means_fields_that_are_told_later(room: Room) -> None:
    send(room, run_event(outputs=[dataset("kpi", columns(["orders.status"]))]))
    assert (links(room), edges(room)) == (set(), {("orders", "kpi")})
    send(room, dataset_event(5, name="kpi", facets=schema(total="int")))
    assert links(room) == {("orders.status", "kpi.total")}
    assert FieldEdge.objects.get().valid_from == NOON


def test_field_that_people_took_away_leaves_the_edge(room: Room) -> None:
    kpi = dataset("kpi", schema(total="int") | columns(total="orders.amount"))
    send(room, run_event(run="a", outputs=[kpi]))
    asset_update(
        actor=room["steward"], asset_id=asset_id(room, "orders"), change=AssetChange.read({"fields": []})
    )
    send(room, run_event(minute=5, run="b", outputs=[kpi]))
    assert (edges(room), links(room)) == ({("orders", "kpi")}, set())


def test_field_that_people_renamed_keeps_its_links(room: Room) -> None:
    kpi = dataset("kpi", schema(total="int") | columns(total="orders.amount"))
    send(room, run_event(run="a", outputs=[kpi]))
    (field,) = asset_get(room["client"], asset_id(room, "orders"))["fields"]
    change = AssetChange.read({"fields": [{"id": field["id"], "name": "montant"}]})
    asset_update(actor=room["steward"], asset_id=asset_id(room, "orders"), change=change)
    send(room, run_event(minute=5, run="b", outputs=[kpi]))
    assert links(room) == {("orders.montant", "kpi.total")}


# Job and dataset events


def test_job_event_draws_what_the_job_is_made_to_do(room: Room) -> None:
    send(room, job_event(0, inputs=["orders"], outputs=["kpi"]))
    assert edges(room) == {("orders", "kpi")}
    send(room, job_event(5, inputs=["clients"], outputs=["kpi"]))
    assert edges(room) == {("clients", "kpi")}
    assert Event.objects.filter(kind="job", run=None).count() == 2


def test_job_event_without_datasets_describes_the_job(room: Room) -> None:
    send(room, run_event(inputs=["orders"], outputs=["kpi"]))
    send(room, job_event(5, job_facets={"documentation": facet(description="New words")}))
    assert Job.objects.get().description == "New words"
    assert edges(room) == {("orders", "kpi")}


def test_dataset_event_completes_the_asset(room: Room) -> None:
    facets = {
        **schema(id="int"),
        "documentation": facet(description="All orders"),
        "dataSource": facet(name="shop", uri="postgres://db.example.org:5432/shop"),
        "ownership": facet(owners=[{"name": "user:owner", "type": "MAINTAINER"}]),
        "tags": facet(
            tags=[{"key": "pii", "value": "true", "field": "id"}, {"key": "gold", "value": "true"}]
        ),
        "somethingNew": facet(values=[1, 2]),
    }
    send(room, dataset_event(name="orders", facets=facets))
    asset = asset_get(room["client"], asset_id(room, "orders"))
    assert (asset["description_fr"], asset["tags"]) == ("All orders", ["gold"])
    assert [(o["participant"], o["responsibility"]) for o in asset["ownerships"]] == [("owner", "steward")]
    kept = AssetFacets.objects.get(asset=asset["id"]).facets
    assert {name: said["body"] for name, said in kept.items()} == facets
    assert Job.objects.count() == 0


def test_dataset_event_may_tell_its_own_lineage(room: Room) -> None:
    send(room, dataset_event(0, name="kpi", facets=columns(total="orders.amount")))
    assert links(room) == {("orders.amount", "kpi.total")}
    send(room, dataset_event(5, name="kpi", facets=columns(total="sales.amount")))
    assert (edges(room), links(room)) == ({("sales", "kpi")}, {("sales.amount", "kpi.total")})


def test_latest_facet_stays_and_a_poorer_schema_takes_nothing_away(room: Room) -> None:
    send(
        room,
        dataset_event(5, name="orders", facets=schema(id="int", amount="numeric")),
        dataset_event(9, name="orders", facets=schema(id="")),
        dataset_event(1, name="orders", facets=schema(id="text", old="date")),
    )
    asset = asset_get(room["client"], asset_id(room, "orders"))
    shape = {field["name"]: field["type"] for field in asset["fields"]}
    assert shape == {"id": "integer", "amount": "decimal", "old": "date"}
    kept = AssetFacets.objects.get().facets["schema"]
    assert kept == {"at": (NOON + timedelta(minutes=9)).isoformat(), "body": schema(id="")["schema"]}


def test_dropped_until_somebody_speaks_of_it_again(room: Room) -> None:
    drop = {"lifecycleStateChange": facet(lifecycleStateChange="DROP")}
    send(room, dataset_event(5, name="orders", facets=drop))
    assert AssetFacets.objects.get().dropped_at == NOON + timedelta(minutes=5)
    send(room, run_event(minute=2, inputs=["orders"]))
    assert AssetFacets.objects.get().dropped_at == NOON + timedelta(minutes=5)
    send(room, run_event(minute=7, run="b", outputs=["orders"]))
    assert AssetFacets.objects.get().dropped_at is None


# With people


def test_what_people_wrote_stays(room: Room) -> None:
    send(room, dataset_event(0, name="orders", facets={"documentation": facet(description="Machine")}))
    pk = asset_id(room, "orders")
    asset_update(actor=room["steward"], asset_id=pk, change=AssetChange(description_fr="Nos commandes"))
    send(room, dataset_event(9, name="orders", facets={"documentation": facet(description="Later")}))
    assert asset_get(room["client"], pk)["description_fr"] == "Nos commandes"


def test_drawn_and_observed_edges_hold_each_by_itself(room: Room) -> None:
    send(room, run_event(run="a", inputs=["orders"], outputs=["kpi"]))
    drawn = EdgeDocument(source=asset_id(room, "orders"), target=asset_id(room, "kpi"))
    edges_draw(actor=room["engineer"], documents=[drawn])
    send(room, run_event(minute=5, run="b", inputs=["clients"], outputs=["kpi"]))
    assert edges(room) == {("orders", "kpi"), ("clients", "kpi")}


def test_late_event_does_not_bring_back_the_edges_of_a_deleted_asset(room: Room) -> None:
    send(room, run_event("START", 0, inputs=["orders"], outputs=["kpi", "other"]))
    asset_delete(actor=room["steward"], asset_id=asset_id(room, "kpi"))
    send(room, run_event("COMPLETE", 1))
    assert edges(room) == {("orders", "other")}


def test_undo_takes_back_what_an_event_registered(room: Room) -> None:
    actor = machine(room)
    event_receive(actor=actor, body=dataset_event(name="orders", facets=schema(id="int")))
    change_undo(actor=room["steward"], request_id=actor.request_id)
    with pytest.raises(NotFound):
        asset_id(room, "orders")
    send(room, run_event(minute=5, inputs=["orders"], outputs=["kpi"]))
    assert edges(room) == {("orders", "kpi")}


@pytest.mark.parametrize("role", sorted(CLOSED))
def test_only_who_builds_flows_sends_events(room: Room, role: str) -> None:
    with pytest.raises(Forbidden):
        event_receive(actor=room[role], body=run_event())


# Malformed


def test_malformed_event_leaves_nothing(room: Room) -> None:
    broken = run_event(inputs=[dataset("orders", schema(id="int"))], outputs=[{"namespace": NAMESPACE}])
    with pytest.raises(Invalid) as refused:
        send(room, broken)
    assert [(error.path, error.code) for error in refused.value.errors] == [("$.outputs[0].name", "missing")]
    for model in (Event, Run, Job, AssetFacets):
        assert not model._default_manager.exists()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\0b", "control_character"),
        ("\ud800", "control_character"),
        (float("inf"), "number"),
        (float("nan"), "number"),
    ],
)
def test_value_that_no_database_keeps_is_refused_at_its_place(room: Room, value: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(room, run_event(run_facets={"own": facet(list=[0, {"a key": value}])}))
    assert [(error.path, error.code) for error in refused.value.errors] == [
        ("$.run.facets.own.list[1]['a key']", code)
    ]


# Assertions


Told = list[tuple[int, list[str], int | None]]


@pytest.fixture
def told() -> Iterator[Told]:
    """What an observer of assertions hears."""
    heard: Told = []
    before = list(ASSERTION_OBSERVERS)

    @assertion_observer
    def listen(actor: Any, asset_id: int, assertions: Any, at: Any, run_pk: int | None) -> None:
        heard.append((asset_id, [one["assertion"] for one in assertions], run_pk))

    yield heard
    ASSERTION_OBSERVERS[:] = before


def test_assertions_are_handed_on_once_wherever_they_stand(room: Room, told: Told) -> None:
    unique = {"assertion": "unique", "success": True, "column": "id"}
    filled = {"assertion": "not_null", "success": False, "column": "id", "severity": "warn"}
    orders = dataset(
        "orders",
        {"dataQualityAssertions": facet(assertions=[unique])},
        inputFacets={"dataQualityAssertions": facet(assertions=[unique, filled])},
    )
    sent = run_event(inputs=[orders])
    send(room, sent, sent)
    assert told == [(asset_id(room, "orders"), ["unique", "not_null"], run_of().pk)]
