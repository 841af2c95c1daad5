"""Marquez's own client against our server, and a world to speak of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from marquez_client import MarquezClient
from marquez_client.errors import APIError
from marquez_client.models import DatasetType

from tests.people import Room

PLACE = "postgres://hôte:5432/ventes 2024"  # a namespace as OpenLineage makes them, with all that is awkward
TABLE = "public/commandes d’été"


class Marquez:
    """`marquez("engineer")` is the client with that person's token, who need not be of the same room."""

    def __init__(self, url: str, room: Room):
        self.url = url
        self.tokens = {role: room.token(role) for role in ("engineer", "steward", "client", "facilitator")}

    def __call__(self, role: str = "engineer") -> MarquezClient:
        # The client keeps its headers in the module: the last one made is who asks.
        return MarquezClient(url=self.url, api_key=self.tokens[role])

    def world(self) -> MarquezClient:
        """A namespace, a source and two tables of it."""
        client = self()
        client.create_namespace(PLACE, "Équipe ventes", "Ce qui se vend")
        client.create_source("base/ventes", "postgresql", "postgres://hôte:5432/ventes")
        for name in (TABLE, "public.clients"):
            client.create_dataset(
                PLACE,
                name,
                DatasetType.DB_TABLE,
                name,
                "base/ventes",
                fields=[{"name": "id", "type": "INTEGER"}, {"name": "montant/ttc", "type": "NUMERIC(10, 2)"}],
            )
        return client


@contextmanager
def refused(status: int) -> Iterator[None]:
    """The server answers this status, with a problem that says what to do."""
    try:
        yield
    except (
        APIError
    ) as error:  # kept no longer than needed: it holds the connection, and so a thread of the server
        cause: Any = error.__cause__
        answer = cause.response
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["detail"]
    else:
        pytest.fail(f"This was not refused, as it should be with {status}.")


def completed(
    job: str, inputs: str = "", outputs: str = "", *, at: str = "2026-01-01T00:00:00Z", **more: Any
) -> Any:
    """A run event: `completed("load", "a b", "c", columns={"x": "a.y"})`, all in the namespace `lac`."""
    names: list[dict[str, Any]] = [{"namespace": "lac", "name": name} for name in outputs.split()]
    if columns := more.get("columns"):
        facet = {
            "_producer": "t",
            "_schemaURL": "t",
            "fields": {to: _column(of) for to, of in columns.items()},
        }
        names[0]["facets"] = {"columnLineage": facet}
    return {
        "eventType": more.get("type", "COMPLETE"),
        "eventTime": at,
        "producer": "https://example.org/t",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": str(more.get("run_id") or uuid4())},
        "job": {"namespace": "lac", "name": job},
        "inputs": [{"namespace": "lac", "name": name} for name in inputs.split()],
        "outputs": names,
    }


def _column(of: str) -> dict[str, Any]:
    name, _dot, field = of.partition(".")
    transformation = {"type": "DIRECT", "subtype": "IDENTITY", "description": "as it is"}
    source = {"namespace": "lac", "name": name, "field": field, "transformations": [transformation]}
    return {"inputFields": [source]}
