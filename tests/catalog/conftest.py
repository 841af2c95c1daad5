"""Fixture: a browser without pictures, logged in as one person of a room."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.people import Room

Visit = Callable[[Room, str], Client]


@pytest.fixture
def visit() -> Visit:
    def log_in(room: Room, role: str) -> Client:
        client = Client()
        client.force_login(room.user(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
