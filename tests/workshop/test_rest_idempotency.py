"""Idempotency-Key: one effect and one answer, however often a POST is sent."""

import threading
from typing import Any

import pytest
from django.db import connection

from catalog.models import Asset
from tests.people import Room, room_found
from tests.rest import Caller, call
from workshop.models import ApiToken, IdempotencyKey

DOCUMENT = {"system": "crm", "name": "client"}


def test_repeated_post_gets_the_first_answer(room: Room) -> None:
    steward = call(room, "steward")
    first = steward("POST", "assets/", DOCUMENT, Idempotency_Key="k1")
    again = steward("POST", "assets/", dict(reversed(DOCUMENT.items())), Idempotency_Key="k1")
    assert (again.status_code, again.json(), again["ETag"], again["Location"]) == (
        201,
        first.json(),
        first["ETag"],
        first["Location"],
    )
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Asset.objects.count() == 1


def test_key_of_another_request_is_refused(room: Room) -> None:
    steward = call(room, "steward")
    steward("POST", "assets/", DOCUMENT, Idempotency_Key="k1")
    other = steward("POST", "assets/", {**DOCUMENT, "name": "other"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (
        call(room, "owner")("POST", "assets/", {**DOCUMENT, "name": "x"}, Idempotency_Key="k1").status_code
        == 201
    )


def test_refused_request_leaves_its_key_free(room: Room) -> None:
    steward = call(room, "steward")
    assert steward("POST", "assets/", {"name": "client"}, Idempotency_Key="k1").status_code == 400
    assert steward("POST", "assets/", {**DOCUMENT, "system": "x"}, Idempotency_Key="k1").status_code == 400
    assert steward("POST", "assets/", DOCUMENT, Idempotency_Key="k1").status_code == 201


def test_secret_of_a_token_is_not_kept(room: Room) -> None:
    steward = call(room, "steward")
    first = steward("POST", "tokens/", {"label": "script"}, Idempotency_Key="k1").json()
    again = steward("POST", "tokens/", {"label": "script"}, Idempotency_Key="k1").json()
    assert (len(first["secret"]), again) == (64, {**first, "secret": None})
    assert first["secret"] not in str(IdempotencyKey.objects.get().body)
    assert ApiToken.objects.filter(label="script").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twins_at_once_have_one_effect() -> None:
    secret = room_found("Salle une").token("steward")
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(Caller(secret)("POST", "assets/", DOCUMENT, Idempotency_Key="k1"))
        finally:
            connection.close()

    twins = [threading.Thread(target=send) for _ in range(6)]
    for twin in twins:
        twin.start()
    for twin in twins:
        twin.join()
    assert {answer.status_code for answer in answers} == {201}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 5
    assert Asset.objects.count() == 1
