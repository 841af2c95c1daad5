"""Rooms with lineage: assets by short names, edges drawn through the command, runs of jobs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from lineage.assertions import FieldLink, JobKey
from lineage.choices import RunState
from lineage.commands import edges_draw, run_record
from lineage.commands.runs import RunReport
from lineage.documents import EdgeDocument
from tests.catalog.conftest import visit  # noqa: F401 - a fixture
from tests.lineage.marquez import Marquez
from tests.people import Room

Draw = Callable[..., dict[str, int]]
Ran = Callable[..., int]


@pytest.fixture
def draw(room: Room) -> Draw:
    """`draw("a>b", "b>c", a={"kind": "indicator"})` registers the assets and draws the edges; answers ids by name."""
    return drawing_in(room)


def drawing_in(room: Room) -> Draw:
    ids: dict[str, int] = {}

    def make(*edges: str, **assets: dict[str, object]) -> dict[str, int]:
        ends = [edge.split(">") for edge in edges]
        for name in [*assets, *(name for pair in ends for name in pair)]:
            if name not in ids:
                ids[name] = room.asset("facilitator", name=name, **assets.get(name, {}))
        documents = [EdgeDocument(source=ids[source], target=ids[target]) for source, target in ends]
        edges_draw(actor=room["engineer"], documents=documents)
        return dict(ids)

    return make


@pytest.fixture
def marquez(live_server: Any, room: Room) -> Marquez:
    """The server as Marquez's client sees it."""
    return Marquez(live_server.url, room)


@pytest.fixture
def ran(room: Room) -> Ran:
    """`ran("load", inputs=[1], outputs=[2])` records a completed run of a job; answers its id."""

    def record(
        job: str,
        *,
        inputs: list[int],
        outputs: list[int],
        at: datetime | None = None,
        links: list[FieldLink] | None = None,
        state: RunState = RunState.COMPLETED,
        run_id: UUID | None = None,
        **more: Any,
    ) -> int:
        report = RunReport(
            job=JobKey("etl", job),
            run_id=run_id or uuid4(),
            at=at or timezone.now(),
            state=state,
            inputs=inputs,
            outputs=outputs,
            links=links or [],
            **more,
        )
        return run_record(actor=room["engineer"], report=report)

    return record


def edge_between(room: Room, source: int, target: int) -> int:
    """The id of an edge that is drawn already, or is drawn by this."""
    (pk,) = edges_draw(actor=room["engineer"], documents=[EdgeDocument(source=source, target=target)])
    return pk


LEVELS = {"availability": None, "integrity": None, "confidentiality": None, "proof": None}


def rated(**levels: int) -> dict[str, Any]:
    """The part of an asset that declares these levels."""
    return {"sensitivity": {**LEVELS, **levels}}


def now_in_address() -> str:
    """This moment, as an address carries it."""
    return quote(timezone.now().isoformat())
