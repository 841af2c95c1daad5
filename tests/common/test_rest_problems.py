"""Bad requests: each gets a problem that names the place, and nothing is half-written."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Asset
from tests.people import Room
from tests.rest import Caller, call

KEYS = {"type", "title", "status", "detail", "code", "errors"}


def refused(answer: Any) -> tuple[int, str, set[tuple[str, str]]]:
    """Status, code and places of a problem, once its form is checked."""
    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert problem.keys() == KEYS
    assert (problem["status"], bool(problem["detail"])) == (answer.status_code, True)
    return answer.status_code, problem["code"], {(e["path"], e["code"]) for e in problem["errors"]}


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ("{", "", "malformed"),
        (b"\xff{}", "", "malformed"),
        ('{"name": NaN}', "", "malformed"),
        ("[" * 100_000, "", "malformed"),
        ("9" * 5_000, "", "malformed"),
        ('{"system": "crm", "name": "a", "name": "b"}', "name", "duplicate_key"),
        ("[]", "", "model_type"),
        ('"text"', "", "model_type"),
        ("null", "", "model_type"),
        ('{"system": "crm"}', "name", "missing"),
        ('{"system": "crm", "name": 5}', "name", "string_type"),
        ('{"system": "crm", "name": true}', "name", "string_type"),
        ('{"system": "crm", "name": ""}', "name", "string_too_short"),
        ('{"system": "crm", "name": "a\\u0000"}', "name", "control_character"),
        ('{"system": "crm", "name": "a\\u0007"}', "name", "control_character"),
        ('{"system": "crm", "name": "\\ud800"}', "name", "string_unicode"),
        ('{"system": "crm", "name": "%s"}' % ("x" * 501), "name", "string_too_long"),
        ('{"system": "nope", "name": "a"}', "system", "unknown"),
        ('{"system": "crm", "name": "client"}', "name", "duplicate"),
        ('{"system": "crm", "name": "a", "workshop_id": 2}', "workshop_id", "extra_forbidden"),
        ('{"system": "crm", "name": "a", "importance": "3"}', "importance", "int_type"),
        ('{"system": "crm", "name": "a", "importance": 3.5}', "importance", "int_type"),
        ('{"system": "crm", "name": "a", "importance": 9}', "importance", "less_than_equal"),
        (
            '{"system": "crm", "name": "a", "sensitivity": {"proof": -1}}',
            "sensitivity.proof",
            "greater_than_equal",
        ),
        ('{"system": "crm", "name": "a", "tags": "x"}', "tags", "list_type"),
        (
            '{"system": "crm", "name": "a", "fields": [{"name": "x", "type": "int"}]}',
            "fields.0.type",
            "literal_error",
        ),
        ('{"system": "crm", "name": "a", "terms": ["nope"]}', "terms.0", "unknown"),
        (
            '{"system": "crm", "name": "a", "ownerships": [{"participant": "x", "responsibility": "steward"}]}',
            "ownerships.0.participant",
            "unknown",
        ),
    ],
)
def test_bad_body_is_refused_at_its_place(room: Room, body: Any, place: str, code: str) -> None:
    room.asset()
    assert refused(call(room, "steward")("POST", "assets/", body)) == (400, "invalid", {(place, code)})
    assert list(Asset.objects.values_list("name", flat=True)) == ["client"]


@pytest.mark.parametrize(
    ("query", "place", "code"),
    [
        ("limit=x", "limit", "int_parsing"),
        ("limit=0", "limit", "greater_than_equal"),
        ("limit=201", "limit", "less_than_equal"),
        ("kind=", "kind.0", "literal_error"),
        ("personal_data=maybe", "personal_data", "bool_parsing"),
        ("order=colour", "order", "literal_error"),
        ("cursor=zzz", "cursor", "cursor"),
        ("cursor=a&before=b", "before", "exclusive"),
        ("colour=red", "colour", "extra_forbidden"),
        ("q=%00", "q", "control_character"),
    ],
)
def test_bad_query_is_refused_at_its_place(room: Room, query: str, place: str, code: str) -> None:
    answer = call(room, "steward")("GET", f"assets/?{query}")
    assert refused(answer) == (400, "invalid", {(place, code)})


def test_every_kind_of_refusal_is_a_problem(room: Room) -> None:
    steward = call(room, "steward")
    pk = room.asset()
    raw = steward.client
    assert refused(Caller("nonsense")("GET", "assets/"))[:2] == (401, "token_invalid")
    assert refused(Client().get("/api/v1/assets/"))[:2] == (401, "unauthenticated")
    assert refused(call(room, "client")("DELETE", f"assets/{pk}/"))[:2] == (403, "forbidden")
    for path in ("assets/0/", "assets/99999999999999999999999/", "nothing/", "assets"):
        assert refused(steward("GET", path))[:2] == (404, "not_found")
    assert refused(Client().get("/api/nothing"))[:2] == (404, "not_found")
    answer = steward("PUT", "assets/")
    assert (refused(answer)[:2], answer["Allow"]) == ((405, "method_not_allowed"), "GET, POST, HEAD")
    assert refused(steward("GET", "assets/", Accept="text/html"))[:2] == (406, "not_acceptable")
    form = raw.post("/api/v1/assets/", {"name": "x"})
    assert refused(form)[:2] == (415, "unsupported_media_type")
    assert refused(steward("POST", "assets/", X_Change_Reason="x", body="x" * 20_000_001))[:2] == (
        413,
        "too_large",
    )
    assert refused(steward("PATCH", f"assets/{pk}/", {}, If_Match='"7"'))[:2] == (412, "outdated")
    assert refused(steward("PATCH", f"assets/{pk}/", {}, If_Match="Paris"))[:2] == (412, "outdated")


def test_refused_token_says_how_to_authenticate(db: None) -> None:
    assert Caller("nonsense")("GET", "assets/")["WWW-Authenticate"] == 'Bearer realm="api"'


def test_reason_is_checked(room: Room) -> None:
    answer = call(room, "steward")(
        "POST", "assets/", {"system": "crm", "name": "a"}, X_Change_Reason="x" * 201
    )
    assert refused(answer) == (400, "invalid", {("X-Change-Reason", "length")})
    assert Asset.objects.count() == 0


def test_surprise_is_logged_and_answers_a_problem(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog.api import assets

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(assets, "asset_get", fail)
    answer = call(room, "steward")("GET", f"assets/{room.asset()}/")
    assert refused(answer)[:2] == (500, "unexpected")
    assert b"secret" not in answer.content


def test_session_needs_the_csrf_token_to_write(room: Room) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.user("steward"), backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/api/v1/assets/").json()["total"] == 0
    document = {"system": "crm", "name": "a"}
    answer = browser.post("/api/v1/assets/", document, content_type="application/json")
    assert refused(answer)[:2] == (403, "csrf")
    browser.cookies["csrftoken"] = "c" * 32
    answer = browser.post(
        "/api/v1/assets/", document, content_type="application/json", headers={"X-CSRFToken": "c" * 32}
    )
    assert answer.status_code == 201


def test_language_of_messages_follows_the_reader(room: Room) -> None:
    steward = call(room, "steward")
    assert steward("GET", "assets/0/")["Content-Language"] == "fr"
    assert steward("GET", "assets/0/", Accept_Language="en")["Content-Language"] == "en"
