"""The same events in any order, some of them twice, leave the same behind."""

from collections.abc import Sequence
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage.commands import event_receive
from tests.lineage.events import columns, dataset, dataset_event, facet, job_event, run_event, run_id, schema
from tests.lineage.pictures import picture
from tests.lineage.test_events_receive import machine
from tests.people import Room

NAMES = ("orders", "clients", "turnover", "kpi")
COLUMNS = ("id", "amount", "at")
TYPES = ("", "int", "varchar", "timestamp")

names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
schemas = st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(TYPES), max_size=3)
sources = st.builds(
    lambda table, column: f"{table}.{column}", st.sampled_from(NAMES), st.sampled_from(COLUMNS)
)
uses = st.dictionaries(
    st.sampled_from(COLUMNS), st.lists(sources, min_size=1, max_size=2, unique=True), max_size=2
)


@st.composite
def datasets(draw: st.DrawFn, side: str) -> list[dict[str, Any]]:
    found = []
    for name in draw(names):
        facets: dict[str, Any] = {}
        if draw(st.booleans()):
            facets |= schema(**draw(schemas))
        if side == "outputs" and draw(st.booleans()):
            facets |= columns(draw(st.lists(sources, max_size=1)), **draw(uses))
        if draw(st.booleans()):
            facets["documentation"] = facet(description=draw(st.sampled_from(["One", "Two"])))
        if draw(st.integers(0, 5)) == 0:
            facets["tags"] = facet(tags=[{"key": draw(st.sampled_from(["a", "b"])), "value": "true"}])
        if draw(st.integers(0, 5)) == 0:
            facets["lifecycleStateChange"] = facet(lifecycleStateChange="DROP")
        sides = {"inputFacets": {"dataQualityMetrics": facet(rowCount=draw(st.integers(0, 3)))}}
        found.append(dataset(name, facets, **(sides if side == "inputs" and draw(st.booleans()) else {})))
    return found


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """A run is mostly of one job, but clients rename jobs under way."""
    number = draw(st.integers(0, 3))
    minute = draw(st.integers(0, 8))
    kind = draw(st.sampled_from(["START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL", "ABORT", "OTHER", None]))
    job = f"job{number % 2}" if draw(st.integers(0, 4)) else "renamed"
    run_facets: dict[str, Any] = {}
    if draw(st.booleans()):
        name = draw(st.sampled_from(["dag", "job0"]))
        parent = {"run": {"runId": str(run_id(name))}, "job": {"namespace": "nightly", "name": name}}
        run_facets["parent"] = facet(**parent)
    if draw(st.integers(0, 3)) == 0:
        run_facets["errorMessage"] = facet(message=draw(st.sampled_from(["Boom", "Bang"])))
    job_facets: dict[str, Any] = {}
    if draw(st.booleans()):
        job_facets["jobType"] = facet(
            processingType="BATCH", integration="X", jobType=draw(st.sampled_from("AB"))
        )
    if draw(st.integers(0, 3)) == 0:
        job_facets["documentation"] = facet(description=draw(st.sampled_from(["This", "That"])))
    sides = {"inputs": draw(datasets("inputs")), "outputs": draw(datasets("outputs"))}
    match draw(st.integers(0, 9)):
        case 0:
            return job_event(minute, job=job, job_facets=job_facets, **sides)
        case 1 if sides["outputs"]:
            return dataset_event(minute, **{k: sides["outputs"][0][k] for k in ("name", "facets")})
    return run_event(
        kind, minute, run=f"r{number}", job=job, run_facets=run_facets, job_facets=job_facets, **sides
    )


def left_behind(room: Room, told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The picture of a room after these events, which are then taken back."""
    with transaction.atomic():
        for one in told:
            event_receive(actor=machine(room), body=one)
        found = picture(room)
        transaction.set_rollback(True)
    return found


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(told=st.lists(events(), min_size=2, max_size=8), random=st.randoms(use_true_random=False))
def test_any_order_leaves_the_same(
    room: Room, other_room: Room, told: list[dict[str, Any]], random: Random
) -> None:
    ordered = sorted(told, key=lambda one: str(one["eventTime"]))
    shuffled = [*told, *random.choices(told, k=2)]
    random.shuffle(shuffled)
    assert left_behind(other_room, shuffled) == left_behind(room, ordered)
