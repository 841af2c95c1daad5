"""A caller of the REST door, as a script with a token would call it."""

import json
from typing import Any

from django.test import Client

from tests.people import Room


class Caller:
    """`caller("GET", "assets/")` answers the response; its JSON is `.json()`."""

    def __init__(self, secret: str):
        self.client = Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else "" if body is None else json.dumps(body)
        content_type = "" if body is None else "application/json"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, f"/api/v1/{path}", data, content_type, headers=named)


def call(room: Room, role: str) -> Caller:
    return Caller(room.token(role))
