"""`POST /api/v1/lineage`: what clients may send, and how they are answered."""

import gzip
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from catalog.queries.versions import asset_versions
from lineage.models import Event, Run
from tests.lineage.events import dataset, run_event, run_id, schema
from tests.lineage.test_events_receive import asset_id, edges
from tests.people import Room
from tests.rest import Caller, call

PATH = "lineage"


@pytest.fixture
def engineer(room: Room) -> Caller:
    return call(room, "engineer")


def places(answer: Any) -> list[tuple[str, str]]:
    assert answer["Content-Type"] == "application/problem+json"
    return [(error["path"], error["code"]) for error in answer.json()["errors"]]


def test_event_is_created_also_when_it_comes_again(room: Room, engineer: Caller) -> None:
    event = run_event(inputs=["orders"], outputs=["kpi"])
    first, second = engineer("POST", PATH, event), engineer("POST", "lineage/", event)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() == {"id": Event.objects.get().pk}
    assert edges(room) == {("orders", "kpi")}


def test_event_is_signed(room: Room, engineer: Caller) -> None:
    answer = engineer("POST", PATH, run_event(inputs=["orders"]), X_Change_Reason="Chargement du soir")
    (version,) = asset_versions(room["client"], asset_id(room, "orders"))
    assert (version["by"], version["door"], version["reason"]) == (
        "engineer",
        "openlineage",
        "Chargement du soir",
    )
    assert str(version["request_id"]) == answer["X-Request-Id"]


def test_gzip(room: Room, engineer: Caller) -> None:
    body = gzip.compress(json.dumps(run_event(inputs=["orders"], outputs=["kpi"])).encode())
    assert engineer("POST", PATH, body, Content_Encoding="gzip").status_code == 201
    assert edges(room) == {("orders", "kpi")}


def test_gzip_bomb_is_refused(engineer: Caller, settings: LazySettings) -> None:
    settings.API_BODY_BYTES_MAX = 100_000
    bomb = gzip.compress(json.dumps(run_event(job_facets={"sql": {"query": " " * 200_000}})).encode())
    assert len(bomb) < 2_000
    assert engineer("POST", PATH, bomb, Content_Encoding="gzip").status_code == 413


@pytest.mark.parametrize(
    "body", [b"{}", gzip.compress(b"{}" * 50)[:-9], b"\x1f\x8b"], ids=["plain", "cut", "head"]
)
def test_what_is_no_gzip_is_refused(engineer: Caller, body: bytes) -> None:
    answer = engineer("POST", PATH, body, Content_Encoding="gzip")
    assert (answer.status_code, places(answer)) == (400, [("", "malformed")])


def test_other_encodings_are_not_understood(engineer: Caller) -> None:
    assert engineer("POST", PATH, b"{}", Content_Encoding="br").status_code == 415


def test_malformed_event_is_refused_with_its_path(engineer: Caller) -> None:
    event = run_event(inputs=[dataset("orders", schema(id="int"))])
    event["inputs"][0]["facets"]["schema"]["fields"][0]["name"] = 7
    answer = engineer("POST", PATH, event)
    assert answer.status_code == 400
    assert places(answer) == [("$.inputs[0].facets.schema.fields[0].name", "string_type")]
    assert not Run.objects.exists()


def test_messages_are_in_the_language_of_the_reader(engineer: Caller) -> None:
    event = {**run_event(), "run": {"runId": "42"}}
    (said,) = engineer("POST", PATH, event, Accept_Language="en").json()["errors"]
    assert said["message"] == f"Give a UUID, such as {SAMPLE}."


SAMPLE = "3f5e83fa-3480-44ff-99c5-ff943904e5e8"


@pytest.mark.parametrize("body", ["{", '{"a": 1, "a": 2}', '{"a": NaN}', b"\xff"])
def test_what_is_no_json_is_refused(engineer: Caller, body: Any) -> None:
    assert engineer("POST", PATH, body).status_code == 400


def test_one_event_in_a_request(engineer: Caller) -> None:
    answer = engineer("POST", PATH, [run_event()])
    assert (answer.status_code, places(answer)) == (400, [("$", "dict_type")])


def test_named_request_is_carried_out_once(engineer: Caller) -> None:
    for _time in range(2):
        assert engineer("POST", PATH, run_event(), Idempotency_Key="one").status_code == 201
    assert engineer("POST", PATH, run_event(run="b"), Idempotency_Key="one").status_code == 422
    assert list(Run.objects.values_list("run_id", flat=True)) == [run_id("run")]


def test_steady_event_takes_the_same_queries_however_wide_it_is(
    room: Room, engineer: Caller, django_assert_num_queries: Any
) -> None:
    """Of a run whose job did the same before: one for each table that is read or written."""
    for width in (1, 3):

        def event(minute: int, run: str, width: int = width) -> dict[str, Any]:
            sides = [
                [dataset(f"{side}{n}", schema(id="int")) for n in range(width)] for side in ("in", "out")
            ]
            return run_event(minute=minute, run=run, job=f"job{width}", inputs=sides[0], outputs=sides[1])

        engineer("POST", PATH, event(0, f"first{width}"))
        lock = connection.features.has_select_for_update
        with django_assert_num_queries(STEADY + lock):
            assert engineer("POST", PATH, event(9, f"second{width}")).status_code == 201


STEADY = 19  # also authentication, the savepoint around a command, what was sent before, and the pulse
