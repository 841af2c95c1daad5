"""What every answer carries, and what repeated failures meet."""

import runpy

import pytest
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


def test_page_carries_a_strict_content_security_policy(client: Client):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def log_in(client: Client, username: str, address: str) -> int:
    answer = client.post("/admin/login/", {"username": username, "password": "wrong"}, REMOTE_ADDR=address)
    return answer.status_code


def test_repeated_failures_lock_one_name_from_one_address_and_not_the_room(client: Client):
    assert [log_in(client, "steward", "10.0.0.1") for _ in range(8)][-1] == 429
    assert log_in(client, "steward", "10.0.0.1") == 429
    assert log_in(client, "owner", "10.0.0.1") == 200
    assert log_in(client, "steward", "10.0.0.2") == 200


def test_locked_out_person_reads_how_long_to_wait(client: Client):
    for _ in range(9):
        answer = client.post(
            "/admin/login/", {"username": "steward", "password": "wrong"}, headers={"Accept-Language": "en"}
        )
    assert "ten minutes" in answer.content.decode()


def sender_seen(monkeypatch: pytest.MonkeyPatch, trusted: str) -> tuple[str, str]:
    """Who and how, as the application sees a request that a proxy at 10.0.0.9 passes on for 192.0.2.7."""
    monkeypatch.setenv("BRICKS_TRUSTED_PROXIES", trusted)
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: lambda environ, start: environ)
    wsgi = runpy.run_module("config.wsgi")
    request = RequestFactory(REMOTE_ADDR="10.0.0.9").get(
        "/", headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    )
    seen = wsgi["application"](request.environ, None)
    return seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]


def test_forwarded_address_counts_from_a_named_proxy_only(monkeypatch: pytest.MonkeyPatch):
    assert sender_seen(monkeypatch, trusted="10.0.0.0/8") == ("192.0.2.7", "https")
    assert sender_seen(monkeypatch, trusted="") == ("10.0.0.9", "http")
