"""The product as it is served, on the database of a test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.people import Room, room_found

ROOT = Path(__file__).parents[2]


@pytest.fixture
def committed_room(transactional_db: None) -> Room:
    """A room that other processes see: its rows are committed."""
    return room_found("Salle une")


def environment() -> dict[str, str]:
    """What makes another process use the database of this test."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{own['NAME']}"
    else:
        host = str(own["HOST"]).replace("/", "%2F")
        address = f"postgres://{own['USER']}:{own['PASSWORD']}@{host}:{own['PORT']}/{own['NAME']}"
    secret = {"BRICKS_MODE": "test", "BRICKS_SECRET_KEY": "known to everybody, for tests only"}
    return {**os.environ, **secret, "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def served(committed_room: Room) -> Iterator[int]:
    """The port of the product as `make demo` serves it, on the database of this test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = f"--host 127.0.0.1 --port {port} --interface wsgi --workers 1 --blocking-threads 4 --log-level warning"
    command = [sys.executable, "-m", "granian", *options.split(), "config.wsgi:application"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**environment(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not start")
