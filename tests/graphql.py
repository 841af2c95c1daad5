"""Asking the GraphQL door as a program does: by POST, with a person's token."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.people import Room

Ask = Callable[..., dict[str, Any]]


def global_id(type_name: str, key: int) -> str:
    return b64encode(f"{type_name}:{key}".encode()).decode()


def asker(room: Room, role: str = "steward") -> Ask:
    """A function (query, **variables) that answers `data` and `errors`, as this person."""
    client = Client(headers={"Authorization": f"Bearer {room.token(role)}"})

    def ask(query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        answer: dict[str, Any] = client.post("/graphql/", body, content_type="application/json").json()
        return answer

    return ask


@pytest.fixture
def ask(room: Room) -> Ask:
    """Asks as the steward."""
    return asker(room)


def codes(answer: dict[str, Any]) -> list[str]:
    """The codes of the errors answered."""
    return [error["extensions"]["code"] for error in answer.get("errors", [])]
