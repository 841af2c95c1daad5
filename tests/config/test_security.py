"""What every answer carries, and what repeated failures meet."""

import pytest
from django.test import Client

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
        answer = client.post("/admin/login/", {"username": "steward", "password": "wrong"})
    assert "10 min" in answer.content.decode() or "ten minutes" in answer.content.decode()
