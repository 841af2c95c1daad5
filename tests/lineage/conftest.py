"""Rooms with lineage: assets by short names, edges drawn through the command."""

from collections.abc import Callable
from typing import Any

import pytest

from lineage.commands import edges_draw
from lineage.documents import EdgeDocument
from tests.lineage.marquez import Marquez
from tests.people import Room

Draw = Callable[..., dict[str, int]]


@pytest.fixture
def draw(room: Room) -> Draw:
    """`draw("a>b", "b>c", a={"kind": "indicator"})` registers the assets and draws the edges; answers ids by name."""
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
