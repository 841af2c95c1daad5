"""The OpenAPI document: valid, current in docs/, and kept by what the door really answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as modest
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.people import Room

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("openapi") / "openapi.yaml"
    call_command("spectacular", "--fail-on-warn", "--validate", file=str(path))
    return path.read_text(encoding="utf-8")


def test_snapshot_is_current(generated: str) -> None:
    hint = "Run: manage.py spectacular --file docs/openapi.yaml"
    assert generated == SNAPSHOT.read_text(encoding="utf-8"), hint


def test_document_is_openapi_3_1(generated: str) -> None:
    document = yaml.safe_load(generated)
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_operation_names_its_errors() -> None:
    document = yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))
    reading = {"400", "401", "403", "404", "405", "406", "429"}
    writing = reading | {"409", "412", "413", "415", "422"}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            wanted = reading if method == "get" else writing
            assert wanted <= operation["responses"].keys(), f"{method} {path}"
            assert operation["summary"], f"{method} {path}"


@pytest.fixture
def server() -> Iterator[WSGIHandler]:
    """The whole product as a WSGI server calls it; its requests share this test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_door_keeps_to_its_document(room: Room, server: WSGIHandler) -> None:
    """What a steward sends, sensible or not, meets no failure, no unknown status, no other shape."""
    room.asset()
    bearer = {"Authorization": f"Bearer {room.token('steward')}"}
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", server)
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]
        for mode in GenerationMode:

            @modest(
                max_examples=4,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def keeps_to_it(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=CHECKS, headers=bearer)

            keeps_to_it()


CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
